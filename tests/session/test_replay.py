"""The replay: the drill again, moment by moment, with everything as it stood then."""

from __future__ import annotations

import copy

import pytest

from drill.session.answers import About, Question, answer, answer_line
from drill.session.panes.graph import Graph, Standing, Way, graph, graph_of
from drill.session.panes.matrix import CellStatus
from drill.session.replay import Difference, Expected, Frame, MomentKind, Replay
from tests.building import Drill, Room, minutes, small_drill, small_room

STEPS = """
{confirm: {do: Look, by: [lead], deadline: 5m}, say: {do: Say it, by: [press], deadline: 9m},
 ring: {contact: legal, by: [lead], deadline: 10m}}
"""
LINES = """
1m blue lead acks news
4m blue lead does confirm
6m blue lead escalates press
7m blue press acks
12m blue tech does say
"""


def played(lines: str = LINES) -> Drill:
    return small_drill(lines, STEPS, end="20m")


def row_of(frame: Frame, name: str) -> Expected:
    return next(each for each in frame.expected if each.row.name == name)


def words(replay: Replay) -> list[str]:
    return [f"{moment.at // 60_000} {moment.kind} {moment.words}" for moment in replay.moments]


# ── moments ──────────────────────────────────────────────────────────────────


def test_the_moments_are_what_came_what_was_done_and_the_deadlines_that_passed_in_the_order_of_time() -> None:
    assert words(Replay(played().state)) == [
        "0 inject Something happened",
        "1 line blue lead acks news",
        "4 line blue lead does confirm",
        "6 line blue lead escalates press",
        "7 line blue press acks",
        "9 deadline say is past its deadline",
        "10 deadline ring is past its deadline",
        "12 line blue tech does say",
        "20 end the end of the exercise",
    ]


def test_people_who_leave_and_sit_down_are_moments_and_ratings_are_not() -> None:
    lines = "2m control absent blue pia\n3m control back blue pia\n5m kim observes blue hold U : slow"
    kinds = [moment.kind for moment in Replay(small_drill(lines, end="6m").state).moments]
    assert kinds == [MomentKind.INJECT, MomentKind.PEOPLE, MomentKind.PEOPLE, MomentKind.END]


def test_what_comes_to_several_teams_at_once_is_one_moment() -> None:
    state = small_drill("1m red lead acks news", STEPS, teams=("blue", "red"), end="20m").state
    first = Replay(state).moments[0]
    assert (first.kind, first.teams, first.inject) == (MomentKind.INJECT, ("blue", "red"), "news")
    assert all(moment.teams == ("red",) for moment in Replay(state, "red").moments)


def test_the_next_inject_is_found_forwards_and_back() -> None:
    injects = "[{}, {id: more, at: 5m}]"
    replay = Replay(small_drill("1m blue lead acks news\n6m blue lead acks more", injects=injects, end="9m").state)
    assert replay.next_inject(0) == 2
    assert replay.next_inject(2) is None
    assert replay.next_inject(3, -1) == 2
    assert replay.next_inject(2, -1) == 0


# ── how it stood ─────────────────────────────────────────────────────────────


def test_a_moment_shows_what_was_meant_and_what_had_happened_by_then_and_nothing_later() -> None:
    replay = Replay(played().state)
    first, third = replay.at(0), replay.at(2)
    assert row_of(first, "confirm").cells[0].status(first.moment.now) is CellStatus.OPEN
    assert (row_of(first, "confirm").row.target, row_of(first, "confirm").row.deadline) == (minutes(2.5), minutes(5))
    assert row_of(third, "confirm").cells[0].done_at == minutes(4)
    assert row_of(third, "say").cells[0].done_at is None


def test_what_changed_at_the_moment_is_marked() -> None:
    frame = Replay(played().state).at(2)
    assert [each.row.name for each in frame.expected if any(each.changed)] == ["confirm"]


def test_a_passed_deadline_is_a_difference_from_its_own_moment_on() -> None:
    replay = Replay(played().state)
    before, after = replay.at(4), replay.at(5)
    assert row_of(before, "say").differences == (Difference.NONE,)
    assert row_of(after, "say").differences == (Difference.NOT_DONE,)
    assert row_of(after, "say").changed == (True,)


def test_late_and_by_another_role_are_differences_and_the_end_keeps_what_was_never_done() -> None:
    last = Replay(played().state).at(8)
    assert row_of(last, "confirm").differences == (Difference.NONE,)
    assert row_of(last, "say").differences == (Difference.LATE,)
    assert row_of(last, "ring").differences == (Difference.NOT_DONE,)
    other = Replay(played("4m blue tech does confirm").state)
    assert row_of(other.at(1), "confirm").differences == (Difference.OTHER_ROLE,)


def test_a_delegate_is_no_other_role() -> None:
    state = small_drill("4m blue deputy does look", "{look: {do: Look, by: [tech], deadline: 5m}}",
                        roles="{tech: {delegates: [deputy]}}", end="6m").state  # fmt: skip
    assert row_of(Replay(state).at(1), "look").differences == (Difference.NONE,)


def test_stepping_back_and_jumping_about_shows_the_same_as_going_through_in_order() -> None:
    state = played().state
    there = Replay(state)
    in_order = [there.at(index) for index in range(len(there.moments))]
    about = Replay(state)
    jumped = {index: about.at(index) for index in (8, 2, 5, 0, 7, 1, 6, 3, 4)}
    assert [jumped[index] for index in range(9)] == in_order


