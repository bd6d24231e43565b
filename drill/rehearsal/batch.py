"""What has happened in many runs so far, and what is true of them: `drill.rehearsal.facts`, one column for each run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected, Rank, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Bools, Outcome
from drill.rehearsal.questions import Query, Tree, answer
from drill.rehearsal.tables import Tables
from drill.scenario.conditions import Fact
from drill.scenario.fit import StepKey

UNASKED, ASKED, BUSY, OVER = range(4)
"""How a task stands (`drill.rehearsal.facts.Waiting`)."""


class Batch:
    """Many runs so far. Arrays are [things × runs]; `runs` in what follows are indices of runs."""

    def __init__(self, tables: Tables, drawn: Ints) -> None:
        self.tables, self.model, self.drawn = tables, tables.model, drawn
        model, count = self.model, drawn.shape[1]
        self.count = count
        self.found = Outcome.blank(model, count)
        self.next = np.full((tables.moments.columns, count), NEVER, dtype=np.int64)
        """The next moment of each thing, packed."""
        self.away = np.zeros((len(model.people) + 1, count), dtype=np.bool_)
        self.triggered = np.zeros((len(tables.when), count), dtype=np.bool_)
        self.heard = np.full((len(model.hearings) + 1, count), NOBODY, dtype=np.int64)
        self.known = np.zeros((len(model.tasks) + 1, count), dtype=np.bool_)
        """Whether anybody knows of a task."""
        self.told = np.zeros((len(tables.reached), count), dtype=np.bool_)
        """For each clock that starts when the actors are reached: whether one was told of that very inject."""
        self.contacted = np.zeros((len(model.roles) + 1, count), dtype=np.bool_)
        self.used = np.zeros((len(tables.texts) + 1, count), dtype=np.bool_)
        self.counted = np.zeros((len(model.tallies) + 1, count), dtype=np.int64)
        self.moments = np.full((tables.kept_moments, count), NEVER, dtype=np.int64)
        self.factors = np.ones((tables.kept_moments, count))
        self.asked_for = np.zeros(count, dtype=np.int64)
        """How many steps have come to be expected."""
        self.late = np.zeros((len(model.expected), count), dtype=np.bool_)
        self.waiting = np.zeros((len(model.tasks) + 1, count), dtype=np.int8)
        self.blockers = np.zeros((len(model.tasks) + 1, count), dtype=np.int64)
        """How many open tasks come before each task."""
        self.free = np.zeros((len(model.people) + 1, count), dtype=np.int64)
        self.turn = np.zeros((len(model.races), count), dtype=np.int64)
        self.next_try = np.full((len(model.races), count), NEVER, dtype=np.int64)
        width = tables.answer_draws.shape[1]
        self.answers = np.full((len(model.races), width, count), NEVER, dtype=np.int64)
        self.tried = np.full((len(model.races), width, count), NEVER, dtype=np.int64)

    # ── what happens ─────────────────────────────────────────────────────────

    def add(self, tallies: Ints, at: Ints, worth: npt.NDArray[np.float64] | float, runs: Ints) -> None:
        """Let tallies grow, [k × runs] of them; NOBODY where there is none."""
        tables = self.tables
        counted = self.counted[tallies, runs]
        places = tables.first_moment[tallies] + np.minimum(counted, tables.depth[tallies])
        places[tallies == NOBODY] = NOBODY
        self.moments[places, runs] = at
        self.factors[places, runs] = worth
        self.counted[tallies, runs] = counted + 1

    def expect(self, expected: Expected, at: Ints, runs: Ints) -> None:
        """A step comes to be expected in these runs."""
        number, clock = expected.index, expected.clock
        self.found.expected_at[number, runs] = at
        self.asked_for[runs] += 1
        guard = self.tables.guards[number]
        if guard is not None:
            self.found.excused[number, runs] |= self.holds(guard, runs)
        starts = np.ones(len(runs), dtype=np.bool_)
        if clock == "reached":
            starts = self.told[np.flatnonzero(self.tables.reached == number)[0], runs]
        elif clock == "done":
            step = expected.clock_step
            starts = self.is_done(step, runs) if step is not None else ~starts
        elif clock == "decided":
            starts = self.is_decided(expected.clock_inject, runs)
        self.start_clock(number, at[starts], runs[starts])

    def start_clock(self, number: int, at: Ints, runs: Ints) -> None:
        """Start the clock of an expected step where it is expected and its clock stands."""
        starts = (self.found.clock_at[number, runs] == NEVER) & (self.found.expected_at[number, runs] < NEVER)
        at, runs = at[starts], runs[starts]
        self.found.clock_at[number, runs] = at
        self.put_deadline(number, at, runs)

    def put_deadline(self, number: int, at: Ints, runs: Ints) -> None:
        """A clock began to run: its deadline comes, where something hangs on it."""
        expected = self.model.expected[number]
        if expected.is_watched and expected.deadline is not None and len(runs):
            moments = self.tables.moments
            moment = moments.lateness(at + expected.deadline, self.asked_for[runs], 2 * number)
            self.next[moments.deadlines + 2 * number, runs] = moment

    def start_clocks(self, waiting: list[int], at: Ints, runs: Ints) -> None:
        """Start the clocks of several expected steps."""
        for number in waiting:
            self.start_clock(number, at, runs)

    def look_at(self, at: Ints, runs: Ints, *facts: Fact) -> None:
        """These facts changed: an inject whose `when` holds now for the first time will come after its delay."""
        for fact in facts:
            for place in self.tables.watching.get(fact, ()):
                waits = ~self.triggered[place, runs]
                some = runs[waits]
                if len(some):
                    number, tree = self.tables.when[place]
                    holds = self.holds(tree, some)
                    self.triggered[place, some] |= holds
                    column = self.tables.moments.injects + number
                    due = at[waits][holds] + self.model.injects[number].delay
                    self.next[column, some[holds]] = self.tables.moments.pack(due, Rank.DELIVERY, column)

    # ── what is true ─────────────────────────────────────────────────────────

    def holds(self, tree: Tree, runs: Ints) -> Bools:
        """Whether a condition holds in these runs."""
        return answer(tree, self.ask, runs)

    def ask(self, query: Query, runs: Ints) -> Bools:
        """The answer to one question in these runs."""
        name = query.name
        if isinstance(name, StepKey):
            return self.is_done(name, runs) if query.kind == "done" else self.is_late(name, runs)
        assert isinstance(name, str)
        no = np.zeros(len(runs), dtype=np.bool_)
        match query.kind:
            case "contacted":
                return np.asarray(self.contacted[self.model.role_number(name), runs], dtype=np.bool_)
            case "delivered":
                number = self._inject(name)
                return no if number is None else self.found.delivered_at[number, runs] < NEVER
            case "decided":
                number = self._inject(name)
                task = None if number is None else self.model.injects[number].decision
                if number is None or task is None:
                    return no
                option = self.model.tasks[task].options.index(query.option or "")
                return np.asarray(self.found.option[number, runs] == option, dtype=np.bool_)
            case "absent":
                people = self.model.people
                return self.away[people.index(name), runs] if name in people else no
            case "role-absent":
                return self.is_role_away(self.model.role_number(name), runs)
            case _:
                texts = self.tables.texts
                return self.used[texts.index(name), runs] if name in texts else no

    def _inject(self, name: str) -> int | None:
        prepared = self.model.exercise.injects.get(name)
        return None if prepared is None else prepared.index

    def is_role_away(self, role: int, runs: Ints) -> Bools:
        """Nobody who fills the role is there."""
        people = self.model.roles[role].people
        return np.asarray(self.away[np.ix_(np.array(people, dtype=np.int64), runs)].all(axis=0), dtype=np.bool_)

    def is_decided(self, inject: str | None, runs: Ints) -> Bools:
        """The decision of an inject was made."""
        number = None if inject is None else self._inject(inject)
        return np.zeros(len(runs), dtype=np.bool_) if number is None else self.found.decided_at[number, runs] < NEVER

    def is_done(self, step: StepKey, runs: Ints) -> Bools:
        """The step was done, on every account that it is asked for."""
        known = self.model.steps[step]
        unasked = np.ones(len(runs), dtype=np.bool_)
        done = np.ones(len(runs), dtype=np.bool_)
        for number in known.first:
            asked = self.found.expected_at[number, runs] < NEVER
            unasked &= ~asked
            done &= ~asked | self.is_expected_done(number, runs)
        begun = np.ones(len(runs), dtype=np.bool_)
        for tally in known.tallies:
            begun &= self.counted[tally, runs] > 0
        return np.where(unasked, begun, done)

    def is_expected_done(self, number: int, runs: Ints) -> Bools:
        """An expected step was done."""
        expected = self.model.expected[number]
        done = np.ones(len(runs), dtype=np.bool_)
        for tally in expected.tallies:
            done &= self.counted[tally, runs] >= expected.occurrence
        return done

    def is_late(self, step: StepKey, runs: Ints) -> Bools:
        """The step was expected, a deadline of it has passed, and it is not done."""
        late = np.zeros(len(runs), dtype=np.bool_)
        for number in self.model.steps[step].expected:
            if self.model.expected[number].is_watched:
                late |= self.late[number, runs] & ~self.is_expected_done(number, runs)
        return late

    # ── what came of it ──────────────────────────────────────────────────────

    def outcome(self) -> Outcome:
        """All that happened, once every run is over."""
        found, runs = self.found, np.arange(self.count)
        for expected in self.model.expected:
            self._note(expected, runs)
        wide = self.tables.answer_draws.shape[1]
        kept = [race.index * wide + which for race in self.model.races for which in range(len(race.answers))]
        found.tried_at[:] = self.tried.reshape(-1, self.count)[kept]
        return found

    def _note(self, expected: Expected, runs: Ints) -> None:
        found, number = self.found, expected.index
        asked = found.expected_at[number] < NEVER
        places = [int(self.tables.first_moment[tally]) + expected.occurrence - 1 for tally in expected.tallies]
        done_at = self.moments[places].max(axis=0)
        found.done_at[number] = np.where(asked, done_at, NEVER)
        started = np.minimum(found.clock_at[number], np.maximum(done_at, found.expected_at[number]))
        found.clock_at[number] = np.where(asked, started, NEVER)
        guard = self.tables.guards[number]
        if guard is not None:
            found.excused[number] |= asked & (done_at == NEVER) & self.holds(guard, runs)
        if self.model.tasks[expected.tasks[0]].kind is TaskKind.ACT:
            # Added up in the order of the roles, as one run is: so both come to the same bits.
            worth = sum(self.factors[place] for place in places) / len(places)
            found.factor[number] = np.where(asked & (done_at < NEVER), worth, 1.0)
