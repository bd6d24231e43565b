"""Shares, times and their intervals, as a report writes them."""

from __future__ import annotations

from drill.files.times import HOUR, MINUTE
from drill.rehearsal.forecast import Quantile
from drill.rehearsal.intervals import Mean, Paired, Share

NOT_BY_THE_END = "not by the end"
NONE = "–"


def percent(share: Share) -> str:
    """``83 % (82–84)``: a share with its 95 % interval, to a tenth where whole points would hide it."""
    if share.value is None:
        return NONE
    low, high = share.interval
    places = 0 if high - low >= 0.01 and 0.01 <= share.value <= 0.99 else 1
    return f"{_points(share.value, places)} % ({_points(low, places)}–{_points(high, places)})"


def _points(value: float, places: int) -> str:
    """Percent; only what is all or nothing is written as 100 or 0 without a tenth."""
    return f"{value * 100:.{places if 0 < value < 1 else 0}f}"


def bare_percent(share: Share) -> str:
    """``83 %``, without its interval."""
    return percent(share).split(" (")[0]


def change(paired: Paired) -> str:
    """``−7.2 points (−7.9 to −6.6)``: how a share changes, with its interval."""
    if paired.value is None:
        return NONE
    if not paired.gained and not paired.lost:
        return "none"
    low, high = paired.interval
    return f"{_signed(paired.value)} points ({_signed(low)} to {_signed(high)})"


def _signed(value: float) -> str:
    points = f"{abs(value) * 100:.1f}"
    return ("" if points == "0.0" else "−" if value < 0 else "+") + points


def minutes(ms: float | None) -> str:
    """``17:50``, minutes and seconds; ``1:02:30`` from an hour on."""
    if ms is None:
        return NONE
    whole = int(ms)
    hours, rest = divmod(whole, HOUR)
    seconds = rest % MINUTE // 1000
    if hours:
        return f"{hours}:{rest // MINUTE:02d}:{seconds:02d}"
    return f"{rest // MINUTE}:{seconds:02d}"


def at_quantile(quantile: Quantile) -> str:
    """``17:50``, or that it was not done by the end."""
    return NOT_BY_THE_END if quantile.value is None else minutes(quantile.value)


def between(quantile: Quantile) -> str:
    """``17:50 (17:38–18:04)``: a quantile with its interval."""
    if quantile.value is None:
        return NOT_BY_THE_END
    high = NOT_BY_THE_END if quantile.high is None else minutes(quantile.high)
    return f"{minutes(quantile.value)} ({minutes(quantile.low)}–{high})"


def mean_minutes(mean: Mean) -> str:
    """A mean time with its interval: ``4:05 (4:01–4:09)``."""
    if mean.value is None or mean.interval is None:
        return minutes(mean.value)
    low, high = mean.interval
    return f"{minutes(mean.value)} ({minutes(max(0.0, low))}–{minutes(high)})"
