"""The matrix of expected steps against teams: the instrument that is played while people talk.

Its head and its first columns stay while the rest scrolls. Each cell shows a sign
and a time; the lines beneath say in words what the cell under the cursor is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

from drill.session.panes.matrix import Matrix, Spot
from drill.session.view import View
from drill.tui.figures import window
from drill.tui.text import entitle, fit, width_of
from drill.tui.widgets.cell import STYLES, cell_text, describe
from drill.tui.widgets.painted import Line, Painted, Span

NEXT_DUE = "»"
CELL = 10
WINDOW = 10
LEAST_NAME, MOST_NAME = 12, 30


@dataclass(frozen=True, slots=True)
class Columns:
    """How a width is shared out."""

    name: int
    window: int
    cell: int

    @classmethod
    def of(cls, matrix: Matrix, width: int) -> Columns:
        """The columns of a matrix: the windows go first where there is no room, then teams scroll."""
        longest = max((width_of(row.name) for row in matrix.rows), default=LEAST_NAME) + 1
        wanted = min(max(longest, LEAST_NAME), MOST_NAME)
        teams = max(len(matrix.teams), 1)
        if width - WINDOW - teams * CELL >= min(wanted, 18):
            name = min(wanted, width - WINDOW - teams * CELL)
            return cls(name, WINDOW, max(CELL, min((width - WINDOW - name) // teams, CELL + 4)))
        shown = min(max((width - LEAST_NAME) // CELL, 1), teams)
        return cls(min(max(width - shown * CELL, LEAST_NAME), MOST_NAME), 0, CELL)

    @property
    def head(self) -> int:
        """What stays while the teams scroll."""
        return self.name + self.window


class MatrixGrid(Painted):
    """Expected steps down, teams across, and a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", show=False),
        Binding("down", "move(1, 0)", show=False),
        Binding("left", "move(0, -1)", show=False),
        Binding("right", "move(0, 1)", show=False),
        Binding("pageup", "move(-8, 0)", show=False),
        Binding("pagedown", "move(8, 0)", show=False),
        Binding("home", "move(-100000, 0)", show=False),
        Binding("end", "move(100000, 0)", show=False),
    ]

    view: reactive[View | None] = reactive(None, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor came to another cell."""

        spot: Spot
        by_hand: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.spot = Spot(0, 0)
        self._in_sight: dict[int, tuple[Line, Line]] = {}
        self._head_of: object = None
        self._laid_out: object = None
        self._shared_out: tuple[object, Columns] = None, Columns(LEAST_NAME, 0, CELL)

    # ── the cursor ───────────────────────────────────────────────────────────

    @property
    def matrix(self) -> Matrix:
        """What is shown."""
        return self.view.matrix if self.view else Matrix()

    def put_cursor(self, spot: Spot, *, by_hand: bool = False) -> None:
        """Move the cursor to a cell, or to the nearest there is."""
        matrix = self.matrix
        spot = Spot(max(min(spot.row, len(matrix.rows) - 1), 0), max(min(spot.column, len(matrix.teams) - 1), 0))
        before, self.spot = self.spot, spot
        moved = spot != before
        self._bring_into_sight()
        self.refresh_line(before.row + 1)
        self.refresh_line(spot.row + 1)
        if moved or not by_hand:
            self.post_message(self.Moved(spot, by_hand))

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor."""
        self.put_cursor(Spot(self.spot.row + rows, self.spot.column + columns), by_hand=True)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        offset, columns = event.get_content_offset(self), self._columns()
        if offset is None or offset.y < 1:
            return
        column = (offset.x - columns.head + self.scroll_offset.x) // columns.cell if offset.x >= columns.head else None
        row = offset.y - 1 + self.scroll_offset.y
        if row < len(self.matrix.rows):
            self.put_cursor(Spot(row, self.spot.column if column is None else column), by_hand=True)

    def _bring_into_sight(self) -> None:
        columns, size = self._columns(), self.scrollable_content_region.size
        body = Size(size.width - columns.head, size.height - 1)
        cell = Region(self.spot.column * columns.cell, self.spot.row, columns.cell, 1)
        x, y = self.scroll_offset
        x = max(min(x, cell.x), cell.right - body.width)
        y = max(min(y, cell.y), cell.bottom - body.height)
        if (x, y) != self.scroll_offset:
            self.scroll_to(max(x, 0), max(y, 0), animate=False, force=True)

    def on_focus(self) -> None:
        """The cursor is bright while the keys are here."""
        self.refresh_line(self.spot.row + 1)

    def on_blur(self) -> None:
        """The cursor is faint while they are elsewhere."""
        self.refresh_line(self.spot.row + 1)

    # ── drawing ──────────────────────────────────────────────────────────────

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Other teams come into sight."""
        super().watch_scroll_x(old_value, new_value)
        self._in_sight = {}

    def watch_view(self) -> None:
        """Draw the rows whose words changed."""
        self.lay_out()

    def on_resize(self) -> None:
        """The columns hang on the width."""
        self.lay_out()
        self._bring_into_sight()

    def lay_out(self) -> None:
        """Make the rows from the view."""
        if self.view is None or self.scrollable_content_region.width <= 0:
            return
        matrix, columns, top = self.matrix, self._columns(), self.scroll_offset.y
        stands_on = matrix, columns, self.view.clock, self.view.team, self.scroll_offset, self.size
        if stands_on == self._laid_out:
            return
        self._laid_out = stands_on
        extent = Size(columns.head + columns.cell * len(matrix.teams), len(matrix.rows) + 1)
        before, self._in_sight = self._in_sight, {}
        if extent != self.virtual_size:
            self.virtual_size = extent
            self.refresh()
            return
        if self._head_of != (head := (self.view.team, matrix.teams)):
            self._head_of = head
            self.refresh(Region(0, 0, self.size.width, 1))
        for row in range(top, min(top + self.scrollable_content_region.height, len(matrix.rows))):
            if self._line(row) != before.get(row):
                self.refresh_line(row + 1)

    @property
    def due(self) -> Spot | None:
        """The cell that is due next."""
        view = self.view
        return self.matrix.next_due(view.now) if view is not None and not view.clock.ended else None

    @property
    def in_sight(self) -> str:
        """Which rows and teams are in sight, in words; empty where all are."""
        matrix, columns, size = self.matrix, self._columns(), self.scrollable_content_region.size
        rows, teams = size.height - 1, (size.width - columns.head) // columns.cell
        said = [
            _part("steps", self.scroll_offset.y, rows, len(matrix.rows)),
            _part("teams", -(-self.scroll_offset.x // columns.cell), teams, len(matrix.teams)),
        ]
        return "  ".join(filter(None, said))

    @property
    def due_elsewhere(self) -> str:
        """The cell that is due next, in words; empty where it is in sight."""
        matrix, columns, size = self.matrix, self._columns(), self.scrollable_content_region.size
        spot, (x, y) = self.due, self.scroll_offset
        if spot is None:
            return ""
        left = spot.column * columns.cell
        is_in_sight = y <= spot.row < y + size.height - 1 and x <= left < x + size.width - columns.head
        return "" if is_in_sight else f"{NEXT_DUE} {matrix.teams[spot.column]} {matrix.rows[spot.row].name}"

    def _columns(self) -> Columns:
        matrix, width = self.matrix, self.scrollable_content_region.width
        shared = matrix.rows, len(matrix.teams), width
        if shared != self._shared_out[0]:
            self._shared_out = shared, Columns.of(matrix, width)
        return self._shared_out[1]

    def _line(self, index: int) -> tuple[Line, Line]:
        """What stays of a row, and its cells; made when it comes into sight."""
        if index not in self._in_sight:
            self._in_sight[index] = self._row(index, self.matrix, self._columns(), self.due)
        return self._in_sight[index]

    def _row(self, index: int, matrix: Matrix, columns: Columns, due: Spot | None) -> tuple[Line, Line]:
        row, now = matrix.rows[index], self.view.now if self.view else 0
        asked = any(cell.asked for cell in matrix.cells[index])
        name = Span(fit(row.name, columns.name - 1) + " ", "" if asked else "dim")
        times = fit(window(row.target, row.deadline), columns.window) if columns.window else ""
        cells = []
        first = self.scroll_offset.x // columns.cell
        last = first + (self.size.width - columns.head) // columns.cell + 1
        for column, cell in enumerate(matrix.cells[index]):
            if not first <= column <= last:
                cells.append(Span(" " * columns.cell))
                continue
            mark = NEXT_DUE if due == Spot(index, column) else " "
            style = STYLES.get(cell.status(now), "")
            cells.append(
                Span(fit(f"{mark}{cell_text(cell, now)}", columns.cell), "strong" if mark == NEXT_DUE else style)
            )
        return (name, Span(times, "dim")), tuple(cells)

    def render_line(self, y: int) -> Strip:
        """The head, or a row: its name and window stay, its cells scroll."""
        width, base, columns = self.scrollable_content_region.width, self.base, self._columns()
        if y == 0:
            return self._head(width, columns)
        row = self.scroll_offset.y + y - 1
        rows = len(self.matrix.rows)
        if row >= rows:
            text = "nothing is expected yet" if y == 1 and not rows else ""
            return self.paint((Span(text, "dim"),), width, base)
        head, cells = self._line(row)
        if row == self.spot.row:
            cursor = "cursor" if self.has_focus else "faint-cursor"
            cells = tuple(
                Span(span.text, cursor) if column == self.spot.column else span for column, span in enumerate(cells)
            )
        return self._joined(head, cells, width, columns)

    def _head(self, width: int, columns: Columns) -> Strip:
        view = self.view
        head = (Span(fit("", columns.name)), Span(fit("within", columns.window) if columns.window else "", "head"))
        cells = []
        for index, team in enumerate(self.matrix.teams):
            key = f"{index + 1} " if index < 9 else ""
            chosen = view is not None and view.team in (None, team)
            cells.append(Span(fit(f" {key}{team}", columns.cell - 1) + " ", "head" if chosen else "dim"))
        return self._joined(head, tuple(cells), width, columns)

    def _joined(self, head: Line, cells: Line, width: int, columns: Columns) -> Strip:
        base = self.base
        body = self.paint(cells, max(columns.cell * len(cells), width), base)
        shift = self.scroll_offset.x
        return Strip.join([self.paint(head, columns.head, base), body.crop(shift, shift + width - columns.head)])


def _part(what: str, first: int, shown: int, of: int) -> str:
    return f"{what} {first + 1}–{min(first + shown, of)} of {of}" if 0 < shown < of else ""


class MatrixPane(Vertical):
    """The matrix, and in words what the cell under the cursor is."""

    view: reactive[View | None] = reactive(None, repaint=False)

    def compose(self) -> ComposeResult:
        """The grid over its words."""
        yield MatrixGrid(id="grid").data_bind(MatrixPane.view)
        yield Static(id="cell-words")

    def on_mount(self) -> None:
        """The title does not change."""
        self.border_title = "Expected"
        self._shown: Content | None = None
        self.call_after_refresh(self.describe)

    @property
    def grid(self) -> MatrixGrid:
        """The cells."""
        return self.query_one(MatrixGrid)

    def watch_view(self) -> None:
        """The words count with the cells."""
        if self.is_mounted:
            self.call_next(self.describe)

    def on_resize(self) -> None:
        """One line of words where rows are few."""
        self.set_class(self.size.height < 16, "-brief")
        self.call_after_refresh(self.describe)

    def on_matrix_grid_moved(self) -> None:
        """Another cell, other words."""
        self.describe()

    def describe(self) -> None:
        """Say what the cell under the cursor is."""
        matrix, spot = self.grid.matrix, self.grid.spot
        if self.view is None or spot.row >= len(matrix.rows) or not matrix.teams:
            return
        row, cell = matrix.rows[spot.row], matrix.cell(spot)
        team, width = matrix.teams[spot.column], self.query_one("#cell-words").size.width
        content = describe(row, cell, team, self.view.now, width, lines=1 if self.has_class("-brief") else 2)
        entitle(self, subtitle="  ".join(filter(None, (self.grid.due_elsewhere, self.grid.in_sight))))
        if self._shown is None or not content.is_same(self._shown):
            self._shown = content
            self.query_one("#cell-words", Static).update(content, layout=False)
