"""What came of runs, before anything is judged: plain times, one row for each thing, one column for each run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Model

NEVER = 1 << 60
"""The time of what never happened: later than anything, and a sum of two of them still is a number."""

NOBODY = -1
"""The person, the role or the option where there is none."""

Bools = npt.NDArray[np.bool_]


@dataclass
class Outcome:
    """What happened in each run; [things × runs], times in milliseconds, NEVER for what did not happen."""

    expected_at: Ints
    """When each expected step came to be expected."""
    clock_at: Ints
    """When its clock started."""
    done_at: Ints
    """When it was done; it may have been before it was expected."""
    excused: Bools
    """Its guard held when it was expected, or, not done, at its deadline or the end."""
    factor: npt.NDArray[np.float64]
    """What it is worth by who did it, for acts (scoring.md, 1)."""
    told_at: Ints
    """When each role that must be reached was told."""
    delivered_at: Ints
    """When each inject was delivered."""
    decided_at: Ints
    option: Ints
    """Which option was chosen of each inject's decision."""
    ready_at: Ints
    """When each task could have been taken up."""
    started_at: Ints
    finished_at: Ints
    person: Ints
    seat: Ints
    """The role as which it was done."""
    called_at: Ints
    """When each race began: the call or the delivery."""
    tried_at: Ints
    """When each candidate of each race was tried, race by race."""
    answered_at: Ints
    answerer: Ints
    """Which of the race's candidates answered, counted from 0."""
    away: Bools
    """Who was away from the start."""

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return int(self.away.shape[1])

    @classmethod
    def blank(cls, model: Model, runs: int) -> Outcome:
        """Runs in which nothing has happened."""

        def whole(rows: int, fill: int) -> Ints:
            return np.full((rows, runs), fill, dtype=np.int64)

        asked, injects, tasks, races = len(model.expected), len(model.injects), len(model.tasks), len(model.races)
        return cls(
            expected_at=whole(asked, NEVER),
            clock_at=whole(asked, NEVER),
            done_at=whole(asked, NEVER),
            excused=np.zeros((asked, runs), dtype=np.bool_),
            factor=np.ones((asked, runs)),
            told_at=whole(len(model.reaches), NEVER),
            delivered_at=whole(injects, NEVER),
            decided_at=whole(injects, NEVER),
            option=whole(injects, NOBODY),
            ready_at=whole(tasks, NEVER),
            started_at=whole(tasks, NEVER),
            finished_at=whole(tasks, NEVER),
            person=whole(tasks, NOBODY),
            seat=whole(tasks, NOBODY),
            called_at=whole(races, NEVER),
            tried_at=whole(sum(len(race.answers) for race in model.races), NEVER),
            answered_at=whole(races, NEVER),
            answerer=whole(races, NOBODY),
            away=np.zeros((len(model.people), runs), dtype=np.bool_),
        )
