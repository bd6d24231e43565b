"""A table that can be sorted by any of its columns; nothing in it is markup."""

from __future__ import annotations

from rich.text import Text as TableText
from textual.message import Message
from textual.widgets import DataTable

from drill.tui.rehearsal.sheets import Row, Sheet
from drill.tui.text import tabled

_UP, _DOWN = "▲", "▼"


class SheetTable(DataTable[TableText]):
    """One sheet, by the column that was chosen last."""

    class Moved(Message):
        """Another row, or none."""

        def __init__(self, row: Row | None) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="row", zebra_stripes=False, cell_padding=1)
        self.sheet: Sheet | None = None
        self._order: dict[str, tuple[int, bool]] = {}
        """By which column each sheet is sorted, and whether backwards."""
        self._rows: tuple[Row, ...] = ()

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor_row] if 0 <= self.cursor_row < len(self._rows) else None

    def put(self, sheet: Sheet) -> None:
        """Show a sheet; the cursor stays on its line where it is the same sheet."""
        line = self.cursor_row if self.sheet is not None and self.sheet.title == sheet.title else 0
        self.sheet = sheet
        self._lay_out(line)

    def sort_next(self) -> None:
        """By the next column; behind the last, as the sheet stood at first."""
        if self.sheet is not None:
            column = self._order.get(self.sheet.title, (-1, False))[0] + 1
            if column < len(self.sheet.columns):
                self._sort(column, backwards=False)
            else:
                self._order.pop(self.sheet.title, None)
                self._lay_out(0)

    def turn_round(self) -> None:
        """The other way round."""
        if self.sheet is not None:
            column, backwards = self._order.get(self.sheet.title, (0, False))
            self._sort(column, backwards=not backwards)

    def on_data_table_header_selected(self, event: DataTable.HeaderSelected) -> None:
        """By the column that was clicked; clicked again, the other way round."""
        known = self._order.get(self.sheet.title) if self.sheet is not None else None
        self._sort(event.column_index, backwards=known == (event.column_index, False))

    def on_data_table_row_highlighted(self) -> None:
        """Another row."""
        self.post_message(self.Moved(self.chosen))

    def _sort(self, column: int, *, backwards: bool) -> None:
        assert self.sheet is not None
        self._order[self.sheet.title] = (column, backwards)
        self._lay_out(0)

    def _lay_out(self, line: int) -> None:
        assert self.sheet is not None
        by = self._order.get(self.sheet.title)
        self._rows = self.sheet.rows if by is None else self.sheet.sorted_by(by[0], backwards=by[1])
        self.clear(columns=True)
        for column, title in enumerate(self.sheet.columns):
            sign = "" if by is None or by[0] != column else f" {_DOWN if by[1] else _UP}"
            self.add_column(tabled(f"{title}{sign}"))
        for row in self._rows:
            self.add_row(*(tabled(each.words) for each in row.entries))
        if self._rows:
            self.move_cursor(row=min(line, len(self._rows) - 1), animate=False)
        self.post_message(self.Moved(self.chosen))
