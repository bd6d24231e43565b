"""The set-up screen, by its keys: what is chosen there is what the session begins with, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from drill.report.folder import list_sessions
from drill.scenario.load import load_fit
from drill.tui.actions.setup import team_names
from drill.tui.app import DrillApp
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.help import Help
from drill.tui.screens.home import Home
from drill.tui.screens.setup import KEYS, Setup
from drill.tui.starting import Wanted
from drill.tui.widgets.setup_panes import Choices, FitPane, Preflight, SeatsPane
from tests.building import DATA, DAY, small_plan, small_scenario
from tests.tui.stage import NARROW, WIDE, words_of

OPENED: list[DrillApp] = []


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """What a program held when its test ended."""
    yield
    while OPENED:
        OPENED.pop().held.close()


class At:
    """A set-up that is open."""

    def __init__(self, app: DrillApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def setup(self) -> Setup:
        """The set-up, also where something stands over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Setup))

    @property
    def text(self) -> str:
        """All words on the screen, their gaps closed."""
        return " ".join(words_of(self.app).split())

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all is read."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the files are read and the screen is drawn."""
        await self.pilot.pause()
        workers = [worker for worker in self.app.workers if worker.group == "reading"]
        if workers:
            await self.app.workers.wait_for_complete(workers)
        await self.pilot.pause()

    async def choose(self, key: str, answer: str) -> None:
        """Press a key that asks, type an answer and take it."""
        await self.press(key)
        await self.press(*answer, "enter")

    def put(self, pane: type[Any], key: object) -> None:
        """The cursor of a pane."""
        widget = self.setup.query_one(pane)
        widget.put_cursor(key)
        widget.focus()


@asynccontextmanager
async def setting_up(wanted: Wanted, size: tuple[int, int] = WIDE) -> AsyncIterator[At]:
    app = DrillApp(wanted=wanted, today=DAY, out=Path(wanted.out), scenarios=DATA)
    OPENED.append(app)
    async with app.run_test(size=size) as pilot:
        at = At(app, pilot)
        await at.settle()
        yield at


def hijacked(tmp_path: Path, **more: Any) -> Wanted:
    return Wanted(DATA / "hijacked.yaml", teams=more.pop("teams", ("blue", "red")), out=tmp_path / "reports", **more)


def elsewhere(tmp_path: Path) -> Wanted:
    """A scenario on a plan that calls things otherwise."""
    (tmp_path / "plan.yaml").write_text(small_plan("{alarm: {do: Ring, by: [lead]}}"), encoding="utf-8")
    scenario = small_scenario("[{to: [counsel], expect: [ring-alarm]}]", plan="other.yaml")
    (tmp_path / "other.yaml").write_text(
        small_plan("{ring-alarm: {do: Ring, by: [lead]}}", roles="counsel: {people: [sam]}"), encoding="utf-8"
    )
    (tmp_path / "scenario.yaml").write_text(scenario, encoding="utf-8")
    return Wanted(tmp_path / "scenario.yaml", plan=tmp_path / "plan.yaml", teams=("blue",), out=tmp_path / "reports")


# ── what it shows ────────────────────────────────────────────────────────────


