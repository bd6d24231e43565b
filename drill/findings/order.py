"""Orders that were not kept, acts that must not happen, and one person doing what takes two."""

from __future__ import annotations

from collections.abc import Iterator

from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry
from drill.findings.rulebook import Found, rule
from drill.findings.words import listed, span
from drill.plan.model import Rule
from drill.scenario.fit import StepKey
from drill.scoring.card import ErrorKind, RuleResult
from drill.scoring.order import after_pairs

HEAVY_RULE = 2.0
"""From this weight on a rule counts as heavy; most have 1."""


@rule("order")
def order_broken(inquiry: Inquiry) -> Iterator[Found]:
    """Something came before what the plan puts first, or did not follow in time what it must follow.

    Critical for a gate, moderate for a rule of weight 2 or more, else minor.
    """
    for result in inquiry.card.rules:
        named = _rule_of(inquiry, result)
        if result.kept or is_forbidden(inquiry, result) or (named is not None and named.different_people):
            continue
        yield Found(
            subject=result.id,
            kind=FindingKind.TRAINING,
            severity=_severity(result),
            title=broken_words(inquiry, result),
            explanation="The plan puts these in an order, and it was not kept.",
            prompts=(
                "Did the order matter today? What did it cost, or save?",
                "Was it known, or was it forgotten under pressure?",
            ),
            clause=result.clause,
            evidence=result.evidence,
        )


def _severity(result: RuleResult) -> Severity:
    if result.gate:
        return Severity.CRITICAL
    return Severity.MODERATE if result.weight >= HEAVY_RULE else Severity.MINOR


def broken_words(inquiry: Inquiry, result: RuleResult) -> str:
    """What was not kept, in words: ``clean-up was done before archive``."""
    if is_forbidden(inquiry, result):
        return f"{result.id} was done, which is forbidden"
    named, pair = _rule_of(inquiry, result), None
    if named is not None and named.different_people:
        return f"one person did {listed(named.different_people)}"
    if named is not None and named.when_done is not None:
        return f"{named.then_do} did not follow {named.when_done} within {span(named.within or 0)}"
    if named is not None:
        workflow = next(each.workflow for each in inquiry.exercise.rules if each.rule is named)
        pair = StepKey(workflow, named.first or ""), StepKey(workflow, named.then or "")
    else:
        pairs = after_pairs(inquiry.record)
        pair = next((pair for pair in pairs if f"{pair[1].step}-after-{pair[0].step}" == result.id), None)
    if pair is None:
        return f"the order {result.id} was not kept"
    earlier, later = pair
    word = "before" if inquiry.record.done_times(earlier) else "without"
    return f"{inquiry.name(later)} was done {word} {inquiry.name(earlier)}"


def _rule_of(inquiry: Inquiry, result: RuleResult) -> Rule | None:
    """The plan's rule behind a result; None for an `after` pair, and for a forbidden act."""
    if is_forbidden(inquiry, result):
        return None
    return next((each.rule for each in inquiry.exercise.rules if each.rule.id == result.id), None)


def is_forbidden(inquiry: Inquiry, result: RuleResult) -> bool:
    """Whether a result is a forbidden act that was done."""
    return result.id in inquiry.exercise.forbidden and ".forbidden." in result.clause


@rule("forbidden")
def forbidden(inquiry: Inquiry) -> Iterator[Found]:
    """Something was done that the plan says must not happen. Critical."""
    for result in inquiry.card.rules:
        if not is_forbidden(inquiry, result):
            continue
        workflow = inquiry.exercise.forbidden[result.id].workflow
        words = inquiry.plan.workflows[workflow].forbidden[result.id]
        yield Found(
            subject=result.id,
            kind=FindingKind.TRAINING,
            severity=Severity.CRITICAL,
            title=f"It must not happen, and it did: {words}",
            explanation=f"The plan forbids {result.id} in {workflow}.",
            prompts=("What led up to it, and what would have stopped it?", "Who could have said no, and how?"),
            clause=result.clause,
            evidence=result.evidence,
        )


@rule("same-person")
def same_person(inquiry: Inquiry) -> Iterator[Found]:
    """One person did what the plan wants different people to do.

    Staffing: at the time, one pair of hands had to do. Critical for a gate, else moderate.
    """
    for result in inquiry.card.rules:
        named = _rule_of(inquiry, result)
        if result.kept or named is None or named.different_people is None:
            continue
        yield Found(
            subject=result.id,
            kind=FindingKind.STAFFING,
            severity=Severity.CRITICAL if result.gate else Severity.MODERATE,
            title=f"One person did {listed(named.different_people)}",
            explanation="The plan wants different people for these, so that they can be done at once, or be checked.",
            prompts=("Who else was free, and did anybody ask?", "Are there enough people of these roles at that hour?"),
            clause=result.clause,
            evidence=result.evidence,
        )


@rule("self-approval")
def self_approval(inquiry: Inquiry) -> Iterator[Found]:
    """One person drafted and approved, also through two hats.

    Staffing where the approving role had nobody else there, else training. Major.
    """
    for error in inquiry.card.errors:
        if error.kind is not ErrorKind.SELF_APPROVAL:
            continue
        approver = error.to or ""
        alone = inquiry.people_there(approver, error.at or 0) <= 1
        yield Found(
            subject=approver,
            kind=FindingKind.STAFFING if alone else FindingKind.TRAINING,
            severity=Severity.MAJOR,
            title=f"One person was {error.caller} and {approver}, and approved their own words",
            explanation="An approval by its own author is none."
            + (f" Nobody else of {approver} was there." if alone else f" Somebody else of {approver} was there."),
            prompts=("Who else could have read it before it went out?", "Did anybody notice that it was one person?"),
            clause=error.clause,
            objective=next(iter(error.objectives), None),
            evidence=error.evidence,
        )
