"""An axis of time below bars: where a time lies on it, and the times that are written under it."""

from __future__ import annotations

from dataclasses import dataclass

from drill.files.times import HOUR, MINUTE, SECOND
from drill.findings.words import span
from drill.report.charts.svg import GREY, PALE, WIDTH, Drawing

LEFT = 236
"""Where the bars begin; the labels stand left of it."""

_RIGHT = 96
"""What is left free at the right, for words behind a bar."""

_STEPS = (
    *(count * SECOND for count in (5, 10, 30)),
    *(count * MINUTE for count in (1, 2, 5, 10, 15, 30)),
    *(count * HOUR for count in (1, 2, 4, 8, 12, 24, 48, 96, 168)),
)
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Axis:
    """Time from 0 to `longest`, in milliseconds."""

    longest: int

    def x(self, ms: int) -> float:
        """Where a time lies."""
        return LEFT + self.width(ms)

    def width(self, ms: int) -> float:
        """How long a length of time is drawn."""
        return (WIDTH - LEFT - _RIGHT) * ms / max(1, self.longest)

    def draw(self, drawing: Drawing, top: float, bottom: float) -> None:
        """The lines behind the bars, and the times under them."""
        step = next((each for each in _STEPS if self.longest / each <= _MOST_TICKS), max(1, self.longest))
        for ms in range(0, self.longest + 1, step):
            drawing.line(self.x(ms), top, self.x(ms), bottom, ink=PALE)
            drawing.text(self.x(ms), bottom + 14, span(ms) if ms else "0", anchor="middle", size=10, fill=GREY)
