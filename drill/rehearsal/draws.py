"""Chance, by counting: run k draws the same whatever is rehearsed with it, before it or after it.

Each draw has a key of its own, hashed from what it is for ("how long legal takes for
sign-off"), and a table of 65,536 whole numbers. A hash of (seed, run, key) chooses the
place in the table. So a change of the plan moves only the draws of what it changes,
and no result hangs on how a library draws.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Words64 = npt.NDArray[np.uint64]

SIZE = 1 << 16
"""Places of a table: the tail of a distribution stops at 1 in 131,072, or 4.3 standard deviations."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_TOGETHER = 16
"""So many draws of all runs at once: few enough for a processor's own memory."""


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Times in milliseconds with this median; ln(spread) is the deviation of their logarithm."""

    median: int
    spread: float


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always this time, in milliseconds."""

    time: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """An index into these weights, as often as its weight says."""

    weights: tuple[float, ...]


Distribution = Lognormal | Fixed | OneOf


@dataclass(frozen=True, slots=True)
class Draw:
    """One thing left to chance: what it is for, in words that are unique in a rehearsal, and how it falls."""

    what: str
    distribution: Distribution


@cache
def quantiles() -> npt.NDArray[np.float64]:
    """The mid-point quantiles of the standard normal distribution, in rising order."""
    normal = NormalDist()
    upper = [normal.inv_cdf((place + 0.5) / SIZE) for place in range(SIZE // 2, SIZE)]
    return np.array([*(-value for value in reversed(upper)), *upper])


def table(distribution: Distribution) -> Ints:
    """The 65,536 whole numbers that a distribution is drawn from; no time is shorter than a millisecond."""
    if isinstance(distribution, Fixed):
        return np.full(SIZE, max(1, distribution.time), dtype=np.int64)
    if isinstance(distribution, Lognormal):
        times = distribution.median * np.exp(math.log(distribution.spread) * quantiles())
        return np.asarray(np.maximum(1, np.rint(times)), dtype=np.int64)
    total = math.fsum(distribution.weights)
    bounds = [math.fsum(distribution.weights[: index + 1]) / total for index in range(len(distribution.weights))]
    drawn = np.searchsorted(bounds[:-1], (np.arange(SIZE) + 0.5) / SIZE, side="right")
    return np.asarray(drawn, dtype=np.int64)


def key_of(what: str) -> int:
    """The 64 bits that stand for a thing left to chance."""
    return int.from_bytes(blake2b(what.encode(), digest_size=8).digest(), "little")


def mix(words: Words64) -> Words64:
    """Run the finalizer of splitmix64 (Steele, Lea, Flood 2014) over the words, in place."""
    words ^= words >> np.uint64(30)
    words *= _FIRST
    words ^= words >> np.uint64(27)
    words *= _SECOND
    words ^= words >> np.uint64(31)
    return words


class Chance:
    """All that is left to chance in a rehearsal."""

    def __init__(self, seed: int, draws: Sequence[Draw]) -> None:
        distinct = list(dict.fromkeys(draw.distribution for draw in draws))
        place = {distribution: index for index, distribution in enumerate(distinct)}
        self._tables = np.concatenate([table(distribution) for distribution in distinct] or [np.empty(0, np.int64)])
        self._base = np.array([place[draw.distribution] * SIZE for draw in draws], dtype=np.int64)[:, None]
        self._keys = np.array([key_of(draw.what) for draw in draws], dtype=np.uint64)[:, None]
        self._seed = np.array([seed % (1 << 64)], dtype=np.uint64)

    def runs(self, first: int, count: int) -> Ints:
        """What is drawn in `count` runs from run `first` on, as [draws × runs]."""
        numbers = np.arange(first, first + count, dtype=np.uint64)
        streams = mix(mix(self._seed + _GOLDEN) + (numbers + np.uint64(1)) * _GOLDEN)
        drawn = np.empty((len(self._keys), count), dtype=np.int64)
        for start in range(0, len(drawn), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            places = mix(streams ^ self._keys[some])
            places >>= np.uint64(48)
            index = places.view(np.int64)
            index += self._base[some]
            self._tables.take(index, out=drawn[some], mode="clip")
        return drawn
