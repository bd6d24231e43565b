"""One rich drill, pinned whole: every verb, every kind of step, clock and condition, two teams, to the last byte.

After a change that is meant: ``GOLDEN=write pytest tests/faults/test_golden_drill.py``, and read the difference.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from drill.plan.conditions import Condition
from drill.plan.model import Clock, Guard, Plan, Repeat, Rule, Step, StepKind
from drill.report.folder import REPORT, SCORECARD, TRANSCRIPT
from drill.scenario.model import FitMap, Inject, Scenario
from drill.session.control_lines import CONTROL_VERBS, HEADER_VERBS
from drill.session.decide import Amend, Enter, PutOnRecord, Redo, Undo
from drill.session.events import FedBack, Labelled, Signed
from drill.session.journal import Journal
from drill.session.play import look_up, play
from drill.session.session import MemoryStore, Session
from drill.session.state import State
from drill.session.statements import Delivered, Response, Unmet, Verb
from drill.session.transcript import Line, read_transcript
from tests.building import DATA, DAY, Drill, a_plan, a_scenario, drill, played_again
from tests.reference import models
from tests.report.session import Artefacts, artefacts

FOLDER = DATA.parent / "golden" / "drill"
PLAN, SCENARIO, LINES = (
    (FOLDER / name).read_text(encoding="utf-8") for name in ("plan.yaml", "scenario.yaml", "lines.txt")
)
TEAMS = ("blue", "red")


@pytest.fixture(autouse=True)
def of_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of drill changes no golden."""
    monkeypatch.setattr("drill.session.opening.__version__", "0")


@cache
def golden() -> Drill:
    """The drill, played."""
    return drill(LINES, plan=PLAN, scenario=SCENARIO, teams=TEAMS)


@cache
def made() -> Artefacts:
    """What it comes to."""
    return artefacts(golden().state)


# ── it is as rich as it says ─────────────────────────────────────────────────


def nodes(value: Any) -> Iterator[BaseModel]:
    """Every node of a plan or a scenario."""
    if isinstance(value, BaseModel):
        yield value
        for name in value.model_fields_set:
            yield from nodes(getattr(value, name))
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from nodes(each)


@pytest.mark.parametrize(
    "model", [Step, Clock, Guard, Repeat, Rule, Condition, Inject], ids=lambda model: model.__name__
)
def test_every_key_by_which_a_drill_is_played_is_in_it(model: type[BaseModel]) -> None:
    assert model in {*models(Plan), *models(Scenario)}
    found = [node for top in (a_plan(PLAN), a_scenario(SCENARIO)) for node in nodes(top) if isinstance(node, model)]
    assert {name for node in found for name in node.model_fields_set} == set(model.model_fields)


def test_every_kind_of_step_clock_and_line_is_in_it() -> None:
    steps = [node for node in nodes(a_plan(PLAN)) if isinstance(node, Step)]
    assert {step.kind for step in steps} == set(StepKind)
    assert {step.clock for step in steps if isinstance(step.clock, str)} == {"expected", "reached"}
    said = [line.split() for line in made().transcript.splitlines()]
    assert {words[3] for words in said if words[1] in TEAMS} == set(Verb)
    assert {words[2] for words in said if words[1] == "control"} - set(HEADER_VERBS) == set(CONTROL_VERBS)
    assert {words[2] for words in said if words[1] == "kim"} == {"observes"}


# ── to the last byte ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [TRANSCRIPT, SCORECARD, REPORT])
def test_it_comes_to_exactly_this(name: str) -> None:
    came = made()
    text = {
        TRANSCRIPT: came.transcript,
        SCORECARD: came.scorecard,
        REPORT: came.report,
    }[name]
    if os.environ.get("GOLDEN") == "write":
        (FOLDER / name).write_text(text, encoding="utf-8", newline="")
    assert text.encode() == (FOLDER / name).read_bytes()


