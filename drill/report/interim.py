"""The interim notice: what cannot wait for the report, on one page, on the day of the drill."""

from __future__ import annotations

from drill.findings.finding import Finding, Severity
from drill.report.after_action import AfterAction
from drill.report.blocks import cite, document, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.report.masthead import LABELS, labels

MOST = 12
"""So many lapses fit on one page; the rest are counted."""


def interim_notice(aar: AfterAction) -> str:
    """The critical findings of a session as markdown; that there is none is said too."""
    grave = [finding for finding in aar.findings if finding.severity is Severity.CRITICAL]
    card, given = aar.scorecard, labels(aar)
    rows = [_row(aar, finding) for finding in grave[:MOST]]
    rest = f"{len(grave) - MOST} more stand in the report." if len(grave) > MOST else ""
    running = " It has not ended yet." if aar.state.ended_at is None else ""
    return document(
        [
            heading(1, f"Interim notice: {escape(aar.scenario.title)}"),
            f"**{escape(given['counsel'])}**" if "counsel" in given else "",
            f"Drill {code(card.session)} of {card.date}, version {card.plan_version} of the plan "
            f"“{escape(aar.plan.title)}”.{running} **It was a drill: nothing of this happened.** What it showed of the "
            "plan and of how it is followed would hurt in earnest as well, and should not wait for the report.",
            table(
                ("", ""), [(key.capitalize(), cell(given[key])) for key in LABELS if key in given and key != "counsel"]
            ),
            table(
                ("", "Lapse", "Team", "Clause", "To ask, or to do", "Lines"),
                [(str(n), *row) for n, row in enumerate(rows, 1)],
            )
            or "No critical lapse was found.",
            rest,
            "Preliminary: from the record alone, before the debrief. Somebody has to look at it; no person is meant."
            if rows
            else "",
        ]
    )


def _row(aar: AfterAction, finding: Finding) -> tuple[str, ...]:
    proposed = "; or ".join(cell(aar.proposal_title(each)) for each in aar.proposals_for(finding))
    again = " **Seen before.**" if aar.seen_before(finding) else ""
    return (
        cell(finding.title) + again,
        code_cell(finding.team or ""),
        code_cell(finding.clause or ""),
        proposed or (cell(finding.prompts[0]) if finding.prompts else ""),
        cite(finding.evidence),
    )
