"""SimPy, the reference and the vectorised form agree on the drill of the benchmark, to the millisecond."""

from __future__ import annotations

import pytest

from drill.rehearsal import vector
from drill.rehearsal.draws import Chance
from drill.rehearsal.reference import Run
from drill.rehearsal.tables import Tables
from tests.rehearsal.simpy_drill import SimPyDrill, benchmark_model

RUNS = 40


@pytest.mark.parametrize("one_at_a_time", [True, False], ids=["one thing at a time", "any number of things"])
@pytest.mark.parametrize("spread", [2.2, 1.0], ids=["", "whole minutes"])
def test_simpy_says_the_same_of_the_benchmark(one_at_a_time: bool, spread: float):
    model = benchmark_model(one_at_a_time=one_at_a_time, spread=spread)
    drawn = Chance(11, model.draws).runs(0, RUNS)
    done_at = vector.play(Tables(model), drawn).done_at
    other = SimPyDrill(model, 40)
    for number in range(RUNS):
        assert other.run(drawn[:, number].tolist()) == done_at[:, number].tolist(), number


def test_the_reference_says_the_same_of_the_benchmark():
    model = benchmark_model()
    drawn = Chance(12, model.draws).runs(0, 3)
    done_at = vector.play(Tables(model), drawn).done_at
    for number in range(3):
        assert Run(model, drawn[:, number].tolist()).play().done_at[:, 0].tolist() == done_at[:, number].tolist()
