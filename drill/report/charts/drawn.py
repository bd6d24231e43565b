"""The charts of a report: which there are, what they are called, and how the report shows them."""

from __future__ import annotations

from drill.report.after_action import AfterAction, TeamReview
from drill.report.charts.response_time import response_chart, timed_rows
from drill.report.charts.time_spent import rows_with_waits, spent_chart
from drill.report.charts.trend import trend_chart

FOLDER = "charts"
"""The folder beside the report that they lie in."""

TREND = "trend"


def charts(aar: AfterAction) -> dict[str, str]:
    """The charts by name, as SVG. In a discussion no time is drawn."""
    drawn = {}
    for team in aar.teams if aar.is_timed else ():
        drawn[response_name_of(team)] = response_chart(team, response_name_of(team))
        drawn[spent_name_of(team)] = spent_chart(team, spent_name_of(team))
    drawn[TREND] = trend_chart(aar, TREND)
    return {name: svg for name, svg in drawn.items() if svg}


def response_name_of(team: TeamReview) -> str:
    """The name of a team's chart of time to response."""
    return f"response-{team.name}"


def spent_name_of(team: TeamReview) -> str:
    """The name of a team's chart of where the time went."""
    return f"time-{team.name}"


def response_image(aar: AfterAction, team: TeamReview) -> str:
    """A team's chart of time to response, as the report shows it; empty text where there is none."""
    shown = aar.is_timed and timed_rows(team)
    return image(f"Time to response of {team.name}", response_name_of(team)) if shown else ""


def spent_image(aar: AfterAction, team: TeamReview) -> str:
    """A team's chart of where the time went; empty text where there is none."""
    shown = aar.is_timed and rows_with_waits(team)
    return image(f"Where the time of {team.name} went", spent_name_of(team)) if shown else ""


def image(alt: str, name: str) -> str:
    """The line of markdown that shows a chart. Its words are ours, and a team's name is an id."""
    return f"![{alt}]({FOLDER}/{name}.svg)"
