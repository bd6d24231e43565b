"""What went wrong in the escalations: one function for each kind of error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drill.scoring.card import LEFT_OUT, ErrorKind, EscalationError, Response, RuleResult, Stall, Status
from drill.scoring.record import TeamRecord
from drill.scoring.responses import act_factor, call_shares, is_excused, is_listed, reached_role
from drill.session.expectations import Act, Call
from drill.session.statements import Verb


def escalation_errors(
    record: TeamRecord, rows: tuple[Response, ...], rules: tuple[RuleResult, ...], stalls: tuple[Stall, ...]
) -> tuple[EscalationError, ...]:
    """Every error, in the order of time."""
    found = [
        *_wrong_roles(record),
        *_paths(record),
        *_levels(record, rows),
        *_late_calls(record),
        *_dead_ends(record, stalls),
        *_absent_contacts(record),
        *_not_passed_on(rows),
        *_self_approvals(record),
        *_same_person(record, rules),
        *_broadcasts(record),
        *_orphans(record, rows),
    ]
    return tuple(sorted(_told_once(found), key=lambda error: (error.at or 0, error.kind, error.to or "")))


def _told_once(found: list[EscalationError]) -> Iterable[EscalationError]:
    """What several injects see of one error, as one error of all their objectives."""
    unique: dict[object, EscalationError] = {}
    for error in found:
        key = (error.kind, error.at, error.caller, error.to, error.evidence)
        known = unique.setdefault(key, error)
        if known is not error:
            unique[key] = replace(known, objectives=tuple(sorted({*known.objectives, *error.objectives})))
    return unique.values()


def _wrong_roles(record: TeamRecord) -> Iterator[EscalationError]:
    """Another role than the step's did it, or a role that the step does not list made its call."""
    for expected in record.play.expectations:
        step, objectives = expected.plan_step, (expected.objective,) if expected.objective else ()
        acts: list[tuple[Act, tuple[str, ...]]] = [(act, (role,)) for role, act in expected.contributions.items()]
        if expected.act is not None and not acts:
            acts = [(expected.act, step.actors)]
        for act, actors in acts:
            if act_factor(record, act, actors) < 1.0 and not any(act.role in record.delegates(role) for role in actors):
                clause, evidence = record.exercise.clause_of_step(expected.step), record.evidence(act.entry)
                yield EscalationError(
                    ErrorKind.WRONG_ROLE, act.at, act.role, None, clause, evidence, objectives=objectives
                )
        for call, _ in call_shares(record, expected) if step.called else ():
            if call is not None and not call.assumed and not is_listed(record, call.caller, step.actors):
                clause, evidence = record.exercise.clause_of_step(expected.step), record.evidence(call.entry)
                yield EscalationError(
                    ErrorKind.WRONG_ROLE, call.at, call.caller, call.to, clause, evidence, objectives=objectives
                )


def _paths(record: TeamRecord) -> Iterator[EscalationError]:
    """A call that the plan has no edge for; where its own way passes a level in between, a skipped level.

    Where a step of the plan asks for that very call, the missing edge is the plan's.
    """
    for call in record.play.calls:
        if not call.asks or call.assumed or call.caller == call.to or _may_call(record, call):
            continue
        if record.judged.get(call.entry) == "sensible":
            continue
        skipped = _skips_a_level(record, call.caller, call.to)
        kind = ErrorKind.SKIPPED_LEVEL if skipped else ErrorKind.WRONG_PATH
        clause = record.exercise.clause(("escalations",))
        objectives = record.objectives_of_role(call.to)
        yield EscalationError(
            kind,
            call.at,
            call.caller,
            call.to,
            clause,
            record.evidence(call.entry),
            of_the_plan=_is_asked_for(record, call),
            objectives=objectives,
        )


