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
    guarded: Bools
    """Whether the guard of each step holds at the end; in the order of the model's steps."""
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
    """When each task was lined up for somebody, who then had other things to finish first."""
    started_at: Ints
    """When they began it: NEVER where the end came first."""
    finished_at: Ints
    person: Ints
    """Who began it."""
    seat: Ints
    """The role as which they did."""
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
        asked = len(model.expected)
        return cls(
            **_arrays(_times(model), runs, NEVER),
            **_arrays(_numbers(model), runs, NOBODY),
            excused=np.zeros((asked, runs), dtype=np.bool_),
            guarded=np.zeros((len(model.steps), runs), dtype=np.bool_),
            factor=np.ones((asked, runs)),
            away=np.zeros((len(model.people), runs), dtype=np.bool_),
        )

    @staticmethod
    def rows(model: Model) -> int:
        """How many numbers there are of each run."""
        return sum(_times(model).values()) + sum(_numbers(model).values()) + len(model.expected)


def _times(model: Model) -> dict[str, int]:
    """How many rows each array of times has."""
    return {
        **dict.fromkeys(("expected_at", "clock_at", "done_at"), len(model.expected)),
        "told_at": len(model.reaches),
        **dict.fromkeys(("delivered_at", "decided_at"), len(model.injects)),
        **dict.fromkeys(("ready_at", "started_at", "finished_at"), len(model.tasks)),
        **dict.fromkeys(("called_at", "answered_at"), len(model.races)),
        "tried_at": sum(len(race.answers) for race in model.races),
    }


def _numbers(model: Model) -> dict[str, int]:
    """How many rows each array of people, roles and options has."""
    tasks, races = len(model.tasks), len(model.races)
    return {"option": len(model.injects), "person": tasks, "seat": tasks, "answerer": races}


def _arrays(heights: dict[str, int], runs: int, fill: int) -> dict[str, Ints]:
    """Arrays of so many rows, out of one piece of memory: that is had several times as fast as many pieces."""
    whole = np.full((sum(heights.values()), runs), fill, dtype=np.int64)
    ends = np.cumsum([*heights.values()])
    return {name: whole[end - height : end] for (name, height), end in zip(heights.items(), ends, strict=True)}
