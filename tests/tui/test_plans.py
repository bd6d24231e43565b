"""Plans on the home screen: what is overdue, what waits, and a page to read about each."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from drill.revision.actions import open_action
from drill.revision.living_plan import LivingPlan
from drill.tui.app import DrillApp
from drill.tui.plans import look_after, plan_page, plans_of
from drill.tui.screens.home import Home
from drill.tui.screens.report import Report
from drill.tui.widgets.home_list import HomeList
from tests.revision.test_living_plan import DELEGATE
from tests.tui.stage import WIDE, words_of

SHIPPED = Path(__file__).parents[2] / "scenarios"
SOON = date(2026, 11, 27)
LATER = date(2027, 9, 1)
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    (folder / "plans").mkdir(parents=True)
    for name in ("micro-drill.yaml", "hijacked-account.yaml", "plans/northwind.yaml"):
        shutil.copy(SHIPPED / name, folder / name)
    (folder / "torn.yaml").write_text("scenario: [", encoding="utf-8")
    return folder


def test_the_plans_are_those_that_scenarios_name_each_once(scenarios: Path) -> None:
    found = plans_of(sorted(scenarios.glob("*.yaml")))
    assert [path.resolve() for path in found] == [(scenarios / "plans" / "northwind.yaml").resolve()]


def test_a_plan_that_is_looked_after_has_next_to_nothing_due(scenarios: Path) -> None:
    cared = look_after(scenarios / "plans" / "northwind.yaml", SOON)
    assert (cared.overdue, cared.waiting) == ((), ("1 audit warning",))


def test_what_is_overdue_is_told_by_what_it_is(scenarios: Path) -> None:
    path = scenarios / "plans" / "northwind.yaml"
    living = LivingPlan(path)
    open_action(living, "Keys", by="ana", owner="dev", due=date(2026, 12, 31), at=NOW)
    living.propose(DELEGATE, by="ana", owner="ben", due=date(2026, 12, 31), at=NOW, draft=True)
    living.propose(DELEGATE, by="ana", owner="ben", due=date(2026, 12, 31), at=NOW, emergency=True)
    cared = look_after(path, LATER)
    assert cared.facts == "version 4"
    assert cared.overdue[0].endswith("audit errors")
    assert cared.overdue[1:] == ("review overdue", "1 action overdue", "1 approval overdue")
    assert cared.waiting[:2] == ("1 re-test due", "1 draft")


def test_a_plan_that_cannot_be_read_says_why(scenarios: Path) -> None:
    (scenarios / "plans" / "northwind.yaml").write_text("plan: [", encoding="utf-8")
    cared = look_after(scenarios / "plans" / "northwind.yaml", SOON)
    assert cared.overdue
    assert cared.title == "northwind.yaml"


def test_a_plan_s_page_has_its_programme_its_changes_its_actions_and_its_audit(scenarios: Path) -> None:
    text = plan_page(scenarios / "plans" / "northwind.yaml", SOON, scenarios.parent / "reports", [])
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings[1:] == ["## Programme", "## Changes", "## Open actions", "## Audit"]
    assert "(`mfa-by-sms, line 172`)" in text


async def test_home_shows_the_plans_and_enter_reads_about_one(scenarios: Path) -> None:
    app = DrillApp(today=LATER, scenarios=scenarios, out=scenarios.parent / "reports")
    async with app.run_test(size=WIDE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert "Look after a plan" in words_of(app)
        assert "review overdue" in words_of(app)
        listing = app.screen.query_one(HomeList)
        listing.put_cursor(listing.plans[0])
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, Report)
        assert "change the plan" not in words_of(app)
        await pilot.press("c", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Home)
