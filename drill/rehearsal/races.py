"""Calls and answers in many runs at once: `drill.rehearsal.reference`, its part on calls, column by column."""

from __future__ import annotations

import numpy as np

from drill.rehearsal.batch import ASKED, Batch
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Rank
from drill.rehearsal.outcome import NEVER, NOBODY, Bools


class Races(Batch):
    """Who calls whom, who answers first, and who knows of what from then on."""

    def call(self, roles: Ints, asks: Bools, about: Ints, at: Ints, runs: Ints) -> None:
        """One role is called or told in each of these runs; `about` NOBODY tells of all that is open."""
        tables = self.tables
        self.add(tables.call_adds[asks.astype(np.int64), roles].T, at, 1.0, runs)
        self.contacted[roles, runs] = True
        if len(tables.reached):
            self.told[:, runs] |= tables.listens[:, roles] & (tables.reached_inject[:, None] == about)
        self.speak(roles, about, at, runs)
        if len(tables.reach_inject):
            self._reach(roles, about, at, runs)
        if tables.clock_steps or tables.watching:
            for role in np.unique(roles):
                some = roles == role
                self._note_call(int(role), at[some], runs[some])

    def _note_call(self, role: int, at: Ints, runs: Ints) -> None:
        tables = self.tables
        for step in tables.clock_steps_calling[role]:
            done = self.is_done(step, runs)
            self.start_clocks(tables.clock_steps[step], at[done], runs[done])
        self.look_at(at, runs, *tables.watched_calls[role])

    def speak(self, roles: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        """A role speaks or is spoken to: the clocks of what waits for that start."""
        tables, numbers = self.tables, self.tables.reached
        if not len(numbers):
            return
        starts = tables.listens[:, roles] & ((about == NOBODY) | (tables.reached_inject[:, None] == about))
        starts &= self.found.clock_at[numbers[:, None], runs] == NEVER
        starts &= self.found.expected_at[numbers[:, None], runs] < NEVER
        for row in np.flatnonzero(starts.any(axis=1)):
            some = starts[row]
            self.found.clock_at[numbers[row], runs[some]] = at[some]
            self.put_deadline(int(numbers[row]), at[some], runs[some])

    def _reach(self, roles: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        injects = self.tables.reach_inject[:, None]
        told = self.tables.reached_by[:, roles] & ((about == NOBODY) | (injects == about))
        told &= self.found.delivered_at[injects, runs] < NEVER
        known = self.found.told_at[:, runs]
        self.found.told_at[:, runs] = np.where(told & (known == NEVER), at, known)

    # ── races ────────────────────────────────────────────────────────────────

    def begin(self, races: Ints, at: Ints, runs: Ints) -> None:
        """A call or a delivery to one role."""
        self.found.called_at[races, runs] = at
        self.try_next(races, at, runs)

    def try_next(self, races: Ints, at: Ints, runs: Ints) -> None:
        """Try the next candidate who is there; to turn to a delegate, or to another after the first, is a call."""
        tables = self.tables
        roles, turn = tables.race_role[races], self.turn[races, runs]
        people, turns = tables.candidate_person[roles].T, tables.candidate_turn[roles].T
        there = (people != NOBODY) & (turns >= turn) & ~self.away[people, runs]
        which = there.argmax(axis=0)
        anybody = there[which, np.arange(len(runs))]
        self.next_try[races[~anybody], runs[~anybody]] = NEVER
        if not anybody.all():
            self.set_race(races[~anybody], runs[~anybody])
            races, at, runs, roles, turn, which = (each[anybody] for each in (races, at, runs, roles, turn, which))
        seats, taken = tables.candidate_seat[roles, which], tables.candidate_turn[roles, which]
        self.tried[races, which, runs] = at
        self.answers[races, which, runs] = at + self.drawn[tables.answer_draws[races, which], runs]
        self.turn[races, runs] = taken + 1
        waits = (tables.last_turn[roles] > taken) & ~tables.is_patient[races]
        self.next_try[races, runs] = np.where(waits, np.minimum(at + tables.ack_within[roles], NEVER), NEVER)
        self.set_race(races, runs)
        is_call = (tables.race_task[races] != NOBODY) & ~tables.is_patient[races] & ((turn > 0) | (seats != roles))
        if is_call.any():
            self._call_again(races[is_call], seats[is_call], at[is_call], runs[is_call])

    def _call_again(self, races: Ints, seats: Ints, at: Ints, runs: Ints) -> None:
        about = self.tables.race_about[races]
        self.speak(self.found.seat[self.tables.race_task[races], runs], about, at, runs)
        self.call(seats, np.ones(len(runs), dtype=np.bool_), about, at, runs)

    def set_race(self, races: Ints, runs: Ints) -> None:
        """When a race goes on: with its first answer, or the next try, if nobody answers before."""
        moments = self.tables.moments
        answer, again = self.answers[races, :, runs].min(axis=1), self.next_try[races, runs]
        column = moments.races + races
        answered, tried = moments.pack(answer, Rank.ANSWER, column), moments.pack(again, Rank.WORK, column)
        self.next[column, runs] = np.where(answer <= again, answered, tried)

    def answer(self, races: Ints, at: Ints, runs: Ints) -> None:
        """The first answer of a race: who gave it acts for the role from now on. Whoever dropped out gives none."""
        tables = self.tables
        roles = tables.race_role[races]
        which = self.answers[races, :, runs].argmin(axis=1)
        people, seats = tables.candidate_person[roles, which], tables.candidate_seat[roles, which]
        gone = self.away[people, runs]
        if gone.any():
            self.answers[races[gone], which[gone], runs[gone]] = NEVER
            self.set_race(races[gone], runs[gone])
            races, at, runs, roles, which, people, seats = (
                each[~gone] for each in (races, at, runs, roles, which, people, seats)
            )
        self.found.answered_at[races, runs], self.found.answerer[races, runs] = at, which
        about, spoken = tables.race_about[races], ~tables.is_patient[races]
        self.speak(seats[spoken], about[spoken], at[spoken], runs[spoken])
        self._hear(roles, people, about, at, runs)
        other = seats != roles
        if other.any():
            self._hear(seats[other], people[other], about[other], at[other], runs[other])

    def _hear(self, roles: Ints, people: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        """A role has answered: it knows of the inject, or of all that were delivered."""
        tables = self.tables
        of_one = about != NOBODY
        if of_one.any():
            hearings = tables.hearing_of[roles[of_one], about[of_one]]
            self._know(hearings, people[of_one], at[of_one], runs[of_one])
        if not of_one.all():
            roles, people, at, runs = (each[~of_one] for each in (roles, people, at, runs))
            for hearings in tables.role_hearings[roles].T:
                self._know(hearings, people, at, runs)

    def _know(self, hearings: Ints, people: Ints, at: Ints, runs: Ints) -> None:
        inject = self.tables.hearing_inject[hearings]
        new = (hearings != NOBODY) & (self.heard[hearings, runs] == NOBODY)
        new &= self.found.delivered_at[inject, runs] < NEVER
        if not new.any():
            return
        hearings, at, runs = hearings[new], at[new], runs[new]
        self.heard[hearings, runs] = people[new]
        tasks = self.tables.hearing_tasks[hearings].T
        self.known[tasks, runs] = True
        self.known[NOBODY] = False
        self.make_ready(tasks, at, runs, Rank.NEXT)

    def make_ready(self, tasks: Ints, at: Ints, runs: Ints, ranks: Ints | Rank) -> None:
        """Let tasks [k × runs] be taken up at the instant's end, where somebody knows of them and nothing is before."""
        moments = self.tables.moments
        ready = (tasks != NOBODY) & (self.waiting[tasks, runs] == ASKED) & self.known[tasks, runs]
        ready &= (self.blockers[tasks, runs] == 0) & (self.next[tasks, runs] == NEVER)
        if ready.any():
            which, some = np.nonzero(ready)
            tasks, at, runs = tasks[which, some], at[some], runs[some]
            ranks = ranks[which, some] if isinstance(ranks, np.ndarray) else np.full(len(runs), int(ranks))
            self.next[tasks, runs] = moments.pack_ranked(at, ranks, tasks)
