"""From a finding to a change of the plan: one small function for each finding that a change can answer.

A proposal is where a discussion starts, not where it ends: it names a concrete edit,
so that people have something to say no to. What no edit of the plan can answer is
left to actions.
"""

from __future__ import annotations

from collections.abc import Iterable

from drill.files.edits import Edit, EditKind, still_fits
from drill.findings.finding import Finding
from drill.plan.model import Plan
from drill.revision.answers.basis import Basis, Propose
from drill.revision.answers.lines import add_line, add_line_asked_for, add_way_for_news
from drill.revision.answers.seats import add_backup, add_delegate
from drill.revision.answers.steps import add_step, drop_order, drop_step, reword_step
from drill.revision.answers.texts import prepare_first_words, prepare_text
from drill.revision.answers.times import allow_more_time, go_on_sooner
from drill.revision.revisions import Proposal
from drill.scoring.card import TeamCard
from drill.session.state import State

ANSWERS: dict[str, tuple[Propose, ...]] = {
    "dead-end": (add_delegate, add_backup),
    "absent-contact": (add_delegate, add_backup),
    "backup-not-called": (go_on_sooner,),
    "answered-late": (go_on_sooner, add_backup),
    "approved-late": (prepare_text,),
    "late": (allow_more_time,),
    "missing-line": (add_line,),
    "wrong-path": (add_line_asked_for,),
    "not-reached": (add_way_for_news,),
    "improvised": (add_step,),
    "followed-to-harm": (reword_step,),
    "never-used": (drop_step,),
    "idle-order": (drop_order,),
    "audit-one-person-role": (add_backup, add_delegate),
    "audit-approver-without-backup": (add_backup, add_delegate),
    "audit-text-missing": (prepare_first_words,),
}
"""What may answer the findings of each rule; those of the audit have its code behind ``audit-``."""


def propose(findings: Iterable[tuple[Finding, TeamCard | None]], state: State, plan: Plan) -> tuple[Proposal, ...]:
    """What the findings of a session would have changed in the plan as it is now, each change once.

    What cannot be edited as the plan is written is left out.
    """
    found: dict[tuple[tuple[str, ...], ...], Proposal] = {}
    text = plan.document.text
    for finding, card in findings:
        for answer in ANSWERS.get(finding.rule, ()):
            for proposal in answer(Basis(finding, card, state, plan)):
                touches = tuple(_touch(edit) for edit in proposal.edits)
                if touches not in found and still_fits(text, proposal.edits):
                    found[touches] = proposal
    return tuple(found.values())


def _touch(edit: Edit) -> tuple[str, ...]:
    """What two edits that say the same have in common; what is added to a list is told apart by what it is."""
    added = (repr(edit.value),) if edit.kind is EditKind.APPEND else ()
    return (str(edit.kind), *map(str, edit.path), *added)
