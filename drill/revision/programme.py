"""The exercise programme of a plan: what was drilled when, what never was, what is still open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from drill.errors import DrillError
from drill.findings.finding import recurring
from drill.plan.model import Plan
from drill.revision.actions import Action, ActionState, actions_of
from drill.revision.coming import retest_is_due, touches
from drill.revision.history import earlier_sessions
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import Revision, RevisionState
from drill.scenario.exercise import Exercise
from drill.scenario.load import load_scenario

_WITH = re.compile(r" with ([a-z0-9]+(?:-[a-z0-9]+)*)")
ANSWERED = (RevisionState.EFFECTIVE, RevisionState.RETEST_DUE, RevisionState.VERIFIED)


@dataclass(frozen=True, slots=True)
class Drilled:
    """One session of the plan."""

    session: str
    date: str
    scenario: str
    plan_version: int
    mode: str
    ratings: tuple[tuple[str, str | None], ...]
    """(team, suggested rating)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind of clause was exercised, over all sessions."""

    kind: str
    exercised: tuple[str, ...]
    never: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share that was exercised; None where there are none."""
        total = len(self.exercised) + len(self.never)
        return len(self.exercised) / total if total else None


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that no change in effect answers yet."""

    id: str
    title: str
    severity: int
    first_seen: str
    last_seen: str
    times: int

    def age(self, day: date) -> int:
        """Days since it was first seen."""
        return max(0, (day - date.fromisoformat(self.first_seen)).days)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scenario, and what it would come to that no drill did yet."""

    path: str
    title: str
    steps: tuple[str, ...]
    texts: tuple[str, ...] = ()
    """Prepared texts that its steps use."""
    retests: tuple[str, ...] = ()
    """Changes that are due for a re-test, and that it would re-test."""

    @property
    def gain(self) -> int:
        """How many clauses it would come to for the first time."""
        return len(self.steps) + len(self.texts)


