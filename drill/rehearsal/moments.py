"""The next moment of a thing as one number, so that the least of many is what comes next."""

from __future__ import annotations

import numpy as np

from drill.errors import Refused
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Model, Rank

WORK, LATENESS, DELIVERY, ANSWER, OWN, NEXT = (int(rank) for rank in Rank)
"""The ranks as plain numbers: with what only looks like one NumPy is slow."""


class Moments:
    """How a moment is packed: by time, then rank, then place. A column of things for each kind of them."""

    def __init__(self, model: Model) -> None:
        self.races = len(model.tasks)
        self.deadlines = self.races + len(model.races)
        self.late = tuple(
            2 * each.index + repeats
            for each in model.expected
            for repeats in (0, 1)
            if (each.every is not None and each.next is not None if repeats else each.is_watched)
        )
        """What falls due: twice the number of an expected step for its deadline, and one more for its repetition."""
        self.late_column = {what: self.deadlines + row for row, what in enumerate(self.late)}
        self.injects = self.deadlines + len(self.late)
        self.columns = self.injects + len(model.injects)
        self.per_order = max(1, len(self.late))
        self.bits = max(self.columns, self.per_order * (len(model.expected) + 2)).bit_length()
        self.mask = (1 << self.bits) - 1
        """What keeps the place of a moment."""
        self.shift = self.bits + 3
        self.after = model.end + 1
        self.end = self.after << self.shift
        """The least moment that is after the end of the exercise."""
        if self.end.bit_length() > 59:
            raise Refused("this is too long, or too large, to be rehearsed", "rehearse a shorter scenario")

    def pack(self, at: Ints, rank: int, place: Ints | int) -> Ints:
        """The moment at a time; whatever is after the end comes just after it, and so never."""
        return self.pack_ranked(at, rank, place)

    def pack_ranked(self, at: Ints, ranks: Ints | int, place: Ints | int) -> Ints:
        """The moments of things of several ranks."""
        packed: Ints = (np.minimum(at, self.after) << self.shift) | (ranks << self.bits) | place
        return packed

    def lateness(self, at: Ints, order: Ints, column: int) -> Ints:
        """The moment of a deadline or a repetition: of those that fall together, first what was known first."""
        return self.pack(at, LATENESS, order * self.per_order + (column - self.deadlines))

    def unpack(self, moments: Ints) -> tuple[Ints, Ints, Ints]:
        """Times, ranks and columns."""
        low = moments & self.mask
        ranks = (moments >> self.bits) & 7
        late = ranks == LATENESS
        if late.any():
            low = np.where(late, self.deadlines + low % self.per_order, low)
        return moments >> self.shift, ranks, low
