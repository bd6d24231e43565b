"""Calls and heads-ups that were asked for: never made, made late, or news that did not arrive."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry, merged, objective_of
from drill.findings.rulebook import Found, rule
from drill.findings.steps import HEAVY
from drill.findings.words import span, stamp
from drill.plan.model import StepKind
from drill.scoring.card import LEFT_OUT, Response, Status
from drill.session.expectations import Call


@rule("never-called")
def never_called(inquiry: Inquiry) -> Iterator[Found]:
    """A role that a step calls, convenes or informs never heard from anyone who could have done it.

    Critical for a gate, major for a step of weight 3 or more, else moderate.
    """
    for role, rows in _never_called(inquiry).items():
        callers = listed((actor for row in rows for actor in _callers(inquiry, row)), "or") or "anybody"
        steps = listed(inquiry.name(row.step) for row in rows if row.step)
        told_only = bool(inquiry.play.calls_to.get(role))
        heads_up_only = all(row.kind is StepKind.INFORM for row in rows)
        word = "told" if heads_up_only else "called"
        yield Found(
            subject=role,
            kind=FindingKind.TRAINING,
            severity=_severity(rows),
            title=f"{role} was never {word}",
            explanation=(
                f"The plan asks {callers} for it ({steps}), from {stamp(rows[0].expected_at)} on."
                + (
                    " The role was only given a heads-up, which asks for nothing."
                    if told_only and not heads_up_only
                    else ""
                )
            ),
            prompts=(
                f"When did somebody first think of {role}?",
                f"Who was sure that somebody else had {word} {role}?",
                f"What would {role} have done in the first ten minutes, had they known?",
            ),
            clause=rows[0].clause,
            objective=objective_of(rows),
            evidence=inquiry.asked_at(rows),
        )


def _never_called(inquiry: Inquiry) -> dict[str, tuple[Response, ...]]:
    roles: dict[str, tuple[Response, ...]] = {}
    for row in inquiry.calls:
        if row.status is Status.MISSED:
            for role, call in inquiry.calls_for(row):
                if call is None:
                    roles[role] = (*roles.get(role, ()), row)
    return roles


def _callers(inquiry: Inquiry, row: Response) -> tuple[str, ...]:
    assert row.step is not None
    return inquiry.actors(row.step)


def _severity(rows: tuple[Response, ...]) -> Severity:
    if any(row.gate or row.hard for row in rows):
        return Severity.CRITICAL
    return Severity.MAJOR if max(row.weight for row in rows) >= HEAVY else Severity.MODERATE


@rule("not-reached")
def not_reached(inquiry: Inquiry) -> Iterator[Found]:
    """News that must come to a role never came to it, though others knew.

    A gap of the plan where no line of it leads from those who knew to the role; else
    training. Major for a weight of 3 or more, else moderate. Where the role was never
    called at all, `never-called` says so and this rule is silent.
    """
    silent = _never_called(inquiry)
    missing: dict[str, tuple[Response, ...]] = {}
    for role, row in inquiry.reaches:
        if row.status is Status.MISSED and role not in silent:
            missing[role] = (*missing.get(role, ()), row)
    for role, rows in missing.items():
        knew = tuple(dict.fromkeys(to for row in rows for to in inquiry.play.delivered[row.inject].inject.to))
        has_way = inquiry.leads_to(knew, role)
        yield Found(
            subject=role,
            kind=FindingKind.TRAINING if has_way else FindingKind.PLAN_GAP,
            severity=_severity(rows),
            title=f"The news of {listed(row.inject for row in rows)} never reached {role}",
            explanation=(
                f"{listed(knew)} had it from {stamp(rows[0].expected_at)} on."
                + ("" if has_way else f" The plan has no line by which it could go from there to {role}.")
            ),
            prompts=(
                f"What told you, or did not tell you, that {role} has to know this?",
                "Which way should such news take, and who checks that it arrived?",
            ),
            clause=rows[0].clause,
            objective=objective_of(rows),
            evidence=inquiry.asked_at(rows),
        )


@rule("called-late")
def called_late(inquiry: Inquiry) -> Iterator[Found]:
    """A role was called, or the news came to it, after the deadline.

    This is about the caller, not about the role: what it did afterwards had less time.
    Critical for a gate, moderate for a weight of 3 or more, else minor. None in a discussion.
    """
    if not inquiry.record.is_timed:
        return
    late: dict[str, list[tuple[Response, int, Call | None]]] = {}
    for row in inquiry.calls:
        for role, call in inquiry.calls_for(row) if row.status not in LEFT_OUT else ():
            if call is not None and row.deadline_at is not None and call.at > row.deadline_at:
                late.setdefault(role, []).append((row, call.at - row.deadline_at, call))
    for role, row in inquiry.reaches:
        if row.status is Status.LATE and row.done_at is not None and row.deadline_at is not None:
            late.setdefault(role, []).append((row, row.done_at - row.deadline_at, None))
    for role, each in late.items():
        row, after, call = max(each, key=lambda one: one[1])
        caller = row.by if call is None else call.caller
        rows = tuple(one for one, _, _ in each)
        yield Found(
            subject=role,
            kind=FindingKind.TRAINING,
            severity=_late_severity(rows),
            title=f"{role} was {'told' if row.kind in (None, StepKind.INFORM) else 'called'} {span(after)} late",
            explanation=f"{caller or 'Somebody'} did it {span(after)} after the deadline of {row.name}.",
            prompts=(
                "What did the caller wait for, and was it worth the wait?",
                f"What could {role} no longer do because of it?",
            ),
            clause=row.clause,
            objective=objective_of(rows),
            evidence=merged(*(inquiry.lines(one) if one is not None else row.evidence for row, _, one in each)),
        )


def _late_severity(rows: tuple[Response, ...]) -> Severity:
    if any(row.gate or row.hard for row in rows):
        return Severity.CRITICAL
    return Severity.MODERATE if max(row.weight for row in rows) >= HEAVY else Severity.MINOR
