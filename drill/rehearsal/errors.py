"""Escalation errors that lower an objective's rating, for many runs at once: those that a rehearsal's people can make.

Of the kinds of `drill.scoring.errors`, they never do without their plan what would be a
wrong path, a broadcast or an orphan; what is late or missed lowers the rating by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from drill.rehearsal.contacts import Call, Calls
from drill.rehearsal.model import Model, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Bools, Outcome
from drill.rehearsal.presence import is_role_away
from drill.rehearsal.standing import is_timed


def charged_errors(model: Model, outcome: Outcome, calls: Calls) -> dict[str, Bools]:
    """For each objective, the runs in which an error is charged to it."""
    found: dict[str, Bools] = {}

    def charge(objectives: Iterable[str], runs: Bools) -> None:
        for name in objectives:
            found[name] = found.get(name, np.zeros(outcome.runs, dtype=np.bool_)) | runs

    for expected in model.expected:
        if model.exercise.steps[expected.step].step.called and expected.objective is not None:
            charge((expected.objective,), calls.by_an_unlisted_role(expected) | calls.comes_late(expected))
    for role, runs in _self_approvals(model, outcome):
        for name, needed in _objectives_of(model, outcome, role).items():
            charge((name,), runs & needed)
    for call in calls.calls:
        if call.asks:
            runs = _known_away(model, outcome, call) | _dead_end(model, outcome, calls, call)
            if runs.any():
                for name, needed in _objectives_of(model, outcome, call.to).items():
                    charge((name,), runs & needed)
    return found


def _objectives_of(model: Model, outcome: Outcome, role: int) -> dict[str, Bools]:
    """The objectives for which a role is needed, and in which runs."""
    found: dict[str, Bools] = {}
    for expected in model.expected:
        step = model.exercise.steps[expected.step].step
        if expected.objective is not None and model.roles[role].id in (*step.called, *step.actors):
            asked = outcome.expected_at[expected.index] < NEVER
            found[expected.objective] = found.get(expected.objective, np.zeros_like(asked)) | asked
    for reach in model.reaches:
        if reach.role == role and reach.objective is not None:
            asked = outcome.delivered_at[reach.inject] < NEVER
            found[reach.objective] = found.get(reach.objective, np.zeros_like(asked)) | asked
    return found


def _self_approvals(model: Model, outcome: Outcome) -> Iterable[tuple[int, Bools]]:
    """One person drafted and approved; by the role as which they approved."""
    acts = [task for task in model.tasks if task.kind is TaskKind.ACT]
    for approved, approving in model.exercise.approvals.items():
        for approval in (task for task in acts if task.counts_as == approving):
            signed = outcome.finished_at[approval.index] < NEVER
            for draft in (task for task in acts if task.counts_as == approved):
                own = signed & (outcome.finished_at[draft.index] < NEVER)
                own &= outcome.person[draft.index] == outcome.person[approval.index]
                for seat in np.unique(outcome.seat[approval.index][own]):
                    yield int(seat), own & (outcome.seat[approval.index] == seat)


def _known_away(model: Model, outcome: Outcome, call: Call) -> Bools:
    """A call to a role known to be away, where the plan has a delegate, or they are back on that very instant.

    Who leaves or returns on the instant of a call does so after it.
    """
    away = (call.at < NEVER) & is_role_away(model, outcome, call.to, call.at - 1)
    if len(model.roles[call.to].stand_ins) == 1 and away.any():
        away &= ~is_role_away(model, outcome, call.to, call.at)
    return np.asarray(away)


def _dead_end(model: Model, outcome: Outcome, calls: Calls, call: Call) -> Bools:
    """A call that nobody answered, and that nothing was done about, to the end."""
    role = model.roles[call.to]
    nothing = np.zeros(outcome.runs, dtype=np.bool_)
    nobody_else = len(role.people) <= 1 and len(role.stand_ins) == 1
    if not is_timed(model) or role.ack_within is None or nobody_else or role.id in model.exercise.simulated:
        return nothing
    begins = np.where(call.at < NEVER, call.at + role.ack_within, NEVER)
    stalled = begins < model.end
    if not stalled.any():
        return nothing
    stalled &= ~_is_answered(model, outcome, calls, call)
    for other in calls.calls:
        if other is not call and other.asks and (stalled & (other.at < NEVER)).any():
            again = (other.at >= begins) & (other.at < NEVER)
            if other.to in role.stand_ins:
                again = again | ((other.at > call.at) & (other.at < NEVER))
                stalled &= ~again
            else:
                stalled &= ~(again & (other.caller == call.caller))
    return stalled


def _is_answered(model: Model, outcome: Outcome, calls: Calls, call: Call) -> Bools:
    """Whether the called role spoke after the call, but for its answers to others' calls."""
    answered = np.zeros(outcome.runs, dtype=np.bool_)
    for task in model.tasks:
        done = outcome.finished_at[task.index]
        if task.index != call.task:
            answered |= (outcome.seat[task.index] == call.to) & (done < NEVER) & (done >= call.at)
    is_first, is_before = call.at == outcome.finished_at[call.task], True
    for other in calls.calls:
        is_before &= other is not call
        is_line = other.at > outcome.finished_at[other.task]  # a step's first calls are one line, those again their own
        later = (other.at > call.at) | ((other.at == call.at) & is_line & (is_first | (not is_before)))
        if other is not call:
            answered |= (other.caller == call.to) & (other.at < NEVER) & later
    for race in model.races:
        if race.is_patient:
            continue
        seats = np.array([*(each.seat for each in model.roles[race.role].candidates), NOBODY])
        at = outcome.answered_at[race.index]
        spoke = (seats[outcome.answerer[race.index]] == call.to) & (at < NEVER) & (at >= call.at)
        if race.about is None and race.task is not None:
            spoke &= outcome.seat[race.task] == call.caller
        answered |= spoke
    return answered
