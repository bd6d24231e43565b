"""What an observer may say in a session, in whose name, and to which objective it belongs."""

from __future__ import annotations

from dataclasses import replace

from drill.errors import Refused
from drill.session.agreement import signature
from drill.session.panes.matrix import RowKey
from drill.session.state import State
from drill.session.statements import Observed, Rated, Statement, Unseen


def allowed(said: Statement, observer: str) -> Statement:
    """What an observer says as the session takes it: with their name in it. Raises Refused for all that is not theirs.

    An observer observes, rates statements, and marks steps as not seen; never in another's name.
    """
    match said:
        case Observed():
            names = said.observer
        case Rated():
            names = said.by
        case Unseen():
            return signed(said, observer)
        case _:
            raise Refused("an observer observes, rates and marks as not seen; the rest is control's")
    if names != observer:
        raise Refused(f"{observer} cannot speak for {names}")
    return said


def signed(said: Statement, observer: str) -> Statement:
    """The statement with the observer's name in its note, unless it names them already."""
    names = said.observer if isinstance(said, Observed) else said.by if isinstance(said, Rated) else ""
    sign = signature(observer)
    if names == observer or (said.note or "").endswith(sign):
        return said
    return replace(said, note=f"{said.note} {sign}" if said.note else sign)


def objective_of(state: State, team: str, key: RowKey) -> str | None:
    """The objective that a row of the matrix belongs to: of the newest inject that asked for it, else of the first
    on the script that will; None where that inject has none.
    """
    play = state.teams[team].play
    if key.reach is not None:
        asked = [(one.expected_at, one.objective) for one in play.reaches if (one.role, one.inject) == key[2:]]
    else:
        asked = [(one.expected_at, one.objective) for one in play.expectations if (one.step, one.account) == key[:2]]
    if asked:
        return max(asked, key=lambda one: one[0])[1]
    for prepared in sorted(play.injects.values(), key=lambda one: one.index):
        if prepared.id == key.inject or any(one.step == key.step for one in prepared.expect):
            return prepared.inject.objective
    return None