@dataclass(frozen=True)
class Programme:
    """Everything that a plan's owner wants to know before the next drill."""

    plan: Plan
    day: date
    sessions: tuple[Drilled, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    findings: tuple[OpenFinding, ...] = ()
    revisions: tuple[Revision, ...] = ()
    actions: tuple[Action, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    next_review: date | None = None
    unread: tuple[str, ...] = field(default=())

    @property
    def verified_share(self) -> float | None:
        """The share of the revisions in effect that a re-test has verified."""
        in_effect = [revision for revision in self.revisions if revision.version is not None]
        verified = sum(revision.state is RevisionState.VERIFIED for revision in in_effect)
        return verified / len(in_effect) if in_effect else None


def programme(living: LivingPlan, reports: Path, scenarios: Iterable[Path], day: date) -> Programme:
    """The programme of a plan as of a day, from its trail, its sessions and the scenarios at hand."""
    plan = living.plan
    cards = list(earlier_sessions(plan, reports))
    coverage = _coverage(plan, cards, _texts_used(reports, cards))
    suggestions, unread = _suggestions(living, scenarios, coverage)
    review = plan.review
    return Programme(
        plan=plan,
        day=day,
        sessions=tuple(_drilled(card) for card in cards),
        coverage=coverage,
        findings=_open_findings(cards, living),
        revisions=tuple(living.revisions),
        actions=tuple(each for each in actions_of(living.trail).values() if each.state is ActionState.OPEN),
        suggestions=suggestions,
        next_review=review.every.after(review.last) if review and review.last else None,
        unread=unread,
    )


def _drilled(card: dict[str, Any]) -> Drilled:
    ratings = tuple((team["team"], team.get("suggested_rating")) for team in card["teams"])
    return Drilled(
        card["session"], card["date"], card["scenario"]["id"], card["plan"]["version"], card["mode"], ratings
    )


def _texts_used(reports: Path, cards: list[dict[str, Any]]) -> set[str]:
    """The prepared texts that the sessions' transcripts name; what stands in a note is none."""
    sessions = {card["session"] for card in cards}
    used: set[str] = set()
    for path in reports.glob("*/transcript.txt"):
        if path.parent.name not in sessions:
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        used.update(name for line in lines for name in _WITH.findall(line.partition(" : ")[0]))
    return used


def _coverage(plan: Plan, cards: list[dict[str, Any]], texts: set[str]) -> tuple[Coverage, ...]:
    teams = [team for card in cards for team in card["teams"]]
    asked = {row["clause"].rpartition(":")[0] for team in teams for row in team["responses"] if row["step"]}
    acted = {row["by"] for team in teams for row in team["responses"] if row["by"]}
    calls = {(contact["from"], contact["to"]) for team in teams for contact in team["contacts"]}
    roles = acted | {role for call in calls for role in call}
    steps = [f"{workflow}/{step}" for workflow, each in plan.workflows.items() for step in each.steps]
    done = {clause.removeprefix("workflows.").replace(".steps.", "/") for clause in asked}
    edges = {f"{edge.from_} → {edge.to}": (edge.from_, edge.to) in calls for edge in plan.escalations}
    return (
        _split("steps", {step: step in done for step in steps}),
        _split("roles", {role: role in roles for role in plan.roles}),
        _split("lines", edges),
        _split("prepared texts", {name: name in texts for name in plan.resources}),
    )


def _split(kind: str, exercised: dict[str, bool]) -> Coverage:
    return Coverage(
        kind,
        tuple(name for name, was in exercised.items() if was),
        tuple(name for name, was in exercised.items() if not was),
    )


def _open_findings(cards: list[dict[str, Any]], living: LivingPlan) -> tuple[OpenFinding, ...]:
    """The findings of the newest drill of each scenario that no change in effect answers, the oldest first."""
    answered = {recurring(each.finding, each.clause) for each in living.revisions if each.state in ANSWERED}
    seen: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    newest: dict[str, dict[str, Any]] = {}
    for card in cards:
        newest[card["scenario"]["id"]] = card
        for name, finding in _findings(card).items():
            seen.setdefault(name, []).append((card["date"], finding))
    current = {name for card in newest.values() for name in _findings(card)}
    found = [
        OpenFinding(
            times[-1][1]["id"], times[-1][1]["title"], times[-1][1]["severity"], times[0][0], times[-1][0], len(times)
        )
        for name, times in seen.items()
        if name in current and name not in answered
    ]
    return tuple(sorted(found, key=lambda each: (each.first_seen, -each.severity, each.id)))


def _findings(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A session's findings by what makes them the same in another."""
    return {recurring(each["id"], each["clause"]): each for team in card["teams"] for each in team["findings"]}


def _suggestions(
    living: LivingPlan, scenarios: Iterable[Path], coverage: tuple[Coverage, ...]
) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    """What each scenario would add, the one that adds most first: re-tests that are due count before everything."""
    never = {each.kind: set(each.never) for each in coverage}
    due = [revision for revision in living.revisions if retest_is_due(revision)]
    found, unread = [], []
    for path in scenarios:
        try:
            scenario = load_scenario(path)
        except DrillError:
            unread.append(str(path))
            continue
        exercise = Exercise(living.plan, scenario)
        asked = [exercise.steps[each.step] for inject in exercise.injects.values() for each in inject.expect]
        steps = {f"{each.key.workflow}/{each.key.step}" for each in asked} & never["steps"]
        texts = {each.step.uses for each in asked if each.step.uses} & never["prepared texts"]
        retests = [each.id for each in due if each.criterion is not None and touches(each.criterion, exercise)]
        if steps or texts or retests:
            made = Suggestion(str(path), scenario.title, tuple(sorted(steps)), tuple(sorted(texts)), tuple(retests))
            found.append(made)
    return tuple(sorted(found, key=lambda each: (-len(each.retests), -each.gain, each.path))), tuple(unread)
