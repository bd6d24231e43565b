"""Part 5: how long the team waited for an answer and did nothing about it."""

from __future__ import annotations

from typing import Any

import pytest

from drill.scoring.card import TeamCard
from tests.building import minutes, rounded, small_drill

ROLES = """
tech: {ack_within: 5m, delegates: [deputy]}
legal: {ack_within: 10m}
"""
STEPS = """
ask-tech: {contact: tech, by: [lead], deadline: 30m}
ask-legal: {contact: legal, by: [lead], deadline: 30m}
ask-press: {contact: press, by: [lead], deadline: 30m}
"""


def _card(lines: str, **more: Any) -> TeamCard:
    return small_drill(lines, STEPS, **{"roles": ROLES, **more}).card()


def _stalls(lines: str, **more: Any) -> list[tuple[str, float, float]]:
    return [(stall.to, stall.from_at / 60_000, stall.until / 60_000) for stall in _card(lines, **more).stalls]


def test_a_stall_begins_when_a_call_is_unanswered_past_its_time_and_ends_with_the_answer():
    lines = "10m blue lead escalates tech\n20m blue tech acks"
    assert _stalls(lines) == [("tech", 15, 20)]
    assert rounded(_card(lines).parts.continuity) == rounded(1 - 5 / 60)


@pytest.mark.parametrize("answer", ["12m blue tech acks", "15m blue tech acks", "15m blue tech improvises : on it"])
def test_a_call_answered_in_its_time_stalls_nobody(answer):
    assert _stalls(f"10m blue lead escalates tech\n{answer}") == []
    assert _card(f"10m blue lead escalates tech\n{answer}").parts.continuity == 1.0


def test_an_answer_to_another_caller_ends_no_stall():
    lines = """
    9m  blue press escalates tech
    10m blue lead escalates tech
    12m blue tech acks from press
    30m blue tech acks from lead
    """
    assert _stalls(lines) == [("tech", 15, 30)]


def test_another_call_to_the_role_ends_the_stall():
    assert _stalls("10m blue lead escalates tech\n18m blue lead escalates tech\n20m blue tech acks") == [
        ("tech", 15, 18)
    ]


def test_anyone_s_call_to_the_role_ends_the_stall():
    assert _stalls("10m blue lead escalates tech\n18m blue press escalates tech\n20m blue tech acks") == [
        ("tech", 15, 18)
    ]


def test_a_call_to_the_delegate_ends_the_stall():
    assert _stalls("10m blue lead escalates tech\n18m blue press escalates deputy") == [("tech", 15, 18)]


def test_another_useful_call_by_the_same_caller_ends_the_stall():
    assert _stalls("10m blue lead escalates tech\n18m blue lead escalates press") == [("tech", 15, 18)]


@pytest.mark.parametrize(
    "line",
    [
        "18m blue lead escalates boss",
        "18m blue care escalates press",
        "18m blue lead informs press",
        "12m blue lead escalates press",
        "18m blue lead does tidy",
    ],
    ids=["a useless call", "another caller's call", "a heads-up", "a call before the stall", "an act"],
)
def test_nothing_else_ends_the_stall(line):
    steps = f"{STEPS}\ntidy: {{do: Tidy up, by: [care]}}"
    [stall] = small_drill(f"10m blue lead escalates tech\n{line}\n40m blue tech acks", steps, roles=ROLES).card().stalls
    assert (stall.from_at, stall.until) == (minutes(15), minutes(40))


def test_a_call_judged_sensible_ends_the_stall():
    lines = "10m blue lead escalates tech\n18m blue lead escalates boss\n59m control adjudicate blue #2 sensible"
    assert _stalls(lines) == [("tech", 15, 18)]


def test_a_second_call_before_the_first_one_s_time_was_up_has_its_own_time():
    assert _stalls("10m blue lead escalates tech\n14m blue lead escalates tech\n30m blue tech acks") == [
        ("tech", 19, 30)
    ]


def test_a_call_that_nobody_ever_answered_stalls_to_the_end():
    lines = "10m blue lead escalates tech"
    assert _stalls(lines) == [("tech", 15, 60)]
    assert _card(lines).parts.continuity == 0.25


def test_stalls_at_the_same_time_count_once():
    lines = "10m blue lead escalates tech\n10m blue press escalates legal\n25m blue legal acks\n40m blue tech acks"
    assert _stalls(lines) == [("tech", 15, 40), ("legal", 20, 25)]
    assert rounded(_card(lines).parts.continuity) == rounded(1 - 25 / 60)


def test_stalls_that_overlap_count_as_their_union():
    lines = "10m blue lead escalates tech\n15m blue press escalates legal\n30m blue tech acks\n40m blue legal acks"
    assert _stalls(lines) == [("tech", 15, 30), ("legal", 25, 40)]
    assert rounded(_card(lines).parts.continuity) == rounded(1 - 25 / 60)


def test_the_window_begins_with_the_first_delivered_inject():
    injects = "[{at: 20m, expect: [ask-tech]}]"
    lines = "10m blue lead escalates tech\n30m blue tech acks"
    assert rounded(_card(lines, injects=injects).parts.continuity) == 0.75


def test_the_window_runs_to_the_end_so_that_finishing_early_never_costs():
    calls = "10m blue lead escalates tech\n20m blue tech acks\n21m blue lead escalates legal\n21m blue legal acks\n"
    early = _card(f"{calls}22m blue lead escalates press")
    late = _card(f"{calls}50m blue lead escalates press")
    assert early.parts.continuity == late.parts.continuity == pytest.approx(1 - 5 / 60)


def test_a_role_without_a_time_to_answer_in_stalls_nobody():
    assert _card("10m blue lead escalates press").parts.continuity == 1.0


def test_a_simulated_role_stalls_nobody():
    lines = "10m blue lead escalates tech\n12m blue lead escalates press"
    assert _stalls(lines, scenario={"simulated": ["tech"]}) == []


def test_a_heads_up_stalls_nobody():
    assert _stalls("10m blue lead informs tech\n11m blue lead escalates press") == []


def test_without_calls_continuity_is_null():
    assert _card("").parts.continuity is None
    assert _card("10m blue lead informs tech").parts.continuity is None


def test_in_a_discussion_continuity_is_null():
    assert _card("10m blue lead escalates tech", scenario={"style": "discussion"}).parts.continuity is None


def test_a_call_that_was_set_aside_stalls_nobody():
    assert _stalls("10m blue lead escalates tech\n59m control set-aside blue #1") == []


def test_a_call_whose_time_was_not_up_at_the_end_stalls_nobody():
    assert _stalls("55m blue lead escalates tech") == []


def test_a_stall_cites_the_role_s_time_and_the_call():
    [stall] = _card("10m blue lead escalates tech\n20m blue tech acks").stalls
    assert stall.clause.startswith("roles.tech.ack_within:")
    assert len(stall.evidence) == 2
