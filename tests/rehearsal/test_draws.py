"""What is left to chance: the same for everyone, everywhere, and moved by nothing but what it belongs to."""

from __future__ import annotations

import math
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.plan.model import Responder, ResponseTime
from drill.rehearsal import vector
from drill.rehearsal.compiled import compiled
from drill.rehearsal.draws import SIZE, Chance, Draw, Fixed, Lognormal, OneOf, key_of, mix, quantiles, table
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import Outcome
from drill.rehearsal.responders import Pace
from drill.rehearsal.tables import Tables
from drill.scenario.exercise import Exercise
from tests.rehearsal.random_drills import DAY, Dice, random_model, shipped_exercise

TWO_MINUTES = Lognormal(120_000, 2.2)
DRAWS = [Draw(f"thing {number}", TWO_MINUTES) for number in range(40)]

QUANTILES = "7f116504d3f6ff3dba604f691455b32f9d63a59900ad939200fee4a5f9fce706"
TIMES = "d2943c9dabc618fcabe410e5142599e5fcc039617572656dd60793927fc0d7f2"
FIRST_DRAWS = [[261985, 346676], [282137, 230696], [72572, 45978]]


# ── the table ────────────────────────────────────────────────────────────────


def test_the_normal_quantiles_are_those_of_the_day_they_were_first_made():
    rounded = np.rint(quantiles() * 1e9).astype(np.int64)
    assert sha256(rounded.astype("<i8").tobytes()).hexdigest() == QUANTILES


def test_the_tables_of_times_are_those_of_the_day_they_were_first_made():
    assert sha256(table(TWO_MINUTES).astype("<i8").tobytes()).hexdigest() == TIMES


def test_the_quantiles_are_mid_points_symmetric_and_rising():
    found = quantiles()
    assert len(found) == SIZE
    assert np.array_equal(found, -found[::-1])
    assert (np.diff(found) > 0).all()
    assert found[-1] == pytest.approx(4.32, abs=0.01)  # the tail stops at 1 in 131,072


def test_half_the_times_are_under_the_median_and_a_sixth_over_one_spread():
    times = table(TWO_MINUTES)
    assert (times < 120_000).mean() == pytest.approx(0.5, abs=1e-4)
    assert (times > 120_000 * 2.2).mean() == pytest.approx(0.1587, abs=1e-3)
    sigma = math.log(2.2)
    assert times.mean() == pytest.approx(120_000 * math.exp(sigma**2 / 2), rel=1e-3)


def test_a_spread_of_one_is_always_the_median():
    assert set(table(Lognormal(60_000, 1.0))) == {60_000}


def test_nothing_takes_less_than_a_millisecond():
    assert set(table(Fixed(0))) == {1}
    assert table(Lognormal(1, 9.0)).min() == 1


def test_options_come_as_often_as_their_weight_says():
    drawn = np.bincount(table(OneOf((3.0, 0.0, 1.0))), minlength=3) / SIZE
    assert drawn == pytest.approx([0.75, 0.0, 0.25])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_is_certain_is_certain(share: float):
    assert set(table(OneOf((1.0 - share, share)))) == {int(share)}


# ── the draws ────────────────────────────────────────────────────────────────


def test_the_hash_is_splitmix64():
    """The first words of the published generator from seed 0 (Vigna's splitmix64.c)."""
    golden = 0x9E3779B97F4A7C15
    states = np.array([(golden * step) % (1 << 64) for step in (1, 2, 3)], dtype=np.uint64)
    assert mix(states).tolist() == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_the_draws_of_a_run_are_those_of_the_day_they_were_first_made():
    """No version of a library may move them: results of two years are compared."""
    drawn = Chance(20_261_127, DRAWS[:3]).runs(8_431, 2)
    assert drawn.tolist() == FIRST_DRAWS


@given(st.integers(0, 1 << 40), st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(0, 1 << 64))
def test_a_run_draws_the_same_in_whatever_chunk(first: int, chunks: list[int], seed: int):
    chance, whole = Chance(seed, DRAWS), Chance(seed, DRAWS).runs(first, sum(chunks))
    parts, start = [], first
    for count in chunks:
        parts.append(chance.runs(start, count))
        start += count
    assert np.array_equal(np.hstack(parts), whole)


@given(st.permutations(range(len(DRAWS))), st.integers(0, 1 << 64))
def test_what_is_drawn_for_a_thing_hangs_on_its_name_and_not_on_its_place(order: list[int], seed: int):
    drawn = Chance(seed, DRAWS).runs(0, 20)
    shuffled = Chance(seed, [DRAWS[number] for number in order]).runs(0, 20)
    assert np.array_equal(shuffled, drawn[order])


