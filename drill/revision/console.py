"""What the command line prints of revisions, actions and the programme: text for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from drill.files.text import clean
from drill.plan.model import Plan
from drill.revision.actions import Action
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import Proposal, Revision, RevisionState

HONEST = "What is typed here proves order, not consent; evidence is what people say it is."


def as_json(value: object) -> str:
    """JSON as this program prints it: two spaces of indent, UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=2)


# ── proposals ────────────────────────────────────────────────────────────────


def proposals_json(
    proposals: Iterable[Proposal], living: LivingPlan, effects: Mapping[str, object] | None = None
) -> str:
    """The proposals with their ids, findings, clauses and diffs, and what a rehearsal expects of them."""
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
                **({} if effects is None else {"effect": effects.get(each.id)}),
            }
            for each in proposals
        ]
    )


def proposals_text(
    proposals: Sequence[Proposal], living: LivingPlan, session: str, effects: Mapping[str, str] | None = None
) -> str:
    """The proposals of a session, each with its diff and with what became of it already.

    With `effects`, also what a rehearsal expects of each.
    """
    if not proposals:
        return "No finding of this session asks for a change that the plan could take."
    blocks = []
    for each in proposals:
        proven = f"\n  proven when  {each.criterion.words()}" if each.criterion else ""
        expected = "" if effects is None else f"\n  expected     {effects.get(each.id, 'it cannot be rehearsed')}"
        made = living.made_of(each, session)
        already = (
            f"\n  already      {made.id} is {made.state}; this is what the plan as it is now would take" if made else ""
        )
        told = f"{proven}{expected}{already}"
        head = f"{each.id}\n  {each.title}\n  because      {each.why}\n  finding      {each.finding}{told}"
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
    word = "drafted" if revision.state is RevisionState.DRAFT else "proposed"
    lines.append(f"  {word} by {revision.author}, owned by {revision.owner}, due {revision.due}")
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
