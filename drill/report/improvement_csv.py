"""``improvement-plan.csv``: the improvement plan for a spreadsheet."""

from __future__ import annotations

from drill.files.spreadsheet import as_csv
from drill.report.after_action import AfterAction
from drill.report.improvement import COLUMNS, improvements


def improvement_csv(aar: AfterAction) -> str:
    """The rows under their headings, each cell on one line."""
    return as_csv([COLUMNS, *([" ".join(cell.split()) for cell in row.cells] for row in improvements(aar))])
