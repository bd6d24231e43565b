"""What a response is worth by its time (scoring.md, 1)."""

from __future__ import annotations

import math

from drill.plan.model import ScoringRules


def time_credit(elapsed: int, target: int, deadline: int, rules: ScoringRules, *, hard: bool = False) -> float:
    """The credit in [0, 1] of a response after `elapsed` ms, for a target and a deadline in ms.

    1 up to the target (no bonus below it: that would buy haste), falling in a straight
    line to `credit_at_deadline` at the deadline, and halving from there with each
    further deadline − target. A hard limit is 1 up to the deadline and 0 after.
    """
    if hard:
        return 1.0 if elapsed <= deadline else 0.0
    if elapsed <= target:
        return 1.0
    span, at_deadline = deadline - target, rules.credit_at_deadline
    if elapsed <= deadline:
        return 1.0 - (1.0 - at_deadline) * (elapsed - target) / span
    return at_deadline * math.pow(2.0, -(elapsed - deadline) / span)


def mean(pairs: list[tuple[float, float]]) -> float | None:
    """The weighted mean of (weight, value) pairs; None of none."""
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total > 0 else None
