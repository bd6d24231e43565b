"""What stands in the place of the control room where there is no room for one."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Static

from drill.files.times import format_stamp
from drill.session.view import View
from drill.tui.text import styled
from drill.tui.widgets.clock_bar import pace_of

LEAST_WIDTH, LEAST_HEIGHT = 72, 20


class TooSmall(Static):
    """The clock goes on; the size that is needed is said."""

    view: reactive[View | None] = reactive(None, repaint=False)

    def watch_view(self) -> None:
        """The clock is shown even here."""
        self._draw()

    def on_show(self) -> None:
        """The window became too small."""
        self._draw()

    def _draw(self) -> None:
        if self.view is None or not self.display:
            return
        clock, size = self.view.clock, self.app.size
        needed = f"The control room needs {LEAST_WIDTH} × {LEAST_HEIGHT} cells; this is {size.width} × {size.height}.\n"
        self.update(
            styled(
                (f"{format_stamp(clock.now)}  {pace_of(clock)}\n\n", "bold"),
                needed,
                ("Make the window larger. The keys work meanwhile.", "$text-muted"),
            )
        )
