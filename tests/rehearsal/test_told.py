"""One run, told by the engine, is the run that was counted."""

from __future__ import annotations

import numpy as np
import pytest

from drill.rehearsal.chunks import played
from drill.rehearsal.outcome import NEVER
from drill.rehearsal.told import tell
from drill.scoring.scorecard import score
from tests.rehearsal.random_drills import shipped_model


@pytest.mark.parametrize("number", [0, 7, 199])
def test_a_told_run_has_the_times_that_were_counted(number: int):
    model = shipped_model("micro-drill", "northwind")
    outcome = np.concatenate([outcome.done_at for _, outcome in played(model, 3, 200)], axis=1)
    (team,) = score(tell(model, 3, number).state).teams
    times = {(row.step, row.on, row.occurrence): row.done_at for row in team.responses if row.step is not None}
    for expected in model.expected:
        done = int(outcome[expected.index, number])
        assert times[expected.step, expected.account, expected.occurrence] == (None if done == NEVER else done)
