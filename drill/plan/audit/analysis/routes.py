"""The ways from where a crisis enters to each approval: the two fastest, and what cuts them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from drill.files.times import MINUTE
from drill.plan.audit.analysis.approvals import Approval
from drill.plan.audit.analysis.layers import APPROVAL, ENTRY, approval_node, calls, people_layer, role_layer
from drill.plan.audit.analysis.model import ApprovalPath, Route
from drill.plan.model import Plan

if TYPE_CHECKING:
    import networkx as nx

DEFAULT_WAIT = 10 * MINUTE
"""How long a call waits where its role has no `ack_within`: the usual target for reaching an approver."""


def wait_for(plan: Plan, role: str) -> int:
    """How long a call to a role may wait for its answer, in milliseconds."""
    within = plan.roles[role].ack_within
    return DEFAULT_WAIT if within is None else within


def routes(plan: Plan, asked: Iterable[Approval]) -> tuple[Route, ...]:
    """A route for each entry and each approval that something beginning there needs."""
    wanted: dict[tuple[str, tuple[str, ...]], list[Approval]] = {}
    for approval in asked:
        for entry in approval.entries:
            if entry not in approval.approvers:
                wanted.setdefault((entry, approval.approvers), []).append(approval)
    if not wanted:
        return ()
    entries = tuple(dict.fromkeys(entry for entry, _ in wanted))
    approvers = tuple(dict.fromkeys(roles for _, roles in wanted))
    places = {role: place for place, role in enumerate(plan.roles)}
    found = _ways(plan, entries, approvers, wanted)
    return tuple(sorted(found, key=lambda route: (places[route.entry], [places[role] for role in route.approvers])))


def _ways(
    plan: Plan,
    entries: tuple[str, ...],
    approvers: tuple[tuple[str, ...], ...],
    wanted: dict[tuple[str, tuple[str, ...]], list[Approval]],
) -> Iterator[Route]:
    roles, people = role_layer(plan, entries, approvers), people_layer(plan, entries, approvers)
    order = {name: place for place, name in enumerate((*plan.roles, *plan.people))}
    for goal in approvers:
        graph = _timed_graph(plan, goal)
        for entry in entries:
            if (entry, goal) not in wanted:
                continue
            fastest, second = _two_fastest(graph, entry, goal)
            ends = (ENTRY, entry), approval_node(goal)
            yield Route(
                entry=entry,
                approvers=goal,
                workflows=tuple(dict.fromkeys(one.workflow for one in wanted[entry, goal] if one.workflow)),
                review=any(one.workflow is None for one in wanted[entry, goal]),
                fastest=fastest,
                second=second,
                roles_in_every_path=roles.in_every_path(*ends),
                people_in_every_path=people.in_every_path(*ends) if fastest else (),
                fewest_roles=_sorted(roles.fewest_absences(*ends), order),
                fewest_people=_sorted(people.fewest_absences(*ends), order) if fastest else (),
            )


def _sorted(names: tuple[str, ...] | None, order: dict[str, int]) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(names, key=lambda name: order.get(name, -1)))


def _timed_graph(plan: Plan, goal: tuple[str, ...]) -> nx.DiGraph[str]:
    """Who may call whom, and how long that may wait; behind the approvers stands the approval, and nothing else."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(plan.roles)
    for caller, called in calls(plan):
        if caller not in goal:
            graph.add_edge(caller, called, wait=wait_for(plan, called))
    for role in goal:
        graph.add_edge(role, APPROVED, wait=0)
    return graph


APPROVED = f"~{APPROVAL}"
"""Behind every approver; no role can be called so."""


def _two_fastest(
    graph: nx.DiGraph[str], entry: str, goal: tuple[str, ...]
) -> tuple[ApprovalPath | None, ApprovalPath | None]:
    """The fastest path and the next one that passes no role twice."""
    import networkx as nx

    try:
        found = list(islice(nx.shortest_simple_paths(graph, entry, APPROVED, weight="wait"), 2))
    except nx.NetworkXNoPath:
        found = []
    paths = [ApprovalPath(tuple(path[:-1]), nx.path_weight(graph, path, "wait")) for path in found]
    return (paths[0] if paths else None), (paths[1] if len(paths) > 1 else None)
