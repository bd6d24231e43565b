"""Time to response: for each step of a team how long it took, against its target and its deadline."""

from __future__ import annotations

from collections.abc import Sequence

from drill.findings.words import counted, span
from drill.report.after_action import TeamReview
from drill.report.charts.axis import LEFT, Axis
from drill.report.charts.svg import DONE, PAPER, Drawing
from drill.report.summary import response_name
from drill.report.wording import standing
from drill.scoring.card import LEFT_OUT, Response, Status

MOST_ROWS = 40
_ROW = 26
_TOP = 44


def timed_rows(team: TeamReview) -> tuple[Response, ...]:
    """The steps that can be drawn: asked for with a time, or done."""
    return tuple(
        row
        for row in team.inquiry.card.responses
        if row.status not in LEFT_OUT and (row.deadline_at is not None or row.done_at is not None)
    )[:MOST_ROWS]


def row_labels(team: TeamReview, rows: Sequence[Response]) -> list[str]:
    """What each row is called; with the inject that asked for it where several rows have one name."""
    names = [response_name(team.inquiry, row) for row in rows]
    return [f"{name}, {row.inject}" if names.count(name) > 1 else name for name, row in zip(names, rows, strict=True)]


def response_chart(team: TeamReview, name: str) -> str:
    """The chart of one team; empty text where there is nothing to draw."""
    rows = timed_rows(team)
    if not rows:
        return ""
    axis = Axis(max(1, *(_longest(row) for row in rows)))
    in_time = sum(row.status in (Status.MET, Status.SLOW) for row in rows)
    bottom = _TOP + _ROW * len(rows)
    drawing = Drawing(
        name,
        f"Time to response of team {team.name}",
        f"{in_time} of {counted(len(rows), 'step')} done by the deadline. The table of expected and actual says the "
        "same in words.",
        bottom + 24,
    )
    _legend(drawing)
    axis.draw(drawing, _TOP, bottom)
    for number, (label, row) in enumerate(zip(row_labels(team, rows), rows, strict=True)):
        _draw(drawing, axis, _TOP + number * _ROW, label, row)
    return drawing.svg()


def _longest(row: Response) -> int:
    return max(0, *((at or row.expected_at) - row.expected_at for at in (row.done_at, row.deadline_at)))


def _legend(drawing: Drawing) -> None:
    entries = (("in time", DONE, ""), ("late or too early", "hatched", ""), ("never, to its deadline", PAPER, "4 3"))
    for number, (words, fill, dash) in enumerate(entries):
        drawing.bar(8 + number * 150, 10, 18, 10, fill, dash=dash)
        drawing.text(32 + number * 150, 19, words, size=11)
    drawing.line(470, 8, 470, 22, dash="2 2", wide=2)
    drawing.text(478, 19, "target", size=11)
    drawing.line(540, 8, 540, 22, wide=2)
    drawing.text(548, 19, "deadline", size=11)


def _draw(drawing: Drawing, axis: Axis, top: float, label: str, row: Response) -> None:
    drawing.text(LEFT - 8, top + 16, label, anchor="end")
    end, fill, dash, words = 0, DONE, "", standing(row)
    if row.done_at is not None:
        end = max(0, row.done_at - row.expected_at)
        fill = DONE if row.status in (Status.MET, Status.SLOW) else "hatched"
        words = span(end) if row.status is not Status.PREMATURE else "too early"
    elif row.deadline_at is not None:
        end, fill, dash = row.deadline_at - row.expected_at, PAPER, "4 3"
        words = "never" if row.status is Status.MISSED else words
    drawing.bar(LEFT, top + 6, max(axis.width(end), 1), 13, fill, dash=dash)
    for at, dash, wide in ((row.target_at, "2 2", 2), (row.deadline_at, "", 2)):
        if at is not None and at >= row.expected_at:
            x = axis.x(at - row.expected_at)
            drawing.line(x, top + 2, x, top + 23, dash=dash, wide=wide)
    drawing.text(axis.x(max(end, _longest(row))) + 6, top + 17, words, size=11)
