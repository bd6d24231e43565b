"""The clock in letters of five lines, to be read from the back of a room; of one line where there is no room."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Static

from drill.files.times import HOUR, MINUTE, SECOND
from drill.session.view import ClockFace
from drill.tui.text import styled, width_of
from drill.tui.widgets.clock_bar import pace_of

FIGURES = {
    "0": ("██████", "██  ██", "██  ██", "██  ██", "██████"),
    "1": ("  ██  ", "████  ", "  ██  ", "  ██  ", "██████"),
    "2": ("██████", "    ██", "██████", "██    ", "██████"),
    "3": ("██████", "    ██", "██████", "    ██", "██████"),
    "4": ("██  ██", "██  ██", "██████", "    ██", "    ██"),
    "5": ("██████", "██    ", "██████", "    ██", "██████"),
    "6": ("██████", "██    ", "██████", "██  ██", "██████"),
    "7": ("██████", "    ██", "    ██", "    ██", "    ██"),
    "8": ("██████", "██  ██", "██████", "██  ██", "██████"),
    "9": ("██████", "██  ██", "██████", "    ██", "██████"),
    ":": ("  ", "██", "  ", "██", "  "),
}
"""Each figure, line by line."""

LINES = 5


def large(text: str) -> str:
    """Figures and colons in large letters."""
    return "\n".join("  ".join(FIGURES[letter][line] for letter in text) for line in range(LINES))


def time_of(ms: int) -> str:
    """``00:12:40``."""
    return f"{ms // HOUR:02d}:{ms // MINUTE % 60:02d}:{ms // SECOND % 60:02d}"


class LargeClock(Static):
    """Exercise time, how it runs in words, and the exercise's own time of day."""

    face: reactive[ClockFace | None] = reactive(None)

    def watch_face(self) -> None:
        """Draw it again."""
        self._draw()

    def on_resize(self) -> None:
        """How large the letters are hangs on the room."""
        self._draw()

    def _draw(self) -> None:
        face = self.face
        if face is None or self.size.width == 0:
            return
        width, time = self.size.width, time_of(face.now)
        drawn = large(time).splitlines()
        fits = width_of(drawn[0]) <= width and self.app.size.height >= 20
        self.set_class(fits, "-large")
        local = f"   {face.local:%H:%M}" if face.local else ""
        lines = [*(drawn if fits else [f"T+{time}"]), f"{pace_of(face)}{local}"]
        self.update(styled(("\n".join(" " * ((width - width_of(line)) // 2) + line for line in lines), "bold")))
