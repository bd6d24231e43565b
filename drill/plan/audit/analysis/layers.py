"""The responder graph twice: as roles that call each other, and as the people who wear their hats.

The role layer is the plan's own graph. The people layer puts people between the
roles: whoever calls a role reaches its people and those of its delegates, and a
person, called in one role, may go on to whoever any of their roles may call. A
person with several hats is one node there, so that what hangs on one person
shows even where it hangs on several roles.

networkx costs a sixth of a second to import and is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from drill.plan.audit.analysis.crews import crew, delegates, is_desk
from drill.plan.audit.analysis.cuts import Cuts
from drill.plan.model import Plan

if TYPE_CHECKING:
    import networkx as nx

Node = tuple[str, str]
"""What stands in the graph, and its id: an entry, a role, a person, a desk outside, an approval."""

ENTRY, ROLE, PERSON, DESK, APPROVAL = "entry", "role", "person", "desk", "approval"


class Layer:
    """A graph from entries to approvals, in which the nodes of one kind can be away."""

    def __init__(self, edges: Iterable[tuple[Node, Node]], absent: str) -> None:
        """`edges` lead from who turns to somebody; `absent` is the kind of node that can be away."""
        import networkx as nx

        self._graph: nx.DiGraph[Node] = nx.DiGraph()
        self._graph.add_edges_from(edges)
        self._absent = absent
        self._towards: dict[Node, dict[Node, Node]] = {}

    def in_every_path(self, entry: Node, approval: Node) -> tuple[str, ...]:
        """Who no path from an entry to an approval can avoid, from the entry on; nobody where there is no path.

        They are the entry's dominators in the graph turned round, from the approval on.
        """
        towards, found = self._dominators(approval), []
        node = towards.get(entry, approval)
        while node != approval:
            if node[0] == self._absent:
                found.append(node[1])
            node = towards[node]
        return tuple(found)

    def fewest_absences(self, entry: Node, approval: Node) -> tuple[str, ...] | None:
        """The fewest whose absence together cuts an entry off from an approval, those nearest to it where there is
        a choice; empty where there is no path to cut, None where no absence can cut it.
        """
        alone = self.in_every_path(entry, approval)
        if alone:
            return alone[-1:]
        cut = self._cuts.between(entry, approval)
        return None if cut is None else tuple(name for _, name in cut)

    def _dominators(self, approval: Node) -> dict[Node, Node]:
        """For each node that leads to the approval, the next one that every way from it to there passes."""
        import networkx as nx

        if approval not in self._towards:
            known = approval in self._graph
            self._towards[approval] = nx.immediate_dominators(self._backwards, approval) if known else {}
        return self._towards[approval]

    @cached_property
    def _backwards(self) -> nx.DiGraph[Node]:
        return self._graph.reverse()

    @cached_property
    def _cuts(self) -> Cuts[Node]:
        return Cuts(self._graph.edges, (node for node in self._graph if node[0] == self._absent))


def role_layer(plan: Plan, entries: Iterable[str], approvals: Iterable[tuple[str, ...]]) -> Layer:
    """The roles between entries and approvals; an entry and the approver itself are not counted as in between."""
    return Layer(_role_edges(plan, entries, approvals), ROLE)


def people_layer(plan: Plan, entries: Iterable[str], approvals: Iterable[tuple[str, ...]]) -> Layer:
    """The people from an entry's own to the approver's own."""
    return Layer(_people_edges(plan, entries, approvals), PERSON)


def approval_node(approvers: tuple[str, ...]) -> Node:
    """The node of an approval that any of these roles gives."""
    return APPROVAL, " ".join(approvers)


def calls(plan: Plan) -> Iterator[tuple[str, str]]:
    """Who may call whom, in the plan's order, as far as the plan has both roles."""
    for edge in plan.escalations:
        if edge.from_ in plan.roles and edge.to in plan.roles and edge.from_ != edge.to:
            yield edge.from_, edge.to


def _role_edges(
    plan: Plan, entries: Iterable[str], approvals: Iterable[tuple[str, ...]]
) -> Iterator[tuple[Node, Node]]:
    entries, approvals = set(entries), tuple(approvals)
    for caller, called in calls(plan):
        sources = [(ROLE, caller), *([(ENTRY, caller)] if caller in entries else ())]
        targets = [(ROLE, called), *(approval_node(roles) for roles in approvals if called in roles)]
        yield from ((source, target) for source in sources for target in targets)


def _people_edges(
    plan: Plan, entries: Iterable[str], approvals: Iterable[tuple[str, ...]]
) -> Iterator[tuple[Node, Node]]:
    crews = {role: tuple(_crew_nodes(plan, role)) for role in plan.roles}
    for entry in entries:
        yield from (((ENTRY, entry), somebody) for somebody in crews[entry])
    for role, people in crews.items():
        yield from (((ROLE, role), somebody) for somebody in people)
    for caller, called in calls(plan):
        yield from ((somebody, (ROLE, called)) for somebody in crews[caller])
    for roles in approvals:
        yield from ((somebody, approval_node(roles)) for role in roles for somebody in crews[role])


def _crew_nodes(plan: Plan, role: str) -> Iterator[Node]:
    yield from ((PERSON, person) for person in crew(plan, (role,)))
    yield from ((DESK, desk) for desk in (role, *delegates(plan, (role,))) if is_desk(plan, desk))
