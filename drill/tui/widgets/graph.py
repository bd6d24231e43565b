"""The responder graph as a drawing: boxes level by level, orthogonal ways with arrow tips.

This module loads netext, which takes a moment: import it only when the graph is shown
(`drill.tui.graphs`). Which ways are drawn: those that were used or are wanted, those of
the chosen role, and all of them on demand; a plan with forty ways is a thicket otherwise.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from netext._core import CoreGraph, LayoutDirection, Point
from netext.edge_rendering.modes import EdgeSegmentDrawingMode
from netext.edge_routing.modes import EdgeRoutingMode
from netext.properties.arrow_tips import ArrowTip
from netext.textual_widget.widget import GraphView
from rich import box
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from drill.session.panes.graph import Edge, Graph, Node, Standing, Way
from drill.tui.text import fit, width_of

SIGNS = {
    Standing.IDLE: "○",
    Standing.CALLED: "◐",
    Standing.ACKNOWLEDGED: "◑",
    Standing.ACTING: "●",
    Standing.ABSENT: "✗",
    Standing.DEAD_END: "⊘",
}
"""The sign of each standing: none is told by colour alone."""

_STYLES = {
    Standing.IDLE: "idle",
    Standing.CALLED: "called",
    Standing.ACKNOWLEDGED: "acknowledged",
    Standing.ACTING: "acting",
    Standing.ABSENT: "absent",
    Standing.DEAD_END: "dead-end",
}
_WAYS = {Way.OFF_PLAN: "off-plan", Way.USED: "used", Way.EXPECTED: "expected", Way.UNUSED: "unused"}
_DRAWN = {
    Way.OFF_PLAN: EdgeSegmentDrawingMode.BOX_HEAVY,
    Way.USED: EdgeSegmentDrawingMode.BOX_HEAVY,
    Way.EXPECTED: EdgeSegmentDrawingMode.BOX_DOUBLE,
    Way.UNUSED: EdgeSegmentDrawingMode.BOX_ROUNDED,
}

_HEAVY = str.maketrans("╭─╮│╰╯", "┏━┓┃┗┛")
_FRAME = set("╭─╮│╰╯")
_BOLD = Style(bold=True)

FEW = 12
"""Up to so many ways all are drawn at once."""

_LONGEST = 18
_BORDER = 4
_GAP = 4
_ROW = 7


class Levels:
    """Places roles in rows: executives on top, the front line below, who is outside beneath."""

    def __init__(self, places: dict[str, tuple[int, int]]) -> None:
        self.layout_direction = LayoutDirection.TOP_DOWN
        self._places = places

    def layout(self, graph: CoreGraph) -> Iterable[tuple[Hashable, Point]]:
        """Where each role's centre stands."""
        return [(role, Point(x, y)) for role, (x, y) in self._places.items()]


