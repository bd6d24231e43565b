"""What earlier drills of a plan left behind, gathered when a session is opened.

A session counts as earlier by its exercise date, so that playing the same day's
drill twice gives the same report twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from drill.errors import DrillError
from drill.findings.finding import recurring
from drill.findings.habits import Seen, tally
from drill.plan.model import Plan
from drill.revision.actions import ActionState, actions_of
from drill.revision.living_plan import LivingPlan
from drill.revision.retest import to_measure
from drill.revision.trail import Trail, trail_path

MOST_SESSIONS = 200
MOST_BYTES = 8 * 1024 * 1024


def gather(plan: Plan, reports: Path, day: date) -> dict[str, Any]:
    """Revisions to re-test, findings seen before, what nobody ever did or needed, earlier results, open actions.

    Empty where there is nothing.
    """
    history: dict[str, Any] = {}
    retests = _retests(Path(plan.document.name))
    if retests:
        history["retests"] = retests
    actions = _open_actions(Path(plan.document.name))
    if actions:
        history["actions"] = actions
    earlier = list(earlier_sessions(plan, reports, day))
    findings: dict[str, list[str]] = {}
    for session in earlier:
        names = (recurring(each["id"], each["clause"]) for team in session["teams"] for each in team["findings"])
        for name in dict.fromkeys(names):
            findings.setdefault(name, []).append(session["session"])
    if findings:
        history["findings"] = findings
    habits = tally(_plays(earlier))
    if habits:
        history["habits"] = habits
    trend = [_in_brief(session) for session in earlier if is_trend_data(session)]
    if trend:
        history["sessions"] = trend
    return history


def _open_actions(plan: Path) -> list[dict[str, Any]]:
    if not trail_path(plan).is_file():
        return []
    return [
        {"id": each.id, "title": each.title, "owner": each.owner, "due": each.due, "finding": each.finding}
        for each in actions_of(Trail.read(trail_path(plan))).values()
        if each.state is ActionState.OPEN
    ]


def _plays(cards: Iterable[dict[str, Any]]) -> Iterator[list[Seen]]:
    for card in cards:
        with suppress(KeyError, TypeError, AttributeError):
            yield [Seen.out_of(team) for team in card["teams"]]


def _retests(path: Path) -> list[dict[str, Any]]:
    if not path.is_file() or not trail_path(path).is_file():
        return []
    return to_measure(LivingPlan(path).revisions)


def earlier_sessions(plan: Plan, reports: Path, day: date | None = None) -> Iterator[dict[str, Any]]:
    """The scorecards of a plan's sessions before a day, oldest first; what cannot be read is passed over."""
    found = []
    for path in sorted(reports.glob("*/scorecard.json"))[-MOST_SESSIONS:]:
        card = _scorecard(path)
        if card is not None and card["plan"]["id"] == plan.plan and (day is None or card["date"] < day.isoformat()):
            found.append((card["date"], path.parent.name, card))
    yield from (card for _, _, card in sorted(found, key=lambda item: item[:2]))


def _scorecard(path: Path) -> dict[str, Any] | None:
    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            return None
        card = json.loads(path.read_text(encoding="utf-8"))
        if card["schema"] != 1 or not isinstance(card["date"], str) or not isinstance(card["plan"]["id"], str):
            return None
        found = [finding for team in card["teams"] for finding in team["findings"]]
        return dict(card) if all({"id", "clause", "title", "severity"} <= each.keys() for each in found) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_trend_data(card: dict[str, Any]) -> bool:
    """Whether a session's times may be compared over time: coached runs and discussions may not."""
    return card.get("mode") == "assessed" and card.get("style") == "live"


def _in_brief(card: dict[str, Any]) -> dict[str, Any]:
    return {
        "session": card["session"],
        "date": card["date"],
        "scenario": card["scenario"]["id"],
        "plan_version": card["plan"]["version"],
        "teams": [
            {"team": team["team"], "composite": team["composite"], "parts": team["parts"]} for team in card["teams"]
        ],
    }


def living_plan_of(name: str) -> LivingPlan | None:
    """The plan's file with its trail, if it still lies where a session found it; None otherwise."""
    path = Path(name)
    try:
        return LivingPlan(path) if path.is_file() and trail_path(path).is_file() else None
    except DrillError:
        return None
