"""The log: what was seen and done, line by line, each team's own lines numbered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from drill.session.panes.log import LineKind, LogRow
from drill.tui.figures import stamp
from drill.tui.text import cut, fit
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Line, Span

_STYLES = {LineKind.INJECT: "event", LineKind.CONTROL: "dim", LineKind.MARK: "warn", LineKind.OBSERVER: "note"}


class Log(Lines):
    """The newest lines. It stays at the end unless somebody reads further up."""

    EMPTY = "nothing is logged yet"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,backspace", "screen.take_back_line", "take back", id="log.take-back", tooltip="Take this line back"
        ),
    ]

    def lay_out(self) -> None:
        """New lines come into sight at the end."""
        before = len(self._lines)
        at_end = self.scroll_offset.y >= self.max_scroll_y or before == 0
        super().lay_out()
        if at_end and not self.has_focus and len(self._lines) != before:
            self.call_after_refresh(self.scroll_end, animate=False, force=True)

    def blocks(self, width: int) -> Iterator[Block]:
        """A line each."""
        view = self.seen
        for row in view.log:
            yield Block(row.entry, (_line(row, width),), can_choose=True)


def _line(row: LogRow, width: int) -> Line:
    number = f"#{row.number}" if row.number else ""
    head = f"{'~' if row.recalled else ' '}{stamp(row.at):>7} {fit(number, 4)} "
    words = row.words if row.kind is LineKind.TEAM else row.words.removeprefix("control ")
    if row.kind is LineKind.MARK:
        words = f"⚑ {words}"
    return Span(head, "dim"), Span(cut(words, width - len(head)), _STYLES.get(row.kind, ""))
