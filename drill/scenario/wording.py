"""An exercise's roles and steps, as a reader knows them."""

from __future__ import annotations

from collections.abc import Iterable

from drill.files.text import listed
from drill.plan.model import StepKind
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey


def titles(exercise: Exercise, roles: Iterable[str], last: str = "and") -> str:
    """Roles by their titles, in a row."""
    return listed((exercise.plan.roles[role].title for role in roles), last)


def task(exercise: Exercise, key: StepKey) -> str:
    """What a step asks for."""
    step = exercise.steps[key].step
    match step.kind:
        case StepKind.CONTACT:
            return f"Call {titles(exercise, step.called)}"
        case StepKind.INFORM:
            return f"Tell {titles(exercise, step.called)}"
        case StepKind.CONVENE:
            return f"Call together {titles(exercise, step.called)}"
        case StepKind.APPROVE:
            return f"Approve: {task(exercise, StepKey(key.workflow, step.approve or ''))}"
        case StepKind.DO:
            return step.do or ""