def test_a_long_drill_goes_back_by_stretches_and_shows_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.session.replay.STRETCH", 2)
    monkeypatch.setattr("drill.session.replay.KEPT", 4)
    state = played().state
    there, back = Replay(state), Replay(state)
    in_order = [there.at(index) for index in range(9)]
    assert [back.at(index) for index in range(8, -1, -1)] == in_order[::-1]


def test_a_moment_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        Replay(played().state).at(99)


def test_the_replay_changes_nothing_in_the_session() -> None:
    on = played()
    before = (on.state.seq, on.play().position, copy.deepcopy(on.play().calls))
    Replay(on.state).at(8)
    assert (on.state.seq, on.play().position, on.play().calls) == before


def test_a_line_that_was_set_aside_never_happened() -> None:
    state = played(f"{LINES}\n13m control set-aside blue #2").state
    assert not any("does confirm" in moment.words for moment in Replay(state).moments)
    assert "confirm is past its deadline" in [moment.words for moment in Replay(state).moments]


# ── the graph ────────────────────────────────────────────────────────────────

WAYS = "[{from: lead, to: press, why: words}, {from: lead, to: legal}, {from: press, to: legal}]"


def running(*lines: str, at: float = 1.0) -> Room:
    on = small_room(STEPS, "[{expect: [confirm, say, ring]}]", escalations=WAYS)
    on.live.start()
    on.wait(at)
    for line in lines:
        on.say(line)
    return on


def shown(on: Room) -> Graph:
    return graph(on.state, "blue", on.live.now)


def way(seen: Graph, caller: str, to: str) -> Way:
    return next(edge.way for edge in seen.edges if (edge.caller, edge.to) == (caller, to))


def test_a_way_is_unused_wanted_used_or_not_in_the_plan() -> None:
    seen = shown(running("blue lead escalates press", "blue tech escalates legal"))
    assert way(seen, "lead", "press") is Way.USED
    assert way(seen, "press", "legal") is Way.UNUSED
    assert way(seen, "tech", "legal") is Way.OFF_PLAN
    assert way(shown(running()), "lead", "legal") is Way.EXPECTED


def test_a_heads_up_needs_no_way_and_neither_does_a_call_that_a_step_asks_for() -> None:
    assert way(shown(running("blue tech informs press")), "tech", "press") is Way.USED
    on = small_room("{ring: {contact: legal, by: [tech], deadline: 9m}}", "[{expect: [ring]}]", escalations=WAYS)
    on.live.start()
    on.wait(1)
    on.say("blue tech escalates legal")
    assert way(shown(on), "tech", "legal") is Way.USED


def test_a_role_is_idle_called_answering_and_acting() -> None:
    def standing(*lines: str) -> Standing:
        node = shown(running(*lines)).node("press")
        assert node is not None
        return node.standing

    assert standing() is Standing.IDLE
    assert standing("blue lead escalates press") is Standing.CALLED
    assert standing("blue lead escalates press", "blue press acks") is Standing.ACKNOWLEDGED
    assert standing("blue press does say") is Standing.ACTING


def test_a_call_that_nobody_answers_in_time_or_can_answer_is_a_dead_end() -> None:
    on = small_room(STEPS, roles="{press: {ack_within: 2m}}", escalations=WAYS)
    on.live.start()
    on.wait(1)
    on.say("blue lead escalates press")
    on.wait(1)
    assert shown(on).node("press").standing is Standing.CALLED  # type: ignore[union-attr]
    on.wait(2)
    node = shown(on).node("press")
    assert node is not None
    assert node.standing is Standing.DEAD_END
    assert [ask.caller for ask in node.waiting] == ["lead"]
    person = on.state.exercise.plan.roles["legal"].people[0]
    on.say(f"control absent blue {person}")
    law = shown(on).node("legal")
    assert law is not None
    assert (law.standing, law.present) == (Standing.ABSENT, None)
    on.say("blue lead escalates legal")
    assert shown(on).node("legal").standing is Standing.DEAD_END  # type: ignore[union-attr]


def test_the_replay_has_the_graph_as_it_was() -> None:
    replay = Replay(played().state)
    called, answered = replay.at(3).graphs[0].node("press"), replay.at(4).graphs[0].node("press")
    assert called is not None
    assert answered is not None
    assert (called.standing, answered.standing) == (Standing.CALLED, Standing.ACKNOWLEDGED)


def test_the_last_moment_is_the_play_as_it_stands() -> None:
    on = played()
    assert Replay(on.state).at(8).graphs[0] == graph_of(on.state, on.play(), minutes(20))


# ── the four questions ───────────────────────────────────────────────────────

ABOUT = About("news", "Something happened", 0, "blue", "hold")


def test_an_answer_is_a_line_of_the_session_and_is_found_again() -> None:
    on = running()
    on.say(answer_line(ABOUT, Question.CHANGE, "a number for counsel: now"))
    found = answer(on.state, ABOUT, Question.CHANGE)
    assert found is not None
    assert found.text == "a number for counsel: now"
    assert answer(on.state, ABOUT, Question.MEANT) is None
    assert on.lines[-1].endswith(
        "control park : blue, T+00:00:00 Something happened. What do we change? a number for counsel: now"
    )


def test_why_it_differed_is_a_gap_or_a_strength_of_the_team_and_a_parked_note_for_all_of_them() -> None:
    assert answer_line(ABOUT, Question.WHY, "no list").startswith("control gap blue hold : blue, T+00:00:00 Something")
    assert answer_line(ABOUT, Question.WHY, "no list", better=True).startswith("control strength blue hold : ")
    everyone = About("news", "Something happened", 0, None, "hold")
    assert answer_line(everyone, Question.WHY, "no list").startswith("control park : T+00:00:00 Something happened. ")
