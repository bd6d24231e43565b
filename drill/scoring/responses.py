"""Each thing that was asked of a team, how it stands, and what it is worth by itself."""

from __future__ import annotations

from collections.abc import Iterable

from drill.files.document import Place
from drill.plan.model import StepKind
from drill.scenario.fit import StepKey
from drill.scoring.card import Response, Status, Waits
from drill.scoring.credit import mean, time_credit
from drill.scoring.record import Share, TeamRecord
from drill.session.expectations import Act, Call, Expectation, Reach
from drill.session.statements import Probed


def responses(record: TeamRecord) -> tuple[Response, ...]:
    """Every expected step and every role to reach, in the order of asking."""
    rows = [_step_row(record, expected) for expected in record.play.expectations]
    rows += [_reach_row(record, reach) for reach in record.play.reaches]
    return tuple(sorted(rows, key=lambda row: (row.expected_at, _order(record, row.inject))))


def _order(record: TeamRecord, inject: str) -> int:
    return record.play.delivered[inject].inject.index


# ── steps ────────────────────────────────────────────────────────────────────


def _step_row(record: TeamRecord, expected: Expectation) -> Response:
    step = expected.plan_step
    status = _status(record, expected)
    shares = call_shares(record, expected) if step.called else []
    credit = _credit(record, expected, status, shares)
    act = expected.act
    by, person, assumed = _doer(expected, shares)
    entries = [act.entry] if act else [call.entry for call, _ in shares if call is not None]
    entries += [contribution.entry for contribution in expected.contributions.values()]
    return Response(
        step=expected.step,
        name=expected.step.step,
        title=_title(record, expected),
        on=expected.account,
        inject=expected.inject,
        objective=expected.objective,
        kind=step.kind,
        occurrence=expected.occurrence,
        expected_at=expected.expected_at,
        target_at=expected.target_at,
        deadline_at=expected.deadline_at,
        done_at=expected.done_at,
        by=by,
        person=person,
        assumed=assumed,
        status=status,
        credit=credit,
        weight=expected.weight,
        waits=_waits(record, expected, by) if expected.done_at is not None else Waits(),
        prompted=_is_prompted(record, expected.inject, expected.expected_at, expected.done_at),
        recalled=any(record.was_recalled(entry) for entry in entries),
        gate=step.gate,
        hard=step.hard,
        scored=_is_scored(record, step.kind, expected.deadline),
        clause=record.exercise.clause_of_step(expected.step),
        evidence=record.evidence(*entries),
    )


def _title(record: TeamRecord, expected: Expectation) -> str:
    step = expected.plan_step
    if step.do:
        return step.do
    names = ", ".join(record.plan.roles[role].title for role in step.called if role in record.plan.roles)
    match step.kind:
        case StepKind.CONTACT:
            return f"Call {names}"
        case StepKind.INFORM:
            return f"Tell {names}"
        case StepKind.CONVENE:
            return f"Convene {names}"
        case _:
            return f"Approve {step.approve}"


def is_excused(record: TeamRecord, expected: Expectation) -> bool:
    """Whether a step's guard held when it was expected, or, not done, at its deadline or the end."""
    if expected.excused or expected.done_at is not None or expected.unseen:
        return expected.excused
    unless = record.exercise.steps[expected.step].unless
    return unless is not None and unless.holds(record.play)


def _status(record: TeamRecord, expected: Expectation) -> Status:
    if is_excused(record, expected):
        return Status.EXCUSED
    if expected.done_at is not None:
        return status_at(expected.done_at, expected.target_at, expected.deadline_at)
    if expected.unseen:
        return Status.UNSEEN
    if expected.premature:
        return Status.PREMATURE
    return _undone(expected.expected_at, expected.deadline, expected.deadline_at, record.end)


def status_at(done_at: int, target_at: int | None, deadline_at: int | None) -> Status:
    """How something done stands against its target and deadline; what is done exactly at one is in time."""
    if deadline_at is None or target_at is None or done_at <= target_at:
        return Status.MET
    return Status.SLOW if done_at <= deadline_at else Status.LATE


