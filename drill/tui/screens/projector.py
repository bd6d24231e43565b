"""The projector: the clock and what is public, in large type, for the whole room. It shows nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from drill.session.panes.public import Shown
from drill.tui.figures import stamp
from drill.tui.screens.help import Help
from drill.tui.text import say, styled
from drill.tui.watch.onlooker import Projection
from drill.tui.widgets.banner import Banner
from drill.tui.widgets.large_clock import LargeClock

TICK = 0.25
"""How often it is looked at what there is to show, in seconds."""

EXERCISE = "EXERCISE    EXERCISE    EXERCISE"
NO_DUFF = "NO DUFF    NO DUFF    NO DUFF\nThis is a real emergency. The exercise has stopped."

KEYS = [
    Binding("left", "step(-1)", "earlier", tooltip="To the public inject before", id="projector.earlier"),
    Binding("right", "step(1)", "later", tooltip="To the next one; at the end the newest stays", id="projector.later"),
    Binding("up", "roll(-1)", "up", tooltip="Back up in a long text", id="projector.up"),
    Binding("down", "roll(1)", "down", tooltip="Further down in a long text", id="projector.down"),
    Binding("escape,P,q", "leave", "back", tooltip="Back to the control room, or leave", id="projector.leave"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="projector.help"),
]


class Projector(Screen[None]):
    """What the room may see, from wherever that comes."""

    CSS_PATH = "projector.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    is_public = True
    """What it shows is for the whole room: no word of the control room's is laid over it."""

    def __init__(self, look: Callable[[], Projection], *, leave: str = "app.pop_screen") -> None:
        """`look` says what there is to show; `leave` is the action that ends the view."""
        super().__init__()
        self._look = look
        self._leave = leave
        self._projection: Projection | None = None
        self._chosen: Shown | None = None
        """The inject that somebody went back to; None follows the newest."""
        self._drawn: Content | None = None

    def compose(self) -> ComposeResult:
        """From top to bottom; nothing here can be typed into."""
        yield Static(say(EXERCISE), classes="exercise")
        yield Banner(id="banner")
        yield LargeClock(id="large-clock")
        with VerticalScroll(id="shown", can_focus=False):
            yield Static(id="shown-head")
            yield Static(id="shown-text")
        yield Static(id="place")
        yield Static(say(EXERCISE), classes="exercise")

    def on_mount(self) -> None:
        """Show it, and look again from now on."""
        self.show()
        self.set_interval(TICK, self.show)

    # ── what is shown ────────────────────────────────────────────────────────

    def show(self) -> None:
        """Show what there is now; a new inject comes into sight by itself."""
        before, self._projection = self._projection, self._look()
        projection = self._projection
        with self.app.batch_update():
            self.query_one(LargeClock).face = projection.clock
            if before is not None and len(projection.shown) > len(before.shown):
                self._chosen = None
            if before is None or before.shown != projection.shown:
                self._draw()
            self._show_banner(projection)

    def _show_banner(self, projection: Projection) -> None:
        banner = self.query_one(Banner)
        if projection.clock.no_duff:
            banner.show(NO_DUFF, kind="no-duff")
        elif projection.notice:
            banner.show(f"{projection.notice}\nThis view comes back by itself.", kind="paused")
        else:
            banner.hide()

    @property
    def _place(self) -> int:
        """Which of the public injects is shown."""
        shown = self._projection.shown if self._projection else ()
        return shown.index(self._chosen) if self._chosen in shown else len(shown) - 1

    def _draw(self) -> None:
        shown = self._projection.shown if self._projection else ()
        head, text, place = (self.query_one(f"#{name}", Static) for name in ("shown-head", "shown-text", "place"))
        if not shown:
            head.update(say(""))
            text.update(say("Nothing is public yet."))
            place.update(say(""))
            return
        one = shown[self._place]
        teams = f" · only {', '.join(one.teams)}" if one.teams else ""
        head.update(styled((one.title, "bold"), "\n", (f"{_source(one)} · T+{stamp(one.at)}{teams}", "$text-muted")))
        text.update(styled((one.text, "bold")))
        place.update(say(f"{self._place + 1} of {len(shown)}" if len(shown) > 1 else ""))
        self.query_one("#shown").scroll_home(animate=False)

    # ── keys ─────────────────────────────────────────────────────────────────

    def action_step(self, by: int) -> None:
        """To another public inject."""
        shown = self._projection.shown if self._projection else ()
        if shown:
            place = max(0, min(len(shown) - 1, self._place + by))
            self._chosen = None if place == len(shown) - 1 else shown[place]
            self._draw()

    def action_roll(self, by: int) -> None:
        """Further down in a long text, or back up."""
        self.query_one("#shown").scroll_relative(y=3 * by, animate=False)

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help([*KEYS], signs=False))

    async def action_leave(self) -> None:
        """Back to where it was opened from."""
        await self.run_action(self._leave)


def _source(one: Shown) -> str:
    return f"{one.via}, {one.from_}" if one.from_ else one.via
