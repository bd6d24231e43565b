"""The scorecard: what was scored, and the clause and lines behind each point.

Times are whole milliseconds of exercise time here, and whole seconds, rounded
down, in ``scorecard.json``. Scores are exact fractions of floats here and are
rounded half up to three decimals at the very end. `evidence` holds line numbers
of the session's transcript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drill.plan.model import StepKind
from drill.scenario.fit import StepKey
from drill.session.statements import Grade, Verb

Evidence = tuple[int, ...]


class Status(StrEnum):
    """How a response stands."""

    MET = "met"
    SLOW = "slow"
    LATE = "late"
    MISSED = "missed"
    PENDING = "pending"
    EXCUSED = "excused"
    UNSEEN = "unseen"
    PREMATURE = "premature"


LEFT_OUT = frozenset({Status.PENDING, Status.EXCUSED, Status.UNSEEN})
"""What is not held against anyone."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Where the time of a response went, in milliseconds; None where it cannot be told."""

    told: int | None = None
    answer: int | None = None
    approval: int | None = None
    doing: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One expected step, or one role to reach: asked for by one inject, on one account, once."""

    step: StepKey | None
    """None for a `must_reach`."""
    name: str
    """The step's id, or ``reach ROLE``."""
    title: str
    """What was asked for, in words."""
    on: str | None
    inject: str
    objective: str | None
    kind: StepKind | None
    occurrence: int
    expected_at: int
    target_at: int | None
    deadline_at: int | None
    done_at: int | None
    by: str | None
    """The role that did it; for calls, the caller."""
    person: str | None
    assumed: bool
    status: Status
    credit: float | None
    """None where it is left out."""
    weight: float
    waits: Waits
    prompted: bool
    recalled: bool
    gate: bool
    hard: bool
    scored: bool
    """Whether the part that it belongs to takes it in: not where it is untimed, or the style is discussion."""
    clause: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Contact:
    """One role turned to another."""

    caller: str
    to: str
    at: int
    verb: Verb
    about: str | None
    acked_at: int | None
    useful: bool | None
    """None where it is not counted: a heads-up, a simulated role, one known to be away."""
    clause: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RuleResult:
    """An order that was activated, and whether it was kept."""

    id: str
    clause: str
    kept: bool
    weight: float
    gate: bool
    evidence: Evidence
    late_by: int | None = None
    """How long after its time what must follow came, in milliseconds; None where it is no matter of time."""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """A question that was put to the team, and its answer."""

    inject: str
    question: str
    option: str | None
    quality: str | None
    at: int | None
    deadline_at: int | None
    credit: float | None
    weight: float
    objective: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Stall:
    """A call that stayed unanswered past the called role's time."""

    caller: str
    to: str
    from_at: int
    until: int
    to_the_end: bool
    clause: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StatementRating:
    """A public statement's words: the mean of each evaluator's newest rating, 0 to 4."""

    step: StepKey
    score: float
    by: tuple[str, ...]
    text: str | None
    evidence: Evidence


class ErrorKind(StrEnum):
    """What can go wrong in an escalation."""

    WRONG_ROLE = "wrong_role"
    WRONG_PATH = "wrong_path"
    SKIPPED_LEVEL = "skipped_level"
    UNDER_ESCALATION = "under_escalation"
    OVER_ESCALATION = "over_escalation"
    LATE_CALL = "late_call"
    DEAD_END = "dead_end"
    ABSENT_CONTACT = "absent_contact"
    NOT_PASSED_ON = "not_passed_on"
    SELF_APPROVAL = "self_approval"
    SAME_PERSON = "same_person"
    BROADCAST = "broadcast"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class EscalationError:
    """One thing that went wrong in an escalation."""

    kind: ErrorKind
    at: int | None
    caller: str | None
    to: str | None
    clause: str | None
    evidence: Evidence
    of_the_plan: bool = False
    """A defect of the plan, which lowers no rating."""
    objectives: tuple[str, ...] = ()
    """The objectives that it belongs to; empty where it belongs to the team as a whole."""

    @property
    def is_charged(self) -> bool:
        """Whether it lowers a rating; how high a team escalated is only said."""
        return not self.of_the_plan and self.kind not in (ErrorKind.UNDER_ESCALATION, ErrorKind.OVER_ESCALATION)


@dataclass(frozen=True, slots=True)
class Gate:
    """What caps a suggested rating. Within a minute past its deadline it is left to the evaluator."""

    clause: str
    why: str
    borderline: bool
    objectives: tuple[str, ...]
    """The objectives whose ratings it caps; empty for the team as a whole."""
    never_done: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """An objective: its score, the suggested rating, and what a person confirmed."""

    id: str
    title: str
    capability: str | None
    score: float | None
    suggested: Grade | None
    """None: not rated, nothing was observed."""
    confirmed: Grade | None
    by: str | None
    reason: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Parts:
    """The six parts, each in [0, 1], or None with nothing to observe."""

    time: float | None
    contacts: float | None
    order: float | None
    decisions: float | None
    continuity: float | None
    content: float | None

    def as_dict(self) -> dict[str, float | None]:
        """The parts by name, in the order of the scoring."""
        return {name: getattr(self, name) for name in PART_NAMES}


PART_NAMES = ("time", "contacts", "order", "decisions", "continuity", "content")


@dataclass(frozen=True, slots=True)
class Improvisation:
    """The two by two: the plan followed or left, well or badly."""

    followed_good: int
    followed_bad: int
    deviated_good: int
    deviated_bad: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class Logging:
    """How complete the record is."""

    seen: int
    recalled: int
    unseen: int


@dataclass(frozen=True, slots=True)
class TeamCard:
    """One team's scorecard."""

    team: str
    composite: float | None
    parts: Parts
    contact_precision: float | None
    """P: useful roles asked / roles asked."""
    contact_recall: float | None
    """R: weighted calls made, with their times."""
    suggested: Grade | None
    gates: tuple[Gate, ...]
    objectives: tuple[ObjectiveResult, ...]
    responses: tuple[Response, ...]
    contacts: tuple[Contact, ...]
    rules: tuple[RuleResult, ...]
    decisions: tuple[DecisionResult, ...]
    stalls: tuple[Stall, ...]
    ratings: tuple[StatementRating, ...]
    errors: tuple[EscalationError, ...]
    improvisation: Improvisation
    logging: Logging


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The scorecards of a session's teams. Teams are never ranked."""

    session: str
    date: str
    mode: str
    style: str
    seed: int
    scenario_id: str
    scenario_title: str
    scenario_sha256: str
    plan_id: str
    plan_version: int
    plan_sha256: str
    weights: Mapping[str, float]
    ended_at: int
    teams: tuple[TeamCard, ...] = field(default=())
