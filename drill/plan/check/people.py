"""Who can do what: seats that nobody fills, calls that nobody may make."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.document import Path
from drill.files.rulebook import Problem
from drill.plan.check.book import PLAN_RULES, all_steps
from drill.plan.model import Plan, Step


@PLAN_RULES.rule("role-unfilled", Severity.WARNING)
def role_unfilled(plan: Plan) -> Iterator[Problem]:
    """Nobody fills a role of the organisation's own.

    Whoever calls it reaches nobody. Name `people` for it, or say `external: true`
    where it stands outside the organisation.
    """
    for role_id, role in plan.roles.items():
        if not role.people and not role.external:
            yield Problem(role.path, f'nobody fills "{role_id}"', "name its people, or say external: true", on_key=True)


@PLAN_RULES.rule("nobody-to-do", Severity.ERROR)
def nobody_to_do(plan: Plan) -> Iterator[Problem]:
    """A step names no role, or only roles that nobody fills and nobody stands in for.

    No team could ever do it. Say in `by` (any of them) or `all_of` (each of them)
    which roles do it, and see that they have people or delegates with people.
    """
    for _, _, step_id, step in all_steps(plan):
        known = [role for role in step.actors if role in plan.roles]
        if not step.actors:
            yield Problem(step.path, f'"{step_id}" says of no role that it does it', "add by: [ROLE]", on_key=True)
        elif len(known) == len(step.actors):
            empty = [role for role in known if not _can_act(plan, role)]
            if empty == known or (step.all_of and empty):
                path = (*step.path, "by" if step.by else "all_of")
                yield Problem(path, f'nobody can do "{step_id}": nobody fills {" or ".join(empty)}')


def _can_act(plan: Plan, role_id: str) -> bool:
    """Whether somebody fills the role or a delegate of it."""
    role = plan.roles[role_id]
    if role.people or role.external:
        return True
    return any(delegate in plan.roles and plan.roles[delegate].people for delegate in role.delegates)


@PLAN_RULES.rule("no-path", Severity.ERROR)
def no_path(plan: Plan) -> Iterator[Problem]:
    """A step asks a role to call another that it may not call.

    `escalations` is the graph of who may call whom. A team that did as the step says
    would be charged with `wrong_path`. Add the edge, from any of the step's `by`
    roles (from each of its `all_of` roles), or let another role do it.
    """
    for _, _, step_id, step in all_steps(plan):
        actors = [role for role in step.actors if role in plan.roles]
        for called, path in _calls(step):
            callers = [role for role in actors if role != called]
            missing = [role for role in callers if (role, called) not in plan.edges]
            if called not in plan.roles or not missing or (step.by and len(missing) < len(callers)):
                continue
            yield Problem(
                path,
                f'"{step_id}" wants {" or ".join(missing)} to call {called}, and no escalation leads there',
                f"add {{from: {missing[0]}, to: {called}}} to escalations",
            )


def _calls(step: Step) -> Iterator[tuple[str, Path]]:
    """Each role that the step calls, with the path where it is named."""
    if step.contact:
        yield step.contact, (*step.path, "contact")
    for key, roles in (("convene", step.convene), ("inform", step.inform)):
        yield from ((role, (*step.path, key, index)) for index, role in enumerate(roles or ()))


@PLAN_RULES.rule("calls-itself", Severity.ERROR)
def calls_itself(plan: Plan) -> Iterator[Problem]:
    """A role is to call itself, approve its own step's step, or stand in for itself.

    Such a call can be neither made nor answered. Name the other role that was meant.
    """
    for edge in plan.escalations:
        if edge.from_ == edge.to:
            yield Problem((*edge.path, "to"), f'an escalation from "{edge.to}" to itself')
    for role_id, role in plan.roles.items():
        for index, delegate in enumerate(role.delegates):
            if delegate == role_id:
                yield Problem((*role.path, "delegates", index), f'"{role_id}" cannot stand in for itself')
    for _, _, step_id, step in all_steps(plan):
        for called, path in _calls(step):
            if set(step.actors) == {called}:
                yield Problem(path, f'"{step_id}" wants {called} to call itself')
        if step.approve == step_id:
            yield Problem((*step.path, "approve"), f'"{step_id}" would approve itself')


@PLAN_RULES.rule("delegate-loop", Severity.WARNING)
def delegate_loop(plan: Plan) -> Iterator[Problem]:
    """Roles stand in for each other in a circle.

    When all of them are away each waits for the next, and no delegate is left. Let
    one of the circle have a delegate outside it.
    """
    seen: set[frozenset[str]] = set()
    for role_id in plan.roles:
        circle = _circle_of_delegates(plan, role_id)
        if circle and frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            path = (*plan.roles[role_id].path, "delegates")
            yield Problem(path, f"these stand in for each other only: {', '.join(circle)}", on_key=True)


def _circle_of_delegates(plan: Plan, role_id: str) -> list[str]:
    """The circle that the role and its delegates, near and far, are shut in; empty where one leads out."""
    reached, waiting = [role_id], list(plan.roles[role_id].delegates)
    while waiting:
        name = waiting.pop(0)
        if name not in plan.roles:
            return []
        if name not in reached:
            if not plan.roles[name].delegates:
                return []
            reached.append(name)
            waiting += plan.roles[name].delegates
    return reached if len(reached) > 1 else []
