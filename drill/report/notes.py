"""Strengths and gaps with what shows them; observations that belong nowhere else; questions kept for later."""

from __future__ import annotations

from collections.abc import Sized

from drill.files.text import listed
from drill.findings.finding import Severity
from drill.findings.words import span, stamp
from drill.report.after_action import AfterAction, TeamReview
from drill.report.blocks import Blocks, bullets, cited, heading
from drill.report.escape import code, escape
from drill.report.summary import response_name
from drill.scoring.card import Status
from drill.session.statements import Gap, Marked, Parked, Strength

_SPOILING = frozenset({"false-claim", "unapproved-claim", "followed-to-harm", "edited-text", "self-approval"})
"""What was done in time and fell under one of these rules is no strength."""


def strengths_and_gaps(aar: AfterAction) -> Blocks:
    """What went well and what was missing, in the evaluators' words first, each with its lines."""
    blocks: Blocks = [heading(2, "Strengths and gaps")]
    for team in aar.teams:
        good, missing = strengths(aar, team), gaps(aar, team)
        blocks += [
            heading(3, f"Team {team.name}"),
            "What went well:",
            bullets(good) or "Nobody noted anything, and nothing was done by its target without breaking a rule.",
            "What was missing:",
            bullets(missing) or "Nothing was found.",
        ]
    return blocks


def strengths(aar: AfterAction, team: TeamReview) -> list[str]:
    """What went well: what evaluators noted, gates kept by their target, best decisions, what was improvised well.

    Then, in one item, everything else that was done by its target and broke no rule.
    """
    inquiry = team.inquiry
    found = [
        cited(f"{escape(said.note)}{_for_objective(said.objective)}", aar.line(entry))
        for entry, said in inquiry.record.statements(Strength)
        if said.note
    ]
    kept: dict[str, tuple[str, tuple[int, ...]]] = {}
    for row in inquiry.acts:
        if (
            row.gate
            and row.scored
            and row.status is Status.MET
            and row.done_at is not None
            and row.target_at is not None
        ):
            spare = f", {span(row.target_at - row.done_at)} before its target" if row.target_at > row.done_at else ""
            words = f"{code(response_name(inquiry, row))} was done at {stamp(row.done_at)}{spare}"
            kept.setdefault(response_name(inquiry, row), (words, row.evidence))
    found += [cited(words, evidence) for words, evidence in kept.values()]
    found += [
        cited(f"“{escape(aar.words(result.question))}” was answered best", result.evidence)
        for result in inquiry.card.decisions
        if result.quality == "best" and result.credit == 1.0
    ]
    found += [cited(escape(each.title), each.evidence) for each in team.findings if each.rule == "improvised"]
    doubtful = {line for result in inquiry.card.rules if not result.kept for line in result.evidence}
    doubtful |= {line for each in team.findings if each.rule in _SPOILING for line in each.evidence}
    prompt = {
        response_name(inquiry, row): row.evidence
        for row in inquiry.card.responses
        if row.status is Status.MET and row.step is not None and row.deadline_at is not None and not row.gate
        if not doubtful & set(row.evidence)
    }
    names = listed(code(name) for name in prompt)
    return [*found, *([cited(f"Done by {_its(prompt)} target: {names}", *prompt.values())] if prompt else [])]


def _its(things: Sized) -> str:
    return "its" if len(things) == 1 else "their"


def gaps(aar: AfterAction, team: TeamReview) -> list[str]:
    """What was missing: what evaluators noted, then the findings that are at least major."""
    noted = [
        cited(f"{escape(said.note)}{_for_objective(said.objective)}", aar.line(entry))
        for entry, said in team.inquiry.record.statements(Gap)
        if said.note
    ]
    grave = [each for each in team.findings if each.severity >= Severity.MAJOR and each.rule != "noted"]
    return [*noted, *(cited(escape(each.title), each.evidence) for each in grave)]


def _for_objective(objective: str | None) -> str:
    return f" ({code(objective)})" if objective else ""


def parked(aar: AfterAction) -> Blocks:
    """Questions that were parked, and marks with or without words; nothing where there are none."""
    questions = [
        cited(escape(said.note or "a question without words"), aar.line(entry))
        for entry, said in aar.statements(Parked)
    ]
    marks = [
        cited(f"{stamp(entry.at)}: {escape(said.note or 'no words yet')}", aar.line(entry))
        for entry, said in aar.statements(Marked)
    ]
    return [
        *([heading(2, "Parked questions"), bullets(questions)] if questions else []),
        *([heading(2, "Moments to come back to"), bullets(marks)] if marks else []),
    ]


def evaluated_by(names: list[str]) -> str:
    """Who evaluated, in a sentence; empty text for nobody."""
    return f"Evaluated by {listed(escape(name) for name in names)}." if names else ""
