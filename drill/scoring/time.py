"""Part 1, time: the acts and approvals, by when they were done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drill.scoring.card import LEFT_OUT, Response
from drill.scoring.credit import mean
from drill.scoring.record import TeamRecord


def counted_once(rows: Iterable[Response]) -> list[Response]:
    """The rows that count for the team: of a step that several injects ask for, the one worth least.

    It weighs what the inject gives it that gives it most, whichever is worth least:
    so that being done earlier, by which another of them may become the least, never
    lowers the whole.
    """
    least: dict[object, Response] = {}
    heaviest: dict[object, float] = {}
    for row in rows:
        if not row.scored or row.status in LEFT_OUT or row.credit is None:
            continue
        key: object = (row.step, row.on, row.occurrence) if row.step is not None else (row.name, row.inject)
        known = least.get(key)
        if known is None or known.credit is None or row.credit < known.credit:
            least[key] = row
        heaviest[key] = max(row.weight, heaviest.get(key, 0.0))
    return [row if row.weight == heaviest[key] else replace(row, weight=heaviest[key]) for key, row in least.items()]


def time_part(record: TeamRecord, rows: Iterable[Response]) -> float | None:
    """Σ w·s / Σ w over the acts; None with nothing to observe."""
    acts = counted_once(row for row in rows if not record.is_called_step(row.kind))
    return mean([(row.weight, row.credit or 0.0) for row in acts])
