"""NO DUFF: a real emergency stops the exercise with one key, whatever is on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.tui.app import DrillApp
from drill.tui.screens.control_room import ControlRoom
from tests.building import DAY
from tests.tui.stage import stage
from tests.tui.test_snapshots import debrief


@pytest.mark.parametrize(
    "keys",
    [(), ("r",), ("e", "enter"), ("question_mark",), ("g",), ("g", "question_mark"), ("colon", "x"), ("ctrl+p",), ("z",)],
    ids=["the matrix", "a choice", "a second dialog", "help", "the graph", "help over the graph", "a line", "the palette",
         "a pause whose reason is asked for"],
)  # fmt: skip
@pytest.mark.parametrize("key", ["f10", "ctrl+n"])
async def test_it_works_over(keys: tuple[str, ...], key: str) -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        for each in keys:
            await pilot.press(each)
            await pilot.pause()
        await pilot.press(key)
        await pilot.pause()

        assert isinstance(on.app.screen, ControlRoom)
        assert on.last == "control no-duff"
        assert not on.room.live.is_running
        assert "NO DUFF   NO DUFF" in on.text


async def test_in_the_briefing_it_leads_to_the_control_room_which_says_so() -> None:
    on = stage()
    async with on.open() as pilot:
        await pilot.press("f10")
        await pilot.pause()
        assert "NO DUFF   NO DUFF" in on.text
        assert on.last == "control no-duff"


async def test_no_inject_is_delivered_while_the_emergency_lasts() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("f10", "n")
        await pilot.pause()
        assert on.last == "control no-duff"
        assert "no inject comes until the exercise goes on" in on.text


async def test_after_the_end_it_says_that_nothing_has_to_be_stopped() -> None:
    on = debrief()
    async with on.open() as pilot:
        await pilot.press("f10")
        await pilot.pause()
        assert [note.title for note in on.app._notifications] == ["NO DUFF"]


async def test_at_home_it_says_that_nothing_has_to_be_stopped(tmp_path: Path) -> None:
    app = DrillApp(today=DAY, scenarios=tmp_path, out=tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("f10")
        await pilot.pause()
        assert [note.title for note in app._notifications] == ["NO DUFF"]
