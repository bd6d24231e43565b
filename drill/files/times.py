"""Durations, stamps and calendar periods, as users write them.

Inside the program exercise time is whole milliseconds. A duration is written
``1h30m`` (units d h m s, in that order, whole numbers), a stamp ``T+00:12:40``
or ``T+00:12:40.250``, a calendar period ``3 months``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LONGEST = 366 * DAY
"""No duration or stamp may be longer: a year of exercise is a typing mistake."""

DURATION_PATTERN = r"^(?=[0-9])(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?$"
PERIOD_PATTERN = r"^[0-9]+ (?:day|week|month|year)s?$"

_DURATION = re.compile(r"(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?", re.ASCII)
_STAMP = re.compile(r"T\+(\d{1,6}):([0-5]\d):([0-5]\d)(?:\.(\d{3}))?", re.ASCII)
_PERIOD = re.compile(r"(\d{1,4}) (day|week|month|year)s?", re.ASCII)


def parse_duration(text: str) -> int:
    """The duration in milliseconds. Raises ValueError with a sentence for the user."""
    match = _DURATION.fullmatch(text)
    if match is None or not text:
        raise ValueError(f"{text!r} is not a duration; write it like 90s, 5m or 1h30m")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
    if total > LONGEST:
        raise ValueError(f"{text!r} is longer than a year")
    return total


def format_duration(ms: int) -> str:
    """The shortest spelling of a duration that ``parse_duration`` reads; parts of a second are dropped."""
    seconds, parts = ms // SECOND, []
    for size, unit in ((DAY // SECOND, "d"), (HOUR // SECOND, "h"), (60, "m"), (1, "s")):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def parse_stamp(text: str) -> int:
    """Milliseconds of exercise time of ``T+HH:MM:SS[.mmm]`` or of a bare duration.

    Raises ValueError with a sentence for the user.
    """
    if text.startswith("T+"):
        match = _STAMP.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a time; write it like T+00:12:40, or 12m40s")
        hours, minutes, seconds, ms = match.groups()
        total = int(hours) * HOUR + int(minutes) * MINUTE + int(seconds) * SECOND + int(ms or 0)
        if total > LONGEST:
            raise ValueError(f"{text!r} is later than a year")
        return total
    try:
        return parse_duration(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time; write it like T+00:12:40, or 12m40s") from None


def format_clock(ms: int) -> str:
    """``HH:MM:SS`` of exercise time, with ``.mmm`` only where needed."""
    seconds, part = divmod(ms, SECOND)
    hours, rest = divmod(seconds, 3_600)
    text = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{text}.{part:03d}" if part else text


def format_stamp(ms: int) -> str:
    """``T+HH:MM:SS``, with ``.mmm`` only where needed."""
    return "T+" + format_clock(ms)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period: a whole number of days, weeks, months or years."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``3 months``. Raises ValueError with a sentence for the user."""
        match = _PERIOD.fullmatch(text)
        if match is None or int(match[1]) == 0:
            raise ValueError(f"{text!r} is not a period; write it like 3 months or 14 days")
        return cls(int(match[1]), match[2])

    def after(self, day: date) -> date:
        """The day one period after `day`; the last of the month where the month is shorter."""
        if self.unit in ("day", "week"):
            return day + timedelta(days=self.count * (7 if self.unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        month += 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"
