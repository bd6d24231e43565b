"""What one team is asked for, and what settles it: expected steps, and roles that must come to know.

An expected step is settled by what the team did, before or after it was asked for;
the kth time that a step is done settles its kth occurrence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from drill.scenario.conditions import Fact, Facts
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.fit import StepKey
from drill.session.agenda import Agenda, Due
from drill.session.deeds import Deeds
from drill.session.expectations import Act, Call, Delivery, Expectation, Reach
from drill.session.judgements import Judgements
from drill.session.step_clocks import StepClocks, stand_ins


class Asked:
    """Everything that a team is asked for, open or settled, in the order in which it was asked."""

    def __init__(
        self,
        exercise: Exercise,
        agenda: Agenda,
        deeds: Deeds,
        facts: Facts,
        judgements: Judgements,
        changed: Callable[..., None],
    ) -> None:
        """`changed` is told of the facts that a change here touches."""
        self.expectations: list[Expectation] = []
        self.by_step: dict[StepKey, list[Expectation]] = defaultdict(list)
        self.reaches: list[Reach] = []
        self.clocks = StepClocks(exercise, agenda, deeds, self.is_done)
        self._exercise = exercise
        self._agenda = agenda
        self._deeds = deeds
        self._facts = facts
        self._judgements = judgements
        self._changed = changed
        self._open_acts: dict[StepKey, list[Expectation]] = defaultdict(list)
        self._open_calls: dict[str, list[Expectation]] = defaultdict(list)
        self._open_reaches: dict[str, list[Reach]] = defaultdict(list)
        self._undone: dict[StepKey, int] = defaultdict(int)
        self._late: dict[StepKey, int] = defaultdict(int)

    def is_done(self, step: StepKey) -> bool:
        """The step was done, on every account that it is asked for."""
        if self.by_step.get(step):
            return self._undone[step] == 0
        plan_step = self._exercise.steps[step].step
        kind, called = plan_step.kind, plan_step.called
        if called and all(self._deeds.calls_for(kind, role, None, most=1) for role in called):
            return True
        return any(not act.premature for act in self._deeds.acts.get(step, ()))

    def is_late(self, step: StepKey) -> bool:
        """The step was expected, a deadline of it has passed, and it is not done."""
        return self._late.get(step, 0) > 0

    # ── asking ───────────────────────────────────────────────────────────────

    def ask_for(self, delivery: Delivery) -> None:
        """Ask for what a delivered inject expects."""
        prepared = delivery.inject
        for asked in prepared.must_reach:
            self._ask_to_reach(prepared, Reach(asked, prepared.id, prepared.inject.objective, delivery.at))
        self._expect(
            [
                Expectation(
                    step=asked.step,
                    plan_step=self._exercise.steps[asked.step].step,
                    inject=prepared.id,
                    objective=prepared.inject.objective,
                    expected_at=delivery.at,
                    target=asked.target,
                    deadline=asked.deadline,
                    weight=asked.weight,
                    account=account,
                )
                for asked in prepared.expect
                for account in self._accounts(prepared, asked.step)
            ]
        )

    def ask_again(self, before: Expectation, at: int) -> None:
        """Ask once more for a step that repeats, unless its ``until`` holds."""
        until = self._exercise.steps[before.step].until
        if until is not None and until.holds(self._facts):
            return
        again = Expectation(
            step=before.step,
            plan_step=before.plan_step,
            inject=before.inject,
            objective=before.objective,
            expected_at=at,
            target=before.target,
            deadline=before.deadline,
            weight=before.weight,
            account=before.account,
            occurrence=before.occurrence + 1,
        )
        self._expect([again])

    def _accounts(self, prepared: PreparedInject, step: StepKey) -> tuple[str | None, ...]:
        by_account = self._exercise.steps[step].step.per == "account"
        return prepared.about if by_account and prepared.about else (None,)

    def _expect(self, asked: Sequence[Expectation]) -> None:
        """Ask for steps, all at once: in which order they stand says nothing, though one may hang on another."""
        for expected in asked:
            self._list(expected)
        for expected in asked:
            self._settle(expected)
        for expected in asked:
            self._begin(expected)
        self._changed(*dict.fromkeys(Fact("done", expected.step) for expected in asked))

    def _list(self, expected: Expectation) -> None:
        self.expectations.append(expected)
        self.by_step[expected.step].append(expected)
        if expected.occurrence == 1:
            self._undone[expected.step] += 1
        expected.unseen = self._judgements.is_unseen(expected.step, expected.account)

    def _settle(self, expected: Expectation) -> None:
        """What was done before it was asked for counts."""
        if expected.plan_step.called:
            self._settle_by_calls(expected)
            if expected.done_at is None:
                for role in stand_ins(self._exercise, expected.plan_step.called):
                    self._open_calls[role].append(expected)
        else:
            for act in self._deeds.acts[expected.step]:
                self._settle_by_act(expected, act)
        if expected.done_at is None:
            self._open_acts[expected.step].append(expected)

    def _begin(self, expected: Expectation) -> None:
        unless = self._exercise.steps[expected.step].unless
        expected.excused = unless is not None and unless.holds(self._facts)
        self.clocks.begin(expected)
        repeat = expected.plan_step.repeat
        if repeat is not None:
            self._agenda.put(expected.expected_at + repeat.every, Due.REPEAT, expected)

    def _ask_to_reach(self, prepared: PreparedInject, reach: Reach) -> None:
        self.reaches.append(reach)
        roles = self._exercise.stand_ins[reach.role]
        if any(role in prepared.to for role in roles):
            reach.told_at = reach.expected_at
        else:
            for role in roles:
                self._open_reaches[role].append(reach)

    # ── settling ─────────────────────────────────────────────────────────────

    def take_act(self, act: Act) -> None:
        """Settle what an act settles; the deeds hold it already."""
        waiting = self._open_acts[act.step]
        for expected in waiting:
            self._settle_by_act(expected, act)
        waiting[:] = [expected for expected in waiting if expected.done_at is None]

    def take_call(self, call: Call) -> None:
        """Settle what a call settles; the deeds hold it already."""
        for reach in self._open_reaches.get(call.to, ()):
            if call.about in (None, reach.inject):
                reach.calls.append(call)
                if reach.told_at is None:
                    reach.told_at = call.at
        waiting = self._open_calls.get(call.to, [])
        for expected in waiting:
            if expected.done_at is None:
                self._settle_by_calls(expected)
        waiting[:] = [expected for expected in waiting if expected.done_at is None]

    def pass_deadline(self, expected: Expectation) -> None:
        """A deadline has passed: what is open is late, unless its guard excuses it now."""
        if not expected.is_open:
            return
        unless = self._exercise.steps[expected.step].unless
        if unless is not None and unless.holds(self._facts):
            expected.excused = True
            return
        expected.late = True
        self._late[expected.step] += 1
        self._changed(Fact("late", expected.step))

    def _settle_by_act(self, expected: Expectation, act: Act) -> None:
        if expected.done_at is not None or (expected.account and act.account and act.account != expected.account):
            return
        if act.premature:
            expected.premature = True
            return
        acts = [
            known
            for known in self._deeds.acts[expected.step]
            if not known.premature and (not expected.account or known.account in (None, expected.account))
        ]
        if expected.plan_step.all_of:
            self._settle_by_each(expected, acts)
        elif len(acts) >= expected.occurrence:
            self._complete(expected, acts[expected.occurrence - 1])

    def _settle_by_each(self, expected: Expectation, acts: Sequence[Act]) -> None:
        for role in expected.plan_step.all_of:
            roles = self._exercise.stand_ins[role]
            own = [act for act in acts if act.role in roles]
            if len(own) >= expected.occurrence:
                expected.contributions[role] = own[expected.occurrence - 1]
        if len(expected.contributions) == len(expected.plan_step.all_of):
            self._complete(expected, max(expected.contributions.values(), key=lambda act: (act.at, act.entry)))

    def _settle_by_calls(self, expected: Expectation) -> None:
        found = []
        for role in expected.plan_step.called:
            most = expected.occurrence
            calls = self._deeds.calls_for(expected.plan_step.kind, role, expected.account, most)
            if len(calls) < most:
                self._settle_in_place_of_calls(expected)
                return
            found.append(calls[-1])
        expected.calls = tuple(found)
        self._finish(expected, max(call.at for call in found))

    def _settle_in_place_of_calls(self, expected: Expectation) -> None:
        """A line that was judged to satisfy a call is that call, made then."""
        acts = self._deeds.acts.get(expected.step, ())
        if len(acts) >= expected.occurrence:
            self._complete(expected, acts[expected.occurrence - 1])

    def _complete(self, expected: Expectation, act: Act) -> None:
        expected.act = act
        self._finish(expected, act.at)

    def _finish(self, expected: Expectation, at: int) -> None:
        expected.done_at = at
        if expected.occurrence == 1:
            self._undone[expected.step] -= 1
        if expected.late:
            expected.late = False
            self._late[expected.step] -= 1
        if expected.clock_at is None:
            self.clocks.start(expected, at)
