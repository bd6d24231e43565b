"""What is due: injects whose time has come, team by team. Derived from the state, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from drill.session.events import Entered
from drill.session.state import State
from drill.session.statements import Delivered, Rank, Statement, Unmet


def due(state: State, position: tuple[int, int]) -> tuple[Entered, ...]:
    """The next deliveries and skips up to `position` (an instant and a rank on it); none when all is done.

    At most one for each team: what comes after it may hang on it. An inject is stamped
    with the time at which it was due, or, where a correction made it due in the past,
    with the time at which that came to light.
    """
    if state.opened.recorded or state.ended_at is not None:
        return ()
    entered = []
    for team, log in state.teams.items():
        play = log.play
        if not play.run_to(max(position, play.position), until_owed=True):
            continue
        inject, due_at = min(play.owed.items(), key=lambda item: (item[1], play.injects[item[0]].index))
        kind = Delivered if play.wants(inject) else Unmet
        statement: Statement = kind(team=team, inject=inject)
        at = due_at if play.position[0] <= due_at else max(due_at, play.position[0])
        entered.append(Entered(at, state.journal_grammar.format(statement)))
    return tuple(entered)


def up_to(now: int) -> tuple[int, int]:
    """The position of all that is over by `now`: what falls on the instant itself may still be answered."""
    return now - 1, int(Rank.JUDGEMENT)


def next_instant(state: State) -> int | None:
    """When the first team's play next moves by itself, in milliseconds."""
    times = [play.next_at for play in state.plays() if play.next_at is not None]
    return min(times, default=None)


def owed_lines(events: Iterable[Entered]) -> list[str]:
    """The words of what is due, for people."""
    return [event.text for event in events]
