"""The book that a plan's rules are entered in, and what several of them share."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.document import Path
from drill.files.rulebook import Rulebook
from drill.plan.conditions import Condition
from drill.plan.model import Plan, Step, Workflow

PLAN_RULES: Rulebook[Plan] = Rulebook()


def all_steps(plan: Plan) -> Iterator[tuple[str, Workflow, str, Step]]:
    """Every step: its workflow's id, the workflow, its own id, the step."""
    for workflow_id, workflow in plan.workflows.items():
        for step_id, step in workflow.steps.items():
            yield workflow_id, workflow, step_id, step


def plan_conditions(step: Step) -> Iterator[Condition]:
    """The conditions of a step, each with all that it is made of."""
    for condition in (step.not_before, step.repeat.until if step.repeat else None):
        if condition is not None:
            yield from condition.parts()


def inject_named(condition: Condition) -> str | None:
    """The inject whose delivery or decision the condition, leaving out its parts, waits for."""
    if isinstance(condition.decided, dict):
        return next(iter(condition.decided))
    return condition.decided or condition.delivered


def listed(path: Path, key: str, names: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Each name of a list with its path."""
    for index, name in enumerate(names):
        yield name, (*path, key, index)
