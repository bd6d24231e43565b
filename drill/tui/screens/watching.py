"""The control room to look at, for a second facilitator; and the wait for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from drill.session.view import View
from drill.tui.keys import CONTROL_ROOM
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.help import Help
from drill.tui.text import styled
from drill.tui.watch.onlooker import Onlooker, WatchedRoom
from drill.tui.watch.wire import Role
from drill.tui.widgets.banner import Banner
from drill.tui.widgets.key_line import KeyLine

TICK = 0.25
"""How often it is looked at whether the control room is there, in seconds."""

_TO_LOOK = ("cell.next-due", "room.quit", "room.help")
_MOVES = [
    Binding("tab", "app.focus_next", show=False),
    Binding("shift+tab", "app.focus_previous", show=False),
]
KEYS = [key for key in CONTROL_ROOM if str(key.id).startswith(("team.", "pane.")) or key.id in _TO_LOOK]
"""The control room's keys that only move about; with their ids, so that they are remapped together."""

FIRST_SHOWN = ("pane.script", "pane.next", "pane.log", "pane.graph", "cell.next-due", "room.quit", "room.help")


class ControlRoomView(ControlRoom, inherit_bindings=False):
    """The same panes, told by the control room; nothing can be done in them."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS, *_MOVES]

    def __init__(self, room: WatchedRoom, onlooker: Onlooker) -> None:
        super().__init__(room)
        self._onlooker = onlooker
        self._ended = True  # the end is followed by a debrief there, not here

    def compose(self) -> ComposeResult:
        """The control room's own, but for the line of keys."""
        shown = [key for name in FIRST_SHOWN for key in KEYS if key.id == name]
        for widget in super().compose():
            yield KeyLine(shown, id="keys") if isinstance(widget, KeyLine) else widget

    def on_mount(self) -> None:
        """Say what this is."""
        said = "a view: the control room alone acts; drill resume --take-over takes the session over"
        self.call_after_refresh(self.tell, said)

    def show_banner(self, view: View) -> None:
        """A real emergency first; then that the control room is away."""
        if not view.clock.no_duff and self._onlooker.notice:
            self.query_one(Banner).show(f"{self._onlooker.notice}\nThis view comes back by itself.", kind="paused")
        else:
            super().show_banner(view)

    def open_to_correct(self) -> None:
        """Nothing is corrected here."""
        self.tell("this is a view: the control room alone corrects", bad=True)

    def action_take_back_line(self) -> None:  # type: ignore[override]  # the control room asks in a worker
        """Nothing is taken back here."""
        self.tell("this is a view: the control room alone takes back", bad=True)

    def action_help(self) -> None:
        """The keys of a view."""
        self.app.push_screen(Help([*KEYS]))


class Waiting(Screen[None]):
    """Runs a view's connection, and shows the view once it knows the session; it stays beneath."""

    CSS = "Waiting { align: center middle; } Waiting #waiting { width: auto; max-width: 90%; text-align: center; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "app.leave", "leave", show=False)]

    def __init__(self, onlooker: Onlooker, make: Callable[[Onlooker], Screen[None]]) -> None:
        """`make` makes the screen of the view, once there is something to show."""
        super().__init__()
        self._onlooker = onlooker
        self._make = make
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(id="waiting")

    def on_mount(self) -> None:
        """Connect from now on; look a few times a second at what came of it."""
        self.app.run_worker(self._onlooker.link.run(), name="link")
        self.tick()
        self.set_interval(TICK, self.tick)

    def tick(self) -> None:
        """Show the view once it has caught up; another one, where the session is told anew."""
        ready = self._what_is_ready()
        if ready is not None and ready is not self._shown:
            while self.app.screen is not self:
                self.app.pop_screen()
            self._shown = ready
            self.app.push_screen(self._make(self._onlooker))
        if self.is_current:
            self.query_one("#waiting", Static).update(self._words())

    def _what_is_ready(self) -> object:
        """The session, where all of it was told; a projector needs none."""
        if self._onlooker.role is Role.PROJECTOR:
            return self._onlooker
        return self._onlooker.room if self._onlooker.is_ready else None

    def _words(self) -> Content:
        onlooker = self._onlooker
        far = f"{onlooker.knows} of {onlooker.last} events" if onlooker.last and not onlooker.is_ready else ""
        return styled(
            (f"{onlooker.session}\n\n", "bold"),
            f"{onlooker.notice or 'with the control room'}\n",
            (f"{far}\n" if far else "", "$text-muted"),
            ("This view comes by itself. q leaves.", "$text-muted"),
        )
