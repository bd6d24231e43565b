"""Names that a plan uses and does not define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drill.files.diagnostics import Severity
from drill.files.document import Path
from drill.files.rulebook import Problem, meant
from drill.plan.check.book import PLAN_RULES, all_steps, listed, plan_conditions
from drill.plan.model import Plan, Workflow


@PLAN_RULES.rule("unknown-person", Severity.ERROR)
def unknown_person(plan: Plan) -> Iterator[Problem]:
    """A person is named who is not among the `people`.

    Nobody could be seated there, called or counted as absent. Add the person to
    `people`, or correct the name.
    """
    known = [(person, ("people", person)) for person in plan.people]
    for name, path in _people_named(plan):
        if name not in plan.people:
            yield _unknown(plan, "person", name, path, known)


def _people_named(plan: Plan) -> Iterator[tuple[str, Path]]:
    for role in plan.roles.values():
        yield from listed(role.path, "people", role.people)
    for account in plan.accounts.values():
        yield account.owners.primary, (*account.owners.path, "primary")
        if account.owners.secondary:
            yield account.owners.secondary, (*account.owners.path, "secondary")
    for *_, step in all_steps(plan):
        yield from ((part.absent, (*part.path, "absent")) for part in plan_conditions(step) if part.absent)
    yield from ((person, ("responders", "away", person)) for person in plan.responders.away)


@PLAN_RULES.rule("unknown-role", Severity.ERROR)
def unknown_role(plan: Plan) -> Iterator[Problem]:
    """A role is named that is not among the `roles`.

    A step by such a role can be done by nobody, and a call to it reaches nobody.
    Add the role to `roles`, or correct the name.
    """
    known = [(role, ("roles", role)) for role in plan.roles]
    functions = {role.is_ for role in plan.roles.values()}
    for name, path in _roles_named(plan):
        if name not in plan.roles:
            yield _unknown(plan, "role", name, path, known)
    for *_, step in all_steps(plan):
        for part in plan_conditions(step):
            if part.contacted and part.contacted not in plan.roles and part.contacted not in functions:
                yield _unknown(plan, "role", part.contacted, (*part.path, "contacted"), known)


def _roles_named(plan: Plan) -> Iterator[tuple[str, Path]]:
    for role in plan.roles.values():
        yield from listed(role.path, "delegates", role.delegates)
    for edge in plan.escalations:
        yield edge.from_, (*edge.path, "from")
        yield edge.to, (*edge.path, "to")
    if source := plan.single_source_of_truth:
        yield source.owner, (*source.path, "owner")
        if source.backup:
            yield source.backup, (*source.path, "backup")
    if plan.review:
        yield from listed(plan.review.path, "approvers", plan.review.approvers)
    for resource in plan.resources.values():
        if resource.approved_by:
            yield resource.approved_by, (*resource.path, "approved_by")
    for *_, step in all_steps(plan):
        for key in ("by", "all_of", "inform", "convene"):
            yield from listed(step.path, key, getattr(step, key) or ())
        if step.contact:
            yield step.contact, (*step.path, "contact")
        if step.unless and step.unless.absent:
            yield step.unless.absent, (*step.unless.path, "absent")
    yield from ((role, ("responders", "roles", role)) for role in plan.responders.roles)


@PLAN_RULES.rule("unknown-step", Severity.ERROR)
def unknown_step(plan: Plan) -> Iterator[Problem]:
    """A step is named that its workflow does not have.

    What comes after it, approves it or waits for it would wait for ever. Steps are
    looked up in the same workflow. Add the step, or correct the name.
    """
    for workflow_id, workflow in plan.workflows.items():
        known = [(step, ("workflows", workflow_id, "steps", step)) for step in workflow.steps]
        for name, path in _steps_named(workflow):
            if name not in workflow.steps:
                yield _unknown(plan, "step", name, path, known)
        milestones = {step.is_ for step in workflow.steps.values()}
        for name, path in _steps_awaited(workflow):
            if name not in workflow.steps and name not in milestones:
                yield _unknown(plan, "step", name, path, known)


def _steps_named(workflow: Workflow) -> Iterator[tuple[str, Path]]:
    """By their ids alone."""
    for step in workflow.steps.values():
        yield from listed(step.path, "after", step.after)
        if step.approve:
            yield step.approve, (*step.path, "approve")
        if not isinstance(step.clock, str) and step.clock.done:
            yield step.clock.done, (*step.clock.path, "done")
    for rule in workflow.rules:
        for key in ("first", "then", "when_done", "then_do"):
            if name := getattr(rule, key):
                yield name, (*rule.path, key)
        yield from listed(rule.path, "different_people", rule.different_people or ())


def _steps_awaited(workflow: Workflow) -> Iterator[tuple[str, Path]]:
    """In conditions and guards: by their ids or their milestones."""
    for step in workflow.steps.values():
        if step.unless and step.unless.done:
            yield step.unless.done, (*step.unless.path, "done")
        for part in plan_conditions(step):
            for key in ("done", "late"):
                if name := getattr(part, key):
                    yield name, (*part.path, key)


@PLAN_RULES.rule("unknown-resource", Severity.ERROR)
def unknown_resource(plan: Plan) -> Iterator[Problem]:
    """A prepared text is named that is not among the `resources`.

    The step that uses it could never be seen to use it. Add it to `resources`, or
    correct the name.
    """
    known = [(resource, ("resources", resource)) for resource in plan.resources]
    for *_, step in all_steps(plan):
        if step.uses and step.uses not in plan.resources:
            yield _unknown(plan, "resource", step.uses, (*step.path, "uses"), known)
        if step.unless and step.unless.used and step.unless.used not in plan.resources:
            yield _unknown(plan, "resource", step.unless.used, (*step.unless.path, "used"), known)


def _unknown(plan: Plan, kind: str, name: str, path: Path, known: Iterable[tuple[str, Path]]) -> Problem:
    return Problem(path, f'the plan has no {kind} "{name}"', meant(name, known, plan.document))
