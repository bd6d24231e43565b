"""Journals for the fault tests: a short drill that is written event by event, and what must be true of any journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from drill.errors import DamagedSession, Refused
from drill.session.decide import Amend, Command, Enter, PutOnRecord, Redo, Tick, Undo
from drill.session.events import Entered, Labelled, Opened, Record, Signed, to_json
from drill.session.journal import Journal
from drill.session.opening import open_session
from drill.session.session import Session
from drill.session.state import State
from drill.session.statements import Statement
from tests.building import DAY, a_plan, a_scenario, small_plan, small_scenario

STEPS = """
stop: {do: Stop the posts, by: [lead], target: 2m, deadline: 5m}
fix: {do: Fix it, by: [tech], takes: 1m, target: 5m, deadline: 9m}
say: {do: Say something, by: [press], public: true, target: 5m, deadline: 9m}
ask: {contact: legal, by: [lead], target: 2m, deadline: 5m}
"""
INJECTS = """
- {id: news, expect: [stop, fix, say, ask]}
- {id: more, at: 1m}
- {id: late-news, when: {late: stop}, delay: 30s}
- {id: by-hand, manual: true}
"""
TEAMS = ("blue", "red")
MINUTE = 60_000
END = 2 * MINUTE
"""When the drill of a debrief was over."""


@cache
def opened() -> Opened:
    """What every journal of these tests begins with."""
    return open_session(a_plan(small_plan(STEPS)), a_scenario(small_scenario(INJECTS)), day=DAY, teams=TEAMS)


def commands(state: State) -> Iterator[tuple[str, Command]]:
    """A drill without end, each command with an id of its own: lines, corrections, marks, the debrief."""

    def said(words: str) -> Statement:
        return state.grammar.parse(words)

    for number in range(1, 10_000):
        at = number * 1_000
        words = [
            f"blue lead improvises : number {number}",
            "red lead escalates legal",
            "blue tech acks",
            "control mark : a moment",
            "red press does say : We are looking into it. Next update within the hour.",
            f"kim observes blue hold S : seen {number}",
            "control rate red say 3 by kim : empathy good",
            "control pause",
        ][number % 8]
        yield f"line-{number}", Enter(at, said(words))
        if number % 5 == 0:
            yield f"mark-{number}", Tick(at)
        if number % 7 == 0:
            yield f"undo-{number}", Undo()
            yield f"redo-{number}", Redo()
        if number % 9 == 0:
            note = f"number {number - number % 8}"
            notes = (note, f"{note}, corrected")
            for entry in [entry.seq for entry in state.entries.values() if entry.statement.note in notes]:
                yield f"amend-{number}", Amend(entry, at - 500, said(f"blue lead improvises : {note}, corrected"))


def debrief(state: State) -> Iterator[tuple[str, Command]]:
    """A drill that was played and ended, and then talked over without end: judged, rated, corrected, put on record."""

    def said(words: str) -> Statement:
        return state.grammar.parse(words)

    yield from islice(commands(state), 40)
    yield "start", Enter(END, said("control resume"))
    yield "end", Enter(END, said("control end : that is it"))
    for number in range(1, 10_000):
        at = END + number * 1_000
        words = [
            "control adjudicate blue #1 sensible satisfies stop",
            f"control rate red say {number % 5} by kim : number {number}",
            f"control strength blue hold : number {number}",
            "control set-aside red #1",
            f"control confirm blue hold S by kim : number {number}",
            f"control gap red : number {number}",
        ][number % 6]
        yield f"judged-{number}", Enter(at, said(words))
        if number % 4 == 0:
            yield (
                f"recalled-{number}",
                Enter(30_000 + number, said(f"blue lead improvises : late {number}"), recalled=True),
            )
        if number % 5 == 0:
            yield f"not-{number}", Undo()
            yield f"but-{number}", Redo()
        if number % 7 == 0:
            yield f"labelled-{number}", PutOnRecord(Labelled({"classification": f"internal {number}"}))
            yield f"signed-{number}", PutOnRecord(Signed("kim", "2026-12-01", ("lead",), (f"number {number}",), ()))


def begin(path: Path) -> Session:
    """A session that begins in a journal of its own."""
    return Session.open_new(Journal.create(path), opened())


def reopened(path: Path) -> Session:
    """The session of a journal, every event checked and folded."""
    journal = Journal.open(path)
    return Session(journal, list(journal.read()))


def what_is_kept(path: Path) -> list[Record]:
    """Every event of a journal, checked against its chain and folded; none where the journal says that there is nothing."""
    try:
        journal = Journal.open(path)
    except DamagedSession:
        return []
    try:
        records = list(journal.read())
        if records:
            Session(journal, records)
        return records
    finally:
        journal.close()


def play(
    session: Session, count: int, story: Callable[[State], Iterator[tuple[str, Command]]] = commands
) -> Iterator[tuple[str, tuple[Record, ...]]]:
    """Submit so many commands, and say after each what it came to. Those taken before are sent again, and count once."""
    for command_id, command in islice(story(session.state), count):
        try:
            records = session.submit(command, command_id)
        except Refused:
            continue
        yield command_id, records


def facts(records: Iterable[Record]) -> list[tuple[int, int, str]]:
    """What records say, to compare them by."""
    return [(record.seq, record.now, f"{record.event.kind} {to_json(record.event)}") for record in records]


def lines_twice(records: Iterable[Record]) -> set[str]:
    """The lines that say that an inject came, and stand in the journal twice."""
    said = [
        event.text for record in records if isinstance(event := record.event, Entered) and "delivered" in event.text
    ]
    return {text for text in said if said.count(text) > 1}
