"""What the plain mode prints when it is asked how things stand: the panes of the control room, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drill.session.panes.matrix import OPEN
from drill.session.state import State
from drill.session.unsettled import unsettled
from drill.session.view import View
from drill.tui.figures import left, speed, stamp, teams_in_short
from drill.tui.widgets.cell import cell_text
from drill.tui.words import pace_words

LOGGED = 20
"""So many of the newest lines are printed."""


def status(view: View) -> Iterator[str]:
    """The clock, what comes next, the open calls."""
    yield f"{pace_words(view.clock)}, {speed(view.clock.speed)}"
    for item in view.next(8):
        teams = f"{', '.join(item.teams)} " if item.teams else ""
        yield f"  {left(item.at - view.now):>7} {item.kind}: {teams}{item.words}"
    for call in view.calls:
        yield f"  open call: {call.team} {call.caller} to {call.to}"


def steps(view: View) -> Iterator[str]:
    """The matrix: each team's steps that are asked for, and how they stand in words; what is due next first."""
    now = view.now
    due = view.matrix.next_due(now)
    if due is not None:
        yield f"due next: {view.matrix.teams[due.column]} {view.matrix.rows[due.row].name}"
    for column, team in enumerate(view.matrix.teams):
        for row, cells in zip(view.matrix.rows, view.matrix.cells, strict=True):
            cell = cells[column]
            if cell.asked:
                time = cell_text(cell, now).partition(" ")[2] if cell.status(now) in OPEN else ""
                when = f" at {stamp(cell.done_at)} by {cell.by}" if cell.done_at is not None else f" {time}".rstrip()
                yield f"  {team} {row.name}: {cell.status(now)}{when}"


def script(view: View) -> Iterator[str]:
    """The injects: what came, what comes and when, what waits on what."""
    for row in view.script:
        at = f" {stamp(row.at)}" if row.at is not None else ""
        waits = f", {row.words}" if row.words and row.is_to_come else ""
        teams = f", {teams_in_short(row.teams)}" if row.teams else ""
        yield f"  {row.inject}: {row.title}. {row.status}{at}{waits}{teams}"


def roles(view: View) -> Iterator[str]:
    """The roles of the chosen team, or of the first."""
    yield f"roles of {view.roles_of}:"
    for role in view.roles:
        called = f", called by {role.called_by}" if role.called_by else ""
        yield f"  {role.role}: {role.status}{called}"


def log(view: View) -> Iterator[str]:
    """The newest lines, with the numbers of the teams' own."""
    for row in view.log[-LOGGED:]:
        number = f" #{row.number}" if row.number else ""
        yield f"  {'~' if row.recalled else ''}{stamp(row.at)}{number} {row.words}"


def still_open(state: State) -> Iterator[str]:
    """What evaluators have to settle."""
    for item in unsettled(state):
        if item.is_open:
            yield f"  open: {item.team or ''} {item.matter.lower()}: {item.title}"


PAGES: dict[str, Callable[[View], Iterator[str]]] = {
    "status": status,
    "steps": steps,
    "script": script,
    "roles": roles,
    "log": log,
}
"""The words that ask for a page."""
