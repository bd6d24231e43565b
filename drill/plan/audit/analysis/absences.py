"""What breaks when one person cannot be reached and everybody else can."""

from __future__ import annotations

from collections.abc import Iterator

from drill.plan.audit.analysis.crews import own_people, sole_person
from drill.plan.audit.analysis.model import Absence, Route
from drill.plan.model import Plan


def absences(plan: Plan, routes: tuple[Route, ...]) -> tuple[Absence, ...]:
    """Each person of the plan, with what only they hold up."""
    roles: dict[str, list[str]] = {}
    for role_id in plan.roles:
        people = own_people(plan, role_id)
        if len(people) == 1:
            roles.setdefault(people[0], []).append(role_id)
    steps: dict[str, list[tuple[str, str]]] = {}
    for person, workflow, step in _steps_of_one(plan):
        steps.setdefault(person, []).append((workflow, step))
    cut_off: dict[str, list[Route]] = {}
    for route in routes:
        for person in route.people_in_every_path:
            cut_off.setdefault(person, []).append(route)
    return tuple(
        Absence(
            person,
            tuple(roles.get(person, ())),
            tuple(dict.fromkeys(steps.get(person, ()))),
            tuple(cut_off.get(person, ())),
        )
        for person in plan.people
    )


def _steps_of_one(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Each step that only one person can do: the person, the workflow, the step."""
    for workflow_id, workflow in plan.workflows.items():
        for step_id, step in workflow.steps.items():
            for roles in (step.by,) if step.by else ((role,) for role in step.all_of):
                person = sole_person(plan, roles)
                if person is not None:
                    yield person, workflow_id, step_id
