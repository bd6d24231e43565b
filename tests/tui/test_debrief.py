"""The debrief: everything that is open, in order, until all is settled."""

from __future__ import annotations

from drill.tui.screens.debrief import Debrief
from tests.building import small_plan, small_scenario
from tests.tui.stage import FullDisk, ScreenPilot, Stage, stage

PLAN = small_plan(
    "{early: {do: Be early, by: [lead], deadline: 5m}, say: {do: Say it, by: [press], deadline: 9m, public: true}}"
)
SCENARIO = small_scenario("[{expect: [early, say]}]")


def ended(*lines: str) -> Stage:
    on = stage(PLAN, SCENARIO, ("blue",)).begin(1)
    for line in lines:
        on.control.say(line)
    on.control.wait(19)
    on.control.live.end()
    return on


async def choose(pilot: ScreenPilot, *words: str) -> None:
    """Answer one dialog after the other."""
    for word in words:
        await pilot.press(*word, "enter")
        await pilot.pause()


async def test_an_ended_session_opens_in_its_debrief_and_counts_what_is_open() -> None:
    on = ended()
    async with on.open():
        assert isinstance(on.app.screen, Debrief)
        assert "4 of 4 are open" in on.text


async def test_an_open_step_was_done_after_all() -> None:
    on = ended()
    async with on.open() as pilot:
        await pilot.press("enter")
        await choose(pilot, "done")
        await pilot.press("enter")
        await pilot.pause()
        assert "~T+00:02:30 blue lead? does early" in on.lines
        assert "3 of 3 are open" in on.text


async def test_an_open_step_was_really_not_done() -> None:
    on = ended()
    async with on.open() as pilot:
        await pilot.press("enter")
        await choose(pilot, "not done")
        assert "3 of 4 are open" in on.text
        assert "not done" in on.text
        assert any("control missed blue early" in line for line in on.lines), "who resumes the debrief finds it settled"


async def test_a_borderline_gate_is_judged_by_the_rating_that_it_would_cap() -> None:
    plan = small_plan("{lock: {do: Lock, by: [lead], deadline: 5m, gate: true}}")
    scenario = small_scenario("[{objective: contain, expect: [lock]}]", objectives={"contain": {"title": "Contain it"}})
    on = stage(plan, scenario, ("blue",)).begin(5.5)
    on.control.say("blue lead does lock")
    on.control.live.end()
    async with on.open() as pilot:
        assert "Borderline gates" in on.text
        assert "lock: past its deadline" in on.text
        await pilot.press("home", "enter")
        await choose(pilot, "kim", "S", "half a minute harmed nobody")

        assert "control confirm blue contain S by kim : half a minute harmed nobody" in on.last
        assert "All is settled" in on.text


async def test_a_mark_becomes_a_line_at_its_time() -> None:
    on = ended("blue lead does early", "blue press does say", "control mark")
    async with on.open() as pilot:
        await pilot.press("enter")
        await choose(pilot, "a line")
        await choose(pilot, "blue lead improvises : rang the printer")
        assert "~T+00:01:00 blue lead improvises : rang the printer" in on.lines
        assert not any("control mark" in line for line in on.lines)


async def test_a_mark_is_dropped() -> None:
    on = ended("blue lead does early", "blue press does say", "control mark")
    async with on.open() as pilot:
        await pilot.press("enter")
        await choose(pilot, "drop")
        assert not any("control mark" in line for line in on.lines)


async def test_an_improvisation_is_judged_and_may_stand_for_a_step() -> None:
    on = ended("blue press does say", "blue lead improvises : rang the printer")
    async with on.open() as pilot:
        await pilot.press("down", "enter")
        await choose(pilot, "sensible", "early")
        assert on.lines[-1] == "T+00:20:00 control adjudicate blue #2 sensible satisfies early"


async def test_a_statement_is_rated_by_a_named_evaluator_on_five_prompts() -> None:
    on = ended("blue lead does early", "blue press does say : We are sorry.")
    async with on.open() as pilot:
        assert "We are sorry." in on.text
        assert "where the truth stands" in on.text
        await pilot.press("enter")
        await choose(pilot, "kim", "3", "kind")
        assert on.lines[-1] == "T+00:20:00 control rate blue say 3 by kim : kind"


async def test_a_rating_is_confirmed_and_an_override_wants_a_reason() -> None:
    on = ended("blue lead does early", "blue press does say : We are sorry.", "control rate blue say 3 by lee")
    async with on.open() as pilot:
        assert "suggested: P" in on.text
        await pilot.press("enter")
        await choose(pilot, "kim", "major")
        await pilot.press("enter")
        await pilot.pause()
        assert "It differs from what is suggested" in on.text, "without a reason it is not taken"
        await choose(pilot, "one more call was needed")
        assert on.lines[-1] == "T+00:20:00 control confirm blue hold M by kim : one more call was needed"


async def test_strengths_and_gaps_are_noted() -> None:
    on = ended()
    async with on.open() as pilot:
        await pilot.press("s")
        await choose(pilot, "hold", "one voice")
        await pilot.press("g")
        await choose(pilot, "whole", "no clock on the wall")
        assert on.lines[-2:] == [
            "T+00:20:00 control strength blue hold : one voice",
            "T+00:20:00 control gap blue : no clock on the wall",
        ]


async def test_it_says_when_all_is_settled() -> None:
    on = ended("blue lead does early", "blue press does say", "control rate blue say 3 by lee")
    on.control.say("control confirm blue hold P by kim")
    on.control.say("control confirm blue tell P by kim")
    async with on.open():
        assert "All is settled" in on.text


async def test_what_could_not_be_saved_is_told_and_can_be_done_again() -> None:
    disk = FullDisk()
    on = stage(PLAN, SCENARIO, ("blue",), store=disk).begin(1)
    on.control.live.end()
    async with on.open() as pilot:
        disk.full = True
        await pilot.press("s")
        await choose(pilot, "hold", "one voice")
        assert "NOT SAVED" in on.text

        disk.full = False
        await pilot.press("s")
        await choose(pilot, "hold", "one voice")
        assert "NOT SAVED" not in on.text
        assert on.lines[-1].endswith("control strength blue hold : one voice")
