"""Who sits in which seat of a team, and who is away."""

from __future__ import annotations

from collections.abc import Iterable

from drill.plan.model import Plan


class Presence:
    """The people in a team's seats, the first of each in front; and who dropped out and came back."""

    def __init__(self, plan: Plan) -> None:
        self.seats: dict[str, list[str]] = {role: list(seat.people) for role, seat in plan.roles.items()}
        self.absent: set[str] = set()
        self.absences: list[tuple[int, str, bool]] = []
        """When somebody dropped out (true) or came back, in the order of time."""

    def seat(self, role: str, person: str) -> None:
        """Put a person in front of a role's people."""
        seat = self.seats[role]
        seat[:] = [person, *(other for other in seat if other != person)]

    def move(self, at: int, gone: Iterable[str], back: Iterable[str]) -> None:
        """People drop out or come back; who is away already does not leave again."""
        for person in gone:
            if person not in self.absent:
                self.absent.add(person)
                self.absences.append((at, person, True))
        for person in back:
            if person in self.absent:
                self.absent.discard(person)
                self.absences.append((at, person, False))

    def first_present(self, role: str) -> str | None:
        """The first of a role's people who is there."""
        return next((person for person in self.seats.get(role, ()) if person not in self.absent), None)
