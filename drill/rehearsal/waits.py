"""For whom others wait, and who calls whom: counted over runs, chunk after chunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from drill.rehearsal.forecast import Load, Way
from drill.rehearsal.intervals import Mean, Share
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import NEVER, NOBODY, Bools, Outcome
from drill.rehearsal.standing import Floats

_KINDS = ("queue", "answer", "work")


class Sums:
    """Sums and sums of squares of one number for each run, thing by thing."""

    def __init__(self, things: int) -> None:
        self.total, self.squares = np.zeros(things), np.zeros(things)

    def add(self, values: Floats) -> None:
        """Add [things × runs]."""
        self.total += values.sum(axis=1)
        self.squares += (values * values).sum(axis=1)

    def mean(self, thing: int, runs: int) -> Mean:
        """The mean over the runs."""
        return Mean(runs, float(self.total[thing]), float(self.squares[thing]))


class Waits:
    """How long each person and role is waited for and works, and which calls are made."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.people = {kind: Sums(len(model.people)) for kind in _KINDS}
        self.roles = {kind: Sums(len(model.roles)) for kind in _KINDS}
        self.ways: dict[tuple[int, int], npt.NDArray[np.int64]] = {}

    def add(self, outcome: Outcome) -> None:
        """Count some more runs."""
        self._add_waits(outcome)
        self._add_ways(outcome)

    # ── waiting ──────────────────────────────────────────────────────────────

    def _add_waits(self, outcome: Outcome) -> None:
        model, runs = self.model, np.arange(outcome.runs)
        people = {kind: np.zeros((len(model.people) + 1, outcome.runs)) for kind in self.people}
        roles = {kind: np.zeros((len(model.roles) + 1, outcome.runs)) for kind in self.roles}
        for task in model.tasks:
            person, seat = outcome.person[task.index], outcome.seat[task.index]
            start = np.minimum(outcome.started_at[task.index], model.end)
            queue = start - np.minimum(outcome.ready_at[task.index], start)
            work = np.minimum(outcome.finished_at[task.index], model.end) - start
            for values, kind in ((queue, "queue"), (work, "work")):
                people[kind][person, runs] += values
                roles[kind][seat, runs] += values
        for race in model.races:
            if not race.is_patient:
                self._add_race(outcome, race.index, people["answer"], roles["answer"])
        for kind, sums in self.people.items():
            sums.add(people[kind][:-1])
        for kind, sums in self.roles.items():
            sums.add(roles[kind][:-1])

    def _add_race(self, outcome: Outcome, number: int, people: Floats, roles: Floats) -> None:
        model, runs = self.model, np.arange(outcome.runs)
        race = model.races[number]
        answered = np.minimum(outcome.answered_at[number], model.end)
        wait = answered - np.minimum(outcome.called_at[number], answered)
        roles[race.role] += wait
        candidates = np.array([*(each.person for each in model.roles[race.role].candidates), NOBODY])
        people[candidates[outcome.answerer[number]], runs] += wait

    def people_loads(self, runs: int) -> tuple[Load, ...]:
        """Each person, with the roles that they fill."""
        roles = self.model.roles
        return _loads(
            self.people,
            self.model.people,
            lambda number: tuple(role.id for role in roles if number in role.people),
            runs,
        )

    def role_loads(self, runs: int) -> tuple[Load, ...]:
        """Each role."""
        return _loads(self.roles, [role.id for role in self.model.roles], lambda _: (), runs)

    # ── ways ─────────────────────────────────────────────────────────────────

    def _add_ways(self, outcome: Outcome) -> None:
        called: dict[tuple[int, int], Bools] = {}
        answered: dict[tuple[int, int], Bools] = {}
        for race in self.model.races:
            if race.task is None:
                continue
            made = outcome.called_at[race.index] < NEVER
            seats = outcome.seat[race.task]
            for seat in np.unique(seats[made]):
                way = (int(seat), race.role)
                of_way = made & (seats == seat)
                called[way] = called.get(way, False) | of_way
                answered[way] = answered.get(way, False) | (of_way & (outcome.answered_at[race.index] < NEVER))
        for way, runs in called.items():
            counted = np.array([runs.sum(), answered[way].sum()], dtype=np.int64)
            self.ways[way] = self.ways.get(way, 0) + counted

    def paths(self, runs: int) -> tuple[Way, ...]:
        """Who calls whom, what happens in most runs first."""
        roles, edges = self.model.roles, self.model.exercise.plan.edges
        found = [
            Way(
                roles[caller].id,
                roles[called].id,
                Share(int(made), runs),
                Share(int(answered), int(made)),
                (roles[caller].id, roles[called].id) in edges,
            )
            for (caller, called), (made, answered) in self.ways.items()
        ]
        return tuple(sorted(found, key=lambda way: (-way.share.count, way.caller, way.called)))


def _loads(
    sums: dict[str, Sums], names: Sequence[str], roles: Callable[[int], tuple[str, ...]], runs: int
) -> tuple[Load, ...]:
    return tuple(
        Load(name, roles(number), *(sums[kind].mean(number, runs) for kind in _KINDS))
        for number, name in enumerate(names)
    )
