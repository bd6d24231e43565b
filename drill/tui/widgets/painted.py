"""Lines painted cell by cell: words in named styles, cut to the width. The base of every pane that scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from drill.files.text import clean
from drill.tui.text import cut, width_of

STYLES = ("dim", "strong", "good", "warn", "bad", "accent", "event", "note", "head", "cursor", "faint-cursor")
"""What words can look like; the stylesheet says how."""


class Span(NamedTuple):
    """Words in one style."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def spread(begins: Sequence[Span], ends: Sequence[Span], width: int) -> Line:
    """A line whose beginning stands left, cut where it must be, and whose end stands right."""
    room = width - sum(width_of(span.text) for span in ends) - (1 if ends else 0)
    line: list[Span] = []
    for span in begins:
        text = span.text if width_of(span.text) <= room else cut(span.text, room)
        line.append(Span(text, span.style))
        room -= width_of(text)
    gap = Span(" " * (max(room, 0) + (1 if ends else 0)))
    return (*line, gap, *ends)


class Painted(ScrollView, can_focus=True):
    """A pane that draws its own lines. No words reach the terminal uncleaned."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line--{style}" for style in STYLES}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._base: Style | None = None
        self._looks: dict[str, Style] = {}

    def notify_style_update(self) -> None:
        """The colours changed."""
        super().notify_style_update()
        self._base, self._looks = None, {}

    @property
    def base(self) -> Style:
        """The pane's own look; worked out once for many lines."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def paint(self, line: Line, width: int, base: Style) -> Strip:
        """A line as the terminal gets it, in exactly `width` cells."""
        segments = [Segment(clean(span.text), base + self.style_of(span.style)) for span in line]
        return Strip(segments).adjust_cell_length(width, base)

    def style_of(self, name: str) -> Style:
        """The look of a style's name, to be laid over a line's own."""
        if not name:
            return Style.null()
        if name not in self._looks:
            self._looks[name] = self.get_component_rich_style(f"line--{name}", partial=True)
        return self._looks[name]
