"""Work in many runs at once: `drill.rehearsal.reference`, its part on work, column by column."""

from __future__ import annotations

import numpy as np

from drill.rehearsal.batch import ASKED, BUSY, OVER, TAKEN
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import TaskKind
from drill.rehearsal.moments import NEXT, OWN, WORK
from drill.rehearsal.outcome import NEVER, NOBODY, Bools
from drill.rehearsal.races import Races
from drill.rehearsal.ragged import chosen, put
from drill.scenario.conditions import Fact


class Work(Races):
    """Who takes up what, and what comes of it."""

    # ── taking up ────────────────────────────────────────────────────────────

    def take_up(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        """Let the first who is free begin, in each run one task that was ready."""
        cells = self.cells(tasks, runs)
        missing = self.missing.take(cells)
        may = missing == TAKEN
        if self.tables.gate:
            may &= self._gates_are_open(tasks, runs, may)
        people, seats, which, start = self._doers(tasks, at, runs)
        may &= start < NEVER
        if not may.all():
            put(self.missing, cells[~may], missing[~may] - TAKEN)
            tasks, at, runs, people, seats, which, start, cells = (
                each[may] for each in (tasks, at, runs, people, seats, which, start, cells)
            )
        if self.tables.may_be_needless[tasks].any():
            needless = self._is_needless(tasks, runs)
            if needless.any():
                self.over(tasks[needless], at[needless], runs[needless], None)
                tasks, at, runs, people, seats, which, start, cells = (
                    each[~needless] for each in (tasks, at, runs, people, seats, which, start, cells)
                )
        finish = start + self.drawn.take(self.cells(self.tables.durations[tasks, which], runs))
        put(self.waiting, cells, BUSY)
        put(self.free, self.cells(people, runs), finish)
        found = self.found
        put(found.ready_at, cells, at)
        put(found.started_at, cells, start)
        put(found.person, cells, people)
        put(found.seat, cells, seats)
        put(self.next, cells, self.tables.moments.pack(finish, WORK, tasks))

    def _gates_are_open(self, tasks: Ints, runs: Ints, asked: Bools | None = None) -> Bools:
        """Whether what must hold before each task holds now; those that only wait for that are noted."""
        is_open = np.ones(len(runs), dtype=np.bool_)
        for task, tree in self.tables.gate.items():
            some = chosen(tasks == task)
            if len(some):
                is_open[some] = self.holds(tree, runs[some])
                waits = some if asked is None else some[asked[some]]
                self.at_gate[task][runs[waits]] = ~is_open[waits]
        return is_open

    def _doers(self, tasks: Ints, at: Ints, runs: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Of the roles that know, the one whose person is free first: person, role, its place, and when they begin."""
        tables = self.tables
        people = self.holders.take(self.cells(tables.slots.take(tasks, axis=0).T, runs))
        if self.anybody_away:
            which, some = np.nonzero((people != NOBODY) & self.away.take(self.cells(people, runs)))
            if len(some):
                people[which, some] = self._first_there(tables.actors[tasks[some], which], runs[some])
        free = self.free.take(self.cells(people, runs))
        if not self.model.one_at_a_time:
            free = np.where(people == NOBODY, NEVER, 0)
        if len(free) == 1:
            person, best = people[0], np.zeros(len(runs), dtype=np.int64)
            return person, tables.seat_of[tables.actors[tasks, best], person], best, np.maximum(free[0], at)
        best, every = np.maximum(free, at).argmin(axis=0), np.arange(len(runs))
        person = people[best, every]
        seats = tables.seat_of[tables.actors[tasks, best], person]
        return person, seats, best, np.maximum(free[best, every], at)

    def _first_there(self, roles: Ints, runs: Ints) -> Ints:
        """The first of each role's candidates who is there; NOBODY where none is."""
        candidates = self.tables.candidate_person.take(roles, axis=0).T
        there = (candidates != NOBODY) & ~self.away.take(self.cells(candidates, runs))
        which, every = there.argmax(axis=0), np.arange(len(runs))
        return np.where(there[which, every], candidates[which, every], NOBODY)

    def _is_needless(self, tasks: Ints, runs: Ints) -> Bools:
        """Whether somebody has done it already; of news, whether it has come there, or nothing waits for it."""
        tables = self.tables
        tally = tables.needless_with[tasks]
        needless: Bools = (tally != NOBODY) & (self.counted.take(self.cells(tally, runs)) >= tables.occurrence[tasks])
        tells = chosen(tables.kind[tasks] == int(TaskKind.TELL))
        if len(tells):
            tasks, runs = tasks[tells], runs[tells]
            came = self.heard.take(self.cells(tables.told[tasks], runs))
            reaches, others = tables.for_reaches.take(tasks, axis=0).T, tables.for_tasks.take(tasks, axis=0).T
            missing = np.zeros(len(runs), dtype=np.bool_)
            if len(self.model.reaches):
                missing = ((reaches != NOBODY) & (self.found.told_at[reaches, runs] == NEVER)).any(axis=0)
            cells = self.cells(others, runs)
            unheard = (others != NOBODY) & (self.waiting.take(cells) == ASKED) & ~self.known.take(cells)
            needless[tells] = came | ~(missing | unheard.any(axis=0))
        return needless

    # ── finishing ────────────────────────────────────────────────────────────

    def finish(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        """One task is done in each of these runs; what may not be yet is begun again when it may."""
        tables = self.tables
        if tables.gate:
            is_open = self._gates_are_open(tasks, runs)
            if not is_open.all():
                self._finish_in_vain(tasks[~is_open], at[~is_open], runs[~is_open])
                tasks, at, runs = tasks[is_open], at[is_open], runs[is_open]
        cells = self.cells(tasks, runs)
        put(self.found.finished_at, cells, at)
        put(self.waiting, cells, OVER)
        kinds, seats = tables.kind[tasks], self.found.seat.take(cells)
        if len(tables.reached):
            self.speak(seats, tables.spoken_about[tasks], at, runs)
        for kind, effect in ((int(TaskKind.ACT), self._act), (int(TaskKind.DECIDE), self._decide)):
            some = chosen(kinds == kind)
            if len(some):
                effect(tasks[some], seats[some], at[some], runs[some])
        some = chosen(tables.is_call[tasks])
        if len(some):
            self._make_calls(tasks[some], at[some], runs[some])
        self._follow(tasks, at, runs, tables.place[tasks])

    def _finish_in_vain(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        self.give_back(tasks, runs)
        for task in np.unique(tasks):
            if task in self.tables.guard:
                some = chosen(tasks == task)
                holds = some[self.holds(self.tables.guard[task], runs[some])]
                self.over(tasks[holds], at[holds], runs[holds], self.tables.place[tasks[holds]])

    def give_back(self, tasks: Ints, runs: Ints) -> None:
        """Nobody is at these tasks any more: they are as they were before somebody took them up."""
        self.waiting[tasks, runs] = ASKED
        self.missing[tasks, runs] -= TAKEN
        found = self.found
        found.ready_at[tasks, runs] = found.started_at[tasks, runs] = NEVER
        found.person[tasks, runs] = found.seat[tasks, runs] = NOBODY
        self.next[tasks, runs] = NEVER

    def _act(self, tasks: Ints, seats: Ints, at: Ints, runs: Ints) -> None:
        tables = self.tables
        which, tallies = tables.adds_to.of(tasks)
        counts = chosen(tables.counts[tallies, seats[which]])
        which, tallies = which[counts], tallies[counts]
        put(self.seats, self.add(tallies, at[which], runs[which]), seats[which])
        if tables.texts:
            put(self.used, self.cells(tables.text[tasks], runs), True)
        noted = chosen(tables.is_noted[tasks])
        for task in np.unique(tasks[noted]):
            some = noted[tasks[noted] == task]
            self._note_act(int(task), at[some], runs[some])

    def _note_act(self, task: int, at: Ints, runs: Ints) -> None:
        tables, done = self.tables, self.model.tasks[task]
        step = done.counts_as
        if step in tables.clock_steps:
            is_done = self.is_done(step, runs)
            self.start_clocks(tables.clock_steps[step], at[is_done], runs[is_done])
        facts = [Fact("done", step)] if done.text is None else [Fact("done", step), Fact("used", done.text)]
        self.look_at(at, runs, *facts)

    def _decide(self, tasks: Ints, seats: Ints, at: Ints, runs: Ints) -> None:
        tables = self.tables
        injects = tables.about[tasks]
        cells = self.cells(injects, runs)
        put(self.found.decided_at, cells, at)
        put(self.found.option, cells, self.drawn.take(self.cells(tables.option_draw[tasks], runs)))
        noted = chosen(tables.is_noted[tasks])
        for number in np.unique(injects[noted]):
            some, inject = noted[injects[noted] == number], self.model.injects[number].id
            self.start_clocks(tables.clock_injects.get(inject, []), at[some], runs[some])
            self.look_at(at[some], runs[some], Fact("decided", inject))

    def _make_calls(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        tables = self.tables
        about, asks = tables.spoken_about[tasks], tables.asks[tasks]
        called: list[Ints] = []
        for roles in tables.calls.take(tasks, axis=0).T:
            roles = np.where(roles == NOBODY, NOBODY, self.whom_to_call(roles, runs))
            for before in called:
                roles = np.where(roles == before, NOBODY, roles)
            called.append(roles)
            some = chosen(roles != NOBODY)
            if len(some):
                self.call(roles[some], asks[some], about[some], at[some], runs[some])
        for roles in called:
            self.note_calls(roles, at, runs)
        for races in tables.task_races.take(tasks, axis=0).T:
            some = chosen(races != NOBODY)
            if len(some):
                self.begin(races[some], at[some], runs[some])

    def over(self, tasks: Ints, at: Ints, runs: Ints, places: Ints | None) -> None:
        """Tasks have dropped out; what waited for them may be taken up."""
        self.waiting[tasks, runs] = OVER
        self.missing[tasks, runs] |= TAKEN
        self.next[tasks, runs] = NEVER
        self._follow(tasks, at, runs, places)

    def _follow(self, tasks: Ints, at: Ints, runs: Ints, places: Ints | None) -> None:
        """Let what waited for these tasks be taken up, first what belongs to the same inject."""
        which, followers = self.tables.followers.of(tasks)
        if not len(which):
            return
        cells = self.cells(followers, runs[which])
        missing = self.missing.take(cells) - 1
        put(self.missing, cells, missing)
        whole = chosen(missing == 0)
        if len(whole):
            tasks, which = followers[whole], which[whole]
            ranks: Ints | int = NEXT
            if places is not None:
                ranks = np.where(self.tables.place[tasks] == places[which], OWN, NEXT)
            self.ready(tasks, at[which], runs[which], ranks)
