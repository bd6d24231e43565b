"""Gates and the objectives' suggested ratings, for many runs at once: `drill.scoring.ratings` and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from drill.rehearsal.contacts import Calls
from drill.rehearsal.errors import charged_errors
from drill.rehearsal.model import Model
from drill.rehearsal.orders import rule_gates
from drill.rehearsal.outcome import NEVER, Bools, Outcome
from drill.rehearsal.standing import Floats, Judged, Standing, is_act, is_timed, left_out
from drill.scenario.fit import StepKey


class Grade(IntEnum):
    """HSEEP's ratings; NOT_RATED with nothing observed."""

    P = 0
    S = 1
    M = 2
    U = 3
    NOT_RATED = 4


@dataclass(frozen=True)
class Gate:
    """What caps a rating, in which runs."""

    name: str
    holds: Bools
    never_done: Bools
    borderline: Bools
    objectives: dict[str, Bools]
    """The objectives whose ratings it caps, and in which runs it does."""


@dataclass(frozen=True)
class Grades:
    """How runs are graded."""

    objectives: dict[str, npt.NDArray[np.int8]]
    """`Grade` of each objective."""
    gates: tuple[Gate, ...]


def grade(model: Model, outcome: Outcome, judged: Judged) -> Grades:
    """The suggested rating of each objective, and every gate."""
    calls = Calls(model, outcome)
    found = (*_step_gates(model, outcome, judged), *_rule_gates(model, outcome, judged, calls))
    errors = charged_errors(model, outcome, calls)
    objectives = {
        name: _objective(model, judged, calls, name, found, errors.get(name))
        for name in model.exercise.scenario.objectives
    }
    return Grades(objectives, found)


# ── gates ────────────────────────────────────────────────────────────────────


def _step_gates(model: Model, outcome: Outcome, judged: Judged) -> list[Gate]:
    """Steps that gate, or are hard limits, and were late or never done: one gate for a step, account and reason."""
    groups: dict[tuple[StepKey, str | None], list[int]] = {}
    for expected in model.expected:
        step = model.exercise.steps[expected.step].step
        if step.gate or step.hard:
            groups.setdefault((expected.step, expected.account), []).append(expected.index)
    gates = []
    for (key, account), numbers in groups.items():
        on = f" on {account}" if account else ""
        missed = judged.steps[numbers] == Standing.MISSED
        gates.append(_step_gate(model, f"{key.step}{on} never done", numbers, missed, None))
        if is_timed(model):
            late = judged.steps[numbers] == Standing.LATE
            deadlines = np.array([model.expected[number].deadline or 0 for number in numbers])[:, None]
            over = outcome.done_at[numbers] - outcome.clock_at[numbers] - deadlines
            within = over <= model.exercise.plan.scoring.borderline
            gates.append(_step_gate(model, f"{key.step}{on} past its deadline", numbers, late, within))
    return gates


def _step_gate(model: Model, name: str, numbers: list[int], missed: Bools, within: Bools | None) -> Gate:
    holds: Bools = np.asarray(missed.any(axis=0))
    objectives: dict[str, Bools] = {}
    for row, number in enumerate(numbers):
        objective = model.expected[number].objective
        if objective is not None:
            objectives[objective] = objectives.get(objective, np.zeros_like(holds)) | missed[row]
    nowhere = np.zeros_like(holds)
    if within is None:
        return Gate(name, holds, holds, nowhere, objectives)
    return Gate(name, holds, nowhere, np.asarray(holds & (within | ~missed).all(axis=0)), objectives)


def _rule_gates(model: Model, outcome: Outcome, judged: Judged, calls: Calls) -> list[Gate]:
    gates = []
    for broken in rule_gates(model, outcome, calls):
        objectives: dict[str, Bools] = {}
        for expected in model.expected:
            if expected.step in broken.steps and expected.objective is not None:
                asked = broken.holds & (outcome.expected_at[expected.index] < NEVER)
                objectives[expected.objective] = objectives.get(expected.objective, np.zeros_like(asked)) | asked
        gates.append(Gate(broken.name, broken.holds, np.zeros_like(broken.holds), broken.borderline, objectives))
    return gates


# ── objectives ───────────────────────────────────────────────────────────────


def _objective(
    model: Model, judged: Judged, calls: Calls, name: str, gates: tuple[Gate, ...], errors: Bools | None
) -> npt.NDArray[np.int8]:
    runs = judged.steps.shape[1]
    total, weights = np.zeros(runs), np.zeros(runs)
    blemished = np.zeros(runs, dtype=np.bool_) if errors is None else errors.copy()
    for expected in model.expected:
        if expected.objective == name:
            is_scored = not is_act(model, expected) or (is_timed(model) and expected.deadline is not None)
            if is_scored:
                standing = judged.steps[expected.index]
                credit = judged.credit[expected.index] if is_act(model, expected) else calls.step_credit(expected)
                _count(model, standing, credit, expected.weight, total, weights, blemished)
    for reach in model.reaches:
        if reach.objective == name:
            standing, credit = judged.reaches[reach.index], calls.reach_credit(reach)
            _count(model, standing, credit, reach.weight, total, weights, blemished)
    score = np.divide(total, weights, out=np.full(runs, np.nan), where=weights > 0)
    return _suggested(model, name, score, blemished, gates)


def _count(
    model: Model,
    standing: npt.NDArray[np.int8],
    credit: Floats,
    weight: float,
    total: Floats,
    weights: Floats,
    blemished: Bools,
) -> None:
    """Add one row of responses to an objective's score."""
    seen = ~left_out(standing)
    total += np.where(seen, weight * credit, 0.0)
    weights += np.where(seen, weight, 0.0)
    bad = standing == Standing.MISSED
    if is_timed(model):
        bad = bad | (standing == Standing.LATE)
    blemished |= bad


def _suggested(
    model: Model, name: str, score: Floats, blemished: Bools, gates: tuple[Gate, ...]
) -> npt.NDArray[np.int8]:
    """HSEEP's P, S, M or U (scoring.md, Gates and ratings)."""
    rules, nothing = model.exercise.plan.scoring, np.zeros(score.shape, dtype=np.bool_)
    gated, never = nothing.copy(), nothing.copy()
    for gate in gates:
        caps = gate.objectives.get(name, nothing) & ~gate.borderline
        gated |= caps
        never |= caps & gate.never_done
    found = np.where(blemished | (score < rules.performed), Grade.S, Grade.P)
    found = np.where(gated | (score < rules.some_challenges), Grade.M, found)
    found = np.where(never, Grade.U, found)
    return np.where(np.isnan(score), Grade.NOT_RATED, found).astype(np.int8)
