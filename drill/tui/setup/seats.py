"""Who sits where when the clock starts: the plan's people, others in their place, walk-ins, and who is away.

`Wanted` keeps it in the words of the grammar; `Seats` is the same, team by team, so that it can be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from drill.plan.model import Plan
from drill.scenario.exercise import Exercise
from drill.session.names import RESERVED
from drill.session.presence import Presence
from drill.session.statements import ALL
from drill.session.words import escape, unescape
from drill.tui.starting import Wanted


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who was put into a seat; `name` is what a walk-in is called."""

    person: str
    name: str = ""

    @property
    def words(self) -> str:
        """As a line of the transcript says it."""
        return f"{self.person} : {escape(self.name)}" if self.name else self.person


@dataclass(frozen=True)
class Seats:
    """What differs from the plan, for each team."""

    teams: tuple[str, ...]
    seats: Mapping[tuple[str, str], Sitter]
    """By team and role."""
    away: Mapping[str, frozenset[str]]
    """By team."""

    @classmethod
    def of(cls, wanted: Wanted, teams: Sequence[str]) -> Seats:
        """What was said so far; what it says of a team that does not play is left out."""
        seats: dict[tuple[str, str], Sitter] = {}
        for words in wanted.seats:
            said, _, name = words.partition(" : ")
            team, role, person = [*said.split(), "", "", ""][:3]
            seats |= {(each, role): Sitter(person, unescape(name) or "") for each in _meant(team, teams)}
        away: dict[str, set[str]] = {team: set() for team in teams}
        for words in wanted.away:
            team, _, people = words.partition(" ")
            for each in _meant(team, teams):
                away[each] |= {person.strip() for person in people.split(",")}
        return cls(tuple(teams), seats, {team: frozenset(people) for team, people in away.items()})

    def into(self, wanted: Wanted) -> Wanted:
        """The same in words: what holds for all teams once, then what is one team's own."""
        seats: list[str] = []
        for role in dict.fromkeys(role for _, role in self.seats):
            each = {team: self.seats.get((team, role)) for team in self.teams}
            first = next(iter(each.values()))
            if first is not None and set(each.values()) == {first}:
                seats.append(f"{ALL} {role} {first.words}")
            else:
                seats += [f"{team} {role} {sitter.words}" for team, sitter in each.items() if sitter is not None]
        everywhere = frozenset.intersection(*self.away.values()) if self.away else frozenset()
        away = [f"{ALL} {', '.join(sorted(everywhere))}"] if everywhere else []
        for team, people in self.away.items():
            if own := sorted(people - everywhere):
                away.append(f"{team} {', '.join(own)}")
        return replace(wanted, seats=tuple(seats), away=tuple(away))

    # ── changing ─────────────────────────────────────────────────────────────

    def seated(self, team: str, role: str, sitter: Sitter) -> Seats:
        """Somebody sits there, and so is there."""
        teams = _meant(team, self.teams)
        away = {each: people - {sitter.person} if each in teams else people for each, people in self.away.items()}
        return replace(self, away=away)._with({**self.seats, **{(each, role): sitter for each in teams}})

    def as_planned(self, team: str, role: str, plan: Plan) -> Seats:
        """The seat as the plan has it, its people there."""
        teams = _meant(team, self.teams)
        seats = {key: sitter for key, sitter in self.seats.items() if key[1] != role or key[0] not in teams}
        return self._with(seats)._back(teams, plan.roles[role].people)

    def emptied(self, team: str, role: str, plan: Plan) -> Seats:
        """Nobody is there who could sit in this seat."""
        teams = _meant(team, self.teams)
        away = {
            each: people | set(self._presence(each, plan).seats[role]) if each in teams else people
            for each, people in self.away.items()
        }
        return replace(self, away=away)

    def toggled(self, team: str, person: str) -> Seats:
        """Somebody is away, in whatever seat; or back, where they were away."""
        teams = _meant(team, self.teams)
        if all(person in self.away[each] for each in teams):
            return self._back(teams, [person])
        away = {each: people | {person} if each in teams else people for each, people in self.away.items()}
        return replace(self, away=away)

    def kept_for(self, plan: Plan) -> Seats:
        """What of it means something on another plan."""
        known = {*plan.people, *(sitter.person for sitter in self.seats.values() if sitter.name)}
        seats = {key: sitter for key, sitter in self.seats.items() if key[1] in plan.roles and sitter.person in known}
        return replace(self, seats=seats, away={team: people & known for team, people in self.away.items()})

    def _back(self, teams: Sequence[str], people: Iterable[str]) -> Seats:
        gone = set(people)
        away = {team: them - gone if team in teams else them for team, them in self.away.items()}
        return replace(self, away=away)

    def _with(self, seats: Mapping[tuple[str, str], Sitter]) -> Seats:
        """Other seats; a walk-in who sits nowhere any more is forgotten."""
        gone = {sitter.person for sitter in self.seats.values() if sitter.name}
        gone -= {sitter.person for sitter in seats.values()}
        return replace(self, seats=seats, away={team: people - gone for team, people in self.away.items()})

    # ── reading ──────────────────────────────────────────────────────────────

    def _presence(self, team: str, plan: Plan) -> Presence:
        presence = Presence(plan)
        for (each, role), sitter in self.seats.items():
            if each == team and role in plan.roles:
                presence.seat(role, sitter.person)
        presence.move(0, self.away.get(team, ()), ())
        return presence

    def sitting(self, team: str, role: str, plan: Plan) -> str | None:
        """The person in a seat of a team; None where nobody is there."""
        return self._presence(team, plan).first_present(role)

    def name_of(self, person: str, plan: Plan) -> str:
        """What somebody is called in the room."""
        if person in plan.people:
            return plan.people[person].name
        return next((sitter.name for sitter in self.seats.values() if sitter.person == person), "") or person

    def walk_in(self, name: str, plan: Plan) -> Sitter:
        """A walk-in by name: the same name is the same person, another gets an id of their own."""
        known = {sitter.name: sitter.person for sitter in self.seats.values() if sitter.name}
        if name in known:
            return Sitter(known[name], name)
        taken = {*plan.people, *known.values(), *RESERVED}
        stem = "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "walk-in"
        free = next(one for one in (stem, *(f"{stem}-{number}" for number in range(2, 1_000))) if one not in taken)
        return Sitter(free, name)


