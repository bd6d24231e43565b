"""The command bar: the grammar, the next word, and what is wrong before Enter."""

from __future__ import annotations

from textual import events

from drill.tui.widgets.command_bar import PROMPT
from tests.building import minutes
from tests.tui.stage import stage


async def test_a_colon_opens_it_from_anywhere_and_escape_leaves_it() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("l", "colon", *"soc")
        await pilot.pause()
        assert f"{PROMPT} soc" in on.text
        await pilot.press("escape", "m")
        assert on.last == "control mark", "the keys are the control room's again"
        assert on.grid.has_focus


async def test_a_line_is_taken_with_the_chosen_team_and_now() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("2", "colon", *"social-lead does freeze", "enter")
        await pilot.pause()
        assert (on.last, on.newest_at) == ("red social-lead does freeze", minutes(2))


async def test_the_next_words_are_shown_with_what_they_mean_and_tab_takes_one() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("1", "colon", *"soc")
        await pilot.pause()
        assert "Social media lead" in on.text
        await pilot.press("tab", *"do", "tab", *"fre")
        await pilot.pause()
        assert "Stop every scheduled post" in on.text
        await pilot.press("right", "enter")
        await pilot.pause()
        assert on.last == "blue social-lead does freeze"


async def test_down_marks_another_word() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("1", "colon", *"social-lead decides scam-post ", "down", "tab", "enter")
        await pilot.pause()
        assert on.last == "blue social-lead decides scam-post prank"


async def test_what_is_wrong_is_said_before_enter_with_its_place() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("1", "colon", *"social-lead does frezze ")
        await pilot.pause()
        assert "unknown step 'frezze'" in on.text
        assert 'did you mean "freeze"?' in on.text
        assert "column 18" in on.text


async def test_a_line_that_is_fine_shows_what_will_be_logged() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("1", "colon", *"social-lead does alert")
        await pilot.pause()
        assert "enter logs blue social-lead convenes it-security, comms-director, legal" in on.text


async def test_a_wrong_line_stays_to_be_mended() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        before = on.lines
        await pilot.press("1", "colon", *"social-lead does x", "enter")
        await pilot.pause()
        assert on.lines == before
        assert f"{PROMPT} social-lead does x" in on.text


async def test_up_brings_an_earlier_line_back() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("colon", *"control mark", "enter", "colon", *"control park : later", "enter")
        await pilot.press("colon", "up", "up", "enter")
        await pilot.pause()
        assert sum(line.endswith("control mark") for line in on.lines) == 2


async def test_a_time_ago_is_taken_from_now() -> None:
    on = stage().begin(5)
    async with on.open() as pilot:
        await pilot.press("1", "colon", *"~-2m social-lead does freeze", "enter")
        await pilot.pause()
        assert "~T+00:03:00 blue social-lead does freeze" in on.lines


async def test_the_clock_can_be_turned_by_a_line() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("colon", *"control pause", "enter")
        await pilot.pause()
        assert not on.room.live.is_running


async def test_what_is_pasted_is_cleaned() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("colon")
        on.app.post_message(events.Paste("blue \x1b]52;c;eA\x07legal acks"))
        await pilot.pause()
        assert "\x1b" not in on.text
        assert "blue �]52" in on.text
