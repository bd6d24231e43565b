"""Home: the scenarios to run, the sessions to go on with, what was run before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from drill.errors import DrillError
from drill.files.diagnostics import has_errors
from drill.files.times import format_duration
from drill.report.folder import Condition, SessionInfo, list_sessions, unfinished
from drill.scenario.checking import check_file
from drill.scenario.load import load_scenario
from drill.tui.next_step import next_step
from drill.tui.plans import CaredFor, look_after, plans_of
from drill.tui.screens.help import Help
from drill.tui.text import styled
from drill.tui.widgets.home_list import HomeList, Scene
from drill.tui.widgets.key_line import KeyLine, as_set, key_name
from drill.tui.widgets.lines import Lines

KEYS = [
    Binding(
        "enter",
        "open",
        "open",
        tooltip="Set a scenario up, go on with a session, read a report",
        id="home.open",
    ),
    Binding("r", "rehearse", "rehearse", tooltip="Rehearse a scenario ten thousand times", id="home.rehearse"),
    Binding("p", "replay", "replay", tooltip="Go through a past session again, moment by moment", id="home.replay"),
    Binding("q", "app.leave", "quit", tooltip="Leave", id="home.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="home.help"),
]


class Home(Screen[None]):
    """Where drill begins without a command."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    AUTO_FOCUS = "#home"

    @dataclass
    class ScenarioChosen(Message):
        """A scenario is to be set up."""

        path: Path

    @dataclass
    class SessionChosen(Message):
        """A session is to be gone on with, or its report read."""

        info: SessionInfo

    @dataclass
    class ReplayChosen(Message):
        """A past session is to be gone through again."""

        info: SessionInfo

    @dataclass
    class RehearsalChosen(Message):
        """A scenario is to be rehearsed."""

        path: Path

    @dataclass
    class PlanChosen(Message):
        """What stands to be done about a plan is to be read."""

        path: Path

    def __init__(self, scenarios: Path, out: Path, today: date = date.min) -> None:
        """`today` is the day as of which plans are looked after."""
        super().__init__()
        self._scenarios = scenarios
        self._out = out
        self._today = today
        self._has_moved = False
        """Whether somebody moved the cursor: then it stays where it is."""

    def compose(self) -> ComposeResult:
        """A name, the list, what was said, the keys."""
        yield Static(
            styled((" drill ", "bold $text-accent"), (" tabletop crisis drills", "$text-muted")), id="home-head"
        )
        yield Static(id="home-next")
        yield HomeList(id="home")
        yield Static(id="said")
        yield KeyLine(KEYS, id="keys")

    def on_screen_resume(self) -> None:
        """Show what there is now, the next thing first."""
        self._has_moved = False
        self.load()

    def load(self) -> None:
        """Read the folders; the checks run behind it."""
        listing = self.query_one(HomeList)
        try:
            listing.to_resume = unfinished(self._out)
            past = [info for info in list_sessions(self._out) if info.condition is not Condition.UNFINISHED]
            listing.past = tuple(sorted(past, key=lambda info: -info.changed))
        except DrillError as error:
            self.tell(error.message, bad=True)
        before = {scene.path: scene for scene in listing.scenes}
        found = sorted(self._scenarios.glob("*.yaml")) if self._scenarios.is_dir() else []
        listing.scenes = [before.get(path) or Scene(path, path.stem, "") for path in found]
        self._lead()
        self.look_into_scenarios(found)
        self.look_after_plans(found)

    @work(thread=True, exclusive=True, group="plans")
    def look_after_plans(self, scenarios: list[Path]) -> None:
        """What is overdue about each plan, one after the other; the audit takes a moment."""
        found: list[CaredFor] = []
        for path in plans_of(scenarios):
            found.append(look_after(path, self._today))
            self.app.call_from_thread(self._put_plans, tuple(found))

    def _put_plans(self, plans: tuple[CaredFor, ...]) -> None:
        listing = self.query_one(HomeList)
        here = listing.cursor
        listing.plans = plans if len(plans) >= len(listing.plans) else (*plans, *listing.plans[len(plans) :])
        if isinstance(here, CaredFor):
            listing.put_cursor(next((each for each in listing.plans if each.path == here.path), None))
        self._lead()

    def _lead(self) -> None:
        """Show what there is, and the one thing to do next."""
        listing = self.query_one(HomeList)
        step = next_step(listing.to_resume, listing.scenes, listing.past)
        listing.next_target = step.target
        key = key_name(as_set(KEYS[0], self.app)) if step.target is not None else ""
        self.query_one("#home-next", Static).update(
            styled((" ▶ next ", "bold $text-accent"), (step.words, "bold"), (f"   {key}", "$text-accent"))
        )
        listing.lay_out()
        if not self._has_moved:
            listing.put_cursor(step.target)

    @work(thread=True, exclusive=True, group="checks")
    def look_into_scenarios(self, paths: list[Path]) -> None:
        """Each scenario's title and what the checks say, one after the other."""
        for path in paths:
            self.app.call_from_thread(self._put, look_into(path))

    def _put(self, scene: Scene) -> None:
        listing = self.query_one(HomeList)
        for index, known in enumerate(listing.scenes):
            if known.path == scene.path and known != scene:
                listing.scenes[index] = scene
                if listing.cursor == known:
                    listing.put_cursor(scene)
        self._lead()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it under the list."""
        style = "$text-error" if bad else "$text-muted"
        self.query_one("#said", Static).update(styled((f" {'✗ ' if bad else ''}{text}", style)))

    def on_lines_moved(self) -> None:
        """From now on the cursor is somebody's own."""
        self._has_moved = True

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Open what was chosen."""
        if isinstance(event.key, Scene):
            self.tell("")
            self.post_message(self.ScenarioChosen(event.key.path))
        elif isinstance(event.key, SessionInfo):
            self.tell("")
            self.post_message(self.SessionChosen(event.key))
        elif isinstance(event.key, CaredFor):
            self.tell("")
            self.post_message(self.PlanChosen(event.key.path))

    def action_rehearse(self) -> None:
        """Rehearse the scenario under the cursor."""
        scene = self.query_one(HomeList).cursor
        if isinstance(scene, Scene):
            self.tell("")
            self.post_message(self.RehearsalChosen(scene.path))
        else:
            self.tell("choose a scenario first", bad=True)

    def action_replay(self) -> None:
        """Go through the past session under the cursor again."""
        info = self.query_one(HomeList).cursor
        if isinstance(info, SessionInfo) and info.condition is Condition.ENDED:
            self.tell("")
            self.post_message(self.ReplayChosen(info))
        else:
            self.tell("choose a past session first", bad=True)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        self.query_one(HomeList).action_choose()

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))


def look_into(path: Path) -> Scene:
    """A scenario's title, its measure, and what the checks say."""
    try:
        scenario = load_scenario(path)
        found = check_file(path)
    except DrillError as error:
        return Scene(path, path.name, "", error.message, bad=True)
    facts = f"{format_duration(scenario.duration)}, {len(scenario.injects)} injects"
    if has_errors(found):
        return Scene(path, scenario.title, facts, "has errors: drill check", bad=True)
    return Scene(path, scenario.title, facts, f"{len(found)} to look at" if found else "✓ checked")