async def test_it_shows_the_plan_the_fit_the_seats_and_what_to_mend(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        for words in (
            "set up The brand account is hijacked", "plan Northwind Outfitters social safety net",
            "teams blue, red", "style live", "mode assessed", "speed ×1", "date 2026-11-27",
            "0 mapped, 0 not in our plan", "Who sits where: all teams", "● Social media lead Ana Ruiz",
            "! who has access to", "▶ Start: to the briefing",
        ):  # fmt: skip
            assert words in at.text, words


async def test_enter_enter_begins_it_as_it_stands(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        await at.press("enter")
        assert isinstance(at.app.screen, Briefing)
        [info] = list_sessions(tmp_path / "reports")
        assert info.teams == ("blue", "red")
        await at.press("space")
        assert isinstance(at.app.screen, ControlRoom)
        await at.press("q", "y")
        assert isinstance(at.app.screen, Home), "home lies behind it, and not the set-up of a drill that was begun"


# ── what the drill is run with ───────────────────────────────────────────────


def test_teams_stand_between_blanks_or_commas() -> None:
    assert team_names("blue, red gold,") == ("blue", "red", "gold")


async def test_teams_are_added_and_taken_away(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        await at.press("t")
        await at.press(*" gold", "enter")
        assert at.setup.wanted.teams == ("blue", "red", "gold")
        assert "teams blue, red, gold" in at.text


async def test_a_team_that_cannot_be_is_told_in_the_dialog(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        await at.press("t", *" blue", "enter")
        assert "two teams called 'blue'" in at.text
        await at.press("escape")
        await at.press("t", *" c d e f g h i", "enter")
        assert "9 teams are more than the 8" in at.text


async def test_style_and_mode_turn_round(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        for key in ("style", "mode"):
            at.put(Choices, key)
            await at.press("enter")
        assert "style discussion times are shown, not scored" in at.text
        assert "mode coached gives no trend data" in at.text
        await at.press("s")
        assert at.app.room is not None
        assert (at.app.room.state.opened.style, at.app.room.state.opened.mode) == ("discussion", "coached")


async def test_speed_seed_and_date_are_asked_for(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        at.put(Choices, "speed")
        await at.choose("enter", "×10")
        at.put(Choices, "seed")
        await at.press("enter")
        await at.press(*"x", "enter")
        assert "a whole number is wanted" in at.text
        await at.press("backspace", *"7", "enter")
        at.put(Choices, "date")
        await at.choose("enter", "2027-01-02")
        assert (at.setup.wanted.speed, at.setup.wanted.seed) == (10_000, 7)
        await at.press("s")
        room = at.app.room
        assert room is not None
        assert (room.live.speed, room.state.opened.seed, room.state.opened.date) == (10_000, 7, "2027-01-02")


async def test_another_plan_is_chosen_from_those_nearby(tmp_path: Path) -> None:
    ask = elsewhere(tmp_path)
    async with setting_up(ask) as at:
        await at.press("p")
        assert "On which plan is it run?" in at.text
        await at.press(*"other", "enter")
        assert at.setup.wanted.plan is None, "it is the scenario's own"
        assert "0 not in our plan" in at.text


# ── the fit ──────────────────────────────────────────────────────────────────


async def test_what_our_plan_calls_otherwise_is_mapped_the_closest_first_and_taken_back(tmp_path: Path) -> None:
    async with setting_up(elsewhere(tmp_path)) as at:
        assert "2 not in our plan" in at.text
        await at.press("f")
        assert isinstance(at.app.focused, FitPane)
        await at.press("home", "enter")
        assert "The scenario's role counsel. The closest stand first." in at.text
        options = at.app.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt) == "legal  Counsel"
        await at.press("enter")
        assert at.setup.wanted.mapping is not None
        assert at.setup.wanted.mapping.roles == {"counsel": "legal"}
        assert "role counsel → legal" in at.text
        assert "1 mapped, 1 not in our plan" in at.text

        await at.press("s")
        assert at.app.room is not None
        assert at.app.room.state.opened.fit["roles"] == {"counsel": "legal"}


async def test_a_mapping_is_taken_back(tmp_path: Path) -> None:
    async with setting_up(elsewhere(tmp_path)) as at:
        await at.press("f", "home", "enter")
        await at.press("enter")
        line = next(line for line in at.setup.query_one(FitPane).lines_of_fit if line.name == "counsel")
        at.put(FitPane, line)
        await at.press("backspace")
        assert at.setup.wanted.mapping is None
        await at.press("home", "end", "backspace")
        assert "was not mapped here" in at.text


async def test_a_mapping_is_kept_in_a_file_that_the_option_takes(tmp_path: Path) -> None:
    async with setting_up(elsewhere(tmp_path)) as at:
        await at.press("k")
        assert "nothing was mapped here" in at.text
        await at.press("f", "home", "enter")
        await at.press("enter")
        await at.press("k")
        assert "Keep the mapping in which file?" in at.text
        await at.press("enter")
        assert load_fit(tmp_path / "scenario.fit.yaml").roles == {"counsel": "legal"}
        await at.press("k")
        await at.press("enter")
        assert "is there already; nothing was overwritten" in at.text
        await at.press("k")
        await at.press(*"x.txt", "enter")
        assert "should end in .yaml" in at.text


# ── who sits where ───────────────────────────────────────────────────────────


async def test_a_seat_of_one_team_is_filled_from_the_plans_people(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        await at.press("2")
        assert "Who sits where: red" in at.text
        at.put(SeatsPane, "legal")
        await at.choose("enter", "Ana Ruiz")
        assert at.setup.wanted.seats == ("red legal ana",)
        assert "⇄ Counsel Ana Ruiz put there" in at.text
        await at.press("0")
        assert "≠ Counsel" in at.text
        await at.press("2")
        at.put(SeatsPane, "legal")
        await at.press("backspace")
        assert not at.setup.wanted.seats


async def test_a_walk_in_is_seated_by_name(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        await at.press("1")
        at.put(SeatsPane, "legal")
        await at.choose("a", "Kim Ode")
        assert at.setup.wanted.seats == ("blue legal kim-ode : Kim Ode",)
        assert "+ Counsel Kim Ode a walk-in" in at.text
        await at.press("s")
        assert at.app.room is not None
        state = at.app.room.state
        assert state.teams["blue"].play.first_present("legal") == "kim-ode"
        assert state.walk_ins["kim-ode"] == "Kim Ode"
        assert not state.was_started


async def test_who_is_away_is_noted_and_an_empty_seat_is_told_before_the_start(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        at.put(SeatsPane, "legal")
        await at.choose("enter", "nobody")
        assert "✗ Counsel nobody" in at.text
        assert "! nobody sits in Counsel" in at.text
        await at.press("backspace")
        assert "nobody sits in Counsel" not in at.text
        at.put(SeatsPane, "social-lead")
        await at.press("x")
        assert "◐ Social media lead Ben Cole a backup" in at.text
        assert "away: Ana Ruiz" in at.text
        assert at.setup.wanted.away == ("all ana",)


async def test_without_a_role_under_the_cursor_it_says_what_to_do(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        at.setup.query_one(SeatsPane).put_cursor(None)
        for key in ("a", "x", "backspace"):
            await at.press(key)
            assert "choose a role first" in at.text
        await at.press("5")
        assert "there are 2 teams" in at.text


# ── on, and back ─────────────────────────────────────────────────────────────


async def test_escape_goes_back_and_what_was_chosen_is_still_there(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path, teams=("green",))) as at:
        at.put(Choices, "mode")
        await at.press("enter", "escape")
        assert isinstance(at.app.screen, Home)
        listing: Any = at.app.screen.query_one("#home")
        scene = next(scene for scene in listing.scenes if scene.path.name == "hijacked.yaml")
        listing.put_cursor(scene)
        await at.press("enter")
        assert "teams green" in at.text
        assert "mode coached" in at.text


async def test_what_stands_in_the_way_is_told_and_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / "reports").touch()
    async with setting_up(hijacked(tmp_path)) as at:
        assert "✗ 1 in the way" in at.text
        await at.press("s")
        assert isinstance(at.app.screen, Setup)
        assert isinstance(at.app.focused, Preflight)
        assert "✗ nothing can be written to" in at.text


async def test_a_file_that_was_mended_meanwhile_is_read_again(tmp_path: Path) -> None:
    ask = elsewhere(tmp_path)
    path = Path(ask.scenario)
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("title: Something happened", "titel: x"), encoding="utf-8")
    async with setting_up(ask) as at:
        assert "scenario.yaml:" in at.text
        path.write_text(good, encoding="utf-8")
        await at.press("question_mark")
        assert isinstance(at.app.screen, Help)
        await at.press("escape")
        assert "the journal can be written" in at.text


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tab_goes_round_the_four_panes_and_each_can_be_seen(size: tuple[int, int], tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path), size) as at:
        for pane in (FitPane, SeatsPane, Preflight, Choices):
            await at.press("tab")
            assert isinstance(at.app.focused, pane)
            assert at.app.focused.region.height > 4
        await at.press("shift+tab")
        assert isinstance(at.app.focused, Preflight)
        await at.press("b", "w")
        assert isinstance(at.app.focused, SeatsPane)


async def test_a_window_of_any_size_and_a_resize_leave_it_whole(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path), (30, 8)) as at:
        for size in ((72, 20), (200, 60), (99, 24), (100, 12)):
            await at.pilot.resize_terminal(*size)
            await at.press("tab")
        assert "Start" in at.text
        await at.press("s")
        assert isinstance(at.app.screen, Briefing)


async def test_a_second_press_of_the_mouse_on_start_begins_it(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        choices = at.setup.query_one(Choices)
        await at.pilot.click(choices, offset=(6, choices.region.height - 2), times=2)
        await at.settle()
        assert isinstance(at.app.screen, Briefing)


async def test_no_duff_and_quit_work_here_too(tmp_path: Path) -> None:
    async with setting_up(hijacked(tmp_path)) as at:
        await at.press("f10")
        assert isinstance(at.app.screen, Setup), "there is no exercise to stop"
        await at.press("q")
        assert at.app._exit


def test_every_key_of_the_set_up_is_tried_here() -> None:
    """A key that is added needs a test."""
    assert {str(key.id) for key in KEYS if not str(key.id).startswith("team.")} == {
        f"setup.{name}"
        for name in (
            "change", "start", "teams", "plan", "fit", "seats", "walk-in", "away", "preflight", "next-pane",
            "pane-before", "take-back", "keep", "back", "quit", "help",
        )
    }  # fmt: skip
