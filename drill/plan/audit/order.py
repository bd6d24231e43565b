"""The order of a workflow's steps: what comes right before what, by `after` and by rules of first and then."""

from __future__ import annotations

from drill.plan.model import Workflow


def steps_before(workflow: Workflow) -> dict[str, tuple[str, ...]]:
    """For each step, the steps that the plan puts before it, as far as the workflow has them."""
    before = {step_id: list(step.after) for step_id, step in workflow.steps.items()}
    for rule in workflow.rules:
        if rule.first is not None and rule.then in before:
            before[rule.then].append(rule.first)
    return {
        step_id: tuple(name for name in dict.fromkeys(names) if name in workflow.steps and name != step_id)
        for step_id, names in before.items()
    }
