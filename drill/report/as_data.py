"""The after-action report as data: the scorecard, and everything that the report adds to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from drill.findings.finding import Finding
from drill.report.after_action import AfterAction
from drill.report.earlier import trend_points
from drill.report.evaluation import disagreements, evaluators
from drill.report.feedback_section import feedback_of
from drill.report.improvement import improvements
from drill.report.masthead import labels, person_words, status
from drill.report.notes import gaps, strengths
from drill.report.revisited import open_actions
from drill.report.scorecard_json import scorecard_json

SCHEMA = 1
"""The version of the form."""


def report_json(aar: AfterAction) -> str:
    """The report as JSON. Sentences in it are markdown, as they stand in the report."""
    return json.dumps(report_data(aar), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def report_data(aar: AfterAction) -> Mapping[str, object]:
    """The report as plain values."""
    feedback = feedback_of(aar)
    return {
        "schema": SCHEMA,
        "status": status(aar),
        "labels": dict(labels(aar)),
        "meeting": _meeting(aar),
        "retests": [
            {
                "revision": result.revision,
                "title": result.title,
                "clause": result.clause,
                "criterion": result.criterion.as_dict(),
                "outcome": result.outcome.value,
                "fresh": result.fresh,
            }
            for result in aar.retests
        ],
        "actions": [asdict(each) for each in open_actions(aar)],
        "scorecard": json.loads(scorecard_json(aar.scorecard, {team.name: team.findings for team in aar.teams})),
        "strengths": {team.name: strengths(aar, team) for team in aar.teams},
        "gaps": {team.name: gaps(aar, team) for team in aar.teams},
        "findings": [_finding(aar, finding) for finding in aar.findings],
        "audit": {
            "findings": [_finding(aar, finding) for finding in aar.audited.findings],
            "others": aar.audited.others,
        },
        "improvement_plan": [asdict(row) for row in improvements(aar)],
        "trend": [asdict(point) for point in trend_points(aar)],
        "evaluators": evaluators(aar),
        "disagreements": list(disagreements(aar)),
        "feedback": None if feedback is None else asdict(feedback),
    }


def _meeting(aar: AfterAction) -> Mapping[str, object] | None:
    signed = aar.state.paperwork.signed
    if signed is None:
        return None
    return {
        "date": signed.day,
        "by": person_words(aar, signed.by),
        "participants": [person_words(aar, each) for each in signed.participants],
        "comments": list(signed.comments),
        "dissent": list(signed.dissent),
        "is_about_this_state": aar.state.paperwork.is_final,
    }


def _finding(aar: AfterAction, finding: Finding) -> Mapping[str, object]:
    return {
        "id": finding.id,
        "team": finding.team,
        "kind": finding.kind.value,
        "title": finding.title,
        "severity": int(finding.severity),
        "objective": finding.objective,
        "clause": finding.clause,
        "evidence": finding.evidence,
        "explanation": finding.explanation,
        "prompts": finding.prompts,
        "seen_before": aar.seen_before(finding),
        "proposals": [
            {
                "id": proposal.id,
                "title": aar.proposal_title(proposal),
                "why": proposal.why,
                "criterion": proposal.criterion.as_dict() if proposal.criterion else None,
            }
            for proposal in aar.proposals_for(finding)
        ],
    }
