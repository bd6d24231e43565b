"""Names that two things of a plan share, so that neither can be told from the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem, repeated_ids
from drill.plan.check.book import PLAN_RULES
from drill.plan.model import FUNCTIONS, MILESTONES, Plan, Role, Step


@PLAN_RULES.rule("duplicate-id", Severity.ERROR)
def duplicate_id(plan: Plan) -> Iterator[Problem]:
    """Two entries of a list have the same id.

    They are rules of a workflow, or injects or phases of a scenario. A transcript, a
    score or a report that names the id could mean either. Give one of them another.
    """
    for workflow in plan.workflows.values():
        rules = [(rule.id, (*rule.path, "id")) for rule in workflow.rules]
        yield from repeated_ids(rules, "rule", plan.document)


@PLAN_RULES.rule("same-function", Severity.WARNING)
def same_function(plan: Plan) -> Iterator[Problem]:
    """Two roles, or two steps of one workflow, are the same thing.

    They are by their `is`, or by an id that says so. A scenario that asks for it by
    that name gets the one of that id, else the first, and never the other. Say of one
    only what it `is`.
    """
    yield from _shared(plan, plan.roles, FUNCTIONS)
    for workflow in plan.workflows.values():
        yield from _shared(plan, workflow.steps, MILESTONES)


def _shared(plan: Plan, things: Mapping[str, Role] | Mapping[str, Step], names: Iterable[str]) -> Iterator[Problem]:
    first = {name: name for name in names if name in things}
    for thing_id, thing in things.items():
        if thing.is_ is None or thing.is_ == thing_id:
            continue
        other = first.setdefault(thing.is_, thing_id)
        if other != thing_id:
            line = plan.document.key_place(things[other].path).line
            yield Problem((*thing.path, "is"), f'"{other}" is {thing.is_} already, at line {line}')
