"""The book that a scenario's rules are entered in, what they look at, and what several of them share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from drill.files.document import Path
from drill.files.rulebook import Rulebook
from drill.plan.check.book import parts
from drill.plan.conditions import Condition
from drill.plan.model import Step
from drill.scenario.check.earliest import Earliest
from drill.scenario.fit import Fit, StepKey
from drill.scenario.model import ExpectedStep, FitMap, Inject, Scenario


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


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that the plan should have."""

    kind: str
    """role, step, workflow, account or person."""
    name: str
    path: Path
    workflow: str | None = None
    """Where a step is looked up first."""


def conditions(inject: Inject) -> Iterator[Condition]:
    """The conditions of an inject, each with all that it is made of."""
    for condition in (inject.when, inject.if_, inject.unless):
        if condition is not None:
            yield from parts(condition)


def references(scenario: Scenario) -> Iterator[Reference]:
    """Every name in the scenario that the plan should have."""
    if scenario.workflow:
        yield Reference("workflow", scenario.workflow, ("workflow",))
    yield from (Reference("role", name, ("simulated", index)) for index, name in enumerate(scenario.simulated))
    for inject in scenario.injects:
        yield from _of_inject(inject, inject.workflow or scenario.workflow)


def _of_inject(inject: Inject, workflow: str | None) -> Iterator[Reference]:
    at = inject.path
    if inject.workflow:
        yield Reference("workflow", inject.workflow, (*at, "workflow"))
    for key, roles in (("to", inject.to), ("acceptable_contacts", inject.acceptable_contacts)):
        yield from (Reference("role", name, (*at, key, index)) for index, name in enumerate(roles))
    yield from (Reference("role", reach.role, (*reach.path, "role")) for reach in inject.must_reach)
    if inject.decision:
        by = (*inject.decision.path, "by")
        yield from (Reference("role", name, (*by, index)) for index, name in enumerate(inject.decision.by))
    yield from (Reference("account", name, (*at, "about", index)) for index, name in enumerate(inject.about))
    yield from (Reference("step", asked.step, (*asked.path, "step"), workflow) for asked in inject.expect)
    for key, people in (("absent", inject.effects.absent), ("back", inject.effects.back)):
        path = (*inject.effects.path, key)
        yield from (Reference("person", name, (*path, index)) for index, name in enumerate(people))
    for part in conditions(inject):
        for key in ("done", "late"):
            if name := getattr(part, key):
                yield Reference("step", name, (*part.path, key), workflow)
        if part.contacted:
            yield Reference("role", part.contacted, (*part.path, "contacted"))
        if part.absent:
            yield Reference("person", part.absent, (*part.path, "absent"))


def mapped_names(fit: FitMap) -> Iterator[tuple[Reference, str]]:
    """Each line of a fit map: the scenario's name at its place, and the plan's name that it stands for."""
    for kind in ("role", "step", "workflow", "account"):
        names: dict[str, str] = getattr(fit, f"{kind}s")
        yield from ((Reference(kind, name, (*fit.path, f"{kind}s", name)), target) for name, target in names.items())
