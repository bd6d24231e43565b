"""What comes first: steps that wait for each other, and conditions that nothing can fulfil."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.document import Path
from drill.files.rulebook import Problem
from drill.plan.check.book import PLAN_RULES
from drill.plan.conditions import Condition
from drill.plan.model import Plan, Step, Workflow


@PLAN_RULES.rule("cyclic-after", Severity.ERROR)
def cyclic_after(plan: Plan) -> Iterator[Problem]:
    """Steps come after each other in a circle, by `after` or by a rule's `first` and `then`.

    None of them could be done in order, whatever a team does. Take one link of the
    circle out.
    """
    for workflow in plan.workflows.values():
        waits = _waits(workflow)
        finished: set[str] = set()
        for start in workflow.steps:
            yield from _circles(start, waits, finished)


_Waits = dict[str, list[tuple[str, Path]]]


def _waits(workflow: Workflow) -> _Waits:
    """What each step comes after, and the clause that says so."""
    waits: _Waits = {
        step_id: [(name, (*step.path, "after", index)) for index, name in enumerate(step.after)]
        for step_id, step in workflow.steps.items()
    }
    for rule in workflow.rules:
        if rule.first is not None and rule.then in waits:
            waits[rule.then].append((rule.first, (*rule.path, "first")))
    return waits


def _circles(start: str, waits: _Waits, finished: set[str]) -> Iterator[Problem]:
    """The circles that a walk from `start` closes; `finished` grows, so that none is found twice."""
    if start in finished:
        return
    trail, branches = [start], [iter(waits[start])]
    while trail:
        link = next(branches[-1], None)
        if link is None:
            finished.add(trail.pop())
            branches.pop()
            continue
        name, path = link
        if name in trail:
            circle = " after ".join([*trail[trail.index(name) :], name])
            yield Problem(path, f"steps that wait for each other: {circle}", "take one of the links out")
        elif name in waits and name not in finished:
            trail.append(name)
            branches.append(iter(waits[name]))


@PLAN_RULES.rule("never-holds", Severity.ERROR)
def never_holds(plan: Plan) -> Iterator[Problem]:
    """A condition can never hold, or a clock can never start.

    In a plan, it waits for the step itself, for a step that comes after it, or for
    a step to be `late` that has no deadline. Name what was meant, or take the
    condition out.
    """
    for workflow in plan.workflows.values():
        followers = _followers(workflow)
        for step_id, step in workflow.steps.items():
            for path, condition in _waited_for(step):
                if reason := _impossible(condition, workflow, step_id, _later(step_id, followers)):
                    yield Problem(path, f"this can never hold: {reason}")


def _waited_for(step: Step) -> Iterator[tuple[Path, Condition]]:
    if step.not_before:
        yield step.not_before.path, step.not_before
    if step.repeat and step.repeat.until:
        yield step.repeat.until.path, step.repeat.until
    if step.unless and step.unless.done:
        yield step.unless.path, Condition(done=step.unless.done)
    if not isinstance(step.clock, str) and step.clock.done:
        yield step.clock.path, Condition(done=step.clock.done)


def _followers(workflow: Workflow) -> dict[str, list[str]]:
    """The steps that come right after each step."""
    followers: dict[str, list[str]] = {}
    for name, links in _waits(workflow).items():
        for earlier, _ in links:
            followers.setdefault(earlier, []).append(name)
    return followers


def _later(step_id: str, followers: dict[str, list[str]]) -> set[str]:
    """The steps that come after this one, near and far."""
    later: set[str] = set()
    waiting = [step_id]
    while waiting:
        fresh = [name for name in followers.get(waiting.pop(), ()) if name not in later]
        later.update(fresh)
        waiting += fresh
    return later


def _impossible(condition: Condition, workflow: Workflow, step_id: str, later: set[str]) -> str | None:
    """Why the condition of this step can never hold; None where it can."""
    if condition.done is not None:
        name = _step_called(condition.done, workflow)
        if name == step_id:
            return f'"{name}" would wait for itself'
        return f'"{name}" comes after "{step_id}"' if name in later else None
    if condition.late is not None:
        name = _step_called(condition.late, workflow)
        return f'"{name}" has no deadline' if name and workflow.steps[name].deadline is None else None
    parts = condition.all or condition.any or ()
    reasons = [_impossible(part, workflow, step_id, later) for part in parts]
    if condition.all is not None or all(reasons):
        return next((reason for reason in reasons if reason), None)
    return None


def _step_called(name: str, workflow: Workflow) -> str | None:
    if name in workflow.steps:
        return name
    return next((step_id for step_id, step in workflow.steps.items() if step.is_ == name), None)
