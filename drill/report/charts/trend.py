"""The trend: what earlier drills of the same plan and scenario came to, and this one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from drill.findings.words import counted
from drill.report.after_action import AfterAction
from drill.report.charts.svg import GREY, PALE, WIDTH, Drawing
from drill.report.earlier import TrendPoint, trend_points

_TOP = 20
_HEIGHT = 180
_LEFT = 48
_MOST_SESSIONS = 12
"""So many of the newest sessions are drawn; all of them stand in the table."""
_MOST_TEAMS = 8
_DASHES = ("", "6 3", "2 2", "8 3 2 3")


def trend_chart(aar: AfterAction, name: str) -> str:
    """The chart; empty text where nothing is earlier."""
    points = trend_points(aar)
    sessions = list(dict.fromkeys((point.session, point.date) for point in points))[-_MOST_SESSIONS:]
    if not sessions:
        return ""
    teams = list(dict.fromkeys(point.team for point in points if (point.session, point.date) in sessions))[:_MOST_TEAMS]
    bottom = _TOP + _HEIGHT
    drawing = Drawing(
        name,
        "Composite of earlier drills of this plan and scenario",
        f"{counted(len(sessions), 'session')}, from 0 to 1. Teams of one name need not be the same people. "
        "The table beside it says the same.",
        bottom + 62,
    )
    for quarter in range(5):
        y = bottom - _HEIGHT * quarter / 4
        drawing.line(_LEFT, y, WIDTH - 24, y, ink=PALE)
        drawing.text(_LEFT - 8, y + 4, f"{quarter / 4:g}", anchor="end", size=10, fill=GREY)
    x_of = {
        session: _LEFT + (WIDTH - 24 - _LEFT) * (index + 0.5) / len(sessions) for index, session in enumerate(sessions)
    }
    for (_, date), x in x_of.items():
        drawing.text(x, bottom + 16, date, anchor="middle", size=10, fill=GREY)
    for number, team in enumerate(teams):
        _series(drawing, number, [point for point in points if point.team == team], x_of)
        drawing.mark(16 + number % 4 * 170, bottom + 32 + number // 4 * 18, number)
        drawing.text(28 + number % 4 * 170, bottom + 36 + number // 4 * 18, team, size=11)
    return drawing.svg()


def _series(drawing: Drawing, number: int, points: Sequence[TrendPoint], x_of: dict[tuple[str, str], float]) -> None:
    places = [
        (x_of[point.session, point.date], _TOP + _HEIGHT * (1 - point.composite))
        for point in points
        if (point.session, point.date) in x_of
    ]
    for (x1, y1), (x2, y2) in pairwise(places):
        drawing.line(x1, y1, x2, y2, dash=_DASHES[number % len(_DASHES)])
    for x, y in places:
        drawing.mark(x, y, number)
