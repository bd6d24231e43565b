"""What falls due rings once and shows for a moment, without colour and without blinking; muted, it does neither."""

from __future__ import annotations

import pytest

from drill.tui.screens.control_room import ControlRoom
from drill.tui.widgets.clock_bar import ClockBar
from tests.building import minutes
from tests.tui.stage import NARROW, ScreenPilot, Stage, stage


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every bell that rings."""
    rung: list[str] = []
    monkeypatch.setattr("textual.app.App.bell", lambda app: rung.append("bell"))
    return rung


def bar(on: Stage) -> ClockBar:
    return on.screen.query_one(ClockBar)


async def to_the_deadline(on: Stage, pilot: ScreenPilot) -> None:
    """Let time pass until the first deadline, `confirm` of both teams, has gone by."""
    spot = on.room.look().matrix.next_due(on.room.live.now)
    assert spot is not None
    due = on.room.look().matrix.cell(spot).deadline_at
    assert due is not None
    await on.wait(pilot, (due - on.room.live.now) / minutes(1) + 0.01)


async def test_a_deadline_rings_once_for_all_teams_and_shows_in_reverse_and_in_words(bells: list[str]) -> None:
    on = stage().begin(2)
    async with on.open(NARROW) as pilot:
        await to_the_deadline(on, pilot)
        on.screen.tick()

        assert bells == ["bell"]
        assert "● due now: " in on.text
        assert bar(on).styles.text_style.reverse

        on.screen.calm()
        await pilot.pause()
        assert "due now" not in on.text
        assert not bar(on).styles.text_style.reverse


async def test_while_one_flash_shows_no_other_begins(bells: list[str]) -> None:
    on = stage().begin(0.5)
    async with on.open() as pilot:
        for _ in range(4):
            await on.wait(pilot, 2)
        assert bells == ["bell"]


async def test_muted_nothing_rings_or_flashes_and_the_clock_says_so(bells: list[str]) -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("b")
        await to_the_deadline(on, pilot)

        assert bells == []
        assert "due now" not in on.text
        assert "muted" in on.text

        await pilot.press("b")
        assert "rings again" in on.said


async def test_a_pause_with_a_reason_stops_the_clock_before_it_is_asked_for() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("z")
        await on.wait(pilot, 0.5)
        assert not on.room.live.is_running
        await pilot.press(*"fire alarm", "enter")
        await pilot.pause()

        assert on.last == "control pause : fire alarm"
        assert on.newest_at == minutes(2)

        await pilot.press("space")
        assert on.room.live.is_running


async def test_a_pause_whose_reason_is_not_given_is_a_pause_like_any_other() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("z", "escape")
        await pilot.pause()

        assert on.last == "control pause"
        assert isinstance(on.app.screen, ControlRoom)
        await pilot.press("z")
        assert "stands already" in on.said
