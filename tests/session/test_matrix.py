"""The matrix: rows that never move, cells that say how a step stands at any moment."""

from __future__ import annotations

from typing import Any

from drill.session.panes.matrix import Cell, CellStatus, Matrix, Spot
from drill.session.usual import usual_line, usual_role
from drill.session.view import view
from tests.building import Room, minutes, room, small_room

LOCK = "lock: {do: Lock the door, by: [tech], target: 5m, deadline: 10m}"


def matrix_of(control: Room) -> Matrix:
    return view(control.state, control.live.now).matrix


def cell_of(control: Room, name: str, team: str = "blue") -> Cell:
    matrix = matrix_of(control)
    row = next(index for index, row in enumerate(matrix.rows) if row.name == name)
    return matrix.cell(Spot(row, matrix.teams.index(team)))


def status_of(control: Room, name: str, team: str = "blue") -> CellStatus:
    return cell_of(control, name, team).status(control.live.now)


def one_step(steps: str = LOCK, **more: Any) -> Room:
    control = small_room(steps, "[{expect: [lock]}]", **more)
    control.live.start()
    control.wait(0.1)
    return control


def test_a_step_counts_down_past_its_target_to_its_deadline_and_is_late_after_it() -> None:
    control = one_step()
    seen = []
    for _ in range(12):
        seen.append(status_of(control, "lock"))
        control.wait(1)

    assert list(dict.fromkeys(seen)) == [CellStatus.OPEN, CellStatus.PAST_TARGET, CellStatus.LATE]
    assert seen.index(CellStatus.PAST_TARGET) == 5
    assert seen.index(CellStatus.LATE) == 10


def test_what_is_done_exactly_at_its_deadline_is_in_time() -> None:
    control = one_step()
    control.wait(9.9)
    control.say("blue tech does lock", at=10)

    assert status_of(control, "lock") is CellStatus.SLOW


def test_a_step_done_by_its_target_slow_or_late_says_so() -> None:
    for at, status in ((4, CellStatus.MET), (5, CellStatus.MET), (7, CellStatus.SLOW), (11, CellStatus.DONE_LATE)):
        control = one_step()
        control.wait(12)
        control.say("blue tech does lock", at=at)

        assert status_of(control, "lock") is status


def test_a_step_that_no_inject_asked_for_yet_is_shown_and_waits() -> None:
    control = small_room(LOCK, "[{at: 20m, expect: [lock]}]")

    assert status_of(control, "lock") is CellStatus.NOT_ASKED


def test_a_step_goes_from_the_matrix_when_its_inject_is_left_out() -> None:
    control = small_room(LOCK, "[{id: later, at: 20m, expect: [lock]}]")
    control.live.start()
    control.say("control skip later all : no time")

    assert matrix_of(control).rows == ()


def test_rows_stand_in_the_order_of_the_script_and_do_not_move() -> None:
    steps = "{a: {do: A, by: [lead], deadline: 10m}, b: {do: B, by: [tech], deadline: 5m}}"
    control = small_room(steps, "[{id: one, at: 5m, expect: [a]}, {id: two, at: 0m, expect: [b]}]")
    before = [row.name for row in matrix_of(control).rows]
    control.live.start()
    control.wait(6)
    control.say("blue tech does b")

    assert before == [row.name for row in matrix_of(control).rows] == ["a", "b"]


def test_a_clock_that_has_not_started_waits() -> None:
    control = one_step("lock: {do: Lock, by: [tech], clock: reached, deadline: 10m}")
    assert status_of(control, "lock") is CellStatus.WAITING

    control.say("blue lead escalates tech")

    assert status_of(control, "lock") is CellStatus.OPEN


def test_a_step_that_nobody_saw_and_one_that_dropped_out_are_no_longer_due() -> None:
    control = one_step("{lock: {do: Lock, by: [tech], deadline: 10m, unless: {absent: tech}}}")
    control.say("control unseen blue lock")

    assert status_of(control, "lock") is CellStatus.UNSEEN
    assert matrix_of(control).due == ()


