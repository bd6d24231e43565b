"""A copy of a session that is fit to share: other names, no notes, no ways to reach anybody, and a chain of its own.

The journal is copied event by event, so that every line keeps its number, its time and
its meaning, and the copy scores as the session did. What people wrote is replaced, the same
words by the same words; what was taken back is in the copy too, disguised like the rest.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any, TypeVar

from drill.errors import DamagedSession
from drill.files.dumping import dump_yaml
from drill.files.yaml_source import parse_yaml
from drill.plan.load import plan_from_text
from drill.plan.model import Plan
from drill.report.disguise import Disguise
from drill.report.folder import JOURNAL, create_journal, discard, new_folder, write_artefacts
from drill.session.events import Amended, Entered, Event, FedBack, Labelled, Opened, Record, Signed
from drill.session.journal import Journal
from drill.session.session import followed
from drill.session.state import State
from drill.session.statements import Seated, Statement

AnyPath = str | os.PathLike[str]
S = TypeVar("S", bound=Statement)

REDACTED = Path("redacted")
"""Where copies are made, unless ``--out`` says otherwise."""

PEOPLE = frozenset({"person", "called_person", "people"})
OBSERVERS = frozenset({"observer", "by"})
BRACES = frozenset({"yaml"})
NOTES = frozenset({"note"})
"""What each field of a statement holds, by its name; what stands in none of these is an id, a number or a word."""


def redact(folder: Path, out: AnyPath = REDACTED) -> Path:
    """Make a copy of a session's folder that is fit to share; where it is. Raises OutOfReach, DamagedSession."""
    journal = Journal.open(folder / JOURNAL)
    try:
        records = list(journal.read())
    finally:
        journal.close()
    if not records or not isinstance(records[0].event, Opened):
        raise DamagedSession(f"{folder}: the journal does not begin with what its session stands on")
    copied, state = _copied(records)
    opened = state.opened
    made = new_folder(out, opened.date, opened.session.removeprefix(f"{opened.date}-"))
    try:
        copy = create_journal(made)
        try:
            for number, (now, group) in enumerate(groupby(copied, key=lambda record: record.now), 1):
                copy.append([record.event for record in group], now, copy.last_seq, f"copied-{number}")
        finally:
            copy.close()
        write_artefacts(state, made)
    except BaseException:
        discard(made)
        raise
    return made


def _copied(records: Sequence[Record]) -> tuple[list[Record], State]:
    """The disguised records, and the state that they fold to."""
    before: State | None = None
    after: State | None = None
    copier: Copier | None = None
    copied = []
    for record in records:
        if copier is None or before is None or after is None:
            assert isinstance(record.event, Opened)
            copier = Copier(plan_from_text(record.event.plan_text, record.event.plan_name))
            event: Event = copier.opened(record.event)
        else:
            event = copier.event(record.event, before, after)
        copied.append(Record(record.seq, record.now, event))
        before, after = followed(before, record), followed(after, copied[-1])
    assert after is not None
    return copied, after


class Copier:
    """Turns a session's events into those of its copy."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._disguise = Disguise(plan)

    def opened(self, event: Opened) -> Opened:
        """What the copy stands on."""
        disguise = self._disguise
        return replace(
            event,
            cast={name: f"({name})" for name in event.cast},
            plan_name=PurePath(event.plan_name).name,
            plan_text=dump_yaml(disguise.plan(_values(event.plan_text))),
            scenario_name=PurePath(event.scenario_name).name,
            scenario_text=dump_yaml(_without_path(disguise.scenario(_values(event.scenario_text)))),
            history=self._history(event.history),
        )

    def event(self, event: Event, before: State, after: State) -> Event:
        """An event of the copy; `before` and `after` are what the session and its copy have come to."""
        disguise = self._disguise
        match event:
            case Entered() | Amended():
                said = self.statement(before.journal_grammar.parse(event.text), before)
                return replace(event, text=after.journal_grammar.format(said))
            case Labelled():
                return Labelled({key: disguise.text(label) for key, label in event.labels.items()})
            case FedBack():
                return FedBack(self._feedback(event.text))
            case Signed():
                return Signed(
                    by=disguise.participant(event.by, self._plan),
                    day=event.day,
                    participants=tuple(disguise.participant(each, self._plan) for each in event.participants),
                    comments=tuple(disguise.note(each) or "" for each in event.comments),
                    dissent=tuple(disguise.note(each) or "" for each in event.dissent),
                )
        return event

    def statement(self, said: S, state: State) -> S:
        """The same line about people with other names."""
        disguise, changed = self._disguise, dict[str, Any]()
        for name in (field.name for field in fields(said)):
            value = getattr(said, name)
            if value is None:
                continue
            if name in PEOPLE:
                is_one = isinstance(value, str)
                changed[name] = disguise.person(value) if is_one else tuple(map(disguise.person, value))
            elif name in OBSERVERS:
                changed[name] = disguise.observer(value)
            elif name in NOTES:
                changed[name] = disguise.note(value)
            elif name in BRACES:
                changed[name] = dump_yaml(disguise.scenario(_values(value)), on_one_line=True)
        if isinstance(said, Seated) and said.note and said.person not in state.exercise.plan.people:
            changed["note"] = disguise.title_of(said.person)
        return replace(said, **changed)

    def _history(self, history: Mapping[str, Any]) -> dict[str, Any]:
        """Results and re-tests of earlier drills; not the findings, whose ids may be made of somebody's words."""
        kept = self._disguise.values({key: history[key] for key in ("sessions", "retests") if key in history})
        for item in kept.get("retests", ()):
            item["title"] = self._disguise.note(item["title"])
        return dict(kept)

    def _feedback(self, text: str) -> str:
        """Participants' answers: the questions and the numbers stay, words do not."""
        first = text.lstrip("\n").split("\n", 1)[0]
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        for number, row in enumerate(rows):
            kept = [cell if number == 0 or cell.strip().isdecimal() else self._disguise.note(cell) for cell in row]
            writer.writerow([cell if cell else "" for cell in kept])
        return written.getvalue()


def _values(text: str) -> Mapping[str, Any]:
    value = parse_yaml(text, "").value
    return value if isinstance(value, dict) else {}


def _without_path(scenario: dict[str, Any]) -> dict[str, Any]:
    """Where the plan lay is told by its name alone: a path may name whoever's home it was."""
    return scenario | ({"plan": PurePath(scenario["plan"]).name} if "plan" in scenario else {})
