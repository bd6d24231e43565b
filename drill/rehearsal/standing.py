"""How what happened stands against targets and deadlines, and the time part, for many runs at once.

The rules are those of `drill.scoring.responses` and `drill.scoring.time`; a test plays
runs through both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from drill.plan.model import ScoringRules
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected, Model, Reach
from drill.rehearsal.outcome import NEVER, Bools, Outcome
from drill.scenario.model import Style

Floats = npt.NDArray[np.float64]


class Standing(IntEnum):
    """How an expected step, or a role to reach, stands at the end of a run."""

    UNASKED = 0
    """Its inject never came."""
    MET = 1
    SLOW = 2
    LATE = 3
    MISSED = 4
    PENDING = 5
    EXCUSED = 6


DONE = (Standing.MET, Standing.SLOW, Standing.LATE)
LEFT_OUT = (Standing.UNASKED, Standing.PENDING, Standing.EXCUSED)
"""What is held against nobody."""


def step_standings(model: Model, outcome: Outcome) -> npt.NDArray[np.int8]:
    """How each expected step stands, as [expected × runs]."""
    rows = [_step_standing(model, outcome, each) for each in model.expected]
    return np.array(rows, dtype=np.int8).reshape(len(rows), outcome.runs)


def reach_standings(model: Model, outcome: Outcome) -> npt.NDArray[np.int8]:
    """How each role to reach stands, as [reaches × runs]."""
    rows = [_reach_standing(model, outcome, each) for each in model.reaches]
    return np.array(rows, dtype=np.int8).reshape(len(rows), outcome.runs)


def _step_standing(model: Model, outcome: Outcome, expected: Expected) -> npt.NDArray[np.int8]:
    number = expected.index
    asked_at, clock_at = outcome.expected_at[number], outcome.clock_at[number]
    runs_from = np.where(clock_at == NEVER, asked_at, clock_at)
    found = _standing(model, expected, asked_at, runs_from, outcome.done_at[number])
    found[outcome.excused[number] & (asked_at < NEVER)] = Standing.EXCUSED
    return found


def _reach_standing(model: Model, outcome: Outcome, reach: Reach) -> npt.NDArray[np.int8]:
    asked_at = outcome.delivered_at[reach.inject]
    return _standing(model, reach, asked_at, asked_at, outcome.told_at[reach.index])


def _standing(
    model: Model, asked: Expected | Reach, asked_at: Ints, clock_at: Ints, done_at: Ints
) -> npt.NDArray[np.int8]:
    if asked.deadline is None or asked.target is None:
        found = np.where(done_at < NEVER, Standing.MET, Standing.MISSED)
    else:
        deadline_at = clock_at + asked.deadline
        in_time = np.where(done_at <= clock_at + asked.target, Standing.MET, Standing.SLOW)
        done = np.where(done_at <= deadline_at, in_time, Standing.LATE)
        undone = np.where(model.end <= deadline_at, Standing.PENDING, Standing.MISSED)
        found = np.where(done_at < NEVER, done, undone)
    found[asked_at == NEVER] = Standing.UNASKED
    return found.astype(np.int8)


def time_credit(elapsed: Ints, target: int, deadline: int, rules: ScoringRules, *, hard: bool = False) -> Floats:
    """The credit in [0, 1] after `elapsed` milliseconds; `drill.scoring.credit.time_credit` for many runs."""
    if hard:
        return np.where(elapsed <= deadline, 1.0, 0.0)
    span, at_deadline = deadline - target, rules.credit_at_deadline
    slow = 1.0 - (1.0 - at_deadline) * (elapsed - target) / span
    late = at_deadline * np.power(2.0, -(np.maximum(elapsed, deadline) - deadline) / span)
    return np.where(elapsed <= target, 1.0, np.where(elapsed <= deadline, slow, late))


@dataclass(frozen=True)
class Judged:
    """Runs, judged."""

    steps: npt.NDArray[np.int8]
    """`Standing` of each expected step, [expected × runs]."""
    reaches: npt.NDArray[np.int8]
    """`Standing` of each role to reach."""
    credit: Floats
    """What each expected act is worth, 0 where it is left out or no act."""
    time: Floats
    """The time part of each run; NaN with nothing to observe."""


def judge(model: Model, outcome: Outcome) -> Judged:
    """How runs stand."""
    steps, reaches = step_standings(model, outcome), reach_standings(model, outcome)
    credit = np.zeros(steps.shape)
    for expected in model.expected:
        if is_act(model, expected):
            credit[expected.index] = _credit(model, outcome, expected, steps[expected.index])
    return Judged(steps, reaches, credit, _time_part(model, steps, credit))


def is_act(model: Model, expected: Expected) -> bool:
    """Whether an expected step belongs to the time part: an act or an approval."""
    return not model.exercise.steps[expected.step].step.called


def left_out(standings: npt.NDArray[np.int8]) -> Bools:
    """Where nothing is held against anyone."""
    return np.isin(standings, LEFT_OUT)


def _credit(model: Model, outcome: Outcome, expected: Expected, standing: npt.NDArray[np.int8]) -> Floats:
    number, step = expected.index, model.exercise.steps[expected.step].step
    done = np.isin(standing, DONE)
    worth = np.ones(standing.shape)
    if is_timed(model) and expected.deadline is not None and expected.target is not None:
        elapsed = np.where(done, np.maximum(0, outcome.done_at[number] - outcome.clock_at[number]), 0)
        worth = time_credit(elapsed, expected.target, expected.deadline, model.exercise.plan.scoring, hard=step.hard)
    return np.where(done, worth * outcome.factor[number], 0.0)


def is_timed(model: Model) -> bool:
    """Whether times are scored: not in a discussion."""
    return model.exercise.scenario.style is Style.LIVE


def _time_part(model: Model, steps: npt.NDArray[np.int8], credit: Floats) -> Floats:
    """Σ w·s / Σ w over the acts: a step that several injects ask for counts once, by what it is worth least."""
    total, weights = np.zeros(steps.shape[1]), np.zeros(steps.shape[1])
    for numbers in acts_counted_once(model):
        seen = ~left_out(steps[numbers])
        least = np.where(seen, credit[numbers], np.inf).min(axis=0)
        weight = np.where(seen, [[model.expected[number].weight] for number in numbers], 0.0).max(axis=0)
        total += np.where(weight > 0, weight * np.where(np.isfinite(least), least, 0.0), 0.0)
        weights += weight
    part: Floats = np.divide(total, weights, out=np.full(total.shape, np.nan), where=weights > 0)
    return part


def acts_counted_once(model: Model) -> list[list[int]]:
    """The expected acts that are timed, those together that are one step, account and occurrence."""
    groups: dict[object, list[int]] = {}
    for expected in model.expected:
        if is_act(model, expected) and is_timed(model) and expected.deadline is not None:
            groups.setdefault((expected.step, expected.account, expected.occurrence), []).append(expected.index)
    return list(groups.values())
