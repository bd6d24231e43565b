"""A terminal of a few cells: whatever screen is up says so or stays quiet, and is whole again with the next resize."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stage import WIDE, Stage, stage
from tests.tui.test_snapshots import debrief

TINY = (20, 5)


async def test_the_control_room_says_how_much_it_needs_and_comes_back() -> None:
    on = stage().begin(2)
    async with on.open(TINY) as pilot:
        assert "needs 72 × 20 cells" in on.text
        assert "T+00:02:00" in on.text
        await pilot.press("space")
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert " Log " in on.text
        assert not on.room.live.is_running
        await pilot.resize_terminal(*TINY)
        await pilot.pause()
        assert "needs 72 × 20 cells" in on.text


@pytest.mark.parametrize("keys", ["", "p", "w"])
async def test_every_screen_of_a_debrief_outlives_a_tiny_terminal(keys: str, tmp_path: Path) -> None:
    plain = await _seen(_kept(debrief(), tmp_path / "one"), keys, tiny=False)
    assert await _seen(_kept(debrief(), tmp_path / "two"), keys, tiny=True) == plain


@pytest.mark.parametrize("keys", ["g", "c", "colon"])
async def test_every_pane_and_dialog_outlives_a_tiny_terminal(keys: str, tmp_path: Path) -> None:
    plain = await _seen(stage().begin(2), keys, tiny=False)
    assert await _seen(stage().begin(2), keys, tiny=True) == plain


async def test_the_briefing_outlives_a_tiny_terminal() -> None:
    assert await _seen(stage(), "", tiny=True) == await _seen(stage(), "", tiny=False)


def _kept(on: Stage, folder: Path) -> Stage:
    folder.mkdir()
    on.room.folder = folder
    return on


async def _seen(on: Stage, keys: str, *, tiny: bool) -> list[str]:
    """What is on the screen in the end, of a terminal that was tiny meanwhile or never was."""
    async with on.open(WIDE) as pilot:
        if keys:
            await pilot.press(keys)
            await pilot.pause()
        if tiny:
            await pilot.resize_terminal(*TINY)
            await pilot.pause()
            assert on.app.is_running
            await pilot.resize_terminal(*WIDE)
            await pilot.pause()
        assert on.app.fault is None
        return [line.replace("/two", "/one") for line in on.text.splitlines()]
