"""The keys of the matrix: the usual thing takes one key, by whom and when one more."""

from __future__ import annotations

from drill.session.panes.matrix import CellStatus, Spot
from tests.building import minutes, small_plan, small_scenario
from tests.tui.stage import stage


async def test_enter_logs_the_step_now_by_its_usual_role_as_assumed() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm", "red")
        await pilot.press("enter")

        assert on.last == "red social-lead? does confirm"
        assert on.newest_at == on.room.live.now
        assert on.status("confirm", "red") is CellStatus.MET
        assert "red social-lead? does confirm" in on.said


async def test_enter_on_a_call_logs_the_call_and_on_an_approval_the_approval() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "alert")
        await pilot.press("enter")
        assert on.last == "blue social-lead? convenes it-security, comms-director, legal"


async def test_enter_on_a_step_per_account_names_the_account() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "lock @northwind")
        await pilot.press("enter")
        assert on.last == "blue it-security? does lock on @northwind"


async def test_a_second_enter_logs_nothing_twice() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("enter", "enter")

        assert sum("does confirm" in line for line in on.lines) == 1
        assert "r says by whom" in on.said


async def test_by_whom_corrects_the_line_that_did_it() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("enter", "r", *"ben", "enter")
        await pilot.pause()

        assert [line for line in on.lines if "confirm" in line] == ["T+00:02:00 blue social-lead/ben does confirm"]


async def test_by_whom_on_an_open_cell_logs_it_now() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("r", *"it-security", "enter")
        await pilot.pause()

        assert on.last == "blue it-security does confirm"


async def test_when_moves_the_line_and_a_tilde_says_that_it_was_told() -> None:
    on = stage().begin(4)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("enter", "t", *"~2m", "enter")
        await pilot.pause()

        assert [line for line in on.lines if "confirm" in line] == ["~T+00:02:00 blue social-lead? does confirm"]


async def test_when_on_an_open_cell_logs_it_then() -> None:
    on = stage().begin(4)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("t", *"T+00:01:30", "enter")
        await pilot.pause()

        assert (on.last, on.newest_at) == ("blue social-lead? does confirm", minutes(1.5))


async def test_a_time_to_come_is_told_in_the_dialog_and_nothing_is_logged() -> None:
    on = stage().begin(4)
    async with on.open() as pilot:
        before = on.lines
        await pilot.press("t", *"T+00:09:00", "enter")
        await pilot.pause()

        assert "still to come" in on.text
        await pilot.press("escape")
        assert on.lines == before


async def test_not_seen_takes_the_cell_out_of_what_is_due() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("x")

        assert on.last == "control unseen blue confirm"
        assert on.status("confirm") is CellStatus.UNSEEN


async def test_the_full_stop_goes_to_the_cell_that_is_due_next() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "alert", "red")
        await pilot.press("full_stop")

        assert on.grid.spot == on.room.look().matrix.next_due(on.room.live.now)


async def test_arrows_move_over_the_matrix_and_a_digit_chooses_a_team() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("down", "right")
        assert on.grid.spot == Spot(1, 1)
        assert on.room.look().team is None, "all teams are chosen until somebody chooses one"

        await pilot.press("1")
        assert on.grid.spot == Spot(1, 0)
        await pilot.press("right")
        assert on.room.look().team == "red"
        await pilot.press("0")
        assert on.room.look().team is None
        await pilot.press("7")
        assert "2 teams" in on.said


async def test_a_step_that_several_roles_do_is_logged_role_by_role() -> None:
    plan = small_plan("sign: {do: Sign, all_of: [lead, legal], deadline: 10m}")
    on = stage(plan, small_scenario("[{expect: [sign]}]"), ("blue",)).begin(1)
    async with on.open() as pilot:
        await pilot.press("enter", "enter")

        assert [line.split(maxsplit=1)[1] for line in on.lines if "sign" in line] == [
            "blue lead? does sign",
            "blue legal? does sign",
        ]
        assert on.status("sign") is CellStatus.MET


async def test_a_capital_logs_the_step_for_every_team_and_one_undo_takes_all_back() -> None:
    on = stage(teams=("blue", "red", "green")).begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm", "red")
        await pilot.press("enter", "D")

        assert [on.status("confirm", team) for team in ("blue", "red", "green")] == [CellStatus.MET] * 3
        assert sum("does confirm" in line for line in on.lines) == 3, "red has done it already"
        assert "2 teams" in on.said

        await pilot.press("u")
        await pilot.pause()
        assert [line.split(maxsplit=1)[1] for line in on.lines if "confirm" in line] == [
            "red social-lead? does confirm"
        ]
        await pilot.press("U")
        await pilot.pause()
        assert sum("does confirm" in line for line in on.lines) == 3
        await pilot.press("D")
        assert "every team has done confirm" in on.said


async def test_by_whom_and_when_can_be_said_for_every_team_at_once() -> None:
    on = stage().begin(4)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("R", *"it-security", "enter")
        await pilot.pause()
        await on.to_cell(pilot, "alert")
        await pilot.press("T", *"2m", "enter")
        await pilot.pause()

        said = [line.split(maxsplit=1) for line in on.lines]
        assert [words for _, words in said if "confirm" in words] == [
            "blue it-security does confirm",
            "red it-security does confirm",
        ]
        assert [at for at, words in said if "convenes" in words] == ["T+00:02:00", "T+00:02:00"]


async def test_not_seen_can_be_said_of_every_team() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await on.to_cell(pilot, "confirm")
        await pilot.press("x", "X")

        assert [on.status("confirm", team) for team in ("blue", "red")] == [CellStatus.UNSEEN] * 2
        assert sum("unseen" in line for line in on.lines) == 2
