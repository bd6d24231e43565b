"""The blocks that a report is built of: headings, lists, tables, citations. What goes in is markdown already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

Blocks = list[str]
"""Paragraphs, tables and lists, in order; an empty line goes between two of them."""


def document(blocks: Iterable[str]) -> str:
    """The blocks as one text that ends with a newline; empty blocks are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def heading(level: int, text: str) -> str:
    """A heading of a level from 1."""
    return f"{'#' * level} {text}"


def bullets(items: Iterable[str]) -> str:
    """A list; empty text for none."""
    return "\n".join(f"- {item}" for item in items)


def numbered(items: Iterable[str]) -> str:
    """A numbered list; empty text for none."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty text for one without rows. A column that no row fills is left out."""
    lines = [list(row) for row in rows]
    if not lines:
        return ""
    filled = [index for index in range(len(headers)) if index == 0 or any(line[index] for line in lines)]
    shown = [[line[index] for index in filled] for line in ([*headers], ["---"] * len(headers), *lines)]
    return "\n".join("| " + " | ".join(line) + " |" for line in shown)


def cite(*evidence: Iterable[int]) -> str:
    """The lines of the log that show something: ``[L4, L7–L9]``; empty text for none."""
    numbers = sorted({number for each in evidence for number in each})
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs += [f"L{run[0]}–L{run[-1]}"] if len(run) > 2 else [f"L{number}" for number in run]
    return f"[{', '.join(runs)}]" if runs else ""


def cited(text: str, *evidence: Iterable[int]) -> str:
    """A sentence with the lines that show it behind it."""
    return f"{text} {cite(*evidence)}".rstrip()
