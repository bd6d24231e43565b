"""What NumPy has no short word for: indices of what holds, and rows of different lengths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from drill.rehearsal.draws import Ints
from drill.rehearsal.outcome import Bools


def chosen(holds: Bools) -> Ints:
    """The indices at which something holds."""
    return holds.nonzero()[0]


class Ragged:
    """Rows of numbers, end to end."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._values = np.array([value for row in rows for value in row], dtype=np.int64)
        self._counts = np.array([len(row) for row in rows], dtype=np.int64)
        self._starts = np.cumsum(self._counts) - self._counts

    def of(self, rows: Ints) -> tuple[Ints, Ints]:
        """Every number of these rows, one after the other, each with the place in `rows` that it belongs to."""
        counts = self._counts[rows]
        which = np.repeat(np.arange(len(rows)), counts)
        places = np.arange(len(which))
        places += (self._starts[rows] - np.cumsum(counts) + counts)[which]
        return which, self._values[places]
