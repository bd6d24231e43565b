"""What a room answers to the four questions of a replay: lines of the session, so that they stand in the report.

Why something differed is a gap of a team, or a strength where it went better than meant;
the other answers are kept as parked notes. Each begins with the team, the moment and the
question, so that it reads by itself, and so that it is found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drill.files.times import format_stamp
from drill.session.state import State
from drill.session.statements import Entry, Gap, Parked, Strength
from drill.session.words import escape


class Question(StrEnum):
    """What is asked at a moment of the replay."""

    MEANT = "What was meant to happen"
    HAPPENED = "What happened"
    WHY = "Why the difference"
    CHANGE = "What do we change"


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about: an inject, and one team or all of them."""

    inject: str
    title: str
    at: int
    """When the inject came, in milliseconds."""
    team: str | None = None
    objective: str | None = None

    def begins(self, question: Question) -> str:
        """How an answer to a question begins."""
        who = f"{self.team}, " if self.team else ""
        return f"{who}{format_stamp(self.at)} {self.title}. {question}? "


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and the line that keeps it."""

    text: str
    entry: Entry


def answer(state: State, about: About, question: Question) -> Answer | None:
    """The newest answer to a question, or None."""
    found = list(_answers(state, about, question))
    return found[-1] if found else None


def _answers(state: State, about: About, question: Question) -> Iterator[Answer]:
    begins = about.begins(question)
    for entry in state.entries.values():
        said = entry.statement
        if isinstance(said, (Parked, Gap, Strength)) and said.note and said.note.startswith(begins):
            yield Answer(said.note.removeprefix(begins), entry)


def answer_line(about: About, question: Question, text: str, *, better: bool = False) -> str:
    """The line that keeps an answer; `better` where it went better than it was meant."""
    note = escape(f"{about.begins(question)}{text}")
    if question is not Question.WHY or about.team is None:
        return f"control park : {note}"
    objective = f" {about.objective}" if about.objective else ""
    return f"control {'strength' if better else 'gap'} {about.team}{objective} : {note}"
