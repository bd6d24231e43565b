"""A table for a spreadsheet: every cell quoted, and none that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from drill.files.text import clean
from drill.paper.document import Cell, Code

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  (the wide signs are meant)
"""How text begins that one spreadsheet or another calculates; also in the wide signs of East Asian input."""


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as CSV with CRLF line ends, as RFC 4180 has it; pieces of a cell stand on lines of their own."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(harmless, headers))
    writer.writerows([harmless(_joined(value)) for value in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it begins like a formula, behind blanks or not."""
    shown = clean(text)
    return f"'{shown}" if shown.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA) else shown


def _joined(value: Cell) -> str:
    pieces = value if isinstance(value, tuple) else (value,)
    texts = (piece.text if isinstance(piece, Code) else piece for piece in pieces)
    return "\n".join(text for text in texts if text)
