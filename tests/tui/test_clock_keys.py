"""The keys of the clock, from the briefing to the end; NO DUFF; sleep; and a journal that cannot be written."""

from __future__ import annotations

import pytest

from drill.session.panes.matrix import CellStatus
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.debrief import Debrief
from tests.building import minutes
from tests.tui.stage import FullDisk, stage


async def test_it_opens_with_the_briefing_and_the_clock_stopped() -> None:
    on = stage()
    async with on.open() as pilot:
        assert isinstance(on.app.screen, Briefing)
        assert "Begin every message with EXERCISE" in on.text
        assert "T+00:00:00  ‖ not started" in on.text

        await pilot.press("space")
        await pilot.pause()

        assert isinstance(on.app.screen, ControlRoom)
        assert on.room.live.is_running


async def test_the_control_room_can_be_entered_with_the_clock_stopped() -> None:
    on = stage()
    async with on.open() as pilot:
        await pilot.press("enter")
        await pilot.pause()

        assert isinstance(on.app.screen, ControlRoom)
        assert not on.room.live.is_running


async def test_space_pauses_and_goes_on() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("space")
        await on.wait(pilot, 5)
        assert on.room.live.now == minutes(2), "not a moment of a pause counts"
        assert "‖ paused" in on.text

        await pilot.press("space")
        await on.wait(pilot, 1)
        assert on.room.live.now == minutes(3)


async def test_an_inject_comes_while_the_clock_runs() -> None:
    on = stage().begin(11)
    async with on.open() as pilot:
        await on.wait(pilot, 2)
        assert "primary owner cannot be reached" in on.text


async def test_plus_and_minus_change_the_speed() -> None:
    on = stage().begin()
    async with on.open() as pilot:
        await pilot.press("plus", "plus")
        assert on.room.live.speed == 5_000
        assert "▶ ×5" in on.text
        await pilot.press("minus", "minus", "minus", "minus")
        assert on.room.live.speed == 500
        assert "as slow as it goes" in on.said


async def test_a_jump_asks_for_each_step_that_fell_due_meanwhile() -> None:
    on = stage(teams=("blue",)).begin(2)
    async with on.open() as pilot:
        await pilot.press("j", *"8m30s", "enter")
        await pilot.pause()
        assert on.room.live.now == minutes(10.5)
        assert "blue: confirm" in on.text

        await pilot.press("enter", "enter")  # done, at its target
        await pilot.pause()

        assert "~T+00:05:00 blue social-lead? does confirm" in on.lines
        assert on.status("confirm") is CellStatus.MET


async def test_a_step_that_was_not_played_is_marked_as_not_seen() -> None:
    on = stage(teams=("blue",)).begin(2)
    async with on.open() as pilot:
        await pilot.press("j", *"8m30s", "enter")
        await pilot.pause()
        await pilot.press(*"not seen", "enter")
        await pilot.pause()

        assert on.last == "control unseen blue confirm"


async def test_the_clock_does_not_jump_back() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("j", *"T+00:01:00", "enter")
        await pilot.pause()
        assert "does not run back" in on.text


@pytest.mark.parametrize("key", ["f10", "ctrl+n"])
async def test_no_duff_stops_everything_at_once_even_from_a_dialog(key: str) -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("a", key)
        await pilot.pause()

        assert on.last == "control no-duff"
        assert not on.room.live.is_running
        assert "NO DUFF   NO DUFF" in on.text


async def test_after_no_duff_the_exercise_goes_on_only_on_purpose() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("f10", "space")
        await pilot.pause()
        assert not on.room.live.is_running

        await pilot.press("y")
        await pilot.pause()
        assert on.room.live.is_running
        assert "NO DUFF   NO DUFF" not in on.text


async def test_the_end_wants_a_yes_and_leads_to_the_debrief() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("E", "n")
        await pilot.pause()
        assert on.room.state.ended_at is None

        await pilot.press("E", "y")
        await pilot.pause()
        assert on.room.state.ended_at == minutes(2)
        assert isinstance(on.app.screen, Debrief)


async def test_after_the_machine_slept_it_asks_and_can_go_on_from_where_it_was() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        on.hands.turn(250, asleep=600_000)
        on.screen.tick()
        await pilot.pause()
        assert "The machine slept for 10m" in on.text
        assert not on.room.live.is_running

        await pilot.press("enter")
        await pilot.pause()
        assert on.room.live.now == minutes(2)


async def test_after_the_machine_slept_the_clock_can_jump_ahead() -> None:
    on = stage(teams=("blue",)).begin(2)
    async with on.open() as pilot:
        on.hands.turn(250, asleep=60_000)
        on.screen.tick()
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert on.room.live.now == minutes(3)


async def test_a_journal_that_cannot_be_written_stops_the_clock_and_says_so() -> None:
    disk = FullDisk()
    on = stage(store=disk).begin(2)
    async with on.open() as pilot:
        disk.full = True
        await pilot.press("enter")
        await pilot.pause()
        assert "NOT SAVED" in on.text
        assert "disk full" in on.text
        assert "‖ paused" in on.text

        await on.wait(pilot, 1)
        assert on.room.lost is not None

        disk.full = False
        await pilot.press("space")
        await pilot.pause()
        assert "NOT SAVED" not in on.text
        assert on.room.live.now == minutes(2), "the clock stands where it stood, not at the last mark"
        await pilot.press("enter")
        assert on.last == "blue social-lead? does confirm"
