"""The way to the responder graph, which loads what draws it only when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drill.session.panes.graph import Graph
from drill.tui.room import Room

if TYPE_CHECKING:
    from drill.tui.screens.graph import GraphScreen


def graph_screen(room: Room, *, frozen: Sequence[Graph] = (), at: int | None = None) -> GraphScreen:
    """The graph of the chosen team as it is; with `frozen` graphs as they were at a time (milliseconds).

    netext puts its own printer of faults in place when it is loaded; ours is put back.
    """
    printer = sys.excepthook
    try:
        from drill.tui.screens.graph import GraphScreen
    finally:
        sys.excepthook = printer
    return GraphScreen(room, frozen=frozen, at=at)
