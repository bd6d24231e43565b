"""What single people and roles are worth: the same drills played again without them, or with them instant.

Nothing but draws is changed: that somebody is away, or that a role takes a
millisecond. So all these other worlds stand side by side in one play, on the same
draws (common random numbers), and a difference is the difference of that one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from drill.rehearsal import vector
from drill.rehearsal.compiled import compiled
from drill.rehearsal.draws import Chance
from drill.rehearsal.forecast import Forecast
from drill.rehearsal.grading import grade
from drill.rehearsal.intervals import Paired, Share
from drill.rehearsal.marks import GATES, IN_TIME, NO, YES, Marks, marks
from drill.rehearsal.model import Model
from drill.rehearsal.responders import Pace
from drill.rehearsal.standing import judge
from drill.rehearsal.tables import Tables

SIDE_RUNS = 1_000
"""So many runs of each other world: with the same draws enough to tell what costs a point."""

COLUMNS = 12_000
"""So many runs stand side by side in one play."""

MOST_PAIRED = 16
"""Pairs are sought among so many people, those whose own absence costs most."""

PAIR_RUNS = 100
"""So many runs choose the worst pairs, of which `FINALISTS` are then played as often as single absences."""

FINALISTS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one change does to the headline and to the gates, on the same draws."""

    names: tuple[str, ...]
    """The people who are away, or the roles that are instant."""
    in_time: Paired
    """The headline step in time."""
    gates: Paired
    """No gate caps a rating."""
    headline: Share
    """The headline step in time, with the change."""
    without: Share
    """And without it, in the same runs."""

    @property
    def order(self) -> tuple[float, float, tuple[str, ...]]:
        """The worst first."""
        return self.in_time.value or 0.0, self.gates.value or 0.0, self.names


@dataclass(frozen=True)
class Costs:
    """What each single person and role is worth."""

    runs: int
    absences: tuple[Cost, ...]
    """Each person away by themselves, the worst first; left out are those whom no role that takes part can turn to."""
    pairs: tuple[Cost, ...]
    """The worst pairs."""
    instant_roles: tuple[Cost, ...]
    """Each role instant, the best first."""
    instant_people: tuple[Cost, ...]
    """Each person instant in every role that they fill first, the best first."""
    at_once: dict[str, Share]
    """Each metric if everybody were instant: what the plan itself allows."""


@dataclass(frozen=True, slots=True)
class _World:
    """Rows of draws that are set to 1: somebody is away, or takes no time."""

    names: tuple[str, ...]
    rows: tuple[int, ...]


