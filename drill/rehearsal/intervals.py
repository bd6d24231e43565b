"""How sure a number is that was counted over runs: 95 % intervals, each with its source.

Shares have Wilson's interval, which holds for shares near 0 and 1 and for few runs
(E. B. Wilson 1927, Journal of the American Statistical Association 22). Quantiles have
the order statistics between which they lie, by the normal approximation of the binomial
(W. J. Conover, Practical Nonparametric Statistics, 3.2). Means have the normal one.
Paired shares, two plans on the same draws, have Agresti and Min's (2005, Statistics in
Medicine 24): half a run is added to each of the four cells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

Z = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many runs."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share in [0, 1]; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval; all of [0, 1] where nothing was counted."""
        return wilson(self.count, self.of)


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in [0, 1]."""
    if not of:
        return 0.0, 1.0
    share, z2 = count / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return low, 1.0 if count == of else min(1.0, middle + half)


def quantile_ranks(of: int, quantile: float) -> tuple[int, int, int]:
    """The rank of a quantile among `of` values in rising order, and of its interval's ends, from 0."""
    spread = Z * math.sqrt(of * quantile * (1 - quantile))
    low, high = math.floor(of * quantile - spread), math.ceil(of * quantile + spread)
    middle = math.ceil(of * quantile) - 1
    return max(0, min(middle, of - 1)), max(0, low), min(of - 1, max(0, high))


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, by the sum of its values and that of their squares."""

    of: int
    total: float
    squares: float

    @property
    def value(self) -> float | None:
        """The mean; None of nothing."""
        return self.total / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The normal interval of the mean; None of fewer than two values."""
        if self.of < 2:
            return None
        mean = self.total / self.of
        variance = max(0.0, (self.squares - self.of * mean * mean) / (self.of - 1))
        half = Z * math.sqrt(variance / self.of)
        return mean - half, mean + half


class Verdict(StrEnum):
    """What a difference on the same draws says."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"
    """No run went differently."""
    OPEN = "can't be told"


@dataclass(frozen=True, slots=True)
class Paired:
    """How two ways of doing it differ on the same draws: in how many runs only one of them came out well."""

    gained: int
    """Well only with the change."""
    lost: int
    """Well only without it."""
    of: int

    @property
    def value(self) -> float | None:
        """How much the share of runs that come out well changes, in [-1, 1]."""
        return (self.gained - self.lost) / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Agresti and Min's interval of the change."""
        gained, lost, of = self.gained + 0.5, self.lost + 0.5, self.of + 2
        change = (gained - lost) / of
        half = Z * math.sqrt(max(0.0, gained + lost - (gained - lost) ** 2 / of)) / of
        return max(-1.0, change - half), min(1.0, change + half)

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        if not self.gained and not self.lost:
            return Verdict.SAME if self.of else Verdict.OPEN
        low, high = self.interval
        return Verdict.BETTER if low > 0 else Verdict.WORSE if high < 0 else Verdict.OPEN
