"""The findings: what should be answered, with the clause each cites and questions for the debrief."""

from __future__ import annotations

from drill.findings.audited import PREFIX
from drill.findings.finding import Finding, Severity
from drill.findings.words import counted
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, cite, heading, table
from drill.report.escape import cell, code, code_cell, escape
from drill.report.revisited import seen_before
from drill.revision.revisions import Proposal


def findings(aar: AfterAction) -> Blocks:
    """The findings, the gravest first; the minor ones in a table."""
    blocks: Blocks = [heading(2, "Findings")]
    if not aar.findings:
        return [*blocks, "None: all that was asked for was seen to be done, in time and in order.", *_audited(aar)]
    blocks.append(
        "Each cites the clause that it is measured against, and the lines of the log that show it. "
        "The questions are for the people who were there; no finding is about a person."
    )
    weighty = [each for each in aar.findings if each.severity is not Severity.MINOR]
    for number, finding in enumerate(weighty, 1):
        blocks += _finding(aar, number, finding)
    minor = [each for each in aar.findings if each.severity is Severity.MINOR]
    if minor:
        blocks += [heading(3, "Minor findings"), _minor(aar, len(weighty), minor)]
    return [*blocks, *_audited(aar)]


def _audited(aar: AfterAction) -> Blocks:
    """What the audit of the plan adds; nothing where it found nothing."""
    found, others = aar.audited.findings, aar.audited.others
    if not found and not others:
        return []
    blocks: Blocks = [
        heading(3, "What the audit of the plan adds"),
        f"Not seen in play: read in the plan as it stood on {aar.scorecard.date}, whoever plays it. Why it matters: "
        f"{code('drill audit --explain RULE')}.",
    ]
    if found:
        rows = [
            (
                cell(finding.title),
                finding.severity.word,
                finding.kind.value,
                cell(finding.prompts[0]),
                "; or ".join(cell(aar.proposal_title(proposal)) for proposal in aar.proposals_for(finding))
                or cell(finding.explanation),
                code_cell(finding.clause or ""),
                code_cell(finding.rule.removeprefix(PREFIX)),
            )
            for finding in found
        ]
        headers = ("Finding", "How grave", "Kind", "To ask", "What could be done", "Clause", "Rule of the audit")
        blocks.append(table(headers, rows))
    if others:
        more = counted(others, "more point" if found else "point")
        are = "is" if others == 1 else "are"
        command = code(f"drill audit PLAN --on {aar.scorecard.date}")
        blocks.append(f"{more} of the audit {are} about parts of the plan that this drill did not touch: {command}.")
    return blocks


def _finding(aar: AfterAction, number: int, finding: Finding) -> Blocks:
    whose = "of the plan, whoever plays it" if finding.team is None else f"team {code(finding.team)}"
    objective = f"objective {code(finding.objective)}" if finding.objective else ""
    clause = f"clause {code(finding.clause)}" if finding.clause else ""
    facts = [
        finding.severity.word,
        finding.kind.value,
        whose,
        objective,
        clause,
        cite(finding.evidence),
        code(finding.id),
    ]
    return [
        heading(3, f"{number}. {escape(finding.title)}"),
        " · ".join(fact for fact in facts if fact),
        seen_before(aar.seen_before(finding)),
        escape(finding.explanation),
        bullets(escape(prompt) for prompt in finding.prompts),
        *(_proposed(aar, proposal) for proposal in aar.proposals_for(finding)),
    ]


def _proposed(aar: AfterAction, proposal: Proposal) -> str:
    proof = f" It is proven when {escape(proposal.criterion.words())}." if proposal.criterion else ""
    title = escape(aar.proposal_title(proposal))
    return f"**A change to talk about:** {title}. {escape(proposal.why)}{proof} ({code(proposal.id)})"


def _minor(aar: AfterAction, before: int, minor: list[Finding]) -> str:
    rows = [
        (
            str(before + number),
            cell(finding.title),
            code_cell(finding.team or ""),
            finding.kind.value,
            cell(finding.prompts[0]) if finding.prompts else "",
            "; ".join(cell(aar.proposal_title(proposal)) for proposal in aar.proposals_for(finding)),
            ", ".join(code_cell(session) for session in aar.seen_before(finding)),
            code_cell(finding.clause or ""),
            cite(finding.evidence),
        )
        for number, finding in enumerate(minor, 1)
    ]
    headers = ("", "Finding", "Team", "Kind", "To ask", "A change to talk about", "Seen before", "Clause", "Lines")
    return table(headers, rows)
