"""How a scenario's names find what a plan calls the same thing.

A name is looked up in the fit map, then as an id, then as what a role or step *is*
(its function or milestone). What is not found is left out of the play, and said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from drill.plan.model import Plan
from drill.scenario.model import FitMap, Inject, Scenario
from drill.scenario.references import Reference, references, references_of


class StepKey(NamedTuple):
    """One step of one workflow of the plan."""

    workflow: str
    step: str

    def __str__(self) -> str:
        return self.step


class Found(StrEnum):
    """How a name of the scenario was found in the plan."""

    MATCHED = "matched"
    MAPPED = "mapped"
    MISSING = "not in our plan"


@dataclass(frozen=True, slots=True, order=True)
class FitLine:
    """One name of the scenario and what the plan has for it."""

    kind: str
    name: str
    found: Found
    plan_name: str | None = None


def merge_fits(*maps: FitMap) -> FitMap:
    """One map of several; the later ones win."""
    merged: dict[str, dict[str, str]] = {"roles": {}, "steps": {}, "workflows": {}, "accounts": {}}
    for each in maps:
        for kind, names in merged.items():
            names.update(getattr(each, kind))
    return FitMap(**merged)


class Fit:
    """The look-up of a scenario's names in a plan."""

    def __init__(self, plan: Plan, scenario: Scenario, *extra: FitMap) -> None:
        """`extra` maps (``--fit``, the set-up screen) win over the scenario's own."""
        self.plan = plan
        self.scenario = scenario
        self.maps = merge_fits(scenario.fit, *extra)
        self._functions: dict[str, str] = {}
        for role_id, role in plan.roles.items():
            if role.is_:
                self._functions.setdefault(role.is_, role_id)

    def role(self, name: str) -> str | None:
        """The plan's role for a name of the scenario, or None where it has none."""
        mapped = self.maps.roles.get(name, name)
        return mapped if mapped in self.plan.roles else self._functions.get(mapped)

    def roles(self, names: Iterable[str]) -> tuple[str, ...]:
        """The plan's roles for these names, in order, without those it lacks and without repeats."""
        return tuple(dict.fromkeys(role for name in names if (role := self.role(name)) is not None))

    def workflow(self, name: str | None) -> str | None:
        """The plan's workflow for a name of the scenario."""
        if name is None:
            return None
        mapped = self.maps.workflows.get(name, name)
        return mapped if mapped in self.plan.workflows else None

    def account(self, name: str) -> str:
        """The plan's account for a name of the scenario; the name itself where the plan has none."""
        return self.maps.accounts.get(name, name)

    @cached_property
    def workflows(self) -> tuple[str, ...]:
        """The plan's workflows that the scenario uses, its own first.

        Where the plan lacks every one of them, all of its workflows, so that the
        milestones can still be found.
        """
        asked = [self.scenario.workflow, *(inject.workflow for inject in self.scenario.injects)]
        found = [workflow for name in asked if (workflow := self.workflow(name)) is not None]
        return tuple(dict.fromkeys(found)) or tuple(self.plan.workflows)

    def step(self, name: str, workflow: str | None = None) -> StepKey | None:
        """The plan's step for a name of the scenario.

        It is looked for in `workflow` (a name of the scenario) first, then in the
        scenario's other workflows; in each by its id, then by its milestone. A workflow
        that only an inject made up during the play names is not in play.
        """
        mapped = self.maps.steps.get(name, name)
        first = self.workflow(workflow)
        order = dict.fromkeys((*((first,) if first in self.workflows else ()), *self.workflows))
        for workflow_id in order:
            if mapped in self.plan.workflows[workflow_id].steps:
                return StepKey(workflow_id, mapped)
        for workflow_id in order:
            for step_id, step in self.plan.workflows[workflow_id].steps.items():
                if step.is_ == mapped:
                    return StepKey(workflow_id, step_id)
        return None

    @cached_property
    def lines(self) -> tuple[FitLine, ...]:
        """Every name of the scenario that the plan must have, and how it was found."""
        lines = {FitLine(each.kind, each.name, *self._find(each)) for each in references(self.scenario)}
        return tuple(sorted(lines))

    @property
    def missing(self) -> tuple[FitLine, ...]:
        """What the plan does not have: left out of the play, and a finding about the plan."""
        return tuple(line for line in self.lines if line.found is Found.MISSING)

    def missing_in(self, inject: Inject) -> tuple[FitLine, ...]:
        """What the plan does not have of what one inject names, such as one that was made up during the play."""
        named = references_of(inject, inject.workflow or self.scenario.workflow)
        lines = dict.fromkeys(FitLine(each.kind, each.name, *self._find(each)) for each in named)
        return tuple(line for line in lines if line.found is Found.MISSING)

    def names(self, kind: str) -> tuple[str, ...]:
        """What a scenario may call the plan's roles, steps, workflows, accounts or people (`kind` in the singular)."""
        plan = self.plan
        if kind == "role":
            return (*plan.roles, *self._functions)
        if kind == "step":
            steps = [pair for workflow in self.workflows for pair in plan.workflows[workflow].steps.items()]
            return tuple(dict.fromkeys([*(name for name, _ in steps), *(step.is_ for _, step in steps if step.is_)]))
        groups = {"workflow": tuple(plan.workflows), "account": tuple(plan.accounts), "person": tuple(plan.people)}
        return groups[kind]

    def _find(self, reference: Reference) -> tuple[Found, str | None]:
        kind, name = reference.kind, reference.name
        if kind == "role":
            found, mapped = self.role(name), name in self.maps.roles
        elif kind == "workflow":
            found, mapped = self.workflow(name), name in self.maps.workflows
        elif kind == "account":
            account = self.account(name)
            found, mapped = account if account in self.plan.accounts else None, name in self.maps.accounts
        elif kind == "person":
            found, mapped = name if name in self.plan.people else None, False
        else:
            step = self.step(name, reference.workflow)
            found, mapped = step.step if step else None, name in self.maps.steps
        if found is None:
            return Found.MISSING, None
        return (Found.MAPPED if mapped else Found.MATCHED), found
