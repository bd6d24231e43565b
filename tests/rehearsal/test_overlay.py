"""A real drill over its forecast."""

from __future__ import annotations

import pytest

from drill.rehearsal.overlay import Calibration, Where, lay_over
from drill.rehearsal.staging import Stage
from tests.building import drill, small_plan, small_scenario
from tests.rehearsal.staged import EXACT, SPREAD, asked, forecast, small_stage

STEPS = "look: {do: Look, by: [lead], target: 5m, deadline: 10m}\nsay: {do: Say it, by: [lead], after: [look], deadline: 30m}"
INJECTS = "[{expect: [look, say], must_reach: [{role: press, target: 3m, deadline: 9m}]}]"


@pytest.fixture(scope="module")
def stage() -> Stage:
    return small_stage(STEPS, injects=INJECTS, responders=SPREAD)


def where(stage: Stage, lines: str) -> dict[str, Where]:
    card = drill(lines, plan=small_plan(STEPS, responders=EXACT), scenario=small_scenario(INJECTS)).card()
    return {each.asked.name: each.where for each in lay_over(stage.model.exercise, forecast(stage, 500), card)}


@pytest.mark.parametrize(
    "minute, expected", [(1, Where.FASTER), (7, Where.MIDDLE), (55, Where.SLOWEST)]
)  # fmt: skip
def test_a_time_lies_before_in_or_behind_the_middle_of_its_forecast(stage: Stage, minute: int, expected: Where):
    assert where(stage, f"{minute}m blue lead does look")["look"] is expected


def test_a_time_behind_the_ninth_tenth_and_before_the_last_twentieth_is_told_apart(stage: Stage):
    found = asked(forecast(stage, 500), "look")
    assert found.p90.value is not None and found.p95.value is not None
    second = (found.p90.value + found.p95.value) // 2_000
    assert where(stage, f"{second}s blue lead does look")["look"] is Where.SLOWER


def test_what_is_never_done_is_slower_than_a_forecast_in_which_nearly_all_do_it(stage: Stage):
    found = where(stage, "7m blue lead does look")
    assert found == {"look": Where.MIDDLE, "say": Where.SLOWEST, "reach press": Where.SLOWEST}


@pytest.mark.parametrize(
    "inside, times, far_off",
    [(8, 10, False), (6, 10, False), (4, 10, True), (0, 2, False), (0, 3, True), (19, 37, True)],
)
def test_a_forecast_is_far_off_where_chance_would_seldom_miss_so_often(inside: int, times: int, far_off: bool):
    assert Calibration(times, inside, times - inside, 0).is_far_off is far_off
