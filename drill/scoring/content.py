"""Part 6, content: the words that were published, as evaluators rated them."""

from __future__ import annotations

from drill.scenario.fit import StepKey
from drill.scoring.card import StatementRating
from drill.scoring.record import TeamRecord

PROMPTS = (
    "what is known and what is not",
    "a human word",
    "what people should do",
    "when the next update comes",
    "where the truth stands",
)
"""What a public statement is rated on, from 0 to 4."""


def statement_ratings(record: TeamRecord) -> tuple[StatementRating, ...]:
    """Each rated statement: the mean over evaluators of their newest rating."""
    newest: dict[StepKey, dict[str, tuple[int, int]]] = {}
    for entry, rated in record.ratings:
        newest.setdefault(rated.step, {})[rated.by] = (rated.score, entry.seq)
    return tuple(
        StatementRating(
            step=step,
            score=sum(score for score, _ in by.values()) / len(by),
            by=tuple(sorted(by)),
            text=published_text(record, step),
            evidence=record.evidence(*(entry for _, entry in by.values())),
        )
        for step, by in newest.items()
    )


def published_text(record: TeamRecord, step: StepKey) -> str | None:
    """What was published with a step: its line's note, else the prepared text that was used as it stands."""
    for act in record.play.acts.get(step, ()):
        entry = next((line for line in record.log.lines if line.seq == act.entry), None)
        if entry is not None and entry.statement.note:
            return entry.statement.note
        if act.resource is not None and not act.edited:
            return record.plan.resources[act.resource].text
    return None


def content_part(ratings: tuple[StatementRating, ...]) -> float | None:
    """The mean rating of the statements over 4; None where none was rated."""
    return sum(rating.score for rating in ratings) / len(ratings) / 4.0 if ratings else None
