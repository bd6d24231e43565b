"""Where the time went: for each step of a team waiting to be told, for an answer, for approval, and doing."""

from __future__ import annotations

from drill.findings.words import counted, span
from drill.report.after_action import TeamReview
from drill.report.charts.axis import LEFT, Axis
from drill.report.charts.response_time import MOST_ROWS, row_labels
from drill.report.charts.svg import INK, PAPER, Drawing
from drill.scoring.card import Response, Waits

PHASES = (("waiting to be told", PAPER), ("for an answer", "dotted"), ("for approval", "hatched"), ("doing", INK))
"""What the time of a step goes into, in its order, and how each is drawn."""

_ROW = 26
_TOP = 36


def waits_of(row: Response) -> tuple[int | None, ...]:
    """The four lengths of a response's time, in milliseconds, in the order of `PHASES`."""
    return row.waits.told, row.waits.answer, row.waits.approval, row.waits.doing


def rows_with_waits(team: TeamReview) -> tuple[Response, ...]:
    """The responses of which it can be told where their time went."""
    return tuple(
        row
        for row in team.inquiry.card.responses
        if row.done_at is not None and row.waits != Waits() and row.done_at > row.expected_at
    )


def spent_chart(team: TeamReview, name: str) -> str:
    """The chart of one team; empty text where there is nothing to draw."""
    rows = rows_with_waits(team)[:MOST_ROWS]
    if not rows:
        return ""
    totals = [sum(part or 0 for part in waits_of(row)) for row in rows]
    axis = Axis(max(1, *totals))
    bottom = _TOP + _ROW * len(rows)
    sums = [sum(waits_of(row)[index] or 0 for row in rows) for index in range(len(PHASES))]
    said = ", ".join(f"{words} {span(ms)}" for (words, _), ms in zip(PHASES, sums, strict=True))
    description = f"Over {counted(len(rows), 'step')}: {said}. The table under it says the same for each step."
    drawing = Drawing(name, f"Where the time of team {team.name} went", description, bottom + 24)
    for number, (words, fill) in enumerate(PHASES):
        drawing.bar(8 + number * 150, 10, 18, 10, fill)
        drawing.text(32 + number * 150, 19, words, size=11)
    axis.draw(drawing, _TOP, bottom)
    for number, (label, row, total) in enumerate(zip(row_labels(team, rows), rows, totals, strict=True)):
        top = _TOP + number * _ROW
        drawing.text(LEFT - 8, top + 16, label, anchor="end")
        x = axis.x(0)
        for ms, (_, fill) in zip(waits_of(row), PHASES, strict=True):
            if ms:
                drawing.bar(x, top + 5, axis.width(ms), 15, fill)
                x += axis.width(ms)
        drawing.text(x + 6, top + 17, span(total), size=11)
    return drawing.svg()
