"""What the command line prints of the programme: a page for people, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from drill.files.text import clean
from drill.findings.finding import Severity
from drill.findings.words import counted
from drill.revision.console import action_dict, action_text, as_json, revision_dict
from drill.revision.programme import Drilled, OpenFinding, Programme, Suggestion


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
                {
                    "scenario": each.path,
                    "title": each.title,
                    "steps": list(each.steps),
                    "texts": list(each.texts),
                    "retests": list(each.retests),
                }
                for each in found.suggestions
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
    findings = [_tally(found.findings)] if found.findings else []
    findings += [
        f"{Severity(each.severity).word}, {counted(each.age(found.day), 'day')}"
        f"{f', seen {each.times} times' if each.times > 1 else ''}: {each.title} ({each.id})"
        for each in found.findings[:MOST_FINDINGS]
    ]
    rest = len(found.findings) - MOST_FINDINGS
    findings += [f"and {rest} more: --json has them all"] if rest > 0 else []
    blocks.append(_section("Open findings, the oldest first", findings, "none"))
    share = found.verified_share
    told = "none is in effect yet" if share is None else f"{share:.0%} of those in effect are verified by a re-test"
    blocks.append(_section("Revisions", [f"{len(found.revisions)} proposed; {told}"], ""))
    blocks.append(_section("Open actions", [action_text(each, found.day) for each in found.actions], "none"))
    blocks.append(_section("Next review", [_review_line(found)], ""))
    suggestions = [f"{each.path}: {_gains(each)}" for each in found.suggestions]
    blocks.append(_section("Would cover what no drill came to", suggestions, "no scenario at hand"))
    return clean("\n\n".join(blocks))


MOST_FINDINGS = 12
"""So many open findings stand on the page."""


def _tally(findings: Sequence[OpenFinding]) -> str:
    """How many there are of each severity: ``9 critical, 2 minor``."""
    grave = Counter(each.severity for each in findings)
    return ", ".join(f"{grave[severity]} {severity.word}" for severity in reversed(Severity) if grave[severity])


def _gains(each: Suggestion) -> str:
    parts = (
        (f"re-tests {_shortened(each.retests)}", each.retests),
        (f"{counted(len(each.steps), 'step')}, {_shortened(each.steps)}", each.steps),
        (f"{counted(len(each.texts), 'prepared text')}, {_shortened(each.texts)}", each.texts),
    )
    return "; ".join(words for words, names in parts if names)


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
