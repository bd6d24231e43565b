"""The model as arrays, padded so that many runs can look up different rows of them at once.

What pads a row of numbers is `NOBODY` (-1), which as an index means the last row: the
arrays that it may index have one row more than they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from drill.errors import Refused
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Model, Rank, Task
from drill.rehearsal.outcome import NEVER, NOBODY
from drill.rehearsal.questions import Tree, tree_of
from drill.scenario.conditions import Check, Fact
from drill.scenario.fit import StepKey


def padded(rows: Sequence[Sequence[int]], fill: int = NOBODY) -> Ints:
    """Rows of numbers as an array, with one more row of nothing at its end."""
    width = max(1, *(len(row) for row in rows)) if rows else 1
    found = np.full((len(rows) + 1, width), fill, dtype=np.int64)
    for number, row in enumerate(rows):
        found[number, : len(row)] = row
    return found


class Moments:
    """How the next moment of a thing is packed into one number: by time, rank, then place; the least comes first."""

    def __init__(self, model: Model) -> None:
        self.races = len(model.tasks)
        self.deadlines = self.races + len(model.races)
        self.injects = self.deadlines + 2 * len(model.expected)
        self.columns = self.injects + len(model.injects)
        self.per_order = max(1, 2 * len(model.expected))
        self.bits = max(self.columns, self.per_order * (len(model.expected) + 2)).bit_length()
        self.shift = self.bits + 3
        self.after = model.end + 1
        self.end = self.after << self.shift
        """The least moment that is after the end of the exercise."""
        if self.end.bit_length() > 59:
            raise Refused("this is too long, or too large, to be rehearsed", "rehearse a shorter scenario")

    def pack(self, at: Ints, rank: Rank, place: Ints | int) -> Ints:
        """The moment at a time; whatever is after the end comes just after it, and so never."""
        return self.pack_ranked(at, np.int64(rank), place)

    def pack_ranked(self, at: Ints, ranks: Ints | np.int64, place: Ints | int) -> Ints:
        """The moments of things of several ranks."""
        packed: Ints = (np.minimum(at, self.after) << self.shift) | (ranks << self.bits) | place
        return packed

    def lateness(self, at: Ints, order: Ints, place: int) -> Ints:
        """The moment of a deadline or a repetition: of those that fall together, first what was known first."""
        return self.pack(at, Rank.LATENESS, order * self.per_order + place)

    def unpack(self, moments: Ints) -> tuple[Ints, Ints, Ints]:
        """Times, ranks and columns."""
        low = moments & ((1 << self.bits) - 1)
        rank = (moments >> self.bits) & 7
        columns = np.where(rank == Rank.LATENESS, self.deadlines + low % self.per_order, low)
        return moments >> self.shift, rank, columns


class Tables:
    """Everything about a model that does not change from run to run."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.moments = Moments(model)
        self._options = {
            inject.id: model.tasks[inject.decision].options for inject in model.injects if inject.decision is not None
        }
        self._set_roles()
        self._set_tasks()
        self._set_races()
        self._set_tallies()
        self._set_clocks()
        self._set_watched()

    def tree(self, check: Check | None) -> Tree | None:
        """The questions of a condition."""
        return None if check is None else tree_of(check, self._options)

    def _set_roles(self) -> None:
        roles = self.model.roles
        people = len(self.model.people)
        self.candidate_person = padded([[each.person for each in role.candidates] for role in roles])
        self.candidate_seat = padded([[each.seat for each in role.candidates] for role in roles])
        self.candidate_turn = padded([[each.turn for each in role.candidates] for role in roles])
        self.last_turn = np.array([*(max((each.turn for each in role.candidates), default=0) for role in roles), 0])
        self.ack_within = np.array([*(NEVER if r.ack_within is None else r.ack_within for r in roles), NEVER])
        self.seat_of = np.full((len(roles) + 1, people + 1), NOBODY, dtype=np.int64)
        for number, role in enumerate(roles):
            for each in role.candidates:
                self.seat_of[number, each.person] = each.seat
        self.role_hearings = padded([role.hearings for role in roles])
        self.hearing_of = np.full((len(roles) + 1, len(self.model.injects) + 1), NOBODY, dtype=np.int64)
        for number, hearing in enumerate(self.model.hearings):
            self.hearing_of[hearing.role, hearing.inject] = number
        self.hearing_inject = np.array([*(each.inject for each in self.model.hearings), NOBODY], dtype=np.int64)
        self.hearing_tasks = padded([each.tasks for each in self.model.hearings])

    def _set_tasks(self) -> None:
        tasks = self.model.tasks
        self.kind = np.array([task.kind for task in tasks], dtype=np.int64)
        self.place = np.array([*(task.place for task in tasks), NOBODY], dtype=np.int64)
        self.about = np.array([NOBODY if task.about is None else task.about for task in tasks], dtype=np.int64)
        self.asks = np.array([task.asks for task in tasks], dtype=np.bool_)
        self.occurrence = np.array([task.occurrence for task in tasks], dtype=np.int64)
        self.actors = padded([task.actors for task in tasks])
        self.durations = padded([task.durations for task in tasks], fill=0)
        width = max((len(hearings) for task in tasks for hearings in task.hearings), default=1)
        self.hearings = np.full((len(tasks) + 1, self.actors.shape[1], width), NOBODY, dtype=np.int64)
        for number, task in enumerate(tasks):
            for which, hearings in enumerate(task.hearings):
                self.hearings[number, which, : len(hearings)] = hearings
        followers: list[list[int]] = [[] for _ in tasks]
        for task in tasks:
            for before in dict.fromkeys(task.waits_for):
                followers[before].append(task.index)
        self.followers = padded(followers)
        self.follower_lists = [np.array(each, dtype=np.int64) for each in followers]
        self.calls = padded([task.calls for task in tasks])
        self.task_races = padded([task.races for task in tasks])
        self.needless_with = np.array([_or_nobody(task.needless_with) for task in tasks], dtype=np.int64)
        self.told = np.array([_or_nobody(task.told) for task in tasks], dtype=np.int64)
        self.for_tasks = padded([task.for_tasks for task in tasks])
        self.for_reaches = padded([task.for_reaches for task in tasks])
        self.option_draw = np.array([max(0, task.option_draw) for task in tasks], dtype=np.int64)
        self.gate = {task.index: tree for task in tasks if (tree := self.tree(task.not_before)) is not None}
        self.guard = {
            task.index: tree for task in tasks if not task.is_dropped and (tree := self.tree(task.guard)) is not None
        }
        self.texts = tuple(sorted({task.text for task in tasks if task.text is not None}))
        self.text = np.array([NOBODY if task.text is None else self.texts.index(task.text) for task in tasks])

    def _set_races(self) -> None:
        races = self.model.races
        self.race_role = np.array([race.role for race in races], dtype=np.int64)
        self.race_task = np.array([_or_nobody(race.task) for race in races], dtype=np.int64)
        self.race_about = np.array([_or_nobody(race.about) for race in races], dtype=np.int64)
        self.is_patient = np.array([race.is_patient for race in races], dtype=np.bool_)
        self.answer_draws = padded([race.answers for race in races], fill=0)

    def _set_tallies(self) -> None:
        tallies, tasks, roles = self.model.tallies, self.model.tasks, self.model.roles
        ends = np.cumsum([tally.depth + 1 for tally in tallies], dtype=np.int64)
        self.first_moment = np.array([0, *ends], dtype=np.int64)[: len(tallies) + 1]
        """Where the moments of each tally begin; behind the last that is kept there is one to spare."""
        self.depth = np.array([*(tally.depth for tally in tallies), 0], dtype=np.int64)
        self.kept_moments = (int(ends[-1]) if len(tallies) else 0) + 1
        self.adds_to = padded([[tally for tally, _ in task.adds_to] for task in tasks])
        self.counts = np.ones((len(tallies) + 1, len(roles) + 1), dtype=np.bool_)
        """Whether an act by a role counts for a tally."""
        for task in tasks:
            for tally, actors in task.adds_to:
                if actors is not None:
                    self.counts[tally] = False
                    self.counts[tally, list(actors)] = True
        self.call_adds = _pair(
            padded([role.told_tallies for role in roles]), padded([role.asked_tallies for role in roles])
        )
        """What a heads-up (0) and a call (1) to each role add to."""
        self.worth = np.ones((len(tallies) + 1, len(roles) + 1))
        """What an act by a role is worth; NaN where it hangs on whether others were tried."""
        wrong = self.model.exercise.plan.scoring.wrong_role
        for number, asked in enumerate(tallies):
            for seat in range(len(roles)) if asked.actors else ():
                if seat not in asked.actors:
                    is_delegate = any(seat in roles[actor].stand_ins for actor in asked.actors)
                    self.worth[number, seat] = np.nan if is_delegate else wrong

    def _set_clocks(self) -> None:
        expected, roles = self.model.expected, self.model.roles
        reached = [each for each in expected if each.clock == "reached"]
        self.reached = np.array([each.index for each in reached], dtype=np.int64)
        self.reached_inject = np.array([each.inject for each in reached], dtype=np.int64)
        self.listens = np.zeros((len(reached), len(roles) + 1), dtype=np.bool_)
        for row, each in enumerate(reached):
            self.listens[row, list(each.listeners)] = True
        self.reach_inject = np.array([each.inject for each in self.model.reaches], dtype=np.int64)
        self.reached_by = np.zeros((len(self.model.reaches), len(roles) + 1), dtype=np.bool_)
        for number, reach in enumerate(self.model.reaches):
            self.reached_by[number, list(reach.stand_ins)] = True
        self.clock_steps: dict[StepKey, list[int]] = {}
        self.clock_injects: dict[str, list[int]] = {}
        for each in expected:
            if each.clock == "done" and each.clock_step is not None:
                self.clock_steps.setdefault(each.clock_step, []).append(each.index)
            if each.clock == "decided" and each.clock_inject is not None:
                self.clock_injects.setdefault(each.clock_inject, []).append(each.index)
        calling = self.model.exercise.steps_calling
        self.guards = [self.tree(each.guard) for each in expected]
        self.untils = [self.tree(each.until) for each in expected]
        self.clock_steps_calling = [
            [step for step in calling.get(role.id, ()) if step in self.clock_steps] for role in roles
        ]

    def _set_watched(self) -> None:
        """Which facts the injects that wait, and the tasks with conditions, hang on."""
        model = self.model
        self.ifs = [self.tree(each.if_) or False for each in model.injects]
        self.unlesses = [self.tree(each.unless) or False for each in model.injects]
        self.when = [(each.index, tree) for each in model.injects if (tree := self.tree(each.when)) is not None]
        self.watching: dict[Fact, list[int]] = {}
        for place, (number, _) in enumerate(self.when):
            when = model.injects[number].when
            for fact in when.facts if when is not None else ():
                self.watching.setdefault(fact, []).append(place)
        self.watched_calls = [
            [fact for fact in self.facts_of_call(role) if fact in self.watching] for role in range(len(model.roles))
        ]
        self.conditional = sorted({*self.gate, *self.guard})
        hang_on = [self._facts_of(model.tasks[number]) for number in self.conditional]
        self.stirs = np.zeros((self.moments.columns, len(self.conditional)), dtype=np.bool_)
        """Whether a moment of a column may change what a task with a condition hangs on."""
        for column, facts in enumerate(self._changed_by_columns()):
            self.stirs[column] = [bool(facts & each) for each in hang_on]

    def _facts_of(self, task: Task) -> frozenset[Fact]:
        checks = (check for check in (task.guard, task.not_before) if check is not None)
        return frozenset(fact for check in checks for fact in check.facts)

    def _changed_by_columns(self) -> Iterable[set[Fact]]:
        model = self.model
        for task in model.tasks:
            tried = {each for role in task.calls for each in model.roles[role].stand_ins}
            facts = {fact for role in tried for fact in self.facts_of_call(role)}
            if task.counts_as is not None:
                facts |= {Fact("done", task.counts_as), Fact("used", task.text)}
            if task.about is not None:
                facts.add(Fact("decided", model.injects[task.about].id))
            yield facts
        for race in model.races:
            yield {fact for role in model.roles[race.role].stand_ins for fact in self.facts_of_call(role)}
        for expected in model.expected:
            yield {Fact("late", expected.step)}
            yield {Fact("done", expected.step)}
        for inject in model.injects:
            facts = {Fact("done", model.expected[number].step) for number in inject.expected}
            yield facts | {Fact("delivered", inject.id), Fact("absent", None)}

    def facts_of_call(self, role: int) -> list[Fact]:
        """What a call to a role changes."""
        name = self.model.roles[role].id
        return [
            Fact("contacted", name),
            *(Fact("done", step) for step in self.model.exercise.steps_calling.get(name, ())),
        ]


def _or_nobody(number: int | None) -> int:
    return NOBODY if number is None else number


def _pair(one: Ints, other: Ints) -> Ints:
    """Two padded arrays of one width, put together."""
    width = max(one.shape[1], other.shape[1])
    found = np.full((2, one.shape[0], width), NOBODY, dtype=np.int64)
    found[0, :, : one.shape[1]], found[1, :, : other.shape[1]] = one, other
    return found
