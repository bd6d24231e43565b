"""People and roles by number: who fills a role, who stands in, in what order they are tried."""

from __future__ import annotations

from drill.rehearsal.model import Candidate
from drill.scenario.exercise import Exercise


class Cast:
    """The people and roles of an exercise, numbered in the plan's order."""

    def __init__(self, exercise: Exercise) -> None:
        plan = exercise.plan
        moved = [
            person
            for prepared in exercise.injects.values()
            for person in (*prepared.inject.effects.absent, *prepared.inject.effects.back)
        ]
        self.people = tuple(dict.fromkeys((*plan.people, *moved)))
        self.roles = tuple(plan.roles)
        self.person = {person: number for number, person in enumerate(self.people)}
        self.role = {role: number for number, role in enumerate(self.roles)}
        self.fills = tuple(tuple(self.person[each] for each in seat.people) for seat in plan.roles.values())
        self.ack_within = tuple(seat.ack_within for seat in plan.roles.values())
        self.stand_ins = tuple(
            tuple(dict.fromkeys((number, *(self.role[each] for each in seat.delegates))))
            for number, seat in enumerate(plan.roles.values())
        )
        self.may_call: dict[int, list[int]] = {}
        for one, other in sorted((self.role[edge.from_], self.role[edge.to]) for edge in plan.escalations):
            self.may_call.setdefault(one, []).append(other)

    def numbers(self, roles: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of roles that the plan has."""
        return tuple(self.role[each] for each in roles if each in self.role)

    def with_stand_ins(self, roles: tuple[int, ...]) -> tuple[int, ...]:
        """The roles and their delegates."""
        return tuple(dict.fromkeys(each for role in roles for each in self.stand_ins[role]))

    def candidates(self, role: int) -> tuple[Candidate, ...]:
        """Who may answer for a role, each person once: its own people in turn, then each delegate."""
        found: dict[int, Candidate] = {}
        turn = 0
        for person in self.fills[role]:
            if person not in found:
                found[person] = Candidate(person, role, turn)
                turn += 1
        for delegate in self.stand_ins[role][1:]:
            for person in self.fills[delegate]:
                found.setdefault(person, Candidate(person, delegate, turn))
            turn += 1
        return tuple(found.values())

    def path(self, start: tuple[int, ...], goals: tuple[int, ...]) -> tuple[int, ...]:
        """The shortest way from one of these roles to one of those, by the plan's escalations; empty if none leads."""
        before: dict[int, int | None] = dict.fromkeys(start)
        waiting = list(start)
        for role in waiting:
            if role in goals:
                way = [role]
                while (previous := before[way[-1]]) is not None:
                    way.append(previous)
                return tuple(reversed(way))
            for other in self.may_call.get(role, ()):
                if other not in before:
                    before[other] = role
                    waiting.append(other)
        return ()
