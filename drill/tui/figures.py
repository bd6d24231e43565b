"""Times and durations as the screens write them: short, and of one width for as long as they can be."""

from __future__ import annotations

from collections.abc import Sequence

from drill.files.times import HOUR, MINUTE, SECOND, format_duration


def minutes(ms: int) -> str:
    """``12:40``, or ``1:02:40`` from an hour on; parts of a second are dropped."""
    seconds = ms // SECOND
    hours, rest = divmod(seconds, 3_600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def stamp(ms: int) -> str:
    """``12:40`` of exercise time with two figures for the minutes, ``1:02:40`` from an hour on."""
    return f"{ms // MINUTE:02d}:{ms // SECOND % 60:02d}" if ms < HOUR else minutes(ms)


def left(ms: int) -> str:
    """What is left of a time, rounded up, so that 0:00 is over: ``2:20``; past it ``+0:10``."""
    return minutes(-(-ms // SECOND) * SECOND) if ms >= 0 else f"+{minutes(-ms)}"


def due_in(ms: int) -> str:
    """What is left of a time, or by how much it is over, in at most six cells: ``2:20``, ``+0:10``, ``1h02m``."""
    if -HOUR < ms < HOUR:
        return left(ms)
    return f"+{short(-ms)}" if ms < 0 else short(ms)


def window(target: int | None, deadline: int | None) -> str:
    """A target and a deadline: ``5/10m``, ``90s/5m``, ``1/2h``; empty where there is no deadline."""
    if deadline is None:
        return ""
    first, last = format_duration(target or 0), format_duration(deadline)
    same_unit = first[-1] == last[-1] and first[:-1].isdigit() and last[:-1].isdigit()
    return f"{first[:-1]}/{last}" if same_unit else f"{first}/{last}"


def speed(thousandths: int) -> str:
    """``×1``, ``×0.5``."""
    return f"×{thousandths / 1000:g}"


def short(ms: int) -> str:
    """At most five cells: ``12:40``, ``1h02m``, ``14h``."""
    if ms < HOUR:
        return minutes(ms)
    hours, rest = divmod(ms // MINUTE, 60)
    return f"{hours}h{rest:02d}m" if hours < 10 else f"{hours}h"


def teams_in_short(teams: Sequence[str], *, most: int = 4, between: str = ",") -> str:
    """``blue,red``; of more than `most` only how many they are."""
    return between.join(teams) if len(teams) <= most else f"{len(teams)} teams"
