"""One team's play: its lines, folded in the order of time.

Lines must come in order (`feed`); a line that belongs before what was folded
already makes the owner fold the team again from the start. Between the lines the
play moves by itself (`run_to`): started acts finish, deadlines pass, steps that
repeat are expected anew, and injects come due. A due inject is *owed* until a line
says that it was delivered or skipped: the conductor decides, the play records.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from itertools import islice

from drill.plan.model import StepKind
from drill.scenario.conditions import Check, Fact
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.fit import StepKey
from drill.session.expectations import Act, Call, Choice, Delivery, Expectation, Reach, Told
from drill.session.statements import (
    CALLS,
    AdHoc,
    Adjudicated,
    CameBack,
    Delayed,
    Delivered,
    DroppedOut,
    Edited,
    Ended,
    Entry,
    Fired,
    Probed,
    Rank,
    Response,
    Seated,
    SetAside,
    Skipped,
    Statement,
    Unmet,
    Unseen,
    Verb,
)

START = (0, -1)


def _trigger(prepared: PreparedInject) -> tuple[object, ...]:
    """What decides when an inject is due."""
    inject = prepared.inject
    return inject.at, _condition(prepared), inject.delay, inject.manual, inject.workflow


def _condition(prepared: PreparedInject) -> str | None:
    return None if prepared.when is None else prepared.when.words


class OutOfOrder(Exception):
    """A line that belongs before what the play has folded already."""


class _Agenda(Enum):
    """What moves by itself. `rank` is its place on an instant, which three of them share.

    What finishes does so after the acts of its instant, so that an act which is said to
    be done just then is done once, and before the deadlines, so that it is in time.
    """

    FINISH = auto()
    DEADLINE = auto()
    REPEAT = auto()
    INJECT = auto()

    @property
    def rank(self) -> Rank:
        return _RANKS[self]


_RANKS = {
    _Agenda.FINISH: Rank.LATENESS,
    _Agenda.DEADLINE: Rank.LATENESS,
    _Agenda.REPEAT: Rank.LATENESS,
    _Agenda.INJECT: Rank.DELIVERY,
}


@dataclass(frozen=True, slots=True)
class Judgements:
    """What is said about a team's lines from outside the order of time."""

    set_aside: frozenset[int] = frozenset()
    adjudicated: Mapping[int, Adjudicated] = field(default_factory=dict)
    unseen: frozenset[tuple[StepKey, str | None]] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Judgements:
        """The judgements among a team's lines; of several on one line the last holds."""
        set_aside, adjudicated, unseen = set(), {}, set()
        for entry in entries:
            match entry.statement:
                case SetAside() as said:
                    set_aside.add(said.entry)
                case Adjudicated() as said:
                    adjudicated[said.entry] = said
                case Unseen() as said:
                    unseen.add((said.step, said.account))
        return cls(frozenset(set_aside), adjudicated, frozenset(unseen))

    def change_by(self, said: Statement) -> bool:
        """Whether a judgement that comes or goes changes what the play is."""
        match said:
            case SetAside() | Unseen():
                return True
            case Adjudicated():
                return said.satisfies is not None or said.entry in self.adjudicated
            case _:
                return False


