"""What comes first of what falls on one instant, and what is still in time."""

from __future__ import annotations

import pytest

from drill.scoring.card import Status
from tests.building import drill, lines_of, minutes, small_drill, small_room

STOP = "stop: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m}"


def test_the_lines_of_one_instant_stand_in_their_order():
    injects = """
    - {id: news, expect: [stop]}
    - {id: late-news, when: {late: stop}}
    - {id: second, at: 10m}
    - {id: third, at: 10m}
    """
    played = small_drill(
        """
        10m control park : a question for later
        10m control end
        10m blue tech acks second
        10m blue lead escalates tech
        10m control mark : the turning point
        """,
        STOP,
        injects=injects,
    )
    assert lines_of(played.written.text)[1:] == [
        "T+00:10:00 control mark : the turning point",
        "T+00:10:00 blue lead escalates tech",
        "T+00:10:00 control delivered late-news blue",
        "T+00:10:00 control delivered second blue",
        "T+00:10:00 control delivered third blue",
        "T+00:10:00 blue tech acks second",
        "T+00:10:00 control end",
        "T+00:10:00 control park : a question for later",
    ]


def test_due_injects_of_one_instant_come_in_the_scenarios_order_team_by_team():
    injects = "[{id: one, at: 5m}, {id: two, at: 5m}]"
    played = small_drill("", injects=injects, teams=("red", "blue"))
    assert lines_of(played.written.text)[:4] == [
        "T+00:05:00 control delivered one red",
        "T+00:05:00 control delivered one blue",
        "T+00:05:00 control delivered two red",
        "T+00:05:00 control delivered two blue",
    ]


@pytest.mark.parametrize("at,status,late", [("10m", Status.SLOW, False), ("T+00:10:00.001", Status.LATE, True)])
def test_an_act_exactly_at_the_deadline_is_in_time_and_lateness_is_looked_at_after_it(at, status, late):
    injects = "[{id: news, expect: [stop]}, {id: late-news, when: {late: stop}}]"
    played = small_drill(f"{at} blue lead does stop", STOP, injects=injects)
    assert played.response("stop").status is status
    assert ("late-news" in played.play().delivered) is late


def test_a_call_exactly_at_its_deadline_is_in_time():
    steps = "call: {contact: tech, by: [lead], deadline: 10m}"
    injects = "[{id: news, expect: [call]}, {id: late-news, when: {late: call}}]"
    played = small_drill("10m blue lead escalates tech", steps, injects=injects)
    assert played.response("call").status is Status.SLOW
    assert "late-news" not in played.play().delivered


def test_an_act_on_the_instant_at_which_an_inject_is_due_comes_before_it():
    played = small_drill("5m blue lead does stop", STOP, injects="[{id: news, at: 5m, unless: {done: stop}}]")
    assert "news" in played.play().skipped


def test_an_answer_on_the_instant_at_which_an_inject_is_due_comes_after_it():
    steps = "check: {do: Check the door, by: [tech], clock: reached, deadline: 10m}"
    played = small_drill("5m blue tech acks news", steps, injects="[{id: news, at: 5m, expect: [check]}]")
    assert played.response("check").deadline_at == minutes(15)


def test_an_act_that_takes_its_time_is_done_in_time_when_it_finishes_exactly_at_the_deadline():
    steps = "fix: {do: Fix it, by: [tech], takes: 4m, deadline: 10m}"
    injects = "[{id: news, expect: [fix]}, {id: late-news, when: {late: fix}}]"
    played = small_drill("6m blue tech starts fix", steps, injects=injects)
    assert played.response("fix").status is Status.SLOW
    assert "late-news" not in played.play().delivered


def test_an_act_that_is_said_to_be_done_at_the_instant_at_which_it_finishes_is_done_once():
    steps = "fix: {do: Fix it, by: [tech], takes: 4m, deadline: 10m}"
    played = small_drill("2m blue tech starts fix\n6m blue tech does fix", steps)
    acts = [act for acts in played.play().acts.values() for act in acts]
    assert [(act.at, act.started_at) for act in acts] == [(minutes(6), minutes(2))]


def test_an_inject_that_another_one_brings_on_at_once_is_due_on_the_same_instant():
    injects = "[{id: echo, when: {delivered: news}}, {id: news, at: 5m}, {id: far, when: {delivered: echo}}]"
    played = small_drill("", injects=injects)
    assert {name: each.at for name, each in played.play().delivered.items()} == dict.fromkeys(
        ("echo", "news", "far"), minutes(5)
    )


def test_what_is_logged_live_at_the_millisecond_of_an_inject_comes_before_it():
    room = small_room(STOP, "[{id: news, at: 5m, unless: {done: stop}}]")
    room.live.start()
    room.wait(5)
    room.say("blue lead does stop")
    room.wait(1)
    assert "T+00:05:00 control skip news blue unmet" in room.lines


def test_what_is_due_when_the_exercise_ends_is_delivered_before_the_end():
    played = drill("20m control end")
    assert lines_of(played.written.text)[-2:] == [
        "T+00:20:00 control delivered press-call blue",
        "T+00:20:00 control end",
    ]
