"""Part 3, order: what came first, and what had to follow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from drill.scenario.exercise import PreparedRule
from drill.scenario.fit import StepKey
from drill.scoring.card import RuleResult
from drill.scoring.credit import mean
from drill.scoring.record import TeamRecord

FORBIDDEN_WEIGHT = 2.0


def order_results(record: TeamRecord) -> tuple[RuleResult, ...]:
    """Every order that the team's play activated, and whether it was kept."""
    results: dict[tuple[StepKey, StepKey], RuleResult] = {}
    for prepared in record.exercise.rules:
        if prepared.rule.first is not None and prepared.rule.then is not None:
            pair = prepared.key(prepared.rule.first), prepared.key(prepared.rule.then)
            results.update(_pair(record, pair, prepared))
    for pair in after_pairs(record):
        if pair not in results:
            results.update(_pair(record, pair, None))
    others = [result for prepared in record.exercise.rules for result in _other(record, prepared)]
    return (*results.values(), *others, *_forbidden(record))


def order_part(results: tuple[RuleResult, ...]) -> float | None:
    """Σ v·kept / Σ v·activated; None where nothing was activated."""
    return mean([(result.weight, 1.0 if result.kept else 0.0) for result in results])


def steps_of(prepared: PreparedRule) -> tuple[StepKey, ...]:
    """Every step that a rule names."""
    rule = prepared.rule
    named = (rule.first, rule.then, rule.when_done, rule.then_do, *(rule.different_people or ()))
    return tuple(prepared.key(name) for name in named if name is not None)


def after_pairs(record: TeamRecord) -> Iterator[tuple[StepKey, StepKey]]:
    """(earlier, later) of the workflows' `after`; what dropped out hands its place to what came before it."""
    seen = set()
    for key in record.exercise.steps:
        for earlier in _before(record, key, set()):
            if (earlier, key) not in seen:
                seen.add((earlier, key))
                yield earlier, key


def _before(record: TeamRecord, key: StepKey, visited: set[StepKey]) -> Iterator[StepKey]:
    visited.add(key)
    for name in record.exercise.steps[key].step.after:
        earlier = StepKey(key.workflow, name)
        if earlier in visited or earlier not in record.exercise.steps:
            continue
        if _dropped_out(record, earlier):
            yield from _before(record, earlier, visited)
        else:
            yield earlier


def _dropped_out(record: TeamRecord, key: StepKey) -> bool:
    return _is_excused(record, key) and not record.done_times(key)


def _is_excused(record: TeamRecord, key: StepKey) -> bool:
    """Whether its guard dropped the step; it may have been done after all."""
    expected = record.play.by_step.get(key, ())
    if any(each.excused for each in expected):
        return True
    unless = record.exercise.steps[key].unless
    return unless is not None and unless.holds(record.play)


def _unseen(record: TeamRecord, key: StepKey) -> bool:
    return any(each.unseen and each.done_at is None for each in record.play.by_step.get(key, ()))


def _pair(
    record: TeamRecord, pair: tuple[StepKey, StepKey], prepared: PreparedRule | None
) -> dict[tuple[StepKey, StepKey], RuleResult]:
    """The result of "earlier before later", once later was done; nothing where nobody saw the earlier one."""
    earlier, later = pair
    times = record.done_times(later)
    if not times or _unseen(record, earlier):
        return {}
    before = record.done_times(earlier)
    in_order = all(_was_before(record, earlier, before, account, at) for account, at in times.items())
    kept = in_order or _is_excused(record, earlier)
    if prepared is not None:
        rule = prepared.rule
        identity, weight, gate = rule.id, float(rule.weight), rule.gate
        clause = record.exercise.clause_of_rule(prepared)
    else:
        identity, weight, gate = f"{later.step}-after-{earlier.step}", 1.0, False
        clause = record.exercise.clause(("workflows", later.workflow, "steps", later.step, "after"))
    evidence = _evidence(record, earlier, later)
    return {pair: RuleResult(identity, clause, kept, weight, gate, evidence)}


def _was_before(
    record: TeamRecord, earlier: StepKey, before: dict[str | None, int], account: str | None, at: int
) -> bool:
    """Whether `earlier` had been done by `at`: on the same account, or on every account where there is none."""
    latest = at + record.rules.same_time
    if record.exercise.steps[earlier].step.per != "account":
        return bool(before) and min(before.values()) <= latest
    if None in before and before[None] <= latest:
        return True
    if account is not None:
        return account in before and before[account] <= latest
    asked = {each.account for each in record.play.by_step.get(earlier, ()) if each.expected_at <= at} - {None}
    needed = asked or set(before)
    return bool(needed) and all(name in before and before[name] <= latest for name in needed)


def _evidence(record: TeamRecord, *steps: StepKey) -> tuple[int, ...]:
    return record.evidence(*(entry for step in steps for _, entry in record.people_who_did(step)))


def _other(record: TeamRecord, prepared: PreparedRule) -> Iterator[RuleResult]:
    rule = prepared.rule
    clause = record.exercise.clause_of_rule(prepared)
    if rule.when_done is not None and rule.then_do is not None and rule.within is not None:
        first, second = prepared.key(rule.when_done), prepared.key(rule.then_do)
        started, followed = record.done_times(first), record.done_times(second)
        if not started or _unseen(record, second):
            return
        until = min(started.values()) + rule.within
        kept = bool(followed) and (min(followed.values()) <= until or not record.is_timed)
        late_by = min(followed.values()) - until if followed and not kept else None
        if kept or until < record.end:
            evidence = _evidence(record, first, second)
            yield RuleResult(rule.id, clause, kept, float(rule.weight), rule.gate, evidence, late_by)
    elif rule.different_people is not None:
        steps = [prepared.key(name) for name in rule.different_people]
        doers = [record.people_who_did(step) for step in steps]
        if not all(doers):
            return
        people = [{person for person, _ in each if person is not None} for each in doers]
        kept = all(not one & other for one, other in combinations(people, 2))
        if kept and any(person is None for each in doers for person, _ in each):
            return  # whoever was only assumed may have been one of the others, or not
        evidence = record.evidence(*(entry for each in doers for _, entry in each))
        yield RuleResult(rule.id, clause, kept, float(rule.weight), rule.gate, evidence)


def _forbidden(record: TeamRecord) -> Iterator[RuleResult]:
    shown: dict[str, list[int]] = {}
    for act, entry in record.play.other_acts:
        if act in record.exercise.forbidden:
            shown.setdefault(act, []).append(entry.seq)
    for entry, flag in record.flags:
        if flag.act is not None:
            shown.setdefault(flag.act, []).append(entry.seq)
    for act, entries in shown.items():
        workflow = record.exercise.forbidden[act].workflow
        clause = record.exercise.clause(("workflows", workflow, "forbidden", act))
        yield RuleResult(act, clause, False, FORBIDDEN_WEIGHT, True, record.evidence(*entries))
