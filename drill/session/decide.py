"""Commands, and what they come to: events, or a refusal in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from drill.errors import Refused
from drill.files.times import format_stamp
from drill.session.events import Amended, Entered, Event, Redone, Ticked, Undone
from drill.session.state import State
from drill.session.statements import (
    ALL,
    AdHoc,
    Delayed,
    Delivered,
    Edited,
    Ended,
    Entry,
    Fired,
    Jumped,
    NoDuff,
    Paused,
    Response,
    Resumed,
    Skipped,
    SpeedSet,
    Statement,
    TeamStatement,
    Unmet,
)

CLOCK_LINES = (Paused, Resumed, SpeedSet, Jumped, NoDuff)
"""What moves the clock is never taken back: the clock does not run back."""

DELIVERIES = (Delivered, Unmet, Fired, AdHoc)
"""What reached a team is never taken back."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Log a line at an exercise time (milliseconds)."""

    at: int
    statement: Statement
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Amend:
    """Correct a line, or move it in time."""

    entry: int
    at: int
    statement: Statement
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """Take a line back: the newest that can be, where none is named."""

    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Redo:
    """Let the line count again that was taken back last."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Mark where the clock of a running session stands (milliseconds)."""

    at: int


Command = Enter | Amend | Undo | Redo | Tick


def decide(state: State, command: Command) -> tuple[Event, ...]:
    """The events that a command comes to. Raises Refused; then nothing has changed."""
    match command:
        case Enter():
            statement = _checked(state, command.at, command.statement, None)
            return (Entered(command.at, state.journal_grammar.format(statement), command.recalled),)
        case Amend():
            return _amend(state, command)
        case Undo():
            entry = _undoable(state, command.entry)
            return (Undone(entry.seq),)
        case Redo():
            if not state.undone:
                raise Refused("there is nothing to redo")
            return (Redone(state.undone[-1].seq),)
        case Tick():
            return (Ticked(),)
        case _:
            assert_never(command)


def is_kept(statement: Statement) -> bool:
    """Whether a line can never be taken back or changed."""
    return isinstance(statement, (*CLOCK_LINES, *DELIVERIES))


def _undoable(state: State, seq: int | None) -> Entry:
    if seq is None:
        candidates = [entry for entry in state.entries.values() if not is_kept(entry.statement)]
        if not candidates:
            raise Refused("there is nothing to undo")
        return max(candidates, key=lambda entry: entry.seq)
    return _changeable(state, seq)


def _changeable(state: State, seq: int) -> Entry:
    entry = state.entries.get(seq)
    if entry is None:
        raise Refused("that line does not count any more", "it was undone; redo it first")
    if is_kept(entry.statement):
        raise Refused("what was delivered, and what the clock did, cannot be taken back")
    return entry


def _amend(state: State, command: Amend) -> tuple[Event, ...]:
    before = _changeable(state, command.entry)
    if type(before.statement) is not type(command.statement):
        raise Refused("a correction stays the same kind of line", "undo the line and enter another")
    if state.teams_of(before.statement) != state.teams_of(command.statement):
        raise Refused("a correction stays with its team", "undo the line and enter it for the other team")
    statement = _checked(state, command.at, command.statement, before)
    return (Amended(command.entry, command.at, state.journal_grammar.format(statement), command.recalled),)


def _checked(state: State, at: int, statement: Statement, before: Entry | None) -> Statement:
    """The statement as it will be logged. Raises Refused."""
    if at < 0:
        raise Refused("the exercise begins at T+00:00:00")
    match statement:
        case Response():
            if state.ended_at is not None and at > state.ended_at:
                raise Refused(
                    f"the exercise ended at {format_stamp(state.ended_at)}", "log it at the time at which it happened"
                )
        case Ended():
            if state.ended_at is not None and before is None:
                raise Refused(f"the exercise ended already, at {format_stamp(state.ended_at)}")
            responses = (entry for entry in state.entries.values() if isinstance(entry.statement, Response))
            latest = max((entry.at for entry in responses), default=0)
            if at < latest:
                raise Refused(f"there are lines until {format_stamp(latest)}", "end it then, or later")
        case Jumped():
            if statement.to <= at:
                raise Refused("the clock does not run back", f"it is {format_stamp(at)} already")
        case Delivered() | Fired():
            return _undelivered(state, statement)
        case Delayed() | Skipped() | Edited():
            _check_waiting(state, statement)
            if isinstance(statement, Edited):
                _check_braces(state, statement.inject, statement.yaml)
            elif isinstance(statement, Delayed) and statement.to < at:
                raise Refused("an inject cannot be moved into the past")
        case AdHoc():
            if statement.inject in state.exercise.injects or statement.inject in state.adhoc:
                raise Refused(f"there is an inject {statement.inject!r} already", "give it another id")
            _check_braces(state, None, statement.yaml)
        case Statement():
            pass
    return statement


def _undelivered(state: State, statement: Delivered | Fired) -> Statement:
    waiting = [team for team in state.teams_of(statement) if statement.inject not in state.teams[team].play.delivered]
    if not waiting:
        raise Refused(f"{statement.inject} was delivered already")
    if statement.team == ALL and len(waiting) < len(state.teams):
        if len(waiting) > 1:
            raise Refused(f"{statement.inject} was delivered to a team already", f"name one of {', '.join(waiting)}")
        return type(statement)(team=waiting[0], inject=statement.inject, note=statement.note)
    return statement


def _check_waiting(state: State, statement: Delayed | Skipped | Edited) -> None:
    teams = state.teams_of(statement) if isinstance(statement, TeamStatement) else tuple(state.teams)
    if all(statement.inject in state.teams[team].play.delivered for team in teams):
        raise Refused(f"{statement.inject} was delivered already")


def _check_braces(state: State, inject: str | None, yaml: str) -> None:
    before = None
    if inject is not None:
        before = next(play.injects[inject] for play in state.plays() if inject in play.injects)
    try:
        state.read_inject(yaml, before)
    except ValueError as error:
        raise Refused(str(error)) from None
