"""Drills that can be foreseen: nothing that is asked, or of whom, hangs on what the team does.

Injects come at fixed times and to people who stay; what they ask for are acts and
decisions. Then nothing need be played: an answer is a least, a step's beginning a
greatest of known times, over the workflow in its order. Where a person does one thing
at a time, only the order of service is left to be found, run by run: of every run the
task that is ready first is taken up, then the next. It is the same as
`drill.rehearsal.vector` to the millisecond, and many times as fast.
"""

from __future__ import annotations

import numpy as np

from drill.rehearsal.draws import Ints
from drill.rehearsal.foresight import Foresight
from drill.rehearsal.model import Expected, Inject, Race, Task, TaskKind
from drill.rehearsal.moments import NEXT, OWN
from drill.rehearsal.outcome import NEVER, NOBODY, Outcome
from drill.rehearsal.ragged import chosen
from drill.rehearsal.standing import Floats


def play(foresight: Foresight, drawn: Ints) -> Outcome:
    """What comes of runs with these draws, [draws × runs], in which nobody is away."""
    return _Runs(foresight, drawn).play()


class _Runs:
    """Runs of a drill that can be foreseen."""

    def __init__(self, foresight: Foresight, drawn: Ints) -> None:
        self.foresight, self.tables, self.model, self.drawn = foresight, foresight.tables, foresight.model, drawn
        self.count = drawn.shape[1]
        self.found = Outcome.blank(self.model, self.count)
        tasks = len(self.model.tasks)
        self.known_at = np.full((tasks, self.count), NEVER, dtype=np.int64)
        """When each task was asked for and somebody knew of it."""
        self.person = np.full((tasks, self.count), NOBODY, dtype=np.int64)

    def play(self) -> Outcome:
        """Foresee all of them."""
        for inject in self.foresight.injects:
            self._deliver(inject)
        np.maximum(self.known_at, self.foresight.asked_at[:, None], out=self.known_at)
        if self.model.one_at_a_time:
            self._serve()
        else:
            self._follow_workflow()
        self._note()
        return self.found

    # ── deliveries and answers ───────────────────────────────────────────────

    def _deliver(self, inject: Inject) -> None:
        found, at = self.found, inject.at
        assert at is not None
        found.delivered_at[inject.index] = at
        found.expected_at[list(inject.expected)] = at
        found.clock_at[list(inject.expected)] = at
        for number in inject.reaches:
            if self.tables.reached_by[number, list(inject.to)].any():
                found.told_at[number] = at
        for number in inject.races:
            self._answer(self.model.races[number], at)

    def _answer(self, race: Race, at: int) -> None:
        """The first to answer wins; those who come later in the role's order are tried later."""
        role, first = self.model.roles[race.role], int(self.tables.first_try[race.index])
        self.found.called_at[race.index] = at
        best: Ints | None = None
        which: Ints | None = None
        turns: list[int] = []
        for number, candidate in enumerate(role.candidates):
            if candidate.turn in turns or (turns and role.ack_within is None):
                continue
            tried = at + len(turns) * (role.ack_within or 0)
            turns.append(candidate.turn)
            self.found.tried_at[first + number] = tried
            answers = self.drawn[race.answers[number]] + tried
            if best is None:
                best = answers
            else:
                which = np.zeros(self.count, dtype=np.int64) if which is None else which
                which[answers < best] = number
                best = np.minimum(best, answers)
        if best is not None:
            self._hear(race, best, which)

    def _hear(self, race: Race, at: Ints, which: Ints | None) -> None:
        """A role, and whoever answered for it as another role, know of the inject."""
        tables, found = self.tables, self.found
        in_time = at <= self.model.end
        is_all = bool(in_time.all())
        at = at if is_all else np.where(in_time, at, NEVER)
        found.answered_at[race.index] = at
        answerer: Ints | int = 0 if which is None else which
        found.answerer[race.index] = answerer if is_all else np.where(in_time, answerer, NOBODY)
        people = tables.candidate_person[race.role][answerer]
        seats = tables.candidate_seat[race.role]
        for role in dict.fromkeys((race.role, *(int(seat) for seat in seats if seat != NOBODY))):
            hearing = tables.hearing_of[role, race.about]
            if hearing != NOBODY:
                counts = at if role == race.role else np.where(seats[answerer] == role, at, NEVER)
                for task in self.model.hearings[hearing].tasks:
                    sooner = counts < self.known_at[task]
                    self.person[task] = np.where(sooner, people, self.person[task])
                    np.minimum(self.known_at[task], counts, out=self.known_at[task])

    # ── work ─────────────────────────────────────────────────────────────────

    def _follow_workflow(self) -> None:
        """Everybody does any number of things at once: a step begins when the last of what it waits for is done."""
        found = self.found
        for task in self.foresight.order:
            ready, finish = found.ready_at[task], found.finished_at[task]
            ready[:] = self.known_at[task]
            for before in self.foresight.before[task]:
                np.maximum(ready, found.finished_at[before], out=ready)
            np.add(ready, self.drawn[self.model.tasks[task].durations[0]], out=finish)
        found.started_at[:] = found.ready_at

    def _serve(self) -> None:
        """Everybody does one thing at a time: in every run the task that is ready first is taken up, then the next."""
        moments, waits = self.tables.moments, np.array([len(before) for before in self.foresight.before])
        self.missing = np.repeat(waits.astype(np.int16)[:, None], self.count, axis=1)
        self.latest = np.zeros(self.known_at.shape, dtype=np.int64)
        """Of what each task waits for, what was done last: when, and which task it was."""
        self.free = np.zeros((len(self.model.people), self.count), dtype=np.int64)
        self.next = np.full((self.foresight.chains.max(initial=0) + 1, self.count), NEVER)
        """The next moment of each chain."""
        for task in chosen(waits == 0):
            self.next[self.foresight.chains[task]] = moments.pack(self.known_at[task], NEXT, int(task))
        while True:
            head = self.next.min(axis=0)
            runs = chosen(head < moments.end)
            if not len(runs):
                return
            self._take_up(head[runs], runs)

    def _take_up(self, head: Ints, runs: Ints) -> None:
        moments, found, foresight = self.tables.moments, self.found, self.foresight
        at, tasks = head >> moments.shift, head & moments.mask
        cells = tasks * self.count + runs
        own = self.person.take(cells) * self.count + runs
        start = np.maximum(at, self.free.take(own))
        finish = start + self.drawn.take(foresight.durations[tasks] * self.count + runs)
        self.next.put(foresight.chains[tasks] * self.count + runs, NEVER)
        self.free.put(own, finish)
        found.ready_at.put(cells, at)
        found.started_at.put(cells, start)
        found.finished_at.put(cells, finish)
        which, followers = self.tables.followers.of(tasks)
        if len(which):
            self._let_follow(followers, (finish << moments.bits | tasks)[which], runs[which])

    def _let_follow(self, tasks: Ints, done: Ints, runs: Ints) -> None:
        """Something that these tasks wait for is done; those that wait for nothing more are ready."""
        moments, cells = self.tables.moments, tasks * self.count + runs
        latest, missing = np.maximum(self.latest.take(cells), done), self.missing.take(cells) - 1
        self.latest.put(cells, latest)
        self.missing.put(cells, missing)
        whole = chosen(missing == 0)
        if len(whole):
            tasks, latest, cells, runs = tasks[whole], latest[whole], cells[whole], runs[whole]
            known_at, done_at = self.known_at.take(cells), latest >> moments.bits
            place = self.tables.place
            is_own = (done_at > known_at) & (place[latest & moments.mask] == place[tasks])
            ranks = np.where(is_own, OWN, NEXT)
            ready = moments.pack_ranked(np.maximum(known_at, done_at), ranks, tasks)
            self.next.put(self.foresight.chains[tasks] * self.count + runs, ready)

    # ── what came of it ──────────────────────────────────────────────────────

    def _note(self) -> None:
        for task in self.model.tasks:
            self._note_task(task)
        for inject in self.foresight.injects:
            for number in inject.expected:
                self._note_expected(self.model.expected[number])

    def _note_task(self, task: Task) -> None:
        """What would come after the end does not come."""
        found, end, number = self.found, self.model.end, task.index
        started, finished = found.started_at[number], found.finished_at[number]
        people = self.person[number]
        if finished.max() > end:
            people = np.where(started <= end, people, NOBODY)
            for times in (found.ready_at[number], started, finished):
                times[times > end] = NEVER
        found.person[number], found.seat[number] = people, self.tables.seat_of[task.actors[0]][people]
        if task.kind is TaskKind.DECIDE:
            assert task.about is not None
            found.decided_at[task.about] = finished
            found.option[task.about] = np.where(finished < NEVER, self.drawn[task.option_draw], NOBODY)

    def _note_expected(self, expected: Expected) -> None:
        first = [self._first(tally) for tally in expected.tallies]
        done_at = first[0][0] if len(first) == 1 else np.maximum.reduce([at for at, _ in first])
        # Added up in the order of the roles, as one run is: so both come to the same bits.
        worth = sum(worth for _, worth in first) / len(first)
        self.found.done_at[expected.index] = done_at
        self.found.factor[expected.index] = np.where(done_at < NEVER, worth, 1.0)

    def _first(self, tally: int) -> tuple[Ints, Floats]:
        """When the first act came that a tally counts, and what it was worth."""
        found, adders, worth = self.found, self.foresight.adders[tally], self.foresight.worth[tally]
        counts = self.tables.counts[tally]
        if len(adders) == 1 and counts.all():
            return found.finished_at[adders[0]], worth[found.seat[adders[0]]]
        came = np.where(counts[found.seat[adders]], found.finished_at[adders], NEVER)
        which, runs = came.argmin(axis=0), np.arange(self.count)
        return came[which, runs], worth[found.seat[adders][which, runs]]
