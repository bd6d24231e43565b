"""What stands in the place of the control room where there is no room for one."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Static

from drill.files.times import SECOND, format_stamp
from drill.session.view import View
from drill.tui.text import styled
from drill.tui.widgets.clock_bar import pace_of


class TooSmall(Static):
    """The clock goes on; the size that is needed is said."""

    view: reactive[View | None] = reactive(None)

    def watch_view(self) -> None:
        """The clock is shown even here."""
        if self.view is None or not self.is_mounted:
            return
        clock, size = self.view.clock, self.app.size
        self.update(
            styled(
                (f"{format_stamp(clock.now // SECOND * SECOND)}  {pace_of(clock)}\n\n", "bold"),
                f"The control room needs 72 × 20 cells; this is {size.width} × {size.height}.\n",
                ("Make the window larger. The keys work meanwhile.", "$text-muted"),
            )
        )