def test_after_the_end_an_open_step_is_missed_and_one_in_its_time_is_pending() -> None:
    steps = "{early: {do: E, by: [lead], deadline: 5m}, late: {do: L, by: [lead], deadline: 50m}}"
    control = small_room(steps, "[{expect: [early, late]}]")
    control.live.start()
    control.wait(10)
    control.live.end()

    assert status_of(control, "early") is CellStatus.MISSED
    assert status_of(control, "late") is CellStatus.PENDING


def test_at_the_end_a_step_whose_guard_holds_is_excused() -> None:
    control = one_step("{lock: {do: Lock, by: [tech], deadline: 50m, unless: {absent: legal}}}")
    control.say("control absent all liz")
    control.live.end()

    assert status_of(control, "lock") is CellStatus.EXCUSED


def test_the_next_due_cell_is_the_one_whose_deadline_comes_next() -> None:
    steps = "{a: {do: A, by: [lead], deadline: 10m}, b: {do: B, by: [tech], deadline: 5m}}"
    control = small_room(steps, "[{expect: [a, b]}]", teams=("blue", "red"))
    control.live.start()
    control.wait(1)
    assert matrix_of(control).next_due(control.live.now) == Spot(1, 0)

    control.say("blue tech does b")
    assert matrix_of(control).next_due(control.live.now) == Spot(1, 1)

    control.wait(5)
    assert matrix_of(control).next_due(control.live.now) == Spot(0, 0), "what is late is not due any more"


def test_a_call_that_was_made_to_some_names_those_that_are_missing() -> None:
    control = one_step("lock: {convene: [tech, legal], by: [lead], deadline: 10m}")
    control.say("blue lead escalates tech")

    assert cell_of(control, "lock").missing == ("legal",)
    assert status_of(control, "lock") is CellStatus.OPEN

    control.say("blue lead escalates legal")
    assert status_of(control, "lock") is CellStatus.MET


def test_a_role_that_an_inject_must_reach_is_a_row_of_its_own() -> None:
    control = small_room(injects="[{to: [lead], must_reach: [{role: legal, deadline: 10m}]}]")
    control.live.start()
    control.wait(1)
    assert status_of(control, "reach legal") is CellStatus.OPEN

    row = matrix_of(control).rows[0]
    control.say(usual_line(row, "blue", "lead"))

    assert control.lines[-1].endswith("blue lead? informs legal about news")
    assert status_of(control, "reach legal") is CellStatus.MET


def test_a_step_per_account_has_a_row_for_each_account() -> None:
    control = room(teams=("blue",))
    names = [row.name for row in matrix_of(control).rows]

    assert {"lock @northwind", "lock @northwind-photo"} <= set(names)


def test_of_a_repeated_step_the_open_one_is_shown() -> None:
    control = one_step("lock: {do: Look, by: [tech], deadline: 8m, repeat: {every: 10m}}")
    control.say("blue tech does lock")
    assert status_of(control, "lock") is CellStatus.MET

    control.wait(11)

    assert cell_of(control, "lock").occurrence == 2
    assert status_of(control, "lock") is CellStatus.OPEN


def test_of_a_step_that_two_injects_ask_for_the_more_urgent_is_shown() -> None:
    control = small_room(LOCK, "[{id: one, expect: [lock]}, {id: two, at: 1m, expect: [{step: lock, deadline: 2m}]}]")
    control.live.start()
    control.wait(1.1)

    assert cell_of(control, "lock").deadline_at == minutes(3)


def test_the_usual_role_is_the_first_that_is_there() -> None:
    control = one_step("lock: {do: Lock, by: [tech, deputy], deadline: 10m}")
    row, cell = matrix_of(control).rows[0], cell_of(control, "lock")
    assert usual_role(control.state, "blue", row, cell) == "tech"

    control.say("control absent all tom")

    assert usual_role(control.state, "blue", row, cell) == "deputy"


def test_the_usual_role_of_a_step_of_several_is_one_whose_part_is_missing() -> None:
    control = one_step("lock: {do: Lock, all_of: [tech, legal], deadline: 10m}")
    control.say("blue tech does lock")
    row = matrix_of(control).rows[0]

    assert usual_role(control.state, "blue", row, cell_of(control, "lock")) == "legal"