def rows_of(nodes: tuple[Node, ...], most: int) -> list[list[Node]]:
    """The roles row by row; a level with more than `most` roles takes several rows of about the same length."""
    levels: dict[int, list[Node]] = {}
    for node in nodes:
        levels.setdefault(0 if node.external else node.level, []).append(node)
    rows: list[list[Node]] = []
    for level in sorted(levels, reverse=True):
        members = levels[level]
        count = -(-len(members) // max(most, 1))
        size = -(-len(members) // count)
        rows += [members[start : start + size] for start in range(0, len(members), size)]
    return rows


class ResponderGraph(GraphView, can_focus=True):
    """One team's graph, with a cursor on one of its roles."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(0, -1)", show=False),
        Binding("down", "step(0, 1)", show=False),
        Binding("left", "step(-1, 0)", show=False),
        Binding("right", "step(1, 0)", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"graph--{name}" for name in _STYLES.values()),
        *(f"graph--{name}" for name in _WAYS.values()),
        "graph--chosen",
    }

    @dataclass
    class Chose(Message):
        """The cursor came to a role."""

        role: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(nodes={}, edges=[], id=id, layout_engine=Levels({}))
        self.graph: Graph | None = None
        self.chosen: str | None = None
        self.shows_all = False
        self._rows: list[list[Node]] = []
        self._drawn: tuple[object, ...] = ()
        self._laid_out: tuple[object, ...] = ()
        self._boxes: dict[str, tuple[Standing, int]] = {}
        self._ways: dict[tuple[str, str], Way] = {}

    # ── what it shows ────────────────────────────────────────────────────────

    def put(self, graph: Graph) -> None:
        """Show this graph; the cursor stays where it was."""
        is_first, self.graph = self.graph is None, graph
        if graph.node(self.chosen) is None:
            self.chosen = next((node.role for node in graph.nodes), None)
        self._draw()
        if is_first:
            self._bring_into_sight()

    def show_all(self, on: bool) -> None:
        """Draw every way of the plan, or only those that matter now."""
        self.shows_all = on
        self._draw()

    def choose(self, role: str) -> None:
        """Put the cursor on a role, bring it into sight and tell."""
        self.chosen = role
        self._draw()
        self._bring_into_sight()
        self.refresh()
        self.post_message(self.Chose(role))

    def _bring_into_sight(self) -> None:
        region = self._region_of(self.chosen) if self.chosen is not None else None
        if region is not None:
            self.scroll_to_region(region.grow((3, 3, 3, 3)), animate=False, force=True)

    def edges_drawn(self) -> tuple[Edge, ...]:
        """The ways that are drawn: first those that lie on top."""
        edges = self.graph.edges if self.graph else ()
        if self.shows_all or len(edges) <= FEW:
            return edges
        return tuple(edge for edge in edges if edge.way is not Way.UNUSED or self.chosen == edge.caller)

    def _draw(self) -> None:
        width = self.size.width
        if self.graph is None or width <= 0:
            return
        nodes, edges = self.graph.nodes, self.edges_drawn()
        seen = (nodes, edges, width, self.app.theme)
        if seen == self._drawn:
            return
        label = max((min(width_of(node.role) + 2, _LONGEST) for node in nodes), default=_LONGEST)
        step = label + _BORDER + _GAP
        self._rows = rows_of(nodes, max((width - 2 + _GAP) // step, 1))
        places, before, self._drawn = self._places(step), self._drawn, seen
        boxes = {node.role: (node.standing, label) for node in nodes}
        ways = {(edge.caller, edge.to): edge.way for edge in edges}
        laid_out = (places, ways.keys(), self.app.theme)
        if before and laid_out == self._laid_out:
            self._touch_up(nodes, label, edges)
        else:
            self._laid_out = laid_out
            self._console_graph_kwargs["layout_engine"] = Levels(places)
            self.set_graph(
                {node.role: self._box(node, label) for node in nodes},
                [(edge.caller, edge.to, self._line(edge)) for edge in edges],
            )
        self._boxes, self._ways = boxes, ways

    def _touch_up(self, nodes: tuple[Node, ...], label: int, edges: tuple[Edge, ...]) -> None:
        """Draw what changed its look: nothing moved, and to route every way anew takes a second at forty roles."""
        for node in nodes:
            if self._boxes.get(node.role) != (node.standing, label):
                self._console_graph.update_node(node.role, data=self._box(node, label))
        for edge in edges:
            if self._ways.get((edge.caller, edge.to)) is not edge.way:
                self._console_graph.update_edge(edge.caller, edge.to, data=self._line(edge))
        self._graph_was_updated()  # type: ignore[no-untyped-call]

    def _places(self, step: int) -> dict[str, tuple[int, int]]:
        return {
            node.role: ((2 * place - len(row) + 1) * step // 2, y * _ROW)
            for y, row in enumerate(self._rows)
            for place, node in enumerate(row)
        }

    def _box(self, node: Node, width: int) -> dict[str, Any]:
        look = self._style_of(_STYLES[node.standing])
        words = fit(f"{SIGNS[node.standing]} {node.role}", width)
        return {
            "$shape": "box",
            "$box-type": box.ROUNDED,
            "$style": look,
            "$content-renderer": lambda name, data, style: Text(words, style=look, no_wrap=True),
        }

    def _line(self, edge: Edge) -> dict[str, Any]:
        return {
            "$edge-routing-mode": EdgeRoutingMode.ORTHOGONAL,
            "$edge-segment-drawing-mode": _DRAWN[edge.way],
            "$end-arrow-tip": ArrowTip.ARROW,
            "$style": self._style_of(_WAYS[edge.way]),
            "$dash-pattern": [2, 1] if edge.way is Way.OFF_PLAN else None,
        }

    def _style_of(self, name: str) -> Style:
        return self.get_component_rich_style(f"graph--{name}", partial=True)

    # ── the cursor ───────────────────────────────────────────────────────────

    def action_step(self, across: int, down: int) -> None:
        """To the next role in a direction."""
        place = self._place_of(self.chosen)
        if place is None:
            return
        row, column = place
        if across:
            column = max(0, min(len(self._rows[row]) - 1, column + across))
        else:
            there = max(0, min(len(self._rows) - 1, row + down))
            middle = (column + 0.5) - len(self._rows[row]) / 2
            column = round(middle + len(self._rows[there]) / 2 - 0.5)
            row, column = there, max(0, min(len(self._rows[there]) - 1, column))
        self.choose(self._rows[row][column].role)

    def action_turn(self, by: int) -> None:
        """To the next role, row by row, and round."""
        roles = [node.role for row in self._rows for node in row]
        if roles:
            here = roles.index(self.chosen) if self.chosen in roles else -1
            self.choose(roles[(here + by) % len(roles)])

    def _place_of(self, role: str | None) -> tuple[int, int] | None:
        places = ((y, x) for y, row in enumerate(self._rows) for x, node in enumerate(row) if node.role == role)
        return next(places, None)

    # ── where things are ─────────────────────────────────────────────────────

    def _region_of(self, role: str) -> Region | None:
        drawn = self._console_graph.node_buffers.get(role)
        if drawn is None:
            return None
        view = self._console_graph.viewport
        return Region(drawn.left_x - view.x + self._margin, drawn.top_y - view.y, drawn.width, drawn.height)

    @property
    def _margin(self) -> int:
        """What is left free on the left, so that a small graph stands in the middle."""
        return max((self.size.width - self._console_graph.viewport.width) // 2, 0)

    def on_click(self, event: events.Click) -> None:
        """A click on a role's box puts the cursor there."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None or self.graph is None:
            return
        at = offset + self.scroll_offset
        for node in self.graph.nodes:
            region = self._region_of(node.role)
            if region is not None and region.contains_point(at):
                event.stop()
                self.choose(node.role)

    def on_resize(self, event: events.Resize) -> None:
        """How many roles stand in a row hangs on the width."""
        self._draw()

    def render_line(self, y: int) -> Strip:
        """One line, on the screen's own background."""
        base = self.rich_style
        margin = Strip.blank(self._margin, base)
        drawn = super().render_line(y).apply_style(base)
        return self._marked(y, Strip.join([margin, drawn]).adjust_cell_length(self.size.width, base))

    def _marked(self, y: int, strip: Strip) -> Strip:
        """The frame of the chosen role is heavy; it is laid over what is drawn, so that a step routes nothing anew."""
        region = self._region_of(self.chosen) if self.chosen is not None else None
        if region is None or not region.y <= y + self.scroll_offset.y < region.bottom:
            return strip
        start = max(region.x - self.scroll_offset.x, 0)
        stop = max(min(region.right - self.scroll_offset.x, self.size.width), start)
        look = self._style_of("chosen")
        box_row = [
            Segment(text.translate(_HEAVY), (style or Style.null()) + (look if set(text) & _FRAME else _BOLD))
            for text, style, _ in strip.crop(start, stop)
        ]
        return Strip.join([strip.crop(0, start), Strip(box_row), strip.crop(stop, self.size.width)])
