"""Many runs at once, in lock-step: each run takes its own next moment, whichever that is.

The model is `drill.rehearsal.reference`; this is the same, to the millisecond, with a
column for each run. What costs much waits for company: what is often done, what is
seldom done and what falls due are played in turns, each when most runs have come to it.
A drill that can be foreseen is not played at all (`drill.rehearsal.foreseen`).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from drill.rehearsal import foreseen
from drill.rehearsal.batch import ASKED, BUSY, OVER, TAKEN, UNASKED
from drill.rehearsal.draws import Ints
from drill.rehearsal.foresight import Foresight
from drill.rehearsal.model import Expected, Inject
from drill.rehearsal.moments import ANSWER, DELIVERY, LATENESS, NEXT, OWN, WORK
from drill.rehearsal.noting import noted
from drill.rehearsal.outcome import NEVER, NOBODY, Outcome
from drill.rehearsal.ragged import chosen, put
from drill.rehearsal.tables import Tables
from drill.rehearsal.work import Work
from drill.scenario.conditions import Fact

OFTEN, SELDOM, DUE, ENDED = range(4)
"""What comes next in a run, by how it is played."""


def play(tables: Tables, drawn: Ints) -> Outcome:
    """What comes of runs with these draws (`Chance.runs`), [draws × runs]."""
    foresight = _foresight(tables)
    if foresight.is_possible and not drawn[list(tables.model.away)].any():
        return foreseen.play(foresight, drawn)
    return LockStep(tables, drawn).play()


@lru_cache(maxsize=4)
def _foresight(tables: Tables) -> Foresight:
    return Foresight(tables)


class LockStep(Work):
    """Runs that are played together."""

    def play(self) -> Outcome:
        """Let all of them run to their end."""
        self._begin_all()
        everything = np.arange(self.count)
        self.at, self.rank, self.column, self.turn_of = (np.zeros(self.count, dtype=np.int64) for _ in range(4))
        self._look_ahead(everything)
        while True:
            runs = chosen(self.turn_of == self._whose_turn())
            if not len(runs):
                return noted(self)
            at, ranks, columns = self.at[runs], self.rank[runs], self.column[runs]
            put(self.next, self.cells(columns, runs), NEVER)
            if self.turn_of[runs[0]] == DUE:
                for column in np.unique(columns):
                    some = chosen(columns == column)
                    self._fall_due(int(column), at[some], runs[some])
            else:
                self._work(at, ranks, columns, runs)
            self._look_ahead(runs)

    def _look_ahead(self, runs: Ints) -> None:
        """Find the next moment of each of these runs."""
        tables, moments = self.tables, self.tables.moments
        is_few = 5 * len(runs) < self.count
        head = self.next.take(runs, axis=1).min(axis=0) if is_few else self.next.min(axis=0)[runs]
        at, ranks, columns = moments.unpack(head)
        over = head >= moments.end
        columns[over] = 0
        turn = np.where(tables.is_seldom[columns] & (ranks == WORK), SELDOM, OFTEN)
        turn[(ranks == DELIVERY) | (ranks == LATENESS)] = DUE
        turn[over] = ENDED
        self.at[runs], self.rank[runs], self.column[runs], self.turn_of[runs] = at, ranks, columns, turn

    def _whose_turn(self) -> int:
        """What is played now: what most runs have come to, as long as any goes on."""
        return int(np.bincount(self.turn_of, minlength=ENDED + 1)[:ENDED].argmax())

    def _begin_all(self) -> None:
        everything, start = np.arange(self.count), np.zeros(self.count, dtype=np.int64)
        for inject in self.model.injects:
            if inject.at is not None:
                column = self.tables.moments.injects + inject.index
                self.next[column] = self.tables.moments.pack(start + inject.at, DELIVERY, column)
        for place in range(len(self.tables.when)):
            self.look_at_inject(place, start, everything)
        self.found.away[:] = self.drawn[list(self.model.away)] > 0
        self.away[:-1] = self.found.away
        self.anybody_away = bool(self.found.away.any())
        some = everything[self.found.away.any(axis=0)]
        self.look_at(start[some], some, Fact("absent", None))

    def _work(self, at: Ints, ranks: Ints, columns: Ints, runs: Ints) -> None:
        """Somebody takes something up, has done something, tries somebody, or answers."""
        races = self.tables.moments.races
        of_race = columns >= races
        done = ranks == WORK
        for some, act in (
            (chosen(done & ~of_race), self.finish),
            (chosen(done & of_race), lambda column, at, runs: self.try_next(column - races, at, runs)),
            (chosen(ranks == ANSWER), lambda column, at, runs: self.answer(column - races, at, runs)),
            (chosen(ranks >= OWN), self.take_up),
        ):
            if len(some):
                act(columns[some], at[some], runs[some])
        if self.tables.conditional:
            stirs = chosen(done & self.tables.stirs_any[columns])
            if len(stirs):
                self._look_round(columns[stirs], at[stirs], runs[stirs])

    def _look_round(self, columns: Ints, at: Ints, runs: Ints, *, everything: bool = False) -> None:
        """After moments of these columns: tasks whose guard holds now drop out, those whose gate opened may begin."""
        tables = self.tables
        is_task = columns < tables.moments.races
        places = np.where(is_task, tables.place[np.where(is_task, columns, NOBODY)], NOBODY)
        for index, task in enumerate(tables.conditional):
            if task in tables.guard:
                waits = self.waiting[task][runs] == ASKED
                some = chosen(waits & (everything | tables.stirs[columns, index]))
                some = some[self.holds(tables.guard[task], runs[some])]
                self.over(np.full(len(some), task), at[some], runs[some], places[some])
        for index, task in enumerate(tables.conditional):
            if task in tables.gate:
                waits = self.at_gate[task][runs] & (self.missing[task][runs] == 0)
                some = chosen(waits & tables.stirs[columns, index])
                some = some[self.holds(tables.gate[task], runs[some])]
                self.at_gate[task][runs[some]] = False
                ranks = np.where(places[some] == tables.place[task], OWN, NEXT)
                self.ready(np.full(len(some), task), at[some], runs[some], ranks)

    # ── what falls due ───────────────────────────────────────────────────────

    def _fall_due(self, column: int, at: Ints, runs: Ints) -> None:
        moments = self.tables.moments
        if column >= moments.injects:
            inject = self.model.injects[column - moments.injects]
            self._deliver(inject, at, runs)
            if self.tables.conditional:
                self._look_round(np.full(len(runs), column), at, runs, everything=bool(inject.gone))
            return
        number, repeats = divmod(moments.late[column - moments.deadlines], 2)
        if repeats:
            self._repeat(self.model.expected[number], at, runs)
        else:
            self._pass_deadline(self.model.expected[number], at, runs)
        if self.tables.conditional:
            self._look_round(np.full(len(runs), column), at, runs)

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
        is_open = ~self.is_expected_done(number, runs) & ~self.found.excused[number][runs]
        at, runs = at[is_open], runs[is_open]
        guard = self.tables.guards[number]
        if guard is not None:
            holds = self.holds(guard, runs)
            self.found.excused[number][runs] = holds
            at, runs = at[~holds], runs[~holds]
        self.late[number][runs] = True
        self.look_at(at, runs, Fact("late", expected.step))

    def _expect(self, expected: Expected, at: Ints, runs: Ints) -> None:
        self.expect(expected, at, runs)
        if expected.every is not None and expected.next is not None:
            moments = self.tables.moments
            column = moments.late_column[2 * expected.index + 1]
            self.next[column][runs] = moments.lateness(at + expected.every, self.asked_for[runs], column)
        self.look_at(at, runs, Fact("done", expected.step))

    def _ask_for(self, tasks: tuple[int, ...], at: Ints, runs: Ints) -> None:
        """Somebody should do these tasks; those whose guard holds already drop out."""
        tables = self.tables
        for task in dict.fromkeys(tasks):
            is_new = chosen(self.waiting[task][runs] == UNASKED)
            new = runs[is_new]
            if self.model.tasks[task].is_dropped:
                self.waiting[task][new] = OVER
                self.missing[task][new] |= TAKEN
                continue
            self.waiting[task][new] = ASKED
            self.missing[task][new] -= 1
            for follower in tables.follower_lists[task]:
                self.missing[follower][new] += 1
            whole = is_new[self.missing[task][new] == 0]
            self.ready(np.full(len(whole), task), at[whole], runs[whole], NEXT)
        for task in dict.fromkeys(tasks):
            if task in tables.guard:
                some = chosen(self.waiting[task][runs] == ASKED)
                some = some[self.holds(tables.guard[task], runs[some])]
                self.over(np.full(len(some), task), at[some], runs[some], None)

    def _deliver(self, inject: Inject, at: Ints, runs: Ints) -> None:
        tables, wanted = self.tables, np.ones(len(runs), dtype=np.bool_)
        only_if, unless = tables.ifs[inject.index], tables.unlesses[inject.index]
        if only_if is not None:
            wanted &= self.holds(only_if, runs)
        if unless is not None:
            wanted &= ~self.holds(unless, runs)
        at, runs = at[wanted], runs[wanted]
        if not len(runs):
            return
        self.found.delivered_at[inject.index][runs] = at
        self._move_people(inject, at, runs)
        to = list(inject.to)
        for row in chosen(tables.reached_inject == inject.index):
            self.told[row][runs] |= bool(tables.listens[row, to].any())
        for number in inject.reaches:
            if tables.reached_by[number, to].any():
                self.found.told_at[number][runs] = at
        for number in inject.expected:
            self._expect(self.model.expected[number], at, runs)
        self.look_at(at, runs, Fact("delivered", inject.id))
        own = (task for number in inject.expected for task in self.model.expected[number].tasks)
        self._ask_for((*inject.tasks, *own), at, runs)
        for race in inject.races:
            self.send(self.model.races[race], at, runs)

    def _move_people(self, inject: Inject, at: Ints, runs: Ints) -> None:
        """People drop out, and hand over what they have not begun; or return."""
        for person in inject.gone:
            self.away[person][runs] = self.anybody_away = True
        for person in inject.gone:
            mine = (self.waiting[:-1, runs] == BUSY) & (self.found.person[:, runs] == person)
            handed = mine & (self.found.started_at[:, runs] > at)
            finishes = self.next[: len(self.model.tasks), runs] >> self.tables.moments.shift
            self.free[person][runs] = np.where(mine & ~handed, finishes, 0).max(axis=0, initial=0)
            tasks, some = np.nonzero(handed)
            self.give_back(tasks, runs[some])
        for person in inject.back:
            self.away[person][runs] = False
        self.look_at(at, runs, Fact("absent", None))
        if inject.gone or inject.back:
            tasks, some = np.nonzero((self.missing[:-1, runs] == 0) & (self.waiting[:-1, runs] == ASKED))
            self.ready(tasks, at[some], runs[some], NEXT)
