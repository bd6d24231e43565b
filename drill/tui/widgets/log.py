"""The log: what was seen and done, line by line, each team's own lines numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from drill.session.panes.log import LineKind, LogRow
from drill.tui.figures import stamp
from drill.tui.text import cut, fit
from drill.tui.widgets.lines import Lines, Unpainted
from drill.tui.widgets.painted import Line, Span

_STYLES = {LineKind.INJECT: "event", LineKind.CONTROL: "dim", LineKind.MARK: "warn", LineKind.OBSERVER: "note"}


KEYS = [
    Binding("delete,backspace", "screen.take_back_line", "take back", id="log.take-back", tooltip="Take a line back"),
]


class Log(Lines):
    """The newest lines. It stays at the end unless somebody reads further up."""

    EMPTY = "nothing is logged yet"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self._rows: dict[object, LogRow] = {}

    def lay_out(self) -> None:
        """New lines come into sight at the end."""
        before, scrolls = self.virtual_size.height, self.max_scroll_y > 0
        at_end = self.scroll_offset.y >= self.max_scroll_y or before == 0
        super().lay_out()
        if at_end and not self.has_focus and self.virtual_size.height != before:
            if scrolls:
                self._to_the_end(at_once=True)
            else:
                self.call_after_refresh(self._to_the_end)

    def on_focus(self) -> None:
        """Begin at the newest line, which is the one that most often wants a correction."""
        if self.cursor is None and self._rows:
            self.put_cursor(next(reversed(self._rows)))

    def on_blur(self) -> None:
        """Whoever leaves the pane sees the newest lines again; a dialog over the screen leaves nothing."""
        if self.screen.is_current:
            self.put_cursor(None)
            self._to_the_end()

    def _to_the_end(self, *, at_once: bool = False) -> None:
        self.scroll_end(animate=False, force=True, immediate=at_once)
        self.vertical_scrollbar.position = self.scroll_offset.y

    def stands_on(self) -> object:
        """The lines of the session: of each the words are cut only in sight."""
        return self.seen.log

    def blocks(self, width: int) -> Iterator[Unpainted]:
        """A line each."""
        self._rows = {row.entry: row for row in self.seen.log}
        return (Unpainted(row.entry) for row in self.seen.log)

    def lines_of(self, key: object, width: int) -> Sequence[Line]:
        """One line of the session."""
        return (_line(self._rows[key], width),)


def _line(row: LogRow, width: int) -> Line:
    number = f"#{row.number}" if row.number else ""
    head = f"{'~' if row.recalled else ' '}{stamp(row.at):>7} {fit(number, 4)} "
    words = row.words if row.kind is LineKind.TEAM else row.words.removeprefix("control ")
    if row.kind is LineKind.MARK:
        words = f"⚑ {words}"
    return Span(head, "dim"), Span(cut(words, width - len(head)), _STYLES.get(row.kind, ""))
