"""Leaving: it asks only while the clock runs, loses nothing, and says how to come back."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from drill.errors import OutOfReach, WrongUsage
from drill.tui.lock import only_control_room
from drill.tui.starting import Wanted, begin, prepare, take_up
from drill.tui.words import farewell
from tests.building import DATA, DAY, minutes
from tests.tui.stage import stage


async def test_while_the_clock_stands_it_leaves_at_once() -> None:
    on = stage()
    async with on.open() as pilot:
        await pilot.press("q")
        await pilot.pause()
    assert on.app.return_code == 0


async def test_while_the_clock_runs_it_asks_and_says_how_to_come_back() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert "drill resume 2026-11-27-hijacked-account" in on.text.replace("\n", " ") or "drill resume" in on.text
        await pilot.press("n", "ctrl+q")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
    assert on.app.return_code == 0
    assert farewell(on.room) == (
        "The clock stands at T+00:02:00, and nothing is lost. Go on with: drill resume 2026-11-27-hijacked-account"
    )


def wanted(tmp_path: Path) -> Wanted:
    return Wanted(DATA / "hijacked.yaml", teams=("blue",), speed=2_000, out=tmp_path)


def test_a_session_is_begun_in_a_folder_of_its_own_and_taken_up_again(tmp_path: Path) -> None:
    with ExitStack() as stack:
        room = begin(stack, prepare(wanted(tmp_path), DAY), wanted(tmp_path))
        assert room.live.speed == 2_000
        room.submit(room.live.start)
        room.submit(lambda: room.live.log(room.state.grammar.parse("control mark")))
    with ExitStack() as stack:
        room = take_up(stack, None, tmp_path)
        assert not room.live.is_running
        assert room.live.speed == 2_000
        assert [row.words for row in room.look().marks] == ["control mark"]


def test_with_nothing_to_go_on_with_it_says_so(tmp_path: Path) -> None:
    with ExitStack() as stack, pytest.raises(WrongUsage, match="no unfinished session"):
        take_up(stack, None, tmp_path)


def test_a_second_control_room_on_a_session_is_refused_and_names_the_process(tmp_path: Path) -> None:
    with ExitStack() as stack:
        room = begin(stack, prepare(wanted(tmp_path), DAY), wanted(tmp_path))
        assert room.folder is not None
        with pytest.raises(OutOfReach, match=f"another control room \\(process {os.getpid()}\\)"):
            take_up(ExitStack(), room.folder, tmp_path)
    with ExitStack() as stack:
        take_up(stack, room.folder, tmp_path)


def test_the_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    with only_control_room(tmp_path):
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_saved_any_more_is_no_reason_not_to_close() -> None:
    on = stage().begin(2)
    on.room.lost = OutOfReach("disk full")
    on.room.close()

    assert on.room.live.now == minutes(2)
