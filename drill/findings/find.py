"""All findings of one team: every rule asked, each finding with its id."""

from __future__ import annotations

from collections import Counter

from drill.findings import contacts, decisions, escalation, habits, judged, order, prepared, steps  # noqa: F401
from drill.findings.finding import Finding, slug
from drill.findings.inquiry import Inquiry
from drill.findings.rulebook import RULES
from drill.scoring.card import TeamCard
from drill.session.state import State
from drill.session.transcript import Written


def find(card: TeamCard, state: State, written: Written) -> tuple[Finding, ...]:
    """What a team's scorecard asks to be answered, the gravest first.

    `written` is the session's transcript, whose line numbers are cited. Findings about
    the plan come with every team's, with the same id and no team.
    """
    inquiry = Inquiry.of(card, state, written)
    findings: list[Finding] = []
    taken: Counter[str] = Counter()
    for rule in RULES:
        for found in rule.search(inquiry):
            name = "-".join(part for part in (rule.id, slug(found.subject)) if part)
            taken[name] += 1
            findings.append(
                Finding(
                    id=name if taken[name] == 1 else f"{name}-{taken[name]}",
                    rule=rule.id,
                    kind=found.kind,
                    title=found.title,
                    team=None if found.of_the_plan else card.team,
                    objective=found.objective,
                    severity=found.severity,
                    clause=found.clause,
                    evidence=found.evidence,
                    explanation=found.explanation,
                    prompts=found.prompts,
                )
            )
    return tuple(sorted(findings, key=lambda each: -each.severity))
