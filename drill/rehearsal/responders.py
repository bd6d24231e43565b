"""How fast people are: what the plan says, else published defaults; and from where each figure comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drill.files.times import MINUTE
from drill.plan.model import OptionWeights, Plan, Responder, Responders, ResponseTime
from drill.rehearsal.draws import Distribution, Fixed, Lognormal


class Doing(StrEnum):
    """What takes people time."""

    ANSWER = "answer"
    ACT = "act"
    CALL = "call"


class Source(StrEnum):
    """Where a figure comes from."""

    DEFAULT = "published default"
    PLAN = "plan"
    FITTED = "fitted from sessions"


@dataclass(frozen=True, slots=True)
class Figure:
    """One response time in force, and what it rests on."""

    median: int
    """Milliseconds."""
    spread: float
    source: Source = Source.DEFAULT
    observations: int | None = None

    @property
    def words(self) -> str:
        """``published default``, ``plan`` or ``fitted from sessions (12 times)``."""
        seen = self.observations
        return self.source.value if seen is None else f"{self.source.value} ({seen} time{'' if seen == 1 else 's'})"


DEFAULTS: Mapping[Doing, Figure] = {
    Doing.ANSWER: Figure(2 * MINUTE, 2.2),
    Doing.ACT: Figure(4 * MINUTE, 2.2),
    Doing.CALL: Figure(1 * MINUTE, 1.8),
}
"""This project's own judgement, measured by nobody: a spread of 2.2 is a deviation of the logarithm of 0.8."""

DEFAULT_OUTSIDE = Figure(15 * MINUTE, 2.2)
"""How long roles outside the organisation take to answer."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast each role is, who may be away, which options are chosen, in one rehearsal."""

    plan: Plan
    responders: Responders
    absent: frozenset[str] = frozenset()
    """People who are away in every run."""
    instant: frozenset[str] = field(default=frozenset())
    """Roles that take no time at all, to see what waiting for them costs."""

    @classmethod
    def of(cls, plan: Plan) -> Pace:
        """The pace that a plan says its people have."""
        return cls(plan, plan.responders)

    def figure(self, role: str, doing: Doing) -> Figure:
        """The response time in force for a role."""
        own, others = self.responders.roles.get(role, Responder()), self.responders.everyone
        for said in (own, others):
            time: ResponseTime | None = getattr(said, doing.value)
            if time is not None:
                source = Source.PLAN if time.observations is None else Source.FITTED
                return Figure(time.median, time.spread, source, time.observations)
        if doing is Doing.ANSWER and self.plan.roles[role].external:
            return DEFAULT_OUTSIDE
        return DEFAULTS[doing]

    def time(self, role: str, doing: Doing) -> Distribution:
        """What the times of a role are drawn from."""
        if role in self.instant:
            return Fixed(0)
        figure = self.figure(role, doing)
        return Lognormal(figure.median, figure.spread)

    def away(self, person: str) -> float:
        """How likely a person is away, in [0, 1]."""
        return 1.0 if person in self.absent else self.responders.away.get(person, 0.0)

    @property
    def options(self) -> OptionWeights:
        """How often options are chosen, by how good they are."""
        return self.responders.options
