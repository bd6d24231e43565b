"""Which changes of a plan still have to prove themselves, and whether a scenario would let them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from drill.revision.criterion import OF_A_ROLE, OF_A_STEP, Criterion, Measure
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import Revision, RevisionState
from drill.revision.trail import trail_path
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.scenario.model import FitMap, Scenario

DUE = (RevisionState.RETEST_DUE, RevisionState.FAILED)


@dataclass(frozen=True, slots=True)
class DueRetest:
    """A change in effect that no drill has proven yet."""

    revision: str
    title: str
    clause: str
    """The clause that it changed, with its line at that time."""
    criterion: Criterion
    """What the next drill has to show; `criterion.words()` says it in a sentence."""
    has_failed: bool
    """Whether a drill has shown that it did not work."""
    touched: bool
    """Whether the scenario would come to it."""


def retest_is_due(revision: Revision) -> bool:
    """Whether a change waits to be proven."""
    return revision.criterion is not None and revision.state in DUE


def due_retests(plan_path: str | os.PathLike[str], scenario: Scenario, *fits: FitMap) -> list[DueRetest]:
    """What a drill of this scenario on the plan in a file would have to prove, in the order of the changes.

    For a pre-flight: each with its clause, a sentence of what must be shown, and whether the
    scenario comes to it at all. Empty where the plan has no paper trail beside it. Reads the plan
    and its trail, and writes nothing. Raises OutOfReach, FilesInError, BrokenTrail.
    """
    path = Path(plan_path)
    if not trail_path(path).is_file():
        return []
    living = LivingPlan(path)
    due = [revision for revision in living.revisions if retest_is_due(revision)]
    if not due:
        return []
    exercise = Exercise(living.plan, scenario, *fits)
    return [
        DueRetest(
            revision.id,
            revision.title,
            revision.clause,
            revision.criterion,
            revision.state is RevisionState.FAILED,
            touches(revision.criterion, exercise),
        )
        for revision in due
        if revision.criterion is not None
    ]


def touches(criterion: Criterion, exercise: Exercise) -> bool:
    """Whether a drill of this exercise can come to what a criterion measures."""
    if criterion.measure in OF_A_STEP:
        return any(
            criterion.subject in (key.step, f"{key.workflow}/{key.step}") and fnmatchcase(inject.id, criterion.injects)
            for inject in exercise.injects.values()
            for key in (each.step for each in inject.expect)
        )
    asked = {each.step for inject in exercise.injects.values() for each in inject.expect}
    if criterion.measure in OF_A_ROLE:
        return criterion.subject in _roles(exercise, asked)
    if criterion.measure is Measure.RULE_KEPT:
        return _can_be_kept(criterion.subject, exercise, asked)
    role = criterion.subject.partition(" ")[2]
    return not role or role in _roles(exercise, asked)


def _roles(exercise: Exercise, asked: Iterable[StepKey]) -> set[str]:
    """The roles that somebody has to turn to: called by a step, to do one, or to hear the news."""
    steps = [exercise.steps[key].step for key in asked]
    reached = {each.role for inject in exercise.injects.values() for each in inject.must_reach}
    return reached | {role for step in steps for role in (*step.called, *step.actors)}


def _can_be_kept(name: str, exercise: Exercise, asked: set[StepKey]) -> bool:
    for prepared in exercise.rules:
        rule = prepared.rule
        last = rule.then or rule.then_do or next(iter(rule.different_people or ()), None)
        if rule.id == name and last is not None:
            return prepared.key(last) in asked
    return any(name.startswith(f"{key.step}-after-") for key in asked)
