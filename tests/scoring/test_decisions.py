"""Part 4: what the team chose, of what was asked of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.building import minutes, rounded, small_drill

OPTIONS = (
    "options: {takeover: {says: Taken, is: best}, bug: {says: A bug, is: acceptable}, prank: {says: A joke, is: poor}}"
)
ASKED = f"[{{decision: {{question: What is this, deadline: 10m, {OPTIONS}}}}}]"
UNTIMED = f"[{{decision: {{question: What is this, {OPTIONS}}}}}]"


def _decisions(lines: str, injects: str = ASKED, **more: Any) -> float | None:
    return rounded(small_drill(lines, injects=injects, **more).card().parts.decisions)


@pytest.mark.parametrize("option,worth", [("takeover", 1.0), ("bug", 0.6), ("prank", 0.0)])
def test_best_is_worth_one_acceptable_six_tenths_and_poor_nothing(option, worth):
    assert _decisions(f"4m blue lead decides news {option}") == worth


def test_a_decision_made_exactly_at_its_deadline_is_in_time():
    assert _decisions("10m blue lead decides news takeover") == 1.0


@pytest.mark.parametrize("lines", ["11m blue lead decides news takeover", ""], ids=["too late", "never"])
def test_a_decision_not_made_by_its_deadline_is_worth_nothing(lines):
    assert _decisions(lines) == 0.0


def test_the_last_choice_by_the_deadline_counts():
    lines = "2m blue lead decides news prank\n9m blue lead decides news takeover\n12m blue lead decides news bug"
    [result] = small_drill(lines, injects=ASKED).card().decisions
    assert (result.option, result.quality, result.at, result.credit) == ("takeover", "best", minutes(9), 1.0)


def test_a_choice_that_came_too_late_is_shown():
    [result] = small_drill("12m blue lead decides news takeover", injects=ASKED).card().decisions
    assert (result.option, result.at, result.credit) == ("takeover", minutes(12), 0.0)


def test_a_decision_is_left_out_where_the_end_came_by_its_deadline():
    assert _decisions("", end="10m") is None
    assert _decisions("", end="11m") == 0.0


def test_a_decision_without_a_deadline_may_come_at_any_time():
    assert _decisions("59m blue lead decides news takeover", UNTIMED) == 1.0


def test_a_decision_without_a_deadline_that_never_came_is_worth_nothing():
    assert _decisions("", UNTIMED) == 0.0


def test_in_a_discussion_a_decision_may_come_at_any_time():
    assert _decisions("50m blue lead decides news takeover", scenario={"style": "discussion"}) == 1.0


def test_what_was_never_delivered_asks_for_no_decision():
    assert _decisions("", ASKED.replace("[{", "[{manual: true, ")) is None


def test_decisions_are_weighed_by_their_injects():
    injects = f"""
    - {{id: one, weight: 3, decision: {{question: What, deadline: 10m, {OPTIONS}}}}}
    - {{id: two, decision: {{question: Who, deadline: 10m, {OPTIONS}}}}}
    """
    assert _decisions("4m blue lead decides one takeover\n5m blue lead decides two prank", injects) == 0.75


def test_a_choice_that_was_set_aside_counts_nowhere():
    lines = "4m blue lead decides news takeover\n59m control set-aside blue #1"
    assert _decisions(lines) == 0.0


def test_without_decisions_the_part_is_null():
    assert _decisions("", "[{id: news}]") is None
