"""What is recalled, corrected or taken back, what that makes due in the past, and what it would change."""

from __future__ import annotations

from typing import Any

import pytest

from drill.errors import Refused
from drill.scoring.scorecard import score
from drill.session.decide import Amend, Enter, Redo, Undo
from drill.session.foresight import foresee
from drill.session.statements import Adjudicated, Response
from tests.building import Room, minutes, played_again, small_plan, small_room, small_scenario

STEPS = "stop: {do: Stop the posts, by: [lead], deadline: 10m}\nfix: {do: Fix it, by: [tech], deadline: 30m}"
INJECTS = """
- {id: news, expect: [stop, fix]}
- {id: echo, when: {done: stop}, delay: 2m}
- {id: press, at: 8m, unless: {done: stop}}
- {id: bad, when: {late: stop}}
"""


def a_room(at: float = 0, injects: str = INJECTS, **more: Any) -> Room:
    """A drill that runs, so many minutes after its start."""
    room = small_room(STEPS, injects, **more)
    room.live.start()
    room.wait(at)
    return room


def came(room: Room, team: str = "blue") -> dict[str, float]:
    """When each inject came to a team, in minutes."""
    return {name: each.at / 60_000 for name, each in room.play(team).delivered.items()}


def newest(room: Room) -> int:
    """The journal's number of the newest line of a team."""
    return max(seq for seq, entry in room.state.entries.items() if isinstance(entry.statement, Response))


def assert_played_again(room: Room, injects: str = INJECTS) -> None:
    """The session, ended and written out, is played again to the same transcript and the same scorecard."""
    if room.state.ended_at is None:
        room.live.end()
    again = played_again(room.text, small_plan(STEPS), small_scenario(injects))
    assert again.written.text == room.text
    assert again.scorecard == score(room.state)


# ── what comes to light late ─────────────────────────────────────────────────


def test_what_a_recalled_line_makes_due_in_the_past_is_delivered_at_once_and_stamped_now():
    room = a_room(at=7)
    room.say("blue lead does stop", at=3, recalled=True)
    assert came(room) == {"news": 0, "echo": 7}
    assert "~T+00:03:00 blue lead does stop" in room.lines
    assert_played_again(room)


def test_what_a_recalled_line_makes_due_later_is_stamped_when_it_is_due():
    room = a_room(at=4)
    room.say("blue lead does stop", at=3, recalled=True)
    room.wait(5)
    assert came(room) == {"news": 0, "echo": 5}


@pytest.mark.parametrize("every", [50, 250, 1_000, 10_000])
def test_when_it_came_to_light_does_not_hang_on_the_size_of_the_ticks(every):
    room = small_room(STEPS, INJECTS)
    room.live.start()
    room.wait(7, every=every)
    room.say("blue lead does stop", at=3, recalled=True)
    room.wait(5, every=every)
    assert came(room) == {"news": 0, "echo": 7}


def test_when_it_came_to_light_is_the_same_after_a_restart():
    room = a_room(at=7)
    room.live.pause()
    again = room.restarted()
    again.say("blue lead does stop", at=3, recalled=True)
    assert came(again) == {"news": 0, "echo": 7}


def test_while_the_clock_stands_a_correction_is_followed_at_the_instant_of_the_pause():
    room = a_room(at=7)
    room.live.pause()
    room.say("blue lead does stop", at=3)
    room.wait(3)
    assert came(room) == {"news": 0, "echo": 7}


def test_after_a_jump_what_a_correction_makes_due_is_stamped_where_the_clock_is_now():
    room = a_room(at=5)
    room.live.jump(minutes(20))
    room.say("blue lead does stop", at=3, recalled=True)
    assert came(room)["echo"] == 20


def test_what_was_delivered_stays_delivered_whatever_is_corrected():
    room = a_room(at=12)
    assert came(room) == {"news": 0, "press": 8, "bad": 10}
    room.say("blue lead does stop", at=3, recalled=True)
    assert came(room) == {"news": 0, "press": 8, "bad": 10, "echo": 12}
    room.live.undo(newest(room))
    assert came(room) == {"news": 0, "press": 8, "bad": 10, "echo": 12}
    assert_played_again(room)


def test_what_was_passed_over_stays_passed_over():
    room = a_room()
    room.wait(5)
    room.say("blue lead does stop")
    room.wait(5)
    assert list(room.play().skipped) == ["press"]
    room.live.undo()
    assert list(room.play().skipped) == ["press"]
    assert_played_again(room)


def test_a_line_that_is_taken_back_makes_late_what_was_in_time():
    room = a_room(at=5)
    room.say("blue lead does stop")
    room.wait(10)
    assert "bad" not in came(room)
    room.live.undo()
    assert came(room)["bad"] == 15