def test_another_distribution_of_one_thing_moves_no_other_and_keeps_the_luck_of_its_own():
    before = Chance(7, DRAWS).runs(0, 500)
    faster = [Draw(DRAWS[0].what, Lognormal(60_000, 2.2)), *DRAWS[1:]]
    after = Chance(7, faster).runs(0, 500)
    assert np.array_equal(after[1:], before[1:])
    assert np.abs(after[0] - before[0] / 2).max() <= 0.5  # who was slow is slow, in half the time


def test_each_seed_run_and_thing_draws_on_its_own():
    ranks = np.argsort(np.argsort(Chance(1, DRAWS).runs(0, 4_000).T, axis=0), axis=0).T
    others = [Chance(2, DRAWS).runs(0, 4_000)[0], *Chance(1, DRAWS).runs(0, 4_000)[1:6], np.roll(ranks[0], 1)]
    for other in others:
        correlation = np.corrcoef(ranks[0], np.argsort(np.argsort(other)))[0, 1]
        assert abs(correlation) < 0.06  # 3.8 standard deviations


def test_the_places_drawn_are_spread_evenly_over_the_table():
    places = Chance(3, [Draw(f"thing {n}", OneOf((1.0,) * 16)) for n in range(50)]).runs(0, 2_000)
    counts = np.bincount(places.ravel(), minlength=16)
    expected = places.size / 16
    assert ((counts - expected) ** 2 / expected).sum() < 45  # chi squared, 15 degrees: 1 in 10,000


def test_names_that_differ_have_keys_that_differ():
    assert len({key_of(f"inject {number}: ana answers for legal") for number in range(20_000)}) == 20_000


# ── what a rehearsal draws ───────────────────────────────────────────────────


def outcomes(model: Model, runs: int = 300) -> Outcome:
    return vector.play(Tables(model), Chance(5, model.draws).runs(0, runs))


def drawn_by_name(model: Model) -> dict[str, list[int]]:
    drawn = Chance(5, model.draws).runs(0, 50)
    return {draw.what: row.tolist() for draw, row in zip(model.draws, drawn, strict=True)}


@pytest.mark.parametrize("seed", range(40))
def test_no_two_draws_of_a_rehearsal_have_one_name(seed: int):
    names = [draw.what for draw in random_model(Dice(seed)).draws]
    assert len(names) == len(set(names))


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return shipped_exercise("hijacked-account", "northwind")


def test_another_pace_of_one_role_moves_no_draw_of_another(exercise: Exercise):
    plan = exercise.plan
    slow = Responder(answer=ResponseTime.model_validate({"median": "30m", "spread": 2.2}))
    slower = plan.responders.model_copy(update={"roles": {**plan.responders.roles, "legal": slow}})
    before = drawn_by_name(compiled(exercise, Pace.of(plan), DAY))
    after = drawn_by_name(compiled(exercise, Pace(plan, slower), DAY))
    assert set(before) == set(after)
    moved = {what for what in before if before[what] != after[what]}
    assert moved
    assert all("legal" in what or "finn" in what for what in moved)


def test_what_comes_before_a_change_is_as_it_was(exercise: Exercise):
    """Counsel who never answers moves nothing of what nobody waits for."""
    plan = exercise.plan
    before = compiled(exercise, Pace.of(plan), DAY)
    after = compiled(exercise, Pace(plan, plan.responders, absent=frozenset({"finn"})), DAY)
    one, other = outcomes(before), outcomes(after)
    freeze = next(each.index for each in before.expected if each.step.step == "freeze")
    assert np.array_equal(one.done_at[freeze], other.done_at[freeze])
    assert not np.array_equal(one.done_at, other.done_at)


def test_an_inject_put_in_between_moves_no_draw_of_the_others(exercise: Exercise):
    scenario = exercise.scenario
    first = scenario.injects[0]
    another = first.model_copy(update={"id": "another", "at": 0})
    longer = scenario.model_copy(update={"injects": (another, *scenario.injects)})
    before = drawn_by_name(compiled(exercise, Pace.of(exercise.plan), DAY))
    after = drawn_by_name(compiled(Exercise(exercise.plan, longer), Pace.of(exercise.plan), DAY))
    assert {what: after[what] for what in before} == before
    assert all("another" in what for what in after.keys() - before.keys())
