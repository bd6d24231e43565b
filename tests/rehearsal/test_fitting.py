"""Response times as earlier drills showed them."""

from __future__ import annotations

import pytest

from drill.rehearsal.fitting import Fitted, fitted
from drill.rehearsal.responders import Doing, Pace, Source
from tests.building import a_plan, minutes, small_drill, small_plan

STEPS = "call: {contact: tech, by: [lead], deadline: 20m}\nlook: {do: Look, by: [tech], deadline: 30m}"


def seen(*lines: str) -> Fitted:
    cards = [small_drill(each, STEPS).scorecard for each in lines]
    return fitted(a_plan(small_plan(STEPS)), cards)


def drilled(answered: str) -> str:
    return f"1m blue lead/ann escalates tech\n{answered} blue tech/tom acks from lead"


def test_the_median_is_the_geometric_mean_and_the_spread_that_of_the_logarithms():
    found = seen(drilled("3m"), drilled("9m"))
    time = found.responders.roles["tech"].answer
    assert time is not None
    assert (time.median, time.observations) == (minutes(4), 2)
    assert time.spread == pytest.approx(4 ** (1 / 2**0.5))


def test_a_fitted_time_says_on_how_many_observations_it_rests():
    found = seen(drilled("3m"), drilled("9m"))
    plan = a_plan(small_plan(STEPS)).model_copy(update={"responders": found.responders})
    figure = Pace.of(plan).figure("tech", Doing.ANSWER)
    assert (figure.source, figure.words) == (Source.FITTED, "fitted from sessions (2 times)")


def test_of_one_observation_nothing_is_fitted():
    found = seen(drilled("3m"))
    assert ("tech", Doing.ANSWER) in found.too_few
    assert "tech" not in found.responders.roles


def test_a_call_that_was_never_answered_says_nothing():
    assert ("tech", Doing.ANSWER) not in seen("1m blue lead/ann escalates tech").counts
