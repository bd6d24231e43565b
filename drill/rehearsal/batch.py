"""What has happened in many runs so far, and what is true of them: `drill.rehearsal.facts`, one column for each run."""

from __future__ import annotations

import numpy as np

from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected
from drill.rehearsal.moments import DELIVERY
from drill.rehearsal.outcome import NEVER, NOBODY, Bools, Outcome
from drill.rehearsal.questions import Query, Tree, answer
from drill.rehearsal.ragged import put
from drill.rehearsal.tables import Tables
from drill.scenario.conditions import Fact
from drill.scenario.fit import StepKey

UNASKED, ASKED, BUSY, OVER = range(4)
"""How a task stands (`drill.rehearsal.facts.Waiting`)."""

TAKEN = 1 << 20
"""More than any task can lack."""


class Batch:
    """Many runs so far. Arrays are [things × runs]; `runs` in what follows are indices of runs.

    Where each run looks up another thing, `cells` says where those stand in an array as one long row: NumPy's `take`,
    and `drill.rehearsal.ragged.put`, are several times quicker than two indices.
    """

    def __init__(self, tables: Tables, drawn: Ints) -> None:
        self.tables, self.model, self.drawn = tables, tables.model, drawn
        model, count = self.model, drawn.shape[1]
        self.count = count
        self.found = Outcome.blank(model, count)
        self.next = np.full((tables.moments.columns, count), NEVER, dtype=np.int64)
        """The next moment of each thing, packed."""
        self.away = np.zeros((len(model.people) + 1, count), dtype=np.bool_)
        self.anybody_away = False
        """Whether anybody is away in any of the runs."""
        self.triggered = np.zeros((len(tables.when), count), dtype=np.bool_)
        self.heard = np.zeros((len(model.hearings) + 1, count), dtype=np.bool_)
        self.holders = np.full((tables.slot_count + 1, count), NOBODY, dtype=np.int64)
        """Who does a task for a role that may do it."""
        self.known = np.zeros((len(model.tasks) + 1, count), dtype=np.bool_)
        """Whether anybody knows of a task."""
        self.told = np.zeros((len(tables.reached), count), dtype=np.bool_)
        """For each clock that starts when the actors are reached: whether one was told of that very inject."""
        self.open_clocks = np.zeros(count, dtype=np.int64)
        """How many clocks wait for their actors to be reached."""
        self.contacted = np.zeros((len(model.roles) + 1, count), dtype=np.bool_)
        self.used = np.zeros((len(tables.texts) + 1, count), dtype=np.bool_)
        self.counted = np.zeros((len(model.tallies) + 1, count), dtype=np.int64)
        self.kept = np.full((tables.kept_moments, count), NEVER, dtype=np.int64)
        """The moments at which tallies grew."""
        self.seats = np.full((tables.kept_moments, count), NOBODY, dtype=np.int64)
        """The roles that made them grow, for acts."""
        self.asked_for = np.zeros(count, dtype=np.int64)
        """How many steps have come to be expected."""
        self.late = np.zeros((len(model.expected), count), dtype=np.bool_)
        self.waiting = np.zeros((len(model.tasks) + 1, count), dtype=np.int8)
        self.missing = np.full((len(model.tasks) + 1, count), 2, dtype=np.int64)
        """What each task lacks to be ready: to be asked for, to be known of, each open task that comes before.

        A task that is about to be taken up, or was, has `TAKEN` on top of it.
        """
        self.missing[NOBODY] = TAKEN
        self.at_gate = np.zeros((len(model.tasks), count), dtype=np.bool_)
        """Whether a task lacks nothing but its condition."""
        self.free = np.zeros((len(model.people) + 1, count), dtype=np.int64)
        """When each person is free again; nobody never is."""
        self.free[NOBODY] = NEVER
        self.turn = np.zeros((len(model.races), count), dtype=np.int64)
        self.next_try = np.full((len(model.races), count), NEVER, dtype=np.int64)
        tries = sum(len(race.answers) for race in model.races) + tables.answer_draws.shape[1]
        self.answers = np.full((tries, count), NEVER, dtype=np.int64)
        """When each candidate of each race would answer; behind the last race there is room for one more."""
        self.tried = np.full((tries, count), NEVER, dtype=np.int64)

    def cells(self, things: Ints, runs: Ints) -> Ints:
        """Where one thing of each run stands in any [things × runs]; of NOBODY, in its last row."""
        cells: Ints = things * self.count + runs
        return cells

    # ── what happens ─────────────────────────────────────────────────────────

    def add(self, tallies: Ints, at: Ints, runs: Ints) -> Ints:
        """Let tallies grow, one in each of these runs, no two alike; the cells in which their moments are kept."""
        tables, cells = self.tables, self.cells(tallies, runs)
        counted = self.counted.take(cells)
        places = self.cells(tables.first_moment[tallies] + np.minimum(counted, tables.depth[tallies]), runs)
        put(self.kept, places, at)
        put(self.counted, cells, counted + 1)
        return places

    def expect(self, expected: Expected, at: Ints, runs: Ints) -> None:
        """A step comes to be expected in these runs."""
        number, clock = expected.index, expected.clock
        self.found.expected_at[number][runs] = at
        self.asked_for[runs] += 1
        guard = self.tables.guards[number]
        if guard is not None:
            self.found.excused[number][runs] |= self.holds(guard, runs)
        starts = np.ones(len(runs), dtype=np.bool_)
        if clock == "reached":
            starts = self.told[self.tables.reached_row[number]][runs]
            self.open_clocks[runs] += 1
        elif clock == "done":
            step = expected.clock_step
            starts = self.is_done(step, runs) if step is not None else ~starts
        elif clock == "decided":
            starts = self.is_decided(expected.clock_inject, runs)
        self.start_clock(number, at[starts], runs[starts])

    def start_clock(self, number: int, at: Ints, runs: Ints) -> None:
        """Start the clock of an expected step where it is expected and its clock stands."""
        starts = (self.found.clock_at[number][runs] == NEVER) & (self.found.expected_at[number][runs] < NEVER)
        at, runs = at[starts], runs[starts]
        self.found.clock_at[number][runs] = at
        if self.model.expected[number].clock == "reached":
            self.open_clocks[runs] -= 1
        self.put_deadline(number, at, runs)

    def put_deadline(self, number: int, at: Ints, runs: Ints) -> None:
        """A clock began to run: its deadline comes, where something hangs on it."""
        expected = self.model.expected[number]
        if expected.is_watched and expected.deadline is not None and len(runs):
            moments = self.tables.moments
            column = moments.late_column[2 * number]
            self.next[column][runs] = moments.lateness(at + expected.deadline, self.asked_for[runs], column)

    def start_clocks(self, waiting: list[int], at: Ints, runs: Ints) -> None:
        """Start the clocks of several expected steps."""
        for number in waiting:
            self.start_clock(number, at, runs)

    def look_at(self, at: Ints, runs: Ints, *facts: Fact) -> None:
        """These facts changed: what waits for them may come."""
        for fact in facts:
            for place in self.tables.watching.get(fact, ()):
                self.look_at_inject(place, at, runs)

    def look_at_inject(self, place: int, at: Ints, runs: Ints) -> None:
        """An inject whose `when` holds for the first time is due after its delay."""
        waits = ~self.triggered[place][runs]
        at, runs = at[waits], runs[waits]
        if len(runs):
            number, tree = self.tables.when[place]
            holds = self.holds(tree, runs)
            some = runs[holds]
            self.triggered[place][some] = True
            moments, due = self.tables.moments, at[holds] + self.model.injects[number].delay
            column = moments.injects + number
            self.next[column][some] = moments.pack(due, DELIVERY, column)

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
                return np.asarray(self.contacted[self.model.role_number(name)][runs], dtype=np.bool_)
            case "delivered":
                number = self._inject(name)
                return no if number is None else self.found.delivered_at[number][runs] < NEVER
            case "decided":
                number = self._inject(name)
                task = None if number is None else self.model.injects[number].decision
                if number is None or task is None:
                    return no
                option = self.model.tasks[task].options.index(query.option or "")
                return np.asarray(self.found.option[number][runs] == option, dtype=np.bool_)
            case "absent":
                people = self.model.people
                return self.away[people.index(name)][runs] if name in people else no
            case "role-absent":
                return self.is_role_away(self.model.role_number(name), runs)
            case _:
                texts = self.tables.texts
                return self.used[texts.index(name)][runs] if name in texts else no

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
        return np.zeros(len(runs), dtype=np.bool_) if number is None else self.found.decided_at[number][runs] < NEVER

    def is_done(self, step: StepKey, runs: Ints) -> Bools:
        """The step was done, on every account that it is asked for."""
        known = self.model.steps[step]
        unasked, everything = np.ones(len(runs), dtype=np.bool_), np.ones(len(runs), dtype=np.bool_)
        for number in known.first:
            is_asked = self.found.expected_at[number].take(runs) < NEVER
            everything &= ~is_asked | self.is_expected_done(number, runs)
            unasked &= ~is_asked
        if not unasked.any():
            return everything
        return np.where(unasked, self._have_come_to(known.tallies, 1, runs), everything)

    def is_expected_done(self, number: int, runs: Ints) -> Bools:
        """An expected step was done."""
        expected = self.model.expected[number]
        return self._have_come_to(expected.tallies, expected.occurrence, runs)

    def _have_come_to(self, tallies: tuple[int, ...], count: int, runs: Ints) -> Bools:
        """Whether each of these tallies has come to a count."""
        come = np.ones(len(runs), dtype=np.bool_)
        for tally in tallies:
            come &= self.counted[tally].take(runs) >= count
        return come

    def is_late(self, step: StepKey, runs: Ints) -> Bools:
        """The step was expected, a deadline of it has passed, and it is not done."""
        late = np.zeros(len(runs), dtype=np.bool_)
        for number in self.model.steps[step].expected:
            if self.model.expected[number].is_watched:
                late |= self.late[number][runs] & ~self.is_expected_done(number, runs)
        return late
