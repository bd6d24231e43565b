"""What came of runs that were played, noted once all of them are over."""

from __future__ import annotations

import numpy as np

from drill.rehearsal.batch import Batch
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Bools, Outcome
from drill.rehearsal.presence import is_role_away
from drill.rehearsal.standing import Floats


def noted(batch: Batch) -> Outcome:
    """All that happened."""
    found, runs = batch.found, np.arange(batch.count)
    for expected in batch.model.expected:
        _note(batch, expected, runs)
    for row, tree in enumerate(batch.tables.step_guards):
        if tree is not None:
            found.guarded[row] = batch.holds(tree, runs)
    found.tried_at[:] = batch.tried[: len(found.tried_at)]
    ended = found.started_at > batch.model.end
    found.started_at[ended] = NEVER
    found.person[ended] = found.seat[ended] = NOBODY
    return found


def _note(batch: Batch, expected: Expected, runs: Ints) -> None:
    found, tables, number = batch.found, batch.tables, expected.index
    asked = found.expected_at[number] < NEVER
    places = [int(tables.first_moment[tally]) + expected.occurrence - 1 for tally in expected.tallies]
    done_at = batch.kept[places].max(axis=0)
    found.done_at[number] = np.where(asked, done_at, NEVER)
    started = np.minimum(found.clock_at[number], np.maximum(done_at, found.expected_at[number]))
    found.clock_at[number] = np.where(asked, started, NEVER)
    guard = tables.guards[number]
    if guard is not None:
        found.excused[number] |= asked & (done_at == NEVER) & batch.holds(guard, runs)
    if batch.model.tasks[expected.tasks[0]].kind is TaskKind.ACT:
        # Added up in the order of the roles, as one run is: so both come to the same bits.
        worth = sum(_worth(batch, *each) for each in zip(expected.tallies, places, strict=True)) / len(places)
        found.factor[number] = np.where(asked & (done_at < NEVER), worth, 1.0)


def _worth(batch: Batch, tally: int, place: int) -> Floats:
    """What the acts are worth whose moments are kept in a row; a delegate's all where their principal was tried."""
    seats, at = batch.seats[place], batch.kept[place]
    worth: Floats = batch.tables.worth[tally][seats]
    unsure = np.isnan(worth)
    if unsure.any():
        for role in batch.model.tallies[tally].actors:
            stands_in = np.isin(seats, batch.model.roles[role].stand_ins)
            worth[unsure & stands_in & _was_tried(batch, role, at)] = 1.0
        worth[np.isnan(worth)] = batch.model.exercise.plan.scoring.delegate_untried
    return worth


def _was_tried(batch: Batch, role: int, at: Ints) -> Bools:
    """Whether a role had been called by a time of each run, or everybody who fills it was away then."""
    asked = batch.model.roles[role].own_tally
    away = is_role_away(batch.model, batch.found, role, at)
    return away if asked is None else np.asarray(away | (batch.kept[batch.tables.first_moment[asked]] <= at))
