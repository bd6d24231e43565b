"""The clocks of expected steps: when each starts, and so by when the step is to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.agenda import Agenda, Due
from drill.session.deeds import Deeds
from drill.session.expectations import Expectation


class StepClocks:
    """Starts the clock of a step as the plan's ``clock`` says: at once, or when something has happened."""

    def __init__(self, exercise: Exercise, agenda: Agenda, deeds: Deeds, is_done: Callable[[StepKey], bool]) -> None:
        self._exercise = exercise
        self._agenda = agenda
        self._deeds = deeds
        self._is_done = is_done
        self._waiting: dict[tuple[str, object], list[Expectation]] = defaultdict(list)

    def begin(self, expected: Expectation) -> None:
        """Start the clock, or let it wait for what starts it."""
        clock = expected.plan_step.clock
        if clock == "expected":
            self.start(expected, expected.expected_at)
        elif clock == "reached":
            actors = stand_ins(self._exercise, expected.plan_step.actors)
            is_told = self._deeds.is_told(actors, expected.inject)
            self._start_or_wait(expected, is_told, [("told", role) for role in actors])
        elif clock.done is not None:
            step = self._own_step(expected.step.workflow, clock.done)
            if step is not None:
                self._start_or_wait(expected, self._is_done(step), [("done", step)])
        elif clock.decided is not None:
            self._start_or_wait(expected, clock.decided in self._deeds.choices, [("decided", clock.decided)])

    def start(self, expected: Expectation, at: int) -> None:
        """Start a clock that does not run yet; it never runs before the step is expected."""
        if expected.clock_at is not None:
            return
        expected.clock_at = max(at, expected.expected_at)
        if expected.deadline_at is not None:
            self._agenda.put(expected.deadline_at, Due.DEADLINE, expected)

    def happened(self, kind: str, name: object, about: str | None = None) -> None:
        """Start what waits for this; `about` None: of whatever inject."""
        waiting = self._waiting.get((kind, name))
        if not waiting:
            return
        for expected in waiting:
            if about is None or about == expected.inject:
                self.start(expected, self._agenda.now)
        waiting[:] = [expected for expected in waiting if expected.clock_at is None]

    def _start_or_wait(self, expected: Expectation, starts: bool, waits: Iterable[tuple[str, object]]) -> None:
        if starts:
            self.start(expected, expected.expected_at)
            return
        for what in waits:
            self._waiting[what].append(expected)

    def _own_step(self, workflow: str, name: str) -> StepKey | None:
        key = StepKey(workflow, name)
        if key in self._exercise.steps:
            return key
        steps = self._exercise.plan.workflows[workflow].steps
        return next((StepKey(workflow, step_id) for step_id, step in steps.items() if step.is_ == name), None)


def stand_ins(exercise: Exercise, roles: Iterable[str]) -> tuple[str, ...]:
    """The roles of the plan among these, each followed by its delegates, without repetition."""
    found = exercise.stand_ins
    return tuple(dict.fromkeys(each for role in roles for each in found.get(role, ())))