def _undone(expected_at: int, deadline: int | None, deadline_at: int | None, end: int) -> Status:
    """Missed, unless the end came by the deadline; a clock that never started could have ended no sooner than this."""
    if deadline is None:
        return Status.MISSED
    earliest = expected_at + deadline if deadline_at is None else deadline_at
    return Status.PENDING if end <= earliest else Status.MISSED


def _credit(record: TeamRecord, expected: Expectation, status: Status, shares: list[Share]) -> float | None:
    if status in (Status.PENDING, Status.EXCUSED, Status.UNSEEN):
        return None
    if expected.plan_step.called and expected.act is None:
        return mean([(1.0, worth) for _, worth in shares])
    if status in (Status.MISSED, Status.PREMATURE) or expected.done_at is None:
        return 0.0
    return _by_time(record, expected, expected.done_at) * _role_factor(record, expected)


def _by_time(record: TeamRecord, expected: Expectation, at: int) -> float:
    if not record.is_timed or expected.deadline is None or expected.target is None:
        return 1.0
    clock_at = expected.expected_at if expected.clock_at is None else expected.clock_at
    elapsed = max(0, at - clock_at)
    return time_credit(elapsed, expected.target, expected.deadline, record.rules, hard=expected.plan_step.hard)


def _role_factor(record: TeamRecord, expected: Expectation) -> float:
    if expected.contributions:
        factors = [act_factor(record, act, (role,)) for role, act in expected.contributions.items()]
        return sum(factors) / len(factors)
    return act_factor(record, expected.act, expected.plan_step.actors) if expected.act else 1.0


def act_factor(record: TeamRecord, act: Act, actors: Iterable[str]) -> float:
    """1 for the step's roles, and for a delegate after trying them; less for others (scoring.md, 1)."""
    actors = tuple(actors)
    if not actors or act.role in actors or act.assumed or act.improvised:
        return 1.0
    principals = [role for role in actors if act.role in record.delegates(role)]
    if not principals:
        return record.rules.wrong_role
    return 1.0 if any(record.was_tried(role, act.at) for role in principals) else record.rules.delegate_untried


def call_shares(record: TeamRecord, expected: Expectation) -> list[Share]:
    """For each role that a step calls: the call that counts, and what it is worth in [0, 1].

    Where several calls could count, the one that is worth most does: a later, better
    call never lowers anything.
    """
    known = record.shares.get(id(expected))
    if known is None:
        known = record.shares[id(expected)] = [_share(record, expected, role) for role in expected.plan_step.called]
    return known


def _share(record: TeamRecord, expected: Expectation, role: str) -> Share:
    calls = record.play.calls_for(expected.plan_step.kind, role, expected.account)[expected.occurrence - 1 :]
    if not calls:
        return None, 0.0
    worth = [
        _by_time(record, expected, call.at) * call_factor(record, call, role, expected.plan_step.actors)
        for call in calls
    ]
    best = max(range(len(calls)), key=lambda index: (worth[index], -calls[index].at))
    return calls[best], worth[best]


def call_factor(record: TeamRecord, call: Call, role: str, callers: Iterable[str]) -> float:
    """What a call is worth by who called whom (c of scoring.md, 2)."""
    factor = delegate_factor(record, call, role)
    return factor if is_listed(record, call.caller, callers) or call.assumed else factor * record.rules.wrong_role


def delegate_factor(record: TeamRecord, call: Call, role: str) -> float:
    """1 for the role itself, and for a delegate after that role was tried or known absent; less otherwise."""
    return 1.0 if call.to == role or record.was_tried(role, call.at) else record.rules.delegate_untried


def is_listed(record: TeamRecord, role: str, listed: Iterable[str]) -> bool:
    """Whether a role is one of those listed, or a delegate of one; anyone is where none is listed."""
    listed = tuple(listed)
    return not listed or role in listed or any(role in record.delegates(each) for each in listed)


def _doer(expected: Expectation, shares: list[Share]) -> tuple[str | None, str | None, bool]:
    if expected.act is not None:
        return expected.act.role, expected.act.person, expected.act.assumed
    made = [call for call, _ in shares if call is not None]
    if not made:
        return None, None, False
    last = max(made, key=lambda call: (call.at, call.entry))
    return last.caller, last.caller_person, last.assumed


def _is_scored(record: TeamRecord, kind: StepKind, deadline: int | None) -> bool:
    if record.is_called_step(kind):
        return True
    return record.is_timed and deadline is not None


