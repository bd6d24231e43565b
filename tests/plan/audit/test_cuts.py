"""What the graph says, against a slow reading of the same words: take people away, and look whether a way is left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from drill.plan.audit.analysis import Route, analyse
from drill.plan.audit.analysis.cuts import Cuts
from drill.plan.model import Plan
from tests.plan.audit.graphs import a_graph

ROLES = ("lead", "one", "two", "three", "boss")
PEOPLE = ("ana", "ben", "cat", "dan")

some_people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True)
calls = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(ROLES)), max_size=10, unique=True)


@st.composite
def graphs(draw: st.DrawFn) -> Plan:
    """A small plan with people in several hats, and one delegate."""
    seats = "; ".join(f"{role}: {' '.join(draw(some_people))}" for role in ROLES)
    edges = ", ".join(f"{one} > {other}" for one, other in draw(calls) if one != other)
    delegate = draw(st.sampled_from(ROLES[1:4]))
    return a_graph(seats, edges, boss=delegate)


def crew(plan: Plan, role: str) -> set[str]:
    seat = plan.roles[role]
    return {*seat.people, *(person for delegate in seat.delegates for person in plan.roles[delegate].people)}


def somebody_approves(plan: Plan, away: frozenset[str]) -> bool:
    """Whether what begins at lead comes to somebody who may approve, while some are away."""
    reached = crew(plan, "lead") - away
    waiting = list(reached)
    while waiting:
        person = waiting.pop()
        for caller, called in plan.edges:
            if person in crew(plan, caller):
                fresh = crew(plan, called) - away - reached
                reached |= fresh
                waiting += fresh
    return bool(reached & crew(plan, "boss"))


def a_role_way_is_left(plan: Plan, away: frozenset[str]) -> bool:
    """Whether roles that are not away lead from lead to boss."""
    graph = nx.DiGraph((one, other) for one, other in plan.edges if not {one, other} & away)
    graph.add_nodes_from(("lead", "boss"))
    return nx.has_path(graph, "lead", "boss")


def subsets(names: tuple[str, ...]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def the_route(plan: Plan) -> Route:
    (route,) = analyse(plan).routes
    return route


@given(graphs())
def test_the_people_in_every_path_are_those_without_whom_nobody_approves(plan: Plan) -> None:
    route = the_route(plan)
    if route.fastest is not None:
        needed = {person for person in plan.people if not somebody_approves(plan, frozenset({person}))}
        assert set(route.people_in_every_path) == needed


@given(graphs())
def test_the_fewest_people_cut_every_way_and_no_fewer_do(plan: Plan) -> None:
    route = the_route(plan)
    if route.fastest is not None:
        assert route.fewest_people is not None
        cutting = [away for away in subsets(tuple(plan.people)) if not somebody_approves(plan, away)]
        assert frozenset(route.fewest_people) in cutting
        assert len(route.fewest_people) == min(map(len, cutting))


@given(graphs())
def test_the_fewest_roles_cut_every_way_and_no_fewer_do(plan: Plan) -> None:
    route = the_route(plan)
    cutting = [away for away in subsets(ROLES[1:4]) if not a_role_way_is_left(plan, away)]
    if ("lead", "boss") in plan.edges:
        assert route.fewest_roles is None
    else:
        assert route.fewest_roles is not None
        assert frozenset(route.fewest_roles) in cutting
        assert len(route.fewest_roles) == min(map(len, cutting))
    if route.fastest is not None:
        assert {frozenset({role}) for role in route.roles_in_every_path} == {one for one in cutting if len(one) == 1}


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30), st.sets(st.integers(1, 7)))
def test_a_cut_is_as_small_as_the_one_that_networkx_finds_and_leaves_the_graph_as_it_was(
    edges: list[tuple[int, int]], removable: set[int]
) -> None:
    cuts = Cuts(edges, removable)
    flow: nx.DiGraph[tuple[int, str]] = nx.DiGraph()
    for node in range(9):
        if node in removable:
            flow.add_edge((node, "in"), (node, "out"), capacity=1)
        else:
            flow.add_edge((node, "in"), (node, "out"))
    flow.add_edges_from(((one, "out"), (other, "in")) for one, other in edges)

    found = cuts.between(0, 8)

    try:
        size = nx.minimum_cut_value(flow, (0, "out"), (8, "in"))
    except nx.NetworkXUnbounded:
        assert found is None
    else:
        assert found is not None
        assert len(found) == size
    assert cuts.between(0, 8) == found
