"""The debrief, for evaluators: all that is open, in order, until everything is settled; then the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from drill.errors import OutOfReach
from drill.files.times import format_stamp
from drill.scoring.content import PROMPTS
from drill.session.panes.matrix import Cell, Row, Spot
from drill.session.unsettled import Item, Matter, unsettled
from drill.session.vocabulary import GRADE_MEANINGS
from drill.tui.actions.judging import JudgingKeys
from drill.tui.room import Room
from drill.tui.screens.help import Help
from drill.tui.text import say, styled
from drill.tui.widgets.banner import Banner
from drill.tui.widgets.clock_bar import ClockBar
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.lines import Lines
from drill.tui.widgets.settling_list import SettlingList, key_of

if TYPE_CHECKING:
    from drill.scoring.card import Gate

KEYS = [
    Binding("enter", "settle", "settle", tooltip="Settle what is under the cursor", id="debrief.settle"),
    Binding("w", "write", "write the report", tooltip="Write the report, and read it", id="debrief.write"),
    Binding("s", "note('strength')", "strength", tooltip="Something that went well", id="debrief.strength"),
    Binding("g", "note('gap')", "gap", tooltip="Something that was missing", id="debrief.gap"),
    Binding("p", "replay", "replay", tooltip="The drill again with the players, moment by moment", id="debrief.replay"),
    Binding("u", "undo", "undo", tooltip="Take the last line back", id="debrief.undo"),
    Binding("U,ctrl+r", "redo", "redo", tooltip="Let it count again", id="debrief.redo"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="debrief.help"),
    Binding("q", "app.leave", "quit", tooltip="Leave; nothing is lost", id="debrief.quit"),
]

LOOK_AGAIN = 1.0
"""How often it is looked at whether an observer said something, in seconds."""

_TO_DO = {
    Matter.STEP: "Enter: done when, not done, or not seen.",
    Matter.IN_TIME: "Nothing has to be said. Enter: it was done, and when.",
    Matter.MARK: "Enter: turn it into a line, or drop it.",
    Matter.IMPROVISATION: "Enter: sensible, neutral or harmful; and the step that it stood for.",
    Matter.STATEMENT: "Enter: rate its words, 0 to 4.",
    Matter.GATE: "Enter: confirm the rating that it would cap, or override it with a reason.",
    Matter.OBJECTIVE: "Enter: confirm the rating, or override it with a reason.",
}


class Debrief(JudgingKeys):
    """An orderly list, and what the item under the cursor is about."""

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    AUTO_FOCUS = "#items"

    @dataclass
    class ReportWanted(Message):
        """The report is to be written and read; `tell` says what came in the way."""

        room: Room
        tell: Callable[..., None]

    @dataclass
    class ReplayWanted(Message):
        """The drill is to be gone through again."""

        room: Room

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.suggested = {}
        self._gates: list[tuple[str, Gate]] = []
        self._scored_at = -1

    def compose(self) -> ComposeResult:
        """The list beside its item."""
        yield ClockBar(id="clock")
        yield Banner(id="banner")
        yield Static(id="debrief-head")
        with Horizontal(id="body"):
            yield SettlingList(id="items", title="To settle")
            with VerticalScroll(id="item", can_focus=False):
                yield Static(id="item-words")
        yield Static(id="said")
        yield KeyLine([binding for binding in KEYS if binding.id != "debrief.redo"], id="keys")

    def on_mount(self) -> None:
        """Go to the first thing that is open."""
        self.show()
        first = next((item for item in self._items() if item.is_open), None)
        if first is not None:
            self._list.put_cursor(key_of(first))
        self._describe()
        self.set_interval(LOOK_AGAIN, self._look_again)

    def _look_again(self) -> None:
        """Observers may still rate, at their own tables."""
        if self._scored_at != self.room.state.seq:
            self.show()

    @property
    def _list(self) -> SettlingList:
        return self.query_one(SettlingList)

    def _items(self) -> list[Item]:
        """What is to be settled; borderline gates stand before the ratings that they would cap."""
        items = unsettled(self.room.state)
        ratings = {(item.team, item.name): item for item in items if item.matter is Matter.OBJECTIVE}
        place = next((place for place, item in enumerate(items) if item.matter is Matter.OBJECTIVE), len(items))
        return [*items[:place], *(self._gate(team, gate, ratings) for team, gate in self._gates), *items[place:]]

    def _gate(self, team: str, gate: Gate, ratings: Mapping[tuple[str | None, str], Item]) -> Item:
        """A borderline gate: it is judged by the ratings that it would cap."""
        mine = [ratings[team, name] for name in gate.objectives if (team, name) in ratings]
        still_open = next((item for item in mine if item.is_open), None)
        said = ", ".join(f"{item.name} {item.settled}" for item in mine) or "it caps no objective"
        detail = f"{gate.clause}. It was kept within a minute past its deadline: you say whether it counts."
        name = next((item.name for item in (still_open, *mine) if item), "")
        return Item(Matter.GATE, team, gate.why, detail, "" if still_open else said, name=name)

    # ── what a screen of a session gives ─────────────────────────────────────

    def show(self) -> None:
        """Show what is settled and what is open."""
        self._suggest()
        items = self._items()
        still_open = sum(item.is_open for item in items)
        self.query_one(ClockBar).view = self.room.look()
        if self.room.lost is None:
            self.query_one(Banner).hide()
        self._list.put(items)
        if still_open:
            said = styled((f" {still_open} of {len(items)} are open.", "bold $text-warning"), "  For evaluators only.")
        else:
            said = styled((" All is settled.", "bold $text-success"), "  w writes the report.")
        self.query_one("#debrief-head", Static).update(said)
        self._describe()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it under the list."""
        self.query_one("#said", Static).update(
            styled((f" {'✗ ' if bad else ''}{text}", "$text-error" if bad else "$text-muted"))
        )

    def show_lost(self, error: OutOfReach) -> None:
        """Nothing can be saved."""
        said = f"NOT SAVED\n{error.message}\nAll that was logged before is safe. Do it again to try again."
        self.query_one(Banner).show(said, kind="lost")

    def chosen_cell(self) -> tuple[Spot, Row, Cell, str] | None:
        """There is no matrix here."""
        return None

    def _suggest(self) -> None:
        """Score the session anew where it changed; the ratings that it suggests."""
        from drill.scoring.scorecard import score

        if self._scored_at == self.room.state.seq:
            return
        self._scored_at = self.room.state.seq
        cards = score(self.room.state).teams
        self._gates = [(card.team, gate) for card in cards for gate in card.gates if gate.borderline]
        self.suggested = {
            (card.team, objective.id): str(objective.suggested or "") for card in cards for objective in card.objectives
        }

    # ── the item under the cursor ────────────────────────────────────────────

    def on_lines_moved(self) -> None:
        """Another item."""
        self._describe()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter, or two clicks."""
        self.action_settle()

    def _describe(self) -> None:
        item = self._list.item
        self.query_one("#item-words", Static).update(self._words(item) if item else say(""))

    def _words(self, item: Item) -> Content:
        parts: list[tuple[str, str]] = [
            (f"{item.team}: " if item.team else "", "$text-muted"),
            (f"{item.title}\n", "bold"),
        ]
        if item.at is not None:
            parts.append(
                (
                    f"{'due ' if item.row is not None else ''}{format_stamp(item.at // 1000 * 1000)}\n",
                    "$text-muted",
                )
            )
        parts.append((f"\n{item.detail}\n", ""))
        if item.matter is Matter.STATEMENT:
            parts += [("\nFive prompts\n", "bold $text-primary"), *((f"· {prompt}\n", "") for prompt in PROMPTS)]
        if item.matter is Matter.OBJECTIVE:
            letter = self.suggested.get((item.team or "", item.name), "")
            meaning = {str(grade): words for grade, words in GRADE_MEANINGS.items()}.get(letter, "nothing was observed")
            parts += [("\nsuggested: ", "$text-muted"), (f"{letter or 'not rated'}  {meaning}\n", "bold")]
        if item.settled:
            parts += [("\nsettled: ", "$text-muted"), (f"{item.settled}\n", "bold $text-success")]
        parts.append((f"\n{_TO_DO[item.matter]}", "$text-muted"))
        return styled(*parts)

    @work(exclusive=True, group="dialog")
    async def action_settle(self) -> None:
        """Settle the item, and go to the next that is open."""
        item = self._list.item
        if item is None:
            return
        seq = self.room.state.seq
        await self.settle_item(item)
        if self.room.state.seq != seq:
            self._to_next_open(item)

    def _to_next_open(self, item: Item) -> None:
        items = self._items()
        keys = [key_of(one) for one in items]
        here = keys.index(key_of(item)) if key_of(item) in keys else -1
        after = [one for one in (*items[here + 1 :], *items[: here + 1]) if one.is_open]
        if after:
            self._list.put_cursor(key_of(after[0]))
        self._describe()

    @work(exclusive=True, group="dialog")
    async def action_note(self, kind: str) -> None:
        """A strength or a gap."""
        await self.note_down(kind)

    def action_replay(self) -> None:
        """The drill again, moment by moment."""
        self.post_message(self.ReplayWanted(self.room))

    def on_screen_resume(self) -> None:
        """What was answered in the replay may have changed what is shown."""
        self.show()

    def action_write(self) -> None:
        """Write the report, and read it."""
        self.post_message(self.ReportWanted(self.room, self.tell))

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))
