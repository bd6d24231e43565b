"""The control room: the clock, the script, the matrix, what comes next, the log, the command bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive

from drill.errors import OutOfReach
from drill.session.view import View
from drill.tui.actions.attention import AttentionKeys
from drill.tui.actions.cells import CellKeys
from drill.tui.actions.injects import InjectKeys
from drill.tui.actions.matrix import MatrixKeys
from drill.tui.actions.typing import TypingKeys
from drill.tui.graphs import graph_screen
from drill.tui.keys import CONTROL_ROOM, bottom_line
from drill.tui.projecting import projector_of
from drill.tui.room import Room
from drill.tui.screens.help import Help
from drill.tui.widgets.banner import Banner
from drill.tui.widgets.candidates import Candidates
from drill.tui.widgets.clock_bar import ClockBar
from drill.tui.widgets.command_bar import KEYS as LINE_KEYS
from drill.tui.widgets.command_bar import CommandBar
from drill.tui.widgets.inject_list import InjectList
from drill.tui.widgets.inject_panel import InjectPanel
from drill.tui.widgets.key_line import KeyLine, key_for
from drill.tui.widgets.lines import Lines
from drill.tui.widgets.log import KEYS as LOG_KEYS
from drill.tui.widgets.log import Log
from drill.tui.widgets.matrix import MatrixPane
from drill.tui.widgets.next_panel import NextPanel
from drill.tui.widgets.next_strip import NextStrip
from drill.tui.widgets.responders import Responders
from drill.tui.widgets.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

TICK = 0.25
"""How often the clock is looked at, in seconds."""

PANES = ("script", "next", "roles", "log")


class ControlRoom(MatrixKeys, TypingKeys, CellKeys, InjectKeys, AttentionKeys):
    """The screen of the running drill."""

    CSS_PATH = "control_room.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*CONTROL_ROOM]
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (LEAST_WIDTH, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (30, "-high")]
    AUTO_FOCUS = "#grid"

    view: reactive[View | None] = reactive(None, repaint=False)

    @dataclass
    class ExerciseEnded(Message):
        """Control ended the exercise."""

        room: Room

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._pinned: str | None = None
        self._asked_after_sleep = False
        self._ended = False

    def compose(self) -> ComposeResult:
        """The panes; which of them show hangs on the size."""
        yield ClockBar(id="clock").data_bind(ControlRoom.view)
        yield Banner(id="banner")
        yield NextStrip(id="next-strip").data_bind(ControlRoom.view)
        with Horizontal(id="body"):
            yield InjectList(id="script", title="Injects").data_bind(ControlRoom.view)
            with Vertical(id="middle"):
                yield InjectPanel(id="inject").data_bind(ControlRoom.view)
                yield MatrixPane(id="matrix").data_bind(ControlRoom.view)
            with Vertical(id="right"):
                yield NextPanel(id="next", title="Next").data_bind(ControlRoom.view)
                yield Responders(id="roles", title="Responders").data_bind(ControlRoom.view)
        yield Log(id="log", title="Log").data_bind(ControlRoom.view)
        yield CommandBar(id="bar")
        yield KeyLine(bottom_line(), id="keys")
        yield Candidates(id="candidates")
        yield TooSmall(id="too-small").data_bind(ControlRoom.view)

    def on_mount(self) -> None:
        """Show the session, and look at the clock from now on."""
        self.query_one(ClockBar).muted = self.room.muted
        self.show()
        self.set_interval(TICK, self.tick)

    # ── time ─────────────────────────────────────────────────────────────────

    def tick(self) -> None:
        """Let time pass, and show what changed."""
        try:
            self.room.tick()
        except OutOfReach as error:
            self.show_lost(error)
        if self.live.slept is not None and not self._asked_after_sleep:
            self._asked_after_sleep = True
            self.ask_after_sleep()
        if self.live.slept is None:
            self._asked_after_sleep = False
        self.show()

    def show(self) -> None:
        """One frozen view for all panes."""
        with self.app.batch_update():
            before, view = self.view, self.room.look()
            self.view = view
            self.notice_due(before, view)
            inject = self._pinned or view.current
            self.query_one(InjectPanel).sheet = self.room.viewer.sheet(inject, self.room.team) if inject else None
            self.query_one(CommandBar).team = self.room.team or "all"
            if self.room.lost is None:
                self.show_banner(view)
            else:
                self._say_lost(self.room.lost)
        if view.clock.ended and not self._ended:
            self._ended = True
            self.post_message(self.ExerciseEnded(self.room))

    def show_banner(self, view: View) -> None:
        """What nobody may miss, while it is so."""
        banner = self.query_one(Banner)
        if view.clock.no_duff:
            banner.show(
                "NO DUFF   NO DUFF   NO DUFF\nThis is a real emergency. The exercise has stopped for everyone.",
                kind="no-duff",
            )
        else:
            banner.hide()

    def show_lost(self, error: OutOfReach) -> None:
        """The clock stands, and everybody can read why."""
        self._say_lost(error)
        self.show()

    def _say_lost(self, error: OutOfReach) -> None:
        safe = f"All that was logged before is safe. {key_for('clock.turn', self)} tries again."
        said = f"NOT SAVED   the clock stands\n{error.message}\n{safe}"
        self.query_one(Banner).show(said, kind="lost")

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it in the command bar."""
        self.query_one(CommandBar).tell(text, bad=bad)

    # ── the script and the other panes ───────────────────────────────────────

    def chosen_inject(self) -> str | None:
        """The inject that was chosen from the script."""
        return self._pinned

    def action_pane(self, name: str) -> None:
        """To a pane; where there is no room for it beside the others, in the place of the inject."""
        for pane in PANES:
            self.set_class(pane == name, f"-show-{pane}")
        self.query_one(f"#{name}").focus()

    def action_graph(self) -> None:
        """The responder graph of the team, on the whole screen."""
        self.app.push_screen(graph_screen(self.room))

    def action_projector(self) -> None:
        """What the room may see, on the whole screen."""
        self.app.push_screen(projector_of(self.room))

    def action_scroll_inject(self, by: int) -> None:
        """Further down in the inject, or back up."""
        self.query_one(InjectPanel).scroll_relative(y=4 * by, animate=False)

    def action_back(self) -> None:
        """Back to the matrix and the current inject."""
        for pane in PANES:
            self.remove_class(f"-show-{pane}")
        self._pinned = None
        self.grid.focus()
        self.show()

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The inject under the cursor of the script is shown."""
        if isinstance(event.pane, InjectList):
            self._pin(event.key)

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter in the script shows the inject; in the log it corrects the line."""
        if isinstance(event.pane, Log):
            self.open_to_correct()
        elif isinstance(event.pane, NextPanel):
            kind, _, words = event.key if isinstance(event.key, tuple) else (None, 0, "")
            item = next((one for one in self.room.look().ahead if (one.kind, one.words) == (kind, words)), None)
            self._pin(item.inject if item else None)
        elif isinstance(event.pane, InjectList):
            self._pin(event.key)
            for pane in PANES:
                self.remove_class(f"-show-{pane}")

    def _pin(self, inject: object) -> None:
        current = self.view.current if self.view else None
        self._pinned = inject if isinstance(inject, str) and inject != current else None
        self.show()

    # ── leaving ──────────────────────────────────────────────────────────────

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help([*CONTROL_ROOM, *LOG_KEYS, *LINE_KEYS]))

    async def action_leave(self) -> None:
        """Leave through the app, which asks while the clock runs."""
        await self.app.run_action("leave")
