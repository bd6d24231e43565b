"""The rehearsal on the screen: played behind it, stopped, sorted, and without somebody."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from drill.report.playing import play_files
from drill.report.rehearsal.playing import Wanted, _Going
from drill.tui.app import DrillApp
from drill.tui.rehearsal.sheets import Entry, Row, Sheet
from drill.tui.revising.offer import offer_of
from drill.tui.screens.home import Home
from drill.tui.screens.rehearsal import KEYS, Rehearsal
from drill.tui.screens.revise import Revise
from drill.tui.widgets.sheet_table import SheetTable
from tests.building import DAY, small_plan, small_scenario
from tests.rehearsal.staged import SPREAD
from tests.tui.stage import NARROW, WIDE, words_of
from tests.tui.test_snapshots import SIZES, Snap

SHIPPED = Path(__file__).parents[2] / "scenarios"

STEPS = """
look: {do: Find out what it is, by: [lead], target: 3m, deadline: 8m}
ask: {contact: legal, by: [lead], after: [look], deadline: 15m}
say: {do: Publish the statement, by: [press], after: [ask], public: true, target: 10m, deadline: 20m, gate: true}
note: {do: Write it down, by: [care, lead], deadline: 30m}
"""
INJECTS = """
- {to: [lead, press], expect: [look, ask, say, note], must_reach: [{role: boss, target: 5m, deadline: 15m}]}
- {id: praise, when: {done: say}, title: Well said}
- {id: extra, manual: true, title: Something else}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A small scenario beside its plan."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    roles = "lead: {people: [ann, sam], ack_within: 4m}"
    (tmp_path / "plan.yaml").write_text(small_plan(STEPS, roles=roles, responders=SPREAD), encoding="utf-8")
    path = folder / "small.yaml"
    path.write_text(small_scenario(INJECTS, plan="../plan.yaml"), encoding="utf-8")
    return path


def rehearsal(scenario: Path, **more: Any) -> DrillApp:
    wanted = Wanted(scenario, DAY, **{"runs": 200, "side_runs": 0, **more})
    return DrillApp(opening=lambda: Rehearsal(wanted))


async def played(app: DrillApp, pilot: Pilot[None]) -> None:
    """Wait for what is played behind the screen."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_it_is_opened_from_home_and_closed_again(scenario: Path, tmp_path: Path) -> None:
    app = DrillApp(today=DAY, scenarios=scenario.parent, out=tmp_path / "reports")
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, Rehearsal)
        await pilot.press("x")
        await played(app, pilot)
        assert "say is in time in" in words_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Home)


async def test_the_answer_stands_over_a_table_and_the_plot_of_its_row(scenario: Path) -> None:
    app = rehearsal(scenario)
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        shown = words_of(app)
        assert "say is in time in" in shown
        assert "The bottleneck is " in shown
        assert "! extra is fired by hand" in shown
        assert "look (news)" in shown
        assert "deadline 8 min" in shown
        await pilot.press("down")
        await pilot.pause()
        assert "ask (news)" in words_of(app)


async def test_a_table_is_sorted_by_one_column_after_the_other_and_the_other_way_round(scenario: Path) -> None:
    app = rehearsal(scenario)
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        table = app.screen.query_one(SheetTable)
        await pilot.press("s", "s")
        await pilot.pause()
        assert "In time ▲" in words_of(app)
        rising = [table.get_row_at(row)[0].plain for row in range(table.row_count)]
        await pilot.press("S")
        await pilot.pause()
        assert "In time ▼" in words_of(app)
        assert [table.get_row_at(row)[0].plain for row in range(table.row_count)] == rising[::-1]
        await pilot.press(*["s"] * 7)
        await pilot.pause()
        assert "▲" not in words_of(app) and "▼" not in words_of(app)


async def test_a_click_on_a_heading_sorts_by_it(scenario: Path) -> None:
    app = rehearsal(scenario)
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        await pilot.click(SheetTable, offset=(2, 0))
        await pilot.pause()
        assert "What ▲" in words_of(app)
        await pilot.click(SheetTable, offset=(2, 0))
        await pilot.pause()
        assert "What ▼" in words_of(app)


async def test_without_a_person_it_is_played_again_and_compared(scenario: Path) -> None:
    app = rehearsal(scenario, side_runs=20)
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        await pilot.press("a")
        await pilot.pause()
        assert "choose a person first" in words_of(app)
        await pilot.press("tab", "tab", "a")
        await played(app, pilot)
        shown = words_of(app)
        assert ", without " in shown
        assert "the same team, complete" in shown
        assert "Compared" in shown


async def test_stopped_it_shows_what_was_learnt_so_far(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = rehearsal(scenario, runs=1_000_000)
    monkeypatch.setattr("drill.rehearsal.chunks.TOGETHER", 50)
    ask = _Going.runs

    def asked(going: _Going, so_far: int, wanted: int) -> bool:
        assert isinstance(app.screen, Rehearsal)
        if so_far == 100:
            app.call_from_thread(app.screen.action_stop)
        return ask(going, so_far, wanted)

    monkeypatch.setattr(_Going, "runs", asked)
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        assert "Partial: 100 of 1,000,000 drills." in words_of(app)
        assert "stopped: this is what was learnt so far" in words_of(app)


async def test_a_scenario_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("scenario: [", encoding="utf-8")
    app = rehearsal(broken)
    async with app.run_test(size=NARROW) as pilot:
        await played(app, pilot)
        assert "✗ " in words_of(app)
        assert "broken.yaml" in words_of(app)


async def test_help_tells_its_keys_and_the_palette_finds_them(scenario: Path) -> None:
    app = rehearsal(scenario)
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        shown = words_of(app)
        assert all(str(key.tooltip) in shown for key in KEYS)


def test_rows_that_are_equal_stay_as_they_stood() -> None:
    rows = tuple(Row((Entry(name, name), Entry("1", 1.0))) for name in "bca")
    sheet = Sheet("x", ("name", "number"), rows)
    assert sheet.sorted_by(1, backwards=False) == rows
    assert [row.entries[0].words for row in sheet.sorted_by(0, backwards=False)] == ["a", "b", "c"]


@SIZES
def test_a_rehearsal_with_everything(snap_compare: Snap, scenario: Path, size: tuple[int, int]) -> None:
    app = rehearsal(scenario, side_runs=100)

    async def settle(pilot: Pilot[None]) -> None:
        await played(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=settle)


@SIZES
def test_its_absences(snap_compare: Snap, scenario: Path, size: tuple[int, int]) -> None:
    app = rehearsal(scenario, side_runs=100)

    async def settle(pilot: Pilot[None]) -> None:
        await played(app, pilot)
        await pilot.press("tab", "tab", "s", "s", "s")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=settle)


async def test_a_change_of_the_plan_says_what_it_is_expected_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SHIPPED, tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("drill.report.rehearsal.effects.RUNS", 100)
    scenario = tmp_path / "scenarios" / "micro-drill.yaml"
    made = play_files(scenario, scenario.with_suffix(".poor.txt"), today=DAY, out=tmp_path / "reports")
    plan = Path("scenarios/plans/northwind.yaml")
    app = DrillApp(opening=lambda: Revise(lambda: offer_of(plan, made.folder)))
    async with app.run_test(size=WIDE) as pilot:
        await played(app, pilot)
        assert "r rehearses it" in words_of(app)
        await pilot.press("r")
        await played(app, pilot)
        assert "expected  reply in time in" in words_of(app)