def test_a_line_that_is_set_aside_counts_nowhere_from_then_on():
    room = a_room(at=5)
    room.say("blue lead does stop")
    room.wait(10)
    room.say("control set-aside blue #1 : a real phone call")
    assert came(room)["bad"] == 15
    assert room.play().expectations[0].done_at is None
    room.live.undo()
    assert room.play().expectations[0].done_at == minutes(5)
    assert_played_again(room)


def test_what_nobody_saw_is_not_late_from_then_on():
    room = a_room(at=5)
    room.say("control unseen blue stop")
    room.wait(10)
    assert "bad" not in came(room)
    room.live.undo()
    assert came(room)["bad"] == 15


def test_an_improvisation_that_stands_for_a_step_is_that_step_done_then():
    room = a_room(at=5)
    room.say("blue lead improvises : pulled the plug")
    room.wait(1)
    room.say("control adjudicate blue #1 sensible satisfies stop")
    assert room.play().expectations[0].done_at == minutes(5)
    room.wait(2)
    assert came(room)["echo"] == 7
    room.say("control adjudicate blue #1 harmful : on second thoughts")
    assert room.play().expectations[0].done_at is None
    assert_played_again(room)


# ── undo, redo, amend ────────────────────────────────────────────────────────


def test_the_newest_line_is_taken_back_and_counts_again():
    room = a_room(at=2)
    room.say("blue lead does stop")
    room.say("blue tech does fix")
    room.live.undo()
    assert room.lines[-1] == "T+00:02:00 blue lead does stop"
    room.live.undo()
    room.live.redo()
    assert room.lines[-1] == "T+00:02:00 blue lead does stop"
    room.live.redo()
    assert room.lines[-1] == "T+00:02:00 blue tech does fix"
    with pytest.raises(Refused, match="nothing to redo"):
        room.live.redo()
    assert_played_again(room)


def test_a_line_in_the_middle_is_taken_back():
    room = a_room(at=2)
    room.say("blue lead does stop")
    first = newest(room)
    room.say("blue tech does fix")
    room.live.undo(first)
    assert [line for line in room.lines if "blue lead" in line or "blue tech" in line] == [
        "T+00:02:00 blue tech does fix"
    ]
    with pytest.raises(Refused, match="does not count"):
        room.live.undo(first)


def test_a_line_is_moved_in_time_and_its_numbers_with_it():
    room = a_room(at=2)
    room.say("blue lead does stop")
    moved = newest(room)
    room.wait(1)
    room.say("blue tech does fix")
    room.wait(2)
    room.correct(moved, "blue lead does stop : a minute later", at=4)
    assert [getattr(entry.statement, "verb", None) for entry in room.state.teams["blue"].responses] == ["does", "does"]
    assert room.state.line_of_entry(moved) == 2
    assert room.lines[-3:] == [
        "T+00:03:00 blue tech does fix",
        "T+00:04:00 blue lead does stop : a minute later",
        "T+00:04:00 control delivered echo blue",
    ]
    assert_played_again(room)


def test_two_lines_of_one_instant_keep_the_order_of_the_journal_when_one_is_moved_there():
    injects = (
        "[{id: news, decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}}]"
    )
    room = a_room(at=2, injects=injects)
    room.say("blue lead decides news go")
    first = newest(room)
    room.wait(1)
    room.say("blue lead decides news wait")
    room.correct(first, "blue lead decides news go", at=3)
    assert room.play().decision_on("news") == "wait"
    assert_played_again(room, injects)


def test_a_line_that_counts_again_takes_its_old_place_among_those_of_its_instant():
    injects = (
        "[{id: news, decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}}]"
    )
    room = a_room(at=2, injects=injects)
    room.say("blue lead decides news go")
    room.live.undo()
    room.say("blue lead decides news wait")
    room.live.redo()
    assert room.play().decision_on("news") == "wait"
    assert_played_again(room, injects)


def test_injects_that_one_brings_on_at_once_stand_in_the_scenarios_order_and_are_folded_so():
    injects = "[{id: echo, when: {delivered: news}, expect: [fix]}, {id: news, at: 2m, expect: [stop]}]"
    room = a_room(at=3, injects=injects)
    assert room.lines[-2:] == ["T+00:02:00 control delivered echo blue", "T+00:02:00 control delivered news blue"]
    assert_played_again(room, injects)


def test_an_end_that_is_put_back_stops_the_clock_that_ran_on_meanwhile():
    room = a_room(at=2)
    room.live.end()
    room.live.undo()
    room.live.start()
    room.wait(3)
    room.live.redo()
    assert not room.live.is_running
    room.wait(10)
    assert room.state.ended_at == minutes(2)
    assert came(room) == {"news": 0}


# ── judgements and the lines that they are about ─────────────────────────────


def test_a_judgement_of_a_line_that_was_taken_back_is_not_written_out():
    room = a_room(at=2)
    room.say("blue lead improvises : pulled the plug")
    room.say("blue lead improvises : and put it back")
    room.say("control adjudicate blue #1 harmful")
    room.say("control set-aside blue #2")
    room.live.undo(newest(room) - 1)
    assert not [line for line in room.lines if "adjudicate" in line]
    assert "T+00:02:00 control set-aside blue #1" in room.lines
    assert_played_again(room)


