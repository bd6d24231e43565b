"""What a scenario asks of a team, numbered: expected steps, roles to reach, and the counts by which they are done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from drill.errors import Refused
from drill.plan.model import Clock, StepKind
from drill.rehearsal.model import Expected, Reach, Step, Tally
from drill.rehearsal.numbered import Cast
from drill.scenario.conditions import Check
from drill.scenario.exercise import AskedStep, Exercise, PreparedInject
from drill.scenario.fit import StepKey
from drill.scoring.order import steps_of

MOST = 20_000
"""More expected steps, counted with their repetitions, are not rehearsed."""

TallyKey = tuple[str, object, str | None, int | None]
"""What is counted: acts, asks, tells or asked; of which step or role; on which account; by whom."""

Place = tuple[int, StepKey, str | None, int]
"""An expected step: inject, step, account, occurrence."""


@dataclass
class Tallies:
    """The counts in the making, numbered as they are first needed."""

    numbers: dict[TallyKey, int] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)

    def of(self, key: TallyKey, depth: int = 1, actors: tuple[int, ...] = ()) -> int:
        """The number of a count; as many moments of it are kept as anything needs."""
        number = self.numbers.setdefault(key, len(self.tallies))
        if number == len(self.tallies):
            self.tallies.append(Tally(depth, actors))
        elif self.tallies[number].depth < depth:
            self.tallies[number] = Tally(depth, self.tallies[number].actors)
        return number

    def acts(self, step: StepKey) -> Iterator[tuple[str | None, int | None, int]]:
        """The counts of a step's acts: account, role (None: any) and number."""
        for (kind, name, account, role), number in self.numbers.items():
            if kind == "acts" and name == step:
                yield account, role, number


def checks_of(exercise: Exercise) -> Iterator[Check]:
    """Every condition that an exercise hangs on."""
    for inject in exercise.injects.values():
        yield from (check for check in (inject.when, inject.if_, inject.unless) if check is not None)
    for step in exercise.steps.values():
        yield from (check for check in (step.unless, step.not_before, step.until) if check is not None)


