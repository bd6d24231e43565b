"""Many runs at once, in lock-step: each run takes its own next moment, whichever that is.

The model is `drill.rehearsal.reference`; this is the same, to the millisecond, with a
column for each run. Runs whose next moment is a delivery wait for the others, so that an
inject comes to all of them together.
"""

from __future__ import annotations

import numpy as np

from drill.rehearsal.batch import ASKED, BUSY, OVER, UNASKED
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected, Inject, Rank
from drill.rehearsal.outcome import NEVER, NOBODY, Outcome
from drill.rehearsal.tables import Tables
from drill.rehearsal.work import Work
from drill.scenario.conditions import Fact


def play(tables: Tables, drawn: Ints) -> Outcome:
    """What comes of runs with these draws (`Chance.runs`), [draws × runs]."""
    return LockStep(tables, drawn).play()


class LockStep(Work):
    """Runs that are played together."""

    def play(self) -> Outcome:
        """Let all of them run to their end."""
        self._begin_all()
        moments = self.tables.moments
        while True:
            head = self.next.min(axis=0)
            live = np.flatnonzero(head < moments.end)
            if not len(live):
                return self.outcome()
            at, ranks, columns = moments.unpack(head[live])
            busy = ranks != Rank.DELIVERY
            if busy.any():
                self._work(at[busy], ranks[busy], columns[busy], live[busy])
            else:
                self._deliver_all(at, columns - moments.injects, live)

    def _begin_all(self) -> None:
        everything, start = np.arange(self.count), np.zeros(self.count, dtype=np.int64)
        for inject in self.model.injects:
            if inject.at is not None:
                column = self.tables.moments.injects + inject.index
                self.next[column] = self.tables.moments.pack(start + inject.at, Rank.DELIVERY, column)
        for number, tree in self.tables.when:
            self._look_first(number, tree)
        self.found.away[:] = self.drawn[list(self.model.away)] > 0
        self.away[:-1] = self.found.away
        some = everything[self.found.away.any(axis=0)]
        self.look_at(start[some], some, Fact("absent", None))

    def _look_first(self, number: int, tree: object) -> None:
        everything = np.arange(self.count)
        place = next(index for index, (each, _) in enumerate(self.tables.when) if each == number)
        holds = everything[self.holds(self.tables.when[place][1], everything)]
        self.triggered[place, holds] = True
        column = self.tables.moments.injects + number
        due = np.full(len(holds), self.model.injects[number].delay, dtype=np.int64)
        self.next[column, holds] = self.tables.moments.pack(due, Rank.DELIVERY, column)

    def _work(self, at: Ints, ranks: Ints, columns: Ints, runs: Ints) -> None:
        """Whatever is no delivery: one moment of each run."""
        moments = self.tables.moments
        self.next[columns, runs] = NEVER
        is_task = columns < moments.races
        for rank, group, act in (
            (Rank.WORK, True, self.finish),
            (Rank.WORK, False, self._try_again),
            (Rank.ANSWER, False, self._answer),
        ):
            some = (ranks == rank) & (is_task == group)
            if some.any():
                act(columns[some], at[some], runs[some])
        late = ranks == Rank.LATENESS
        if late.any():
            for column in np.unique(columns[late]):
                some = late & (columns == column)
                self._fall_due(int(column), at[some], runs[some])
        ready = ranks >= Rank.OWN
        if ready.any():
            self.take_up(columns[ready], at[ready], runs[ready])
        done = ~ready & (ranks != Rank.ANSWER)
        if len(self.tables.conditional) and done.any():
            self._look_round(columns[done], at[done], runs[done])

    def _try_again(self, columns: Ints, at: Ints, runs: Ints) -> None:
        self.try_next(columns - self.tables.moments.races, at, runs)

    def _answer(self, columns: Ints, at: Ints, runs: Ints) -> None:
        self.answer(columns - self.tables.moments.races, at, runs)

    def _look_round(self, columns: Ints, at: Ints, runs: Ints) -> None:
        """After a moment of these columns: tasks whose guard holds now drop out, those whose gate opened may begin."""
        tables = self.tables
        stirred = tables.stirs[columns]
        is_task = columns < tables.moments.races
        places = np.where(is_task, tables.place[np.where(is_task, columns, 0)], NOBODY)
        for index, task in enumerate(tables.conditional):
            some = stirred[:, index] & (self.waiting[task, runs] == ASKED)
            if task in tables.guard and some.any():
                self._drop(task, at[some], runs[some], places[some])
        for index, task in enumerate(tables.conditional):
            some = stirred[:, index] & (self.waiting[task, runs] == ASKED)
            if task in tables.gate and some.any():
                self._open(task, at[some], runs[some], places[some])

    def _drop(self, task: int, at: Ints, runs: Ints, places: Ints) -> None:
        holds = self.holds(self.tables.guard[task], runs)
        at, runs, places = at[holds], runs[holds], places[holds]
        self.next[task, runs] = NEVER
        self.over(np.full(len(runs), task), at, runs, places)

    def _open(self, task: int, at: Ints, runs: Ints, places: Ints) -> None:
        holds = self.holds(self.tables.gate[task], runs)
        at, runs, places = at[holds], runs[holds], places[holds]
        own = places == self.tables.place[task]
        ranks = np.where(own, int(Rank.OWN), int(Rank.NEXT))[None, :]
        self.make_ready(np.full((1, len(runs)), task), at, runs, ranks)

    # ── what falls due ───────────────────────────────────────────────────────

    def _fall_due(self, column: int, at: Ints, runs: Ints) -> None:
        number, repeats = divmod(column - self.tables.moments.deadlines, 2)
        if repeats:
            self._repeat(self.model.expected[number], at, runs)
        else:
            self._pass_deadline(self.model.expected[number], at, runs)

    def _repeat(self, expected: Expected, at: Ints, runs: Ints) -> None:
        if expected.next is None:
            return
        until = self.tables.untils[expected.index]
        if until is not None:
            goes_on = ~self.holds(until, runs)
            at, runs = at[goes_on], runs[goes_on]
        again = self.model.expected[expected.next]
        self._expect(again, at, runs)
        self._ask_for(again.tasks, at, runs)

    def _pass_deadline(self, expected: Expected, at: Ints, runs: Ints) -> None:
        number = expected.index
        is_open = ~self.is_expected_done(number, runs) & ~self.found.excused[number, runs]
        at, runs = at[is_open], runs[is_open]
        guard = self.tables.guards[number]
        if guard is not None:
            holds = self.holds(guard, runs)
            self.found.excused[number, runs] = holds
            at, runs = at[~holds], runs[~holds]
        self.late[number, runs] = True
        self.look_at(at, runs, Fact("late", expected.step))

    def _expect(self, expected: Expected, at: Ints, runs: Ints) -> None:
        self.expect(expected, at, runs)
        if expected.every is not None and expected.next is not None:
            moments, place = self.tables.moments, 2 * expected.index + 1
            moment = moments.lateness(at + expected.every, self.asked_for[runs], place)
            self.next[moments.deadlines + place, runs] = moment
        self.look_at(at, runs, Fact("done", expected.step))

    def _ask_for(self, tasks: tuple[int, ...], at: Ints, runs: Ints) -> None:
        """Somebody should do these tasks; those whose guard holds already drop out."""
        tables = self.tables
        for task in tasks:
            new = runs[self.waiting[task, runs] == UNASKED]
            if self.model.tasks[task].is_dropped:
                self.waiting[task, new] = OVER
                continue
            if task in tables.guard:
                holds = self.holds(tables.guard[task], new)
                self.waiting[task, new[holds]] = OVER
                new = new[~holds]
            self.waiting[task, new] = ASKED
            followers = tables.follower_lists[task]
            self.blockers[np.ix_(followers, new)] += 1
        self.make_ready(np.repeat(np.array([tasks], dtype=np.int64).T, len(runs), axis=1), at, runs, Rank.NEXT)

    def _deliver_all(self, at: Ints, injects: Ints, runs: Ints) -> None:
        self.next[self.tables.moments.injects + injects, runs] = NEVER
        for number in np.unique(injects):
            some = injects == number
            self._deliver(self.model.injects[number], at[some], runs[some])

    def _deliver(self, inject: Inject, at: Ints, runs: Ints) -> None:
        wanted = np.ones(len(runs), dtype=np.bool_)
        if inject.if_ is not None:
            wanted &= self.holds(self.tables.ifs[inject.index], runs)
        if inject.unless is not None:
            wanted &= ~self.holds(self.tables.unlesses[inject.index], runs)
        at, runs = at[wanted], runs[wanted]
        if not len(runs):
            return
        self.found.delivered_at[inject.index, runs] = at
        self._move_people(inject, at, runs)
        for row in np.flatnonzero(self.tables.reached_inject == inject.index):
            if self.tables.listens[row, list(inject.to)].any():
                self.told[row, runs] = True
        for number in inject.reaches:
            if self.tables.reached_by[number, list(inject.to)].any():
                self.found.told_at[number, runs] = at
        for number in inject.expected:
            self._expect(self.model.expected[number], at, runs)
        self.look_at(at, runs, Fact("delivered", inject.id))
        self._ask_for(inject.tasks, at, runs)
        for number in inject.expected:
            self._ask_for(self.model.expected[number].tasks, at, runs)
        for race in inject.races:
            self.begin(np.full(len(runs), race), at, runs)
        if len(self.tables.conditional):
            column = self.tables.moments.injects + inject.index
            self._look_round(np.full(len(runs), column), at, runs)

    def _move_people(self, inject: Inject, at: Ints, runs: Ints) -> None:
        """People drop out, and hand over what they have not begun; or return."""
        for person in inject.gone:
            self.away[person, runs] = True
        for person in inject.gone:
            mine = (self.waiting[:-1, runs] == BUSY) & (self.found.person[:, runs] == person)
            given_back = mine & (self.found.started_at[:, runs] > at)
            tasks, some = np.nonzero(given_back)
            self.give_back(tasks, runs[some])
            self.next[tasks, runs[some]] = self.tables.moments.pack(at[some], Rank.NEXT, tasks)
            finishes = self.next[: len(self.model.tasks), runs] >> self.tables.moments.shift
            self.free[person, runs] = np.where(mine & ~given_back, finishes, 0).max(axis=0, initial=0)
        for person in inject.back:
            self.away[person, runs] = False
        self.look_at(at, runs, Fact("absent", None))
        if inject.gone or inject.back:
            every = np.arange(len(self.model.tasks))
            self.make_ready(np.repeat(every[:, None], len(runs), axis=1), at, runs, Rank.NEXT)
