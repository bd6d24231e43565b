"""The two by two of plan and outcome, and how complete the record is."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest

from drill.scoring.card import Status
from tests.building import minutes, small_drill

STEPS = """
freeze: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m}
ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}
"""


def _table(lines: str, steps: str = STEPS, **more: Any) -> tuple[int, ...]:
    """(followed good, followed bad, deviated good, deviated bad, unjudged)"""
    return astuple(small_drill(lines, steps, **more).card().improvisation)


def test_each_expected_step_done_followed_the_plan_well():
    assert _table("2m blue lead does freeze\n50m blue lead escalates tech") == (2, 0, 0, 0, 0)


def test_an_expected_step_done_and_judged_harmful_followed_a_bad_plan():
    assert _table("2m blue lead does freeze\n59m control adjudicate blue #1 harmful") == (0, 1, 0, 0, 0)


def test_a_call_judged_harmful_followed_a_bad_plan():
    assert _table("2m blue lead escalates tech\n59m control adjudicate blue #1 harmful") == (0, 1, 0, 0, 0)


def test_a_step_not_done_followed_nothing():
    assert _table("") == (0, 0, 0, 0, 0)


def test_an_excused_step_that_was_done_followed_nothing():
    steps = "brief: {do: Brief the boss, by: [lead], deadline: 10m, unless: {absent: boss}}"
    assert _table("1m control absent all bea\n30m blue lead does brief", steps) == (0, 0, 0, 0, 0)


def test_a_step_that_two_injects_expect_was_followed_once():
    assert _table("2m blue lead does freeze", injects="[{expect: [freeze]}, {id: two, expect: [freeze]}]") == (
        1,
        0,
        0,
        0,
        0,
    )


def test_improvisations_stand_as_they_were_judged():
    lines = """
    1m blue lead improvises : pinned a warning
    2m blue lead improvises : argued
    3m blue lead improvises : made tea
    4m blue lead improvises : rang a friend
    50m control adjudicate blue #1 sensible
    51m control adjudicate blue #2 harmful
    52m control adjudicate blue #3 neutral
    """
    assert _table(lines) == (0, 0, 1, 1, 2)


def test_of_several_judgements_on_one_line_the_last_holds():
    judged = "50m control adjudicate blue #1 sensible\n51m control adjudicate blue #1 harmful"
    lines = f"1m blue lead improvises : argued\n{judged}"
    assert _table(lines) == (0, 0, 0, 1, 0)


def test_an_improvisation_that_was_set_aside_counts_nowhere():
    assert _table("1m blue lead improvises : a slip\n59m control set-aside blue #1") == (0, 0, 0, 0, 0)


SATISFIES = "7m blue lead improvises : pulled the plug\n59m control adjudicate blue #1 sensible satisfies freeze"


def test_an_improvisation_that_satisfies_a_step_is_that_step_done_then():
    row = small_drill(SATISFIES, STEPS).response("freeze")
    assert (row.status, row.done_at, row.by) == (Status.SLOW, minutes(7), "lead")


def test_an_improvisation_that_satisfies_a_step_is_one_deviation_and_no_step_followed():
    assert _table(SATISFIES) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize("kind", ["contact: tech", "inform: [tech, legal]", "convene: [tech, legal]"])
def test_an_improvisation_that_satisfies_a_call_is_that_call_made_then(kind):
    steps = f"call: {{{kind}, by: [lead], target: 5m, deadline: 10m}}\nlater: {{do: Go on, by: [lead], clock: {{done: call}}, deadline: 10m}}"
    lines = "7m blue lead improvises : shouted across the hall\n59m control adjudicate blue #1 sensible satisfies call"
    played = small_drill(lines, steps)
    row = played.response("call")
    assert (row.status, row.done_at, row.by) == (Status.SLOW, minutes(7), "lead")
    assert row.credit == pytest.approx(0.84)
    assert played.response("later").deadline_at == minutes(17)
    unasked = small_drill(lines, steps, injects="[{when: {done: call}, expect: [call]}]")
    assert unasked.response("call").done_at == minutes(7)


def test_an_improvisation_judged_sensible_without_a_step_does_none():
    played = small_drill("7m blue lead improvises : x\n59m control adjudicate blue #1 sensible", STEPS)
    assert played.response("freeze").status is Status.MISSED


# ── how complete the record is ───────────────────────────────────────────────


def test_lines_are_counted_as_seen_and_recalled_and_steps_as_unseen():
    seen = "2m blue lead does freeze\n3m blue tech acks news"
    lines = f"{seen}\n~4m blue lead improvises : x\n59m control unseen blue ask-tech"
    logging = small_drill(lines, STEPS).card().logging
    assert (logging.seen, logging.recalled, logging.unseen) == (2, 1, 1)


def test_what_control_and_evaluators_say_is_no_line_of_the_team():
    logging = small_drill("2m control probe blue news\n9m kim observes blue hold P : fine", STEPS).card().logging
    assert (logging.seen, logging.recalled, logging.unseen) == (0, 0, 0)


def test_a_step_that_two_injects_expect_is_unseen_once():
    injects = "[{expect: [freeze]}, {id: two, expect: [freeze]}]"
    assert small_drill("59m control unseen blue freeze", STEPS, injects=injects).card().logging.unseen == 1
