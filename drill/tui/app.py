"""The program on the terminal: which screen is shown, what every screen shares, and how it is left."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.worker import WorkerFailed

from drill.errors import DrillError, FilesInError
from drill.files.reading import read_text
from drill.report.answering import note_retests
from drill.report.folder import REPORT, REPORTS, Condition, write_artefacts
from drill.session.live import wall_time
from drill.tui.commands import KeyCommands
from drill.tui.endings import ends_cleanly, terminal_is_there
from drill.tui.keys import EVERYWHERE
from drill.tui.launch import Wanted, begin, prepare, require_terminal, take_up
from drill.tui.room import Room
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.home import Home
from drill.tui.theme import DARK, THEMES
from drill.tui.widgets.dialog import AskYes
from drill.tui.words import farewell

if TYPE_CHECKING:
    from drill.tui.screens.debrief import Debrief
    from drill.tui.screens.report import Report

SCENARIOS = Path("scenarios")
"""Where home looks for scenarios."""

HUNG_UP = 128 + signal.SIGHUP
"""The exit code where the terminal has gone, whether or not a signal said so."""


class DrillApp(App[None]):
    """One session at a time; home, where none was named."""

    TITLE = "drill"
    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    COMMANDS = {KeyCommands}

    def __init__(
        self, room: Room | None = None, *, today: date | None = None, scenarios: Path = SCENARIOS, out: Path = REPORTS
    ) -> None:
        """`today` dates a drill that is begun from home and whose scenario has no date of its own."""
        super().__init__()
        self.animation_level = "none"
        self.room = room
        self.fault: Exception | None = None
        """What went wrong inside, for the command line to log."""
        self._today = today or date.min
        self._scenarios = scenarios
        self._out = out
        self.held = ExitStack()
        """The lock and the journal of a session that was opened from home."""
        self._watched = ExitStack()
        for theme in THEMES:
            self.register_theme(theme)
        if not os.environ.get("TEXTUAL_THEME"):
            self.theme = DARK.name

    async def on_mount(self) -> None:
        """The first screen; and a clean end, whoever asks for it."""
        if not self.is_headless:
            self._watched.enter_context(ends_cleanly(self._end))
        if self.room is None:
            await self.push_screen(Home(self._scenarios, self._out))
        else:
            await self.push_screen(self._first_screen(self.room))

    def on_unmount(self) -> None:
        """Whoever asks for an end now gets the usual one."""
        self._watched.close()

    def _first_screen(self, room: Room) -> Screen[None]:
        state = room.state
        if state.ended_at is not None:
            return debrief(room)
        return ControlRoom(room) if state.was_started else Briefing(room)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Of what every program of this kind offers, the colours alone."""
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)

    # ── from screen to screen ────────────────────────────────────────────────

    async def on_briefing_read(self, event: Briefing.Read) -> None:
        """To the control room; the clock starts where that was asked for."""
        room = event.room
        screen = ControlRoom(room)
        await self.switch_screen(screen)
        if event.start:
            screen.attempt(room.live.start, "the clock starts")

    async def on_control_room_exercise_ended(self, event: ControlRoom.ExerciseEnded) -> None:
        """Everything is written once, so that it lies there whatever happens next; then the debrief."""
        screen = debrief(event.room)
        await self.switch_screen(screen)
        self._write(event.room, screen.tell)

    async def on_debrief_report_wanted(self, event: Debrief.ReportWanted) -> None:
        """Write the report anew, and read it."""
        path = self._write(event.room, event.tell)
        if path is not None:
            await self.push_screen(report(path))

    async def on_debrief_replay_wanted(self, event: Debrief.ReplayWanted) -> None:
        """The drill again, over the debrief."""
        await self._replay(event.room)

    async def _replay(self, room: Room) -> None:
        """The replay; loaded when it is needed."""
        from drill.tui.screens.replay import ReplayScreen

        await self.push_screen(ReplayScreen(room))

    async def on_replay_screen_closed(self) -> None:
        """Back to the debrief."""
        await self.pop_screen()

    def _write(self, room: Room, tell: Callable[..., None]) -> Path | None:
        if room.folder is None:
            tell("this session is kept nowhere, so there is no report", bad=True)
            return None
        try:
            aar = write_artefacts(room.state, room.folder)
            note_retests(aar, room.folder.name, wall_time())
        except DrillError as error:
            tell(error.message, bad=True)
            return None
        return room.folder / REPORT

    async def on_report_closed(self) -> None:
        """Back to where it was opened from."""
        await self.pop_screen()

    async def on_home_scenario_chosen(self, event: Home.ScenarioChosen) -> None:
        """Begin a session in a folder of its own."""
        wanted = Wanted(event.path, teams=event.teams, out=self._out)
        await self._open(lambda: begin(self.held, prepare(wanted, self._today), wanted))

    async def on_home_session_chosen(self, event: Home.SessionChosen) -> None:
        """Go on with a session, or read what came of it."""
        path = event.info.folder / REPORT
        if event.info.condition is Condition.ENDED and path.is_file():
            await self.push_screen(report(path))
        else:
            await self._open(lambda: take_up(self.held, event.info.folder, self._out))

    async def on_home_replay_chosen(self, event: Home.ReplayChosen) -> None:
        """Go through a past session again; behind the replay stands its debrief."""
        await self._open(lambda: take_up(self.held, event.info.folder, self._out))
        if self.room is not None and self.room.state.ended_at is not None:
            await self._replay(self.room)

    async def _open(self, opening: Callable[[], Room]) -> None:
        home = self.screen
        assert isinstance(home, Home)
        try:
            self.room = opening()
        except FilesInError as error:
            first = error.diagnostics[0]
            where = f"{Path(first.place.file).name}:{first.place.line}"
            home.tell(f"{where}: {first.message}; drill check shows all", bad=True)
        except DrillError as error:
            home.tell(f"{error.message}{f'; {error.hint}' if error.hint else ''}", bad=True)
        else:
            await self.push_screen(self._first_screen(self.room))

    # ── what every screen can do ─────────────────────────────────────────────

    def action_no_duff(self) -> None:
        """Stop the exercise for a real emergency, whatever is on the screen."""
        room = self.room
        if room is None or room.state.ended_at is not None:
            return
        in_the_room = any(isinstance(screen, ControlRoom) for screen in self.screen_stack)
        while isinstance(self.screen, ModalScreen) or (in_the_room and not isinstance(self.screen, ControlRoom)):
            self.pop_screen()
        if isinstance(self.screen, ControlRoom):
            self.screen.attempt(room.live.no_duff, "NO DUFF: the exercise has stopped")

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Leave the session, or the program. Asks only while the clock runs."""
        room = self.room
        if room is not None and room.live.is_running:
            said = f"It is paused, and nothing is lost. Go on with it: {room.how_to_resume}"
            if not await self.push_screen_wait(AskYes("The clock runs. Leave?", said, "leave", "stay")):
                return
        if room is not None and any(isinstance(screen, Home) for screen in self.screen_stack):
            await self._back_home(room)
        else:
            self._end(0)

    async def action_quit(self) -> None:
        """Leave (Textual's own key for it)."""
        self.action_leave()

    async def _back_home(self, room: Room) -> None:
        self.held.close()
        self.room = None
        while not isinstance(self.screen, Home):
            await self.pop_screen()
        self.screen.tell(farewell(room))

    def _end(self, code: int) -> None:
        self.exit(return_code=code)

    def _fatal_error(self) -> None:
        """Keep a fault for the command line, which logs it; Textual would print its traceback to the terminal."""
        if self.is_headless:
            super()._fatal_error()
            return
        error = self._exception
        self.fault = error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        self._close_messages_no_wait()


def debrief(room: Room) -> Debrief:
    """The debrief; loaded when it is needed, with the scoring."""
    from drill.tui.screens.debrief import Debrief

    return Debrief(room)


def report(path: Path) -> Report:
    """A report to read; loaded when it is needed, with what draws markdown."""
    from drill.tui.screens.report import Report

    return Report(path, read_text(path))


def run_control_room(room: Room) -> int:
    """Run a session on the terminal; the exit code."""
    return _run(DrillApp(room))


def open_home(today: date, *, scenarios: Path = SCENARIOS, out: Path = REPORTS) -> int:
    """Open home on the terminal; the exit code. Raises NoTerminal."""
    require_terminal()
    return _run(DrillApp(today=today, scenarios=scenarios, out=out))


def _run(app: DrillApp) -> int:
    with app.held:
        try:
            app.run()
        except OSError:
            if terminal_is_there():
                raise
        if not terminal_is_there():
            return HUNG_UP
        if app.fault is not None:
            raise app.fault
        if app.room is not None:
            sys.stderr.write(f"{farewell(app.room)}\n")
    return app.return_code or 0
