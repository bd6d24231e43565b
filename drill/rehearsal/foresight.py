"""Whether a drill can be foreseen, and what of it is known before any run is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import numpy as np

from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected, Inject, Task, TaskKind
from drill.rehearsal.outcome import NEVER
from drill.rehearsal.tables import Tables


class Foresight:
    """What is known beforehand of a drill in which nothing that is asked hangs on what the team does."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.model = tables, tables.model
        self.injects = [each for each in self.model.injects if each.at is not None and each.at <= self.model.end]
        self.asked_at = np.full(len(self.model.tasks), NEVER, dtype=np.int64)
        for inject in self.injects:
            asked = list(self._asked_by(inject))
            self.asked_at[asked] = np.minimum(self.asked_at[asked], inject.at or 0)
        self.before = [tuple(dict.fromkeys(task.waits_for)) for task in self.model.tasks]
        self.durations = np.array([next(iter(task.durations), 0) for task in self.model.tasks], dtype=np.int64)
        self.adders: list[list[int]] = [[] for _ in self.model.tallies]
        """The tasks that add to each tally."""
        for each in self.model.tasks:
            for tally, _ in each.adds_to:
                self.adders[tally].append(each.index)
        untried = self.model.exercise.plan.scoring.delegate_untried
        self.worth = np.where(np.isnan(tables.worth), untried, tables.worth)
        """What an act by a role is worth where nobody is called, and everybody is there."""

    @cached_property
    def chains(self) -> Ints:
        """The number of each task's chain: each of a chain comes after the one before, so one at most is ready."""
        numbers, ends = np.zeros(len(self.before), dtype=np.int64), dict[int, int]()
        chains = 0
        for task in self.order:
            end = next((before for before in self.before[task] if before in ends), None)
            numbers[task] = chains if end is None else ends.pop(end)
            chains += end is None
            ends[task] = int(numbers[task])
        return numbers

    def _asked_by(self, inject: Inject) -> Iterator[int]:
        yield from inject.tasks
        for number in inject.expected:
            yield from self.model.expected[number].tasks

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The tasks, each after all that comes before it."""
        return tuple(TopologicalSorter(dict(enumerate(self.before))).static_order())

    @cached_property
    def is_possible(self) -> bool:
        """Whether the drill can be foreseen, as long as everybody is there."""
        return (
            all(map(self._is_fixed, self.model.injects))
            and all(map(self._is_plain, self.model.tasks))
            and all(map(self._is_untouched, self.model.expected))
            and not any(tree is not None for tree in self.tables.step_guards)
            and self._has_order()
        )

    def _is_fixed(self, inject: Inject) -> bool:
        hangs_on = (inject.when, inject.if_, inject.unless)
        return all(each is None for each in hangs_on) and not inject.gone and not inject.back

    def _is_plain(self, task: Task) -> bool:
        """An act or a decision of one role, which waits only for what was asked for with it, or before."""
        own = self.asked_at[task.index]
        return (
            task.kind in (TaskKind.ACT, TaskKind.DECIDE)
            and len(task.actors) == 1
            and task.guard is None
            and task.not_before is None
            and not task.is_dropped
            and not self.tables.may_be_needless[task.index]
            and all(self.asked_at[each] <= own for each in self.before[task.index])
        )

    def _is_untouched(self, expected: Expected) -> bool:
        return (
            expected.clock == "expected"
            and expected.next is None
            and expected.occurrence == 1
            and expected.guard is None
            and not expected.is_watched
        )

    def _has_order(self) -> bool:
        try:
            return len(self.order) == len(self.model.tasks)
        except CycleError:
            return False
