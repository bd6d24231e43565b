"""What may be logged as things stand. Everything that is refused is refused here, in one sentence."""

from __future__ import annotations

from dataclasses import replace

from drill.errors import Refused
from drill.files.times import format_stamp
from drill.session.braces import check_names
from drill.session.state import State
from drill.session.statements import (
    ALL,
    AdHoc,
    Adjudicated,
    Delayed,
    Delivered,
    Edited,
    Ended,
    Entry,
    Fired,
    Jumped,
    Marked,
    NoDuff,
    Paused,
    Rank,
    Response,
    Resumed,
    SetAside,
    Skipped,
    SpeedSet,
    Statement,
    Unmet,
)

CLOCK_LINES = (Paused, Resumed, SpeedSet, Jumped, NoDuff)
"""What moves the clock is never taken back: the clock does not run back."""

DELIVERIES = (Delivered, Unmet, Fired, AdHoc)
"""What reached a team is never taken back."""


def is_kept(statement: Statement) -> bool:
    """Whether a line can never be taken back or changed."""
    return isinstance(statement, (*CLOCK_LINES, *DELIVERIES))


def checked(state: State, at: int, statement: Statement, before: Entry | None = None) -> Statement:
    """The statement as it will be logged; `before` is the line that it corrects. Raises Refused.

    What the engine itself wrote out is not judged again: a line that was entered late may
    have made a later one idle.
    """
    if at < 0:
        raise Refused("the exercise begins at T+00:00:00")
    _check_end(state, at, statement)
    match statement:
        case Ended():
            if state.ended_at is not None and before is None:
                raise Refused(f"the exercise ended already, at {format_stamp(state.ended_at)}")
            latest = max((entry.at for entry in state.entries.values() if _moves(entry.statement)), default=0)
            if at < latest:
                raise Refused(f"there are lines until {format_stamp(latest)}", "end it then, or later")
        case Jumped() if statement.to <= at:
            raise Refused("the clock does not run back", f"it is {format_stamp(at)} already")
        case Adjudicated() | SetAside():
            _check_judged(state, at, statement)
        case AdHoc():
            if statement.inject in state.exercise.injects or statement.inject in state.adhoc:
                raise Refused(f"there is an inject {statement.inject!r} already", "give it another id")
            _check_braces(state, statement)
        case Fired() | Delivered() | Delayed() | Skipped() | Unmet() | Edited() if not state.opened.recorded:
            return _check_script(state, at, statement, before)
        case Statement():
            pass
    return statement


def _moves(statement: Statement) -> bool:
    """Whether a line moves the play or the clock: then it cannot stand after the end."""
    return statement.rank < Rank.END and not isinstance(statement, (Marked, NoDuff))


def _check_end(state: State, at: int, statement: Statement) -> None:
    ended = state.ended_at
    if ended is None or not _moves(statement):
        return
    if at > ended or isinstance(statement, CLOCK_LINES):
        raise Refused(f"the exercise ended at {format_stamp(ended)}", "log it at the time at which it happened")


def _check_judged(state: State, at: int, statement: Adjudicated | SetAside) -> None:
    line = state.entries.get(statement.entry)
    if line is None or not isinstance(line.statement, Response) or line.statement.team != statement.team:
        raise Refused("that line does not count any more", "it was undone; redo it first")
    if line.at > at:
        raise Refused(f"that line is of {format_stamp(line.at)}", "judge it then, or later")


def _check_braces(state: State, statement: AdHoc | Edited) -> None:
    """Raises Refused where braces make no inject, or name what nobody has."""
    name = statement.inject
    versions = (play.injects[name] for play in state.plays() if name in play.injects)
    before = next(versions, None) if isinstance(statement, Edited) else None
    try:
        prepared = state.read_inject(statement.yaml, before)
        if not state.opened.recorded:
            known = {*state.exercise.injects, *state.adhoc}
            check_names(state.exercise, known, prepared.inject, before.inject if before else None)
    except ValueError as error:
        raise Refused(str(error)) from None
    if isinstance(statement, AdHoc) and prepared.id != name:
        raise Refused(f"the inject is called {prepared.id!r}, not {name!r}")


def _check_script(
    state: State, at: int, statement: Fired | Delivered | Delayed | Skipped | Unmet | Edited, before: Entry | None
) -> Statement:
    """Raises Refused where no team waits for the inject any more, or had it on its script by then."""
    inject = statement.inject
    written_at = state.adhoc.get(inject, 0)
    if at < written_at:
        raise Refused(f"{inject} was written at {format_stamp(written_at)}", "it could not be known before")
    teams = state.opened.teams if isinstance(statement, Edited) else state.teams_of(statement)
    plays = [play for play in (state.teams[team].play for team in teams) if inject in play.injects]
    if not plays:
        raise Refused(f"{inject} is not on the script of {', '.join(teams)}")
    waiting = [play for play in plays if inject not in play.delivered]
    if not waiting:
        raise Refused(f"{inject} was delivered already")
    if isinstance(statement, (Fired, Delivered)):
        alone = statement.team == ALL and len(waiting) == 1
        return replace(statement, team=waiting[0].team) if alone else statement
    if all(inject in play.skipped and play.skipped[inject] != before for play in waiting):
        raise Refused(f"{inject} was skipped already", f"to give it all the same: control inject {inject}")
    if isinstance(statement, Edited):
        _check_braces(state, statement)
    elif isinstance(statement, Delayed) and statement.to < at:
        raise Refused("an inject cannot be moved into the past")
    return statement