class Seating(StrEnum):
    """How a seat is filled."""

    PLANNED = "as the plan has it"
    BACKUP = "a backup"
    INSTEAD = "put there"
    WALK_IN = "a walk-in"
    NOBODY = "nobody is there"
    DIFFERS = "not the same in every team"


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One role's seat, as a team has it, or as all teams have it."""

    role: str
    title: str
    seating: Seating
    who: str
    """Who sits there, by name; of several teams, each with its own."""
    needed: bool
    """Whether the scenario needs the role; other roles can still be called."""


def seat_rows(exercise: Exercise, seats: Seats, team: str) -> tuple[SeatRow, ...]:
    """The seats of a team, or of ``all``: the roles that the scenario needs first. Control's own are left out."""
    plan, needed = exercise.plan, needed_roles(exercise)
    order = sorted(plan.roles, key=lambda role: (role not in needed, plan.roles[role].level))
    return tuple(_row(plan, seats, team, role, role in needed) for role in order if role not in exercise.simulated)


def _row(plan: Plan, seats: Seats, team: str, role: str, needed: bool) -> SeatRow:
    each = {one: _filled(seats, one, role, plan) for one in _meant(team, seats.teams)}
    title = plan.roles[role].title
    if len(set(each.values())) == 1:
        seating, who = next(iter(each.values()))
        return SeatRow(role, title, seating, who, needed)
    said = ", ".join(f"{one}: {who or 'nobody'}" for one, (_, who) in each.items())
    return SeatRow(role, title, Seating.DIFFERS, said, needed)


def _filled(seats: Seats, team: str, role: str, plan: Plan) -> tuple[Seating, str]:
    person = seats.sitting(team, role, plan)
    if person is None:
        return Seating.NOBODY, ""
    name, sitter = seats.name_of(person, plan), seats.seats.get((team, role))
    if sitter is not None and sitter.person == person:
        return (Seating.WALK_IN if person not in plan.people else Seating.INSTEAD), name
    return (Seating.PLANNED if plan.roles[role].people[:1] == (person,) else Seating.BACKUP), name


def needed_roles(exercise: Exercise) -> frozenset[str]:
    """The roles that the scenario turns to, and those that its expected steps name; without control's own."""
    found: set[str] = set()
    for inject in exercise.injects.values():
        found |= {*inject.to, *inject.deciders, *(reach.role for reach in inject.must_reach)}
        for asked in inject.expect:
            step = exercise.steps[asked.step].step
            found |= {*step.actors, *step.called}
    return frozenset(found) - exercise.simulated


def people_away(seats: Seats, plan: Plan, team: str) -> Iterator[str]:
    """The names of who is away from a team, or from every team."""
    teams = _meant(team, seats.teams)
    for person in sorted(frozenset.intersection(*(seats.away[each] for each in teams)) if teams else ()):
        yield seats.name_of(person, plan)


def _meant(team: str, teams: Sequence[str]) -> tuple[str, ...]:
    return tuple(teams) if team == ALL else (team,) if team in teams else ()
