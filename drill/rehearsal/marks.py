"""What is asked of every run with a yes or a no: was the statement in time, did every gate hold, and the like.

These are the metrics by which plans are compared and held to a bar (`drill rehearse
--fail-under METRIC=VALUE`):

- ``in-time``: the headline step was in time wherever it was asked for
- ``gates``: no gate caps a rating
- ``deadlines``: every deadline was kept
- ``in-time:STEP``, ``done:STEP``: a step, on every account and each time that it is asked for
- ``told:ROLE``: the news came to a role that must be reached, in time
- ``rated:OBJECTIVE``: the objective is rated P or S
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drill.rehearsal.grading import Grade, Grades
from drill.rehearsal.model import Expected, Model
from drill.rehearsal.outcome import Outcome
from drill.rehearsal.standing import LEFT_OUT, Judged, Standing
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.scoring.card import Response

Marks = npt.NDArray[np.int8]
"""One answer for each run: YES, NO or UNASKED."""

YES, NO, UNASKED = 1, 0, -1

IN_TIME, GATES, DEADLINES = "in-time", "gates", "deadlines"


@dataclass(frozen=True)
class Metric:
    """One question to every run."""

    name: str
    steps: tuple[int, ...] = ()
    """The expected steps that it is about."""
    reaches: tuple[int, ...] = ()
    bad: tuple[Standing, ...] = (Standing.LATE, Standing.MISSED)


def headline(model: Model) -> StepKey:
    """The step by which a rehearsal is summed up.

    The first statement: a holding statement, else what is published; else what is
    approved, else the step that weighs most. Of several, the first that is asked for.
    """
    steps = model.exercise.steps
    asked = list(dict.fromkeys(each.step for each in model.expected))
    timed = [key for key in asked if any(each.deadline is not None for each in model.expected if each.step == key)]
    known = timed or asked
    kinds = (
        [key for key in known if steps[key].step.is_ == "holding-statement"],
        [key for key in known if steps[key].step.public],
        [key for key in known if key in model.exercise.approvals],
        [key for key in known if steps[key].step.approve is not None],
    )
    first = next((found[0] for found in kinds if found), None)
    if first is not None:
        return first
    heaviest = max(each.weight for each in model.expected if each.step in known)
    return next(each.step for each in model.expected if each.step in known and each.weight == heaviest)


def label(exercise: Exercise, asked: Expected | Response) -> str:
    """A name for one thing that is asked: ``lock on @northwind``, ``update, time 2``, ``reach legal``."""
    account = asked.account if isinstance(asked, Expected) else asked.on
    on = f" on {account}" if account else ""
    again = f", time {asked.occurrence}" if asked.occurrence > 1 else ""
    name = exercise.name_of(asked.step) if asked.step is not None else asked.name
    return f"{name}{on}{again}"


def metrics(model: Model) -> dict[str, Metric]:
    """Every metric of a rehearsal but for `GATES` and the ratings, by name."""
    first = headline(model)
    found = [
        Metric(IN_TIME, _of(model, first)),
        Metric(DEADLINES, tuple(range(len(model.expected))), tuple(range(len(model.reaches)))),
    ]
    for key in dict.fromkeys(each.step for each in model.expected):
        name = model.exercise.name_of(key)
        found.append(Metric(f"in-time:{name}", _of(model, key)))
        found.append(Metric(f"done:{name}", _of(model, key), bad=(Standing.MISSED,)))
    for role in dict.fromkeys(each.role for each in model.reaches):
        numbers = tuple(each.index for each in model.reaches if each.role == role)
        found.append(Metric(f"told:{model.roles[role].id}", reaches=numbers))
    return {each.name: each for each in found}


def names(model: Model) -> tuple[str, ...]:
    """What `--fail-under` and `--precision` may name."""
    return (*metrics(model), GATES, *(f"rated:{name}" for name in model.exercise.scenario.objectives))


def marks(model: Model, outcome: Outcome, judged: Judged, grades: Grades) -> dict[str, Marks]:
    """The answers of every run, by metric."""
    found = {name: _answers(metric, outcome, judged) for name, metric in metrics(model).items()}
    tripped = np.zeros(outcome.runs, dtype=np.bool_)
    for gate in grades.gates:
        tripped |= gate.holds & ~gate.borderline
    found[GATES] = np.where(tripped, NO, YES).astype(np.int8)
    for name, each in grades.objectives.items():
        well = (each == Grade.P) | (each == Grade.S)
        found[f"rated:{name}"] = np.where(each == Grade.NOT_RATED, UNASKED, np.where(well, YES, NO)).astype(np.int8)
    return found


def _of(model: Model, key: StepKey) -> tuple[int, ...]:
    return tuple(each.index for each in model.expected if each.step == key)


def _answers(metric: Metric, outcome: Outcome, judged: Judged) -> Marks:
    standings = np.concatenate([judged.steps[list(metric.steps)], judged.reaches[list(metric.reaches)]])
    counted = ~np.isin(standings, LEFT_OUT)
    failed = np.isin(standings, metric.bad).any(axis=0)
    return np.where(counted.any(axis=0), np.where(failed, NO, YES), UNASKED).astype(np.int8)
