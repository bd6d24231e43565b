"""A scenario to begin with: the steps of a workflow of the plan at hand, in two injects."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from drill.errors import WrongUsage
from drill.files.times import MINUTE, format_duration
from drill.plan.model import Plan, Step

SECOND_INJECT = 15 * MINUTE
"""When the second inject of the starting scenario is due."""
UNTIMED = 30 * MINUTE
"""The deadline of a step for which the plan has none."""
SHORTEST = 60 * MINUTE


def starting_scenario(scenario_id: str, plan: Plan, plan_reference: str) -> str:
    """The text of a commented scenario on the plan's first workflow, which passes every check.

    `plan_reference` is the plan's path from where the scenario will stand. Raises
    WrongUsage where the plan has no workflow with steps.
    """
    workflow_id = next((name for name, workflow in plan.workflows.items() if workflow.steps), None)
    if workflow_id is None:
        raise WrongUsage(f"{plan.document.name} has no workflow with steps to play", "write one first")
    steps = list(plan.workflows[workflow_id].steps.items())
    half = (len(steps) + 1) // 2
    early, late = steps[:half], steps[half:] or steps[-1:]
    template = files("drill.scenario").joinpath("starting_scenario.yaml").read_text("utf-8")
    return Template(template).safe_substitute(
        id=scenario_id,
        plan=plan_reference,
        workflow=workflow_id,
        duration=format_duration(_duration(early, late)),
        about=_about(plan),
        first_role=_actor(plan, early[0][1]),
        second_role=_actor(plan, late[0][1]),
        last_step=steps[-1][0],
        early=_expected(early),
        late=_expected(late),
    )


_Steps = list[tuple[str, Step]]


def _expected(steps: _Steps) -> str:
    untimed = format_duration(UNTIMED)
    entries = [name if step.deadline is not None else f"{{step: {name}, deadline: {untimed}}}" for name, step in steps]
    return "\n".join(f"      - {entry}" for entry in entries)


def _duration(early: _Steps, late: _Steps) -> int:
    """Long enough for every deadline, in whole quarters of an hour."""
    deadlines = [step.deadline or UNTIMED for _, step in early]
    deadlines += [SECOND_INJECT + (step.deadline or UNTIMED) for _, step in late]
    quarter = 15 * MINUTE
    return max(SHORTEST, (max(deadlines) // quarter + 1) * quarter)


def _actor(plan: Plan, step: Step) -> str:
    return next(iter(step.actors), next(iter(plan.roles)))


def _about(plan: Plan) -> str:
    account = next(iter(plan.accounts), None)
    return f'    about: ["{account}"]\n' if account else ""
