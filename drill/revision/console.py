"""What the command line prints of revisions, actions and the programme: text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from drill.files.text import clean
from drill.plan.model import Plan
from drill.revision.actions import Action
from drill.revision.living_plan import LivingPlan, Proposal
from drill.revision.programme import Drilled, Programme
from drill.revision.revisions import Revision, RevisionState

HONEST = "What is typed here proves order, not consent; evidence is what people say it is."


def as_json(value: object) -> str:
    """JSON as this program prints it: two spaces of indent, UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=2)


# ── proposals ────────────────────────────────────────────────────────────────


def proposals_json(proposals: Iterable[Proposal], living: LivingPlan) -> str:
    """The proposals with their ids, findings, clauses and diffs."""
    return as_json(
        [
            {
                "id": each.id,
                "finding": each.finding,
                "title": each.title,
                "why": each.why,
                "clause": each.clause,
                "criterion": each.criterion.as_dict() if each.criterion else None,
                "diff": living.diff(each.edits),
            }
            for each in proposals
        ]
    )


def proposals_text(proposals: Sequence[Proposal], living: LivingPlan) -> str:
    """The proposals, each with its diff."""
    if not proposals:
        return "No finding of this session asks for a change that the plan could take."
    blocks = []
    for each in proposals:
        proven = f"\n  proven when  {each.criterion.words()}" if each.criterion else ""
        head = f"{each.id}\n  {each.title}\n  because      {each.why}\n  finding      {each.finding}{proven}"
        blocks.append(f"{head}\n\n{_indented(living.diff(each.edits))}")
    return clean("\n".join(blocks))


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


# ── revisions ────────────────────────────────────────────────────────────────


def revision_dict(revision: Revision, plan: Plan) -> dict[str, Any]:
    """A revision as data."""
    return {
        "id": revision.id,
        "state": str(revision.state),
        "title": revision.title,
        "finding": revision.finding,
        "clause": revision.clause,
        "size": str(revision.size),
        "author": revision.author,
        "owner": revision.owner,
        "due": revision.due,
        "emergency": revision.emergency,
        "approval_due": revision.approval_due,
        "approvals": [
            {"person": each.person, "at": each.at, "evidence": each.evidence, "recorded_by": each.recorded_by}
            for each in revision.approvals
        ],
        "missing": list(revision.missing_approvals(plan)),
        "version": revision.version,
        "criterion": revision.criterion.as_dict() if revision.criterion else None,
        "retests": [
            {"session": each.session, "outcome": str(each.outcome), "fresh": each.fresh} for each in revision.retests
        ],
        "diff": revision.diff,
    }


def revisions_json(living: LivingPlan) -> str:
    """Every revision of a plan as data."""
    return as_json([revision_dict(each, living.plan) for each in living.revisions])


def revision_text(revision: Revision, plan: Plan) -> str:
    """Where one revision stands, in a few lines."""
    lines = [f"{revision.id}  {str(revision.state).upper()}", f"  {revision.title} ({revision.size})"]
    lines.append(f"  proposed by {revision.author}, owned by {revision.owner}, due {revision.due}")
    if revision.approvals:
        lines.append("  approved by " + ", ".join(_approval(each.person, each.evidence) for each in revision.approvals))
    missing = revision.missing_approvals(plan)
    if revision.state is RevisionState.PROPOSED and missing:
        lines.append(f"  waits for {', '.join(missing)}")
    if revision.emergency and missing:
        lines.append(f"  an emergency change: approval is due by {revision.approval_due}")
    if revision.version is not None:
        lines.append(f"  in effect since version {revision.version}")
    if revision.criterion is not None:
        lines.append(f"  proven when {revision.criterion.words()}")
    for each in revision.retests:
        fresh = "" if each.fresh else " (the drill that it came from)"
        lines.append(f"  re-tested in {each.session}: {each.outcome}{fresh}")
    if revision.ended_why:
        lines.append(f"  because {revision.ended_why}")
    return clean("\n".join(lines))


def _approval(person: str, evidence: str | None) -> str:
    return f"{person} ({evidence})" if evidence else person


def revisions_text(living: LivingPlan) -> str:
    """Every revision of a plan, in the order in which they were proposed."""
    blocks = [revision_text(each, living.plan) for each in living.revisions]
    return "\n\n".join([*blocks, HONEST]) if blocks else "No change of this plan has been proposed yet."


