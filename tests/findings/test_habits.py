"""What drill after drill shows: a step that nobody ever did, an order that never mattered."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from drill.files.edits import apply_edits
from drill.findings.find import find
from drill.findings.finding import Finding
from drill.findings.habits import Seen, tally
from drill.report.scorecard_json import scorecard_json
from drill.revision.proposals import propose
from tests.building import Drill, a_plan, small_drill, small_plan

STEPS = """
first: {do: Do this first, by: [lead], deadline: 20m}
second: {do: Then this, by: [lead], after: [first], deadline: 20m}
third: {do: And this, by: [lead], after: [second], deadline: 20m}
"""
NOT_IN_ORDER = "2m blue lead does second\n3m blue lead does first"
IN_ORDER = "2m blue lead does first\n3m blue lead does second"


def seen(lines: str) -> list[Seen]:
    """A session as a later one reads it, out of its scorecard."""
    card = json.loads(scorecard_json(small_drill(lines, STEPS).scorecard, {}))
    return [Seen.out_of(team) for team in card["teams"]]


def after(habits: dict[str, Any], lines: str, steps: str = STEPS) -> tuple[Drill, dict[str, Finding]]:
    """A drill that was opened with these habits, and its findings about the plan by id."""
    played = small_drill(lines, steps)
    played.state.opened = replace(played.state.opened, history={"habits": habits})
    found = find(played.card(), played.state, played.written)
    return played, {each.id: each for each in found if each.team is None}


def test_a_step_that_three_drills_asked_for_and_nobody_did_is_found_and_taken_out_as_a_proposal() -> None:
    played, found = after(tally([seen(IN_ORDER), seen(NOT_IN_ORDER)]), IN_ORDER)
    assert found["never-used-third"].explanation == "It was asked for in 3 drills of this plan and done in none."
    [proposal] = propose([(found["never-used-third"], played.card())], played.state, played.state.exercise.plan)
    plan = a_plan(apply_edits(small_plan(STEPS), proposal.edits))
    assert list(plan.workflows["crisis"].steps) == ["first", "second"]


def test_a_step_taken_out_hands_its_place_to_what_came_before_it() -> None:
    lines = "2m blue lead does first\n4m blue lead does third"
    played, found = after(tally([seen(lines), seen(lines)]), lines)
    [proposal] = propose([(found["never-used-second"], played.card())], played.state, played.state.exercise.plan)
    plan = a_plan(apply_edits(small_plan(STEPS), proposal.edits))
    assert plan.workflows["crisis"].steps["third"].after == ("first",)


def test_two_drills_are_chance() -> None:
    assert after(tally([seen(IN_ORDER)]), IN_ORDER)[1] == {}


def test_once_done_is_used_whoever_did_it() -> None:
    done = f"{IN_ORDER}\n4m blue lead does third"
    assert "never-used-third" not in after(tally([seen(done), seen(IN_ORDER)]), IN_ORDER)[1]


def test_a_gate_is_never_called_unused() -> None:
    steps = STEPS.replace("And this,", "And this, gate: true,")
    habits = {"steps": {"workflows.crisis.steps.third": [5, 0]}}
    assert after(habits, IN_ORDER, steps)[1] == {}


def test_an_order_that_cost_nothing_when_it_was_broken_is_let_go() -> None:
    played, found = after(tally([seen(NOT_IN_ORDER), seen(IN_ORDER)]), NOT_IN_ORDER)
    idle = found["idle-order-second-after-first"]
    assert idle.explanation == "It was not kept in 2 of 3 drills, and both steps were in time all the same."
    [proposal] = propose([(idle, played.card())], played.state, played.state.exercise.plan)
    assert proposal.title == "Let second begin without waiting for first"
    plan = a_plan(apply_edits(small_plan(STEPS), proposal.edits))
    assert plan.workflows["crisis"].steps["second"].after == ()


def test_an_order_that_nobody_ever_kept_is_let_go_too() -> None:
    late = "22m blue lead does second\n23m blue lead does first"
    found = after(tally([seen(late), seen(late)]), late)[1]
    assert found["idle-order-second-after-first"].explanation == "In 3 drills of this plan nobody kept it."


def test_an_order_whose_breach_cost_time_once_stays() -> None:
    late = "22m blue lead does second\n23m blue lead does first"
    found = after(tally([seen(late), seen(IN_ORDER)]), NOT_IN_ORDER)[1]
    assert "idle-order-second-after-first" not in found


@pytest.mark.parametrize("junk", [[], {"steps": 3}, {"steps": {"workflows.crisis.steps.third": ["many", None]}}])
def test_a_history_that_was_written_by_hand_is_passed_over(junk: Any) -> None:
    assert after(junk, IN_ORDER)[1] == {}
