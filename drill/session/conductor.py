"""What is due: injects whose time has come, team by team. Derived from the state, kept nowhere."""

from __future__ import annotations

from drill.session.events import Entered
from drill.session.state import State
from drill.session.statements import Delivered, Statement, Unmet
from drill.session.team import TeamPlay


def due(state: State, position: tuple[int, int]) -> tuple[Entered, ...]:
    """The next deliveries and skips up to `position` (an instant and a rank on it); none when all is done.

    They are those of one instant, the earliest, and at most one for each team: what comes
    after it may hang on it. An inject is stamped with the time at which it was due, or,
    where a correction made it due in the past, with the time at which that came to light.
    """
    if state.opened.recorded or state.ended_at is not None:
        return ()
    found: list[Entered] = []
    for log in state.teams.values():
        owed = next_owed(log.play, position, state.reached)
        if owed is not None:
            at, statement = owed
            found.append(Entered(at, state.journal_grammar.format(statement)))
    earliest = min((event.at for event in found), default=0)
    return tuple(event for event in found if event.at == earliest)


def next_owed(play: TeamPlay, position: tuple[int, int], reached: int) -> tuple[int, Statement] | None:
    """What one team gets next up to `position`, or does not get after all, and when; None where nothing is due."""
    if not play.moves_by(position) or not play.run_to(position, until_owed=True):
        return None
    inject, due_at = min(play.owed.items(), key=lambda item: (item[1], play.injects[item[0]].index, item[0]))
    kind = Delivered if play.wants(inject) else Unmet
    return max(due_at, reached), kind(team=play.team, inject=inject)
