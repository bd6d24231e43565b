"""Changes of the plan on the screen: shown as diffs, worded, proposed, kept as drafts, set aside."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Static

from drill.report.folder import find_session
from drill.report.playing import play_files
from drill.revision.criterion import Criterion, Measure
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import RevisionState
from drill.tui.app import DrillApp
from drill.tui.onward import changes
from drill.tui.revising.forms import EditChange
from drill.tui.revising.offer import Offer, offer_of
from drill.tui.screens import revise
from drill.tui.screens.report import Report
from drill.tui.screens.revise import Revise
from drill.tui.widgets.change_list import ChangeList
from drill.tui.widgets.clean_area import CleanArea
from tests.tui.stage import NARROW, WIDE, ScreenPilot, words_of

SHIPPED = Path(__file__).parents[2] / "scenarios"
NAME = "2026-11-27-hijacked-account"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped scenarios and the session of a poor drill."""
    folder = tmp_path_factory.mktemp("played")
    shutil.copytree(SHIPPED, folder / "scenarios")
    play_poorly(folder)
    return folder


def play_poorly(folder: Path) -> None:
    scenario = folder / "scenarios" / "hijacked-account.yaml"
    play_files(scenario, scenario.with_suffix(".poor.txt"), today=date(2026, 12, 1), out=folder / "reports")


