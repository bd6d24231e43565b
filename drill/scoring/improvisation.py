"""The two by two of plan and outcome, and how complete the record is."""

from __future__ import annotations

from drill.scoring.card import Improvisation, Logging, Response, Status
from drill.scoring.record import TeamRecord
from drill.session.statements import Judgement
from drill.session.statements import Response as ResponseLine

DONE = frozenset({Status.MET, Status.SLOW, Status.LATE})


def improvisation(record: TeamRecord, rows: tuple[Response, ...]) -> Improvisation:
    """Each expected step done is followed-good unless judged harmful; each improvisation as it was judged."""
    harmful = {entry for entry, judgement in record.judged.items() if judgement is Judgement.HARMFUL}
    harmful_lines = set(record.evidence(*harmful))
    improvised_lines = set(record.evidence(*(entry.seq for entry in record.play.improvised)))
    done = {
        (row.step, row.on, row.occurrence): bool(harmful_lines & set(row.evidence))
        for row in rows
        if row.step is not None and row.status in DONE and not improvised_lines & set(row.evidence)
    }
    verdicts = [record.judged.get(entry.seq) for entry in record.play.improvised]
    return Improvisation(
        followed_good=sum(not bad for bad in done.values()),
        followed_bad=sum(done.values()),
        deviated_good=verdicts.count(Judgement.SENSIBLE),
        deviated_bad=verdicts.count(Judgement.HARMFUL),
        unjudged=sum(verdict not in (Judgement.SENSIBLE, Judgement.HARMFUL) for verdict in verdicts),
    )


def logging(record: TeamRecord, rows: tuple[Response, ...]) -> Logging:
    """How many of the team's lines were seen as they happened, how many recalled, and what nobody saw."""
    lines = [entry for entry in record.log.lines if isinstance(entry.statement, ResponseLine)]
    recalled = sum(entry.recalled for entry in lines)
    unseen = len({(row.step, row.on, row.occurrence) for row in rows if row.status is Status.UNSEEN})
    return Logging(seen=len(lines) - recalled, recalled=recalled, unseen=unseen)