def _ways(record: TeamRecord, call: Call) -> list[tuple[str, str]]:
    """Who called whom, each also as the roles that they may stand in for."""
    callers = (call.caller, *record.exercise.principals.get(call.caller, ()))
    called = (call.to, *record.exercise.principals.get(call.to, ()))
    return [(one, other) for one in callers for other in called]


def _is_asked_for(record: TeamRecord, call: Call) -> bool:
    return any(not {one, None}.isdisjoint(record.exercise.callers.get(other, ())) for one, other in _ways(record, call))


def _may_call(record: TeamRecord, call: Call) -> bool:
    return any(way in record.plan.edges for way in _ways(record, call))


def _skips_a_level(record: TeamRecord, caller: str, to: str) -> bool:
    roles = record.plan.roles
    low, high = sorted((roles[caller].level, roles[to].level))
    between = record.exercise.paths.shortest(caller, to)[1:-1]
    return any(low < roles[role].level < high for role in between)


def _roles_to_call(record: TeamRecord, rows: tuple[Response, ...]) -> Iterator[str]:
    """Whom the team was expected to turn to: not for what is left out, nor with news that came to them by itself."""
    for row in rows:
        if row.status in LEFT_OUT:
            continue
        if row.step is not None:
            yield from record.exercise.steps[row.step].step.called
        elif row.done_at is None or row.by is not None:
            yield reached_role(row)


def _levels(record: TeamRecord, rows: tuple[Response, ...]) -> Iterator[EscalationError]:
    """How high the team asked, against how high it was expected to: said, not charged."""
    roles = record.plan.roles
    asked = [call for call in record.play.calls if call.asks and not call.simulated]
    expected = set(_roles_to_call(record, rows)) - record.exercise.simulated
    if not expected:
        return
    wanted = max(roles[role].level for role in expected)
    reached = max((roles[call.to].level for call in record.play.calls), default=0)
    if reached < wanted:
        role = min(role for role in expected if roles[role].level == wanted)
        yield EscalationError(ErrorKind.UNDER_ESCALATION, None, None, role, record.exercise.clause_of_role(role), ())
    for call in asked:
        if roles[call.to].level > wanted and not record.is_useful(call):
            clause = record.exercise.clause_of_role(call.to)
            evidence = record.evidence(call.entry)
            yield EscalationError(ErrorKind.OVER_ESCALATION, call.at, call.caller, call.to, clause, evidence)
            return


def _late_calls(record: TeamRecord) -> Iterator[EscalationError]:
    """A call, or a heads-up, that came after its deadline."""
    if not record.is_timed:
        return
    for expected in record.play.expectations:
        if not expected.plan_step.called or expected.deadline_at is None or is_excused(record, expected):
            continue
        for call, _ in call_shares(record, expected):
            if call is not None and call.at > expected.deadline_at:
                clause = record.exercise.clause_of_step(expected.step)
                objectives = (expected.objective,) if expected.objective else ()
                evidence = record.evidence(call.entry)
                yield EscalationError(
                    ErrorKind.LATE_CALL, call.at, call.caller, call.to, clause, evidence, objectives=objectives
                )


def _dead_ends(record: TeamRecord, stalls: tuple[Stall, ...]) -> Iterator[EscalationError]:
    """A stall that lasted to the end. Where the plan has nobody else to go to, it is the plan's."""
    if not record.is_timed:
        return
    for stall in stalls:
        if stall.to_the_end:
            role = record.plan.roles[stall.to]
            nobody_else = len(role.people) <= 1 and not role.delegates
            yield EscalationError(
                ErrorKind.DEAD_END,
                stall.from_at,
                stall.caller,
                stall.to,
                record.exercise.clause_of_role(stall.to),
                stall.evidence,
                of_the_plan=nobody_else,
                objectives=record.objectives_of_role(stall.to),
            )


