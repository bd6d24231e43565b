"""A copy that is fit to share: other names everywhere, the same drill."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.files.dumping import dump_yaml
from drill.plan.model import Plan
from drill.report.folder import create_journal, open_session
from drill.report.redact import BRACES, NOTES, OBSERVERS, PEOPLE, redact
from drill.scenario.model import Scenario
from drill.session.decide import Amend, Enter, PutOnRecord, Undo
from drill.session.events import KINDS, FedBack, Labelled, Signed
from drill.session.journal import Journal
from drill.session.opening import open_session as opened
from drill.session.session import Session
from drill.session.statements import Statement
from drill.session.transcript import read_transcript
from tests.building import DAY, a_plan, a_scenario
from tests.hostile.fields import replaced, text_places
from tests.hostile.sample import LINES, PLAN, SCENARIO

IDS = frozenset({
    "team", "role", "roles", "from_role", "step", "act", "inject", "option", "account", "about", "resource",
    "objective", "verb", "kind", "judgement", "grade",
})  # fmt: skip
"""What the plan and the scenario call things."""

NUMBERS = frozenset({"assumed", "edited", "to", "thousandths", "entry", "score", "satisfies"})

PEOPLE_OF_THE_SAMPLE = (
    "Ann Zimmer",
    "Zimmer",
    "Tomas",
    "Vogel",
    "Liz",
    "Oakes",
    "zed",
    "Zed Smith",
    "kim",
    "ann",
    "tom",
    "liz",
)
WORDS = ("brown-envelope", "+44 20 7946 0011", "ann@home.example", "entry social-x", "drawer-seven", "cast-name")


def a_session(folder: Path) -> Path:
    """A session in whose every corner somebody is named."""
    people = {"ann": "Ann Zimmer", "tom": "Tomas Vogel", "liz": "Liz Oakes"}
    plan = json.loads(json.dumps(PLAN)) | {"title": "The plan of Ann Zimmer"}
    plan["people"] = {person: {"name": name, "reach": "+44 20 7946 0011"} for person, name in people.items()}
    plan["accounts"]["@one"] |= {"vault": "entry social-x", "recovery": "drawer-seven of Tomas"}
    plan["workflows"]["crisis"]["steps"]["stop"]["do"] = "Stop the posts, or ask Vogel"
    scenario = json.loads(json.dumps(SCENARIO)) | {"briefing": "Call ann@home.example, or Liz on +44 20 7946 0011."}
    scenario["injects"][0]["when"] = {"not": {"absent": "liz"}}
    del scenario["injects"][0]["at"]
    folder.mkdir(mode=0o700)
    start = opened(
        a_plan(dump_yaml(plan)),
        a_scenario(dump_yaml(scenario)),
        day=DAY,
        cast={"caller": "cast-name"},
        history={"findings": {"improvised-brown-envelope": ["x"]}, "sessions": [], "retests": []},
    )
    session = Session.open_new(create_journal(folder), start)
    for words in LINES:
        [line] = read_transcript(words, "").lines
        said = words.split(" ", 1)[1].replace("title: more", 'title: "Tomas calls"')
        note = "Zed Smith" if "seat" in said else f"brown-envelope {words}"
        session.submit(Enter(line.at, session.state.grammar.parse(f"{said} : {note}")))
    wrong = session.submit(Enter(60_000, session.state.grammar.parse("blue lead/ann improvises : brown-envelope")))[
        -1
    ].seq
    session.submit(Amend(wrong, 61_000, session.state.grammar.parse("blue lead/liz improvises : brown-envelope, Liz")))
    session.submit(Undo(wrong))
    session.submit(PutOnRecord(Labelled({"distribution": "Ann Zimmer only"})))
    session.submit(PutOnRecord(FedBack("name,realistic,worked well\nTomas,4,brown-envelope\nLiz,5,Ann\n")))
    session.submit(
        PutOnRecord(Signed("ann", "2026-12-01", ("lead", "tom", "Zed Smith"), ("brown-envelope",), ("Liz",)))
    )
    session.close()
    return folder


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Path, Path]:
    """A session and its copy."""
    original = a_session(tmp_path / "2026-11-27-full")
    return original, redact(original, tmp_path / "shared")


def test_nobody_is_named_and_nothing_that_was_written_is_left(copied: tuple[Path, Path]) -> None:
    _, copy = copied
    for path in sorted(copy.rglob("*")):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            for name in (*PEOPLE_OF_THE_SAMPLE, *WORDS):
                words = (
                    [match for match in _words(text) if match == name] if name.isalpha() else [name] * (name in text)
                )
                assert not words, f"{path.name} names {name}"


def _words(text: str) -> list[str]:
    import re

    return re.findall(r"[^\W\d_]+", text)


def test_the_same_person_is_the_same_person_everywhere(copied: tuple[Path, Path]) -> None:
    _, copy = copied
    session = open_session(copy)
    plan = session.state.exercise.plan
    assert {person: known.name for person, known in plan.people.items()} == {
        "person-1": "Person 1",
        "person-2": "Person 2",
        "person-3": "Person 3",
    }
    assert plan.title == "The plan of Person 1"
    assert plan.roles["lead"].people == ("person-1",)
    assert plan.accounts["@one"].owners.primary == "person-1"
    assert session.state.exercise.scenario.injects[0].effects.absent == ("person-2",)
    assert session.state.exercise.scenario.briefing == "Call (address), or Person 3 on (number)."
    transcript = (copy / "transcript.txt").read_text(encoding="utf-8")
    assert "control seat blue lead person-4 : Person 4" in transcript
    assert "observer-1 observes blue hold M" in transcript
    assert "by observer-1" in transcript
    session.close()


def test_the_copy_scores_as_the_session_did(copied: tuple[Path, Path]) -> None:
    original, copy = copied
    assert invoke(["score", str(original)]) == 0
    cards = [json.loads((folder / "scorecard.json").read_text(encoding="utf-8")) for folder in (original, copy)]
    for before, after in zip(cards[0]["teams"], cards[1]["teams"], strict=True):
        for key in ("composite", "parts", "suggested_rating", "logging", "improvisation", "decisions", "stalls"):
            assert before[key] == after[key], key
        rows = [
            [(row["step"], row["status"], row["done_at"], row["credit"]) for row in each["responses"]]
            for each in (before, after)
        ]
        assert rows[0] == rows[1]


def test_the_copy_s_chain_is_its_own_and_every_event_keeps_its_number(copied: tuple[Path, Path]) -> None:
    records = []
    for folder in copied:
        journal = Journal.open(folder / "session.db")
        records.append(list(journal.read()))
        journal.close()
    assert [(one.seq, one.now, one.event.kind) for one in records[0]] == [
        (one.seq, one.now, one.event.kind) for one in records[1]
    ]


def test_the_session_itself_is_left_as_it_was(tmp_path: Path) -> None:
    original = a_session(tmp_path / "2026-11-27-full")
    before = {path.name: path.read_bytes() for path in original.iterdir() if path.name == "session.db"}
    redact(original, tmp_path / "shared")
    assert {path.name: path.read_bytes() for path in original.iterdir() if path.name == "session.db"} == before


def test_every_field_of_every_line_is_known_to_hold_a_name_or_none() -> None:
    """A new field must be sorted in before it can be shared."""
    known = IDS | NUMBERS | PEOPLE | OBSERVERS | BRACES | NOTES
    for kind in _kinds(Statement):
        assert {field.name for field in fields(kind)} <= known, kind


def _kinds(kind: type[Statement]) -> list[type[Statement]]:
    return [kind, *(below for each in kind.__subclasses__() for below in _kinds(each))]


IN_EVENTS = {
    "opened": {
        *("session", "date", "seed", "mode", "style", "teams", "recorded", "drill"),
        *("plan_name", "plan_text", "scenario_name", "scenario_text", "fit", "cast", "history"),
    },
    "entered": {"at", "text", "recalled"},
    "amended": {"entry", "at", "text", "recalled"},
    "undone": {"entry"},
    "redone": {"entry"},
    "ticked": set(),
    "labelled": {"labels"},
    "fed-back": {"text"},
    "signed": {"by", "day", "participants", "comments", "dissent"},
}
"""What every kind of event holds, all of it looked at: disguised, or known to name nobody."""


def test_every_field_of_every_event_was_looked_at() -> None:
    """A new event, or a new field of one, must be sorted in before it can be shared."""
    assert {kind: {field.name for field in fields(event)} for kind, event in KINDS.items()} == IN_EVENTS


def test_whatever_text_names_somebody_names_nobody_in_the_copy(tmp_path: Path) -> None:
    """Every key of the models that takes text, so that a new one is covered on the day it is added."""
    said = "Ask Ann Zimmer, on +44 20 7946 0011 or ann@home.example."
    people = {"ann": "Ann Zimmer", "tom": "Tomas Vogel", "liz": "Liz Oakes"}
    plan = replaced(PLAN, {path: said for _, path in text_places(Plan, PLAN)})
    plan["people"] = {person: {"name": name, "reach": said} for person, name in people.items()}
    scenario = replaced(SCENARIO, {path: said for _, path in text_places(Scenario, SCENARIO)})
    original = tmp_path / "2026-11-27-full"
    original.mkdir(mode=0o700)
    start = opened(a_plan(dump_yaml(plan)), a_scenario(dump_yaml(scenario)), day=DAY, cast={"caller": said})
    session = Session.open_new(create_journal(original), start)
    for words in LINES:
        [line] = read_transcript(words, "").lines
        session.submit(Enter(line.at, session.state.grammar.parse(f"{words.split(' ', 1)[1]} : {said}")))
    session.close()
    copy = redact(original, tmp_path / "shared")
    for path in (path for path in sorted(copy.rglob("*")) if path.is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        for name in ("Zimmer", "7946", "home.example"):
            assert name not in text, f"{path.name}: …{text[max(0, text.find(name) - 100) :][:160]}"


def test_the_command_says_where_the_copy_is_and_what_to_look_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = a_session(tmp_path / "2026-11-27-full")
    assert invoke(["redact", str(original), "--out", str(tmp_path / "shared")]) == 0
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / 'shared' / '2026-11-27-full'}\n"
    assert "read them before you share the copy" in said.err
    assert invoke(["redact", "2026-01-01-nothing"]) == 3
