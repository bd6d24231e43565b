"""The one small builder of drills for tests: a plan, a scenario and a few lines, played and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from drill.plan.load import plan_from_text
from drill.plan.model import Plan
from drill.scenario.load import scenario_from_text
from drill.scenario.model import Scenario
from drill.scoring.card import Response, Scorecard, TeamCard
from drill.scoring.scorecard import score
from drill.session.play import look_up, play
from drill.session.session import Session
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
