"""An exercise as it will be put on paper: its script numbered, its texts with their names, its times in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from drill.findings.words import span, stamp
from drill.plan.model import Clock, Step
from drill.report.wording import clock_of
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.fit import StepKey
from drill.scenario.model import Decision, Objective, Scenario
from drill.scenario.wording import task, titles

EXERCISE = "EXERCISE EXERCISE EXERCISE"
"""What stands at the head and the foot of all that players get."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An inject with its place in the script, from 1: the same on every paper."""

    number: int
    prepared: PreparedInject

    @property
    def at(self) -> int | None:
        """When it is due, in milliseconds; None where it waits on a condition or on control."""
        return self.prepared.inject.at


@dataclass(frozen=True)
class Staging:
    """An exercise, and what one set of papers says about it."""

    exercise: Exercise
    cast: Mapping[str, str]
    teams: tuple[str, ...] = ()
    day: date | None = None
    with_notes: bool = field(default=False)
    """Whether cards have the facilitator's side printed behind them."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.exercise.scenario

    @cached_property
    def script(self) -> tuple[Numbered, ...]:
        """The injects by their times; then what waits on a condition, then what comes by hand."""

        def place(prepared: PreparedInject) -> tuple[int, int, int]:
            said = prepared.inject
            return (0 if said.at is not None else 2 if said.manual else 1), said.at or 0, prepared.index

        ordered = sorted(self.exercise.injects.values(), key=place)
        return tuple(Numbered(number, prepared) for number, prepared in enumerate(ordered, 1))

    # ── words ────────────────────────────────────────────────────────────────

    def words(self, text: str | None) -> str:
        """A text of the scenario with its drawn names and role titles in it."""
        return self.exercise.words(text, self.cast).strip() if text else ""

    def roles(self, roles: Iterable[str], last: str = "and") -> str:
        """Roles by their titles."""
        return titles(self.exercise, roles, last)

    def date(self) -> str:
        """The day of the drill; empty where it is still to be filled in."""
        return self.day.isoformat() if self.day else ""

    def moment(self, at: int) -> str:
        """``T+00:20:00 (19:00)``, with the exercise's own time of day where it has one."""
        starts = self.scenario.starts
        return f"{stamp(at)} ({clock_of(starts.hour * 60 + starts.minute, at)})" if starts else stamp(at)

    def due(self, numbered: Numbered) -> str:
        """When control gives an inject, in words."""
        prepared, inject = numbered.prepared, numbered.prepared.inject
        if inject.at is not None:
            said = self.moment(inject.at)
        elif prepared.when is not None:
            said = f"when {prepared.when.words}" + (f", {span(inject.delay)} after" if inject.delay else "")
        else:
            said = "by hand, when control sees fit"
        only = f"; only if {prepared.if_.words}" if prepared.if_ else ""
        return said + only + (f"; unless {prepared.unless.words}" if prepared.unless else "")

    def recipients(self, numbered: Numbered) -> str:
        """Who gets an inject, by title."""
        prepared = numbered.prepared
        titles = self.roles(prepared.to) or "nobody in this plan"
        return f"{titles}; shown to the whole room" if prepared.inject.is_public else titles

    def objective(self, numbered: Numbered) -> Objective | None:
        """The objective that an inject serves."""
        return self.scenario.objectives.get(numbered.prepared.inject.objective or "")

    # ── what is expected ─────────────────────────────────────────────────────

    def step(self, key: StepKey) -> Step:
        """A step of the plan."""
        return self.exercise.steps[key].step

    def task(self, key: StepKey) -> str:
        """What a step asks for, in words."""
        return task(self.exercise, key)

    def actors(self, key: StepKey) -> str:
        """Who does a step, by title; empty where anybody may."""
        step = self.step(key)
        return f"each of {self.roles(step.all_of)}" if step.all_of else self.roles(step.by, "or")

    @staticmethod
    def counted_from(step: Step) -> str:
        """What starts a step's clock, in words."""
        match step.clock:
            case Clock(done=str(done)):
                return f"from when {done} is done"
            case Clock(decided=decided):
                return f"from when {decided} is decided"
            case "reached":
                return "from when the acting role is told"
            case _:
                return "from the inject"


def limits(target: int | None, deadline: int | None) -> str:
    """``target 5 min, deadline 10 min``; what is untimed says so."""
    if target is None and deadline is not None:
        target = deadline // 2
    said = [f"{name} {span(ms)}" for name, ms in (("target", target), ("deadline", deadline)) if ms is not None]
    return ", ".join(said) or "untimed"


def decision_limits(decision: Decision) -> str:
    """The same for a question that the team must answer."""
    return limits(decision.target, decision.deadline)
