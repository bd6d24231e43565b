"""The script: what came, what comes and when, and what waits on what, in words."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from drill.session.panes.script import GONE, InjectRow, InjectStatus
from drill.session.view import View
from drill.tui.figures import left, stamp
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Line, Span, spread

SIGNS = {
    InjectStatus.DELIVERED: "✓",
    InjectStatus.CURRENT: "▶",
    InjectStatus.SCHEDULED: "○",
    InjectStatus.CONDITIONAL: "◇",
    InjectStatus.WAITING: "◇",
    InjectStatus.MANUAL: "☐",
    InjectStatus.SKIPPED: "–",
    InjectStatus.UNMET: "–",
}
_STYLES = {InjectStatus.CURRENT: "strong"} | dict.fromkeys((InjectStatus.DELIVERED, *GONE), "dim")
SOON = 60_000
COUNTED = 600_000
"""What comes within this time, in milliseconds, counts down; of the rest the stamp is enough."""


class InjectList(Lines):
    """The injects in the order in which they came or come."""

    EMPTY = "no injects"

    def blocks(self, width: int) -> Iterator[Block]:
        """A line for each inject, and one more for what it waits on."""
        view = self.seen
        for row in view.script:
            yield Block(row.inject, tuple(self._lines_of(row, view, width)))

    def _lines_of(self, row: InjectRow, view: View, width: int) -> Iterator[Line]:
        style = _STYLES.get(row.status, "")
        when = stamp(row.at) if row.at is not None else ""
        begins = [Span(f"{SIGNS[row.status]} ", "accent" if row.status is InjectStatus.CURRENT else style)]
        begins += [Span(f"{when} ", "dim" if row.is_to_come else style)] if when else []
        yield spread([*begins, Span(row.title, style)], self._ends(row, view), width)
        if row.is_to_come and row.words:
            for line in wrap(row.words, max(width - 2, 8)):
                yield Span("  "), Span(line, "note")

    def _ends(self, row: InjectRow, view: View) -> list[Span]:
        if row.is_to_come and row.at is not None:
            to_go = max(row.at - view.now, 0)
            return [Span(left(to_go), "warn" if to_go <= SOON else "dim")] if to_go <= COUNTED else []
        if row.status is InjectStatus.MANUAL:
            return [Span("by hand", "dim")]
        if row.status in GONE:
            return [Span("skipped" if row.status is InjectStatus.SKIPPED else "not met", "dim")]
        return [Span(",".join(row.teams), "dim")] if row.teams else []
