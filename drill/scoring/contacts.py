"""Part 2, contacts: who was called, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drill.scoring.card import Contact, Response
from drill.scoring.credit import mean
from drill.scoring.record import TeamRecord
from drill.scoring.time import counted_once


@dataclass(frozen=True, slots=True)
class ContactsPart:
    """The part and what it is made of."""

    score: float | None
    precision: float | None
    recall: float | None


def contacts_part(record: TeamRecord, rows: Iterable[Response]) -> ContactsPart:
    """F = 5·P·R / (4·P + R): missing someone costs more than one call too many, and spraying loses."""
    expected = counted_once(row for row in rows if record.is_called_step(row.kind))
    recall = mean([(row.weight, row.credit or 0.0) for row in expected])
    asked = {call.to for call in record.play.calls if record.is_counted(call)}
    useful = {call.to for call in record.play.calls if record.is_counted(call) and record.is_useful(call)}
    precision = len(useful) / len(asked) if asked else None
    if recall is None:
        return ContactsPart(None if precision is None else f_score(precision, 1.0), precision, None)
    return ContactsPart(f_score(1.0 if precision is None else precision, recall), precision, recall)


def f_score(precision: float, recall: float) -> float:
    """The F measure with β = 2, in [0, 1] (van Rijsbergen 1979)."""
    weighted = 4.0 * precision + recall
    return 5.0 * precision * recall / weighted if weighted > 0 else 0.0


def contact_rows(record: TeamRecord) -> tuple[Contact, ...]:
    """Every call and heads-up of the team, in order."""
    edges = {(edge.from_, edge.to): edge for edge in record.plan.escalations}
    rows = []
    for call in record.play.calls:
        edge = edges.get((call.caller, call.to))
        rows.append(
            Contact(
                caller=call.caller,
                to=call.to,
                at=call.at,
                verb=call.verb,
                about=call.about,
                acked_at=call.acked_at,
                useful=record.is_useful(call) if record.is_counted(call) else None,
                clause=record.exercise.clause(edge.path) if edge is not None else None,
                evidence=record.evidence(call.entry, call.acked_entry),
            )
        )
    return tuple(rows)
