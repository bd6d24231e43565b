"""Part 4, decisions: what the team chose, of what was asked of it."""

from __future__ import annotations

from drill.scenario.model import Quality
from drill.scoring.card import DecisionResult
from drill.scoring.credit import mean
from drill.scoring.record import TeamRecord


def decision_results(record: TeamRecord) -> tuple[DecisionResult, ...]:
    """Each decision that a delivered inject asked for; the last choice by its deadline counts."""
    worth = {Quality.BEST: 1.0, Quality.ACCEPTABLE: record.rules.acceptable_option, Quality.POOR: 0.0}
    results = []
    for inject, delivery in record.play.delivered.items():
        decision = delivery.inject.inject.decision
        if decision is None:
            continue
        deadline = None if decision.deadline is None else delivery.at + decision.deadline
        choices = record.play.choices.get(inject, [])
        in_time = [choice for choice in choices if deadline is None or not record.is_timed or choice.at <= deadline]
        shown = in_time[-1] if in_time else choices[0] if choices else None
        quality = None
        if shown is not None and shown.option in decision.options:
            quality = decision.options[shown.option].is_
        credit: float | None = worth[quality] if in_time and quality is not None else 0.0
        if not in_time and deadline is not None and record.end <= deadline:
            credit = None
        results.append(
            DecisionResult(
                inject=inject,
                question=decision.question,
                option=shown.option if shown else None,
                quality=None if quality is None else str(quality),
                at=shown.at if shown else None,
                deadline_at=deadline,
                credit=credit,
                weight=float(delivery.inject.inject.weight),
                objective=delivery.inject.inject.objective,
                evidence=record.evidence(*(choice.entry for choice in choices)),
            )
        )
    return tuple(results)


def decisions_part(results: tuple[DecisionResult, ...]) -> float | None:
    """The mean of the decisions, by their injects' weights; None where none could be observed."""
    return mean([(result.weight, result.credit) for result in results if result.credit is not None])
