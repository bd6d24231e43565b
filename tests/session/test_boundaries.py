"""Exactly at a limit, and one step beyond: what small faults in the session would change, and no other test sees."""

from __future__ import annotations

import pytest

from drill.errors import Refused
from drill.session.completion import Completer
from drill.session.panes.ahead import build_phases
from drill.session.panes.graph import Way, graph, is_off_plan
from drill.session.panes.matrix import CellStatus
from drill.session.play import look_up, play
from drill.session.replay import MomentKind, Replay
from drill.session.session import MemoryStore, Session
from drill.session.transcript import read_transcript
from drill.session.view import ClockFace, view
from tests.building import (
    DAY,
    Room,
    a_plan,
    a_scenario,
    minutes,
    room,
    small_drill,
    small_plan,
    small_room,
    small_scenario,
)

# ── the clock ────────────────────────────────────────────────────────────────


def test_a_clock_of_which_nothing_is_known_stands_at_the_beginning_in_real_time() -> None:
    face = ClockFace()
    assert (face.now, face.running, face.speed) == (0, False, 1_000)


def test_a_clock_that_is_held_stands_and_is_kept_there() -> None:
    control = small_room()
    control.live.start()
    control.wait(2)
    assert control.live.hold()[-1].now == minutes(2)
    control.wait(3)
    assert control.live.now == minutes(2) == Session(MemoryStore(), control.records).state.reached
    with pytest.raises(Refused, match="stands already"):
        control.live.hold()


def test_what_was_done_late_is_late_no_more() -> None:
    played = small_drill(
        "6m blue lead does stop",
        "stop: {do: Stop, by: [lead], deadline: 5m}",
        injects="[{expect: [stop]}, {id: early, at: 5m30s, if: {late: stop}}, {id: after, at: 8m, if: {late: stop}}]",
    )
    assert set(played.play().delivered) == {"news", "early"}


def test_where_a_phase_stops_the_clock_first_there_is_nothing_left_to_hold() -> None:
    control = small_room(scenario={"phases": [{"id": "two", "title": "Two", "at": "2m", "pause": True}]})
    control.live.start()
    control.wait(1.99)
    control.hands.turn(1_000)
    records = control.live.hold()
    assert records[-1].seq == control.state.seq
    assert (control.state.running, control.live.now) == (False, minutes(2))


# ── what others read ─────────────────────────────────────────────────────────


def test_what_was_appended_since_is_read_and_nothing_before_it() -> None:
    control = small_room()
    control.live.start()
    seen = control.state.seq
    control.say("blue lead acks news")
    followed = list(control.live.session.follow(seen))
    assert [record.seq for record in followed] == list(range(seen + 1, control.state.seq + 1))
    assert list(control.live.session.follow(control.state.seq)) == []


def test_a_row_of_the_matrix_is_found_by_its_key() -> None:
    control = small_room("stop: {do: Stop, by: [lead]}\nlock: {do: Lock, by: [tech]}", "[{expect: [stop, lock]}]")
    control.live.start()
    matrix = view(control.state, control.live.now).matrix
    assert [matrix.find(row.key) for row in matrix.rows] == list(range(len(matrix.rows)))
    assert len(matrix.rows) == 2


def test_that_a_transcript_has_no_end_is_said_at_its_last_line() -> None:
    text = "\n5m blue lead improvises : sang\n1m blue lead improvises : hummed\n"
    reading = look_up(
        read_transcript(text, "lines.txt"), a_plan(small_plan()), a_scenario(small_scenario("[{}]")), day=DAY
    )
    _, [warning] = play(reading)
    assert (warning.place.line, warning.place.column) == (3, 1)


def test_a_step_without_a_deadline_is_just_done() -> None:
    control = small_room("stop: {do: Stop, by: [lead]}", "[{expect: [stop]}]")
    control.live.start()
    control.wait(1)
    control.say("blue lead does stop")
    [[cell]] = view(control.state, control.live.now).matrix.cells
    assert cell.status(control.live.now) is CellStatus.DONE


def test_phases_stand_in_the_order_of_time_wherever_they_are_written() -> None:
    phases = [{"id": "late", "title": "Late", "at": "9m"}, {"id": "soon", "title": "Soon", "at": "0m"}]
    control = small_room(scenario={"phases": phases})
    assert [phase.title for phase in build_phases(control.state)] == ["Soon", "Late"]


