"""The book that a scenario's rules are entered in, what they look at, and what several of them share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from drill.files.rulebook import Rulebook
from drill.plan.model import Step
from drill.scenario.check.earliest import Earliest
from drill.scenario.fit import Fit, StepKey
from drill.scenario.model import ExpectedStep, Inject, Scenario


@dataclass(frozen=True)
class Setting:
    """A scenario as it is checked: on its own plan, on another, or on none."""

    scenario: Scenario
    fit: Fit | None = None
    """How its names are found in the plan; None where it is checked without one."""
    own_plan: bool = False
    """Whether the plan is the one that the scenario names."""

    @cached_property
    def injects(self) -> dict[str, int]:
        """The place of each inject among the scenario's, by id."""
        return {inject.id: index for index, inject in reversed(list(enumerate(self.scenario.injects)))}

    @cached_property
    def expected(self) -> dict[int, list[tuple[ExpectedStep, StepKey, int | None]]]:
        """What each inject expects of the plan: the clause, the step, the deadline in force in milliseconds."""
        found: dict[int, list[tuple[ExpectedStep, StepKey, int | None]]] = {}
        for index, inject in enumerate(self.scenario.injects):
            for asked in inject.expect:
                key = self.step(asked.step, inject)
                if key is not None:
                    deadline = self.plan_step(key).deadline if asked.deadline is None else asked.deadline
                    found.setdefault(index, []).append((asked, key, deadline))
        return found

    @cached_property
    def deadlines(self) -> dict[StepKey, list[tuple[int, int]]]:
        """By step: the injects that expect it with a deadline, by their places, and that deadline."""
        found: dict[StepKey, list[tuple[int, int]]] = {}
        for index, expected in self.expected.items():
            for _, key, deadline in expected:
                if deadline is not None:
                    found.setdefault(key, []).append((index, deadline))
        return found

    @cached_property
    def earliest(self) -> Earliest:
        """When each inject can come at the earliest."""
        return Earliest(self.scenario.injects, self.deadlines, self.step)

    def step(self, name: str, inject: Inject) -> StepKey | None:
        """The plan's step that an inject means by a name."""
        return self.fit.step(name, inject.workflow or self.scenario.workflow) if self.fit else None

    def plan_step(self, key: StepKey) -> Step:
        """The plan's clause of a step."""
        if self.fit is None:
            raise LookupError("a step's key comes only from a fit")
        return self.fit.plan.workflows[key.workflow].steps[key.step]


SCENARIO_RULES: Rulebook[Setting] = Rulebook()
