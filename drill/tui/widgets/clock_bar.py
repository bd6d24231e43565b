"""The line on top: exercise time, whether it runs, the exercise's own time of day, and what is played."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from drill.files.times import SECOND, format_stamp
from drill.session.view import ClockFace, View
from drill.tui.figures import speed
from drill.tui.text import cut, styled, width_of
from drill.tui.words import pace_words


class ClockBar(Static):
    """The clock and the exercise's title. A standing clock says so in words."""

    view: reactive[View | None] = reactive(None, repaint=False)
    muted: reactive[bool] = reactive(False, repaint=False)
    due: reactive[str] = reactive("", repaint=False)
    """What fell due this moment, in words: then the bar is reversed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown = ""

    def watch_view(self) -> None:
        """Draw the bar again where its words changed."""
        self._draw()

    def watch_due(self) -> None:
        """The bar says what fell due, for a moment."""
        self._draw()

    def watch_muted(self) -> None:
        """The bar says that nothing rings."""
        self._draw()

    def on_resize(self) -> None:
        """The title is cut to the width."""
        self._draw()

    def _draw(self) -> None:
        if self.view is None or self.content_size.width == 0:
            return
        clock = self.view.clock
        self.set_class(not clock.running, "-standing")
        self.set_class(clock.no_duff, "-no-duff")
        self.set_class(bool(self.due), "-due")
        content = self._content(self.view, self.content_size.width)
        if content.markup != self._shown:
            self._shown = content.markup
            self.update(content, layout=False)

    def _content(self, view: View, width: int) -> Content:
        clock = view.clock
        time, pace = format_stamp(clock.now // SECOND * SECOND), pace_of(clock)
        local = clock.local.strftime("%H:%M") if clock.local else ""
        marks = f"  ⚑ {len(view.marks)}" if view.marks else ""
        marks += "  muted" if self.muted else ""
        facts = f"{view.plan}  {view.mode}" if width >= 100 else view.mode
        room = width - sum(map(width_of, (time, pace, local, marks, facts))) - 11
        phase = view.phase.title if view.phase and not clock.ended and not self.due else ""
        title = cut(f"● {self.due}" if self.due else view.title, room)
        spare = room - width_of(title) - 3
        where = f" · {cut(phase, spare)}" if phase and spare >= 12 else ""
        gap = " " * max(room - width_of(title) - width_of(where), 0)
        return styled(
            (f" {time}", "bold"),
            (f"  {pace}", "bold"),
            (f"  {local}" if local else "", "$text-muted"),
            ("   ", ""),
            title,
            (where, "$text-muted"),
            gap,
            (marks, "$text-warning"),
            (f"  {facts} ", "$text-muted"),
        )


def pace_of(clock: ClockFace) -> str:
    """How the clock runs, by sign and word."""
    if clock.running:
        return f"▶ {speed(clock.speed)}"
    return f"{'■' if clock.ended or clock.no_duff else '‖'} {pace_words(clock)}"
