"""Orders that were not kept, acts that must not happen, and one person doing what takes two."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry, objective_of
from drill.findings.rulebook import Found, rule
from drill.findings.words import span
from drill.scenario.exercise import PreparedRule
from drill.scenario.fit import StepKey
from drill.scoring.card import ErrorKind, RuleResult
from drill.scoring.order import after_pairs, steps_of

HEAVY_RULE = 2.0
"""From this weight on a rule counts as heavy; most have 1."""


@rule("order")
def order_broken(inquiry: Inquiry) -> Iterator[Found]:
    """Something came before what the plan puts first, or did not follow in time what it must follow.

    Critical for a gate, moderate for a rule of weight 2 or more, else minor.
    """
    for result in inquiry.card.rules:
        behind = _rule_behind(inquiry, result)
        if result.kept or is_forbidden(inquiry, result) or (behind is not None and behind.rule.different_people):
            continue
        steps = steps_of(behind) if behind is not None else _pair(inquiry, result)
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
            objective=objective_of(row for row in inquiry.card.responses if row.step in steps),
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
    behind = _rule_behind(inquiry, result)
    if behind is None or behind.rule.first is not None:
        return _pair_words(inquiry, _pair(inquiry, result))
    named = behind.rule
    if named.different_people:
        return f"one person did {listed(named.different_people)}"
    if result.late_by is not None:
        return f"{named.then_do} followed {named.when_done} {span(result.late_by)} late"
    return f"{named.then_do} did not follow {named.when_done} within {span(named.within or 0)}"


def _pair_words(inquiry: Inquiry, pair: tuple[StepKey, ...]) -> str:
    earlier, later = pair
    word = "before" if inquiry.record.done_times(earlier) else "without"
    return f"{inquiry.name(later)} was done {word} {inquiry.name(earlier)}"


def _pair(inquiry: Inquiry, result: RuleResult) -> tuple[StepKey, ...]:
    """The steps of a result that is about two of them: what comes first, what comes after."""
    behind = _rule_behind(inquiry, result)
    if behind is not None:
        return steps_of(behind)
    return next(
        pair
        for pair in after_pairs(inquiry.record)
        if f"{pair[1].step}-after-{pair[0].step}" == result.id
        and result.clause.startswith(f"workflows.{pair[1].workflow}.steps.{pair[1].step}.")
    )


def _rule_behind(inquiry: Inquiry, result: RuleResult) -> PreparedRule | None:
    """The plan's rule behind a result; None for an `after` pair, and for a forbidden act."""
    return next(
        (each for each in inquiry.exercise.rules if inquiry.exercise.clause_of_rule(each) == result.clause), None
    )


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
        behind = _rule_behind(inquiry, result)
        named = behind.rule.different_people if behind is not None else None
        if result.kept or named is None:
            continue
        yield Found(
            subject=result.id,
            kind=FindingKind.STAFFING,
            severity=Severity.CRITICAL if result.gate else Severity.MODERATE,
            title=f"One person did {listed(named)}",
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
