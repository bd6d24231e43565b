"""Home: run a scenario, go on with a session, read a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from drill.report.folder import REPORT, Condition, SessionInfo, list_sessions
from drill.tui.app import DrillApp
from drill.tui.next_step import NextStep, next_step
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.debrief import Debrief
from drill.tui.screens.home import Home
from drill.tui.screens.replay import ReplayScreen
from drill.tui.screens.report import Report
from drill.tui.screens.setup import Setup
from drill.tui.widgets.home_list import HomeList, Scene
from tests.building import DATA, DAY
from tests.tui.stage import words_of


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for name in ("hijacked.yaml", "northwind.yaml"):
        (folder / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "northwind.yaml").rename(tmp_path / "northwind.yaml")
    text = (folder / "hijacked.yaml").read_text(encoding="utf-8")
    (folder / "hijacked.yaml").write_text(text.replace("plan: northwind.yaml", "plan: ../northwind.yaml"), "utf-8")
    (folder / "broken.yaml").write_text("scenario: [", encoding="utf-8")
    return folder


OPENED: list[DrillApp] = []


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """What a program held when its test ended."""
    yield
    while OPENED:
        OPENED.pop().held.close()


def home(scenarios: Path, tmp_path: Path) -> DrillApp:
    app = DrillApp(today=DAY, scenarios=scenarios, out=tmp_path / "reports")
    OPENED.append(app)
    return app


async def set_up(app: DrillApp, pilot: Pilot[None]) -> None:
    """Open the scenario that home leads to, and start it as it stands."""
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, Setup)
    await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


async def test_scenarios_show_their_title_and_what_the_checks_say(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "The brand account is hijacked" in words_of(app)
        assert "broken.yaml" in words_of(app)
        assert "nothing was run yet" in words_of(app)


async def test_a_scenario_is_run_left_and_gone_on_with(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await set_up(app, pilot)
        assert isinstance(app.screen, Briefing)

        await pilot.press("space")
        await pilot.pause()
        await pilot.press("m", "q", "y")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert "drill resume 2026-11-27-hijacked-account" in words_of(app)
        [info] = list_sessions(tmp_path / "reports")
        assert info.teams == ("blue",)

        await pilot.press("home", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ControlRoom)
        assert app.room is not None
        assert not app.room.live.is_running
        assert any("mark" in row.words for row in app.room.look().log)


async def test_a_broken_scenario_says_in_its_set_up_what_is_wrong_and_does_not_start(
    scenarios: Path, tmp_path: Path
) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("up", "up", "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "✗ broken.yaml:" in words_of(app)
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, Setup)
        assert list_sessions(tmp_path / "reports") == ()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Home)


# ── the one thing to do next ─────────────────────────────────────────────────

SOUND, TORN = Scene(Path("b.yaml"), "Fire", "1h", "✓ checked"), Scene(Path("a.yaml"), "a.yaml", "", "torn", bad=True)


def info(name: str, condition: Condition) -> SessionInfo:
    return SessionInfo(name, Path(name), condition, "2026-11-27", "fire", now=90_000)


def test_a_drill_that_waits_goes_first() -> None:
    waiting, ended = info("2026-11-27-fire", Condition.UNFINISHED), info("2026-11-20-fire", Condition.ENDED)
    step = next_step([waiting], [SOUND], [ended])
    assert step.target == waiting
    assert step.words == "2026-11-27-fire stands at T+00:01:30: go on with it"


def test_where_nothing_was_run_the_first_sound_scenario_is_the_first_drill() -> None:
    assert next_step([], [TORN, SOUND], []).target == SOUND
    assert "first drill" in next_step([], [TORN, SOUND], []).words


def test_after_a_drill_its_report_is_read() -> None:
    ended, damaged = info("2026-11-20-fire", Condition.ENDED), info("2026-11-21-fire", Condition.DAMAGED)
    assert next_step([], [SOUND], [damaged, ended]).target == ended
    assert next_step([], [SOUND], [damaged]).target == SOUND


def test_where_there_is_nothing_it_says_how_to_begin() -> None:
    assert next_step([], [], []) == NextStep(None, "write a scenario: drill new scenario scenarios/first.yaml")
    assert next_step([], [TORN], []).target == TORN


async def test_home_leads_to_it_and_the_cursor_is_there(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "▶ next your first drill, “The brand account is hijacked”: set it up   enter" in words_of(app)
        cursor = app.screen.query_one(HomeList).cursor
        assert isinstance(cursor, Scene)
        assert cursor.title == "The brand account is hijacked"


async def test_the_report_of_an_ended_session_is_read(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await set_up(app, pilot)
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("E", "y")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        assert (tmp_path / "reports" / "2026-11-27-hijacked-account" / REPORT).is_file()

        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Report)


async def test_a_past_session_is_gone_through_again(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("p")
        await pilot.pause()
        assert "choose a past session first" in words_of(app)
        await set_up(app, pilot)
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("E", "y")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()

        await pilot.press("end", "p")
        await pilot.pause()
        assert isinstance(app.screen, ReplayScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Debrief)
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, Home)
