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

from drill.rehearsal.facts import Happened, Waiting
from drill.rehearsal.lines import Scribe
from drill.rehearsal.model import Model, Race, Rank, Role, Task, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Outcome
from drill.scenario.conditions import Fact


class Run(Happened):
    """One run of a rehearsal; `drawn` is what was left to chance (`Chance.runs`, one column)."""

    def __init__(self, model: Model, drawn: list[int]) -> None:
        super().__init__(model)
        self.drawn = drawn
        self.scribe = Scribe(model)
        self._moments: dict[int, tuple[int, Rank]] = {}
        self._heap: list[tuple[int, Rank, int, int]] = []
        self._first_race = len(model.tasks)
        self._first_deadline = self._first_race + len(model.races)
        self._first_inject = self._first_deadline + 2 * len(model.expected)

    def play(self) -> Outcome:
        """Let it run to its end."""
        for inject in self.model.injects:
            if inject.at is not None:
                self._set(self._first_inject + inject.index, inject.at, Rank.DELIVERY)
            elif inject.when is not None:
                self._look_at(inject.index, 0)
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
        if people:
            self._changed(0, Fact("absent", None))

    # ── moments ──────────────────────────────────────────────────────────────

    def _set(self, column: int, at: int, rank: Rank) -> None:
        """Let a thing have its next moment. Of what is late or repeats, that comes first that was known first."""
        self._moments[column] = (at, rank)
        order = sum(each != NEVER for each in self.expected_at) if rank is Rank.LATENESS else 0
        heapq.heappush(self._heap, (at, rank, order, column))

    def _fall_due(self, at: int, rank: Rank, column: int) -> None:
        finished = None
        if column >= self._first_inject:
            self._deliver(column - self._first_inject, at)
        elif column >= self._first_deadline:
            number, repeats = divmod(column - self._first_deadline, 2)
            if repeats:
                self._repeat(number, at)
            else:
                self._pass_deadline(number, at)
        elif column >= self._first_race:
            self._race_on(self.model.races[column - self._first_race], at, rank)
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
                self._set(task.index, at, Rank.OWN if own else Rank.NEXT)

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
            holders = [self.heard[each] for each in task.hearings[which] if self.heard[each] != NOBODY]
            if holders:
                candidates = self.model.roles[role].candidates
                own = [each for each in candidates if each.person == holders[0] and each.person not in self.away]
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
        self._set(task.index, finish, Rank.WORK)

    def _is_needless(self, task: Task) -> bool:
        """Whether somebody has done it already; of news, whether it has come there, or nothing waits for it."""
        if task.kind is TaskKind.TELL:
            if task.told is not None and self.heard[task.told] != NOBODY:
                return True
            missing = any(self.told_at[each] == NEVER for each in task.for_reaches)
            return not missing and not any(self._is_unheard_of(each) for each in task.for_tasks)
        return task.needless_with is not None and len(self.moments[task.needless_with]) >= task.occurrence

    def _is_unheard_of(self, number: int) -> bool:
        heard = (self.heard[each] for hearings in self.model.tasks[number].hearings for each in hearings)
        return self.waiting[number] is Waiting.ASKED and all(person == NOBODY for person in heard)

    def _finish(self, task: Task, at: int) -> None:
        if task.not_before is not None and not task.not_before.holds(self):
            self._give_back(task)  # it was in vain; it is begun again when it may be
            return
        self.waiting[task.index] = Waiting.OVER
        self.finished_at[task.index] = at
        _, _, person, seat = self.work[task.index]
        self._speak(seat, at, task.about if task.kind is TaskKind.TELL else None)
        option = self.drawn[task.option_draw] if task.kind is TaskKind.DECIDE else NOBODY
        self.scribe.did(at, task, person, seat, option)
        if task.kind is TaskKind.ACT:
            self._act(task, seat, at)
        elif task.kind is TaskKind.DECIDE:
            assert task.about is not None
            self.decide(task.about, option, at, self._put_deadline)
            self._changed(at, Fact("decided", self.model.injects[task.about].id))
        else:
            for role in task.calls:
                self._call(role, task.asks, task.about, at)
            for race in task.races:
                self._begin(self.model.races[race], at)

    def _give_back(self, task: Task) -> None:
        self.waiting[task.index] = Waiting.ASKED
        self._moments.pop(task.index, None)
        del self.work[task.index]

    def _act(self, task: Task, seat: int, at: int) -> None:
        step = task.counts_as
        assert step is not None
        for tally, actors in task.adds_to:
            if actors is None or seat in actors:
                self.count(tally, at, self.factor(tally, seat))
        if task.text is not None:
            self.used.add(task.text)
        self.acted.add(step)
        if step in self.model.steps and self.is_done(step):
            self.start_clocks("done", step, at, self._put_deadline)
        self._changed(at, Fact("done", step), *([Fact("used", task.text)] if task.text else []))

    # ── calls and answers ────────────────────────────────────────────────────

    def _call(self, role: int, asks: bool, about: int | None, at: int) -> None:
        called = self.model.roles[role]
        for tally in called.asked_tallies if asks else called.told_tallies:
            self.count(tally, at, 1.0)
        self.contacted.add(called.id)
        if about is not None:
            self.told_about.add((role, about))
        self._speak(role, at, about)
        self.reach(role, about, at)
        calling = self.model.exercise.steps_calling.get(called.id, ())
        steps = [step for step in calling if step in self.model.steps]
        for step in steps:
            if self.is_done(step):
                self.start_clocks("done", step, at, self._put_deadline)
        self._changed(at, Fact("contacted", called.id), *(Fact("done", step) for step in steps))

    def _speak(self, role: int, at: int, about: int | None) -> None:
        """A role speaks or is spoken to: the clocks of what waits for that start."""
        for each in self.model.expected:
            if role in each.listeners and about in (None, each.inject) and each.clock == "reached":
                self.start_clock(each, at, self._put_deadline)

    def _begin(self, race: Race, at: int) -> None:
        self.called_at[race.index] = at
        self._try_next(race, at)

    def _try_next(self, race: Race, at: int) -> None:
        """Try the next candidate who is there; to turn to a delegate, or to another after the first, is a call."""
        role = self.model.roles[race.role]
        there = [
            (number, each)
            for number, each in enumerate(role.candidates)
            if each.turn >= self.turn[race.index] and each.person not in self.away
        ]
        is_first = self.turn[race.index] == 0
        if there:
            number, candidate = there[0]
            self.tried[race.index][number] = at
            self.answers[race.index][number] = at + self.drawn[race.answers[number]]
            if race.task is not None and not race.is_patient and not (is_first and candidate.seat == race.role):
                _, _, person, seat = self.work[race.task]
                self.scribe.called_again(at, race, person, seat, candidate)
                self._speak(seat, at, race.about)
                self._call(candidate.seat, True, race.about, at)
            self.turn[race.index] = candidate.turn + 1
            more = any(each.turn > candidate.turn for each in role.candidates)
            waits = role.ack_within if more and not race.is_patient else None
            self.next_try[race.index] = NEVER if waits is None else at + waits
        else:
            self.next_try[race.index] = NEVER
        self._set_race(race)

    def _set_race(self, race: Race) -> None:
        answer, again = min(self.answers[race.index].values(), default=NEVER), self.next_try[race.index]
        if min(answer, again) < NEVER:
            column = self._first_race + race.index
            self._set(column, *((answer, Rank.ANSWER) if answer <= again else (again, Rank.WORK)))

    def _race_on(self, race: Race, at: int, rank: Rank) -> None:
        if rank is Rank.WORK:
            self._try_next(race, at)
            return
        role = self.model.roles[race.role]
        number = min(self.answers[race.index], key=lambda each: (self.answers[race.index][each], each))
        candidate = role.candidates[number]
        if candidate.person in self.away:
            del self.answers[race.index][number]  # whoever dropped out answers no more
            self._set_race(race)
            return
        self.answered[race.index] = (at, number)
        if not race.is_patient:
            about = race.about
            self.scribe.answered(at, race, candidate, self.work[race.task][3] if race.task is not None else NOBODY)
            self._speak(candidate.seat, at, about)
        self._hear(role, candidate.person, race.about)
        if candidate.seat != race.role:
            self._hear(self.model.roles[candidate.seat], candidate.person, race.about)

    def _hear(self, role: Role, person: int, about: int | None) -> None:
        """A role has answered by a person: it knows of the inject, or of all that were delivered."""
        for number in role.hearings:
            inject = self.model.hearings[number].inject
            if self.heard[number] == NOBODY and inject in self.delivered and about in (None, inject):
                self.heard[number] = person

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
        self._changed(at, Fact("delivered", inject.id))
        for task in inject.tasks:
            self.ask_for(task)
        for race in inject.races:
            self._begin(self.model.races[race], at)

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
        self._changed(at, Fact("absent", None))

    def _expect(self, number: int, at: int) -> None:
        expected = self.model.expected[number]
        self.expect(expected, at, self._put_deadline)
        if expected.every is not None and expected.next is not None:
            self._set(self._first_deadline + 2 * number + 1, at + expected.every, Rank.LATENESS)
        self._changed(at, Fact("done", expected.step))
        for task in expected.tasks:
            self.ask_for(task)

    def _put_deadline(self, number: int, at: int) -> None:
        if self.model.expected[number].is_watched:
            self._set(self._first_deadline + 2 * number, at, Rank.LATENESS)

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
        self._changed(at, Fact("late", expected.step))

    def _changed(self, at: int, *facts: Fact) -> None:
        for fact in facts:
            for inject in self.watchers.get(fact, ()):
                self._look_at(inject, at)

    def _look_at(self, number: int, at: int) -> None:
        inject = self.model.injects[number]
        if number not in self.triggered and inject.when is not None and inject.when.holds(self):
            self.triggered.add(number)
            self._set(self._first_inject + number, at + inject.delay, Rank.DELIVERY)
