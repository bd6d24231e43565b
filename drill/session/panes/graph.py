"""The responder graph of one team: its roles, the plan's ways between them, and the calls that were made.

A way is what one role may do to another by the plan, or did beside it. All times are
whole milliseconds of exercise time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drill.plan.model import Role
from drill.scenario.exercise import Exercise
from drill.session.expectations import Call
from drill.session.panes.seats import RoleLine, RoleStatus, roles_of
from drill.session.state import State
from drill.session.team import TeamPlay


class Standing(StrEnum):
    """How a role stands in the graph."""

    IDLE = "idle"
    CALLED = "called, has not answered"
    ACKNOWLEDGED = "has answered"
    ACTING = "acting"
    ABSENT = "nobody is there"
    DEAD_END = "called, and no answer came in time"


class Way(StrEnum):
    """How a way between two roles stands."""

    OFF_PLAN = "called, though the plan has no such way"
    USED = "used"
    EXPECTED = "wanted by an open step, not used"
    UNUSED = "in the plan, not used"


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of a role: the primary first, then the backups."""

    name: str
    away: bool


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """A call that asks for an answer and has none."""

    caller: str
    to: str
    at: int
    until: int | None
    """When the called role's time to answer is over; None where it has none."""


@dataclass(frozen=True, slots=True)
class Node:
    """One role."""

    role: str
    title: str
    level: int
    external: bool
    simulated: bool
    standing: Standing
    seats: tuple[Seat, ...]
    stand_ins: tuple[str, ...]
    """The roles that may stand in for it."""
    waiting: tuple[OpenAsk, ...]
    """What it has not answered."""
    asked: tuple[OpenAsk, ...]
    """What it asked others and has no answer to."""

    @property
    def present(self) -> str | None:
        """The first of its people who is there."""
        return next((seat.name for seat in self.seats if not seat.away), None)


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one role to another."""

    caller: str
    to: str
    way: Way
    in_plan: bool
    why: str = ""
    times: tuple[int, ...] = ()
    """When it was used."""
    is_open: bool = False
    """A call on it waits for an answer."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The roles and the ways of one team, what was used first."""

    team: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, role: str | None) -> Node | None:
        """A role's node, or None."""
        return next((node for node in self.nodes if node.role == role), None)


_ORDER = {way: place for place, way in enumerate(Way)}


def graph(state: State, team: str, now: int) -> Graph:
    """The graph of a team as the state stands."""
    return graph_of(state, state.teams[team].play, now)


def graph_of(state: State, play: TeamPlay, now: int) -> Graph:
    """The same of a play that may stand at an earlier time than the team's own."""
    asks = [_ask(state.exercise, call) for call in play.calls if call.asks and call.acked_at is None]
    nodes = tuple(_node(state, play, line, asks, now) for line in roles_of(state, play))
    edges = sorted(_edges(state.exercise, play), key=lambda edge: _ORDER[edge.way])
    return Graph(play.team, nodes, tuple(edges))


def _ask(exercise: Exercise, call: Call) -> OpenAsk:
    within = exercise.plan.roles[call.to].ack_within
    return OpenAsk(call.caller, call.to, call.at, None if within is None else call.at + within)


def _node(state: State, play: TeamPlay, line: RoleLine, asks: list[OpenAsk], now: int) -> Node:
    role = state.exercise.plan.roles[line.role]
    waiting = tuple(ask for ask in asks if ask.to == line.role)
    return Node(
        role=line.role,
        title=role.title,
        level=role.level,
        external=role.external,
        simulated=line.simulated,
        standing=_standing(line, waiting, now),
        seats=_seats(state, play, line.role, role),
        stand_ins=role.delegates,
        waiting=waiting,
        asked=tuple(ask for ask in asks if ask.caller == line.role),
    )


def _standing(line: RoleLine, waiting: tuple[OpenAsk, ...], now: int) -> Standing:
    over = any(ask.until is not None and ask.until < now for ask in waiting)
    match line.status:
        case RoleStatus.ABSENT:
            return Standing.DEAD_END if waiting else Standing.ABSENT
        case RoleStatus.CALLED:
            return Standing.DEAD_END if over else Standing.CALLED
        case RoleStatus.ACKNOWLEDGED:
            return Standing.ACKNOWLEDGED
        case RoleStatus.ACTING:
            return Standing.ACTING
        case RoleStatus.IDLE:
            return Standing.IDLE


def _seats(state: State, play: TeamPlay, role_id: str, role: Role) -> tuple[Seat, ...]:
    people = state.exercise.plan.people
    names = {
        person: people[person].name if person in people else state.walk_ins.get(person, person)
        for person in play.seats.get(role_id, role.people)
    }
    return tuple(Seat(name, person in play.absent) for person, name in names.items())


# ── ways ─────────────────────────────────────────────────────────────────────


def _edges(exercise: Exercise, play: TeamPlay) -> Iterator[Edge]:
    reasons = {(edge.from_, edge.to): edge.why or "" for edge in exercise.plan.escalations}
    used: dict[tuple[str, str], list[Call]] = {}
    for call in play.calls:
        if call.caller != call.to:
            used.setdefault((call.caller, call.to), []).append(call)
    for pair, calls in used.items():
        way = Way.OFF_PLAN if any(is_off_plan(exercise, call) for call in calls) else Way.USED
        is_open = any(call.asks and call.acked_at is None for call in calls)
        times = tuple(call.at for call in calls)
        yield Edge(*pair, way, pair in reasons, reasons.get(pair, ""), times, is_open)
    wanted = dict.fromkeys(pair for pair in _wanted(exercise, play) if pair not in used)
    for pair in wanted:
        yield Edge(*pair, Way.EXPECTED, pair in reasons, reasons.get(pair, ""))
    for pair, why in reasons.items():
        if pair not in used and pair not in wanted:
            yield Edge(*pair, Way.UNUSED, in_plan=True, why=why)


def is_off_plan(exercise: Exercise, call: Call) -> bool:
    """Whether a call took a way that the plan does not have, and that no step of the plan asks for.

    A delegate may use the ways of the role that it stands in for. A heads-up needs no way; of an
    assumed caller nobody knows who it was.
    """
    if not call.asks or call.assumed:
        return False
    callers = (call.caller, *exercise.principals.get(call.caller, ()))
    called = (call.to, *exercise.principals.get(call.to, ()))
    if any((one, other) in exercise.plan.edges for one in callers for other in called):
        return False
    asked_by = (exercise.steps[key].step for key in exercise.steps_calling.get(call.to, ()))
    return not any(not step.actors or any(one in step.actors for one in callers) for step in asked_by)


def _wanted(exercise: Exercise, play: TeamPlay) -> Iterator[tuple[str, str]]:
    """The calls that open steps and open news ask for: who should make them, to whom."""
    ways = exercise.plan.edges
    for expected in play.expectations:
        if not expected.is_open or not expected.plan_step.called:
            continue
        for to in expected.plan_step.called:
            told = {call.to for call in play.calls_for(expected.plan_step.kind, to, expected.account)}
            actors = expected.plan_step.actors or play.delivered[expected.inject].inject.to
            callers = [role for role in actors if (role, to) in ways] or list(actors[:1])
            yield from ((caller, to) for caller in callers[:1] if caller != to and not told)
    for reach in play.reaches:
        if reach.told_at is None:
            knew = play.delivered[reach.inject].inject.to
            callers = [role for role in knew if (role, reach.role) in ways] or list(knew[:1])
            yield from ((caller, reach.role) for caller in callers[:1] if caller != reach.role)
