"""How far a team's play has come, and what moves by itself from there."""

from __future__ import annotations

import heapq
from enum import Enum

from drill.session.statements import Rank

START = (0, -1)
"""Where a play begins: before everything of the first instant."""


class Due(Enum):
    """What moves by itself, each with its rank on an instant.

    What finishes does so after the acts of its instant, so that an act which is said to
    be done just then is done once; and in time for a deadline of the same instant.
    """

    FINISH = "finish", Rank.LATENESS
    DEADLINE = "deadline", Rank.LATENESS
    REPEAT = "repeat", Rank.LATENESS
    INJECT = "inject", Rank.DELIVERY

    def __init__(self, _: str, rank: Rank) -> None:
        self.rank = int(rank)


class Agenda:
    """What is to come, in its order, and the position that the play has reached: milliseconds and a rank."""

    def __init__(self) -> None:
        self.position: tuple[int, int] = START
        self._heap: list[tuple[int, int, int, int, Due, object]] = []
        self._count = 0

    @property
    def now(self) -> int:
        """The instant that the play has reached."""
        return self.position[0]

    @property
    def head(self) -> tuple[int, int] | None:
        """The position at which something moves next; None if nothing ever does."""
        return self._heap[0][:2] if self._heap else None

    def put(self, at: int, kind: Due, what: object, order: int = 1) -> None:
        """Let something move at an instant; of several the lowest `order` does so first, then the earliest put."""
        self._count += 1
        heapq.heappush(self._heap, (at, kind.rank, order, self._count, kind, what))

    def pop(self) -> tuple[int, Due, object]:
        """What moves next, and when; the play comes to its position."""
        at, rank, _, _, kind, what = heapq.heappop(self._heap)
        self.move_to((at, rank))
        return at, kind, what

    def move_to(self, position: tuple[int, int]) -> None:
        """Come to a position, unless the play is past it."""
        if position > self.position:
            self.position = position
