"""An exercise: a scenario made ready to be played on a plan, every name resolved.

Built once a session; the engine, the scoring and the screens look here for what
the plan asks, and never resolve a name themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from drill.plan.model import Plan, Rule, Step, StepKind
from drill.scenario.conditions import Check, resolve, resolve_guard
from drill.scenario.fit import Fit, StepKey
from drill.scenario.model import FitMap, Inject, MustReach, Scenario
from drill.scenario.paths import Paths


@dataclass(frozen=True, slots=True)
class AskedStep:
    """A step that an inject expects; target and deadline in milliseconds from the step's clock."""

    step: StepKey
    target: int | None
    deadline: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class AskedReach:
    """A role that an inject's news must come to; times in milliseconds from delivery."""

    role: str
    target: int | None
    deadline: int | None
    weight: float
    clause: MustReach


@dataclass(frozen=True, slots=True)
class PreparedInject:
    """An inject with the plan's names in it."""

    index: int
    inject: Inject
    to: tuple[str, ...]
    about: tuple[str, ...]
    when: Check | None
    if_: Check | None
    unless: Check | None
    expect: tuple[AskedStep, ...]
    must_reach: tuple[AskedReach, ...]
    acceptable: tuple[str, ...]
    deciders: tuple[str, ...]

    @property
    def id(self) -> str:
        """The inject's id."""
        return self.inject.id


@dataclass(frozen=True, slots=True)
class PreparedStep:
    """A step with the checks that its play hangs on."""

    key: StepKey
    step: Step
    unless: Check | None
    not_before: Check | None
    until: Check | None

    @property
    def kind(self) -> StepKind:
        """What the step asks for."""
        return self.step.kind


@dataclass(frozen=True, slots=True)
class PreparedRule:
    """A rule of a workflow in play."""

    workflow: str
    rule: Rule

    def key(self, step: str) -> StepKey:
        """The key of a step that the rule names."""
        return StepKey(self.workflow, step)


