"""What the screens see: the script in words, what comes next, open calls, roles, the log."""

from __future__ import annotations

from drill.session.panes.ahead import Kind
from drill.session.panes.matrix import Spot
from drill.session.panes.script import InjectRow, InjectStatus
from drill.session.panes.seats import RoleStatus
from drill.session.view import Viewer, view
from tests.building import Room, minutes, room, small_room


def row_of(control: Room, inject: str, team: str | None = None) -> InjectRow:
    return next(row for row in view(control.state, control.live.now, team).script if row.inject == inject)


def test_the_newest_inject_is_current_and_those_before_it_are_delivered() -> None:
    control = small_room(injects="[{id: one}, {id: two, at: 5m}, {id: three, at: 10m}]")
    control.live.start()
    control.wait(6)
    script = view(control.state, control.live.now).script

    assert [(row.inject, row.status) for row in script] == [
        ("one", InjectStatus.DELIVERED),
        ("two", InjectStatus.CURRENT),
        ("three", InjectStatus.SCHEDULED),
    ]


def test_what_waits_on_a_condition_says_so_in_words() -> None:
    control = small_room(
        "lock: {do: Lock, by: [tech], deadline: 5m}",
        "[{expect: [lock]}, {id: second, when: {late: lock}, delay: 3m}, {id: third, at: 9m, unless: {done: lock}}]",
    )

    assert row_of(control, "second").words == "when lock is late, 3m after"
    assert row_of(control, "third").words == "unless lock is done"
    assert row_of(control, "third").status is InjectStatus.CONDITIONAL


def test_once_its_condition_held_an_inject_is_scheduled() -> None:
    control = small_room(
        "lock: {do: Lock, by: [tech], deadline: 5m}", "[{expect: [lock]}, {id: second, when: {late: lock}, delay: 3m}]"
    )
    control.live.start()
    control.wait(6)

    assert row_of(control, "second").status is InjectStatus.SCHEDULED
    assert row_of(control, "second").at == minutes(8)
    assert row_of(control, "second").words == ""


def test_an_inject_that_some_teams_have_names_them() -> None:
    control = small_room(injects="[{id: one, at: 20m}]", teams=("blue", "red"))
    control.live.start()
    control.say("control inject one red")

    assert row_of(control, "one").teams == ("red",)
    assert row_of(control, "one", "blue").status is InjectStatus.SCHEDULED
    coming = [item for item in view(control.state, 0).ahead if item.kind is Kind.INJECT]
    assert [(item.inject, item.teams) for item in coming] == [("one", ("blue",))]


def test_an_inject_is_read_with_the_names_of_the_session_in_it() -> None:
    control = room()
    control.live.start()
    control.wait(0.1)
    sheet = Viewer(control.state).sheet("scam-post")

    assert sheet is not None
    assert control.state.cast["complainant"] in sheet.text
    assert sheet.recipients == ("Social media lead",)
    assert [option.option for option in sheet.options] == ["takeover", "prank"]


def test_a_copy_for_players_is_marked_as_an_exercise_and_gives_nothing_away() -> None:
    control = room()
    sheet = Viewer(control.state).sheet("scam-post")

    assert sheet is not None
    text = sheet.for_players
    assert text.startswith("EXERCISE")
    assert text.endswith("EXERCISE EXERCISE EXERCISE")
    assert "Send 0.1" in text
    assert "Do not say" not in text
    assert "Who owns" not in text


def test_a_probe_that_was_put_is_asked_no_more() -> None:
    control = room(teams=("blue", "red"))
    control.live.start()
    control.wait(4)
    question = "Who owns this account?"
    assert [item.words for item in view(control.state, control.live.now).next() if item.kind is Kind.PROBE] == [
        question
    ]

    control.say(f"control probe blue scam-post : {question}")
    assert any(item.kind is Kind.PROBE for item in view(control.state, control.live.now).next()), "red was not asked"

    control.say(f"control probe red scam-post : {question}")
    assert not any(item.kind is Kind.PROBE for item in view(control.state, control.live.now).next())


def test_next_is_in_the_order_of_time_and_puts_teams_together() -> None:
    control = small_room(
        "lock: {do: Lock, by: [tech], deadline: 10m}",
        "[{expect: [lock]}, {id: later, at: 5m, title: The mayor calls}]",
        teams=("blue", "red"),
    )
    control.live.start()
    control.wait(1)
    first, second, *_ = view(control.state, control.live.now).next()

    assert (first.kind, first.at, first.words) == (Kind.INJECT, minutes(5), "The mayor calls")
    assert (second.kind, second.at, second.words, second.teams) == (Kind.DEADLINE, minutes(10), "lock", ())


