"""The one small builder of drills for tests: a plan, a scenario and a few lines, played and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from drill.plan.load import plan_from_text
from drill.plan.model import Plan
from drill.scenario.load import scenario_from_text
from drill.scenario.model import Scenario
from drill.scoring.card import Response, Scorecard, TeamCard
from drill.scoring.scorecard import score
from drill.session.control_lines import HEADER_VERBS
from drill.session.events import Record, from_json, to_json
from drill.session.live import LiveDrill, Reading
from drill.session.opening import open_session
from drill.session.play import look_up, play
from drill.session.session import MemoryStore, Session, Store
from drill.session.state import State
from drill.session.team import TeamPlay
from drill.session.transcript import Written, read_transcript, write_transcript

DATA = Path(__file__).parent / "data"
NORTHWIND = (DATA / "northwind.yaml").read_text(encoding="utf-8")
HIJACKED = (DATA / "hijacked.yaml").read_text(encoding="utf-8")
DAY = date(2026, 11, 27)


def a_plan(text: str = NORTHWIND) -> Plan:
    """A plan from text."""
    return plan_from_text(text, "plan.yaml")


def a_scenario(text: str = HIJACKED) -> Scenario:
    """A scenario from text."""
    return scenario_from_text(text, "scenario.yaml")


@dataclass(frozen=True)
class Drill:
    """A drill that was played."""

    session: Session

    @property
    def state(self) -> State:
        """The session's state."""
        return self.session.state

    @cached_property
    def written(self) -> Written:
        """Its canonical transcript."""
        return write_transcript(self.state)

    @cached_property
    def scorecard(self) -> Scorecard:
        """Its scorecard."""
        return score(self.state, self.written)

    def card(self, team: str = "blue") -> TeamCard:
        """One team's scorecard."""
        return next(card for card in self.scorecard.teams if card.team == team)

    def play(self, team: str = "blue") -> TeamPlay:
        """One team's play."""
        return self.state.teams[team].play

    def told(self, team: str = "blue") -> object:
        """A team's card with the words of the lines that it cites in place of their numbers, which count all lines."""
        text = self.written.text.splitlines()

        def told(value: Any, name: str = "") -> object:
            if name == "evidence":
                return [text[number - 1] for number in value]
            if is_dataclass(value):
                return {field.name: told(getattr(value, field.name), field.name) for field in fields(value)}
            return [told(each) for each in value] if isinstance(value, tuple) else value

        return told(self.card(team))

    def response(self, name: str, team: str = "blue", **wanted: object) -> Response:
        """The one response of this name; `wanted` narrows it down (on=…, inject=…)."""
        found = [
            row
            for row in self.card(team).responses
            if row.name == name and all(getattr(row, key) == value for key, value in wanted.items())
        ]
        assert len(found) == 1, f"{len(found)} responses called {name}"
        return found[0]


def drill(
    lines: str, *, plan: str = NORTHWIND, scenario: str = HIJACKED, teams: Sequence[str] = ("blue",), end: str = "60m"
) -> Drill:
    """Play lines (one a line, without ``control end``) on a plan and a scenario, to the end."""
    text = lines if "control end" in lines else f"{lines}\n{end} control end\n"
    text = "\n".join(line.strip() for line in text.splitlines())
    reading = look_up(read_transcript(text, "lines.txt"), a_plan(plan), a_scenario(scenario), day=DAY, teams=teams)
    session, _ = play(reading)
    return Drill(session)


# ── small worlds: a test shows only what matters ─────────────────────────────

SMALL_ROLES: dict[str, dict[str, Any]] = {
    "lead": {"title": "Lead", "level": 1, "people": ["ann"]},
    "tech": {"title": "Technician", "level": 2, "people": ["tom"]},
    "legal": {"title": "Counsel", "level": 2, "people": ["liz"]},
    "press": {"title": "Press officer", "level": 2, "people": ["pia"]},
    "boss": {"title": "Chief executive", "level": 4, "people": ["bea"]},
    "deputy": {"title": "Deputy", "level": 2, "people": ["dan"]},
    "care": {"title": "Customer care", "level": 1, "people": ["cal"]},
}
"""Seven roles with one person each; nobody has a time to answer in, or a delegate, until a test says so."""


