"""``improvement-plan.csv``: the improvement plan for a spreadsheet, in which no text can become a formula."""

from __future__ import annotations

import csv
import io

from drill.files.text import clean
from drill.report.after_action import AfterAction
from drill.report.improvement import COLUMNS, improvements

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the start of a formula, in its narrow and its wide form."""


def improvement_csv(aar: AfterAction) -> str:
    """The rows under their headings, every cell quoted, lines ended as RFC 4180 has it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(value) for value in row.cells] for row in improvements(aar))
    return text.getvalue()


def safe(value: str) -> str:
    """A cell's text on one line, with an apostrophe before what a spreadsheet would calculate."""
    begins_formula = value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
    folded = " ".join(clean(value).split())
    return f"'{folded}" if begins_formula else folded
