"""What a response is worth by its time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.plan.model import ScoringRules
from drill.scoring.card import Status
from drill.scoring.credit import mean, time_credit
from tests.building import minutes, rounded, small_drill

RULES = ScoringRules()
FREEZE = "freeze: {do: Stop the posts, by: [lead], target: 15m, deadline: 30m}"
FILING = "filing: {do: File with the regulator, by: [lead], target: 15m, deadline: 30m, hard: true}"


@pytest.mark.parametrize("at,credit", [(20, 0.867), (30, 0.600), (45, 0.300), (60, 0.150)])
def test_credit_falls_in_a_line_to_the_deadline_and_halves_after_it(at, credit):
    assert rounded(time_credit(minutes(at), minutes(15), minutes(30), RULES)) == credit


@pytest.mark.parametrize("at,credit", [(20, 0.867), (30, 0.600), (45, 0.300), (60, 0.150)])
def test_the_engine_gives_the_credit_of_the_curve(at, credit):
    played = small_drill(f"{at}m blue lead does freeze", FREEZE)
    assert rounded(played.response("freeze").credit) == credit
    assert rounded(played.card().parts.time) == credit


@pytest.mark.parametrize("at", [0, 1, 14, 15])
def test_there_is_no_bonus_below_the_target(at):
    assert small_drill(f"{at}m blue lead does freeze", FREEZE).card().parts.time == 1.0


def test_what_is_done_exactly_at_its_target_is_met():
    row = small_drill("15m blue lead does freeze", FREEZE).response("freeze")
    assert (row.status, row.credit) == (Status.MET, 1.0)


def test_what_is_done_exactly_at_its_deadline_is_in_time():
    row = small_drill("30m blue lead does freeze", FREEZE).response("freeze")
    assert row.status is Status.SLOW
    assert rounded(row.credit) == 0.6


def test_a_thousandth_of_a_second_after_the_deadline_is_late():
    row = small_drill("T+00:30:00.001 blue lead does freeze", FREEZE).response("freeze")
    assert row.status is Status.LATE
    assert row.credit is not None
    assert row.credit < 0.6


def test_what_was_never_done_is_worth_nothing():
    assert small_drill("", FREEZE).card().parts.time == 0.0


@pytest.mark.parametrize("at,credit", [("29m", 1.0), ("30m", 1.0), ("T+00:30:00.001", 0.0), ("31m", 0.0)])
def test_a_hard_limit_is_all_up_to_the_deadline_and_nothing_after_it(at, credit):
    assert small_drill(f"{at} blue lead does filing", FILING).card().parts.time == credit


def test_without_a_target_half_the_deadline_is_the_target():
    played = small_drill("15m blue lead does freeze", "freeze: {do: Stop, by: [lead], deadline: 30m}")
    assert played.response("freeze").target_at == minutes(15)
    assert played.response("freeze").credit == 1.0


def test_a_plan_may_say_what_is_left_at_the_deadline():
    played = small_drill("30m blue lead does freeze", FREEZE, scoring="{credit_at_deadline: 0.4}")
    assert rounded(played.card().parts.time) == 0.4


@given(st.integers(0, 100), st.integers(1, 100), st.integers(0, 300), st.integers(0, 300), st.booleans())
def test_a_later_response_is_never_worth_more(target, span, earlier, further, hard):
    def credit(at: int) -> float:
        return time_credit(at, target, target + span, RULES, hard=hard)

    assert 0.0 <= credit(earlier + further) <= credit(earlier) <= 1.0


def test_the_mean_of_nothing_is_nothing():
    assert mean([]) is None
    assert mean([(3.0, 1.0), (1.0, 0.0)]) == 0.75
