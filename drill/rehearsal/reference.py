"""The model, one run at a time: what a rehearsal means.

`drill.rehearsal.vector` must give the same to the millisecond. A run is a list of
moments on a heap, each thing having at most one to come:

- An inject comes when it is due, if its conditions allow. Each role that it goes to
  is a race: the first person who is there is tried, after `ack_within` the next, then
  the delegates; the first to answer wins, and acts for the role from then on.
- A role knows of an inject once it has answered its delivery, a call about it, or,
  after its delivery, any call of a step. It then does what the inject expects of it:
  each step once, whichever injects ask, and what comes before it in the plan too.
- Whoever gets an inject passes it on by the plan's shortest way to a role that must
  be reached, or without which a step would be left undone.
- A task is ready when somebody knows of it, all that comes before it is done or has
  dropped out, and its `not_before` holds. A person does one thing at a time, first
  come, first served, whatever hats they wear: of the roles that may do it, the one
  whose person is free first takes it. What is begun is finished; who drops out takes
  up nothing new. The lines are what a scribe would have written.

On one instant, the order is that of `Rank`; among equals, the place in the scenario.
"""

from __future__ import annotations

import heapq

from drill.rehearsal.calling import Calling
from drill.rehearsal.facts import Waiting
from drill.rehearsal.model import Model, Rank, Task, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Outcome
from drill.scenario.conditions import Fact