def test_a_call_is_open_until_the_called_role_does_anything() -> None:
    control = small_room(roles="tech: {ack_within: 5m}")
    control.live.start()
    control.wait(1)
    control.say("blue lead escalates tech")
    [call] = view(control.state, control.live.now).calls
    assert (call.caller, call.to, call.until) == ("lead", "tech", minutes(6))

    control.say("blue tech acks")

    assert view(control.state, control.live.now).calls == ()


def test_control_owes_the_answers_of_simulated_roles() -> None:
    control = small_room(scenario={"simulated": ["tech"]}, roles="tech: {ack_within: 5m}")
    control.live.start()
    control.say("blue lead escalates tech")
    owed = [item for item in view(control.state, 0).next() if item.kind is Kind.ANSWER]

    assert [(item.words, item.at) for item in owed] == [("tech answers lead", minutes(5))]


def test_a_role_is_idle_called_acknowledged_acting_or_absent() -> None:
    control = small_room("lock: {do: Lock, by: [tech], deadline: 9m}", "[{expect: [lock]}]")
    control.live.start()

    def status() -> RoleStatus:
        return next(line.status for line in view(control.state, control.live.now).roles if line.role == "tech")

    assert status() is RoleStatus.IDLE
    control.say("blue lead escalates tech")
    assert status() is RoleStatus.CALLED
    control.say("blue tech acks")
    assert status() is RoleStatus.ACKNOWLEDGED
    control.say("blue tech does lock")
    assert status() is RoleStatus.ACTING
    control.say("control absent all tom")
    assert status() is RoleStatus.ABSENT


def test_the_log_numbers_each_teams_own_lines_and_joins_what_came_to_all() -> None:
    control = small_room(injects="[{}]", teams=("blue", "red"))
    control.live.start()
    control.wait(1)
    control.say("blue lead acks news")
    control.say("red lead acks news")
    control.wait(1)
    control.say("blue lead improvises : sang a song")
    log = view(control.state, control.live.now).log

    assert [(row.number, row.words) for row in log] == [
        (None, "control resume"),
        (None, "control delivered news all"),
        (1, "blue lead acks news"),
        (1, "red lead acks news"),
        (2, "blue lead improvises : sang a song"),
    ]
    assert [row.fixed for row in log] == [True, True, False, False, False]


def test_a_mark_waits_until_it_is_taken_back() -> None:
    control = small_room()
    control.live.start()
    control.say("control mark")
    assert len(view(control.state, control.live.now).marks) == 1

    control.live.undo()

    assert view(control.state, control.live.now).marks == ()


def test_a_look_costs_nothing_while_nothing_happens() -> None:
    control = room(teams=("blue", "red"))
    viewer = Viewer(control.state)
    control.live.start()
    control.wait(0.1)
    before = viewer.look(control.live.now, running=True, speed=1_000)
    control.wait(0.03)
    after = viewer.look(control.live.now, running=True, speed=1_000)

    assert after.now > before.now
    assert after.matrix is before.matrix
    assert after.log is before.log


def test_what_time_alone_moves_is_seen_though_no_line_was_logged() -> None:
    control = small_room("lock: {do: Lock, by: [tech], deadline: 8m, takes: 1m}", "[{expect: [lock]}]")
    viewer = Viewer(control.state)
    control.live.start()
    control.wait(1)
    control.say("blue tech starts lock")
    before = viewer.look(control.live.now, running=True, speed=1_000).matrix.cell(Spot(0, 0))
    control.wait(1.1)
    after = viewer.look(control.live.now, running=True, speed=1_000).matrix.cell(Spot(0, 0))

    assert (before.begun, before.done_at, after.done_at) == (True, None, minutes(2))


def test_the_clock_tells_the_exercises_own_time_of_day_and_its_phase() -> None:
    control = room()
    control.live.start()
    control.wait(20.5)
    seen = view(control.state, control.live.now)

    assert seen.clock.local is not None
    assert seen.clock.local.strftime("%H:%M") == "19:00"
    assert seen.phase is not None
    assert seen.phase.questions == ("Who speaks, and where?",)
