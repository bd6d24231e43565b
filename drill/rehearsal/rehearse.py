"""Rehearsing: runs played chunk by chunk, until there are enough, it is sure enough, or somebody says stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drill.errors import WrongUsage
from drill.rehearsal.chunks import played
from drill.rehearsal.counting import Counts
from drill.rehearsal.forecast import Forecast
from drill.rehearsal.model import Model

LEAST_RUNS = 500
"""So many runs are played before it can be sure enough: fewer may all agree by chance."""

MOST_RUNS = 10_000_000
"""More runs than this tell nobody anything: their interval would be a thousandth of a point wide."""

Watch = Callable[[int, int], bool]
"""Called after every chunk with the runs played and the runs wanted; False stops the rehearsal."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Stop when the interval of a metric is no wider than plus and minus `half`, a share."""

    metric: str
    half: float

    def is_met(self, counts: Counts) -> bool:
        """Whether it is sure enough."""
        share = counts.in_time_so_far.get(self.metric)
        if share is None or counts.runs < LEAST_RUNS:
            return False
        low, high = share.interval
        return (high - low) / 2 <= self.half


def check_runs(runs: int) -> None:
    """Raise WrongUsage for a number of runs that cannot be meant."""
    if runs < 1:
        raise WrongUsage(f"{runs} runs tell nothing", "10,000 is a good number, and --runs 100 a quick look")
    if runs > MOST_RUNS:
        raise WrongUsage(
            f"{runs:,} runs are too many", f"{MOST_RUNS:,} at most; 10,000 tell a risk of 5 % to half a point"
        )


def go_on(_played: int, _wanted: int) -> bool:
    """Watch nothing, and never stop."""
    return True


def rehearse(
    model: Model, seed: int, runs: int, *, watch: Watch = go_on, precision: Precision | None = None
) -> Forecast:
    """What comes of so many runs of a model; of fewer where `watch` says stop, or `precision` is met."""
    counts = Counts(model)
    for _first, outcome in played(model, seed, runs):
        counts.add(outcome)
        if not watch(counts.runs, runs):
            break
        if precision is not None and precision.is_met(counts):
            return counts.forecast(counts.runs)
    return counts.forecast(runs)
