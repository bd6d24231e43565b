"""Runs by the chunk: what comes of run k hangs on nothing but k, and memory on nothing but the chunk."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice

import numpy as np
import pytest

from drill.rehearsal.chunks import MOST_CELLS, TOGETHER, chunk_of, played
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import Outcome
from tests.rehearsal.random_drills import Dice, random_model, shipped_model
from tests.rehearsal.simpy_drill import benchmark_model


@pytest.fixture(scope="module")
def model() -> Model:
    return shipped_model("micro-drill", "northwind")


def together(chunks: Iterator[tuple[int, Outcome]]) -> dict[str, np.ndarray]:
    outcomes = [outcome for _, outcome in chunks]
    return {each.name: np.hstack([getattr(one, each.name) for one in outcomes]) for each in fields(Outcome)}


@pytest.mark.parametrize("chunk", [13, 64, 100])
def test_a_run_is_the_same_in_whatever_chunk(model: Model, chunk: int):
    whole, parts = together(played(model, 3, 100)), together(played(model, 3, 100, chunk=chunk))
    assert all(np.array_equal(whole[name], parts[name]) for name in whole)


@pytest.mark.parametrize("seed", range(10))
def test_a_run_of_a_random_drill_is_the_same_in_whatever_chunk(seed: int):
    drill = random_model(Dice(seed))
    whole, parts = together(played(drill, 3, 40)), together(played(drill, 3, 40, chunk=9))
    assert all(np.array_equal(whole[name], parts[name]) for name in whole)


def test_a_run_alone_is_what_it_was_among_the_others(model: Model):
    whole, alone = together(played(model, 3, 60)), together(played(model, 3, 1, first=42))
    assert all(np.array_equal(whole[name][:, 42:43], alone[name]) for name in whole)


def test_every_chunk_says_with_which_run_it_begins(model: Model):
    assert [(first, outcome.runs) for first, outcome in played(model, 1, 25, first=100, chunk=10)] == [
        (100, 10),
        (110, 10),
        (120, 5),
    ]


def test_no_runs_are_no_chunks(model: Model):
    assert list(played(model, 1, 0)) == []


def test_nothing_is_played_before_it_is_asked_for(model: Model):
    """So whoever iterates shows progress after each chunk, and stops when it is enough, or on Ctrl-C."""
    first, outcome = next(iter(played(model, 1, 10**9, chunk=50)))
    assert (first, outcome.runs) == (0, 50)


def test_a_large_exercise_has_fewer_runs_in_a_chunk(model: Model):
    large = benchmark_model(80)
    assert chunk_of(model) == TOGETHER
    assert MOST_CELLS * 0.99 < chunk_of(large) * Outcome.rows(large) <= MOST_CELLS


def test_ten_times_the_runs_take_no_more_memory(model: Model):
    def peak(chunks: int) -> int:
        tracemalloc.start()
        for _ in islice(played(model, 1, 10**9, chunk=60), chunks):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(8) < 1.2 * peak(2)