_TOP = ("resources", "accounts", "scoring", "responders")
"""What a small plan may have besides its people, its roles and its workflow."""


def small_plan(steps: str = "", *, roles: str = "", escalations: str | None = None, **more: str) -> str:
    """A plan with one workflow, ``crisis``, of these steps.

    `roles` adds to the seven roles (``tech: {delegates: [deputy]}``), or makes new ones. Everyone may call
    everyone, unless `escalations` says who may. `more` are ``rules``, ``forbidden`` and ``also_fine`` of the
    workflow, and ``resources``, ``accounts``, ``scoring`` and ``responders`` of the plan, each
    as YAML.
    """
    seats = {role: dict(seat) for role, seat in SMALL_ROLES.items()}
    for role, changes in _yaml(roles).items():
        seats.setdefault(role, {"title": role, "people": []}).update(changes)
    everyone = [{"from": one, "to": other} for one in seats for other in seats if one != other]
    people = sorted({"sam", *(person for seat in seats.values() for person in seat["people"])})
    workflow: dict[str, Any] = {"title": "A crisis", "steps": _yaml(steps)}
    workflow |= {key: yaml.safe_load(text) for key, text in more.items() if key in ("rules", "forbidden", "also_fine")}
    top = {key: yaml.safe_load(text) for key, text in more.items() if key in _TOP}
    assert len(workflow) - 2 + len(top) == len(more), f"one of {', '.join(more)} is unknown"
    plan = {
        "plan": "small",
        "title": "A small plan",
        "version": 1,
        "people": {person: {"name": person.title()} for person in people},
        "roles": seats,
        "escalations": everyone if escalations is None else yaml.safe_load(escalations),
        **top,
        "workflows": {"crisis": workflow},
    }
    return yaml.safe_dump(plan, sort_keys=False)


def small_scenario(injects: str, **more: Any) -> str:
    """A scenario of these injects (a YAML list); what one leaves out is: ``news``, at 0m, by phone, to the lead."""
    script = yaml.safe_load(dedent(injects))
    for inject in script:
        if not {"at", "when", "manual"} & set(inject):
            inject["at"] = "0m"
        for key, value in (("id", "news"), ("via", "phone"), ("to", ["lead"]), ("title", "Something happened")):
            inject.setdefault(key, value)
        inject.setdefault("objective", "hold")
    scenario: dict[str, Any] = {"scenario": "small", "title": "A small crisis", "workflow": "crisis"}
    scenario |= {"objectives": {"hold": {"title": "Hold on"}, "tell": {"title": "Tell the public"}}}
    return yaml.safe_dump(scenario | more | {"injects": script}, sort_keys=False)


def small_drill(
    lines: str,
    steps: str = "",
    *,
    injects: str | None = None,
    scenario: dict[str, Any] | None = None,
    teams: Sequence[str] = ("blue",),
    end: str = "60m",
    **plan: str,
) -> Drill:
    """Play lines on a small plan. One inject, ``news``, expects every step at T+0, unless `injects` says otherwise."""
    if injects is None:
        injects = f"[{{expect: [{', '.join(_yaml(steps))}]}}]"
    script = small_scenario(injects, **(scenario or {}))
    return drill(lines, plan=small_plan(steps, **plan), scenario=script, teams=teams, end=end)


def minutes(count: float) -> int:
    """So many minutes as exercise time, in milliseconds."""
    return round(count * 60_000)


def rounded(score: float | None) -> float | None:
    """A score as the scorecard shows it: half up, three decimals."""
    return None if score is None else float(Decimal(repr(score)).quantize(Decimal("0.001"), ROUND_HALF_UP))


def _yaml(text: str) -> dict[str, Any]:
    return yaml.safe_load(dedent(text)) or {}


# ── live drills: the test turns the hands of the clock ───────────────────────


