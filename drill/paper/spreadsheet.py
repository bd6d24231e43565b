"""A table of a paper for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drill.files import spreadsheet
from drill.paper.document import Cell, Code


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as CSV; pieces of a cell stand on lines of their own."""
    return spreadsheet.as_csv([headers, *([_joined(value) for value in row] for row in rows)])


def _joined(value: Cell) -> str:
    pieces = value if isinstance(value, tuple) else (value,)
    texts = (piece.text if isinstance(piece, Code) else piece for piece in pieces)
    return "\n".join(text for text in texts if text)
