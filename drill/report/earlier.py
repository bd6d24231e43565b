"""Earlier sessions of the same plan and scenario, as a session kept them when it was opened.

A transcript carries them too, and may have been written by hand: what cannot be read is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drill.report.after_action import AfterAction
from drill.revision.history import is_trend_data
from drill.scoring.card import PART_NAMES


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What one team's drill came to."""

    session: str
    date: str
    plan_version: str
    team: str
    composite: float
    parts: Mapping[str, float | None]


def trend_points(aar: AfterAction) -> tuple[TrendPoint, ...]:
    """The points of a trend, the oldest first, this session last; empty where there is nothing earlier.

    Coached runs and discussions are left out, this one too if it is such.
    """
    earlier = tuple(_earlier(aar))
    if not earlier or not is_trend_data({"mode": aar.scorecard.mode, "style": aar.scorecard.style}):
        return earlier
    card = aar.scorecard
    now = (
        TrendPoint("this one", card.date, str(card.plan_version), each.team, each.composite, each.parts.as_dict())
        for each in card.teams
        if each.composite is not None
    )
    return (*earlier, *now)


def _earlier(aar: AfterAction) -> Iterator[TrendPoint]:
    sessions = aar.state.opened.history.get("sessions", ())
    for session in sessions if isinstance(sessions, list | tuple) else ():
        if not isinstance(session, Mapping) or session.get("scenario") != aar.scorecard.scenario_id:
            continue
        teams = session.get("teams")
        for team in teams if isinstance(teams, list | tuple) else ():
            composite = _score(team.get("composite")) if isinstance(team, Mapping) else None
            if composite is not None:
                parts = team.get("parts")
                yield TrendPoint(
                    str(session.get("session", "")),
                    str(session.get("date", "")),
                    str(session.get("plan_version", "")),
                    str(team.get("team", "")),
                    composite,
                    {name: _score(parts.get(name) if isinstance(parts, Mapping) else None) for name in PART_NAMES},
                )


def _score(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= 1 else None
