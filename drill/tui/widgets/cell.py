"""A cell of the matrix in a few signs, and in words."""

from __future__ import annotations

from textual.content import Content

from drill.session.panes.matrix import Cell, CellStatus, Row
from drill.tui.figures import due_in, short, stamp
from drill.tui.text import cut, styled

SIGNS = {
    CellStatus.NOT_ASKED: "·",
    CellStatus.WAITING: "○",
    CellStatus.OPEN: "◷",
    CellStatus.PAST_TARGET: "◕",
    CellStatus.LATE: "✗",
    CellStatus.EARLY: "!",
    CellStatus.MET: "✓",
    CellStatus.SLOW: "≈",
    CellStatus.DONE_LATE: "✓",
    CellStatus.DONE: "✓",
    CellStatus.MISSED: "✗",
    CellStatus.PENDING: "○",
    CellStatus.EXCUSED: "–",
    CellStatus.UNSEEN: "?",
}
"""The sign of each status: no status is told by colour alone."""

_WORDS = {
    CellStatus.NOT_ASKED: "",
    CellStatus.WAITING: "waits",
    CellStatus.EARLY: "early",
    CellStatus.MISSED: "never",
    CellStatus.PENDING: "open",
    CellStatus.EXCUSED: "free",
    CellStatus.UNSEEN: "unseen",
}
STYLES = {
    CellStatus.NOT_ASKED: "dim",
    CellStatus.WAITING: "dim",
    CellStatus.PAST_TARGET: "warn",
    CellStatus.LATE: "bad",
    CellStatus.EARLY: "warn",
    CellStatus.MET: "good",
    CellStatus.DONE: "good",
    CellStatus.SLOW: "warn",
    CellStatus.DONE_LATE: "bad",
    CellStatus.MISSED: "bad",
    CellStatus.EXCUSED: "dim",
    CellStatus.UNSEEN: "dim",
}
BEGUN = "▸"
"""An act that was begun and is not done."""


def cell_text(cell: Cell, now: int) -> str:
    """What a cell shows: its sign, and the time that is left, was used, or is over."""
    status = cell.status(now)
    if status in _WORDS:
        return f"{SIGNS[status]} {_WORDS[status]}".rstrip()
    sign = BEGUN if cell.begun and status in (CellStatus.OPEN, CellStatus.PAST_TARGET) else SIGNS[status]
    return f"{sign} {_figure(cell, status, now)}".rstrip()


def _figure(cell: Cell, status: CellStatus, now: int) -> str:
    if cell.done_at is not None:
        over = cell.done_at - (cell.deadline_at or 0)
        if status is CellStatus.DONE_LATE:
            return f"+{short(over)}"
        return short(max(cell.done_at - (cell.clock_at or 0), 0))
    if cell.deadline_at is None:
        return "open"
    return due_in(cell.deadline_at - now)


def describe(row: Row, cell: Cell, team: str, now: int, width: int, *, lines: int = 2) -> Content:
    """A cell in words: what is asked for, and how it stands."""
    said = [f"{team}: {cell.status(now)}"]
    if cell.done_at is not None:
        by = f" by {cell.by}{'?' if cell.assumed else ''}" if cell.by else ""
        said.append(f"at {stamp(cell.done_at)}{by}")
    else:
        said.append(f"by {' or '.join(row.by)}" if row.by else "")
        if cell.deadline_at is not None:
            said.append(f"due {stamp(cell.deadline_at)}")
    standing = ", ".join(filter(None, said))
    if lines == 1:
        return styled((cut(f"{standing} · {row.title}", width), "$text-muted"))
    return styled((cut(row.title, width), ""), "\n", (cut(standing, width), "$text-muted"))
