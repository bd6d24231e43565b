"""The log: the newest lines of the session in the order of time, each team's own numbered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from drill.session.checks import is_kept
from drill.session.grammar import Grammar
from drill.session.state import State
from drill.session.statements import (
    ALL,
    AdHoc,
    Delivered,
    Entry,
    Fired,
    Marked,
    Observed,
    Response,
    Statement,
    TeamStatement,
    Unmet,
)

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


def build_log(state: State) -> tuple[LogRow, ...]:
    """The newest lines, in the order of time."""
    newest = list(islice(reversed(state.entries.values()), SHOWN))
    numbers = {line.seq: number for log in state.teams.values() for number, line in enumerate(log.responses, 1)}
    grammar = Grammar(state.exercise, state.opened.teams, line_number=lambda entry: numbers.get(entry, 0))
    rows: list[LogRow] = []
    together: dict[tuple[int, type[Statement], str], tuple[int, list[str]]] = {}
    for entry in sorted(newest, key=state.sort_key):
        said = entry.statement
        if isinstance(said, (Delivered, Unmet)):
            place, teams = together.setdefault((entry.at, type(said), said.inject), (len(rows), []))
            teams.append(said.team)
            if len(teams) > 1:
                who = ALL if len(teams) == len(state.teams) else ", ".join(teams)
                rows[place] = replace(rows[place], team=None, words=_delivery(said, who))
                continue
        rows.append(_row(entry, grammar, numbers))
    return tuple(rows)


def _delivery(said: Delivered | Unmet, teams: str) -> str:
    """One line for what came to several teams at once."""
    return (
        f"control delivered {said.inject} {teams}"
        if isinstance(said, Delivered)
        else f"control skip {said.inject} {teams} unmet"
    )


def _row(entry: Entry, grammar: Grammar, numbers: dict[int, int]) -> LogRow:
    said = entry.statement
    return LogRow(
        entry=entry.seq,
        at=entry.at,
        recalled=entry.recalled,
        kind=kind_of(said),
        team=said.team if isinstance(said, (Response, TeamStatement)) else None,
        number=numbers.get(entry.seq),
        words=grammar.format(said),
        fixed=is_kept(said),
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
