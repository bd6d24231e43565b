"""Home: run a scenario, go on with a session, read a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.report.folder import REPORT, list_sessions
from drill.tui.app import DrillApp
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.debrief import Debrief
from drill.tui.screens.home import Home, why_no_teams
from drill.tui.screens.replay import ReplayScreen
from drill.tui.screens.report import Report
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


def home(scenarios: Path, tmp_path: Path) -> DrillApp:
    return DrillApp(today=DAY, scenarios=scenarios, out=tmp_path / "reports")


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
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Briefing)

        await pilot.press("space")
        await pilot.pause()
        await pilot.press("m", "q", "y")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert "drill resume 2026-11-27-hijacked-account" in words_of(app)
        [info] = list_sessions(tmp_path / "reports")
        assert info.teams == ("blue", "red")

        await pilot.press("home", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ControlRoom)
        assert app.room is not None
        assert not app.room.live.is_running
        assert any("mark" in row.words for row in app.room.look().log)


async def test_a_broken_scenario_is_told_and_home_stays(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("home", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert "drill check shows all" in words_of(app)
        assert list_sessions(tmp_path / "reports") == ()


async def test_the_report_of_an_ended_session_is_read(scenarios: Path, tmp_path: Path) -> None:
    app = home(scenarios, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
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
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
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


@pytest.mark.parametrize("teams, wrong", [("blue red", None), ("blue blue", "two teams"), ("Blue", "lower-case")])
def test_teams_names_are_checked(teams: str, wrong: str | None) -> None:
    said = why_no_teams(teams)

    assert said is None if wrong is None else wrong in (said or "")
