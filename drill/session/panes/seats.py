"""The roles of one team: who sits there, who called them, and what they were seen to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from drill.session.expectations import Call
from drill.session.state import State
from drill.session.statements import Response, Verb
from drill.session.team import TeamPlay


class RoleStatus(StrEnum):
    """How a role stands."""

    IDLE = "idle"
    CALLED = "called, has not answered"
    ACKNOWLEDGED = "has answered"
    ACTING = "acting"
    ABSENT = "nobody is there"


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of a team."""

    role: str
    title: str
    level: int
    status: RoleStatus
    person: str | None
    """The name of the first of its people who is there."""
    simulated: bool
    called_by: str | None = None
    """Who called it last."""
    called_at: int | None = None
    until: int | None = None
    """When its time to answer is over, while a call is open."""


def build_roles(state: State, team: str) -> tuple[RoleLine, ...]:
    """The roles of a team, the front line first."""
    return roles_of(state, state.teams[team].play)


def roles_of(state: State, play: TeamPlay) -> tuple[RoleLine, ...]:
    """The same of a play that may stand at an earlier time than the team's own."""
    plan = state.exercise.plan
    order = sorted(plan.roles, key=lambda role: (plan.roles[role].external, plan.roles[role].level))
    return tuple(_line(state, play, role) for role in order)


def _line(state: State, play: TeamPlay, role: str) -> RoleLine:
    seat = state.exercise.plan.roles[role]
    calls = play.calls_to.get(role, [])
    waiting = next((call for call in calls if call.asks and call.acked_at is None), None)
    last = waiting or (calls[-1] if calls else None)
    person = play.first_present(role)
    return RoleLine(
        role=role,
        title=seat.title,
        level=seat.level,
        status=_status(play, role, waiting),
        person=_name(state, person) if person else None,
        simulated=role in state.exercise.simulated,
        called_by=last.caller if last else None,
        called_at=last.at if last else None,
        until=waiting.at + seat.ack_within if waiting and seat.ack_within is not None else None,
    )


def _status(play: TeamPlay, role: str, waiting: Call | None) -> RoleStatus:
    if play.seats.get(role) and play.is_role_absent(role):
        return RoleStatus.ABSENT
    if waiting is not None:
        return RoleStatus.CALLED
    said = [entry.statement for entry in play.answers.get(role, ())]
    if any(isinstance(each, Response) and each.verb is not Verb.ACKS for each in said):
        return RoleStatus.ACTING
    return RoleStatus.ACKNOWLEDGED if said else RoleStatus.IDLE


def _name(state: State, person: str) -> str:
    known = state.exercise.plan.people.get(person)
    return known.name if known else state.walk_ins.get(person, person)
