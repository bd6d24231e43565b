"""The script: what came, what comes and when, and what waits on what, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from textwrap import wrap

from drill.session.panes.script import GONE, InjectRow, InjectStatus
from drill.session.view import View
from drill.tui.figures import left, stamp, teams_in_short
from drill.tui.widgets.lines import Lines, Unpainted
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

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self._rows: dict[object, InjectRow] = {}

    def stands_on(self) -> object:
        """The script; only what is in sight counts down."""
        return self.seen.script

    def blocks(self, width: int) -> Iterator[Unpainted]:
        """A line for each inject, and more for what it waits on."""
        self._rows = {row.inject: row for row in self.seen.script}
        return (Unpainted(row.inject, 1 + len(_waits(row, width))) for row in self.seen.script)

    def lines_of(self, key: object, width: int) -> Sequence[Line]:
        """One inject."""
        return tuple(self._lines_of(self._rows[key], self.seen, width))

    def _lines_of(self, row: InjectRow, view: View, width: int) -> Iterator[Line]:
        style = _STYLES.get(row.status, "")
        when = stamp(row.at) if row.at is not None else ""
        begins = [Span(f"{SIGNS[row.status]} ", "accent" if row.status is InjectStatus.CURRENT else style)]
        begins += [Span(f"{when} ", "dim" if row.is_to_come else style)] if when else []
        yield spread([*begins, Span(row.title, style)], self._ends(row, view), width)
        for line in _waits(row, width):
            yield Span("  "), Span(line, "note")

    def _ends(self, row: InjectRow, view: View) -> list[Span]:
        if row.is_to_come and row.at is not None:
            to_go = max(row.at - view.now, 0)
            return [Span(left(to_go), "warn" if to_go <= SOON else "dim")] if to_go <= COUNTED else []
        if row.status is InjectStatus.MANUAL:
            return [Span("by hand", "dim")]
        if row.status in GONE:
            return [Span("skipped" if row.status is InjectStatus.SKIPPED else "not met", "dim")]
        return [Span(teams_in_short(row.teams), "dim")] if row.teams else []


def _waits(row: InjectRow, width: int) -> Sequence[str]:
    """What it waits on, line by line."""
    return _wrapped(row.words, max(width - 2, 8)) if row.is_to_come and row.words else ()


@lru_cache(maxsize=16_384)
def _wrapped(words: str, width: int) -> tuple[str, ...]:
    return tuple(wrap(words, width))
