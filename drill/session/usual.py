"""The usual line of a cell: what one key logs, by the step's usual role, marked as assumed.

The words are a transcript's own, so that the grammar turns doing a call into
calling and doing an approval into approving.
"""

from __future__ import annotations

from drill.session.panes.matrix import Cell, Row
from drill.session.state import State


def usual_role(state: State, team: str, row: Row, cell: Cell) -> str | None:
    """The role that usually does a row's step: one whose part is missing first, then the first that is there."""
    play = state.teams[team].play
    waiting = [role for role in row.by if role in cell.missing] or list(row.by)
    there = [role for role in waiting if not play.is_role_absent(role)]
    return next(iter(there or waiting), None)


def usual_line(row: Row, team: str, role: str, person: str | None = None, *, assumed: bool = True) -> str:
    """The words of the line that does a row's step."""
    actor = f"{role}{'?' if assumed else ''}{f'/{person}' if person else ''}"
    if row.key.reach is not None:
        return f"{team} {actor} informs {row.key.reach} about {row.key.inject}"
    account = f" on {row.key.account}" if row.key.account else ""
    return f"{team} {actor} does {row.step_name}{account}"
