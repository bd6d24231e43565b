"""The panes: which show at which size, what each says, and what the keys of help and the palette find."""

from __future__ import annotations

import pytest

from drill.tui.keys import CONTROL_ROOM, EVERYWHERE
from tests.building import small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, stage


async def test_wide_everything_is_on_the_screen() -> None:
    on = stage().begin(2)
    async with on.open(WIDE):
        for pane in ("Injects", "Next", "Responders: blue", "Expected", "Log"):
            assert f" {pane} " in on.text


async def test_narrow_the_inject_and_the_matrix_stay_and_what_comes_next_is_one_line() -> None:
    on = stage().begin(2)
    async with on.open(NARROW):
        assert " Expected " in on.text
        assert "A crypto giveaway" in on.text
        assert " Log " not in on.text
        assert on.text.splitlines()[1].startswith(" Next")


@pytest.mark.parametrize(
    "key, title", [("i", "Injects"), ("c", "Next"), ("G", "Responders: blue"), ("l", "Log")]
)  # fmt: skip
async def test_narrow_a_key_brings_a_pane_and_escape_the_inject_back(key: str, title: str) -> None:
    on = stage().begin(2)
    async with on.open(NARROW) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert f" {title} " in on.text
        assert " Expected " in on.text

        await pilot.press("escape")
        await pilot.pause()
        assert f"─ {title} ─" not in on.text
        assert on.grid.has_focus


@pytest.mark.parametrize("size", [(60, 24), (120, 15), (20, 5)])
async def test_where_there_is_no_room_it_says_so_and_the_keys_still_work(size: tuple[int, int]) -> None:
    on = stage().begin(2)
    async with on.open(size) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert "paused" in on.text
        assert not on.room.live.is_running


async def test_a_resize_lays_the_screen_out_anew() -> None:
    on = stage().begin(2)
    async with on.open(WIDE) as pilot:
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert " Log " not in on.text
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert " Log " in on.text


async def test_forty_steps_and_eight_teams_keep_their_head_in_sight() -> None:
    steps = {f"step-{number}": f"{{do: Step {number}, by: [lead], deadline: 10m}}" for number in range(40)}
    plan = small_plan("\n".join(f"{name}: {step}" for name, step in steps.items()))
    teams = tuple(f"team-{letter}" for letter in "abcdefgh")
    on = stage(plan, small_scenario(f"[{{expect: [{', '.join(steps)}]}}]"), teams).begin(1)
    async with on.open(WIDE) as pilot:
        await pilot.press("end", *["right"] * 7)
        await pilot.pause()

        assert on.room.look().matrix.teams[on.grid.spot.column] == "team-h"
        assert "8 team-h" in on.text
        assert "step-39" in on.text
        assert "within" in on.text or "1 team-a" not in on.text


async def test_wide_characters_stay_in_line() -> None:
    plan = small_plan("lock: {do: 緊急ロック 🔒🔒, by: [lead], deadline: 10m}")
    scenario = small_scenario("[{title: 緊急事態です緊急事態です緊急事態です 🚨, text: 👩‍🚒 と 家族, expect: [lock]}]")
    on = stage(plan, scenario, ("blue",)).begin(1)
    async with on.open(WIDE):
        widths = {len_of(line) for line in on.text.splitlines()}
        assert widths == {WIDE[0]}


def len_of(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


async def test_help_shows_every_key_that_is_bound() -> None:
    on = stage().begin(2)
    async with on.open((120, 100)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        missing = [
            binding.tooltip
            for binding in (*CONTROL_ROOM, *EVERYWHERE)
            if binding.tooltip not in on.text and not (binding.id or "").startswith("team.")
        ]
        assert missing == []
        await pilot.press("escape")
        await pilot.pause()
        assert on.app.screen is on.screen


async def test_the_palette_finds_a_key_by_its_words() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("ctrl+p", *"mark this")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert on.last == "control mark"


def test_every_key_has_an_id_and_a_tooltip_and_none_is_bound_twice() -> None:
    bindings = [*CONTROL_ROOM, *EVERYWHERE]
    keys = [key for binding in bindings for key in binding.key.split(",")]

    assert all(binding.id and binding.tooltip for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)
    assert len(set(keys)) == len(keys)


def test_no_key_is_one_that_a_terminal_cannot_tell_from_another() -> None:
    alike = {"ctrl+i", "ctrl+m", "ctrl+j", "ctrl+h", "ctrl+left_square_bracket", "shift+enter", "ctrl+enter"}
    keys = {key for binding in (*CONTROL_ROOM, *EVERYWHERE) for key in binding.key.split(",")}

    assert keys & alike == set()