class Worlds:
    """Other worlds of a model, on the same draws."""

    def __init__(self, model: Model, pace: Pace, seed: int, watch: Callable[[], bool]) -> None:
        self.model, self.pace, self._watch = model, pace, watch
        self._tables, self._chance = Tables(model), Chance(seed, model.draws)
        self._base: dict[str, Marks] = {}
        """The answers of the world as it is; as many runs as were asked for at most."""

    def away(self, *people: str) -> _World:
        """These people are away from the start."""
        return _World(people, tuple(self.model.away[self.model.people.index(person)] for person in people))

    def instant(self, names: tuple[str, ...], roles: Iterable[str]) -> _World:
        """These roles take a millisecond for everything; what a step itself `takes` stays."""
        quick = compiled(
            self.model.exercise, replace(self.pace, instant=frozenset(roles)), self.model.day,
            one_at_a_time=self.model.one_at_a_time,
        )  # fmt: skip
        pairs = enumerate(zip(self.model.draws, quick.draws, strict=True))
        return _World(names, tuple(row for row, (was, now) in pairs if was.distribution != now.distribution))

    def answers(self, worlds: Iterable[_World], runs: int) -> dict[tuple[int, ...], dict[str, Marks]]:
        """The answers of the first `runs` runs in each world, by its rows; not of those played after a stop."""
        distinct = list({world.rows: world for world in worlds}.values())
        together = max(1, COLUMNS // runs)
        found: dict[tuple[int, ...], dict[str, Marks]] = {}
        for start in range(0, len(distinct), together):
            some, parts = distinct[start : start + together], []
            for first in range(0, runs, COLUMNS):
                if not self._watch():
                    return found
                parts.append(self._played(some, first, min(COLUMNS, runs - first)))
            for place, world in enumerate(some):
                found[world.rows] = {name: np.concatenate([part[name][place] for part in parts]) for name in parts[0]}
        return found

    def _played(self, worlds: Sequence[_World], first: int, count: int) -> dict[str, npt.NDArray[np.int8]]:
        """The answers of some runs, as [worlds × runs], all played at once."""
        drawn = np.tile(self._chance.runs(first, count), (1, len(worlds)))
        for place, world in enumerate(worlds):
            drawn[list(world.rows), place * count : (place + 1) * count] = 1
        outcome = vector.play(self._tables, drawn)
        judged = judge(self.model, outcome)
        answers = marks(self.model, outcome, judged, grade(self.model, outcome, judged))
        return {name: each.reshape(len(worlds), count) for name, each in answers.items()}

    def costs(self, worlds: Sequence[_World], runs: int) -> dict[_World, Cost]:
        """What each world costs, or gains, against the world as it is; of those that were played."""
        as_it_is = _World((), ())
        answers = self.answers([*([] if self._base else [as_it_is]), *worlds], runs)
        self._base = self._base or answers.get(as_it_is.rows, {})
        base = {name: each[:runs] for name, each in self._base.items()}
        return {
            world: _cost(world.names, base, answers[world.rows]) for world in worlds if base and world.rows in answers
        }


def paired(before: Marks, after: Marks) -> Paired:
    """Two answers to each run, where both worlds asked."""
    asked = (before >= NO) & (after >= NO)
    gained, lost = asked & (after > before), asked & (after < before)
    return Paired(int(gained.sum()), int(lost.sum()), int(asked.sum()))


def _share(answers: Marks) -> Share:
    return Share(int((answers == YES).sum()), int((answers >= NO).sum()))


def _cost(names: tuple[str, ...], before: dict[str, Marks], after: dict[str, Marks]) -> Cost:
    return Cost(
        names,
        paired(before[IN_TIME], after[IN_TIME]),
        paired(before[GATES], after[GATES]),
        _share(after[IN_TIME]),
        _share(before[IN_TIME]),
    )


def find_costs(
    model: Model, pace: Pace, seed: int, runs: int, forecast: Forecast, *, watch: Callable[[], bool] = lambda: True
) -> Costs:
    """What each person and role is worth, on the first `runs` runs; `watch` is asked between plays whether to go on."""
    worlds = Worlds(model, pace, seed, watch)
    seats = [load.name for load in forecast.roles if load.work.total > 0 or load.answer.total > 0]
    may = {each.person for role in model.roles if role.id in seats for each in role.candidates}
    here = [person for number, person in enumerate(model.people) if number in may and pace.away(person) < 1]
    hats = {person: _hats(model, person) for person in here}
    away = [worlds.away(person) for person in here]
    roles = [worlds.instant((role,), [role]) for role in seats]
    people = [worlds.instant((person,), hats[person]) for person in here if hats[person]]
    found = worlds.costs([*away, *roles, *people], runs)
    everyone = worlds.instant((), model.exercise.plan.roles)
    at_once = worlds.answers([everyone], min(runs, PAIR_RUNS)).get(everyone.rows, {})

    def of(some: Iterable[_World]) -> list[Cost]:
        return [found[world] for world in some if world in found]

    absences = sorted(of(away), key=lambda cost: cost.order)
    return Costs(
        runs=runs,
        absences=tuple(absences),
        pairs=_worst_pairs(worlds, absences, runs),
        instant_roles=tuple(sorted(of(roles), key=_best_first)),
        instant_people=tuple(sorted(of(people), key=_best_first)),
        at_once={name: _share(answers) for name, answers in at_once.items()},
    )


def _hats(model: Model, person: str) -> tuple[str, ...]:
    number = model.people.index(person)
    return tuple(role.id for role in model.roles if role.people[:1] == (number,))


def _best_first(cost: Cost) -> tuple[float, float, tuple[str, ...]]:
    return -(cost.in_time.value or 0.0), -(cost.gates.value or 0.0), cost.names


def _worst_pairs(worlds: Worlds, absences: Sequence[Cost], runs: int) -> tuple[Cost, ...]:
    """The pairs without which it is worst; of equal ones those first that cost more than either alone."""
    alone = {cost.names[0]: cost.in_time.value or 0.0 for cost in absences[:MOST_PAIRED]}

    def order(cost: Cost) -> tuple[float, float, float, tuple[str, ...]]:
        together = cost.in_time.value or 0.0
        return together, together - min(alone[name] for name in cost.names), cost.gates.value or 0.0, cost.names

    pairs = [worlds.away(*pair) for pair in combinations(sorted(alone), 2)]
    first = sorted(worlds.costs(pairs, min(runs, PAIR_RUNS)).values(), key=order)[:FINALISTS]
    if runs > PAIR_RUNS:
        first = sorted(worlds.costs([worlds.away(*cost.names) for cost in first], runs).values(), key=order)
    return tuple(first)
