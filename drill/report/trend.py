"""The trend over earlier drills, as a chart and as a table."""

from __future__ import annotations

from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, heading, table
from drill.report.charts.drawn import TREND, image
from drill.report.earlier import trend_points
from drill.report.escape import code_cell
from drill.report.rounding import rounded
from drill.scoring.card import PART_NAMES


def trend(aar: AfterAction) -> Blocks:
    """The section; nothing where this plan and scenario were not drilled before."""
    points = trend_points(aar)
    if not points:
        return []
    rows = [
        (
            code_cell(point.session) if point.session != "this one" else "this one",
            code_cell(point.date),
            code_cell(point.plan_version),
            code_cell(point.team),
            *(_number(point.parts.get(name)) for name in PART_NAMES),
            _number(point.composite),
        )
        for point in points
    ]
    return [
        heading(2, "The trend"),
        "Earlier drills of this plan and this scenario, assessed and live; coached runs and discussions are left out. "
        "Teams of one name need not be the same people, and none are ranked.",
        image("Composite of earlier drills and of this one", TREND),
        table(("Session", "Date", "Plan version", "Team", *PART_NAMES, "composite"), rows),
    ]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{rounded(value):.3f}"
