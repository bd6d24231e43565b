"""A scenario and a plan made ready to be rehearsed: who is away, what would be different, how fast people are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from drill.errors import WrongUsage
from drill.files.diagnostics import did_you_mean
from drill.plan.model import Plan, Responders
from drill.rehearsal.compiled import compiled
from drill.rehearsal.model import Model
from drill.rehearsal.responders import Pace
from drill.rehearsal.what_if import WhatIf, changed
from drill.scenario.exercise import Exercise
from drill.scenario.model import FitMap, Scenario


@dataclass(frozen=True)
class Stage:
    """What a rehearsal plays."""

    model: Model
    pace: Pace

    @property
    def plan(self) -> Plan:
        """The plan that is played."""
        return self.model.exercise.plan


def stage(
    plan: Plan,
    scenario: Scenario,
    day: date,
    *,
    fits: Iterable[FitMap] = (),
    absent: Iterable[str] = (),
    what_if: WhatIf | None = None,
    responders: Responders | None = None,
) -> Stage:
    """A scenario on a plan, on a day. `responders` go before the plan's own.

    Raises WrongUsage for people whom the plan does not know, Refused where nothing can be done.
    """
    if responders is not None:
        plan = plan.model_copy(update={"responders": responders})
    away = list(absent)
    for person in away:
        if person not in plan.people:
            raise WrongUsage(
                f'the plan has nobody called "{person}"',
                did_you_mean(person, plan.people) or f"its people are {', '.join(plan.people)}",
            )
    if what_if is not None:
        plan = changed(plan, what_if)
        away += what_if.absent
    pace = replace(Pace.of(plan), absent=frozenset(away))
    return Stage(compiled(Exercise(plan, scenario, *fits), pace, day), pace)
