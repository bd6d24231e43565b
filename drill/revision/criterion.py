"""A revision's criterion: what a later drill must show before the change counts as proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from drill.files.times import format_duration
from drill.scoring.card import LEFT_OUT, ErrorKind, Response, Status, TeamCard

DONE = (Status.MET, Status.SLOW)


class Measure(StrEnum):
    """What a criterion looks at."""

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
    NO_ERROR = "no-error"
    """No escalation error of this kind, at this role where one is named (``dead_end legal``)."""


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

    def words(self) -> str:
        """The criterion as a sentence."""
        match self.measure:
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
            case Measure.NO_ERROR:
                return f"no {self.subject.replace('_', ' ')}"

    def as_dict(self) -> dict[str, Any]:
        """The criterion as the trail keeps it."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Criterion:
        """The criterion that a trail's entry holds. Raises ValueError, KeyError, TypeError."""
        measure, subject, at_most = Measure(value["measure"]), str(value["subject"]), value.get("at_most")
        if measure is Measure.NO_ERROR:
            ErrorKind(subject.partition(" ")[0])
        return cls(measure, subject, None if at_most is None else int(at_most))

    def measured(self, card: TeamCard) -> Outcome:
        """What one team's play showed."""
        return _MEASURES[self.measure](self, card)


def over_teams(criterion: Criterion, cards: tuple[TeamCard, ...]) -> Outcome:
    """What a drill showed: every team that came to it must pass."""
    outcomes = {criterion.measured(card) for card in cards}
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.PASS if Outcome.PASS in outcomes else Outcome.INCONCLUSIVE


def _asked(card: TeamCard, step: str) -> list[Response]:
    return [row for row in card.responses if row.name == step and row.status not in LEFT_OUT]


def _verdict(observed: bool, passed: bool) -> Outcome:
    if not observed:
        return Outcome.INCONCLUSIVE
    return Outcome.PASS if passed else Outcome.FAIL


def _step_in_time(criterion: Criterion, card: TeamCard) -> Outcome:
    rows = _asked(card, criterion.subject)
    return _verdict(bool(rows), all(row.status in DONE for row in rows))


def _step_within(criterion: Criterion, card: TeamCard) -> Outcome:
    rows = _asked(card, criterion.subject)
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
    Measure.STEP_IN_TIME: _step_in_time,
    Measure.STEP_WITHIN: _step_within,
    Measure.ROLE_REACHED: _role_reached,
    Measure.NO_STALL: _no_stall,
    Measure.RULE_KEPT: _rule_kept,
    Measure.NO_ERROR: _no_error,
}
