"""Commands, and what they come to: events, or a refusal in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from drill.errors import Refused
from drill.files.secrets import mask_note
from drill.files.text import clean
from drill.files.times import format_stamp
from drill.session.checks import checked, is_kept
from drill.session.events import Amended, Entered, Event, FedBack, Labelled, Redone, Signed, Ticked, Undone
from drill.session.state import State
from drill.session.statements import AdHoc, Adjudicated, Edited, Entry, SetAside, Statement


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


@dataclass(frozen=True, slots=True)
class PutOnRecord:
    """Record what belongs to the session after its drill: labels, feedback, an after-action meeting."""

    event: Labelled | FedBack | Signed


Command = Enter | Amend | Undo | Redo | Tick | PutOnRecord


def decide(state: State, command: Command) -> tuple[Event, ...]:
    """The events that a command comes to. Raises Refused; then nothing has changed."""
    match command:
        case Enter():
            statement = checked(state, command.at, _fit_to_keep(command.statement))
            return (Entered(command.at, state.journal_grammar.format(statement), command.recalled),)
        case Amend():
            return _amend(state, command)
        case Undo():
            entry = _undoable(state, command.entry)
            return (Undone(entry.seq),)
        case Redo():
            if not state.undone:
                raise Refused("there is nothing to redo")
            entry = state.undone[-1]
            checked(state, entry.at, entry.statement)
            return (Redone(entry.seq),)
        case Tick():
            return (Ticked(),)
        case PutOnRecord():
            if state.ended_at is None:
                raise Refused("the drill has not ended yet", "drill resume goes on with it; control end ends it")
            return (_on_record(command.event),)
        case _:
            assert_never(command)


def _fit_to_keep(statement: Statement) -> Statement:
    """The statement with what was typed freely in it as the journal keeps it, for good."""
    if statement.note is not None:
        statement = replace(statement, note=_kept(statement.note))
    return replace(statement, yaml=mask_note(statement.yaml)) if isinstance(statement, (AdHoc, Edited)) else statement


def _kept(text: str) -> str:
    """A text without what looks like a secret, and without characters that nobody can see."""
    return clean(mask_note(text))


def _on_record(event: Labelled | FedBack | Signed) -> Labelled | FedBack | Signed:
    match event:
        case Labelled():
            return Labelled({key: _kept(label) for key, label in event.labels.items()})
        case FedBack():
            return FedBack(_kept(event.text))
        case Signed():
            return Signed(
                by=_kept(event.by),
                day=event.day,
                participants=tuple(map(_kept, event.participants)),
                comments=tuple(map(_kept, event.comments)),
                dissent=tuple(map(_kept, event.dissent)),
            )


def _undoable(state: State, seq: int | None) -> Entry:
    if seq is None:
        newest = (state.entries[each] for each in range(state.seq, 0, -1) if each in state.entries)
        found = next((entry for entry in newest if not is_kept(entry.statement)), None)
        if found is None:
            raise Refused("there is nothing to undo")
        return found
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
    for line in state.entries.values():
        said = line.statement
        if isinstance(said, (Adjudicated, SetAside)) and said.entry == command.entry and line.at < command.at:
            raise Refused(f"the line was judged at {format_stamp(line.at)}", "undo the judgement first")
    statement = checked(state, command.at, _fit_to_keep(command.statement), before)
    return (Amended(command.entry, command.at, state.journal_grammar.format(statement), command.recalled),)
