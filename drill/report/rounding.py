"""Scores and times as they are written down: rounded once, at the very end."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from drill.files.times import SECOND

_PLACES = Decimal("0.001")


def rounded(value: float) -> float:
    """A score with three decimals, halves up.

    A float's own noise, beyond its twelfth decimal, is taken off first: a half that was
    added up from tenths is a half.
    """
    return float(Decimal(f"{value:.12f}").quantize(_PLACES, ROUND_HALF_UP))


def seconds(ms: int) -> int:
    """Whole seconds of a time in milliseconds, rounded down."""
    return ms // SECOND
