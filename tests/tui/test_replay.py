"""The replay with the players: step by step, what was meant, what happened, four questions; no ratings."""

from __future__ import annotations

import pytest

from drill.tui.screens.debrief import Debrief
from drill.tui.screens.graph import GraphScreen
from drill.tui.screens.replay import ReplayScreen
from drill.tui.widgets.replay import MeantList
from tests.building import small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, ScreenPilot, Stage, stage, words_of
from tests.tui.test_text_is_plain import control_bytes, plant

PLAN = small_plan(
    "{early: {do: Be early, by: [lead], deadline: 5m}, say: {do: Say it, by: [press], deadline: 9m, public: true}}"
)
SCENARIO = small_scenario("[{expect: [early, say], text: The words.}, {id: more, at: 12m, title: More of it}]")


def ended(*teams: str) -> Stage:
    on = stage(PLAN, SCENARIO, teams or ("blue",)).begin(1)
    on.control.say("blue lead escalates press : quick")
    on.control.wait(1)
    on.control.say("blue press acks")
    on.control.wait(1)
    on.control.say("blue lead does early")
    on.control.wait(17)
    on.control.live.end()
    return on


async def opened(pilot: ScreenPilot, on: Stage) -> ReplayScreen:
    await pilot.press("p")
    await pilot.pause()
    await pilot.pause()
    assert isinstance(on.app.screen, ReplayScreen)
    return on.app.screen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_debrief_offers_it_and_escape_leads_back(size: tuple[int, int]) -> None:
    on = ended()
    async with on.open(size) as pilot:
        await opened(pilot, on)
        for words in ("Replay", "1 of 7", "Something happened", "The words.", "meant to happen", "What do we change?"):
            assert words in on.text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(on.app.screen, Debrief)


async def test_one_key_steps_on_and_one_back() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("right")
        assert "blue lead escalates press : quick" in on.text
        assert "◐ press ◄ lead" in on.text
        assert "◷ open" in on.text
        await pilot.press("right", "right")
        await pilot.pause()
        assert "4 of 7" in on.text
        assert "▸ early" in on.text
        assert "✓ 03:00 lead" in on.text
        await pilot.press("left")
        await pilot.pause()
        assert "3 of 7" in on.text
        assert "✓ 03:00 lead" not in on.text


async def test_the_ends_of_it_are_said() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("left")
        await pilot.pause()
        assert "that is the first moment" in on.text
        await pilot.press("end")
        await pilot.pause()
        assert "7 of 7" in on.text
        assert "✗ not done" in on.text
        await pilot.press("right")
        await pilot.pause()
        assert "that is the last moment" in on.text
        await pilot.press("home")
        await pilot.pause()
        assert "1 of 7" in on.text


async def test_to_the_next_inject_and_the_one_before() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("n")
        await pilot.pause()
        assert "More of it" in on.text
        await pilot.press("n")
        await pilot.pause()
        assert "no inject comes after this" in on.text
        await pilot.press("p")
        await pilot.pause()
        assert "1 of 7" in on.text
        await pilot.press("p")
        await pilot.pause()
        assert "no inject came before this" in on.text


async def test_a_deadline_that_passed_is_marked() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("right", "right", "right", "right")
        await pilot.pause()
        assert "say is past its deadline" in on.text
        assert "▸ say" in on.text
        assert "✗ not done" in on.text


async def test_teams_stand_side_by_side_or_alone_and_the_moment_stays() -> None:
    on = ended("blue", "red")
    async with on.open() as pilot:
        screen = await opened(pilot, on)
        assert "side by side" in on.text
        await pilot.press("right", "right", "right")
        await pilot.press("2")
        await pilot.pause()
        assert list(screen.frame.teams) == ["red"]
        assert "side by side" not in on.text
        await pilot.press("1")
        await pilot.pause()
        assert list(screen.frame.teams) == ["blue"]
        await pilot.press("0")
        await pilot.pause()
        assert list(screen.frame.teams) == ["blue", "red"]
        await pilot.press("7")
        await pilot.pause()
        assert "there are 2 teams" in on.text


async def test_the_rows_can_be_gone_through() -> None:
    on = ended()
    async with on.open() as pilot:
        screen = await opened(pilot, on)
        await pilot.press("up", "up", "down")
        meant = screen.query_one(MeantList)
        assert meant.cursor == screen.frame.expected[1].row.key


@pytest.mark.parametrize(
    "key, question", [("m", "What was meant to happen"), ("h", "What happened"), ("c", "What do we change")]
)
async def test_an_answer_is_typed_kept_and_shown(key: str, question: str) -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press(key)
        await pilot.pause()
        await pilot.press(*"a list", "enter")
        await pilot.pause()
        assert on.last == f"control park : blue, T+00:00:00 Something happened. {question}? a list"
        assert f"{question}?" in on.text
        assert "a list" in on.text


async def test_why_it_differed_is_a_gap_or_a_strength() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("w")
        await pilot.pause()
        await pilot.press(*"no list", "enter")
        await pilot.pause()
        await pilot.press(*"gap", "enter")
        await pilot.pause()
        assert on.last == "control gap blue hold : blue, T+00:00:00 Something happened. Why the difference? no list"


async def test_an_answer_that_was_given_is_corrected() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("c")
        await pilot.pause()
        await pilot.press(*"a list", "enter")
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("end", "s", "enter")
        await pilot.pause()
        kept = [line for line in on.lines if "What do we change" in line]
        assert len(kept) == 1
        assert kept[0].endswith("? a lists")


async def test_the_graph_is_shown_as_it_was_and_nothing_is_logged_in_it() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("right", "g")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(on.app.screen, GraphScreen)
        assert "as of 01:00" in on.text
        assert "◐ press" in on.text
        seq = on.room.state.seq
        await pilot.press("enter", "space")
        await pilot.pause()
        assert "nothing is logged here" in on.text
        assert on.room.state.seq == seq
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(on.app.screen, ReplayScreen)


async def test_no_rating_is_shown() -> None:
    on = ended()
    on.control.say("kim observes blue hold U : too slow")
    on.control.say("control confirm blue hold U by kim")
    async with on.open() as pilot:
        await opened(pilot, on)
        for _ in range(7):
            assert "too slow" not in on.text
            assert "suggested" not in on.text
            await pilot.press("right")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_hostile_words_are_shown_as_they_stand(size: tuple[int, int]) -> None:
    on = stage().begin(2)
    on.control.say("blue social-lead improvises : sang")
    on.control.say("blue social-lead escalates legal")
    on.control.live.end()
    plant(on)
    async with on.open(size) as pilot:
        await opened(pilot, on)
        for key in ("n", "right", "right", "m", "escape", "g"):
            await pilot.press(key)
            await pilot.pause()
            assert control_bytes(words_of(on.app)) == set()
        assert isinstance(on.app.screen, GraphScreen)


async def test_help_tells_its_keys() -> None:
    on = ended()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "One moment back" in on.text
