"""Workflows that leave people no room: long rows of steps, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.audit.order import steps_before
from drill.plan.model import Workflow

LONGEST = 8
"""So many steps may stand in a row. See the rule's manual for why."""


@AUDIT_RULES.rule("over-described", Severity.WARNING)
def over_described(audited: PlanOnDay) -> Iterator[Problem]:
    """More than 8 steps stand in a row, each after the one before, and nothing beside them.

    Such a row breaks at its first surprise, one pair of hands works while the others wait, and
    a team that does better is charged with disorder. Keep an `after` only where doing it the
    other way round would do harm, let the rest run side by side, and leave out what a capable
    person does anyway.

    Eight, since a rule of thumb of good checklists is five to nine items, about what people
    keep in mind; a row of eight is still read as one list, and no plan that comes with this
    program has a longer one than five. A row ends where another step branches off, or comes in
    from the side.

    Practice: be not too descriptive: checklists remind skilled people of the few steps that
    matter and do not spell out every one (A. Gawande, The Checklist Manifesto, 2009, after D.
    Boorman of Boeing); rules that say what must hold, and leave the way open.
    """
    for workflow in audited.plan.workflows.values():
        for row in _rows(workflow):
            if len(row) > LONGEST:
                yield Problem(
                    workflow.steps[row[0]].path,
                    f'{len(row)} steps in a row, from "{row[0]}" to "{row[-1]}", each only after the one before',
                    "keep an after: only where the other order would do harm",
                    on_key=True,
                )


def _rows(workflow: Workflow) -> Iterator[list[str]]:
    """The rows in which each step has only the one before it before it, and that has only it behind it.

    None of a workflow so short that no row of it could be too long.

    What follows from the other links is left out (the transitive reduction), so that an
    `after` that names two steps of one row does not count as a branch.
    """
    if len(workflow.steps) <= LONGEST:
        return
    import networkx as nx

    order: nx.DiGraph[str] = nx.DiGraph()
    order.add_nodes_from(workflow.steps)
    order.add_edges_from((earlier, step_id) for step_id, names in steps_before(workflow).items() for earlier in names)
    if not nx.is_directed_acyclic_graph(order):
        return
    reduced = nx.transitive_reduction(order)
    follower = {
        earlier: later
        for earlier, later in reduced.edges
        if reduced.out_degree(earlier) == reduced.in_degree(later) == 1
    }
    followed = set(follower.values())
    for step_id in workflow.steps:
        if step_id in follower and step_id not in followed:
            row = [step_id]
            while row[-1] in follower:
                row.append(follower[row[-1]])
            yield row
