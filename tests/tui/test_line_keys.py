"""The keys of the log: calls, marks, observations, undo and redo; correcting a line."""

from __future__ import annotations

from textual.widgets import Input

from tests.building import small_plan, small_scenario
from tests.tui.stage import stage


async def test_e_logs_a_call_along_one_of_the_plans_paths() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("2", "e", *"legal", "enter")
        await pilot.pause()
        assert on.last == "red social-lead escalates legal"


async def test_a_call_that_the_plan_does_not_have_can_be_logged_too() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("e", *"another", "enter")
        await pilot.pause()
        await pilot.press(*"counsel", "enter")
        await pilot.pause()
        await pilot.press(*"care", "enter")
        await pilot.pause()
        assert on.last == "blue legal escalates customer-care"


async def test_m_marks_the_moment_without_a_word() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("m")
        await pilot.pause()
        assert on.last == "control mark"
        assert "⚑ 1" in on.text


async def test_o_notes_what_an_observer_saw() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("o", *"kim", "enter")
        await pilot.pause()
        await pilot.press(*"inform", "enter")
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        await pilot.press(*"late but kind", "enter")
        await pilot.pause()
        assert on.last == "kim observes blue inform S : late but kind"


async def test_u_takes_the_last_line_back_and_says_which_and_ctrl_r_redoes_it() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("enter", "u")
        await pilot.pause()
        assert on.said == "taken back: blue social-lead? does confirm"
        assert not any("confirm" in line for line in on.lines)

        await pilot.press("ctrl+r")
        await pilot.pause()
        assert on.said == "counts again: blue social-lead? does confirm"
        assert any("confirm" in line for line in on.lines)


async def test_with_nothing_to_take_back_it_says_so() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "nothing to undo" in on.said


async def test_what_a_correction_would_change_in_the_deliveries_is_said_first() -> None:
    plan = small_plan("lock: {do: Lock, by: [tech], deadline: 10m}")
    scenario = small_scenario("[{expect: [lock]}, {id: echo, when: {done: lock}, title: An echo}]")
    on = stage(plan, scenario, ("blue",)).begin(1)
    async with on.open() as pilot:
        await pilot.press("enter")
        await on.wait(pilot, 1)
        await pilot.press("u")
        await pilot.pause()
        assert "blue would not have got echo" in on.text

        await pilot.press("n")
        await pilot.pause()
        assert any("does lock" in line for line in on.lines)

        await pilot.press("u", "y")
        await pilot.pause()
        assert not any("does lock" in line for line in on.lines)


async def test_enter_in_the_log_corrects_a_line() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("enter", "l", "end", "enter")
        await pilot.pause()
        await pilot.press(*" : by phone", "enter")
        await pilot.pause()
        assert [line for line in on.lines if "confirm" in line] == [
            "T+00:02:00 blue social-lead? does confirm : by phone"
        ]


async def test_the_log_begins_at_its_newest_line_each_time() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("enter", "l", "home", "escape", "l", "enter")
        await pilot.pause()
        assert "social-lead? does confirm" in on.app.screen.query_one(Input).value


async def test_a_jump_says_to_which_time_it_led() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("j", *"1m", "enter")
        await pilot.pause()
        assert "jumped to T+00:03:00" in on.said


async def test_backspace_in_the_log_takes_that_line_back() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("m", "enter", "l", "end", "backspace")
        await pilot.pause()
        assert not any("confirm" in line for line in on.lines)
        assert any("control mark" in line for line in on.lines)


async def test_what_was_delivered_cannot_be_changed() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("l", "home", "enter")
        await pilot.pause()
        assert "cannot be changed" in on.said
