"""The log: the newest lines of the session in the order of time, each team's own numbered."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from drill.session.checks import is_kept
from drill.session.state import State
from drill.session.statements import (
    ALL,
    AdHoc,
    Adjudicated,
    Delivered,
    Entry,
    Fired,
    Marked,
    Observed,
    Response,
    SetAside,
    Statement,
    TeamStatement,
    Unmet,
)

JUDGES = (Adjudicated, SetAside)
"""What names another line by its number, which changes when a line is put in before it."""

SHOWN = 1_000
"""So many lines are shown: those entered last. The transcript has all of them."""


class LineKind(StrEnum):
    """Whose line it is."""

    TEAM = "team"
    INJECT = "inject"
    CONTROL = "control"
    OBSERVER = "observer"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log."""

    entry: int
    at: int
    recalled: bool
    kind: LineKind
    team: str | None
    number: int | None
    """``#3``: which of its team's own lines it is."""
    words: str
    """The line as a transcript has it, without its time."""
    fixed: bool
    """It can be neither taken back nor changed."""


class LogBuilder:
    """Makes the log, and keeps the words of every line that did not change since the last time."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: dict[int, tuple[Entry, LogRow]] = {}
        self._standings: dict[str, Hashable] = {}

    def build(self, standings: Mapping[str, Hashable]) -> tuple[LogRow, ...]:
        """The newest lines, in the order of time; what came to several teams at once is one line."""
        state, before = self._state, self._known
        as_before = {team for team, standing in standings.items() if self._standings.get(team) == standing}
        self._standings = dict(standings)
        self._known = {}
        places: dict[object, list[LogRow]] = {}
        for entry in sorted(islice(reversed(state.entries.values()), SHOWN), key=state.sort_key):
            known = before.get(entry.seq)
            is_known = known is not None and known[0] is entry
            row = known[1] if known is not None and is_known else self._row(entry)
            number = row.number if is_known and row.team in as_before else state.line_of_entry(entry.seq) or None
            if number != row.number or isinstance(entry.statement, JUDGES):
                row = replace(row, number=number, words=state.grammar.format(entry.statement))
            self._known[entry.seq] = entry, row
            said = entry.statement
            place: object = entry.seq
            if isinstance(said, (Delivered, Unmet)):
                place = entry.at, type(said), said.inject
            places.setdefault(place, []).append(row)
        return tuple(rows[0] if len(rows) == 1 else self._together(rows) for rows in places.values())

    def _together(self, rows: list[LogRow]) -> LogRow:
        said = self._state.entries[rows[0].entry].statement
        assert isinstance(said, (Delivered, Unmet))
        teams = [row.team for row in rows if row.team is not None]
        who = ALL if len(teams) == len(self._state.teams) else ", ".join(teams)
        return replace(rows[0], team=None, words=_delivery(said, who))

    def _row(self, entry: Entry) -> LogRow:
        said = entry.statement
        return LogRow(
            entry=entry.seq,
            at=entry.at,
            recalled=entry.recalled,
            kind=kind_of(said),
            team=said.team if isinstance(said, (Response, TeamStatement)) else None,
            number=None,
            words=self._state.grammar.format(said),
            fixed=is_kept(said),
        )


def _delivery(said: Delivered | Unmet, teams: str) -> str:
    """One line for what came to several teams at once."""
    return (
        f"control delivered {said.inject} {teams}"
        if isinstance(said, Delivered)
        else f"control skip {said.inject} {teams} unmet"
    )


def kind_of(said: Statement) -> LineKind:
    """Whose line a statement is."""
    match said:
        case Response():
            return LineKind.TEAM
        case Delivered() | Fired() | AdHoc() | Unmet():
            return LineKind.INJECT
        case Observed():
            return LineKind.OBSERVER
        case Marked():
            return LineKind.MARK
        case _:
            return LineKind.CONTROL
