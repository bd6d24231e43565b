"""Which approvals a plan asks for, who gives them, and at which roles what needs them begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drill.files.document import Path
from drill.plan.audit.order import steps_before
from drill.plan.model import Plan, Step, Workflow


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval that the plan asks for: by a step of a workflow, or for a change of the plan itself."""

    approvers: tuple[str, ...]
    """Any of these roles gives it."""
    entries: tuple[str, ...]
    """The roles at which what needs it begins, in the plan's order."""
    path: Path
    """The clause that names the approvers."""
    workflow: str | None = None
    """None for a change of the plan itself."""
    step: str | None = None
    """The approving step."""
    approves: str | None = None
    """The step that is approved."""


def approvals(plan: Plan) -> tuple[Approval, ...]:
    """Every approval that the plan asks for: those of its workflows, then those of its own changes."""
    return (*_of_workflows(plan), *_of_changes(plan))


def approver_roles(plan: Plan) -> tuple[str, ...]:
    """Every role that gives an approval, each once."""
    return tuple(dict.fromkeys(role for approval in approvals(plan) for role in approval.approvers))


def _of_workflows(plan: Plan) -> Iterator[Approval]:
    for workflow_id, workflow in plan.workflows.items():
        entries = entry_roles(plan, workflow)
        for step_id, step in workflow.steps.items():
            if step.approve is None:
                continue
            path = (*step.path, "by" if step.by else "all_of")
            for approvers in seats(plan, step):
                yield Approval(approvers, entries, path, workflow_id, step_id, step.approve)


def seats(plan: Plan, step: Step) -> Iterator[tuple[str, ...]]:
    """The roles that must each approve; where any of several may, they come together."""
    if step.by:
        if known := tuple(role for role in step.by if role in plan.roles):
            yield known
    else:
        yield from ((role,) for role in step.all_of if role in plan.roles)


def _of_changes(plan: Plan) -> Iterator[Approval]:
    if plan.review is None:
        return
    entries = front_line(plan, plan.roles) or _in_order(
        plan, (role for workflow in plan.workflows.values() for role in _first_actors(workflow))
    )
    for index, role in enumerate(plan.review.approvers):
        if role in plan.roles:
            yield Approval((role,), entries, (*plan.review.path, "approvers", index))


def entry_roles(plan: Plan, workflow: Workflow) -> tuple[str, ...]:
    """Where a crisis enters the response: front-line roles that act in the workflow, and whoever takes a first step.

    A first step has none before it, has one after it, and waits for nobody's call. Where no
    step comes after another, all that wait for nobody are first.
    """
    acting = [role for step in workflow.steps.values() for role in step.actors]
    return _in_order(plan, (*front_line(plan, acting), *_first_actors(workflow)))


def front_line(plan: Plan, roles: Iterable[str]) -> tuple[str, ...]:
    """Those of the roles that are of the organisation's own front line: none where all roles stand on one level.

    Level 1 is also what a role has that names no level, and says nothing if no role names one.
    """
    if all(role.level == 1 for role in plan.roles.values()):
        return ()
    own = (role for role in roles if role in plan.roles and not plan.roles[role].external)
    return tuple(dict.fromkeys(role for role in own if plan.roles[role].level == 1))


def _first_actors(workflow: Workflow) -> Iterator[str]:
    before = steps_before(workflow)
    followed = {name for names in before.values() for name in names}
    free = [
        step_id
        for step_id, step in workflow.steps.items()
        if not before[step_id] and step.approve is None and step.clock == "expected"
    ]
    for step_id in [step_id for step_id in free if step_id in followed] or free:
        yield from workflow.steps[step_id].actors


def _in_order(plan: Plan, roles: Iterable[str]) -> tuple[str, ...]:
    wanted = set(roles)
    return tuple(role for role in plan.roles if role in wanted)
