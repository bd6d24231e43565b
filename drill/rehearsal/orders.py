"""The rules of a workflow that gate, for many runs at once: `drill.scoring.order`, as far as a rating hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from drill.rehearsal.contacts import Call, Calls
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Model, Task, TaskKind
from drill.rehearsal.outcome import NEVER, Bools, Outcome
from drill.rehearsal.standing import is_timed
from drill.scenario.exercise import PreparedRule
from drill.scenario.fit import StepKey


@dataclass(frozen=True)
class Broken:
    """A rule that gates, and the runs in which it was not kept."""

    name: str
    steps: tuple[StepKey, ...]
    holds: Bools
    borderline: Bools


def rule_gates(model: Model, outcome: Outcome, calls: Calls) -> Iterable[Broken]:
    """The rules that gate."""
    for prepared in model.exercise.rules:
        if prepared.rule.gate:
            yield _Order(model, outcome, calls).broken(prepared)


class _Order:
    def __init__(self, model: Model, outcome: Outcome, calls: Calls) -> None:
        self.model, self.outcome, self.calls = model, outcome, calls

    def broken(self, prepared: PreparedRule) -> Broken:
        rule = prepared.rule
        none = np.zeros(self.outcome.runs, dtype=np.bool_)
        name = f"{rule.id} not kept"
        if rule.first is not None and rule.then is not None:
            first, then = prepared.key(rule.first), prepared.key(rule.then)
            return Broken(name, (first, then), self._out_of_order(first, then), none)
        if rule.when_done is not None and rule.then_do is not None and rule.within is not None:
            start, follow = prepared.key(rule.when_done), prepared.key(rule.then_do)
            return Broken(name, (start, follow), *self._not_followed(start, follow, rule.within))
        steps = tuple(prepared.key(each) for each in rule.different_people or ())
        return Broken(name, steps, self._same_people(steps), none)

    # ── when a step was done ─────────────────────────────────────────────────

    def _acts(self, step: StepKey) -> list[Task]:
        return [task for task in self.model.tasks if task.kind is TaskKind.ACT and task.counts_as == step]

    def _done(self, step: StepKey) -> dict[str | None, Ints]:
        """When a step was first done, by account; `drill.scoring.record.TeamRecord.done_times`."""
        plan_step = self.model.exercise.steps[step].step
        if plan_step.called:
            firsts = [self._earliest(self._suitable(step, role)) for role in plan_step.called]
            return {None: np.maximum.reduce(firsts)}
        if plan_step.all_of:
            parts = []
            for role in plan_step.all_of:
                stand_ins = list(self.model.roles[self.model.role_number(role)].stand_ins)
                own = [self._by(task, stand_ins) for task in self._acts(step)]
                parts.append(np.minimum.reduce(own) if own else self._never)
            return {None: np.maximum.reduce(parts)}
        times: dict[str | None, Ints] = {}
        for task in self._acts(step):
            done = self.outcome.finished_at[task.index]
            times[task.account] = np.minimum(times.get(task.account, done), done)
        return times

    @property
    def _never(self) -> Ints:
        return np.full(self.outcome.runs, NEVER)

    def _by(self, task: Task, seats: list[int]) -> Ints:
        return np.where(np.isin(self.outcome.seat[task.index], seats), self.outcome.finished_at[task.index], NEVER)

    def _suitable(self, step: StepKey, role: str) -> list[Call]:
        return self.calls.suitable(self.model.role_number(role), self.model.exercise.steps[step].step.kind)

    def _earliest(self, calls: list[Call]) -> Ints:
        return np.asarray(np.minimum.reduce([self._never, *(call.at for call in calls)]))

    def _first(self, step: StepKey) -> Ints:
        return np.asarray(np.minimum.reduce([self._never, *self._done(step).values()]))

    def _is_excused(self, step: StepKey) -> Bools:
        known = self.model.steps.get(step)
        found = np.zeros(self.outcome.runs, dtype=np.bool_)
        for number in known.expected if known is not None else ():
            found |= self.outcome.excused[number]
        return np.asarray(found | self.outcome.guarded[list(self.model.steps).index(step)])

    # ── the rules ────────────────────────────────────────────────────────────

    def _out_of_order(self, first: StepKey, then: StepKey) -> Bools:
        """`then` was done, and not after `first`."""
        before, later = self._done(first), self._done(then)
        kept = np.ones(self.outcome.runs, dtype=np.bool_)
        any_later = np.zeros(self.outcome.runs, dtype=np.bool_)
        for account, at in later.items():
            any_later |= at < NEVER
            kept &= (at == NEVER) | self._was_before(first, before, account, at)
        return any_later & ~kept & ~self._is_excused(first)

    def _was_before(self, first: StepKey, before: dict[str | None, Ints], account: str | None, at: Ints) -> Bools:
        latest = np.where(at < NEVER, at + self.model.exercise.plan.scoring.same_time, -1)
        never = self._never
        if self.model.exercise.steps[first].step.per != "account":
            return np.asarray(np.minimum.reduce([never, *before.values()]) <= latest)
        whole = before.get(None, never) <= latest
        if account is not None:
            return np.asarray(whole | (before.get(account, never) <= latest))
        known = self.model.steps.get(first)
        asked = [self.model.expected[number] for number in (known.expected if known else ())]
        any_asked = np.zeros(self.outcome.runs, dtype=np.bool_)
        every = np.ones(self.outcome.runs, dtype=np.bool_)
        for expected in asked:
            if expected.account is not None:
                is_asked = self.outcome.expected_at[expected.index] <= at
                any_asked |= is_asked
                every &= ~is_asked | (before.get(expected.account, never) <= latest)
        done = [times for name, times in before.items() if name is not None]
        any_done = np.logical_or.reduce([times < NEVER for times in done]) if done else ~any_asked & any_asked
        all_done = np.logical_and.reduce([(times == NEVER) | (times <= latest) for times in done]) if done else any_done
        return np.asarray(whole | np.where(any_asked, every, any_done & all_done))

    def _not_followed(self, start: StepKey, follow: StepKey, within: int) -> tuple[Bools, Bools]:
        began, followed = self._first(start), self._first(follow)
        until = np.where(began < NEVER, began + within, NEVER)
        kept = (followed < NEVER) & ((followed <= until) | (not is_timed(self.model)))
        broken = (began < NEVER) & ~kept & (until < self.model.end)
        late_by = np.where(followed < NEVER, followed - until, NEVER)
        return broken, broken & (late_by <= self.model.exercise.plan.scoring.borderline)

    def _same_people(self, steps: tuple[StepKey, ...]) -> Bools:
        """All were done, and somebody did two of them."""
        doers = [self._people(step) for step in steps]
        runs = np.arange(self.outcome.runs)
        all_done = np.logical_and.reduce([each.any(axis=0) for each in doers]) if doers else runs < 0
        shared = np.zeros(self.outcome.runs, dtype=np.bool_)
        for one, other in combinations(doers, 2):
            shared |= (one & other).any(axis=0)
        return np.asarray(all_done & shared)

    def _people(self, step: StepKey) -> Bools:
        """Who did a step, as [people × runs]; for calls, whoever made them."""
        found = np.zeros((len(self.model.people) + 1, self.outcome.runs), dtype=np.bool_)
        runs = np.arange(self.outcome.runs)
        plan_step = self.model.exercise.steps[step].step
        if plan_step.called:
            for role in plan_step.called:
                for call in self._suitable(step, role):
                    made = call.at < NEVER
                    found[call.person[made], runs[made]] = True
        else:
            for task in self._acts(step):
                done = self.outcome.finished_at[task.index] < NEVER
                found[self.outcome.person[task.index][done], runs[done]] = True
        return found
