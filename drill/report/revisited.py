"""What earlier drills left to be looked at: changes that were re-tested, findings that came up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drill.findings.words import counted
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.report.masthead import person_words
from drill.revision.criterion import Outcome


def revisited(aar: AfterAction) -> Blocks:
    """Re-test results of earlier changes, then what was found again; nothing where nothing was left."""
    again = [finding for finding in aar.findings if aar.seen_before(finding)]
    actions = open_actions(aar)
    if not aar.retests and not again and not actions:
        return []
    blocks: Blocks = [heading(2, "What earlier drills left")]
    if aar.retests:
        rows = [
            (
                cell(result.title),
                cell(result.criterion.words()),
                f"**{result.words}**" if result.outcome is Outcome.FAIL else result.words,
                code_cell(result.clause),
                code_cell(result.revision),
            )
            for result in aar.retests
        ]
        blocks += [
            f"{counted(len(rows), 'change')} of the plan stood to be proven. What was to be shown was fixed when this "
            "drill began; a change that was approved is not yet one that works.",
            table(("Change", "What this drill had to show", "It", "Clause", "Revision"), rows),
        ]
    if actions:
        rows = [
            (cell(each.title), cell(each.owner), each.due + (" (**overdue**)" if each.is_overdue else ""),
             code_cell(each.finding), code_cell(each.id))
            for each in actions
        ]  # fmt: skip
        blocks += [
            f"{counted(len(actions), 'action')} of earlier drills stood open when this one began:",
            table(("Action", "Owner", "Due", "Finding", "Action's id"), rows),
        ]
    if again:
        ids = {finding.id: finding for finding in again}
        blocks += [
            "Found in earlier drills of this plan, and found again:",
            bullets(f"{escape(finding.title)}: {_sessions(aar.seen_before(finding))}" for finding in ids.values()),
        ]
    return blocks


@dataclass(frozen=True, slots=True)
class OpenAction:
    """What no edit of the plan can do, and what nobody had done yet when the drill was opened."""

    id: str
    title: str
    owner: str
    """By role, unless people are named."""
    due: str
    finding: str
    is_overdue: bool


def open_actions(aar: AfterAction) -> tuple[OpenAction, ...]:
    """The open actions that the session was opened with; what was written by hand and cannot be read is passed over."""
    kept = aar.state.opened.history.get("actions")
    found = [each for each in kept if isinstance(each, Mapping)] if isinstance(kept, list | tuple) else []
    return tuple(
        OpenAction(
            each["id"], each["title"], person_words(aar, each["owner"]), each["due"], str(each.get("finding") or ""),
            each["due"] < aar.scorecard.date,
        )
        for each in found
        if all(isinstance(each.get(key), str) for key in ("id", "title", "owner", "due"))
    )  # fmt: skip


def _sessions(names: tuple[str, ...]) -> str:
    return ", ".join(code(name) for name in names)


def seen_before(names: tuple[str, ...]) -> str:
    """That a finding is not new, in a sentence; empty text for a new one."""
    return f"**Seen before**, in {_sessions(names)}." if names else ""