# ── the replay ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at, late", [("5m", []), ("T+00:05:00.001", [minutes(5)])])
def test_what_was_done_exactly_at_its_deadline_is_no_moment(at: str, late: list[int]) -> None:
    played = small_drill(f"{at} blue lead does stop", "stop: {do: Stop, by: [lead], deadline: 5m}", end="9m")
    assert [each.at for each in Replay(played.state).moments if each.kind is MomentKind.DEADLINE] == late


def test_what_finished_by_itself_is_done_at_a_moment_without_a_line() -> None:
    steps = "lock: {do: Lock, by: [tech], takes: 2m}\nstop: {do: Stop, by: [lead], deadline: 5m}"
    replay = Replay(small_drill("1m blue tech starts lock", steps, end="9m").state)
    [index] = [number for number, each in enumerate(replay.moments) if each.kind is MomentKind.DEADLINE]
    shown = next(each for each in replay.at(index).expected if each.row.name == "lock")
    assert [cell.done_at for cell in shown.cells] == [minutes(3)]


@pytest.mark.parametrize("caller, off", [("lead", False), ("deputy", False), ("press", True)])
def test_a_delegate_may_call_whom_its_role_may_call(caller: str, off: bool) -> None:
    escalations = "[{from: lead, to: legal}]"
    played = small_drill(
        f"1m blue {caller} escalates legal", roles="lead: {delegates: [deputy]}", escalations=escalations
    )
    assert is_off_plan(played.state.exercise, played.play().calls[0]) is off


def test_a_moment_is_the_nearest_to_itself_and_to_all_until_the_next() -> None:
    replay = Replay(small_drill("1m blue lead acks news\n3m blue lead acks news", end="5m").state)
    keys = [moment.key for moment in replay.moments]
    assert [replay.nearest(key) for key in keys] == list(range(len(keys)))
    assert [replay.nearest((key[0] + 1, *key[1:])) for key in keys] == list(range(len(keys)))


def test_what_was_late_before_does_not_come_to_be_late_again() -> None:
    steps = "stop: {do: Stop, by: [lead], deadline: 5m}\nlock: {do: Lock, by: [tech], deadline: 7m}"
    replay = Replay(small_drill("", steps, end="9m").state)
    deadlines = [number for number, each in enumerate(replay.moments) if each.kind is MomentKind.DEADLINE]
    changed = [{each.row.name: each.changed for each in replay.at(index).expected} for index in deadlines]
    assert changed == [{"stop": (True,), "lock": (False,)}, {"stop": (False,), "lock": (True,)}]


def test_a_call_that_was_made_shows_who_made_it() -> None:
    control = small_room("ring: {contact: legal, by: [lead], deadline: 5m}", "[{expect: [ring]}]")
    control.live.start()
    control.wait(1)
    control.say("blue lead escalates legal")
    [[cell]] = view(control.state, control.live.now).matrix.cells
    assert (cell.by, cell.entry) == ("lead", control.play().calls[0].entry)


def test_news_that_must_reach_a_role_is_wanted_from_one_who_has_it_and_may_call() -> None:
    injects = "[{to: [press, lead], must_reach: [{role: legal, deadline: 9m}]}]"
    control = small_room(injects=injects, escalations="[{from: lead, to: legal}, {from: boss, to: press}]")
    control.live.start()
    control.wait(1)
    seen = graph(control.state, "blue", control.live.now)
    ways = {(each.caller, each.to): each.way for each in seen.edges}
    lead = seen.node("lead")
    assert lead is not None and lead.present == "Ann"
    assert ways["lead", "legal"] is Way.EXPECTED
    assert ("press", "legal") not in ways


# ── what a line may go on with ───────────────────────────────────────────────


def words(control: Room, text: str, team: str | None = None) -> list[str]:
    return [one.word for one in Completer(control.state).complete(text, team).candidates]


def test_with_one_team_nobody_needs_to_choose_it() -> None:
    assert words(room(), "soc") == ["social-lead"]
    assert words(room(teams=("blue", "red")), "soc") == []


def test_an_edited_text_may_stand_behind_an_account() -> None:
    line = "blue comms-director does statement on @northwind with holding-takeover "
    assert words(room(), line)[0] == "edited"


def test_a_list_of_people_goes_on_behind_a_comma_only() -> None:
    assert "ben" in words(room(), "control absent blue ana, ")
    assert words(room(), "control absent blue ana ") == [":"]


def test_a_decision_may_be_about_an_account() -> None:
    assert "@northwind" in words(room(), "blue social-lead decides scam-post takeover on ")
