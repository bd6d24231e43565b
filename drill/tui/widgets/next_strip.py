"""The next things on one line, for a screen that has no room for their pane."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Static

from drill.session.panes.ahead import Kind
from drill.session.view import View
from drill.tui.text import cut, styled, width_of
from drill.tui.widgets.next_panel import style_of, when, words

MOST = 8
LONGEST = {kind: 16 if kind in (Kind.PROBE, Kind.PHASE) else 24 for kind in Kind}
"""How many cells the words of each kind may take."""


class NextStrip(Static):
    """As many of the next things as the line holds, none of them cut short."""

    view: reactive[View | None] = reactive(None, repaint=False)

    def on_mount(self) -> None:
        """Nothing is shown yet."""
        self._shown: list[tuple[str, str]] = []

    def watch_view(self) -> None:
        """Draw it again where its words changed."""
        self._draw()

    def on_resize(self) -> None:
        """What fits hangs on the width."""
        self._draw()

    def _draw(self) -> None:
        if self.view is None or not self.is_mounted or self.content_size.width == 0:
            return
        parts, room = [(" Next", "bold $text-primary")], self.content_size.width - 5
        owed = False
        for item in self.view.next(MOST):
            if item.at < self.view.now and owed:
                continue
            owed = True
            time, said = when(item, self.view.now), cut(words(item), LONGEST[item.kind])
            taken = width_of(time) + width_of(said) + 4
            if taken > room:
                break
            room -= taken
            style = "bold $text-warning" if style_of(item, self.view.now) == "warn" else "$text-muted"
            parts += [(f"   {time} ", style), (said, "")]
        if parts != self._shown:
            self._shown = parts
            self.update(styled(*parts), layout=False)
