"""The earliest moment at which each inject can come, whatever the players do.

A lower bound: players may do any step and call anybody at once, and control may
deliver a manual inject at once. Only lateness, decisions and other injects take
their time. What has no earliest moment can never come.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import inf

from drill.plan.check.book import inject_named
from drill.plan.conditions import Condition
from drill.scenario.fit import StepKey
from drill.scenario.model import Inject

Deadlines = Mapping[StepKey, Sequence[tuple[int, int]]]
"""By step: the injects that expect it with a deadline, by their places, and that deadline in milliseconds."""


class Earliest:
    """For each inject, by its place: `due`, and `delivered` (its `if` allowing), in milliseconds or infinite."""

    def __init__(
        self, injects: Sequence[Inject], deadlines: Deadlines, step: Callable[[str, Inject], StepKey | None]
    ) -> None:
        """`step` finds the step that an inject means by a name, None where there is no plan or it has none."""
        self._injects = injects
        self._deadlines = deadlines
        self._step = step
        self._places = {inject.id: index for index, inject in reversed(list(enumerate(injects)))}
        self.due = [inf] * len(injects)
        self.delivered = [inf] * len(injects)
        self._settle()

    def _settle(self) -> None:
        """Relax until nothing comes earlier; each inject is looked at again only when one it waits for did."""
        waiting = deque(range(len(self._injects)))
        queued = set(waiting)
        while waiting:
            index = waiting.popleft()
            queued.discard(index)
            due, delivered = self._moments(index)
            if (due, delivered) == (self.due[index], self.delivered[index]):
                continue
            self.due[index], self.delivered[index] = due, delivered
            fresh = [other for other in self._dependents.get(index, ()) if other not in queued]
            queued.update(fresh)
            waiting.extend(fresh)

    def _moments(self, index: int) -> tuple[float, float]:
        inject = self._injects[index]
        if inject.at is not None:
            due: float = inject.at
        elif inject.when is not None:
            due = self.of(inject.when, inject) + (inject.delay or 0)
        else:
            due = 0
        allowed = self.of(inject.if_, inject) if inject.if_ is not None else 0
        if inject.at is not None and allowed > due:
            return due, inf  # looked at only when it is due
        return due, max(due, allowed)

    def of(self, condition: Condition, inject: Inject) -> float:
        """When the condition of an inject can first hold. Names that nothing defines are another rule's matter."""
        if condition.late is not None:
            return self._late(condition.late, inject)
        if (name := inject_named(condition)) is not None:
            return self.delivered[self._places[name]] if name in self._places else 0
        if condition.all is not None:
            return max(self.of(part, inject) for part in condition.all)
        if condition.any is not None:
            return min(self.of(part, inject) for part in condition.any)
        return 0

    def _late(self, name: str, inject: Inject) -> float:
        key = self._step(name, inject)
        if key is None:
            return 0
        return min((self.delivered[index] + deadline for index, deadline in self._deadlines.get(key, ())), default=inf)

    @cached_property
    def _dependents(self) -> dict[int, list[int]]:
        """The injects whose conditions hang on each inject."""
        found: dict[int, list[int]] = {}
        for index, inject in enumerate(self._injects):
            for other in self.awaited(inject):
                found.setdefault(other, []).append(index)
        return found

    def awaited(self, inject: Inject) -> set[int]:
        """The injects that the `when` and the `if` of an inject hang on."""
        found: set[int] = set()
        for condition in (inject.when, inject.if_):
            for part in condition.parts() if condition is not None else ():
                name = inject_named(part)
                if name in self._places:
                    found.add(self._places[name])
                key = self._step(part.late, inject) if part.late is not None else None
                if key is not None:
                    found.update(place for place, _ in self._deadlines.get(key, ()))
        return found
