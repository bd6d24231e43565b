"""The responder graph on the whole screen: live, by team, with a cursor on its roles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from textual.geometry import Offset

from drill.session.panes.graph import Standing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.graph import GraphScreen
from drill.tui.widgets.graph import SIGNS, ResponderGraph, rows_of
from tests.building import small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, ScreenPilot, Stage, stage

NORTHWIND = (Path(__file__).parents[2] / "scenarios/plans/northwind.yaml").read_text(encoding="utf-8")
HIJACKED = (Path(__file__).parents[2] / "scenarios/hijacked-account.yaml").read_text(encoding="utf-8")


def on_stage() -> Stage:
    on = stage().begin(2)
    on.control.say("blue social-lead escalates comms-director")
    return on


async def opened(pilot: ScreenPilot, on: Stage) -> ResponderGraph:
    await pilot.press("g")
    await pilot.pause()
    await pilot.pause()
    assert isinstance(on.app.screen, GraphScreen)
    return on.app.screen.query_one(ResponderGraph)


def standing(view: ResponderGraph, role: str) -> Standing:
    assert view.graph is not None
    node = view.graph.node(role)
    assert node is not None
    return node.standing


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_one_key_opens_it_and_escape_leads_back(size: tuple[int, int]) -> None:
    on = on_stage()
    async with on.open(size) as pilot:
        view = await opened(pilot, on)
        assert standing(view, "comms-director") is Standing.CALLED
        assert "◐ comms-director" in on.text or size == NARROW
        assert "Responders: blue" in on.text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(on.app.screen, ControlRoom)


async def test_it_is_live() -> None:
    on = on_stage()
    async with on.open() as pilot:
        view = await opened(pilot, on)
        on.control.say("blue comms-director acks")
        on.app.screen.query_one(ResponderGraph)
        assert isinstance(on.app.screen, GraphScreen)
        on.app.screen.show()
        await pilot.pause()
        assert standing(view, "comms-director") is Standing.ACKNOWLEDGED
        assert "◑ comms-director" in on.text


async def test_digits_choose_the_team() -> None:
    on = on_stage()
    async with on.open() as pilot:
        view = await opened(pilot, on)
        await pilot.press("2")
        await pilot.pause()
        assert "Responders: red" in on.text
        assert standing(view, "comms-director") is Standing.IDLE
        await pilot.press("5")
        await pilot.pause()
        assert "there are 2 teams" in on.text


async def test_arrows_and_tab_move_and_the_role_is_described() -> None:
    on = on_stage()
    async with on.open() as pilot:
        view = await opened(pilot, on)
        view.choose("social-lead")
        await pilot.pause()
        for words in ("Social media lead", "Ana", "waits for comms-director", "called    comms-director 02:00"):
            assert words in on.text
        before = view.chosen
        await pilot.press("up")
        assert view.chosen != before
        await pilot.press("down")
        seen = set()
        for _ in range(len(view.graph.nodes) if view.graph else 0):
            await pilot.press("tab")
            seen.add(view.chosen)
        assert len(seen) == 6
        here = view.chosen
        await pilot.press("shift+tab", "tab")
        assert view.chosen == here


async def test_a_click_chooses_a_role() -> None:
    on = on_stage()
    async with on.open() as pilot:
        view = await opened(pilot, on)
        view.scroll_to(0, 0, animate=False)
        await pilot.pause()
        region = view._region_of("comms-director")
        assert region is not None
        await pilot.click(ResponderGraph, offset=Offset(region.x + 2, region.y + 1) - view.scroll_offset)
        await pilot.pause()
        assert view.chosen == "comms-director"


async def test_enter_logs_a_call_from_the_chosen_role() -> None:
    on = on_stage()
    async with on.open() as pilot:
        view = await opened(pilot, on)
        view.choose("social-lead")
        await pilot.press("enter")
        await pilot.pause()
        assert "whom does social-lead call?" in on.text
        await pilot.press(*"it-sec", "enter")
        await pilot.pause()
        assert on.last == "blue social-lead escalates it-security"
        assert standing(view, "it-security") is Standing.CALLED


async def test_enter_logs_a_call_that_the_plan_does_not_have() -> None:
    on = on_stage()
    async with on.open() as pilot:
        view = await opened(pilot, on)
        view.choose("platform")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"another", "enter")
        await pilot.pause()
        await pilot.press(*"legal", "enter")
        await pilot.pause()
        assert on.last == "blue platform escalates legal"


async def test_space_turns_the_clock() -> None:
    on = on_stage()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("space")
        await pilot.pause()
        assert not on.room.live.is_running
        await pilot.press("space")
        await pilot.pause()
        assert on.room.live.is_running


async def test_no_duff_reaches_the_control_room_from_here() -> None:
    on = on_stage()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(on.app.screen, ControlRoom)
        assert "NO DUFF" in on.text


async def test_of_many_ways_only_those_that_matter_are_drawn_until_all_are_asked_for() -> None:
    on = stage(NORTHWIND, HIJACKED).begin(2)
    on.control.say("blue social-lead escalates it-security")
    async with on.open() as pilot:
        view = await opened(pilot, on)
        few = len(view.edges_drawn())
        await pilot.press("a")
        await pilot.pause()
        assert view.graph is not None
        assert few < len(view.edges_drawn()) == len(view.graph.edges)


async def test_help_tells_its_keys() -> None:
    on = on_stage()
    async with on.open() as pilot:
        await opened(pilot, on)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Log a call from the chosen role" in on.text


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_forty_roles_scroll_and_the_chosen_one_is_in_sight(size: tuple[int, int]) -> None:
    roles = {f"role-{number}": {"title": f"Role {number}", "level": number % 4 + 1, "people": ["sam"]}
             for number in range(33)}  # fmt: skip
    ways = [{"from": f"role-{number}", "to": f"role-{number + 1}"} for number in range(32)]
    plan = small_plan("{look: {do: Look, by: [lead]}}", roles=yaml.safe_dump(roles), escalations=yaml.safe_dump(ways))
    on = stage(plan, small_scenario("[{expect: [look]}]"), ("blue",)).begin(1)
    async with on.open(size) as pilot:
        view = await opened(pilot, on)
        for role in ("role-3", "role-0", "care", "role-19"):
            view.choose(role)
            await pilot.pause()
            assert f"○ {role}" in on.text


def test_rows_are_levels_with_the_executives_on_top_and_long_ones_are_folded() -> None:
    from drill.session.panes.graph import graph

    on = stage()
    nodes = graph(on.room.state, "blue", 0).nodes
    assert [node.role for node in rows_of(nodes, 2)[0]] == ["comms-director"]
    assert all(len(row) <= 2 for row in rows_of(nodes, 2))
    assert sum(len(row) for row in rows_of(nodes, 2)) == len(nodes)
    assert set(SIGNS) == set(Standing)
    assert len(set(SIGNS.values())) == len(Standing)


def test_what_draws_it_is_loaded_only_when_it_is_shown_and_leaves_the_printer_of_faults_alone() -> None:
    probe = (
        "import sys; import drill.tui.app; before = {'netext', 'networkx'} & set(sys.modules); hook = sys.excepthook;"
        "from drill.tui.graphs import graph_screen\n"
        "try: graph_screen(None)\nexcept AttributeError: pass\n"
        "print(before, 'netext' in sys.modules, 'networkx' in sys.modules, sys.excepthook is hook)"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set() True False True"