def test_read_from_its_journal_it_is_the_same(tmp_path: Path) -> None:
    """With everything that a session can stand on, in an order that is not the alphabet's."""
    golden_lines = read_transcript(LINES, "lines.txt")
    fit = FitMap(steps={"zulu": "lock", "alpha": "clean"}, roles={"zoo": "lead", "ant": "legal"})
    history = {
        "sessions": [
            {"session": "2026-01-01-golden", "date": "2026-01-01", "scenario": "golden", "kept": 3, "asked": 9}
        ],
        "findings": {"z-late": ["2026-01-01-golden"], "a-late": ["2026-01-01-golden"]},
        "retests": [],
    }
    reading = look_up(
        golden_lines, a_plan(PLAN), a_scenario(SCENARIO), day=DAY, teams=("red", "blue"), fit=fit, history=history
    )
    session, _ = play(reading, Journal.create(tmp_path / "session.db"))
    session.submit(PutOnRecord(Labelled({"retention": "a year", "counsel": "yes", "classification": "internal"})))
    session.submit(PutOnRecord(FedBack("team,realistic,worked well\nred,4,calls\nblue,2,\n")))
    session.submit(PutOnRecord(Signed("boss", "2026-12-01", ("press", "lead"), ("agreed",), ("not by all",))))
    live = artefacts(session.state)
    session.close()
    journal = Journal.open(tmp_path / "session.db")
    assert artefacts(Session(journal, list(journal.read())).state) == live
    journal.close()


def test_written_out_and_played_again_it_is_the_same() -> None:
    assert artefacts(played_again(made().transcript, PLAN, SCENARIO).state) == made()


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_its_lines_stand_it_is_the_same(seed: int) -> None:
    written = LINES.splitlines()
    lines = [
        written[line.number - 1] for line in shuffled(read_transcript(LINES, "lines.txt").lines, random.Random(seed))
    ]
    assert artefacts(drill("\n".join(lines), plan=PLAN, scenario=SCENARIO, teams=TEAMS).state) == made()


def shuffled(lines: list[Line], chance: random.Random) -> list[Line]:
    """In another order; on one instant, what was said first stays first."""
    instants = sorted({line.at for line in lines}, key=lambda at: chance.random())
    return sorted(lines, key=lambda line: instants.index(line.at))


@pytest.mark.parametrize("seed", range(3))
def test_entered_live_late_and_with_mistakes_it_is_the_same(seed: int) -> None:
    assert artefacts(entered_live(random.Random(seed))) == made()


def entered_live(chance: random.Random) -> State:
    """The drill as a facilitator with busy hands enters it.

    What teams did between one delivery and the next is entered when it is over, in any order; some
    of it with another note first and then put right, some of it taken back and put back.
    """
    reading = look_up(read_transcript(LINES, "lines.txt"), a_plan(PLAN), a_scenario(SCENARIO), day=DAY, teams=TEAMS)
    session = Session.open_new(MemoryStore(), reading.opened)
    own = [line for line, statement in reading.lines if isinstance(statement, Response)]
    for line, statement in reading.lines:
        if not isinstance(statement, Response):
            until_then = [each for each in own if each.at <= line.at]
            own = own[len(until_then) :]
            enter(session, until_then, line.at, chance)
            session.submit(Enter(line.at, session.state.grammar.parse(line.text)))
    assert not own
    return session.state


def enter(session: Session, lines: list[Line], until: int, chance: random.Random) -> None:
    """What teams did, as far as it is over when something comes; then the rest."""
    came = {entry.at for entry in golden().state.lines() if isinstance(entry.statement, Delivered | Unmet)}
    for now in sorted({*(at for at in came if at < until), until}):
        over = [line for line in lines if line.at <= now]
        lines = lines[len(over) :]
        for line in shuffled(over, chance):
            say(session, line, now, chance.choice(("at once", "at once", "put right", "put back")))
        session.advance(now)


def say(session: Session, line: Line, now: int, how: str) -> None:
    """Enter one line."""
    statement = session.state.grammar.parse(line.text)
    said = replace(statement, note="what was I saying") if how == "put right" else statement
    [entry, *_] = session.submit(Enter(line.at, said, line.recalled), now=now)
    if how == "put right":
        session.submit(Amend(entry.seq, line.at, statement, line.recalled), now=now)
    if how == "put back":
        session.submit(Undo(entry.seq), now=now)
        session.submit(Redo(), now=now)
