"""The responder graph on the whole screen: who may call whom, who did, and how each role stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from drill.errors import OutOfReach
from drill.session.panes.graph import Graph, Node, OpenAsk, Standing, Way, graph
from drill.session.panes.matrix import Cell, Row, Spot
from drill.tui.actions.lines import LineKeys
from drill.tui.figures import left, stamp
from drill.tui.room import Room
from drill.tui.screens.help import Help
from drill.tui.text import say, styled
from drill.tui.widgets.clock_bar import ClockBar
from drill.tui.widgets.graph import SIGNS, ResponderGraph
from drill.tui.widgets.key_line import KeyLine

KEYS = [
    Binding("up,down,left,right", "none", "role", tooltip="To another role", id="graph.move", key_display="arrows"),
    Binding("enter", "call_from", "call", tooltip="Log a call from the chosen role", id="graph.call"),
    Binding(
        "a", "all_ways", "all ways", tooltip="Every way of the plan, or only those that matter now", id="graph.all"
    ),
    Binding("space", "turn_clock", "start/pause", tooltip="Start, pause, go on", id="graph.clock"),
    *(
        Binding(
            str(number), f"team({number})", f"team {number}", show=False, tooltip=f"Team {number}", id=f"team.{number}"
        )
        for number in range(1, 10)
    ),
    Binding("escape,g", "back", "back", tooltip="Back", id="graph.back"),
    Binding("q", "app.leave", "quit", tooltip="Leave; nothing is lost", id="graph.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="graph.help"),
]

_SHOWN = ("graph.move", "graph.all", "graph.back", "graph.quit", "graph.help")

LOOK = 0.25
"""How often the session is looked at, in seconds."""

_STYLES = {
    Standing.IDLE: "$text-muted",
    Standing.CALLED: "$text-warning",
    Standing.ACKNOWLEDGED: "$text-accent",
    Standing.ACTING: "$text-success",
    Standing.ABSENT: "$text-error",
    Standing.DEAD_END: "bold $text-error",
}
_TO = {Way.USED: "called", Way.OFF_PLAN: "off plan", Way.EXPECTED: "to call", Way.UNUSED: "may call"}
"""What the roles that a role turns to are called, by the way there."""

_LEGEND = (
    ("━▶ ", "bold"),
    ("used   ", "$text-muted"),
    ("═▶ ", "$text-warning"),
    ("wanted   ", "$text-muted"),
    ("─▶ in the plan   ", "$text-muted"),
    ("╍▶ ", "bold $text-error"),
    ("not in the plan", "$text-muted"),
)
"""What the lines mean."""


class GraphScreen(LineKeys):
    """The graph over what is known of the chosen role."""

    CSS_PATH = "graph.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    AUTO_FOCUS = "#graph"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]

    def __init__(self, room: Room, *, frozen: Sequence[Graph] = (), at: int | None = None) -> None:
        """With `frozen` it shows the graphs of the teams as they were `at` a time, and changes nothing."""
        super().__init__(room)
        self._frozen = {each.team: each for each in frozen}
        self._at = at
        teams = tuple(self._frozen) or room.state.opened.teams
        self._teams = teams
        self._team = room.team if room.team in teams else teams[0]

    def compose(self) -> ComposeResult:
        """The clock, the graph, the chosen role, what was said, the keys."""
        yield ClockBar(id="clock")
        with Vertical(id="graph-box") as frame:
            frame.border_title = say("Responders")
            yield ResponderGraph(id="graph")
        with VerticalScroll(id="role", can_focus=False):
            yield Static(id="role-words")
        yield Static(id="said")
        live = () if self._frozen else ("graph.call", "graph.clock")
        yield KeyLine([key for key in KEYS if key.id in (*_SHOWN, *live)], id="keys")

    def on_mount(self) -> None:
        """Show the graph, and look at the session from now on."""
        self.call_after_refresh(self.show)
        if not self._frozen:
            self.set_interval(LOOK, self.show)

    @property
    def _view(self) -> ResponderGraph:
        return self.query_one(ResponderGraph)

    @property
    def _now(self) -> int:
        return self.live.now if self._at is None else self._at

    def _graph(self) -> Graph:
        return self._frozen[self._team] if self._frozen else graph(self.room.state, self._team, self._now)

    # ── what a screen of a session gives ─────────────────────────────────────

    def show(self) -> None:
        """The graph as it stands, and the chosen role."""
        if not self.is_attached:
            return
        self.query_one(ClockBar).view = self.room.look()
        self._view.put(self._graph())
        self._describe()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it over the keys."""
        self.query_one("#said", Static).update(
            styled((f" {'✗ ' if bad else ''}{text}", "$text-error" if bad else "$text-muted"))
        )

    def show_lost(self, error: OutOfReach) -> None:
        """Nothing can be saved; the control room says so with its banner."""
        self.tell(f"NOT SAVED: {error.message}", bad=True)

    def chosen_cell(self) -> tuple[Spot, Row, Cell, str] | None:
        """There are no cells here."""
        return None

    def for_team(self) -> str:
        """The team whose graph is shown."""
        return self._team

    # ── the chosen role ──────────────────────────────────────────────────────

    def on_responder_graph_chose(self) -> None:
        """Another role."""
        self._describe()

    def _describe(self) -> None:
        shown = self._view.graph
        node = shown.node(self._view.chosen) if shown else None
        frame = self.query_one("#graph-box")
        when = f" as of {stamp(self._now)}" if self._at is not None else ""
        frame.border_title = say(f"Responders: {self._team}{when}")
        frame.border_subtitle = styled(*_LEGEND)
        box = self.query_one("#role")
        box.border_title = say(node.title if node else "")
        if shown is not None and node is not None:
            self.query_one("#role-words", Static).update(self._words(shown, node))

    def _words(self, shown: Graph, node: Node) -> Content:
        parts: list[tuple[str, str]] = [
            (f"{SIGNS[node.standing]} {node.standing}", _STYLES[node.standing]),
            ("  played by you" if node.simulated else "", "$text-muted"),
            ("  ·  " if node.seats else "", "$text-muted"),
            *self._people(node),
        ]
        if node.waiting:
            parts.append((f"\n{'asked by':<10}", "$text-muted"))
            parts += [part for ask in node.waiting for part in self._ask(ask.caller, ask)]
        if node.asked:
            parts.append((f"\n{'waits for':<10}", "$text-muted"))
            parts += [part for ask in node.asked for part in self._ask(ask.to, ask)]
        mine = [edge for edge in shown.edges if edge.caller == node.role]
        for way, label in _TO.items():
            to = [f"{edge.to}{''.join(f' {stamp(at)}' for at in edge.times)}" for edge in mine if edge.way is way]
            if to:
                parts += [(f"\n{label:<10}", "$text-muted"), (", ".join(to), "")]
        if node.stand_ins:
            parts += [(f"\n{'stand-ins':<10}", "$text-muted"), (", ".join(node.stand_ins), "")]
        return styled(*parts)

    def _people(self, node: Node) -> Iterator[tuple[str, str]]:
        for place, seat in enumerate(node.seats):
            yield ("" if place == 0 else ", backup " if place == 1 else ", "), "$text-muted"
            yield f"{seat.name}{' ✗ away' if seat.away else ''}", "$text-error" if seat.away else "bold"

    def _ask(self, role: str, ask: OpenAsk) -> Iterator[tuple[str, str]]:
        yield f"{role} ", "bold"
        if ask.until is None:
            yield f"since {stamp(ask.at)}   ", "$text-muted"
        else:
            over = ask.until < self._now
            yield f"{left(ask.until - self._now)}{' over its time' if over else ''}   ", "$text-error" if over else ""

    # ── keys ─────────────────────────────────────────────────────────────────

    @work(exclusive=True, group="dialog")
    async def action_call_from(self) -> None:
        """Log a call from the chosen role."""
        if self._frozen or self.room.state.ended_at is not None:
            self.tell("this is how it was; nothing is logged here", bad=True)
        elif self._view.chosen is not None:
            await self.ask_call(self._team, self._view.chosen)

    def action_all_ways(self) -> None:
        """Every way of the plan, or only those that matter now."""
        shows_all = not self._view.shows_all
        self.tell("drawing every way of the plan …" if shows_all else "the ways that matter now")
        self.call_after_refresh(self._show_all, shows_all)

    def _show_all(self, shows_all: bool) -> None:
        self._view.show_all(shows_all)
        if shows_all:
            self.tell("every way of the plan")

    def action_turn_clock(self) -> None:
        """Start, pause, go on."""
        if self._frozen or self.room.state.ended_at is not None:
            return
        if self.live.is_running:
            self.attempt(self.live.pause, "paused")
        else:
            self.attempt(self.live.start, "the clock runs")

    def action_team(self, number: int) -> None:
        """The graph of another team."""
        if number > len(self._teams):
            self.tell(f"there {'is 1 team' if len(self._teams) == 1 else f'are {len(self._teams)} teams'}", bad=True)
            return
        self._team = self._teams[number - 1]
        self.show()

    def action_none(self) -> None:
        """The graph moves its cursor by itself."""

    def action_back(self) -> None:
        """Back to where this was opened from."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS))
