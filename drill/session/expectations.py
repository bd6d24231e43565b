"""What a team is expected to do, and what it was seen to do: the records of one team's play.

All times are whole milliseconds of exercise time; `entry` is the journal's number
of the line that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from drill.plan.model import Step
from drill.scenario.exercise import AskedReach, PreparedInject
from drill.scenario.fit import StepKey
from drill.session.statements import Verb


@dataclass(frozen=True, slots=True)
class Delivery:
    """An inject that came to the team, as it was worded then."""

    inject: PreparedInject
    at: int
    entry: int
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A step that was done, approved or improvised."""

    step: StepKey
    at: int
    entry: int
    role: str
    person: str | None
    assumed: bool
    account: str | None = None
    resource: str | None = None
    edited: bool = False
    premature: bool = False
    started_at: int | None = None
    improvised: bool = False


@dataclass(slots=True)
class Call:
    """One role turned to another."""

    caller: str
    caller_person: str | None
    to: str
    to_person: str | None
    at: int
    entry: int
    verb: Verb
    about: str | None
    account: str | None
    assumed: bool
    known_away: bool
    simulated: bool = False
    acked_at: int | None = None
    acked_entry: int | None = None

    @property
    def asks(self) -> bool:
        """Whether it asks for an answer; a heads-up does not."""
        return self.verb is not Verb.INFORMS


@dataclass(frozen=True, slots=True)
class Told:
    """A role came to know of something. `about` None: of whatever is open."""

    role: str
    at: int
    about: str | None
    entry: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that was made."""

    inject: str
    option: str
    at: int
    entry: int
    role: str


@dataclass(slots=True)
class Expectation:
    """A step that an inject asks a team for: one account, one occurrence."""

    step: StepKey
    plan_step: Step
    inject: str
    objective: str | None
    expected_at: int
    target: int | None
    deadline: int | None
    weight: float
    account: str | None = None
    occurrence: int = 1
    clock_at: int | None = None
    act: Act | None = None
    """The act that did it."""
    calls: tuple[Call, ...] = ()
    """The calls that did it, one for each role, once all were made."""
    done_at: int | None = None
    late: bool = False
    excused: bool = False
    unseen: bool = False
    premature: bool = False
    contributions: dict[str, Act] = field(default_factory=dict)
    """For a step that each of several roles does: what each did."""

    @property
    def target_at(self) -> int | None:
        """When it should be done; None while its clock stands, or without a deadline."""
        return None if self.clock_at is None or self.target is None else self.clock_at + self.target

    @property
    def deadline_at(self) -> int | None:
        """When it must be done; None while its clock stands, or without a deadline."""
        return None if self.clock_at is None or self.deadline is None else self.clock_at + self.deadline

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the team."""
        return self.done_at is None and not self.excused and not self.unseen


@dataclass(slots=True)
class Reach:
    """A role that an inject's news must come to."""

    asked: AskedReach
    inject: str
    objective: str | None
    expected_at: int
    told_at: int | None = None
    calls: list[Call] = field(default_factory=list)
    """The calls that told it, in order; none for a recipient."""

    @property
    def role(self) -> str:
        """The role that must know."""
        return self.asked.role

    @property
    def call(self) -> Call | None:
        """The call that told it first; None for a recipient."""
        return self.calls[0] if self.calls else None

    @property
    def target_at(self) -> int | None:
        """When it should know."""
        return None if self.asked.target is None else self.expected_at + self.asked.target

    @property
    def deadline_at(self) -> int | None:
        """When it must know."""
        return None if self.asked.deadline is None else self.expected_at + self.asked.deadline
