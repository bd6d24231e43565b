"""Exactly at a limit, and one step beyond: what small faults in the scoring would change, and no other test sees."""

from __future__ import annotations

import pytest

from drill.scoring.card import ErrorKind
from tests.building import minutes, small_drill

ACCOUNTS = """
copy: {do: Keep copies, by: [lead], per: account}
wipe: {do: Wipe it, by: [lead], per: account, after: [copy]}
close: {do: Close the case, by: [lead], after: [wipe]}
"""
TWO = '[{expect: [copy, wipe, close], about: ["@one", "@two"]}]'


def _kept(lines: str, steps: str = ACCOUNTS, injects: str | None = TWO) -> dict[str, bool]:
    return {rule.id: rule.kept for rule in small_drill(lines, steps, injects=injects).card().rules}


# ── order ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stamp, kept", [("1m", True), ("5m30s", True), ("T+00:05:30.001", False)])
def test_what_was_done_for_every_account_at_once_came_first_for_each(stamp, kept):
    assert _kept(f"5m blue lead does wipe on @one\n{stamp} blue lead does copy")["wipe-after-copy"] is kept


@pytest.mark.parametrize("stamp, kept", [("9m30s", True), ("T+00:09:30.001", False)])
def test_the_last_account_may_follow_within_the_same_time(stamp, kept):
    lines = f"2m blue lead does wipe on @one\n9m blue lead does close\n{stamp} blue lead does wipe on @two"
    assert _kept(lines)["close-after-wipe"] is kept


def test_a_step_that_the_plan_does_not_have_comes_before_nothing():
    steps = "delete: {do: Delete it, by: [lead], after: [ghost]}"
    assert _kept("5m blue lead does delete", steps, None) == {}


def test_steps_in_a_circle_that_all_drop_out_come_before_nothing():
    steps = """
    one: {do: One, by: [lead], after: [two], unless: {absent: boss}}
    two: {do: Two, by: [lead], after: [one], unless: {absent: boss}}
    three: {do: Three, by: [lead], after: [one]}
    """
    assert _kept("1m control absent all bea\n5m blue lead does three", steps, None) == {}


# ── gates and ratings ────────────────────────────────────────────────────────


@pytest.mark.parametrize("at, borderline", [("11m", True), ("15m30s", False)])
def test_a_gate_that_two_injects_ask_for_is_borderline_only_for_both(at, borderline):
    lock = "lock: {do: Lock it, by: [lead], target: 5m, deadline: 10m, gate: true}"
    injects = "[{id: news, expect: [lock]}, {id: more, at: 5m, expect: [lock]}]"
    [gate] = small_drill(f"{at} blue lead does lock", lock, injects=injects).card().gates
    assert gate.borderline is borderline


def test_the_evaluators_of_a_statement_stand_in_the_order_of_their_names():
    steps = "say: {do: Publish it, by: [press], public: true}"
    lines = "50m control rate blue say 2 by lou\n51m control rate blue say 4 by kim"
    assert small_drill(lines, steps).card().ratings[0].by == ("kim", "lou")


# ── responses ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "step, title",
    [
        ("contact: tech", "Call Technician"),
        ("inform: [tech, legal]", "Tell Technician, Counsel"),
        ("convene: [tech, legal]", "Convene Technician, Counsel"),
        ("approve: other", "Approve other"),
        ("do: Sit down", "Sit down"),
    ],
)
def test_a_response_is_called_by_what_it_asks_for(step, title):
    steps = f"other: {{do: Another, by: [lead]}}\nthis: {{{step}, by: [lead]}}"
    assert small_drill("", steps).response("this").title == title


def test_a_role_that_was_told_twice_was_told_the_first_time():
    say = "say: {do: Publish it, by: [press], target: 10m, deadline: 20m}"
    lines = "3m blue lead informs press\n8m blue boss informs press\n10m blue press does say"
    waits = small_drill(lines, say).response("say").waits
    assert (waits.told, waits.answer) == (minutes(3), minutes(7))


# ── errors ───────────────────────────────────────────────────────────────────


def test_an_error_of_the_whole_exercise_stands_before_one_of_its_first_instant():
    steps = "ask: {contact: boss, by: [lead], deadline: 10m}"
    found = small_drill("0m blue lead escalates tech", steps, escalations="[]").card().errors
    assert [error.kind for error in found] == [ErrorKind.UNDER_ESCALATION, ErrorKind.WRONG_PATH]
