"""Every name in a scenario that a plan should have, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drill.files.document import Path
from drill.plan.conditions import Condition
from drill.scenario.model import FitMap, Inject, Scenario


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
            yield from condition.parts()


def references(scenario: Scenario) -> Iterator[Reference]:
    """Every name in the scenario that the plan should have."""
    if scenario.workflow:
        yield Reference("workflow", scenario.workflow, ("workflow",))
    yield from (Reference("role", name, ("simulated", index)) for index, name in enumerate(scenario.simulated))
    for inject in scenario.injects:
        yield from references_of(inject, inject.workflow or scenario.workflow)


def references_of(inject: Inject, workflow: str | None) -> Iterator[Reference]:
    """Every name in one inject; its steps are looked up in `workflow` first."""
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
