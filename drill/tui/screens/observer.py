"""An observer's screen: what the teams are asked for and how it stands, and one key for what was seen of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from drill.errors import OutOfReach
from drill.session.events import Record
from drill.session.observing import objective_of
from drill.session.panes.matrix import Row
from drill.session.unsettled import Matter, unsettled
from drill.session.view import View
from drill.session.vocabulary import Vocabulary
from drill.session.words import escape
from drill.tui.actions.cells import CellKeys
from drill.tui.actions.judging import JudgingKeys
from drill.tui.actions.matrix import MatrixKeys
from drill.tui.actions.own_notes import OwnNotesKeys
from drill.tui.keys import TEAMS
from drill.tui.screens.help import Help
from drill.tui.text import styled
from drill.tui.watch.link import Standing
from drill.tui.watch.onlooker import Onlooker, WatchedRoom
from drill.tui.widgets.banner import Banner
from drill.tui.widgets.clock_bar import ClockBar
from drill.tui.widgets.dialog import AskChoice, AskText, Choice
from drill.tui.widgets.inject_panel import InjectPanel
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.matrix import MatrixPane
from drill.tui.widgets.notes import Notes
from drill.tui.widgets.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

TICK = 0.25
"""How often it is looked at what the control room told, in seconds."""

NO_DUFF = "NO DUFF   NO DUFF   NO DUFF\nThis is a real emergency. The exercise has stopped for everyone."

KEYS = [
    Binding("o,enter", "see", "observe", tooltip="What you saw of the cell's objective", id="observer.observe"),
    Binding("r", "grade", "rate", tooltip="Rate the cell's objective, with what shows it", id="observer.rate"),
    Binding("s", "statement", "statement", tooltip="Rate a public statement, 0 to 4", id="observer.statement"),
    Binding("x", "unseen", "not seen", tooltip="You did not see whether it was done", id="observer.unseen"),
    Binding("O", "observe", "another", tooltip="Observe another objective than the cell's", id="observer.another"),
    Binding("u", "undo", "undo", tooltip="Take your last note back", id="observer.undo"),
    Binding("n", "notes", "notes", tooltip="To your notes; Enter corrects one", id="observer.notes"),
    Binding("delete,backspace", "withdraw", "take back", tooltip="Take the chosen note back", id="observer.take-back"),
    Binding("w", "write", "write", tooltip="Write your notes to a file that drill merge takes", id="observer.write"),
    Binding("full_stop", "next_due", "next due", tooltip="To the cell that is due next", id="observer.next-due"),
    Binding("greater_than_sign", "scroll_inject(1)", "further", tooltip="Further down in the inject", id="observer.on"),
    Binding("less_than_sign", "scroll_inject(-1)", "back up", tooltip="Back up in the inject", id="observer.back-up"),
    Binding("escape", "back", "back", tooltip="Back to the matrix", id="observer.back"),
    Binding("q", "leave", "quit", tooltip="Leave; your notes are kept", id="observer.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="observer.help"),
]

FIRST_SHOWN = ("see", "grade", "statement", "unseen", "undo", "notes", "write", "next_due", "leave", "help")


class ObserverScreen(OwnNotesKeys, MatrixKeys, CellKeys, JudgingKeys):
    """The matrix to look at, the inject, and one's own notes."""

    CSS_PATH = "observer.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS, *TEAMS]
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (LEAST_WIDTH, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (30, "-high")]
    AUTO_FOCUS = "#grid"

    view: reactive[View | None] = reactive(None)

    def __init__(self, room: WatchedRoom, onlooker: Onlooker) -> None:
        super().__init__(room)
        self._onlooker = onlooker

    def compose(self) -> ComposeResult:
        """The clock and how the view stands, the matrix, the inject over the notes, what was said, the keys."""
        yield ClockBar(id="clock").data_bind(ObserverScreen.view)
        yield Static(id="standing")
        yield Banner(id="banner")
        with Horizontal(id="body"):
            yield MatrixPane(id="matrix").data_bind(ObserverScreen.view)
            with Vertical(id="right"):
                yield InjectPanel(id="inject").data_bind(ObserverScreen.view)
                yield Notes(id="notes", title="Your notes")
        yield Static(id="said")
        yield KeyLine([key for name in FIRST_SHOWN for key in KEYS if key.action == name], id="keys")
        yield TooSmall(id="too-small").data_bind(ObserverScreen.view)

    def on_mount(self) -> None:
        """Show it, and look again from now on."""
        self.show()
        self.set_interval(TICK, self.tick)

    # ── what is shown ────────────────────────────────────────────────────────

    def tick(self) -> None:
        """Hand over what waits; say what was refused; show what changed."""
        self._onlooker.hand_over()
        for why in self._onlooker.refusals():
            self.tell(f"refused: {why}", bad=True)
        self.show()

    def show(self) -> None:
        """One frozen view for all panes."""
        with self.app.batch_update():
            view = self.view = self.room.look()
            sheet = self.room.viewer.sheet(view.current, self.room.team) if view.current else None
            self.query_one(InjectPanel).sheet = sheet
            self.query_one(Notes).notes = self.outbox.notes
            self._show_standing()
            banner = self.query_one(Banner)
            if view.clock.no_duff:
                banner.show(NO_DUFF, kind="no-duff")
            else:
                banner.hide()

    def _show_standing(self) -> None:
        onlooker, waiting = self._onlooker, len(self.outbox.waiting)
        said = f"{waiting} {'waits' if waiting == 1 else 'wait'}" if waiting else "all have arrived"
        if onlooker.standing is Standing.HERE:
            parts = [(f" ● {onlooker.name} ", "bold"), (f"{onlooker.standing}; {said}", "$text-muted")]
        else:
            kept = f"{onlooker.standing}; notes are kept and handed over later; {said}"
            parts = [(f" ○ {onlooker.name} ", "bold"), (kept, "bold $text-warning")]
        self.query_one("#standing", Static).update(styled(*parts), layout=False)

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say what came of a key."""
        parts = [("✗ ", "bold $text-error"), (text, "$text-error")] if bad else [(text, "$text-muted")]
        self.query_one("#said", Static).update(styled(*parts), layout=False)

    def show_lost(self, error: OutOfReach) -> None:
        """The notes cannot be kept."""
        self.tell(f"NOT KEPT: {error.message}", bad=True)

    # ── noting down ──────────────────────────────────────────────────────────

    def attempt(self, command: Callable[[], Sequence[Record]], done: str = "") -> bool:
        """Note something down, and hand it over at once where the control room is there."""
        kept = super().attempt(command, done)
        self._onlooker.hand_over()
        return kept

    async def ask_name(self, title: str) -> str:
        """It is known who observes."""
        return self._onlooker.name

    def for_team(self) -> str:
        """The team of the cell under the cursor, else the chosen one."""
        matrix, spot = self.grid.matrix, self.grid.spot
        here = matrix.teams[spot.column] if spot.column < len(matrix.teams) else None
        return here or self.room.team or self.room.state.opened.teams[0]

    def _cell(self) -> tuple[Row, str, str] | None:
        """The row under the cursor, its team, and the objective that it belongs to."""
        chosen = self.chosen_cell()
        if chosen is None:
            return None
        _, row, _, team = chosen
        objective = objective_of(self.room.state, team, row.key)
        if objective is None:
            self.tell(f"{row.name} belongs to no objective; O observes one", bad=True)
            return None
        return row, team, objective

    @work(exclusive=True, group="dialog")
    async def action_see(self) -> None:
        """What was seen of the cell's objective, in a sentence."""
        found = self._cell()
        if found is None:
            return
        row, team, objective = found
        note = await self.ask(AskText(f"{team}, {objective}: what did you see?", f"{row.name}: {row.title}"))
        if note:
            self.log_line(f"{self._onlooker.name} observes {team} {objective} : {escape(f'{row.name}: {note}')}")

    @work(exclusive=True, group="dialog")
    async def action_grade(self) -> None:
        """A rating of the cell's objective, and what shows it."""
        found = self._cell()
        if found is None:
            return
        row, team, objective = found
        title = self.room.state.exercise.scenario.objectives[objective].title
        grades = [Choice(one.word, one.word, one.title) for one in Vocabulary(self.room.state).grades()]
        grade = await self.ask(AskChoice(f"{team}, {objective}: a rating", grades, title))
        note = await self.ask(AskText(f"{team}, {objective}: {grade}", "What shows it?")) if grade else None
        if note:
            said = escape(f"{row.name}: {note}")
            self.log_line(f"{self._onlooker.name} observes {team} {objective} {grade} : {said}")

    @work(exclusive=True, group="dialog")
    async def action_statement(self) -> None:
        """A public statement, on the five prompts."""
        items = [item for item in unsettled(self.room.state) if item.matter is Matter.STATEMENT]
        if not items:
            self.tell("no public statement was made yet", bad=True)
            return
        choices = [Choice(place, f"{item.team}: {item.title}", item.detail) for place, item in enumerate(items)]
        place = 0 if len(items) == 1 else await self.ask(AskChoice("Which statement?", choices))
        if place is not None:
            await self.settle_item(items[place])

    # ── moving about ─────────────────────────────────────────────────────────

    def action_notes(self) -> None:
        """To the notes."""
        self.query_one(Notes).focus()

    def action_back(self) -> None:
        """Back to the matrix."""
        self.grid.focus()

    def action_scroll_inject(self, by: int) -> None:
        """Further down in the inject, or back up."""
        self.query_one(InjectPanel).scroll_relative(y=4 * by, animate=False)

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help([*KEYS, *TEAMS]))

    async def action_leave(self) -> None:
        """Leave; the notes are kept."""
        await self.app.run_action("leave")
