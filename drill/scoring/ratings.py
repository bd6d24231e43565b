"""Gates, and the ratings that they cap: suggested by the program, confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drill.scenario.fit import StepKey
from drill.scoring.card import (
    LEFT_OUT,
    EscalationError,
    Gate,
    ObjectiveResult,
    Response,
    RuleResult,
    Status,
)
from drill.scoring.credit import mean
from drill.scoring.order import steps_of
from drill.scoring.record import TeamRecord
from drill.scoring.time import counted_once
from drill.session.statements import Grade

NEVER = (Status.MISSED, Status.PREMATURE)


def gates(record: TeamRecord, rows: tuple[Response, ...], results: Iterable[RuleResult]) -> tuple[Gate, ...]:
    """Everything that caps a suggested rating."""
    return tuple(
        sorted(
            (*_step_gates(record, rows), *_rule_gates(record, rows, results), *_flag_gates(record, rows)),
            key=_by_clause,
        )
    )


def _by_clause(gate: Gate) -> tuple[str, str]:
    return gate.clause, gate.why


def _step_gates(record: TeamRecord, rows: Iterable[Response]) -> Iterator[Gate]:
    found: dict[tuple[str, str], list[Response]] = {}
    for row in rows:
        late = row.status is Status.LATE and record.is_timed
        if (row.gate or row.hard) and (late or row.status in NEVER):
            found.setdefault((row.clause, _why(row)), []).append(row)
    for (clause, why), missed in found.items():
        over = [
            row.done_at - row.deadline_at for row in missed if row.done_at is not None and row.deadline_at is not None
        ]
        borderline = len(over) == len(missed) and all(each <= record.rules.borderline for each in over)
        yield Gate(
            clause=clause,
            why=why,
            borderline=borderline,
            objectives=tuple(sorted({row.objective for row in missed if row.objective is not None})),
            never_done=any(row.status in NEVER for row in missed),
            evidence=tuple(sorted({line for row in missed for line in row.evidence})),
        )


def _why(row: Response) -> str:
    on = f" on {row.on}" if row.on else ""
    if row.status is Status.PREMATURE:
        return f"{row.name}{on} was done too early"
    what = "limit broken" if row.hard else "past its deadline"
    return f"{row.name}{on} was never done" if row.status is Status.MISSED else f"{row.name}{on}: {what}"


def _objectives_of(rows: Iterable[Response], steps: Iterable[StepKey]) -> tuple[str, ...]:
    """The objectives whose injects ask for one of these steps."""
    wanted = set(steps)
    return tuple(sorted({row.objective for row in rows if row.step in wanted and row.objective is not None}))


def _rule_gates(record: TeamRecord, rows: tuple[Response, ...], results: Iterable[RuleResult]) -> Iterator[Gate]:
    steps = {record.exercise.clause_of_rule(prepared): steps_of(prepared) for prepared in record.exercise.rules}
    for result in results:
        if result.gate and not result.kept:
            objectives = _objectives_of(rows, steps.get(result.clause, ()))
            borderline = result.late_by is not None and result.late_by <= record.rules.borderline
            yield Gate(result.clause, f"{result.id} was not kept", borderline, objectives, False, result.evidence)


def _flag_gates(record: TeamRecord, rows: tuple[Response, ...]) -> Iterator[Gate]:
    for entry, flag in record.flags:
        if flag.step is not None:
            clause = record.exercise.clause_of_step(flag.step)
            said = f"a claim in {flag.step} was {flag.kind}"
            yield Gate(clause, said, False, _objectives_of(rows, [flag.step]), False, record.evidence(entry.seq))


def suggest(record: TeamRecord, score: float | None, *, never_done: bool, gated: bool, blemished: bool) -> Grade | None:
    """HSEEP's P, S, M or U for a score, or None with nothing observed (scoring.md, Gates and ratings)."""
    if score is None:
        return None
    if never_done:
        return Grade.U
    if gated or score < record.rules.some_challenges:
        return Grade.M
    return Grade.S if blemished or score < record.rules.performed else Grade.P


def objective_results(
    record: TeamRecord, rows: tuple[Response, ...], found: tuple[Gate, ...], errors: tuple[EscalationError, ...]
) -> tuple[ObjectiveResult, ...]:
    """Each objective of the scenario: its own injects' responses, and what people made of them."""
    results = []
    for objective_id, objective in record.exercise.scenario.objectives.items():
        own = [row for row in rows if row.objective == objective_id and row.status not in LEFT_OUT]
        observed = [row for row in own if row.scored and row.credit is not None]
        score = mean([(row.weight, row.credit or 0.0) for row in observed])
        gating = [gate for gate in found if objective_id in gate.objectives and not gate.borderline]
        suggested = suggest(
            record,
            score,
            never_done=any(gate.never_done for gate in gating),
            gated=bool(gating),
            blemished=is_blemished(record, own) or any(e.is_charged and objective_id in e.objectives for e in errors),
        )
        confirmed = [(entry, said) for entry, said in record.confirmations if said.objective == objective_id]
        entry, last = confirmed[-1] if confirmed else (None, None)
        evidence = {line for row in own for line in row.evidence}
        if entry is not None:
            evidence |= set(record.evidence(entry.seq))
        results.append(
            ObjectiveResult(
                id=objective_id,
                title=objective.title,
                capability=objective.capability,
                score=score,
                suggested=suggested,
                confirmed=last.grade if last else None,
                by=last.by if last else None,
                reason=last.note if last else None,
                evidence=tuple(sorted(evidence)),
            )
        )
    return tuple(results)


def is_blemished(record: TeamRecord, rows: Iterable[Response]) -> bool:
    """Whether a step was late (where times are scored) or missed."""
    bad = {Status.MISSED, Status.PREMATURE} | ({Status.LATE} if record.is_timed else set())
    return any(row.status in bad for row in rows if row.scored)


def team_rating(
    record: TeamRecord,
    composite: float | None,
    rows: tuple[Response, ...],
    objectives: tuple[ObjectiveResult, ...],
    found: tuple[Gate, ...],
    errors: tuple[EscalationError, ...],
) -> Grade | None:
    """The team's suggested rating: by the composite in the same way; U only if every rated objective is U."""
    rated = [objective.suggested for objective in objectives if objective.suggested is not None]
    return suggest(
        record,
        composite,
        never_done=bool(rated) and all(grade is Grade.U for grade in rated),
        gated=any(not gate.borderline for gate in found),
        blemished=is_blemished(record, counted_once(rows)) or any(error.is_charged for error in errors),
    )