class Hands:
    """The two clocks of a machine, in milliseconds. They stand until a test turns them."""

    def __init__(self) -> None:
        self.reading = Reading(0, 0)

    def __call__(self) -> Reading:
        """What the clocks show."""
        return self.reading

    def turn(self, awake: int = 0, *, asleep: int = 0) -> None:
        """Let real time pass: while the machine is awake, and while it sleeps."""
        self.reading = Reading(self.reading.monotonic + awake, self.reading.boot + awake + asleep)


class Room:
    """A control room without a screen: a live drill whose clock the test turns."""

    def __init__(self, session: Session, hands: Hands | None = None, store: Store | None = None) -> None:
        self.hands = hands or Hands()
        self.store = store
        self.live = LiveDrill(session, self.hands)

    @property
    def state(self) -> State:
        """The session's state."""
        return self.live.state

    @property
    def text(self) -> str:
        """The session's transcript."""
        return write_transcript(self.state).text

    @property
    def lines(self) -> list[str]:
        """The transcript's lines below what it stands on."""
        return lines_of(self.text)

    @property
    def records(self) -> list[Record]:
        """What the journal holds."""
        assert isinstance(self.store, MemoryStore)
        return self.store.records

    def restarted(self) -> Room:
        """The room of another process, which finds the journal as this one left it."""
        records = as_kept(self.records)
        store = MemoryStore(records)
        return Room(Session(store, records), store=store)

    def play(self, team: str = "blue") -> TeamPlay:
        """One team's play."""
        return self.state.teams[team].play

    def wait(self, time: float, *, every: int = 250) -> tuple[Record, ...]:
        """Let so many minutes of real time pass, in ticks of `every` milliseconds; a pause stops the exercise only."""
        left = minutes(time)
        records: tuple[Record, ...] = ()
        while left > 0:
            self.hands.turn(min(every, left))
            records += self.live.tick()
            left -= every
        return records

    def say(
        self, words: str, at: float | None = None, *, recalled: bool = False, command_id: str | None = None
    ) -> tuple[Record, ...]:
        """Log a line, now or at an earlier minute."""
        moment = None if at is None else minutes(at)
        return self.live.log(self.state.grammar.parse(words), moment, recalled=recalled, command_id=command_id)

    def correct(self, entry: int, words: str, at: float) -> tuple[Record, ...]:
        """Correct a line, or move it to another minute."""
        return self.live.amend(entry, minutes(at), self.state.grammar.parse(words))


def as_kept(records: Sequence[Record]) -> list[Record]:
    """The records as another process reads them from a journal."""
    return [Record(each.seq, each.now, from_json(each.event.kind, to_json(each.event))) for each in records]


def room(
    plan: str = NORTHWIND, scenario: str = HIJACKED, teams: Sequence[str] = ("blue",), store: Store | None = None
) -> Room:
    """A control room that was opened on a plan and a scenario, with the clock standing at T+0."""
    opened = open_session(a_plan(plan), a_scenario(scenario), teams=teams, day=DAY)
    store = store or MemoryStore()
    return Room(Session.open_new(store, opened), store=store)


def small_room(steps: str = "", injects: str = "[{}]", *, teams: Sequence[str] = ("blue",), **more: Any) -> Room:
    """A control room on a small plan; `scenario` are keys of its scenario, the rest the plan's."""
    script = small_scenario(injects, **more.pop("scenario", {}))
    return room(small_plan(steps, **more), script, teams)


def lines_of(text: str) -> list[str]:
    """A transcript's lines without those that say what it stands on."""
    heads = tuple(f"T+00:00:00 control {verb}" for verb in HEADER_VERBS)
    return [line for line in text.splitlines() if not line.startswith(heads)]


def played_again(text: str, plan: str = NORTHWIND, scenario: str = HIJACKED) -> Drill:
    """A written transcript, played."""
    session, warnings = play(look_up(read_transcript(text, "written.txt"), a_plan(plan), a_scenario(scenario), day=DAY))
    assert not warnings
    return Drill(session)
