"""Calls and answers in many runs at once: `drill.rehearsal.calling`, column by column."""

from __future__ import annotations

import numpy as np

from drill.rehearsal.batch import TAKEN, Batch
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Race
from drill.rehearsal.moments import ANSWER, NEXT, WORK
from drill.rehearsal.outcome import NEVER, NOBODY
from drill.rehearsal.ragged import chosen, put


class Races(Batch):
    """Who calls whom, who answers first, and who knows of what from then on."""

    # ── calls ────────────────────────────────────────────────────────────────

    def call(self, roles: Ints, asks: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        """One role is called (`asks` 1) or told (0) in each of these runs; `about` NOBODY tells of all that is open."""
        tables = self.tables
        which, tallies = tables.call_adds.of(asks * len(self.model.roles) + roles)
        self.add(tallies, at[which], runs[which])
        put(self.contacted, self.cells(roles, runs), True)
        if tables.tells_again:
            self.told[:, runs] |= tables.listens[:, roles] & (tables.reached_inject[:, None] == about)
        self.speak(roles, about, at, runs)
        reached = chosen(tables.tells_reaches[roles])
        if len(reached):
            self._reach(roles[reached], about[reached], at[reached], runs[reached])
        noted = chosen(tables.is_call_noted[roles])
        for role in np.unique(roles[noted]):
            some = noted[roles[noted] == role]
            for step in tables.clock_steps_calling[role]:
                done = some[self.is_done(step, runs[some])]
                self.start_clocks(tables.clock_steps[step], at[done], runs[done])

    def note_calls(self, roles: Ints, at: Ints, runs: Ints) -> None:
        """After all calls of a moment: what waits for them may come."""
        watched = chosen(self.tables.is_call_watched[roles])
        for role in np.unique(roles[watched]):
            some = watched[roles[watched] == role]
            self.look_at(at[some], runs[some], *self.tables.watched_calls[role])

    def speak(self, roles: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        """A role speaks or is spoken to: the clocks of what waits for that start."""
        tables, numbers = self.tables, self.tables.reached
        some = chosen(tables.is_listener[roles] & (self.open_clocks[runs] > 0))
        if not len(some):
            return
        roles, about, at, runs = roles[some], about[some], at[some], runs[some]
        starts = tables.listens[:, roles] & ((about == NOBODY) | (tables.reached_inject[:, None] == about))
        starts &= self.found.clock_at[numbers[:, None], runs] == NEVER
        starts &= self.found.expected_at[numbers[:, None], runs] < NEVER
        for row in chosen(starts.any(axis=1)):
            some = starts[row]
            self.found.clock_at[numbers[row]][runs[some]] = at[some]
            self.open_clocks[runs[some]] -= 1
            self.put_deadline(int(numbers[row]), at[some], runs[some])

    def _reach(self, roles: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        injects = self.tables.reach_inject[:, None]
        told = self.tables.reached_by[:, roles] & ((about == NOBODY) | (injects == about))
        told &= self.found.delivered_at[injects, runs] < NEVER
        known = self.found.told_at[:, runs]
        self.found.told_at[:, runs] = np.where(told & (known == NEVER), at, known)

    # ── races ────────────────────────────────────────────────────────────────

    def send(self, race: Race, at: Ints, runs: Ints) -> None:
        """What comes from outside goes to one after the other of those who are there when it comes."""
        role, tables = self.model.roles[race.role], self.tables
        self.found.called_at[race.index][runs] = at
        first = int(tables.first_try[race.index])
        tries = np.zeros(len(runs), dtype=np.int64)
        served = np.full(len(runs), NOBODY, dtype=np.int64)
        best = np.full(len(runs), NEVER, dtype=np.int64)
        for number, candidate in enumerate(role.candidates):
            goes = served != candidate.turn
            if role.ack_within is None:
                goes &= tries == 0
            if self.anybody_away:
                goes &= ~self.away[candidate.person][runs]
            some = runs[goes]
            tried = at[goes] + tries[goes] * (role.ack_within or 0)
            answers = tried + self.drawn[race.answers[number]][some]
            self.tried[first + number][some], self.answers[first + number][some] = tried, answers
            best[goes] = np.minimum(best[goes], answers)
            tries += goes
            served[goes] = candidate.turn
        column = tables.moments.races + race.index
        self.next[column][runs] = np.where(best < NEVER, tables.moments.pack(best, ANSWER, column), NEVER)

    def whom_to_call(self, roles: Ints, runs: Ints) -> Ints:
        """The roles themselves; their delegates where it is known that nobody else of them is there."""
        if not self.anybody_away and not self.tables.has_empty_roles:
            return roles
        people = self.tables.candidate_person.take(roles, axis=0).T
        there = (people != NOBODY) & ~self.away.take(self.cells(people, runs))
        which = there.argmax(axis=0)
        anybody = there[which, np.arange(len(runs))]
        return np.where(anybody, self.tables.candidate_seat[roles, which], roles)

    def begin(self, races: Ints, at: Ints, runs: Ints) -> None:
        """A call or a heads-up to one role in each of these runs."""
        put(self.found.called_at, self.cells(races, runs), at)
        self.try_next(races, at, runs)

    def try_next(self, races: Ints, at: Ints, runs: Ints) -> None:
        """Try the next who is there; after the first, that is a call of its own."""
        tables = self.tables
        cells = self.cells(races, runs)
        roles, turn = tables.race_role[races], self.turn.take(cells)
        people, turns = tables.candidate_person.take(roles, axis=0).T, tables.candidate_turn.take(roles, axis=0).T
        there = (people != NOBODY) & (turns >= turn)
        if self.anybody_away:
            there &= ~self.away.take(self.cells(people, runs))
        which = there.argmax(axis=0)
        anybody = there[which, np.arange(len(runs))]
        if not anybody.all():
            nobody = ~anybody
            put(self.next_try, cells[nobody], NEVER)
            self._set_race(races[nobody], runs[nobody])
            races, at, runs, roles, turn, which, cells = (
                each[anybody] for each in (races, at, runs, roles, turn, which, cells)
            )
        seats, taken = tables.candidate_seat[roles, which], tables.candidate_turn[roles, which]
        tries = self.cells(tables.first_try[races] + which, runs)
        put(self.tried, tries, at)
        put(self.answers, tries, at + self.drawn.take(self.cells(tables.answer_draws[races, which], runs)))
        put(self.turn, cells, taken + 1)
        waits = (tables.last_turn[roles] > taken) & ~tables.is_patient[races]
        put(self.next_try, cells, np.where(waits, np.minimum(at + tables.ack_within[roles], NEVER), NEVER))
        self._set_race(races, runs)
        again = chosen(~tables.is_patient[races] & (turn > 0))
        if len(again):
            self._call_again(races[again], seats[again], at[again], runs[again])

    def _call_again(self, races: Ints, seats: Ints, at: Ints, runs: Ints) -> None:
        about = self.tables.race_about[races]
        self.speak(self.found.seat[self.tables.race_task[races], runs], about, at, runs)
        self.call(seats, np.ones(len(runs), dtype=np.int64), about, at, runs)
        self.note_calls(seats, at, runs)

    def _answers(self, races: Ints, runs: Ints) -> Ints:
        """When the candidates of each race would answer, [candidates × runs]; of another race's, never."""
        tables = self.tables
        draws = np.arange(tables.answer_draws.shape[1])[:, None]
        answers: Ints = self.answers.take(self.cells(tables.first_try[races] + draws, runs))
        answers[draws >= tables.candidates[races]] = NEVER
        return answers

    def _set_race(self, races: Ints, runs: Ints) -> None:
        """When a race goes on: with its first answer, or the next try, if nobody has answered by then."""
        moments = self.tables.moments
        answer, again = self._answers(races, runs).min(axis=0), self.next_try.take(self.cells(races, runs))
        column = moments.races + races
        answered, tried = moments.pack(answer, ANSWER, column), moments.pack(again, WORK, column)
        put(self.next, self.cells(column, runs), np.where(answer <= again, answered, tried))

    def answer(self, races: Ints, at: Ints, runs: Ints) -> None:
        """The first answer of a race wins. Whoever has dropped out gives none."""
        tables = self.tables
        roles = tables.race_role[races]
        which = self._answers(races, runs).argmin(axis=0)
        people, seats = tables.candidate_person[roles, which], tables.candidate_seat[roles, which]
        if self.anybody_away:
            gone = self.away.take(self.cells(people, runs))
            if gone.any():
                put(self.answers, self.cells(tables.first_try[races[gone]] + which[gone], runs[gone]), NEVER)
                self._set_race(races[gone], runs[gone])
                races, at, runs, roles, which, people, seats = (
                    each[~gone] for each in (races, at, runs, roles, which, people, seats)
                )
        cells = self.cells(races, runs)
        put(self.found.answered_at, cells, at)
        put(self.found.answerer, cells, which)
        about = tables.race_about[races]
        if len(tables.reached):
            spoken = chosen(~tables.is_patient[races])
            self.speak(seats[spoken], about[spoken], at[spoken], runs[spoken])
        self._hear(roles, people, about, at, runs)
        other = chosen(seats != roles)
        if len(other):
            self._hear(seats[other], people[other], about[other], at[other], runs[other])

    def _hear(self, roles: Ints, people: Ints, about: Ints, at: Ints, runs: Ints) -> None:
        """A role knows of an inject, or of all that came; who brings it first to a task, does it for the role."""
        tables = self.tables
        which, hearings = np.arange(len(runs)), tables.hearing_of[roles, about]
        of_all = chosen(about == NOBODY)
        if len(of_all):
            some, every = tables.role_hearings.of(roles[of_all])
            which, hearings = np.append(which, of_all[some]), np.append(hearings, every)
        new = chosen((hearings != NOBODY) & ~self.heard.take(self.cells(hearings, runs[which])))
        which, hearings = which[new], hearings[new]
        came = self.found.delivered_at.take(self.cells(tables.hearing_inject[hearings], runs[which])) < NEVER
        self._know(hearings[came], people[which[came]], at[which[came]], runs[which[came]])

    def _know(self, hearings: Ints, people: Ints, at: Ints, runs: Ints) -> None:
        """These hearings are new in these runs. Several that bring one task to a role all bring the same person."""
        tables = self.tables
        put(self.heard, self.cells(hearings, runs), True)
        which, slots = tables.hearing_slots.of(hearings)
        people, at, runs = people[which], at[which], runs[which]
        cells = self.cells(slots, runs)
        holders = self.holders.take(cells)
        put(self.holders, cells, np.where(holders == NOBODY, people, holders))
        tasks = tables.slot_task[slots]
        cells = self.cells(tasks, runs)
        first = ~self.known.take(cells)
        put(self.known, cells, True)
        missing = self.missing.take(cells) - first
        put(self.missing, cells, missing)
        whole = chosen(missing == 0)
        self.ready(tasks[whole], at[whole], runs[whole], NEXT)

    def ready(self, tasks: Ints, at: Ints, runs: Ints, ranks: Ints | int) -> None:
        """These tasks lack nothing: they are taken up at the end of the instant."""
        if len(runs):
            cells = self.cells(tasks, runs)
            put(self.next, cells, self.tables.moments.pack_ranked(at, ranks, tasks))
            put(self.missing, cells, self.missing.take(cells) + TAKEN)
