"""The model as arrays, padded so that many runs can look up different rows of them at once.

What pads a row of numbers is `NOBODY` (-1), which as an index means the last row: the
arrays that it may index have one row more than they need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Model, Task, TaskKind
from drill.rehearsal.moments import Moments
from drill.rehearsal.outcome import NEVER, NOBODY, Bools
from drill.rehearsal.questions import Tree, tree_of
from drill.rehearsal.ragged import Ragged
from drill.scenario.conditions import Check, Fact
from drill.scenario.fit import StepKey


def padded(rows: Sequence[Sequence[int]], fill: int = NOBODY) -> Ints:
    """Rows of numbers as an array, with one more row of nothing at its end."""
    width = max(1, *(len(row) for row in rows)) if rows else 1
    found = np.full((len(rows) + 1, width), fill, dtype=np.int64)
    for number, row in enumerate(rows):
        found[number, : len(row)] = row
    return found


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
        self._set_hearings()
        self._set_races()
        self._set_tallies()
        self._set_clocks()
        self._set_watched()

    def tree(self, check: Check | None) -> Tree | None:
        """The questions of a condition."""
        return None if check is None else tree_of(check, self._options)

    def _set_roles(self) -> None:
        roles = self.model.roles
        self.candidate_person = padded([[each.person for each in role.candidates] for role in roles])
        self.candidate_seat = padded([[each.seat for each in role.candidates] for role in roles])
        self.candidate_turn = padded([[each.turn for each in role.candidates] for role in roles])
        self.last_turn = np.array([*(max((each.turn for each in role.candidates), default=0) for role in roles), 0])
        self.ack_within = np.array([*(NEVER if r.ack_within is None else r.ack_within for r in roles), NEVER])
        self.has_empty_roles = any(role.candidates and not role.people for role in roles)
        """Whether a call to some role goes to its delegate from the start."""
        self.seat_of = np.full((len(roles) + 1, len(self.model.people) + 1), NOBODY, dtype=np.int64)
        """As what a person acts for a role."""
        for number, role in enumerate(roles):
            for each in role.candidates:
                self.seat_of[number, each.person] = each.seat

    def _set_tasks(self) -> None:
        tasks = self.model.tasks
        self.kind = np.array([task.kind for task in tasks], dtype=np.int64)
        self.place = np.array([*(task.place for task in tasks), NOBODY], dtype=np.int64)
        self.is_call = np.isin(self.kind, (TaskKind.CALL, TaskKind.TELL))
        self.about = np.array([NOBODY if task.about is None else task.about for task in tasks], dtype=np.int64)
        self.spoken_about = np.where(self.kind == TaskKind.TELL, self.about, NOBODY)
        self.asks = np.array([task.asks for task in tasks], dtype=np.int64)
        self.occurrence = np.array([task.occurrence for task in tasks], dtype=np.int64)
        self.actors = padded([task.actors for task in tasks])
        self.durations = padded([task.durations for task in tasks], fill=0)
        followers: list[list[int]] = [[] for _ in tasks]
        for task in tasks:
            for before in dict.fromkeys(task.waits_for):
                followers[before].append(task.index)
        self.followers = Ragged(followers)
        self.follower_lists = followers
        self.calls = padded([task.calls for task in tasks])
        self.task_races = padded([task.races for task in tasks])
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

    def _set_hearings(self) -> None:
        """Who may come to know of what, and which tasks are then theirs: a slot for each task and role."""
        model = self.model
        places = [(task.index, role) for task in model.tasks for role in task.actors]
        number = {place: slot for slot, place in enumerate(places)}
        self.slot_count = len(places)
        self.slots = padded([[number[task.index, role] for role in task.actors] for task in model.tasks])
        self.role_hearings = Ragged([role.hearings for role in model.roles])
        self.hearing_of = np.full((len(model.roles) + 1, len(model.injects) + 1), NOBODY, dtype=np.int64)
        for index, hearing in enumerate(model.hearings):
            self.hearing_of[hearing.role, hearing.inject] = index
        self.hearing_inject = np.array([*(each.inject for each in model.hearings), NOBODY], dtype=np.int64)
        self.hearing_slots = Ragged([[number[task, each.role] for task in each.tasks] for each in model.hearings])
        self.slot_task = np.array([task for task, _ in places], dtype=np.int64)

    def _set_races(self) -> None:
        races = self.model.races
        self.race_role = np.array([race.role for race in races], dtype=np.int64)
        self.race_task = np.array([_or_nobody(race.task) for race in races], dtype=np.int64)
        self.race_about = np.array([_or_nobody(race.about) for race in races], dtype=np.int64)
        self.is_patient = np.array([race.is_patient for race in races], dtype=np.bool_)
        self.answer_draws = padded([race.answers for race in races], fill=0)
        self.candidates = np.array([len(race.answers) for race in races], dtype=np.int64)
        self.first_try = np.cumsum([0, *(len(race.answers) for race in races)], dtype=np.int64)[:-1]
        """Where the candidates of each race begin, among those of all races."""

    def _set_tallies(self) -> None:
        tallies, tasks, roles = self.model.tallies, self.model.tasks, self.model.roles
        ends = np.cumsum([tally.depth + 1 for tally in tallies], dtype=np.int64)
        self.first_moment = np.array([0, *ends], dtype=np.int64)[: len(tallies) + 1]
        """Where the moments of each tally begin; behind the last that is kept there is one to spare."""
        self.depth = np.array([*(tally.depth for tally in tallies), 0], dtype=np.int64)
        self.kept_moments = (int(ends[-1]) if len(tallies) else 0) + 1
        self.adds_to = Ragged([[tally for tally, _ in task.adds_to] for task in tasks])
        self.counts = np.ones((len(tallies) + 1, len(roles) + 1), dtype=np.bool_)
        """Whether an act by a role counts for a tally."""
        for task in tasks:
            for tally, actors in task.adds_to:
                if actors is not None:
                    self.counts[tally] = False
                    self.counts[tally, list(actors)] = True
        self.call_adds = Ragged([*(role.told_tallies for role in roles), *(role.asked_tallies for role in roles)])
        """What a heads-up to each role adds to, and then what a call to each adds to."""
        adders = Counter(tally for task in tasks for tally, _ in task.adds_to)
        shared = [each.needless_with is not None and adders[each.needless_with] > 1 for each in tasks]
        self.needless_with = np.array(
            [
                _or_nobody(task.needless_with) if is_shared else NOBODY
                for task, is_shared in zip(tasks, shared, strict=True)
            ],
            dtype=np.int64,
        )
        self.may_be_needless = (self.needless_with != NOBODY) | (self.kind == TaskKind.TELL)
        self._set_worth()

    def _set_worth(self) -> None:
        model = self.model
        self.worth = np.ones((len(model.tallies) + 1, len(model.roles) + 1))
        """What an act by a role is worth; NaN where it hangs on whether others were tried."""
        for number, tally in enumerate(model.tallies):
            for seat in range(len(model.roles)) if tally.actors else ():
                if seat not in tally.actors:
                    is_delegate = any(seat in model.roles[actor].stand_ins for actor in tally.actors)
                    self.worth[number, seat] = np.nan if is_delegate else model.exercise.plan.scoring.wrong_role

    def _set_clocks(self) -> None:
        expected, roles = self.model.expected, self.model.roles
        reached = [each for each in expected if each.clock == "reached"]
        self.reached = np.array([each.index for each in reached], dtype=np.int64)
        self.reached_row = {each.index: row for row, each in enumerate(reached)}
        self.reached_inject = np.array([each.inject for each in reached], dtype=np.int64)
        self.listens = np.zeros((len(reached), len(roles) + 1), dtype=np.bool_)
        for row, each in enumerate(reached):
            self.listens[row, list(each.listeners)] = True
        self.is_listener: Bools = np.asarray(self.listens.any(axis=0))
        self.tells_again = any(each.occurrence > 1 for each in reached)
        """Whether it must be remembered who was told of what, for clocks of later occurrences."""
        self.reach_inject = np.array([each.inject for each in self.model.reaches], dtype=np.int64)
        self.reached_by = np.zeros((len(self.model.reaches), len(roles) + 1), dtype=np.bool_)
        for number, reach in enumerate(self.model.reaches):
            self.reached_by[number, list(reach.stand_ins)] = True
        self.tells_reaches: Bools = np.asarray(self.reached_by.any(axis=0))
        self.clock_steps: dict[StepKey, list[int]] = {}
        self.clock_injects: dict[str, list[int]] = {}
        for each in expected:
            if each.clock == "done" and each.clock_step is not None:
                self.clock_steps.setdefault(each.clock_step, []).append(each.index)
            if each.clock == "decided" and each.clock_inject is not None:
                self.clock_injects.setdefault(each.clock_inject, []).append(each.index)
        self.guards = [self.tree(each.guard) for each in expected]
        self.step_guards = [self.tree(self.model.exercise.steps[step].unless) for step in self.model.steps]
        self.untils = [self.tree(each.until) for each in expected]
        calling = self.model.exercise.steps_calling
        self.clock_steps_calling = [
            [step for step in calling.get(role.id, ()) if step in self.clock_steps] for role in roles
        ]

    def _set_watched(self) -> None:
        """Which facts the injects that wait, and the tasks with conditions, hang on."""
        model = self.model
        self.ifs = [self.tree(each.if_) for each in model.injects]
        self.unlesses = [self.tree(each.unless) for each in model.injects]
        self.when = [(each.index, tree) for each in model.injects if (tree := self.tree(each.when)) is not None]
        self.watching: dict[Fact, list[int]] = {}
        for place, (number, _) in enumerate(self.when):
            when = model.injects[number].when
            for fact in when.facts if when is not None else ():
                self.watching.setdefault(fact, []).append(place)
        self.watched_calls = [
            [fact for fact in self.facts_of_call(role) if fact in self.watching] for role in range(len(model.roles))
        ]
        self.is_noted = np.array([self._is_noted(task) for task in model.tasks], dtype=np.bool_)
        self.is_call_noted = np.array([*(bool(steps) for steps in self.clock_steps_calling), False])
        self.is_call_watched = np.array([*(bool(facts) for facts in self.watched_calls), False])
        self.conditional = sorted({*self.gate, *self.guard})
        hang_on = [self._facts_of(model.tasks[number]) for number in self.conditional]
        self.stirs = np.zeros((self.moments.columns, len(self.conditional)), dtype=np.bool_)
        """Whether a moment of a column may change what a task with a condition hangs on."""
        for column, facts in enumerate(self._changed_by_columns()):
            self.stirs[column] = [bool(facts & each) for each in hang_on]
        self.stirs_any: Bools = np.asarray(self.stirs.any(axis=1))
        self.is_seldom = np.zeros(self.moments.columns, dtype=np.bool_)
        """Whether what is done in a column is seldom done, and costs much: calls, and acts that others wait for."""
        self.is_seldom[: len(model.tasks)] = self.is_call | self.is_noted
        self.is_seldom[self.moments.races : self.moments.deadlines] = True

    def _is_noted(self, task: Task) -> bool:
        facts = {Fact("done", task.counts_as), Fact("used", task.text)}
        if task.kind is TaskKind.DECIDE and task.about is not None:
            inject = self.model.injects[task.about].id
            return Fact("decided", inject) in self.watching or inject in self.clock_injects
        is_watched = task.counts_as in self.clock_steps or any(fact in self.watching for fact in facts)
        return task.counts_as is not None and is_watched

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
        for what in self.moments.late:
            number, repeats = divmod(what, 2)
            yield {Fact("done" if repeats else "late", model.expected[number].step)}
        for inject in model.injects:
            facts = {Fact("done", model.expected[number].step) for number in inject.expected}
            yield facts | {Fact("delivered", inject.id), Fact("absent", None)}

    def facts_of_call(self, role: int) -> list[Fact]:
        """What a call to a role changes."""
        name = self.model.roles[role].id
        steps = self.model.exercise.steps_calling.get(name, ())
        return [Fact("contacted", name), *(Fact("done", step) for step in steps)]


def _or_nobody(number: int | None) -> int:
    return NOBODY if number is None else number