class Asking:
    """What a scenario asks, in the order of the scenario."""

    def __init__(self, exercise: Exercise, cast: Cast, end: int) -> None:
        self.exercise, self.cast, self.end = exercise, cast, end
        self.tallies = Tallies()
        self.places: dict[Place, int] = {}
        self.reaches: list[Reach] = []
        self.late = {fact.name for check in checks_of(exercise) for fact in check.facts if fact.kind == "late"}
        for number, stand_ins in enumerate(cast.stand_ins):
            if len(stand_ins) > 1:
                self.tallies.of(("asked", number, None, None))
        self._rows: list[tuple[Place, AskedStep, PreparedInject]] = []
        for prepared in exercise.injects.values():
            for asked in prepared.expect:
                self._add(prepared, asked)
            for reach in prepared.must_reach:
                role = cast.role[reach.role]
                self.reaches.append(
                    Reach(
                        index=len(self.reaches),
                        inject=prepared.index,
                        role=role,
                        stand_ins=cast.stand_ins[role],
                        target=reach.target,
                        deadline=reach.deadline,
                        weight=reach.weight,
                        objective=prepared.inject.objective,
                    )
                )

    def _add(self, prepared: PreparedInject, asked: AskedStep) -> None:
        step = self.exercise.steps[asked.step].step
        occurrences = 1
        if step.repeat is not None:
            occurrences += max(0, self.end - (prepared.inject.at or 0)) // step.repeat.every
        accounts: tuple[str | None, ...] = prepared.about if step.per == "account" and prepared.about else (None,)
        if len(self._rows) + occurrences * len(accounts) > MOST:
            raise Refused(
                f"{prepared.id} expects {asked.step} {occurrences} times: that is more than a rehearsal plays",
                "let the step repeat less often, or the exercise end sooner",
            )
        for account in accounts:
            for occurrence in range(1, occurrences + 1):
                place = (prepared.index, asked.step, account, occurrence)
                self.places[place] = len(self._rows)
                self._rows.append((place, asked, prepared))

    def __iter__(self) -> Iterator[Place]:
        """The places of all that is expected, in order."""
        return iter(self.places)

    def expected(self, tasks: dict[Place, tuple[int, ...]]) -> tuple[Expected, ...]:
        """All that is expected; `tasks` are what somebody has to do for each."""
        return tuple(self._expected(number, *row, tasks[row[0]]) for number, row in enumerate(self._rows))

    def _expected(
        self, number: int, place: Place, asked: AskedStep, prepared: PreparedInject, tasks: tuple[int, ...]
    ) -> Expected:
        _, key, account, occurrence = place
        ready = self.exercise.steps[key]
        step = ready.step
        clock = step.clock if isinstance(step.clock, str) else "done" if step.clock.done else "decided"
        return Expected(
            index=number,
            inject=prepared.index,
            step=key,
            account=account,
            occurrence=occurrence,
            target=asked.target,
            deadline=asked.deadline,
            weight=asked.weight,
            objective=prepared.inject.objective,
            tallies=self.tallies_of(key, account, occurrence),
            tasks=tasks,
            clock=clock,
            clock_step=self._clock_step(key.workflow, step.clock),
            clock_inject=step.clock.decided if isinstance(step.clock, Clock) else None,
            listeners=self.cast.with_stand_ins(self.cast.numbers(step.actors)),
            guard=ready.unless,
            until=ready.until,
            every=None if step.repeat is None else step.repeat.every,
            next=self.places.get((place[0], key, account, occurrence + 1)),
            is_watched=asked.deadline is not None and (ready.unless is not None or key in self.late),
        )

    def _clock_step(self, workflow: str, clock: object) -> StepKey | None:
        if not isinstance(clock, Clock) or clock.done is None:
            return None
        key = StepKey(workflow, clock.done)
        if key in self.exercise.steps:
            return key
        return next(
            (
                one
                for one, each in self.exercise.steps.items()
                if one.workflow == workflow and each.step.is_ == clock.done
            ),
            None,
        )

    def tallies_of(self, key: StepKey, account: str | None, occurrence: int) -> tuple[int, ...]:
        """The counts by which a step is done: its acts, each role's act, or the calls to each role."""
        step = self.exercise.steps[key].step
        if step.called:
            kind = "tells" if step.kind is StepKind.INFORM else "asks"
            return tuple(
                self.tallies.of((kind, self.cast.role[role], None, None), occurrence)
                for role in step.called
                if role in self.cast.role
            )
        if step.all_of:
            return tuple(
                self.tallies.of(("acts", key, account, role), occurrence, (role,))
                for role in self.cast.numbers(step.all_of)
            )
        return (self.tallies.of(("acts", key, account, None), occurrence, self.cast.numbers(step.actors)),)

    def steps(self) -> dict[StepKey, Step]:
        """What must be known of each step that anything hangs on."""
        named = {fact.name for check in checks_of(self.exercise) for fact in check.facts}
        named |= {self._clock_step(key.workflow, each.step.clock) for key, each in self.exercise.steps.items()}
        named |= {key for _, key, _, _ in self.places}
        named |= {key for prepared in self.exercise.rules for key in steps_of(prepared)}
        return {key: self._step(key) for key in self.exercise.steps if key in named}

    def _step(self, key: StepKey) -> Step:
        everything = tuple(number for place, number in self.places.items() if place[1] == key)
        step = self.exercise.steps[key].step
        unasked = (
            self.tallies_of(key, None, 1)
            if step.called
            else (self.tallies.of(("acts", key, None, None), 1, self.cast.numbers(step.actors)),)
        )
        return Step(
            key=key,
            expected=everything,
            first=tuple(number for place, number in self.places.items() if place[1] == key and place[3] == 1),
            tallies=unasked,
        )
