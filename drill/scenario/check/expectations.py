"""What injects ask of a team: in time, for an objective, of somebody who is there."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.document import Path
from drill.files.rulebook import Problem
from drill.plan.check.times import too_early
from drill.plan.model import Plan, Step
from drill.scenario.check.book import SCENARIO_RULES, Setting
from drill.scenario.model import Inject, InjectType, Quality


@SCENARIO_RULES.rule("no-deadline", Severity.WARNING)
def no_deadline(setting: Setting) -> Iterator[Problem]:
    """Something is expected without a deadline: a step, a role that must be reached, a decision.

    It is untimed: whenever it is done it counts the same, or not at all. Give it a
    `deadline` here, or give the plan's step one.
    """
    for index, inject in enumerate(setting.scenario.injects):
        for asked, _, deadline in setting.expected.get(index, ()):
            if deadline is None:
                message = f'"{asked.step}" has no deadline, neither here nor in the plan'
                yield Problem(asked.path, message, f"write {{step: {asked.step}, deadline: 30m}}")
        for reach in inject.must_reach:
            if reach.deadline is None:
                yield Problem(reach.path, f'no deadline by which "{reach.role}" must be reached', "add deadline: 10m")
        if inject.decision and inject.decision.deadline is None:
            yield Problem(inject.decision.path, "this decision has no deadline", "add deadline: 10m", on_key=True)


@SCENARIO_RULES.rule("deadline-not-after-target", Severity.ERROR)
def deadline_not_after_target(setting: Setting) -> Iterator[Problem]:
    """A deadline that an inject sets is at its target or before it."""
    for index, inject in enumerate(setting.scenario.injects):
        for asked, _, deadline in setting.expected.get(index, ()):
            key = "target" if asked.deadline is None else "deadline"
            if getattr(asked, key) is not None and deadline is not None and deadline <= (asked.target or 0):
                yield Problem((*asked.path, key), too_early(asked.step, asked.target, deadline))
        for reach in inject.must_reach:
            if reach.deadline is not None and reach.deadline <= (reach.target or 0):
                yield Problem((*reach.path, "deadline"), too_early(reach.role, reach.target, reach.deadline))
        decision = inject.decision
        if decision and decision.deadline is not None and decision.deadline <= (decision.target or 0):
            yield Problem((*decision.path, "deadline"), too_early("decision", decision.target, decision.deadline))


@SCENARIO_RULES.rule("objective-without-inject", Severity.WARNING)
def objective_without_inject(setting: Setting) -> Iterator[Problem]:
    """No inject serves an objective, so that it can never be rated.

    Say `objective: ID` at the injects that let it be seen, or take it out.
    """
    served = {inject.objective for inject in setting.scenario.injects}
    for name in setting.scenario.objectives:
        if name not in served:
            yield Problem(("objectives", name), f'no inject serves the objective "{name}"', on_key=True)


@SCENARIO_RULES.rule("inject-without-objective", Severity.WARNING)
def inject_without_objective(setting: Setting) -> Iterator[Problem]:
    """An inject expects something and serves no objective.

    What the team does counts for the composite and for none of the ratings. Say
    which objective it serves.
    """
    for inject in setting.scenario.injects:
        if inject.objective is None and (inject.expect or inject.must_reach or inject.decision):
            message = f'"{inject.id}" expects something and serves no objective'
            yield Problem((*inject.path, "id"), message, "add objective: ID")


@SCENARIO_RULES.rule("step-not-expected", Severity.WARNING)
def step_not_expected(setting: Setting) -> Iterator[Problem]:
    """The workflow has steps that no inject expects.

    The drill says nothing about them. Let an inject expect them, or write a workflow
    for this drill that leaves them out.
    """
    fit, scenario = setting.fit, setting.scenario
    if fit is None:
        return
    expected = {key for asked in setting.expected.values() for _, key, _ in asked}
    named: list[tuple[str | None, Path]] = [(scenario.workflow, ("workflow",))]
    named += [(inject.workflow, (*inject.path, "workflow")) for inject in scenario.injects]
    seen: set[str] = set()
    for name, path in named:
        workflow = fit.workflow(name)
        if workflow is None or workflow in seen:
            continue
        seen.add(workflow)
        left = [step for step in fit.plan.workflows[workflow].steps if (workflow, step) not in expected]
        if left:
            yield Problem(path, f"no inject expects {', '.join(left)}")


@SCENARIO_RULES.rule("contingency-without-condition", Severity.WARNING)
def contingency_without_condition(setting: Setting) -> Iterator[Problem]:
    """An inject is a contingency and comes in any case.

    A contingency is given only if players have not acted. Say so with `unless` (or
    `if`, or `when`), make it `manual: true`, or let it be contextual.
    """
    for inject in setting.scenario.injects:
        if inject.type is InjectType.CONTINGENCY and inject.at is not None and not (inject.if_ or inject.unless):
            message = f'"{inject.id}" is a contingency, and comes whatever the players do'
            yield Problem((*inject.path, "type"), message, "add unless: {done: STEP}")


@SCENARIO_RULES.rule("no-best-option", Severity.WARNING)
def no_best_option(setting: Setting) -> Iterator[Problem]:
    """None of a decision's options is the best.

    No team could decide it with full credit. Say of one of them `is: best`.
    """
    for inject in setting.scenario.injects:
        if inject.decision and all(option.is_ is not Quality.BEST for option in inject.decision.options.values()):
            yield Problem((*inject.decision.path, "options"), "none of the options is the best", on_key=True)


@SCENARIO_RULES.rule("nobody-left", Severity.WARNING)
def nobody_left(setting: Setting) -> Iterator[Problem]:
    """A step is expected when everybody who could do it has dropped out.

    All people of its roles, and of those who stand in for them, are absent by then
    and do not come back. If that is what the drill is about, let the plan have a
    backup; otherwise bring somebody back, or let somebody else drop out.
    """
    if setting.fit is None:
        return
    for index, gone in _gone(setting.scenario.injects):
        for asked, key, _ in setting.expected.get(index, ()):
            step = setting.plan_step(key)
            if gone and step.actors and _nobody(setting.fit.plan, step, gone):
                names = ", ".join(sorted(gone))
                yield Problem(asked.path, f'nobody is left to do "{asked.step}": {names} dropped out')


def _gone(injects: tuple[Inject, ...]) -> Iterator[tuple[int, set[str]]]:
    """Each inject that has a time, by its place, and who has dropped out by then and does not come back."""
    timed = sorted((inject.at, index) for index, inject in enumerate(injects) if inject.at is not None)
    last_back = {person: at for at, index in timed for person in injects[index].effects.back}
    gone: set[str] = set()
    for at, index in timed:
        gone |= {person for person in injects[index].effects.absent if last_back.get(person, -1) < at}
        yield index, gone


def _nobody(plan: Plan, step: Step, gone: set[str]) -> bool:
    roles = [plan.roles[name] for name in step.actors if name in plan.roles]
    if not roles or any(role.external for role in roles):
        return False
    able = [role.people and set(role.people) - gone for role in roles]
    able += [set(plan.roles[name].people) - gone for role in roles for name in role.delegates if name in plan.roles]
    filled = any(role.people for role in roles)
    return filled and not any(able)
