"""Participants' feedback: a CSV file as a form or a spreadsheet gives it, counted and quoted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

from drill.errors import Refused
from drill.files.spreadsheet import as_csv, from_csv
from drill.files.text import clean

QUESTIONS = (
    ("role", "Your role in the drill (not your name)", ""),
    ("team", "Your team", ""),
    ("objectives clear", "I knew what we were to practise", "1 to 5"),
    ("realistic", "It could happen to us like this", "1 to 5"),
    ("knew my part", "I knew what was mine to do", "1 to 5"),
    ("plan helped", "The plan helped us", "1 to 5"),
    ("reached people", "I reached those whom I needed", "1 to 5"),
    ("safe to speak", "I could say that something was wrong", "1 to 5"),
    ("worked well", "What worked, and should stay?", "in words"),
    ("change", "What should we change, and where in the plan?", "in words"),
    ("other", "Anything else?", "in words"),
)
"""The form's questions: the column's name, what is asked, and how it is answered."""

MOST_CHARACTERS = 1_000_000
MOST_ANSWERS = 2_000
MOST_COLUMNS = 60
_MOST_CHOICES = 6
_LONGEST_CHOICE = 24

_ABOUT_A_PERSON = re.compile(r"\b(names?|e-?mails?|phone|mobile|time ?stamp|date|ip)\b|^id$", re.IGNORECASE)
"""Columns that tell who answered. They are left out of the report."""


@dataclass(frozen=True, slots=True)
class Question:
    """One column: how often each answer was given, or what was written."""

    title: str
    counts: tuple[tuple[str, int], ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """All answers."""

    answers: int
    questions: tuple[Question, ...]
    left_out: tuple[str, ...]
    """Columns that tell who answered."""


def read_feedback(text: str) -> Feedback:
    """The answers of a CSV file: any columns, separated by commas, semicolons or tabs; the first line names them.

    Raises Refused for what is no table with at least one answer, or is far larger than any drill's feedback.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused(f"the feedback is longer than {MOST_CHARACTERS} characters")
    rows = _rows(text)
    if len(rows) < 2:
        raise Refused(
            "there is no answer in the feedback", "the first line names the questions, each further one answers"
        )
    titles = [_fold(title) or f"column {number}" for number, title in enumerate(rows[0], 1)]
    if len(rows) - 1 > MOST_ANSWERS or len(titles) > MOST_COLUMNS:
        raise Refused(f"the feedback has more than {MOST_ANSWERS} answers or {MOST_COLUMNS} columns")
    shown = [(index, title) for index, title in enumerate(titles) if not _ABOUT_A_PERSON.search(title)]
    questions = [
        _question(title, [_fold(row[index]) for row in rows[1:] if index < len(row)]) for index, title in shown
    ]
    kept = {title for _, title in shown}
    return Feedback(
        len(rows) - 1,
        tuple(each for each in questions if each.counts or each.comments),
        tuple(title for title in titles if title not in kept),
    )


def feedback_csv(text: str) -> str:
    """The answers as they are kept beside the report: separated by commas, and safe to open in a spreadsheet."""
    return as_csv(_rows(text))


def _rows(text: str) -> list[list[str]]:
    try:
        return from_csv(text)
    except csv.Error as error:
        raise Refused(f"the feedback is no CSV file: {error}") from None


def _question(title: str, cells: list[str]) -> Question:
    given = [cell for cell in cells if cell]
    counts = Counter(given)
    if given and all(re.fullmatch(r"\d{1,2}", cell, re.ASCII) for cell in given):
        return Question(title, tuple(sorted(counts.items(), key=lambda item: int(item[0]))))
    is_choice = len(counts) <= _MOST_CHOICES and all(len(cell) <= _LONGEST_CHOICE for cell in given)
    if is_choice and (len(counts) < len(given) or title.casefold() in ("role", "team")):
        return Question(title, tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))
    return Question(title, comments=tuple(given))


def _fold(text: str) -> str:
    return " ".join(clean(text).split())
