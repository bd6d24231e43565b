"""A rehearsal on the screen: the answer, a table to sort, and how the times of what is chosen lie."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from drill.errors import DrillError
from drill.findings.words import span
from drill.rehearsal.rehearsed import Rehearsed
from drill.report.rehearsal.answer import PLAIN, answer
from drill.report.rehearsal.numbers import percent
from drill.report.rehearsal.playing import Staged, Wanted, in_turn, staged
from drill.report.rehearsal.plots import histogram, strip
from drill.tui.rehearsal.sheets import Row, Sheet, sheets
from drill.tui.screens.help import Help
from drill.tui.text import say, styled
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.sheet_table import SheetTable
from drill.tui.words import error_words

KEYS = [
    Binding("tab,right", "sheet(1)", "table", tooltip="The next table", id="rehearsal.next"),
    Binding("shift+tab,left", "sheet(-1)", "back", show=False, tooltip="The table before", id="rehearsal.previous"),
    Binding(
        "s", "sort", "sort", tooltip="Sort by the next column; a click on a heading does it too", id="rehearsal.sort"
    ),
    Binding("S", "turn_round", "turn", tooltip="Sort the other way round", id="rehearsal.turn"),
    Binding("a", "away", "away", tooltip="Without the chosen person; and again: with them", id="rehearsal.away"),
    Binding("space", "page(1)", "down", show=False, tooltip="Further down in the answer", id="rehearsal.down"),
    Binding("b", "page(-1)", "up", show=False, tooltip="Back up in the answer", id="rehearsal.up"),
    Binding("x", "stop", "stop", tooltip="Stop, and show what was learnt so far", id="rehearsal.stop"),
    Binding("r", "again", "again", tooltip="Read the files again, and rehearse", id="rehearsal.again"),
    Binding("escape", "back", "back", tooltip="Back", id="rehearsal.back"),
    Binding("q", "app.leave", "quit", tooltip="Leave", id="rehearsal.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="rehearsal.help"),
]

_BAR = 16
"""How wide the longest bar is."""


class Rehearsal(Screen[None]):
    """The answer over a table, and beside it the plot of the chosen row."""

    CSS_PATH = "rehearsal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    AUTO_FOCUS = "#sheet"

    class Closed(Message):
        """It was looked at."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted
        self._sheets: tuple[Sheet, ...] = ()
        self._shown = 0
        self._is_stopped = False

    def compose(self) -> ComposeResult:
        """What is rehearsed, how far it is, the answer, a table with its plot, what was said, the keys."""
        yield Static(styled((" Rehearsal ", "bold $text-primary"), ("reading …", "$text-muted")), id="rehearsal-head")
        with VerticalScroll(id="answer", can_focus=False):
            yield Static(id="answer-words")
        yield Static(id="sheet-names")
        with Horizontal(id="body"):
            yield SheetTable(id="sheet")
            with VerticalScroll(id="plot", can_focus=False):
                yield Static(id="plot-lines")
        yield Static(id="said")
        yield KeyLine([key for key in KEYS if key.show], id="keys")

    def on_mount(self) -> None:
        """Begin."""
        self.rehearse()

    def on_unmount(self) -> None:
        """Whoever leaves wants no more of it."""
        self._is_stopped = True

    # ── playing ──────────────────────────────────────────────────────────────

    @work(thread=True, exclusive=True, group="rehearse")
    def rehearse(self) -> None:
        """Read the files and play; the screen stays alive meanwhile."""
        worker = get_current_worker()

        def goes_on(words: str) -> bool:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._progress, words)
            return not (worker.is_cancelled or self._is_stopped)

        try:
            what = staged(self._wanted)
            self.app.call_from_thread(self._show_head, what)
            for found in in_turn(what, goes_on):
                if not worker.is_cancelled:
                    self.app.call_from_thread(self._take, found)
        except DrillError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.tell, error_words(error), bad=True)
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._finish)

    def _show_head(self, what: Staged) -> None:
        exercise = what.after.model.exercise
        plan = exercise.plan
        away = f", without {', '.join(self._wanted.absent)}" if self._wanted.absent else ""
        self.query_one("#rehearsal-head", Static).update(
            styled(
                (" Rehearsal ", "bold $text-primary"),
                (exercise.scenario.title, "bold"),
                (f"  on {plan.plan}, version {plan.version}{away}", "$text-muted"),
            )
        )

    def _progress(self, words: str) -> None:
        self.tell(f"{words}   x stops")

    def _take(self, found: Rehearsed) -> None:
        partial = f"Partial: {found.forecast.runs:,} of {found.forecast.wanted:,} drills.\n"
        said = "\n".join(answer(found, PLAIN))
        warned = "".join(f"\n! {warning}" for warning in found.warnings)
        content = styled(
            (partial if found.forecast.is_partial else "", "bold $text-warning"), said, (warned, "$text-warning")
        )
        self.query_one("#answer-words", Static).update(content)
        self._sheets = sheets(found)
        self._runs = found.forecast.runs
        self._show_sheet()

    def _finish(self) -> None:
        self.tell("stopped: this is what was learnt so far" if self._is_stopped else f"{self._runs:,} drills")

    # ── what is shown ────────────────────────────────────────────────────────

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it over the keys."""
        style = "$text-error" if bad else "$text-muted"
        self.query_one("#said", Static).update(styled((f" {'✗ ' if bad else ''}{text}", style)))

    def _show_sheet(self) -> None:
        if self._sheets:
            self._shown %= len(self._sheets)
            self.query_one(SheetTable).put(self._sheets[self._shown])
        parts = [
            (f" {sheet.title} ", "bold reverse" if place == self._shown else "$text-muted")
            for place, sheet in enumerate(self._sheets)
        ]
        self.query_one("#sheet-names", Static).update(styled(*parts))

    def on_sheet_table_moved(self, event: SheetTable.Moved) -> None:
        """Another row: its plot."""
        row: Row | None = event.row
        asked = row.asked if row is not None else None
        plot = self.query_one("#plot")
        plot.display = asked is not None
        if asked is None:
            return
        plot.border_title = say(f"{asked.name} ({asked.inject})")
        plot.border_subtitle = say(f"in time in {percent(asked.in_time)}")
        if self.has_class("-narrow"):
            content = say(f"{strip(asked)}  {span(asked.bin_width)} a character")
        else:
            content = say("\n".join(histogram(asked, max(1, asked.asked.count), width=_BAR)))
        self.query_one("#plot-lines", Static).update(content)

    # ── keys ─────────────────────────────────────────────────────────────────

    def action_sheet(self, by: int) -> None:
        """Another table."""
        self._shown += by
        self._show_sheet()

    def action_sort(self) -> None:
        """By the next column."""
        self.query_one(SheetTable).sort_next()

    def action_turn_round(self) -> None:
        """The other way round."""
        self.query_one(SheetTable).turn_round()

    def action_away(self) -> None:
        """Rehearse without the person of the chosen row, or with them again."""
        row = self.query_one(SheetTable).chosen
        if self._wanted.absent and (row is None or row.person is None):
            self._begin(replace(self._wanted, absent=()))
        elif row is None or row.person is None:
            self.tell("choose a person first, under Waiting or Absences", bad=True)
        else:
            known = self._wanted.absent
            absent = tuple(each for each in known if each != row.person)
            self._begin(replace(self._wanted, absent=absent if absent != known else (*known, row.person)))

    def action_page(self, by: int) -> None:
        """Scroll the answer."""
        box = self.query_one("#answer", VerticalScroll)
        if by > 0:
            box.scroll_page_down(animate=False)
        else:
            box.scroll_page_up(animate=False)

    def action_stop(self) -> None:
        """What is being played is finished, and what was learnt so far is shown."""
        self._is_stopped = True

    def action_again(self) -> None:
        """Read and rehearse again."""
        self._begin(self._wanted)

    def _begin(self, wanted: Wanted) -> None:
        self._wanted, self._is_stopped = wanted, False
        self.tell("reading …")
        self.rehearse()

    def action_back(self) -> None:
        """Back to where this was opened from."""
        self.post_message(self.Closed())

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))
