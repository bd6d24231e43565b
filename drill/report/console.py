"""What the command line prints of a session: plain text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from drill.files.text import clean, listed
from drill.files.times import SECOND
from drill.findings.words import stamp
from drill.report.after_action import AfterAction, TeamReview
from drill.report.folder import Condition, SessionInfo
from drill.report.rounding import rounded
from drill.report.scorecard_json import scorecard_json
from drill.report.summary import part_words
from drill.report.wording import grade_words
from drill.scenario.fit import FitLine


def parts_text(aar: AfterAction) -> str:
    """Each team's parts, in numbers and in words; teams in their own order, never ranked."""
    return "\n\n".join(_team(team) for team in aar.teams)


def _team(team: TeamReview) -> str:
    card = team.inquiry.card
    values = card.parts.as_dict()
    lines = [f"{card.team}: {grade_words(card.suggested)} (suggested)"]
    lines += [
        f"  {part.name:<10}  {_number(values[part.name])}  {clean(part.words)}" for part in part_words(team.inquiry)
    ]
    return "\n".join([*lines, f"  {'composite':<10}  {_number(card.composite)}"])


def _number(value: float | None) -> str:
    return "    –" if value is None else f"{rounded(value):.3f}"


def scorecard_text(aar: AfterAction) -> str:
    """The scorecard as JSON, the same as in its file."""
    return scorecard_json(aar.scorecard, {team.name: team.findings for team in aar.teams})


def lacking_text(lacking: Iterable[FitLine]) -> str:
    """What the plan does not have, in a sentence; empty text where it has everything."""
    names = listed(f"{line.name} ({line.kind})" for line in lacking)
    return clean(f"left out of the play, since the plan does not have it: {names}") if names else ""


def sessions_text(sessions: Iterable[SessionInfo]) -> str:
    """A line for each session: its name, how it stands, where its clock stands, its teams."""
    rows = [
        (
            info.name,
            info.condition.value,
            "" if info.condition is Condition.DAMAGED else stamp(info.now),
            " ".join(info.teams),
        )
        for info in sessions
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip()
        for row in rows
    )


def sessions_json(sessions: Iterable[SessionInfo]) -> str:
    """The same as JSON; ``at`` is whole seconds of exercise time."""
    records = [
        {
            "session": info.name,
            "folder": str(info.folder),
            "state": info.condition.value,
            "date": info.date,
            "scenario": info.scenario,
            "mode": info.mode or None,
            "style": info.style or None,
            "teams": info.teams,
            "at": info.now // SECOND,
        }
        for info in sessions
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)
