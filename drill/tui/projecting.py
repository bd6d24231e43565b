"""What the room may see of a session that runs here, and the screen that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.session.panes.public import Shown, public_injects
from drill.tui.room import Room

if TYPE_CHECKING:
    from drill.tui.screens.projector import Projector


def projector_of(room: Room) -> Projector:
    """The projector over a control room; loaded when it is needed."""
    from drill.tui.screens.projector import Projector
    from drill.tui.watch.onlooker import Projection

    known: tuple[int, tuple[Shown, ...]] = (-1, ())

    def look() -> Projection:
        nonlocal known
        if known[0] != room.state.seq:
            known = room.state.seq, public_injects(room.state)
        return Projection(room.look().clock, known[1])

    return Projector(look)
