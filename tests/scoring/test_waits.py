"""Where the time of a response went: waiting to be told, for an answer, for approval, and doing."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drill.scoring.card import Waits
from tests.building import minutes, small_drill

STATEMENT = """
statement: {do: Publish a statement, by: [press], target: 10m, deadline: 20m}
sign-off: {approve: statement, by: [legal], target: 10m, deadline: 20m}
"""
LINES = """
3m blue lead escalates press
5m blue press acks
6m blue lead escalates legal
10m blue legal approves statement
12m blue press does statement
"""


def _waits(lines: str, steps: str = STATEMENT, name: str = "statement", **more: Any) -> tuple[float | None, ...]:
    """(told, answer, approval, doing) in minutes."""
    return tuple(
        None if each is None else each / 60_000
        for each in astuple(small_drill(lines, steps, **more).response(name).waits)
    )


def test_the_time_of_a_step_is_told_by_what_was_waited_for():
    assert _waits(LINES) == (3, 2, 4, 3)


def test_legal_called_late_is_not_legal_being_late():
    called_late = _waits("9m blue lead escalates legal\n10m blue legal approves statement", name="sign-off")
    late = _waits("1m blue lead escalates legal\n10m blue legal approves statement", name="sign-off")
    assert called_late == (9, 1, 0, 0)
    assert late == (1, 9, 0, 0)


def test_a_recipient_need_not_be_told():
    assert _waits(
        "4m blue lead acks news\n7m blue lead does freeze", "freeze: {do: Stop, by: [lead], deadline: 10m}", "freeze"
    ) == (0, 4, 0, 3)


def test_a_word_before_the_inject_came_told_nobody_of_it():
    injects = "[{id: other}, {id: news, at: 10m, expect: [statement]}]"
    before = "2m blue lead escalates press\n3m blue press acks"
    lines = f"{before}\n15m blue lead escalates press\n16m blue press acks\n20m blue press does statement"
    assert _waits(lines, injects=injects) == (5, 1, 0, 4)


def test_where_nobody_was_seen_to_tell_it_cannot_be_told():
    assert _waits("7m blue press does statement") == (None, None, None, None)


def test_a_step_not_done_has_no_waits():
    assert small_drill("", STATEMENT).response("statement").waits == Waits()


def test_a_step_done_before_it_was_asked_for_waited_for_nothing():
    injects = "[{at: 20m, expect: [statement]}]"
    assert (
        small_drill("7m blue press does statement", STATEMENT, injects=injects).response("statement").waits == Waits()
    )


_at = st.integers(0, 20)


@given(told=_at, answered=_at, asked=_at, approved=_at, done=_at)
def test_the_waits_add_up_to_the_whole(told, answered, asked, approved, done):
    lines = f"""
    {told}m blue lead escalates press
    {answered}m blue press acks
    {asked}m blue lead escalates legal
    {approved}m blue legal approves statement
    {done}m blue press does statement
    """
    waits = astuple(small_drill(lines, STATEMENT).response("statement").waits)
    assert waits == (None,) * 4 or (min(waits) >= 0 and sum(waits) == minutes(done))
    if waits == (None,) * 4:
        assert done < told or done == 0
