"""One run, three tellers: the engine with its scoring, the reference, and the vectorised form all say the same.

A fast model that disagrees with the engine is worth nothing, so every word of a run is compared: each time to the
millisecond, each status, the time part, the ratings. Small whole minutes make most instants hold several things.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from drill.errors import Refused
from drill.rehearsal import foreseen, vector
from drill.rehearsal.draws import Chance, Ints
from drill.rehearsal.foresight import Foresight
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import Outcome
from drill.rehearsal.reference import Run
from drill.rehearsal.tables import Tables
from tests.rehearsal.played import assert_same
from tests.rehearsal.random_drills import SCENARIOS, Dice, PlainAuthor, random_model, shipped_model

PLANS = 1_000
"""So many random plans in the everyday run, each with a scenario of its own."""
PLANS_TOGETHER = 50
FORESEEN = 200
RUNS = 4
"""So many runs of each are compared; the first of them is played by the engine too."""
PLANS_OF_A_SOAK, RUNS_OF_A_SOAK = 4_000, 10


def differences(model: Model, drawn: Ints) -> Iterator[str]:
    """Where the vectorised form and the reference tell different things of the same draws."""
    together = vector.play(Tables(model), drawn)
    for number in range(drawn.shape[1]):
        alone = Run(model, drawn[:, number].tolist()).play()
        for each in fields(Outcome):
            ours, theirs = getattr(together, each.name)[:, number], getattr(alone, each.name)[:, 0]
            for row in np.flatnonzero(ours != theirs):
                yield f"run {number}: {each.name} {row}: {ours[row]} in the vectorised form, {theirs[row]} in the reference"


def assert_equal(model: Model, seed: int, *, runs: int = RUNS, engine: int = 1) -> None:
    """Vectorised form and reference agree on these runs, and the engine on the first of them."""
    drawn = Chance(seed, model.draws).runs(0, runs)
    assert not list(differences(model, drawn))
    for number in range(engine):
        run = Run(model, drawn[:, number].tolist())
        assert_same(model, run, run.play())


def assert_random_plans_equal(seeds: range, *, runs: int = RUNS) -> None:
    """The same for random drills; in every fifth, people do any number of things at once."""
    refused = 0
    for seed in seeds:
        try:
            assert_equal(random_model(Dice(seed), one_at_a_time=seed % 5 > 0), seed, runs=runs)
        except Refused:  # one in a thousand has nobody in the roles that count
            refused += 1
        except Exception as error:
            error.add_note(f"the random drill number {seed}")
            raise
    assert refused <= len(seeds) // 50


def assert_foreseen(seeds: range, *, runs: int = 30) -> None:
    """Drills in which nothing hangs on the team: what is foreseen, played in lock-step and by the reference is one."""
    possible = 0
    for seed in seeds:
        tables = Tables(random_model(Dice(seed), one_at_a_time=seed % 3 > 0, author=PlainAuthor))
        foresight = Foresight(tables)
        if foresight.is_possible:
            possible += 1
            drawn = Chance(seed, tables.model.draws).runs(0, runs)
            ours, theirs = foreseen.play(foresight, drawn), vector.LockStep(tables, drawn).play()
            different = [
                each.name for each in fields(Outcome) if (getattr(ours, each.name) != getattr(theirs, each.name)).any()
            ]
            assert not different, f"the plain random drill number {seed}"
            assert not list(differences(tables.model, drawn[:, :2])), f"the plain random drill number {seed}"
    assert possible > len(seeds) / 2


@pytest.mark.parametrize("first", range(0, PLANS, PLANS_TOGETHER))
def test_a_rehearsed_run_played_by_the_engine_gives_the_same_times_statuses_and_ratings(first: int) -> None:
    assert_random_plans_equal(range(first, first + PLANS_TOGETHER))


class Given:
    """Choices made by Hypothesis, so that a drill that fails is shrunk to the least that does."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def number(self, least: int, most: int) -> int:
        return self._data.draw(st.integers(least, most))


@given(st.data(), st.integers(0, 1 << 32), st.booleans())
def test_whatever_the_plan_the_three_tellers_agree(data: st.DataObject, seed: int, one_at_a_time: bool) -> None:
    try:
        model = random_model(Given(data), one_at_a_time=one_at_a_time)
    except Refused:
        reject()
    assert_equal(model, seed)


@pytest.mark.parametrize("first", range(0, FORESEEN, PLANS_TOGETHER))
def test_a_drill_that_can_be_foreseen_is_foreseen_as_it_is_played(first: int) -> None:
    assert_foreseen(range(first, first + PLANS_TOGETHER))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(8))
def test_forty_thousand_random_drills(part: int) -> None:
    """As many plans again with each SOAK_SEED."""
    each = PLANS_OF_A_SOAK // 8
    first = PLANS + PLANS_OF_A_SOAK * int(os.environ.get("SOAK_SEED", "0")) + part * each
    assert_random_plans_equal(range(first, first + each), runs=RUNS_OF_A_SOAK)


# ── what is shipped ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("plan", ["northwind", "agency"])
@pytest.mark.parametrize("scenario", sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
def test_the_shipped_scenarios_are_rehearsed_as_the_engine_plays_them(scenario: str, plan: str) -> None:
    assert_equal(shipped_model(scenario, plan), 1, runs=30, engine=6)


@pytest.mark.parametrize("scenario", sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
def test_people_with_any_number_of_hands_are_rehearsed_as_the_engine_plays_them(scenario: str) -> None:
    assert_equal(shipped_model(scenario, "northwind", one_at_a_time=False), 2, runs=15, engine=3)