def _absent_contacts(record: TeamRecord) -> Iterator[EscalationError]:
    """A call to people who were known to be away. Where the plan has nobody else to go to, it is the plan's."""
    for call in record.play.calls:
        if call.asks and call.known_away:
            role = record.plan.roles[call.to]
            yield EscalationError(
                ErrorKind.ABSENT_CONTACT,
                call.at,
                call.caller,
                call.to,
                record.exercise.clause_of_role(call.to),
                record.evidence(call.entry),
                of_the_plan=not role.delegates and record.was_role_absent(call.to, call.at),
                objectives=record.objectives_of_role(call.to),
            )


def _not_passed_on(rows: tuple[Response, ...]) -> Iterator[EscalationError]:
    """News that never came to a role that must have it."""
    for row in rows:
        if row.step is None and row.status is Status.MISSED:
            role = reached_role(row)
            objectives = (row.objective,) if row.objective else ()
            yield EscalationError(
                ErrorKind.NOT_PASSED_ON, row.deadline_at, None, role, row.clause, (), objectives=objectives
            )


def _self_approvals(record: TeamRecord) -> Iterator[EscalationError]:
    """One person drafted and approved, also through two hats."""
    for step, approving in record.exercise.approvals.items():
        drafts = [act for act in record.play.acts.get(step, ()) if act.person is not None and not act.assumed]
        for approval in record.play.acts.get(approving, ()):
            own = [act for act in drafts if act.person == approval.person and not approval.assumed]
            if approval.person is not None and own:
                yield EscalationError(
                    ErrorKind.SELF_APPROVAL,
                    approval.at,
                    own[0].role,
                    approval.role,
                    record.exercise.clause_of_step(approving),
                    record.evidence(approval.entry, own[0].entry),
                    objectives=record.objectives_of_role(approval.role),
                )


def _same_person(record: TeamRecord, results: tuple[RuleResult, ...]) -> Iterator[EscalationError]:
    """One person did what the plan wants two to do."""
    pairs = {prepared.rule.id for prepared in record.exercise.rules if prepared.rule.different_people is not None}
    for result in results:
        if result.id in pairs and not result.kept:
            yield EscalationError(ErrorKind.SAME_PERSON, None, None, None, result.clause, result.evidence)


def _broadcasts(record: TeamRecord) -> Iterator[EscalationError]:
    """Many roles asked one by one within a short time, one of them to no use."""
    if not record.is_timed:
        return
    rules = record.rules
    calls = [call for call in record.play.calls if call.verb is Verb.ESCALATES]
    start = 0
    for end, call in enumerate(calls):
        while call.at - calls[start].at > rules.broadcast_within:
            start += 1
        window = calls[start : end + 1]
        if len({each.to for each in window}) < rules.broadcast_roles:
            continue
        if any(record.is_counted(each) and not record.is_useful(each) for each in window):
            evidence = record.evidence(*(each.entry for each in window))
            clause = record.exercise.clause(("escalations",))
            yield EscalationError(ErrorKind.BROADCAST, window[0].at, window[0].caller, None, clause, evidence)
            start = end + 1


def _orphans(record: TeamRecord, rows: tuple[Response, ...]) -> Iterator[EscalationError]:
    """A role that answered, had a step to do whose deadline passed, and did none."""
    if not record.is_timed:
        return
    missed = [
        (row, record.exercise.steps[row.step].step.actors)
        for row in rows
        if row.step is not None and row.status is Status.MISSED and row.deadline_at is not None
    ]
    active = {act.role for acts in record.play.acts.values() for act in acts} | {
        call.caller for call in record.play.calls
    }
    for role, answers in record.play.answers.items():
        owed = [row for row, actors in missed if role in actors] if role not in active else []
        if not owed:
            continue
        evidence = record.evidence(*(entry.seq for entry in answers))
        objectives = tuple(sorted({row.objective for row in owed if row.objective is not None}))
        yield EscalationError(
            ErrorKind.ORPHAN, answers[0].at, None, role, owed[0].clause, evidence, objectives=objectives
        )
