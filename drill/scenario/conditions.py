"""Conditions made ready for the play: names resolved, asked of a team's facts.

A thing that the plan does not have is never done, late, contacted or absent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from drill.plan.conditions import Condition
from drill.plan.model import Guard
from drill.scenario.fit import StepKey


class Facts(Protocol):
    """What is true of a team's play at one moment."""

    def is_done(self, step: StepKey) -> bool:
        """The step was done, on every account that it is asked for."""

    def is_late(self, step: StepKey) -> bool:
        """The step was expected, a deadline of it has passed, and it is not done."""

    def is_contacted(self, role: str) -> bool:
        """The role was called, convened or told."""

    def is_delivered(self, inject: str) -> bool:
        """The inject was delivered to the team."""

    def decision_on(self, inject: str) -> str | None:
        """The option chosen, or None while undecided."""

    def is_absent(self, person: str) -> bool:
        """The person has dropped out."""

    def is_role_absent(self, role: str) -> bool:
        """Nobody who fills the role is there."""

    def is_used(self, resource: str) -> bool:
        """The prepared text was used as it stands, approved and unexpired on the day."""


class Fact(NamedTuple):
    """One fact that a condition hangs on; it changes only when that thing happens."""

    kind: str
    name: object
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A condition with its names resolved.

    `facts` are all that it hangs on, so that it need only be looked at again when
    one of them changed.
    """

    holds: Callable[[Facts], bool]
    facts: frozenset[Fact]
    words: str


class Names(Protocol):
    """How a condition's names are resolved (`drill.scenario.fit.Fit`)."""

    def role(self, name: str) -> str | None:
        """The plan's role."""

    def step(self, name: str, workflow: str | None = None) -> StepKey | None:
        """The plan's step."""


def resolve(condition: Condition, names: Names, workflow: str | None) -> Check:
    """A condition of a plan or a scenario, ready to be asked."""
    return Check(*_resolve(condition, names, workflow), condition.words())


def resolve_guard(guard: Guard, names: Names, workflow: str) -> Check:
    """A step's guard, ready to be asked."""
    if guard.used is not None:
        used = guard.used
        return Check(lambda facts: facts.is_used(used), frozenset({Fact("used", used)}), f"{used} is used as it stands")
    if guard.absent is not None:
        role = guard.absent
        return Check(
            lambda facts: facts.is_role_absent(role), frozenset({Fact("absent", None)}), f"nobody is there for {role}"
        )
    return resolve(Condition(done=guard.done), names, workflow)


_Resolved = tuple[Callable[[Facts], bool], frozenset[Fact]]


def _never() -> _Resolved:
    return (lambda facts: False), frozenset()


def _resolve(condition: Condition, names: Names, workflow: str | None) -> _Resolved:
    if condition.done is not None or condition.late is not None:
        step = names.step(condition.done or condition.late or "", workflow)
        if step is None:
            return _never()
        if condition.done is not None:
            return (lambda facts: facts.is_done(step)), frozenset({Fact("done", step)})
        return (lambda facts: facts.is_late(step)), frozenset({Fact("late", step), Fact("done", step)})
    if condition.contacted is not None:
        role = names.role(condition.contacted)
        if role is None:
            return _never()
        return (lambda facts: facts.is_contacted(role)), frozenset({Fact("contacted", role)})
    if condition.delivered is not None:
        inject = condition.delivered
        return (lambda facts: facts.is_delivered(inject)), frozenset({Fact("delivered", inject)})
    if condition.decided is not None:
        return _resolve_decided(condition.decided)
    if condition.absent is not None:
        person = condition.absent
        return (lambda facts: facts.is_absent(person)), frozenset({Fact("absent", None)})
    if condition.not_ is not None:
        inner, hangs_on = _resolve(condition.not_, names, workflow)
        return (lambda facts: not inner(facts)), hangs_on
    parts = [_resolve(part, names, workflow) for part in (condition.all or condition.any or ())]
    judge = all if condition.all is not None else any
    tests = [test for test, _ in parts]
    return (lambda facts: judge(test(facts) for test in tests)), frozenset().union(*(facts for _, facts in parts))


def _resolve_decided(decided: str | dict[str, str]) -> _Resolved:
    if isinstance(decided, str):
        return (lambda facts: facts.decision_on(decided) is not None), frozenset({Fact("decided", decided)})
    [(inject, option)] = decided.items()
    return (lambda facts: facts.decision_on(inject) == option), frozenset({Fact("decided", inject)})
