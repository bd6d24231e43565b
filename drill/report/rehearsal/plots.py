"""Small plots in characters: the same on a screen, in a mail and on paper."""

from __future__ import annotations

from itertools import pairwise

from drill.findings.words import span
from drill.rehearsal.forecast import Asked

_LEVELS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = " ▏▎▍▌▋▊▉"
DEADLINE = "│"


def strip(asked: Asked) -> str:
    """How the times of one thing lie from 0 on, with its deadline: ``▁▃█▅▂│▁``."""
    most = max(asked.bins, default=0)
    marks = [_level(count, most) for count in asked.bins]
    if asked.deadline is not None:
        place = -(-asked.deadline // asked.bin_width)
        marks += [_LEVELS[0]] * (place - len(marks))
        marks.insert(place, DEADLINE)
    return "".join(marks)


def _level(count: int, most: int) -> str:
    if not count:
        return _LEVELS[0]
    return _LEVELS[max(1, round(count * (len(_LEVELS) - 1) / most))]


def bar(share: float, width: int) -> str:
    """A bar of eighths of a character."""
    whole, eighths = divmod(round(share * width * 8), 8)
    return "█" * whole + (_EIGHTHS[eighths] if eighths else "")


def histogram(asked: Asked, runs: int, *, width: int = 40) -> list[str]:
    """The times of one thing in lines, a bar each, with a line where the deadline falls."""
    most, lines = max(asked.bins, default=0), []
    edges = [place * asked.bin_width for place in range(len(asked.bins) + 1)]
    labels = [f"{span(low) if low else '0'} to {span(high)}" for low, high in pairwise(edges)]
    space = max(map(len, labels), default=0)
    first = next((place for place, count in enumerate(asked.bins) if count), 0)
    for place in range(first, len(labels)):
        count = asked.bins[place]
        share = f" {100 * count / runs:.1f} %" if count else ""
        lines.append(f"{labels[place]:>{space}}  {bar(count / most, width)}{share}".rstrip())
        if asked.deadline is not None and edges[place] < asked.deadline <= edges[place + 1]:
            lines.append(f"{'':>{space}}  ── deadline {span(asked.deadline)} ".ljust(space + 2 + width, "─"))
    return lines