class Run(Calling):
    """One run of a rehearsal; `drawn` is what was left to chance (`Chance.runs`, one column)."""

    def __init__(self, model: Model, drawn: list[int]) -> None:
        super().__init__(model, drawn)
        self._moments: dict[int, tuple[int, Rank]] = {}
        self._heap: list[tuple[int, Rank, int, int]] = []

    def play(self) -> Outcome:
        """Let it run to its end."""
        for inject in self.model.injects:
            if inject.at is not None:
                self.set_moment(self.first_inject + inject.index, inject.at, Rank.DELIVERY)
            elif inject.when is not None:
                self.look_at(inject.index, 0)
        self._stay_away([person for person, draw in enumerate(self.model.away) if self.drawn[draw]])
        while self._heap and self._heap[0][0] <= self.model.end:
            at, rank, _, column = heapq.heappop(self._heap)
            if self._moments.get(column) == (at, rank):
                del self._moments[column]
                self._fall_due(at, rank, column)
        self.scribe.end(self.model.end)
        return self.outcome()

    def _stay_away(self, people: list[int]) -> None:
        self.away.update(people)
        self.scribe.away(people)
        self.away_from_start = frozenset(people)
        self.absences += [(0, person, True) for person in people]
        if people:
            self.changed(0, Fact("absent", None))

    # ── moments ──────────────────────────────────────────────────────────────

    def set_moment(self, column: int, at: int, rank: Rank) -> None:
        """Let a thing have its next moment. Of what is late or repeats, that comes first that was known first."""
        self._moments[column] = (at, rank)
        order = sum(each != NEVER for each in self.expected_at) if rank is Rank.LATENESS else 0
        heapq.heappush(self._heap, (at, rank, order, column))

    def _fall_due(self, at: int, rank: Rank, column: int) -> None:
        finished = None
        if column >= self.first_inject:
            self._deliver(column - self.first_inject, at)
        elif column >= self.first_deadline:
            number, repeats = divmod(column - self.first_deadline, 2)
            if repeats:
                self._repeat(number, at)
            else:
                self._pass_deadline(number, at)
        elif column >= self.first_race:
            go_on = self.answer if rank is Rank.ANSWER else self.try_next
            go_on(self.model.races[column - self.first_race], at)
        elif rank is Rank.WORK:
            finished = self.model.tasks[column]
            self._finish(finished, at)
        else:
            self._take_up(self.model.tasks[column], at)
        self._look_round(at, finished)

    def _look_round(self, at: int, finished: Task | None) -> None:
        """What has become needless is dropped; what has become ready is taken up at the end of the instant."""
        for task in self.model.tasks:
            if self.waiting[task.index] is Waiting.ASKED and self._is_dropped(task):
                self.waiting[task.index] = Waiting.OVER
        for task in self.model.tasks:
            if self._is_ready(task) and task.index not in self._moments:
                own = finished is not None and finished.place == task.place
                self.set_moment(task.index, at, Rank.OWN if own else Rank.NEXT)

    def _is_dropped(self, task: Task) -> bool:
        return task.is_dropped or (task.guard is not None and task.guard.holds(self))

    def _is_ready(self, task: Task) -> bool:
        return (
            self.waiting[task.index] is Waiting.ASKED
            and not any(self.waiting[each] in (Waiting.ASKED, Waiting.BUSY) for each in task.waits_for)
            and (task.not_before is None or task.not_before.holds(self))
            and bool(self._doers(task))
        )

    # ── work ─────────────────────────────────────────────────────────────────

    def _doers(self, task: Task) -> list[tuple[int, int, int]]:
        """Who could do it now: which of its roles, in order, with the person and the role as which they act."""
        found = []
        for which, role in enumerate(task.actors):
            holder = self.holders.get((task.index, role))
            if holder is not None:
                candidates = self.model.roles[role].candidates
                own = [each for each in candidates if each.person == holder and each.person not in self.away]
                there = own or [each for each in candidates if each.person not in self.away]
                found += [(which, each.person, each.seat) for each in there[:1]]
        return found

    def _take_up(self, task: Task, at: int) -> None:
        if not self._is_ready(task):
            return
        if self._is_needless(task):
            self.waiting[task.index] = Waiting.OVER
            return
        free = self.free if self.model.one_at_a_time else {}
        which, person, seat = min(self._doers(task), key=lambda doer: max(at, free.get(doer[1], 0)))
        start = max(at, free.get(person, 0))
        finish = start + self.drawn[task.durations[which]]
        self.free[person] = finish
        self.waiting[task.index] = Waiting.BUSY
        self.ready_at[task.index] = at
        self.work[task.index] = (start, finish, person, seat)
        self.set_moment(task.index, finish, Rank.WORK)

    def _is_needless(self, task: Task) -> bool:
        """Whether somebody has done it already; of news, whether it has come there, or nothing waits for it."""
        if task.kind is TaskKind.TELL:
            if task.told in self.heard:
                return True
            missing = any(self.told_at[each] == NEVER for each in task.for_reaches)
            return not missing and not any(self._is_unheard_of(each) for each in task.for_tasks)
        return task.needless_with is not None and len(self.moments[task.needless_with]) >= task.occurrence

    def _is_unheard_of(self, number: int) -> bool:
        actors = self.model.tasks[number].actors
        return self.waiting[number] is Waiting.ASKED and not any((number, role) in self.holders for role in actors)

    def _finish(self, task: Task, at: int) -> None:
        if task.not_before is not None and not task.not_before.holds(self):
            self._give_back(task)  # it was in vain; it is begun again when it may be
            return
        self.waiting[task.index] = Waiting.OVER
        self.finished_at[task.index] = at
        _, _, person, seat = self.work[task.index]
        self.speak(seat, task.about if task.kind is TaskKind.TELL else None, at)
        option = self.drawn[task.option_draw] if task.kind is TaskKind.DECIDE else NOBODY
        called = tuple(dict.fromkeys(self.whom_to_call(role) for role in task.calls))
        self.scribe.did(at, task, person, seat, option, called)
        if task.kind is TaskKind.ACT:
            self._act(task, seat, at)
        elif task.kind is TaskKind.DECIDE:
            assert task.about is not None
            self.decide(task.about, option, at, self.put_deadline)
            self.changed(at, Fact("decided", self.model.injects[task.about].id))
        else:
            self.call(called, task.asks, task.about, at)
            for race in task.races:
                self.begin(self.model.races[race], at)

    def _give_back(self, task: Task) -> None:
        self.waiting[task.index] = Waiting.ASKED
        self._moments.pop(task.index, None)
        del self.work[task.index]

    def _act(self, task: Task, seat: int, at: int) -> None:
        step = task.counts_as
        assert step is not None
        for tally, actors in task.adds_to:
            if actors is None or seat in actors:
                self.count(tally, at, seat)
        if task.text is not None:
            self.used.add(task.text)
        if step in self.model.steps and self.is_done(step):
            self.start_clocks("done", step, at, self.put_deadline)
        self.changed(at, Fact("done", step), *([Fact("used", task.text)] if task.text else []))

    # ── what falls due ───────────────────────────────────────────────────────

    def _deliver(self, number: int, at: int) -> None:
        inject = self.model.injects[number]
        if inject.if_ is not None and not inject.if_.holds(self):
            return
        if inject.unless is not None and inject.unless.holds(self):
            return
        self.delivered[number] = at
        self._move_people(inject.gone, inject.back, at)
        self.told_about.update((role, number) for role in inject.to)
        self.reach_recipients(inject, at)
        for each in inject.expected:
            self._expect(each, at)
        self.changed(at, Fact("delivered", inject.id))
        for task in inject.tasks:
            self.ask_for(task)
        for race in inject.races:
            self.begin(self.model.races[race], at)

    def _move_people(self, gone: tuple[int, ...], back: tuple[int, ...], at: int) -> None:
        self.away.update(gone)
        for task in self.model.tasks:
            if self.waiting[task.index] is Waiting.BUSY:
                start, _, person, _ = self.work[task.index]
                if person in gone and start > at:
                    self._give_back(task)
        for person in gone:
            kept = (self.work[task.index] for task in self.model.tasks if self.waiting[task.index] is Waiting.BUSY)
            self.free[person] = max((finish for _, finish, who, _ in kept if who == person), default=0)
        self.away.difference_update(back)
        self.absences += [(at, person, person in self.away) for person in (*gone, *back)]
        self.changed(at, Fact("absent", None))

    def _expect(self, number: int, at: int) -> None:
        expected = self.model.expected[number]
        self.expect(expected, at, self.put_deadline)
        if expected.every is not None and expected.next is not None:
            self.set_moment(self.first_deadline + 2 * number + 1, at + expected.every, Rank.LATENESS)
        self.changed(at, Fact("done", expected.step))
        for task in expected.tasks:
            self.ask_for(task)

    def _repeat(self, number: int, at: int) -> None:
        expected = self.model.expected[number]
        if expected.next is not None and (expected.until is None or not expected.until.holds(self)):
            self._expect(expected.next, at)

    def _pass_deadline(self, number: int, at: int) -> None:
        expected = self.model.expected[number]
        if self.done_at(expected) != NEVER or self.excused[number]:
            return
        if expected.guard is not None and expected.guard.holds(self):
            self.excused[number] = True
            return
        self.late.add(number)
        self.changed(at, Fact("late", expected.step))
