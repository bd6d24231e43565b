"""Tables for a spreadsheet, and out of one: CSV in which no text of ours can become a formula.

A spreadsheet that opens a CSV file calculates what begins with ``=``, ``+``, ``-`` or
``@``, and a formula can fetch an address or start a program. Such a cell gets an
apostrophe before it, which a spreadsheet takes for "this is text".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from drill.files.text import clean

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  (the wide signs are meant)
"""How text begins that one spreadsheet or another calculates; also in the wide signs of East Asian input."""


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV, every cell quoted and harmless, with CRLF line ends as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it begins like a formula, behind blanks or not."""
    shown = clean(text)
    return f"'{shown}" if _begins_formula(shown) else shown


def as_written(cell: str) -> str:
    """A cell without the apostrophe that `harmless` put before it, for a file that comes back."""
    return cell[1:] if cell.startswith("'") and _begins_formula(cell[1:]) else cell


def _begins_formula(text: str) -> bool:
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


def from_csv(text: str) -> list[list[str]]:
    """The rows of a CSV file, separated by commas, semicolons or tabs, as its first line has it; empty ones left out.

    Raises csv.Error.
    """
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [row for row in ([as_written(cell) for cell in row] for row in rows) if any(map(str.strip, row))]