class TeamPlay:
    """What one team has been asked, told and seen to do, as of `position`."""

    def __init__(
        self,
        exercise: Exercise,
        team: str,
        day: date,
        *,
        judgements: Judgements | None = None,
        read_inject: Callable[[str, PreparedInject | None], PreparedInject],
        recorded: bool = False,
    ) -> None:
        """`read_inject` turns the braces of an ad-hoc or edited inject into one; `day` dates the drill.

        In a `recorded` play injects come only from lines: nothing falls due by itself.
        """
        self.exercise = exercise
        self.team = team
        self.day = day
        self.judgements = judgements or Judgements()
        self.recorded = recorded
        self.position: tuple[int, int] = START
        self.ended_at: int | None = None
        self.injects: dict[str, PreparedInject] = dict(exercise.injects)
        self.delivered: dict[str, Delivery] = {}
        self.skipped: dict[str, Entry] = {}
        self.due: dict[str, int] = {}
        self.owed: dict[str, int] = {}
        self.expectations: list[Expectation] = []
        self.by_step: dict[StepKey, list[Expectation]] = defaultdict(list)
        self.reaches: list[Reach] = []
        self.acts: dict[StepKey, list[Act]] = defaultdict(list)
        self.other_acts: list[tuple[str, Entry]] = []
        self.improvised: list[Entry] = []
        self.rejections: list[Entry] = []
        self.calls: list[Call] = []
        self.calls_to: dict[str, list[Call]] = defaultdict(list)
        self.told: dict[str, list[Told]] = defaultdict(list)
        self.choices: dict[str, list[Choice]] = defaultdict(list)
        self.answers: dict[str, list[Entry]] = defaultdict(list)
        self.started: dict[StepKey, list[Entry]] = defaultdict(list)
        self.probes: list[Entry] = []
        self.absent: set[str] = set()
        self.absences: list[tuple[int, str, bool]] = []
        self.seats: dict[str, list[str]] = {role: list(seat.people) for role, seat in exercise.plan.roles.items()}
        self._read_inject = read_inject
        self._agenda: list[tuple[int, int, int, int, _Agenda, object]] = []
        self._count = 0
        self._triggered: dict[str, int] = {}
        self._watching: dict[Fact, list[str]] = defaultdict(list)
        self._open_acts: dict[StepKey, list[Expectation]] = defaultdict(list)
        self._open_calls: dict[str, list[Expectation]] = defaultdict(list)
        self._open_reaches: dict[str, list[Reach]] = defaultdict(list)
        self._unstarted_clocks: dict[tuple[str, object], list[Expectation]] = defaultdict(list)
        self._open_asks: dict[str, list[Call]] = defaultdict(list)
        self._told_about: set[tuple[str, str]] = set()
        self._undone: dict[StepKey, int] = defaultdict(int)
        self._late: dict[StepKey, int] = defaultdict(int)
        self._used: set[str] = set()
        for prepared in self.injects.values():
            self._schedule(prepared)

    # ── moving on ────────────────────────────────────────────────────────────

    def feed(self, entry: Entry) -> None:
        """Fold one line. Raises OutOfOrder where the play is past its place."""
        if entry.position < self.position:
            raise OutOfOrder
        self.run_to(entry.position)
        self.position = entry.position
        if entry.seq not in self.judgements.set_aside:
            self._record(entry)

    def run_to(self, position: tuple[int, int], *, until_owed: bool = False) -> bool:
        """Let the play move by itself up to and including `position`.

        With `until_owed` it stops as soon as an inject is owed, and returns True.
        """
        while self._agenda and self._agenda[0][:2] <= position:
            if until_owed and self.owed:
                return True
            if self.ended_at is not None and self._agenda[0][0] > self.ended_at:
                break
            at, rank, _, _, kind, what = heapq.heappop(self._agenda)
            self.position = max(self.position, (at, rank))
            self._fall_due(at, kind, what)
        if until_owed and self.owed:
            return True
        self.position = max(self.position, position)
        return False

    def moves_by(self, position: tuple[int, int]) -> bool:
        """Whether an inject is owed, or anything moves by itself up to and including `position`."""
        return bool(self.owed) or bool(self._agenda and self._agenda[0][:2] <= position)

    @property
    def next_at(self) -> int | None:
        """When the play next moves by itself, in milliseconds; None if never."""
        at = self._agenda[0][0] if self._agenda else None
        return None if at is None or (self.ended_at is not None and at > self.ended_at) else at

    def _put(self, at: int, kind: _Agenda, order: int, what: object) -> None:
        self._count += 1
        heapq.heappush(self._agenda, (at, int(kind.rank), order, self._count, kind, what))

    def _fall_due(self, at: int, kind: _Agenda, what: object) -> None:
        if kind is _Agenda.FINISH:
            assert isinstance(what, Act)
            if not any(act.at >= (what.started_at or 0) and act.role == what.role for act in self._matching(what)):
                self._act(replace(what, premature=self._is_premature(what.step)))
        elif kind is _Agenda.DEADLINE:
            assert isinstance(what, Expectation)
            self._pass_deadline(what)
        elif kind is _Agenda.REPEAT:
            assert isinstance(what, Expectation)
            until = self.exercise.steps[what.step].until
            if until is None or not until.holds(self):
                self._expect_again(what, at)
        else:
            assert isinstance(what, str)
            if self.due.get(what) == at and what not in self.delivered and what not in self.skipped:
                del self.due[what]
                self.owed[what] = at

    def _matching(self, act: Act) -> list[Act]:
        return [known for known in self.acts[act.step] if known.account == act.account]

    # ── injects ──────────────────────────────────────────────────────────────

    def _schedule(self, prepared: PreparedInject) -> None:
        inject = prepared.inject
        if self.recorded:
            return
        if inject.at is not None:
            self._make_due(prepared, max(inject.at, self.position[0]))
        elif prepared.when is not None:
            for fact in prepared.when.facts:
                self._watching[fact].append(prepared.id)
            self._look_at(prepared.id)

    def _make_due(self, prepared: PreparedInject, at: int) -> None:
        self.owed.pop(prepared.id, None)
        self.due[prepared.id] = at
        self._put(at, _Agenda.INJECT, prepared.index, prepared.id)

    def _look_at(self, inject: str) -> None:
        prepared = self.injects[inject]
        if inject in self._triggered or prepared.when is None or not prepared.when.holds(self):
            return
        self._triggered[inject] = max(self.position[0], 0)
        if inject not in self.delivered and inject not in self.skipped and inject not in self.due:
            self._make_due(prepared, self._triggered[inject] + (prepared.inject.delay or 0))

    def _changed(self, *facts: Fact) -> None:
        for fact in facts:
            watching = self._watching.get(fact)
            if watching:
                for inject in watching:
                    self._look_at(inject)
                watching[:] = [inject for inject in watching if inject not in self._triggered]

    def wants(self, inject: str) -> bool:
        """Whether a due inject's ``if`` and ``unless`` let it be delivered now."""
        prepared = self.injects[inject]
        if prepared.if_ is not None and not prepared.if_.holds(self):
            return False
        return prepared.unless is None or not prepared.unless.holds(self)

    def _deliver(self, inject: str, entry: Entry, *, by_hand: bool = False) -> None:
        self._forget(inject)
        if inject in self.delivered or inject not in self.injects:
            return
        prepared, at = self.injects[inject], entry.at
        self.skipped.pop(inject, None)
        self.delivered[inject] = Delivery(prepared, at, entry.seq, by_hand)
        self._move_people(at, prepared.inject.effects.absent, prepared.inject.effects.back)
        for role in prepared.to:
            self._tell(Told(role, at, inject, entry.seq))
        for reach in prepared.must_reach:
            self._expect_reach(prepared, Reach(reach, inject, prepared.inject.objective, at))
        self._expect(
            [
                Expectation(
                    step=asked.step,
                    plan_step=self.exercise.steps[asked.step].step,
                    inject=inject,
                    objective=prepared.inject.objective,
                    expected_at=at,
                    target=asked.target,
                    deadline=asked.deadline,
                    weight=asked.weight,
                    account=account,
                )
                for asked in prepared.expect
                for account in self._accounts(prepared, asked.step)
            ]
        )
        self._changed(Fact("absent", None), Fact("delivered", inject))

    def _forget(self, inject: str) -> None:
        self.due.pop(inject, None)
        self.owed.pop(inject, None)

    # ── expectations ─────────────────────────────────────────────────────────

    def _accounts(self, prepared: PreparedInject, step: StepKey) -> tuple[str | None, ...]:
        by_account = self.exercise.steps[step].step.per == "account"
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
        unseen = self.judgements.unseen
        expected.unseen = (expected.step, None) in unseen or (expected.step, expected.account) in unseen

    def _settle(self, expected: Expectation) -> None:
        """What was done before it was asked for counts."""
        if expected.plan_step.called:
            self._settle_calls(expected)
            if expected.done_at is None:
                for role in self._with_delegates(expected.plan_step.called):
                    self._open_calls[role].append(expected)
            return
        for act in self.acts[expected.step]:
            if expected.done_at is None:
                self._settle_act(expected, act)
        if expected.done_at is None:
            self._open_acts[expected.step].append(expected)

    def _begin(self, expected: Expectation) -> None:
        unless = self.exercise.steps[expected.step].unless
        expected.excused = unless is not None and unless.holds(self)
        self._start_clock_if_due(expected)
        repeat = expected.plan_step.repeat
        if repeat is not None:
            self._put(expected.expected_at + repeat.every, _Agenda.REPEAT, len(self.expectations), expected)

    def _expect_again(self, before: Expectation, at: int) -> None:
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

    def _start_clock_if_due(self, expected: Expectation) -> None:
        clock, at = expected.plan_step.clock, expected.expected_at
        if clock == "expected":
            self._start_clock(expected, at)
        elif clock == "reached":
            actors = self._with_delegates(expected.plan_step.actors)
            if any((role, expected.inject) in self._told_about for role in actors):
                self._start_clock(expected, at)
            else:
                for role in actors:
                    self._unstarted_clocks["told", role].append(expected)
        elif clock.done is not None:
            step = self._own_step(expected.step.workflow, clock.done)
            if step is not None and self.is_done(step):
                self._start_clock(expected, at)
            elif step is not None:
                self._unstarted_clocks["done", step].append(expected)
        elif clock.decided is not None:
            if clock.decided in self.choices:
                self._start_clock(expected, at)
            else:
                self._unstarted_clocks["decided", clock.decided].append(expected)

    def _own_step(self, workflow: str, name: str) -> StepKey | None:
        key = StepKey(workflow, name)
        if key in self.exercise.steps:
            return key
        steps = self.exercise.plan.workflows[workflow].steps
        return next((StepKey(workflow, step_id) for step_id, step in steps.items() if step.is_ == name), None)

    def _start_clock(self, expected: Expectation, at: int) -> None:
        if expected.clock_at is not None:
            return
        expected.clock_at = max(at, expected.expected_at)
        if expected.deadline_at is not None:
            self._put(expected.deadline_at, _Agenda.DEADLINE, len(self.expectations), expected)

    def _start_clocks(self, kind: str, name: object, about: str | None = None) -> None:
        waiting = self._unstarted_clocks.get((kind, name))
        if not waiting:
            return
        started = [expected for expected in waiting if about is None or about == expected.inject]
        for expected in started:
            self._start_clock(expected, self.position[0])
        waiting[:] = [expected for expected in waiting if expected.clock_at is None]

    def _pass_deadline(self, expected: Expectation) -> None:
        if not expected.is_open:
            return
        unless = self.exercise.steps[expected.step].unless
        if unless is not None and unless.holds(self):
            expected.excused = True
            return
        expected.late = True
        self._late[expected.step] += 1
        self._changed(Fact("late", expected.step))

    def _settle_act(self, expected: Expectation, act: Act) -> None:
        if expected.done_at is not None or (expected.account and act.account and act.account != expected.account):
            return
        if act.premature:
            expected.premature = True
            return
        acts = [
            known
            for known in self.acts[expected.step]
            if not known.premature and (not expected.account or known.account in (None, expected.account))
        ]
        if expected.plan_step.all_of:
            self._settle_all_of(expected, acts)
            return
        if len(acts) >= expected.occurrence:
            self._complete(expected, acts[expected.occurrence - 1])

    def _settle_all_of(self, expected: Expectation, acts: list[Act]) -> None:
        for role in expected.plan_step.all_of:
            stand_ins = (role, *self.exercise.plan.roles[role].delegates)
            own = [act for act in acts if act.role in stand_ins]
            if len(own) >= expected.occurrence:
                expected.contributions[role] = own[expected.occurrence - 1]
        if len(expected.contributions) == len(expected.plan_step.all_of):
            self._complete(expected, max(expected.contributions.values(), key=lambda act: (act.at, act.entry)))

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
            self._start_clock(expected, at)

    def suitable_calls(self, step: StepKind, role: str, account: str | None = None) -> list[Call]:
        """The calls that bring a step's call to `role`, or to one who may stand in for it."""
        return self._first_calls(None, step, role, account)

    def _first_calls(self, most: int | None, step: StepKind, role: str, account: str | None) -> list[Call]:
        stand_ins = (role, *self.exercise.plan.roles[role].delegates)
        found = [
            call
            for stand_in in stand_ins
            for call in islice(
                (
                    call
                    for call in self.calls_to.get(stand_in, ())
                    if (call.asks or step is StepKind.INFORM) and (account is None or call.account in (None, account))
                ),
                most,
            )
        ]
        return sorted(found, key=lambda call: (call.at, call.entry))[:most] if len(stand_ins) > 1 else found

    def _settle_calls(self, expected: Expectation) -> None:
        found = []
        for role in expected.plan_step.called:
            calls = self._first_calls(expected.occurrence, expected.plan_step.kind, role, expected.account)
            if len(calls) < expected.occurrence:
                return
            found.append(calls[-1])
        expected.calls = tuple(found)
        self._finish(expected, max(call.at for call in found))

    def _expect_reach(self, prepared: PreparedInject, reach: Reach) -> None:
        self.reaches.append(reach)
        stand_ins = (reach.role, *self.exercise.plan.roles[reach.role].delegates)
        if any(role in prepared.to for role in stand_ins):
            reach.told_at = reach.expected_at
        else:
            for role in stand_ins:
                self._open_reaches[role].append(reach)

    def _with_delegates(self, roles: Iterable[str]) -> tuple[str, ...]:
        plan_roles = self.exercise.plan.roles
        return tuple(
            dict.fromkeys(each for role in roles if role in plan_roles for each in (role, *plan_roles[role].delegates))
        )

    # ── lines ────────────────────────────────────────────────────────────────

    def _record(self, entry: Entry) -> None:
        match entry.statement:
            case Response() as said:
                self._respond(entry, said)
            case Delivered() as said:
                self._deliver(said.inject, entry)
            case Fired() as said:
                self._deliver(said.inject, entry, by_hand=True)
            case AdHoc() as said:
                self._add_adhoc(entry, said)
            case Edited() as said:
                self._edit(said)
            case Unmet() | Skipped() as said:
                if self._is_to_come(said.inject):
                    self._forget(said.inject)
                    self.skipped[said.inject] = entry
            case Delayed() as said:
                if self._is_to_come(said.inject) and not self.recorded:
                    self._make_due(self.injects[said.inject], max(said.to, entry.at))
            case DroppedOut() as said:
                self._move_people(entry.at, said.people, ())
                self._changed(Fact("absent", None))
            case CameBack() as said:
                self._move_people(entry.at, (), said.people)
                self._changed(Fact("absent", None))
            case Seated() as said:
                seat = self.seats[said.role]
                seat[:] = [said.person, *(person for person in seat if person != said.person)]
            case Probed():
                self.probes.append(entry)
            case Ended():
                self.ended_at = entry.at
            case Statement():
                pass

    def _add_adhoc(self, entry: Entry, said: AdHoc) -> None:
        prepared = self._read_inject(said.yaml, None)
        self.injects[prepared.id] = prepared
        if prepared.inject.manual:
            self._deliver(prepared.id, entry, by_hand=True)
        else:
            self._schedule(prepared)

    def _is_to_come(self, inject: str) -> bool:
        """Whether the team has the inject on its script, and neither got it nor was passed over."""
        return inject in self.injects and inject not in self.delivered and inject not in self.skipped

    def _edit(self, said: Edited) -> None:
        if not self._is_to_come(said.inject):
            return
        before = self.injects[said.inject]
        after = self._read_inject(said.yaml, before)
        self.injects[said.inject] = after
        if self.recorded or _trigger(before) == _trigger(after):
            return
        self._forget(said.inject)
        held = self._triggered.pop(said.inject, None)
        if held is not None and _condition(before) == _condition(after):
            self._triggered[said.inject] = held
            self._make_due(after, max(held + (after.inject.delay or 0), self.position[0]))
        else:
            self._schedule(after)

    def _move_people(self, at: int, gone: Iterable[str], back: Iterable[str]) -> None:
        for person in gone:
            if person not in self.absent:
                self.absent.add(person)
                self.absences.append((at, person, True))
        for person in back:
            if person in self.absent:
                self.absent.discard(person)
                self.absences.append((at, person, False))

    def _respond(self, entry: Entry, said: Response) -> None:
        self._answer(entry, said)
        about = said.inject if said.verb is Verb.ACKS else said.about
        self._tell(Told(said.role, entry.at, about, entry.seq), own=True)
        if said.verb in CALLS:
            self._changed(*[fact for role in said.roles for fact in self._call(entry, said, role)])
        elif said.verb is Verb.DECIDES:
            assert said.inject is not None and said.option is not None
            self.choices[said.inject].append(Choice(said.inject, said.option, entry.at, entry.seq, said.role))
            self._start_clocks("decided", said.inject)
            self._changed(Fact("decided", said.inject))
        elif said.verb is Verb.IMPROVISES:
            self._improvise(entry, said)
        elif said.verb is Verb.REJECTS:
            self.rejections.append(entry)
        elif said.act is not None:
            self.other_acts.append((said.act, entry))
        elif said.step is not None:
            self._do(entry, said, said.step)

    def _do(self, entry: Entry, said: Response, step: StepKey) -> None:
        if said.verb is Verb.APPROVES:
            approving = self.exercise.approvals.get(step)
            if approving is None:
                return
            step = approving
        act = Act(
            step=step,
            at=entry.at,
            entry=entry.seq,
            role=said.role,
            person=self.person_of(said),
            assumed=said.assumed,
            account=said.account,
            resource=said.resource,
            edited=said.edited,
        )
        if said.verb is Verb.STARTS:
            self.started[step].append(entry)
            takes = self.exercise.steps[step].step.takes
            if takes is not None:
                finished = replace(act, at=entry.at + takes, started_at=entry.at)
                self._put(finished.at, _Agenda.FINISH, 0, finished)
            return
        begun = [start.at for start in self.started[step]]
        self._act(replace(act, premature=self._is_premature(step), started_at=begun[-1] if begun else None))

    def _improvise(self, entry: Entry, said: Response) -> None:
        self.improvised.append(entry)
        judged = self.judgements.adjudicated.get(entry.seq)
        if judged is not None and judged.satisfies is not None:
            person = self.person_of(said)
            done = Act(judged.satisfies, entry.at, entry.seq, said.role, person, said.assumed, said.account)
            self._act(replace(done, improvised=True))

    def _is_premature(self, step: StepKey) -> bool:
        not_before = self.exercise.steps[step].not_before
        return not_before is not None and not not_before.holds(self)

    def _act(self, act: Act) -> None:
        self.acts[act.step].append(act)
        if act.resource and not act.edited and self.exercise.steps[act.step].step.uses == act.resource:
            self._used.add(act.resource)
        waiting = self._open_acts[act.step]
        for expected in waiting:
            self._settle_act(expected, act)
        waiting[:] = [expected for expected in waiting if expected.done_at is None]
        if self.is_done(act.step):
            self._start_clocks("done", act.step)
        self._changed(Fact("done", act.step), *([Fact("used", act.resource)] if act.resource else []))

    def _call(self, entry: Entry, said: Response, role: str) -> list[Fact]:
        """One role turns to another; the facts that this changes."""
        plan_role = self.exercise.plan.roles[role]
        away = self.is_role_absent(role) or (said.called_person is not None and said.called_person in self.absent)
        call = Call(
            caller=said.role,
            caller_person=self.person_of(said),
            to=role,
            to_person=said.called_person or self.first_present(role),
            at=entry.at,
            entry=entry.seq,
            verb=said.verb,
            about=said.about,
            account=said.account,
            assumed=said.assumed,
            known_away=away and bool(plan_role.people),
            simulated=role in self.exercise.simulated,
        )
        self.calls.append(call)
        self.calls_to[role].append(call)
        if call.asks:
            self._open_asks[role].append(call)
        self._tell(Told(role, entry.at, said.about, entry.seq))
        for reach in self._open_reaches.get(role, ()):
            if said.about in (None, reach.inject):
                reach.calls.append(call)
                if reach.told_at is None:
                    reach.told_at = entry.at
        waiting = self._open_calls.get(role, [])
        for expected in waiting:
            if expected.done_at is None:
                self._settle_calls(expected)
        waiting[:] = [expected for expected in waiting if expected.done_at is None]
        steps = self.exercise.steps_calling.get(role, ())
        for step in steps:
            if self.is_done(step):
                self._start_clocks("done", step)
        return [Fact("contacted", role), *(Fact("done", step) for step in steps)]

    def _answer(self, entry: Entry, said: Response) -> None:
        self.answers[said.role].append(entry)
        waiting = self._open_asks.get(said.role)
        if not waiting:
            return
        for call in waiting:
            if said.verb is not Verb.ACKS or said.from_role in (None, call.caller):
                call.acked_at, call.acked_entry = entry.at, entry.seq
        waiting[:] = [call for call in waiting if call.acked_at is None]

    def _tell(self, told: Told, *, own: bool = False) -> None:
        if not own:
            self.told[told.role].append(told)
            if told.about is not None:
                self._told_about.add((told.role, told.about))
        self._start_clocks("told", told.role, told.about)

    # ── facts ────────────────────────────────────────────────────────────────

    def person_of(self, said: Response) -> str | None:
        """Who acted: the person named, else the role's first present one; None where it is assumed."""
        if said.person is not None:
            return said.person
        return None if said.assumed else self.first_present(said.role)

    def first_present(self, role: str) -> str | None:
        """The first of a role's people who is there."""
        return next((person for person in self.seats.get(role, ()) if person not in self.absent), None)

    def is_done(self, step: StepKey) -> bool:
        """The step was done, on every account that it is asked for."""
        if self.by_step.get(step):
            return self._undone[step] == 0
        plan_step = self.exercise.steps[step].step
        if plan_step.called:
            return all(self._first_calls(1, plan_step.kind, role, None) for role in plan_step.called)
        return any(not act.premature for act in self.acts.get(step, ()))

    def is_late(self, step: StepKey) -> bool:
        """The step was expected, a deadline of it has passed, and it is not done."""
        return self._late.get(step, 0) > 0

    def is_contacted(self, role: str) -> bool:
        """The role was called, convened or told."""
        return bool(self.calls_to.get(role))

    def is_delivered(self, inject: str) -> bool:
        """The inject was delivered to the team."""
        return inject in self.delivered

    def decision_on(self, inject: str) -> str | None:
        """The option chosen last, or None while undecided."""
        choices = self.choices.get(inject)
        return choices[-1].option if choices else None

    def is_absent(self, person: str) -> bool:
        """The person has dropped out."""
        return person in self.absent

    def is_role_absent(self, role: str) -> bool:
        """Nobody who fills the role is there."""
        return self.first_present(role) is None

    def is_used(self, resource: str) -> bool:
        """The prepared text was used as it stands, approved and unexpired on the day."""
        prepared = self.exercise.plan.resources.get(resource)
        if prepared is None or prepared.approved_by is None:
            return False
        if (prepared.approved and prepared.approved > self.day) or (prepared.expires and prepared.expires < self.day):
            return False
        return resource in self._used

    def would_hold(self, check: Check | None) -> bool:
        """Whether a condition holds now; False for none."""
        return check is not None and check.holds(self)
