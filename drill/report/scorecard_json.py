"""``scorecard.json``: the scorecard as data, in the form that is promised to other programs.

Times are whole seconds, rounded down; scores have three decimals, halves rounded up.
A rating that could not be given is ``"N/R"``; one that nobody has confirmed is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from drill.findings.finding import Finding
from drill.report.rounding import rounded, seconds
from drill.report.wording import NOT_RATED
from drill.scoring.card import Contact, DecisionResult, Gate, ObjectiveResult, Response, Scorecard, TeamCard
from drill.session.statements import Grade

SCHEMA = 1
"""The version of the form."""

REACH = "reach"
"""The `kind` of a response that is no step of the plan: news that must come to a role."""

Json = Mapping[str, object]


def scorecard_json(scorecard: Scorecard, findings: Mapping[str, Sequence[Finding]]) -> str:
    """The scorecard and each team's findings as JSON: UTF-8, two spaces of indent, a newline at the end."""
    return json.dumps(_scorecard(scorecard, findings), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _scorecard(card: Scorecard, findings: Mapping[str, Sequence[Finding]]) -> Json:
    return {
        "schema": SCHEMA,
        "session": card.session,
        "date": card.date,
        "mode": card.mode,
        "style": card.style,
        "seed": card.seed,
        "scenario": {"id": card.scenario_id, "title": card.scenario_title, "sha256": card.scenario_sha256},
        "plan": {"id": card.plan_id, "version": card.plan_version, "sha256": card.plan_sha256},
        "weights": {name: rounded(weight) for name, weight in card.weights.items()},
        "teams": [_team(team, findings.get(team.team, ())) for team in card.teams],
    }


def _team(card: TeamCard, findings: Iterable[Finding]) -> Json:
    return {
        "team": card.team,
        "composite": _score(card.composite),
        "parts": {name: _score(value) for name, value in card.parts.as_dict().items()},
        "suggested_rating": _rating(card.suggested),
        "gates": [_gate(gate) for gate in card.gates],
        "objectives": [_objective(result) for result in card.objectives],
        "responses": [_response(row) for row in card.responses],
        "contacts": [_contact(contact) for contact in card.contacts],
        "rules": [
            {
                "id": result.id,
                "clause": result.clause,
                "kept": result.kept,
                "weight": rounded(result.weight),
                "evidence": result.evidence,
            }
            for result in card.rules
        ],
        "decisions": [_decision(result) for result in card.decisions],
        "stalls": [
            {
                "from": stall.caller,
                "to": stall.to,
                "from_at": seconds(stall.from_at),
                "until": seconds(stall.until),
                "clause": stall.clause,
                "evidence": stall.evidence,
            }
            for stall in card.stalls
        ],
        "ratings": [
            {"step": rating.step.step, "score": rounded(rating.score), "by": rating.by} for rating in card.ratings
        ],
        "escalation_errors": [
            {
                "kind": error.kind.value,
                "at": _time(error.at),
                "from": error.caller,
                "to": error.to,
                "clause": error.clause,
                "evidence": error.evidence,
            }
            for error in card.errors
        ],
        "improvisation": {
            "followed_good": card.improvisation.followed_good,
            "followed_bad": card.improvisation.followed_bad,
            "deviated_good": card.improvisation.deviated_good,
            "deviated_bad": card.improvisation.deviated_bad,
            "unjudged": card.improvisation.unjudged,
        },
        "logging": {"seen": card.logging.seen, "recalled": card.logging.recalled, "unseen": card.logging.unseen},
        "findings": [_finding(finding) for finding in findings],
    }


def _gate(gate: Gate) -> Json:
    return {"clause": gate.clause, "why": gate.why, "borderline": gate.borderline}


def _objective(result: ObjectiveResult) -> Json:
    return {
        "id": result.id,
        "score": _score(result.score),
        "suggested_rating": _rating(result.suggested),
        "confirmed_rating": None if result.confirmed is None else result.confirmed.value,
        "by": result.by,
    }


def _response(row: Response) -> Json:
    return {
        "step": row.name,
        "on": row.on,
        "inject": row.inject,
        "kind": REACH if row.kind is None else row.kind.value,
        "expected_at": seconds(row.expected_at),
        "target_at": _time(row.target_at),
        "deadline_at": _time(row.deadline_at),
        "done_at": _time(row.done_at),
        "by": row.by,
        "status": row.status.value,
        "prompted": row.prompted,
        "credit": _score(row.credit),
        "weight": rounded(row.weight),
        "waits": {
            "told": _time(row.waits.told),
            "answer": _time(row.waits.answer),
            "approval": _time(row.waits.approval),
            "doing": _time(row.waits.doing),
        },
        "clause": row.clause,
        "evidence": row.evidence,
    }


def _contact(contact: Contact) -> Json:
    return {
        "from": contact.caller,
        "to": contact.to,
        "at": seconds(contact.at),
        "verb": contact.verb.value,
        "about": contact.about,
        "acked_at": _time(contact.acked_at),
        "useful": contact.useful,
        "clause": contact.clause,
        "evidence": contact.evidence,
    }


def _decision(result: DecisionResult) -> Json:
    return {
        "inject": result.inject,
        "option": result.option,
        "is": result.quality,
        "at": _time(result.at),
        "credit": _score(result.credit),
        "evidence": result.evidence,
    }


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "title": finding.title,
        "objective": finding.objective,
        "severity": int(finding.severity),
        "clause": finding.clause,
        "evidence": finding.evidence,
    }


def _time(ms: int | None) -> int | None:
    return None if ms is None else seconds(ms)


def _score(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _rating(grade: Grade | None) -> str:
    return NOT_RATED if grade is None else grade.value
