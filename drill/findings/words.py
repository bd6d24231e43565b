"""Plain words for spans, counts and lists, the same in findings, reports and on the command line."""

from __future__ import annotations

from drill.files.times import DAY, HOUR, MINUTE, SECOND, format_stamp


def span(ms: int) -> str:
    """A length of time in words, rounded down to seconds: ``45 s``, ``2 min 30 s``, ``1 h 5 min``.

    From an hour on the seconds are dropped, from a day on the minutes.
    """
    seconds = max(0, ms) // SECOND
    days, rest = divmod(seconds, DAY // SECOND)
    hours, rest = divmod(rest, HOUR // SECOND)
    minutes, seconds = divmod(rest, MINUTE // SECOND)
    if days:
        parts = ((days, "d"), (hours, "h"))
    elif hours:
        parts = ((hours, "h"), (minutes, "min"))
    else:
        parts = ((minutes, "min"), (seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def stamp(ms: int) -> str:
    """``T+HH:MM:SS``, rounded down to seconds."""
    return format_stamp(ms - ms % SECOND)


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """``1 step``, ``3 steps``."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def times(count: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
