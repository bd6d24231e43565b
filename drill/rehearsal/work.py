"""Work in many runs at once: `drill.rehearsal.reference`, its part on work, column by column."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drill.rehearsal.batch import ASKED, BUSY, OVER
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Rank, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Bools
from drill.rehearsal.races import Races
from drill.scenario.conditions import Fact


class Work(Races):
    """Who takes up what, and what comes of it."""

    # ── taking up ────────────────────────────────────────────────────────────

    def take_up(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        """Let the first who is free begin, in each run one task that was ready."""
        may = (self.waiting[tasks, runs] == ASKED) & (self.blockers[tasks, runs] == 0)
        may &= self._gates_are_open(tasks, runs)
        people, seats, which, start = self._doers(tasks, at, runs)
        may &= start < NEVER
        needless = may & self._is_needless(tasks, runs)
        if needless.any():
            self.over(tasks[needless], at[needless], runs[needless], np.full(int(needless.sum()), NOBODY))
        begins = may & ~needless
        if not begins.all():
            tasks, at, runs, people, seats, which, start = (
                each[begins] for each in (tasks, at, runs, people, seats, which, start)
            )
        finish = start + self.drawn[self.tables.durations[tasks, which], runs]
        self.waiting[tasks, runs] = BUSY
        self.free[people, runs] = finish
        found = self.found
        found.ready_at[tasks, runs], found.started_at[tasks, runs] = at, start
        found.person[tasks, runs], found.seat[tasks, runs] = people, seats
        self.next[tasks, runs] = self.tables.moments.pack(finish, Rank.WORK, tasks)

    def _gates_are_open(self, tasks: Ints, runs: Ints) -> Bools:
        is_open = np.ones(len(runs), dtype=np.bool_)
        for task, tree in self.tables.gate.items():
            some = np.flatnonzero(tasks == task)
            if len(some):
                is_open[some] = self.holds(tree, runs[some])
        return is_open

    def _doers(self, tasks: Ints, at: Ints, runs: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Of the roles that know, the one whose person is free first: person, role, its place, and when they begin."""
        tables = self.tables
        roles = tables.actors[tasks].T
        holders = self.heard[tables.hearings[tasks].transpose(1, 2, 0), runs]
        first = (holders != NOBODY).argmax(axis=1)[:, None]
        people = np.take_along_axis(holders, first, axis=1)[:, 0]
        knows = people != NOBODY
        gone = knows & self.away[people, runs]
        if gone.any():
            which, some = np.nonzero(gone)
            people[which, some] = self._first_there(roles[which, some], runs[some])
        knows &= people != NOBODY
        free = np.maximum(at, self.free[people, runs]) if self.model.one_at_a_time else np.broadcast_to(at, roles.shape)
        start = np.where(knows, free, NEVER)
        best = start.argmin(axis=0)
        every = np.arange(len(runs))
        person = people[best, every]
        return person, tables.seat_of[roles[best, every], person], best, start[best, every]

    def _first_there(self, roles: Ints, runs: Ints) -> Ints:
        """The first of each role's candidates who is there; NOBODY where none is."""
        candidates = self.tables.candidate_person[roles].T
        there = (candidates != NOBODY) & ~self.away[candidates, runs]
        which, every = there.argmax(axis=0), np.arange(len(runs))
        return np.where(there[which, every], candidates[which, every], NOBODY)

    def _is_needless(self, tasks: Ints, runs: Ints) -> Bools:
        """Whether somebody has done it already; of news, whether it has come there, or nothing waits for it."""
        tables = self.tables
        tally = tables.needless_with[tasks]
        needless = (tally != NOBODY) & (self.counted[tally, runs] >= tables.occurrence[tasks])
        tells = np.flatnonzero(tables.kind[tasks] == TaskKind.TELL)
        if len(tells):
            tasks, runs = tasks[tells], runs[tells]
            came = self.heard[tables.told[tasks], runs] != NOBODY
            reaches, others = tables.for_reaches[tasks].T, tables.for_tasks[tasks].T
            missing = np.zeros(len(runs), dtype=np.bool_)
            if len(self.model.reaches):
                missing = ((reaches != NOBODY) & (self.found.told_at[reaches, runs] == NEVER)).any(axis=0)
            unheard = (others != NOBODY) & (self.waiting[others, runs] == ASKED) & ~self.known[others, runs]
            needless[tells] = came | ~(missing | unheard.any(axis=0))
        return np.asarray(needless, dtype=np.bool_)

    # ── finishing ────────────────────────────────────────────────────────────

    def finish(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        """One task is done in each of these runs; what was begun before it may be is begun again when it may be."""
        tables = self.tables
        vain = ~self._gates_are_open(tasks, runs)
        if vain.any():
            self.give_back(tasks[vain], runs[vain])
            tasks, at, runs = tasks[~vain], at[~vain], runs[~vain]
        self.found.finished_at[tasks, runs] = at
        kinds, seats = tables.kind[tasks], self.found.seat[tasks, runs]
        self.speak(seats, np.where(kinds == TaskKind.TELL, tables.about[tasks], NOBODY), at, runs)
        self.waiting[tasks, runs] = OVER
        for kind, effect in ((TaskKind.ACT, self._act), (TaskKind.DECIDE, self._decide)):
            some = kinds == kind
            if some.any():
                effect(tasks[some], seats[some], at[some], runs[some])
        some = (kinds == TaskKind.CALL) | (kinds == TaskKind.TELL)
        if some.any():
            self._make_calls(tasks[some], at[some], runs[some])
        self._follow(tasks, at, runs, tables.place[tasks])

    def give_back(self, tasks: Ints, runs: Ints) -> None:
        """Nobody is at these tasks any more; they are as they were before somebody took them up."""
        self.waiting[tasks, runs] = ASKED
        found = self.found
        found.ready_at[tasks, runs] = found.started_at[tasks, runs] = NEVER
        found.person[tasks, runs] = found.seat[tasks, runs] = NOBODY

    def _act(self, tasks: Ints, seats: Ints, at: Ints, runs: Ints) -> None:
        tables = self.tables
        tallies = tables.adds_to[tasks].T
        tallies = np.where(tables.counts[tallies, seats], tallies, NOBODY)
        self.add(tallies, at, self._worth(tallies, seats, runs), runs)
        texts = tables.text[tasks]
        self.used[texts, runs] = True
        self.used[NOBODY] = False
        for task in np.unique(tasks) if tables.clock_steps or tables.watching else ():
            some = tasks == task
            self._note_act(int(task), at[some], runs[some])

    def _note_act(self, task: int, at: Ints, runs: Ints) -> None:
        tables, done = self.tables, self.model.tasks[task]
        step = done.counts_as
        if step in tables.clock_steps:
            is_done = self.is_done(step, runs)
            self.start_clocks(tables.clock_steps[step], at[is_done], runs[is_done])
        facts = [Fact("done", step)] if done.text is None else [Fact("done", step), Fact("used", done.text)]
        self.look_at(at, runs, *facts)

    def _worth(self, tallies: Ints, seats: Ints, runs: Ints) -> npt.NDArray[np.float64]:
        """What acts are worth by who did them, for each tally."""
        worth = self.tables.worth[tallies, seats]
        for which, some in zip(*np.nonzero(np.isnan(worth)), strict=True):
            worth[which, some] = self._worth_of_delegate(
                int(tallies[which, some]), int(seats[some]), runs[some : some + 1]
            )
        return worth

    def _worth_of_delegate(self, tally: int, seat: int, run: Ints) -> float:
        for role in self.model.tallies[tally].actors:
            principal = self.model.roles[role]
            if seat in principal.stand_ins:
                asked = principal.own_tally is not None and self.counted[principal.own_tally, run[0]] > 0
                if asked or (principal.people and self.is_role_away(role, run)[0]):
                    return 1.0
        return self.model.exercise.plan.scoring.delegate_untried

    def _decide(self, tasks: Ints, seats: Ints, at: Ints, runs: Ints) -> None:
        tables = self.tables
        injects = tables.about[tasks]
        self.found.decided_at[injects, runs] = at
        self.found.option[injects, runs] = self.drawn[tables.option_draw[tasks], runs]
        for number in np.unique(injects) if tables.clock_injects or tables.watching else ():
            some, inject = injects == number, self.model.injects[number].id
            self.start_clocks(tables.clock_injects.get(inject, []), at[some], runs[some])
            self.look_at(at[some], runs[some], Fact("decided", inject))

    def _make_calls(self, tasks: Ints, at: Ints, runs: Ints) -> None:
        tables = self.tables
        about = np.where(tables.kind[tasks] == TaskKind.TELL, tables.about[tasks], NOBODY)
        for roles in tables.calls[tasks].T:
            some = roles != NOBODY
            self.call(roles[some], tables.asks[tasks[some]], about[some], at[some], runs[some])
        for races in tables.task_races[tasks].T:
            some = races != NOBODY
            self.begin(races[some], at[some], runs[some])

    def over(self, tasks: Ints, at: Ints, runs: Ints, places: Ints) -> None:
        """Tasks have dropped out; what waited for them may be taken up."""
        self.waiting[tasks, runs] = OVER
        self._follow(tasks, at, runs, places)

    def _follow(self, tasks: Ints, at: Ints, runs: Ints, places: Ints) -> None:
        """Let what waited for these tasks be taken up, first what belongs to the same inject."""
        followers = self.tables.followers[tasks].T
        self.blockers[followers, runs] -= 1
        ranks = np.where(self.tables.place[followers] == places, int(Rank.OWN), int(Rank.NEXT))
        self.make_ready(followers, at, runs, ranks)