class Exercise:
    """A scenario on a plan, ready to be played."""

    def __init__(self, plan: Plan, scenario: Scenario, *fits: FitMap) -> None:
        self.plan = plan
        self.scenario = scenario
        self.fit = Fit(plan, scenario, *fits)
        self.steps = {
            key: self._prepare_step(key, step)
            for workflow in self.fit.workflows
            for step_id, step in plan.workflows[workflow].steps.items()
            for key in (StepKey(workflow, step_id),)
        }
        self.injects = {inject.id: self.prepare(inject, index) for index, inject in enumerate(scenario.injects)}
        self.simulated = frozenset(self.fit.roles(scenario.simulated))
        self.clause = cache(plan.clause)
        """The path of a clause of the plan with its line; a score names the same few for every team."""

    def prepare(self, inject: Inject, index: int) -> PreparedInject:
        """An inject with the plan's names in it; what the plan lacks is left out."""
        fit, workflow = self.fit, inject.workflow or self.scenario.workflow

        def check(condition: object) -> Check | None:
            return None if condition is None else resolve(condition, fit, workflow)  # type: ignore[arg-type]

        expect: list[AskedStep] = []
        for asked in inject.expect:
            key = fit.step(asked.step, workflow)
            if key is None or any(known.step == key for known in expect):
                continue
            step = self.steps[key].step
            deadline = step.deadline if asked.deadline is None else asked.deadline
            target = asked.target
            if target is None and deadline is not None:
                target = step.target if step.target is not None and step.target < deadline else deadline // 2
            weight = step.weight if asked.weight is None else asked.weight
            expect.append(AskedStep(key, target, deadline, float(weight)))
        reach = [
            AskedReach(role, _target(each.target, each.deadline), each.deadline, float(each.weight), each)
            for each in inject.must_reach
            if (role := fit.role(each.role)) is not None
        ]
        return PreparedInject(
            index=index,
            inject=inject,
            to=fit.roles(inject.to),
            about=tuple(dict.fromkeys(fit.account(name) for name in inject.about)),
            when=check(inject.when),
            if_=check(inject.if_),
            unless=check(inject.unless),
            expect=tuple(expect),
            must_reach=tuple(reach),
            acceptable=fit.roles(inject.acceptable_contacts),
            deciders=fit.roles(inject.decision.by) if inject.decision else (),
        )

    def _prepare_step(self, key: StepKey, step: Step) -> PreparedStep:
        own = _OwnNames(self.plan, key.workflow)
        return PreparedStep(
            key=key,
            step=step,
            unless=resolve_guard(step.unless, own, key.workflow) if step.unless else None,
            not_before=resolve(step.not_before, own, key.workflow) if step.not_before else None,
            until=resolve(step.repeat.until, own, key.workflow) if step.repeat and step.repeat.until else None,
        )

    @cached_property
    def rules(self) -> tuple[PreparedRule, ...]:
        """The rules of the workflows in play."""
        return tuple(
            PreparedRule(workflow, rule)
            for workflow in self.fit.workflows
            for rule in self.plan.workflows[workflow].rules
        )

    @cached_property
    def coming(self) -> tuple[PreparedInject, ...]:
        """The injects that come by themselves, at a time or on a condition."""
        return tuple(
            prepared
            for prepared in self.injects.values()
            if prepared.inject.at is not None or prepared.when is not None
        )

    @cached_property
    def approvals(self) -> dict[StepKey, StepKey]:
        """The approving step of each step that is approved."""
        return {
            StepKey(key.workflow, prepared.step.approve): key
            for key, prepared in self.steps.items()
            if prepared.step.approve is not None
        }

    @cached_property
    def paths(self) -> Paths:
        """The ways through the plan's escalations."""
        return Paths(self.plan)

    @cached_property
    def stand_ins(self) -> dict[str, tuple[str, ...]]:
        """Each role, followed by its delegates."""
        return {name: tuple(dict.fromkeys((name, *role.delegates))) for name, role in self.plan.roles.items()}

    @cached_property
    def principals(self) -> dict[str, tuple[str, ...]]:
        """The roles that each delegate may stand in for."""
        found: dict[str, list[str]] = {}
        for role_id, role in self.plan.roles.items():
            for delegate in role.delegates:
                found.setdefault(delegate, []).append(role_id)
        return {delegate: tuple(roles) for delegate, roles in found.items()}

    @cached_property
    def steps_calling(self) -> dict[str, tuple[StepKey, ...]]:
        """The steps that a call to each role may be part of, as the role itself or as a delegate."""
        found: dict[str, list[StepKey]] = {}
        for key, prepared in self.steps.items():
            for called in prepared.step.called:
                for role in self.stand_ins[called]:
                    found.setdefault(role, []).append(key)
        return {role: tuple(dict.fromkeys(keys)) for role, keys in found.items()}

    @cached_property
    def callers(self) -> dict[str, frozenset[str | None]]:
        """Who is to call each role by some step, itself and no delegate; None among them: anyone may."""
        found: dict[str, set[str | None]] = {}
        for prepared in self.steps.values():
            for called in prepared.step.called:
                found.setdefault(called, set()).update(prepared.step.actors or (None,))
        return {role: frozenset(callers) for role, callers in found.items()}

    def step_called(self, name: str) -> StepKey | None:
        """The step that a transcript means by ``freeze`` or ``account-takeover/freeze``; None if none or several."""
        workflow, slash, step = name.rpartition("/")
        if slash:
            key = StepKey(workflow, step)
            return key if key in self.steps else None
        candidates = self.steps_called(name)
        return candidates[0] if len(candidates) == 1 else None

    def steps_called(self, name: str) -> tuple[StepKey, ...]:
        """The steps that a name may mean: those of this id, else those that the fit map or a milestone gives it to."""
        return self._steps_by_name.get(name) or self._steps_by_name.get(self.fit.maps.steps.get(name, name), ())

    def role_called(self, name: str) -> str | None:
        """The role that a transcript means by a name: of this id, else as the scenario would find it."""
        return name if name in self.plan.roles else self.fit.role(name)

    def account_called(self, name: str) -> str:
        """The account that a transcript means by a handle: of the plan, else what the fit map gives it to."""
        return name if name in self.plan.accounts else self.fit.account(name)

    def name_of(self, key: StepKey) -> str:
        """How a transcript names the step: its id, with the workflow where that alone would mean something else."""
        return self._names.get(key, key.step)

    @cached_property
    def _names(self) -> dict[StepKey, str]:
        taken = {*self.also_fine, *self.forbidden}
        return {
            key: key.step
            if self._steps_by_name[key.step] == (key,) and key.step not in taken
            else f"{key.workflow}/{key.step}"
            for key in self.steps
        }

    @cached_property
    def _steps_by_name(self) -> dict[str, tuple[StepKey, ...]]:
        ids: dict[str, list[StepKey]] = {}
        milestones: dict[str, list[StepKey]] = {}
        mapped = self.fit.maps.steps
        for key, prepared in self.steps.items():
            ids.setdefault(key.step, []).append(key)
            if prepared.step.is_ and prepared.step.is_ not in mapped:
                milestones.setdefault(prepared.step.is_, []).append(key)
        return {name: tuple(keys) for name, keys in {**milestones, **ids}.items()}

    @cached_property
    def step_names(self) -> tuple[str, ...]:
        """What a transcript may call the steps."""
        return tuple(self._names.values())

    @cached_property
    def account_names(self) -> dict[str, None]:
        """The accounts of the plan, and those that an inject of the scenario is about."""
        about = {name for prepared in self.injects.values() for name in prepared.about}
        return dict.fromkeys((*self.plan.accounts, *sorted(about)))

    @cached_property
    def also_fine(self) -> dict[str, str]:
        """Acts that are fine though nothing asks for them."""
        return {
            name: text
            for workflow in self.fit.workflows
            for name, text in self.plan.workflows[workflow].also_fine.items()
        }

    @cached_property
    def forbidden(self) -> dict[str, StepKey]:
        """Acts that must not happen, with where the plan says so."""
        return {
            name: StepKey(workflow, name)
            for workflow in self.fit.workflows
            for name in self.plan.workflows[workflow].forbidden
        }

    def clause_of_step(self, key: StepKey) -> str:
        """The plan's clause of a step, with its line."""
        return self.clause(("workflows", key.workflow, "steps", key.step))

    def clause_of_rule(self, prepared: PreparedRule) -> str:
        """The plan's clause of a rule, by its id, with its line."""
        line = self.plan.document.place(prepared.rule.path).line
        return f"workflows.{prepared.workflow}.rules.{prepared.rule.id}:{line}"

    def clause_of_role(self, role: str) -> str:
        """The plan's clause of a role, with its line."""
        return self.clause(("roles", role))

    def words(self, text: str, cast: Mapping[str, str]) -> str:
        """A text of the scenario with its cast names and the plan's role titles in it."""

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            if name is None:
                return match[0][0]
            if name in cast:
                return cast[name]
            role = self.fit.role(name)
            return self.plan.roles[role].title if role else match[0]

        return _PLACEHOLDER.sub(fill, text)


_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")


class _OwnNames:
    """The names of a plan's own conditions: ids and milestones of the same workflow."""

    def __init__(self, plan: Plan, workflow: str) -> None:
        self._plan = plan
        self._workflow = workflow

    def role(self, name: str) -> str | None:
        """The role of this id or function."""
        if name in self._plan.roles:
            return name
        return next((role_id for role_id, role in self._plan.roles.items() if role.is_ == name), None)

    def step(self, name: str, workflow: str | None = None) -> StepKey | None:
        """The step of this id or milestone."""
        steps = self._plan.workflows[workflow or self._workflow].steps
        if name in steps:
            return StepKey(self._workflow, name)
        return next((StepKey(self._workflow, key) for key, step in steps.items() if step.is_ == name), None)


def _target(target: int | None, deadline: int | None) -> int | None:
    return deadline // 2 if target is None and deadline is not None else target
