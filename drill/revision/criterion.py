"""A revision's criterion: what a later drill must show before the change counts as proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from drill.errors import Refused
from drill.files.diagnostics import did_you_mean
from drill.files.times import format_duration
from drill.plan.model import Plan
from drill.scoring.card import LEFT_OUT, ErrorKind, Response, Status, TeamCard

DONE = (Status.MET, Status.SLOW)


class Measure(StrEnum):
    """What a criterion looks at."""

    STEP_DONE = "step-done"
    """The step was done, each time it was asked for."""
    STEP_IN_TIME = "step-in-time"
    """The step was done by its deadline, each time it was asked for."""
    STEP_WITHIN = "step-within"
    """The step was done within so many milliseconds of being asked for."""
    ROLE_REACHED = "role-reached"
    """The role was called or told."""
    NO_STALL = "no-stall"
    """No call to the role stayed unanswered past its time."""
    RULE_KEPT = "rule-kept"
    """The order was kept."""
    NO_HARM = "no-harm"
    """The step was done, and nobody judged that following the plan did harm."""
    NO_ERROR = "no-error"
    """No escalation error of this kind, at this role where one is named (``dead_end legal``)."""


OF_A_STEP = (Measure.STEP_DONE, Measure.STEP_IN_TIME, Measure.STEP_WITHIN, Measure.NO_HARM)
"""The measures whose subject is a step."""

OF_A_ROLE = (Measure.ROLE_REACHED, Measure.NO_STALL)
"""The measures whose subject is a role."""

ANY_INJECT = "*"


class Outcome(StrEnum):
    """What a drill showed of a criterion."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    """The drill never came to it."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is measured, of what, and the bound where there is one (milliseconds)."""

    measure: Measure
    subject: str
    at_most: int | None = None
    injects: str = ANY_INJECT
    """For a step: the family of injects that ask for it, an id or a pattern such as ``press-*``."""

    def words(self) -> str:
        """The criterion as a sentence."""
        return self._said() + (f" when {self.injects} asks for it" if self.injects != ANY_INJECT else "")

    def _said(self) -> str:
        match self.measure:
            case Measure.STEP_DONE:
                return f"{self.subject} is done"
            case Measure.STEP_IN_TIME:
                return f"{self.subject} is done by its deadline"
            case Measure.STEP_WITHIN:
                return f"{self.subject} is done within {format_duration(self.at_most or 0)}"
            case Measure.ROLE_REACHED:
                return f"{self.subject} is called or told"
            case Measure.NO_STALL:
                return f"no call to {self.subject} waits past its time"
            case Measure.RULE_KEPT:
                return f"{self.subject} is kept"
            case Measure.NO_HARM:
                return f"{self.subject} is done as the plan has it, and does no harm"
            case Measure.NO_ERROR:
                return f"no {self.subject.replace('_', ' ')}"

    def as_dict(self) -> dict[str, Any]:
        """The criterion as the trail keeps it."""
        found: dict[str, Any] = {"measure": str(self.measure), "subject": self.subject}
        if self.at_most is not None:
            found["at_most"] = self.at_most
        if self.injects != ANY_INJECT:
            found["injects"] = self.injects
        return found

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Criterion:
        """The criterion that a trail's entry holds. Raises ValueError, KeyError, TypeError."""
        measure, subject, at_most = Measure(value["measure"]), str(value["subject"]), value.get("at_most")
        injects = str(value.get("injects", ANY_INJECT))
        if measure is Measure.NO_ERROR:
            ErrorKind(subject.partition(" ")[0])
        if (measure is Measure.STEP_WITHIN) is (at_most is None):
            raise ValueError("at_most goes with step-within, and step-within with at_most")
        if injects != ANY_INJECT and measure not in OF_A_STEP:
            raise ValueError("injects goes with the measures of a step")
        return cls(measure, subject, None if at_most is None else int(at_most), injects)

    def measured(self, card: TeamCard) -> Outcome:
        """What one team's play showed."""
        return _MEASURES[self.measure](self, card)


