"""The findings: what should be answered, with the clause each cites and questions for the debrief."""

from __future__ import annotations

from drill.findings.finding import Finding, Severity
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, bullets, cite, heading, table
from drill.report.escape import cell, code, code_cell, escape


def findings(aar: AfterAction) -> Blocks:
    """The findings, the gravest first; the minor ones in a table."""
    blocks: Blocks = [heading(2, "Findings")]
    if not aar.findings:
        return [*blocks, "None: all that was asked for was seen to be done, in time and in order."]
    blocks.append(
        "Each cites the clause that it is measured against, and the lines of the log that show it. "
        "The questions are for the people who were there; no finding is about a person."
    )
    weighty = [each for each in aar.findings if each.severity is not Severity.MINOR]
    for number, finding in enumerate(weighty, 1):
        blocks += _finding(number, finding)
    minor = [each for each in aar.findings if each.severity is Severity.MINOR]
    if minor:
        blocks += [heading(3, "Minor findings"), _minor(len(weighty), minor)]
    return blocks


def _finding(number: int, finding: Finding) -> Blocks:
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
        escape(finding.explanation),
        bullets(escape(prompt) for prompt in finding.prompts),
    ]


def _minor(before: int, minor: list[Finding]) -> str:
    rows = [
        (
            str(before + number),
            cell(finding.title),
            code_cell(finding.team or ""),
            finding.kind.value,
            cell(finding.prompts[0]) if finding.prompts else "",
            code_cell(finding.clause or ""),
            cite(finding.evidence),
        )
        for number, finding in enumerate(minor, 1)
    ]
    return table(("", "Finding", "Team", "Kind", "To ask", "Clause", "Lines"), rows)