@pytest.fixture
def folder(played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, on a day that stands still, seen from inside."""
    shutil.copytree(played, tmp_path / "drills")
    monkeypatch.setattr(revise, "wall_time", lambda: NOW)
    monkeypatch.chdir(tmp_path / "drills")
    return tmp_path / "drills"


def load() -> Offer:
    return offer_of(Path("scenarios/plans/northwind.yaml"), find_session(NAME, "reports"))


def an_app() -> DrillApp:
    return DrillApp(opening=lambda: Revise(load))


async def settle(pilot: ScreenPilot, *keys: str) -> None:
    """Once everything is read, press keys."""
    for screen in pilot.app.screen_stack:
        while isinstance(screen, Revise) and screen.is_reading:
            await pilot.pause(0.02)
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()


def living() -> LivingPlan:
    return LivingPlan(Path("scenarios/plans/northwind.yaml"))


def screen_of(app: DrillApp) -> Revise:
    return next(screen for screen in app.screen_stack if isinstance(screen, Revise))


async def test_every_change_is_shown_as_a_diff_with_what_would_prove_it(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        text = words_of(app)
        assert "northwind.yaml, version 3, after 2026-11-27-hijacked-account" in text
        assert "5 to decide" in text
        assert "-    ack_within: 10m" in text
        assert "+    ack_within: 5m" in text
        assert "lock is done by its deadline" in text
        await settle(pilot, "down")
        assert "+    delegates: [executive]" in words_of(app)


async def test_a_change_is_proposed_with_an_owner_and_a_day_and_the_next_one_is_at_hand(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "enter", *"ana", "enter", *"ben", "enter", "enter")
        [revision] = living().revisions
        assert (revision.state, revision.author, revision.owner) == (RevisionState.PROPOSED, "ana", "ben")
        assert (revision.due, revision.session) == ("2026-12-29", NAME)
        text = words_of(app)
        assert "waits for comms-director, legal" in text
        assert "4 to decide" in text
        assert screen_of(app).query_one(ChangeList).cursor == "delegate-dead-end-crisis-pr"
        await settle(pilot, "enter", "enter", "enter", "enter")
        assert len(list(living().revisions)) == 2, "who proposes and who owns stand there from the last time"
        await settle(pilot, "up", "up", "a")
        assert "sooner-answered-late-lock is proposed already" in words_of(app)


async def test_somebody_who_is_nobody_and_a_day_that_is_over_are_told_in_the_form(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "enter", *"anna", "enter", *"ben", "enter", "enter")
        assert 'by: did you mean "ana"?' in words_of(app)
        await settle(pilot, *"ana", "down", "down", *"2026-01-01", "enter")
        assert "2026-01-01 is over" in words_of(app)
        await settle(pilot, "escape")
        assert len(living().trail) == 0


async def test_a_draft_is_kept_and_put_to_nobody(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "d", *"ana", "enter", *"ben", "enter", "enter", "up")
        [revision] = living().revisions
        assert revision.state is RevisionState.DRAFT
        assert "Enter puts it to the approvers, as ana." in words_of(app)
        await settle(pilot, "enter", "y")
        assert next(iter(living().revisions)).state is RevisionState.PROPOSED


async def test_a_change_is_worded_until_it_makes_one(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "e")
        assert isinstance(app.screen, EditChange)
        area = app.screen.query_one(CleanArea)
        area.text = area.text.replace("to: 5m", "to: 4m").replace("set: [", "set: nothing [")
        await settle(pilot, "ctrl+s")
        assert isinstance(app.screen, EditChange)
        assert "✗ proposal:" in words_of(app)
        area.text = area.text.replace("set: nothing [", "set: [")
        await settle(pilot, "ctrl+s")
        assert "+    ack_within: 4m" in words_of(app)
        assert "Go on to the backup of IT security after 4m" in words_of(app)
        await settle(pilot, "enter", *"ana", "enter", *"ben", "enter", "enter")
        [revision] = living().revisions
        assert revision.edits[0].value == "4m"
        assert revision.criterion == Criterion(Measure.STEP_IN_TIME, "lock")


async def test_what_proves_it_is_said_in_a_form(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "c", *"step-within", "enter", "enter", *"40m", "enter", *"press-*", "enter")
        assert "lock is done within 40m when press-* asks for it" in words_of(app)
        await settle(pilot, "c", *"luck", "ctrl+s")
        assert "✗ proven_when: 'luck'" in words_of(app)
        await settle(pilot, "escape")
        assert "lock is done within 40m" in words_of(app)


async def test_what_is_set_aside_is_taken_up_again_with_the_same_key(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "x")
        assert "4 to decide" in words_of(app)
        await settle(pilot, "up", "x")
        assert "5 to decide" in words_of(app)
        assert len(living().trail) == 0


def test_a_change_that_took_effect_keeps_its_own_words(folder: Path) -> None:
    offer = load()
    proposal = next(each for each in offer.offered.proposals if each.id == "sooner-answered-late-lock")
    plan = living()
    due = date(2026, 12, 20)
    plan.propose(proposal, by="dev", owner="cai", due=due, at=NOW, session=offer.offered.session)
    plan.approve(proposal.id, "eve", NOW)
    plan.approve(proposal.id, "finn", NOW)

    change = next(each for each in load().changes({}, frozenset()) if each.proposal.id == proposal.id)
    assert change.standing.word == "in the plan"
    assert change.proposal.title == proposal.title


async def test_a_plan_that_changed_meanwhile_refuses_and_loses_nothing(folder: Path) -> None:
    app = an_app()
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        living().propose(
            load().offered.proposals[0], by="ana", owner="ben", due=date(2026, 12, 20), at=NOW, emergency=True
        )
        await settle(pilot, "enter", *"ana", "enter", *"ben", "enter", "enter")
        assert "changed on the disk meanwhile" in words_of(app)
        assert "version 4" in words_of(app)
        assert len(list(living().revisions)) == 1


async def test_the_report_leads_to_the_changes_and_back(folder: Path) -> None:
    app = DrillApp(scenarios=folder / "scenarios", out=folder / "reports")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot, "end", "enter")
        assert isinstance(app.screen, Report)
        await settle(pilot, "c")
        await settle(pilot)
        assert isinstance(app.screen, Revise)
        assert "5 to decide" in words_of(app)
        await settle(pilot, "escape")
        assert isinstance(app.screen, Report)


async def test_a_plan_that_has_gone_is_told(folder: Path) -> None:
    shutil.rmtree(folder / "reports")
    play_poorly(folder)
    (folder / "scenarios" / "plans" / "northwind.yaml").unlink()
    app = DrillApp(opening=partial(changes, folder / "reports" / NAME))
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        assert "the plan lies no more where this was played" in str(app.screen.query_one("#said", Static).content)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
def test_the_changes(snap_compare, folder: Path, size: tuple[int, int]) -> None:
    async def decide(pilot: ScreenPilot) -> None:
        await settle(pilot, "enter", *"ana", "enter", *"ben", "enter", "enter")
        await settle(pilot, "x", "up", "up")

    assert snap_compare(an_app(), terminal_size=size, run_before=decide)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
def test_a_change_to_decide(snap_compare, folder: Path, size: tuple[int, int]) -> None:
    assert snap_compare(an_app(), terminal_size=size, run_before=partial(settle))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
def test_a_change_that_is_worded(snap_compare, folder: Path, size: tuple[int, int]) -> None:
    async def edit(pilot: ScreenPilot) -> None:
        await settle(pilot, "e")

    assert snap_compare(an_app(), terminal_size=size, run_before=edit)
