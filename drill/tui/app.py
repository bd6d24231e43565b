"""The program on the terminal: which screen is shown, what every screen shares, and how it is left."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from drill.errors import DrillError
from drill.files.text import clean
from drill.report.folder import REPORT, REPORTS, Condition
from drill.session.live import wall_time
from drill.tui.commands import KeyCommands
from drill.tui.endings import ends_cleanly
from drill.tui.keys import EVERYWHERE
from drill.tui.onward import changes, debrief, home_screen, report, setup_screen
from drill.tui.room import Room
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.watching import Waiting
from drill.tui.settings.model import USUAL, Settings
from drill.tui.starting import Wanted, begin, prepare, take_up
from drill.tui.theme import DARK, THEMES
from drill.tui.watch.tending import EVERY, Tending
from drill.tui.widgets.dialog import AskYes
from drill.tui.words import error_words, farewell

if TYPE_CHECKING:
    from drill.tui.screens.debrief import Debrief
    from drill.tui.screens.home import Home
    from drill.tui.screens.report import Report
    from drill.tui.screens.setup import Setup

SCENARIOS = Path("scenarios")
"""Where home looks for scenarios."""


class DrillApp(App[None]):
    """One session at a time; home, where none was named."""

    TITLE = "drill"
    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    COMMANDS = {KeyCommands}

    def __init__(
        self,
        room: Room | None = None,
        *,
        wanted: Wanted | None = None,
        today: date | None = None,
        scenarios: Path = SCENARIOS,
        out: Path = REPORTS,
        settings: Settings = USUAL,
        opening: Callable[[], Screen[None]] | None = None,
    ) -> None:
        """`wanted` is set up first; `today` dates a drill whose scenario has no date of its own.

        With `opening` there is the screen that it makes, and nothing else.
        """
        super().__init__()
        self.animation_level = "none"
        self.room = room
        self.fault: Exception | None = None
        """What went wrong inside, for the command line to log."""
        self._today = today or date.min
        self._wanted = wanted
        self._opening = opening
        self._set_up_before: dict[Path, Wanted] = {}
        """What was chosen for a scenario, when its set-up was left."""
        self._scenarios = scenarios
        self._out = out
        self._home: Home | None = None
        """The screen that everything was opened from; None where a session was named."""
        self.held = ExitStack()
        """The lock and the journal of a session that was opened from home."""
        self._watched = ExitStack()
        self._tending = Tending()
        for theme in THEMES:
            self.register_theme(theme)
        if not os.environ.get("TEXTUAL_THEME"):
            self.theme = settings.theme or DARK.name
        self._settings = settings
        self.keymap: dict[str, str] = settings.keymap
        """The keys that the settings changed, by id."""
        self.set_keymap(self.keymap)

    async def on_mount(self) -> None:
        """The first screen; and a clean end, whoever asks for it."""
        if not self.is_headless:
            self._watched.enter_context(ends_cleanly(self._end))
            self.call_after_refresh(gc.freeze)  # a large session is not looked through again at every collection
        self.set_interval(EVERY, self._tend_window)
        if self._opening is not None:
            await self.push_screen(self._opening())
        elif self.room is None:
            self._home = home_screen(self._scenarios, self._out, self._today)
            await self.push_screen(self._home)
            if self._wanted is not None:
                await self.push_screen(setup_screen(self._wanted, self._today))
        else:
            await self.push_screen(self._first_screen(self.room))

    def on_unmount(self) -> None:
        """Whoever asks for an end now gets the usual one."""
        self._watched.close()
        self._tending.stop()
        self.fault = self.fault or self._tending.fault

    def _tend_window(self) -> None:
        """Serve the other views of the session; end where one of them asked for it and got it."""
        window = self.room.window if self.room else None
        self._tending.tend(window)
        if self.room is not None and self.room.unshared:
            said, self.room.unshared = clean(self.room.unshared), ""
            self.notify(said, severity="warning", markup=False, timeout=10)
        for said in map(clean, window.arrivals() if window else ()):
            if not getattr(self.screen, "is_public", False):  # who looks in is not for the wall
                self.notify(said, markup=False, timeout=3)
        if self.room is not None and self.room.taken_over:
            self._end(0)

    def _first_screen(self, room: Room) -> Screen[None]:
        state = room.state
        room.muted = room.muted or self._settings.mute
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
        from drill.report.answering import note_retests
        from drill.report.folder import write_artefacts

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

    async def on_home_plan_chosen(self, event: Home.PlanChosen) -> None:
        """Read what stands to be done about a plan."""
        if self._home is not None:
            self._home.tell(f"reading {event.path.name} …")
            self._read_plan(self._home, event.path)

    @work(thread=True, exclusive=True, group="plan")
    def _read_plan(self, home: Home, path: Path) -> None:
        """Put a plan's page together, which takes a moment, and show it."""
        from drill.tui.plans import plan_page
        from drill.tui.screens.report import Report

        try:
            text = plan_page(path, self._today, self._out, sorted(self._scenarios.glob("*.yaml")))
        except DrillError as error:
            self.call_from_thread(home.tell, error.message, bad=True)
        else:
            self.call_from_thread(home.tell, "")
            self.call_from_thread(self.push_screen, Report(path, text, of_session=False))

    async def on_report_changes_wanted(self, event: Report.ChangesWanted) -> None:
        """What the findings of the report would change in the plan that was played."""
        await self.push_screen(changes(event.folder, self.room))

    async def on_revise_closed(self) -> None:
        """Back to where it was opened from; out, where it was opened by itself."""
        if self._opening is not None:
            self._end(0)
        else:
            await self.pop_screen()

    async def on_home_scenario_chosen(self, event: Home.ScenarioChosen) -> None:
        """Set it up; what was chosen before is still there."""
        before = self._set_up_before.get(event.path.resolve())
        fresh = Wanted(event.path, teams=self._settings.teams, out=self._out)
        await self.push_screen(setup_screen(before or fresh, self._today))

    async def on_setup_closed(self, event: Setup.Closed) -> None:
        """Back to home; what was chosen is kept."""
        self._set_up_before[Path(event.wanted.scenario).resolve()] = event.wanted
        await self.pop_screen()

    async def on_setup_ready(self, event: Setup.Ready) -> None:
        """Begin a session in a folder of its own."""
        wanted = self._set_up_before[Path(event.wanted.scenario).resolve()] = event.wanted
        await self._open(lambda: begin(self.held, prepare(wanted, self._today), wanted))

    async def on_home_session_chosen(self, event: Home.SessionChosen) -> None:
        """Go on with a session, or read what came of it."""
        path = event.info.folder / REPORT
        if event.info.condition is Condition.ENDED and path.is_file():
            await self.push_screen(report(path))
        else:
            await self._open(lambda: take_up(self.held, event.info.folder, self._out))

    async def on_home_rehearsal_chosen(self, event: Home.RehearsalChosen) -> None:
        """Ten thousand drills; loaded when they are needed, with NumPy."""
        from drill.report.rehearsal.playing import Wanted as WantedRehearsal
        from drill.tui.screens.rehearsal import Rehearsal

        await self.push_screen(Rehearsal(WantedRehearsal(event.path, self._today, reports=self._out)))

    async def on_rehearsal_closed(self) -> None:
        """Back to home."""
        await self.pop_screen()

    async def on_home_replay_chosen(self, event: Home.ReplayChosen) -> None:
        """Go through a past session again; behind the replay stands its debrief."""
        await self._open(lambda: take_up(self.held, event.info.folder, self._out))
        if self.room is not None and self.room.state.ended_at is not None:
            await self._replay(self.room)

    async def _open(self, opening: Callable[[], Room]) -> None:
        from drill.tui.screens.home import Home
        from drill.tui.screens.setup import Setup

        told = self.screen
        assert isinstance(told, Home | Setup)
        try:
            self.room = opening()
        except DrillError as error:
            told.tell(error_words(error), bad=True)
        else:
            await self.push_screen(self._first_screen(self.room))

    # ── what every screen can do ─────────────────────────────────────────────

    async def action_no_duff(self) -> None:
        """Stop the exercise for a real emergency, whatever is on the screen."""
        room = self.room
        if any(isinstance(screen, Waiting) for screen in self.screen_stack):
            said = "Call it out loud: NO DUFF. The control room stops the exercise, with this key."
            self.notify(said, timeout=10)
            return
        if room is None or room.state.ended_at is not None:
            said = "No exercise is running here: nothing has to be stopped. Say it to everybody who plays elsewhere."
            self.notify(said, title="NO DUFF", severity="error", timeout=10)
            return
        if not any(isinstance(screen, ControlRoom) for screen in self.screen_stack):
            await self.push_screen(ControlRoom(room))
        while not isinstance(self.screen, ControlRoom):
            self.pop_screen()
        self.screen.attempt(room.live.no_duff, "NO DUFF: the exercise has stopped")

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Leave the session, or the program. Asks only while the clock runs."""
        room = self.room
        if room is not None and room.live.is_running:
            said = f"It is paused, and nothing is lost. Go on with it: {room.how_to_resume}"
            if not await self.push_screen_wait(AskYes("The clock runs. Leave?", said, "leave", "stay")):
                return
        if room is not None and self._home is not None:
            await self._back_home(room, self._home)
        else:
            self._end(0)

    async def action_quit(self) -> None:
        """Leave (Textual's own key for it)."""
        self.action_leave()

    async def _back_home(self, room: Room, home: Home) -> None:
        self._tending.stop()
        self.held.close()
        self.room = None
        while self.screen is not home:
            await self.pop_screen()
        home.tell(farewell(room))

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