def test_a_judgement_counts_again_with_its_line():
    room = a_room(at=2)
    room.say("blue lead improvises : pulled the plug")
    room.say("control adjudicate blue #1 sensible satisfies stop")
    room.live.undo(newest(room))
    room.live.redo()
    assert room.play().expectations[0].done_at == minutes(2)
    assert_played_again(room)


def test_a_judgement_stands_behind_its_line():
    room = a_room(at=2)
    room.say("blue lead improvises : pulled the plug")
    line = newest(room)
    room.wait(3)
    with pytest.raises(Refused, match=r"T\+00:02:00"):
        room.say("control adjudicate blue #1 harmful", at=1)
    room.say("control adjudicate blue #1 harmful", at=3)
    with pytest.raises(Refused, match=r"judged at T\+00:03:00"):
        room.correct(line, "blue lead improvises : pulled the plug", at=4)
    room.correct(line, "blue lead improvises : pulled the plug", at=3)
    assert_played_again(room)


def test_a_judgement_is_of_a_line_of_its_own_team():
    room = a_room(at=2, teams=("blue", "red"))
    room.say("blue lead improvises : pulled the plug")
    judgement = Adjudicated(team="red", entry=newest(room), judgement="harmful")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="does not count"):
        room.live.log(judgement)


def test_recalled_lines_move_the_numbers_that_judgements_are_written_with():
    room = a_room(at=5)
    room.say("blue lead improvises : pulled the plug")
    room.say("control adjudicate blue #1 harmful")
    room.say("blue lead does stop", at=1, recalled=True)
    assert "T+00:05:00 control adjudicate blue #2 harmful" in room.lines
    assert_played_again(room)


# ── foresight ────────────────────────────────────────────────────────────────


def said(room: Room, command: object) -> list[str]:
    """What a correction would change, in words."""
    return [each.words for each in foresee(room.state, command)]  # type: ignore[arg-type]


def test_it_is_said_what_would_not_have_come():
    room = a_room(at=12)
    line = room.state.grammar.parse("blue lead does stop")
    assert said(room, Enter(minutes(3), line)) == [
        "blue would not have got bad; it was delivered and stays so",
        "blue would have got echo; it will be delivered now",
        "blue would not have got press; it was delivered and stays so",
    ]


def test_it_is_said_what_comes_at_another_time():
    room = a_room(at=2)
    room.say("blue lead does stop")
    room.wait(10)
    line = room.state.grammar.parse("blue lead does stop")
    assert said(room, Amend(newest(room), minutes(4), line)) == [
        "blue would have got echo at another time; it stays where it is"
    ]


def test_taking_back_and_putting_back_are_foreseen_as_well():
    room = a_room(at=2)
    room.say("blue lead does stop")
    room.wait(5)
    assert said(room, Undo()) == ["blue would not have got echo; it was delivered and stays so"]
    room.live.undo()
    assert said(room, Redo()) == ["blue would have got echo; it will be delivered now"]


def test_looking_ahead_changes_nothing():
    room = a_room(at=12)
    before, seq = room.text, room.state.seq
    foresee(room.state, Enter(minutes(3), room.state.grammar.parse("blue lead does stop")))
    assert (room.text, room.state.seq) == (before, seq)


def test_a_correction_that_changes_no_delivery_has_no_consequence():
    room = a_room(at=2)
    room.say("blue tech does fix")
    assert said(room, Undo()) == []


def test_what_could_not_have_been_done_then_is_no_obstacle_to_looking_ahead():
    room = a_room(at=4)
    room.say("control inject echo")
    room.say("control delay press to 30m")
    room.say("control skip bad")
    line = room.state.grammar.parse("blue lead does stop")
    assert said(room, Enter(minutes(1), line)) == ["blue would have got echo at another time; it stays where it is"]


def test_judgements_stay_with_their_lines_when_looking_ahead():
    room = a_room(at=2)
    room.say("blue lead does stop")
    room.say("blue tech does fix")
    room.say("control set-aside blue #1")
    room.wait(10)
    assert said(room, Undo(newest(room))) == []


def test_walk_ins_and_ad_hoc_injects_are_known_before_their_time_when_looking_ahead():
    room = a_room(at=5)
    room.say("control seat blue tech zoe : Zoe Quinn")
    room.say("control adhoc blue {id: mayor, via: phone, to: [boss], title: The mayor calls}")
    room.say("blue tech/zoe acks mayor", at=2, recalled=True)
    assert said(room, Undo()) == []


def test_what_cannot_be_taken_is_refused_before_looking_ahead():
    with pytest.raises(Refused):
        foresee(a_room().state, Undo(7))