# ── actions ──────────────────────────────────────────────────────────────────


def action_dict(action: Action) -> dict[str, Any]:
    """An action as data."""
    return {
        "id": action.id,
        "title": action.title,
        "state": str(action.state),
        "owner": action.owner,
        "due": action.due,
        "finding": action.finding,
        "session": action.session,
        "ended_by": action.ended_by,
        "why": action.why,
    }


def action_text(action: Action, day: date) -> str:
    """Where one action stands, on one line."""
    overdue = "  OVERDUE" if action.is_overdue(day) else ""
    why = f" ({action.why})" if action.why else ""
    return clean(f"{action.id}  {action.state}{overdue}  {action.title}, {action.owner}, due {action.due}{why}")


# ── programme ────────────────────────────────────────────────────────────────


def programme_json(found: Programme) -> str:
    """The programme as data."""
    return as_json(
        {
            "schema": 1,
            "plan": found.plan.plan,
            "version": found.plan.version,
            "on": found.day.isoformat(),
            "sessions": [
                {
                    "session": each.session,
                    "date": each.date,
                    "scenario": each.scenario,
                    "plan_version": each.plan_version,
                    "mode": each.mode,
                    "ratings": dict(each.ratings),
                }
                for each in found.sessions
            ],
            "coverage": [
                {"kind": each.kind, "exercised": list(each.exercised), "never": list(each.never)}
                for each in found.coverage
            ],
            "open_findings": [
                {
                    "id": each.id,
                    "title": each.title,
                    "severity": each.severity,
                    "age_days": each.age(found.day),
                    "times": each.times,
                }
                for each in found.findings
            ],
            "revisions": [revision_dict(each, found.plan) for each in found.revisions],
            "verified_share": found.verified_share,
            "actions": [action_dict(each) for each in found.actions],
            "next_review": found.next_review.isoformat() if found.next_review else None,
            "suggestions": [
                {"scenario": each.path, "title": each.title, "steps": list(each.steps)} for each in found.suggestions
            ],
        }
    )


def programme_text(found: Programme) -> str:
    """The programme on a page."""
    blocks = [f"{found.plan.title}, version {found.plan.version}, on {found.day.isoformat()}"]
    blocks.append(_section("Drilled", [_drilled_line(each) for each in found.sessions], "nothing yet"))
    coverage = [
        f"{each.kind}: {len(each.exercised)} of {len(each.exercised) + len(each.never)}"
        + (f"; never {_shortened(each.never)}" if each.never else "")
        for each in found.coverage
    ]
    blocks.append(_section("Exercised, over all drills", coverage, "nothing"))
    findings = [
        f"{each.age(found.day)} days, seen {each.times} time{'s' if each.times > 1 else ''}: {each.title} ({each.id})"
        for each in found.findings
    ]
    blocks.append(_section("Open findings, the oldest first", findings, "none"))
    share = found.verified_share
    told = "none is in effect yet" if share is None else f"{share:.0%} of those in effect are verified by a re-test"
    blocks.append(_section("Revisions", [f"{len(found.revisions)} proposed; {told}"], ""))
    blocks.append(_section("Open actions", [action_text(each, found.day) for each in found.actions], "none"))
    blocks.append(_section("Next review", [_review_line(found)], ""))
    suggestions = [f"{each.path}: {len(each.steps)} steps, {_shortened(each.steps)}" for each in found.suggestions]
    blocks.append(_section("Would cover what no drill came to", suggestions, "no scenario at hand"))
    return clean("\n\n".join(blocks))


def _section(title: str, lines: Sequence[str], nothing: str) -> str:
    return "\n".join([title, *(f"  {line}" for line in (lines or [nothing]))])


def _drilled_line(each: Drilled) -> str:
    ratings = ", ".join(f"{team} {rating or 'N/R'}" for team, rating in each.ratings)
    return f"{each.date}  {each.scenario} on version {each.plan_version}, {each.mode}: {ratings}"


def _shortened(names: Sequence[str], most: int = 6) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _review_line(found: Programme) -> str:
    if found.next_review is None:
        return "no date: say review: {every: 3 months, last: …} in the plan"
    overdue = " (OVERDUE)" if found.next_review < found.day else ""
    return found.next_review.isoformat() + overdue
