"""Questions that the exercise put to the team: answered poorly, late, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry
from drill.findings.rulebook import Found, rule
from drill.findings.words import span
from drill.scenario.model import Quality
from drill.scoring.card import DecisionResult


@rule("no-decision")
def no_decision(inquiry: Inquiry) -> Iterator[Found]:
    """A decision was due and was not made by its deadline.

    Major where it was never made, moderate where it came after its deadline.
    """
    for result in inquiry.card.decisions:
        if result.credit != 0.0 or (result.option is not None and not _is_late(inquiry, result)):
            continue
        never = result.option is None
        after = 0 if result.at is None or result.deadline_at is None else result.at - result.deadline_at
        yield Found(
            subject=result.inject,
            kind=FindingKind.TRAINING,
            severity=Severity.MAJOR if never else Severity.MODERATE,
            title=f"“{inquiry.words(result.question)}” was "
            + ("never decided" if never else f"decided {span(after)} late"),
            explanation="An open question holds up everybody who needs its answer.",
            prompts=(
                "Who was to decide, and did they know that it was theirs?",
                "What was missing, and would it ever have come?",
            ),
            clause=_clause(inquiry, result),
            objective=result.objective,
            evidence=result.evidence or _asked(inquiry, result),
        )


@rule("poor-decision")
def poor_decision(inquiry: Inquiry) -> Iterator[Found]:
    """A decision was made in time, and the scenario's author calls it poor. Major."""
    for result in inquiry.card.decisions:
        if result.quality != Quality.POOR or _is_late(inquiry, result):
            continue
        decision = inquiry.play.delivered[result.inject].inject.inject.decision
        says = decision.options[result.option].says if decision and result.option in decision.options else result.option
        yield Found(
            subject=result.inject,
            kind=FindingKind.TRAINING,
            severity=Severity.MAJOR,
            title=f"“{inquiry.words(result.question)}” was answered poorly: {inquiry.words(says or '')}",
            explanation="The scenario's author holds other answers for better.",
            prompts=(
                "What did you know at that moment, and what did you assume?",
                "Who saw it otherwise, and was it said aloud?",
            ),
            clause=_clause(inquiry, result),
            objective=result.objective,
            evidence=result.evidence,
        )


def _is_late(inquiry: Inquiry, result: DecisionResult) -> bool:
    timed = inquiry.record.is_timed and result.deadline_at is not None
    return timed and result.at is not None and result.deadline_at is not None and result.at > result.deadline_at


def _clause(inquiry: Inquiry, result: DecisionResult) -> str | None:
    """The scenario's clause of the question; None for an inject that was written during the exercise."""
    prepared = inquiry.exercise.injects.get(result.inject)
    if prepared is None:
        return None
    place = inquiry.exercise.scenario.document.place((*prepared.inject.path, "decision"))
    return f"scenario.injects.{result.inject}.decision:{place.line}"


def _asked(inquiry: Inquiry, result: DecisionResult) -> tuple[int, ...]:
    return inquiry.lines(inquiry.play.delivered[result.inject].entry)