def check_criterion(criterion: Criterion | None, plan: Plan) -> None:
    """Raises Refused, with the nearest name, where a criterion measures what the plan does not have."""
    if criterion is None:
        return
    if criterion.measure in OF_A_STEP:
        _check_name("step", criterion.subject, _steps(plan))
    elif criterion.measure in OF_A_ROLE:
        _check_name("role", criterion.subject, plan.roles)
    elif criterion.measure is Measure.RULE_KEPT:
        _check_name("rule", criterion.subject, _rules(plan))
    elif role := criterion.subject.partition(" ")[2]:
        _check_name("role", role, plan.roles)


def _check_name(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        raise Refused(f"it is to be proven by the {what} {name!r}, which the plan has not", did_you_mean(name, names))


def _steps(plan: Plan) -> Iterator[str]:
    for name, workflow in plan.workflows.items():
        for step in workflow.steps:
            yield from (step, f"{name}/{step}")


def _rules(plan: Plan) -> Iterator[str]:
    for workflow in plan.workflows.values():
        yield from (rule.id for rule in workflow.rules)
        yield from (f"{name}-after-{earlier}" for name, step in workflow.steps.items() for earlier in step.after)


def over_teams(criterion: Criterion, cards: tuple[TeamCard, ...]) -> Outcome:
    """What a drill showed: every team that came to it must pass."""
    outcomes = {criterion.measured(card) for card in cards}
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.PASS if Outcome.PASS in outcomes else Outcome.INCONCLUSIVE


def _asked(criterion: Criterion, card: TeamCard) -> list[Response]:
    return [
        row
        for row in card.responses
        if row.step is not None
        and criterion.subject in (row.name, f"{row.step.workflow}/{row.step.step}")
        and row.status not in LEFT_OUT
        and fnmatchcase(row.inject, criterion.injects)
    ]


def _verdict(observed: bool, passed: bool) -> Outcome:
    if not observed:
        return Outcome.INCONCLUSIVE
    return Outcome.PASS if passed else Outcome.FAIL


def _step_done(criterion: Criterion, card: TeamCard) -> Outcome:
    rows = _asked(criterion, card)
    return _verdict(bool(rows), all(row.done_at is not None for row in rows))


def _no_harm(criterion: Criterion, card: TeamCard) -> Outcome:
    done = any(row.done_at is not None for row in _asked(criterion, card))
    return _verdict(done, card.improvisation.followed_bad == 0)


def _step_in_time(criterion: Criterion, card: TeamCard) -> Outcome:
    rows = _asked(criterion, card)
    return _verdict(bool(rows), all(row.status in DONE for row in rows))


def _step_within(criterion: Criterion, card: TeamCard) -> Outcome:
    rows = _asked(criterion, card)
    bound = criterion.at_most or 0
    passed = all(row.done_at is not None and row.done_at - row.expected_at <= bound for row in rows)
    return _verdict(bool(rows), passed)


def _role_reached(criterion: Criterion, card: TeamCard) -> Outcome:
    reached = any(contact.to == criterion.subject for contact in card.contacts)
    return _verdict(bool(card.responses), reached)


def _no_stall(criterion: Criterion, card: TeamCard) -> Outcome:
    called = any(contact.to == criterion.subject for contact in card.contacts)
    return _verdict(called, all(stall.to != criterion.subject for stall in card.stalls))


def _rule_kept(criterion: Criterion, card: TeamCard) -> Outcome:
    results = [result for result in card.rules if result.id == criterion.subject]
    return _verdict(bool(results), all(result.kept for result in results))


def _no_error(criterion: Criterion, card: TeamCard) -> Outcome:
    kind, _, role = criterion.subject.partition(" ")
    found = [error for error in card.errors if error.kind is ErrorKind(kind) and role in ("", error.to, error.caller)]
    return _verdict(bool(card.responses), not found)


_MEASURES = {
    Measure.STEP_DONE: _step_done,
    Measure.NO_HARM: _no_harm,
    Measure.STEP_IN_TIME: _step_in_time,
    Measure.STEP_WITHIN: _step_within,
    Measure.ROLE_REACHED: _role_reached,
    Measure.NO_STALL: _no_stall,
    Measure.RULE_KEPT: _rule_kept,
    Measure.NO_ERROR: _no_error,
}