def _is_prompted(record: TeamRecord, inject: str, expected_at: int, done_at: int | None) -> bool:
    return done_at is not None and any(
        isinstance(probe.statement, Probed) and probe.statement.inject == inject and expected_at <= probe.at < done_at
        for probe in record.play.probes
    )


# ── news that must reach a role ──────────────────────────────────────────────


def _reach_row(record: TeamRecord, reach: Reach) -> Response:
    call = reach.call
    if reach.told_at is not None:
        status = status_at(reach.told_at, reach.target_at, reach.deadline_at)
    else:
        status = _undone(reach.expected_at, reach.asked.deadline, reach.deadline_at, record.end)
    return Response(
        step=None,
        name=f"reach {reach.role}",
        title=f"The news reaches {record.plan.roles[reach.role].title}",
        on=None,
        inject=reach.inject,
        objective=reach.objective,
        kind=None,
        occurrence=1,
        expected_at=reach.expected_at,
        target_at=reach.target_at,
        deadline_at=reach.deadline_at,
        done_at=reach.told_at,
        by=call.caller if call else None,
        person=call.caller_person if call else None,
        assumed=call.assumed if call else False,
        status=status,
        credit=None if status is Status.PENDING else _reach_credit(record, reach),
        weight=reach.asked.weight,
        waits=Waits(),
        prompted=_is_prompted(record, reach.inject, reach.expected_at, reach.told_at),
        recalled=call is not None and record.was_recalled(call.entry),
        gate=False,
        hard=False,
        scored=True,
        clause=_reach_clause(record, reach),
        evidence=record.evidence(call.entry if call else record.play.delivered[reach.inject].entry)
        if reach.told_at is not None
        else (),
    )


def reached_role(row: Response) -> str:
    """The role that the news of a row had to come to."""
    return row.name.removeprefix("reach ")


def _reach_credit(record: TeamRecord, reach: Reach) -> float:
    """1 for a recipient; of several calls that told it, the one worth most counts, as for a step's calls."""
    if reach.told_at is not None and not reach.calls:
        return 1.0
    return max((_told_by(record, reach, call) for call in reach.calls), default=0.0)


def _told_by(record: TeamRecord, reach: Reach, call: Call) -> float:
    asked, factor = reach.asked, delegate_factor(record, call, reach.role)
    if not record.is_timed or asked.deadline is None or asked.target is None:
        return factor
    return factor * time_credit(call.at - reach.expected_at, asked.target, asked.deadline, record.rules)


def _reach_clause(record: TeamRecord, reach: Reach) -> str:
    place: Place = record.exercise.scenario.document.place(reach.asked.clause.path)
    return f"scenario.injects.{reach.inject}.must_reach.{reach.role}:{place.line}"


# ── where the time went ──────────────────────────────────────────────────────


def _waits(record: TeamRecord, expected: Expectation, by: str | None) -> Waits:
    """The four waits, which add up to the time from being expected to being done."""
    start, done_at = expected.expected_at, expected.done_at
    if by is None or done_at is None or done_at <= start:
        return Waits()
    delivered_at = record.play.delivered[expected.inject].at
    heard = [
        max(told.at, start)
        for told in record.play.told.get(by, ())
        if told.at <= done_at and (told.about == expected.inject or (told.about is None and told.at >= delivered_at))
    ]
    if not heard:
        return Waits()
    told_at = min(heard)
    answered_at = min(
        (entry.at for entry in record.play.answers.get(by, ()) if told_at <= entry.at <= done_at), default=done_at
    )
    approval = _approval_wait(record, expected.step, answered_at, done_at)
    return Waits(told_at - start, answered_at - told_at, approval, done_at - answered_at - approval)


def _approval_wait(record: TeamRecord, step: StepKey, answered_at: int, done_at: int) -> int:
    approving = record.exercise.approvals.get(step)
    acts = record.play.acts.get(approving, ()) if approving is not None else ()
    approved = [act for act in acts if act.at <= done_at]
    if not approved:
        return 0
    asked = [told.at for told in record.play.told.get(approved[0].role, ()) if told.at <= approved[0].at]
    since = max(answered_at, min(asked, default=answered_at))
    return max(0, min(approved[0].at, done_at) - since)
