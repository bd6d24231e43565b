"""Any number of runs, a chunk at a time: memory stays what one chunk takes, and whoever iterates may stop."""

from __future__ import annotations

from collections.abc import Iterator

from drill.rehearsal import vector
from drill.rehearsal.draws import Chance
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import Outcome
from drill.rehearsal.tables import Tables

TOGETHER = 10_000
"""So many runs of a chunk: many enough that Python's own cost is shared, few enough that progress is seen."""

MOST_CELLS = 4_500_000
"""More numbers than this an outcome seldom holds, 8 bytes each: a large exercise has fewer runs in a chunk."""

LEAST = 250
"""But not fewer than these, however large it is."""


def chunk_of(model: Model) -> int:
    """How many runs of a model are played together."""
    return min(TOGETHER, max(LEAST, MOST_CELLS // Outcome.rows(model)))


def played(
    model: Model, seed: int, runs: int, *, first: int = 0, chunk: int | None = None
) -> Iterator[tuple[int, Outcome]]:
    """So many runs from run `first` on: for each chunk its first run and what came of it.

    Run k is the same in whatever chunk, and whatever is played before it.
    """
    tables, chance = Tables(model), Chance(seed, model.draws)
    size = chunk_of(model) if chunk is None else chunk
    for start in range(first, first + runs, size):
        count = min(size, first + runs - start)
        yield start, vector.play(tables, chance.runs(start, count))
