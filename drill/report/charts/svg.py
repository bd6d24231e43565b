"""The few shapes that a chart is drawn from. No script, no style sheet, nothing from elsewhere.

Shades and hatchings tell things apart, so that a chart says the same on a black and white printer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from drill.files.text import clean

WIDTH = 720
"""How wide every chart is, in its own units."""

INK = "#1a1a1a"
DONE = "#a6a6a6"
"""A bar of what is well: light enough for the lines on it to be seen."""
GREY = "#767676"
PALE = "#d9d9d9"
PAPER = "#ffffff"

_LABEL = 34
"""So many characters of a label are shown."""


@dataclass
class Drawing:
    """A chart while it is drawn; `name` makes its ids its own where several charts stand on one page."""

    name: str
    title: str
    description: str
    height: int
    shapes: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, fill: str = INK) -> None:
        """Words at a place: `x` is where they begin, end or have their middle."""
        words = words if len(words) <= _LABEL or anchor != "end" else words[: _LABEL - 1] + "…"
        self.shapes.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">'
            f"{_safe(words)}</text>"
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, ink: str = INK, dash: str = "", wide: int = 1
    ) -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" '
            f'stroke="{ink}" stroke-width="{wide}"{dashed}/>'
        )

    def bar(self, x: float, y: float, width: float, height: float, fill: str, *, dash: str = "") -> None:
        """A bar with an outline; `fill` is a colour, or the name of a hatching."""
        paint = fill if fill.startswith("#") else f"url(#{self.name}-{fill})"
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" '
            f'fill="{paint}" stroke="{INK}" stroke-width="1"{dashed}/>'
        )

    def mark(self, x: float, y: float, shape: int) -> None:
        """A small sign; four different ones, then the same again."""
        points = (
            f'<circle cx="{_number(x)}" cy="{_number(y)}" r="5"',
            f'<rect x="{_number(x - 5)}" y="{_number(y - 5)}" width="10" height="10"',
            _polygon((x, y - 6), (x + 6, y + 5), (x - 6, y + 5)),
            _polygon((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)),
        )
        fill = PAPER if shape % 8 >= len(points) else INK
        self.shapes.append(f'{points[shape % len(points)]} fill="{fill}" stroke="{INK}"/>')

    def svg(self) -> str:
        """The whole chart, as a file of its own or as a part of a page."""
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}" '
                f'height="{self.height}" role="img" aria-labelledby="{self.name}-title {self.name}-desc" '
                'font-family="sans-serif">',
                f'<title id="{self.name}-title">{_safe(self.title)}</title>',
                f'<desc id="{self.name}-desc">{_safe(self.description)}</desc>',
                "<defs>",
                self._hatching("hatched", '<path d="M0 6L6 0" stroke="#1a1a1a" stroke-width="1"/>'),
                self._hatching("dotted", '<circle cx="3" cy="3" r="1" fill="#1a1a1a"/>'),
                "</defs>",
                f'<rect width="{WIDTH}" height="{self.height}" fill="{PAPER}"/>',
                *self.shapes,
                "</svg>",
                "",
            ]
        )

    def _hatching(self, kind: str, shape: str) -> str:
        return (
            f'<pattern id="{self.name}-{kind}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{PAPER}"/>{shape}</pattern>'
        )


def _polygon(*points: tuple[float, float]) -> str:
    return f'<polygon points="{" ".join(f"{_number(x)},{_number(y)}" for x, y in points)}"'


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _safe(words: str) -> str:
    return escape(" ".join(clean(words).split()))
