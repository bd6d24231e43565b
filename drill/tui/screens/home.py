"""Home: the scenarios to run, the sessions to go on with, what was run before."""

from __future__ import annotations

from dataclasses import dataclass
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
from drill.session.opening import check_team
from drill.tui.screens.help import Help
from drill.tui.text import styled
from drill.tui.widgets.dialog import AskText
from drill.tui.widgets.home_list import HomeList, Scene
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.lines import Lines

KEYS = [
    Binding(
        "enter", "none", "open", tooltip="Run the scenario, go on with the session, or read its report", id="home.open"
    ),
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
        """A scenario is to be run by these teams."""

        path: Path
        teams: tuple[str, ...]

    @dataclass
    class SessionChosen(Message):
        """A session is to be gone on with, or its report read."""

        info: SessionInfo

    @dataclass
    class ReplayChosen(Message):
        """A past session is to be gone through again."""

        info: SessionInfo

    def __init__(self, scenarios: Path, out: Path) -> None:
        super().__init__()
        self._scenarios = scenarios
        self._out = out

    def compose(self) -> ComposeResult:
        """A name, the list, what was said, the keys."""
        yield Static(
            styled((" drill ", "bold $text-accent"), (" tabletop crisis drills", "$text-muted")), id="home-head"
        )
        yield HomeList(id="home")
        yield Static(id="said")
        yield KeyLine(KEYS, id="keys")

    def on_screen_resume(self) -> None:
        """Show what there is now."""
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
        listing.lay_out()
        if listing.cursor is None:
            listing.put_cursor(next(iter((*listing.to_resume, *listing.scenes)), None))
        self.look_into_scenarios(found)

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
        listing.lay_out()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it under the list."""
        style = "$text-error" if bad else "$text-muted"
        self.query_one("#said", Static).update(styled((f" {'✗ ' if bad else ''}{text}", style)))

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Open what was chosen."""
        if isinstance(event.key, Scene):
            self.begin(event.key)
        elif isinstance(event.key, SessionInfo):
            self.tell("")
            self.post_message(self.SessionChosen(event.key))

    @work(exclusive=True, group="dialog")
    async def begin(self, scene: Scene) -> None:
        """Ask who plays."""
        teams = await self.app.push_screen_wait(
            AskText(scene.title, "Which teams play? One word each.", value="blue red", check=why_no_teams)
        )
        if teams:
            self.tell("")
            self.post_message(self.ScenarioChosen(scene.path, tuple(teams.split())))

    def action_replay(self) -> None:
        """Go through the past session under the cursor again."""
        info = self.query_one(HomeList).cursor
        if isinstance(info, SessionInfo) and info.condition is Condition.ENDED:
            self.tell("")
            self.post_message(self.ReplayChosen(info))
        else:
            self.tell("choose a past session first", bad=True)

    def action_none(self) -> None:
        """The list opens what is chosen."""

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


def why_no_teams(text: str) -> str | None:
    """What is wrong with the teams' names, or nothing."""
    taken: list[str] = []
    try:
        for name in text.split():
            taken.append(check_team(name, taken))
    except DrillError as error:
        return f"{error.message}{f'; {error.hint}' if error.hint else ''}"
    return None
