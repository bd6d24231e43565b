"""A real drill laid over its forecast: where each of its times lies, and whether the forecast was any good."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from drill.rehearsal.forecast import Asked, Forecast
from drill.rehearsal.marks import label
from drill.scenario.exercise import Exercise
from drill.scoring.card import LEFT_OUT, Response, Status, TeamCard

MIDDLE = 0.8
"""So much of a forecast lies between its p10 and its p90."""

FAR_OFF = 0.01
"""A forecast that is true is said to be far off as seldom as this."""

LEAST = 3
"""Of fewer times nothing is said of a forecast."""


class Where(StrEnum):
    """Where a time lies in its forecast."""

    FASTER = "faster than nine in ten"
    MIDDLE = "as expected"
    SLOWER = "slower than nine in ten"
    SLOWEST = "slower than 19 in 20"


@dataclass(frozen=True, slots=True)
class Laid:
    """One thing that a team was asked for, over the forecast of it."""

    asked: Asked
    time: int | None
    """How long it took, in ms; None where it was never done."""
    where: Where


def lay_over(exercise: Exercise, forecast: Forecast, card: TeamCard) -> tuple[Laid, ...]:
    """Each thing that a team was asked for and that the forecast knows, in the forecast's order."""
    known = {(asked.inject, asked.name): asked for asked in forecast.asked}
    found = []
    for row in card.responses:
        asked = known.get((row.inject, label(exercise, row)))
        if asked is not None and row.status not in (*LEFT_OUT, Status.PREMATURE) and asked.asked.count:
            time = _time(asked, row)
            found.append(Laid(asked, time, _where(asked, time)))
    return tuple(found)


def _time(asked: Asked, row: Response) -> int | None:
    """From when its clock started, as the forecast counts."""
    if row.done_at is None:
        return None
    started = row.expected_at
    if row.deadline_at is not None and asked.deadline is not None:
        started = row.deadline_at - asked.deadline
    return max(0, row.done_at - started)


def _where(asked: Asked, time: int | None) -> Where:
    p10, p90, p95 = asked.p10.value, asked.p90.value, asked.p95.value
    late = math.inf if time is None else time
    if p95 is not None and late > p95:
        return Where.SLOWEST
    if p90 is not None and late > p90:
        return Where.SLOWER
    if time is None or (p10 is not None and time >= p10):
        return Where.MIDDLE
    return Where.FASTER


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often real times lay where a forecast says that four in five lie."""

    times: int
    inside: int
    slower: int
    faster: int

    @classmethod
    def of(cls, laid: Iterable[Laid]) -> Calibration:
        """Count them."""
        places = [each.where for each in laid]
        inside, faster = places.count(Where.MIDDLE), places.count(Where.FASTER)
        return cls(len(places), inside, len(places) - inside - faster, faster)

    @property
    def is_far_off(self) -> bool:
        """Whether a true forecast would miss as often in fewer than one case of a hundred (binomial, one-sided).

        The times of one drill hang together, a late first step making the others late, so
        that this is a hint to look at the response times, and no test.
        """
        return self.times >= LEAST and _at_most(self.inside, self.times, MIDDLE) < FAR_OFF


def _at_most(count: int, of: int, share: float) -> float:
    """The probability of so few, or fewer."""
    return math.fsum(math.comb(of, each) * share**each * (1 - share) ** (of - each) for each in range(count + 1))
