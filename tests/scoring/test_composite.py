"""The composite: the parts observed, by their weights."""

from __future__ import annotations

import pytest

from drill.scoring.card import Parts
from drill.scoring.scorecard import composite
from tests.building import rounded, small_drill

WEIGHTS = {"time": 0.25, "contacts": 0.25, "order": 0.15, "decisions": 0.15, "continuity": 0.1, "content": 0.1}
FREEZE = "freeze: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m}"
ASK = "ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}"


def test_the_weights_in_force_are_printed():
    assert small_drill("", FREEZE).scorecard.weights == WEIGHTS


def test_a_part_with_nothing_to_observe_shares_its_weight_out():
    parts = Parts(time=1.0, contacts=0.5, order=None, decisions=None, continuity=None, content=0.0)
    assert composite(parts, WEIGHTS) == pytest.approx((0.25 + 0.125) / 0.6)


def test_with_nothing_observed_there_is_no_composite():
    assert small_drill("").card().composite is None


def test_all_six_parts_weigh_as_the_design_says():
    parts = Parts(time=1.0, contacts=0.0, order=1.0, decisions=0.0, continuity=1.0, content=0.0)
    assert composite(parts, WEIGHTS) == pytest.approx(0.5)


def test_a_plan_may_set_the_weights():
    played = small_drill("2m blue lead does freeze", f"{FREEZE}\n{ASK}", scoring="{weights: {time: 3, contacts: 1}}")
    assert rounded(played.card().composite) == 0.75


def test_a_part_that_weighs_nothing_counts_for_nothing():
    weights = "{weights: {time: 1, contacts: 0}}"
    assert small_drill("2m blue lead does freeze", f"{FREEZE}\n{ASK}", scoring=weights).card().composite == 1.0
