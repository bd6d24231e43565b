"""The plan: people, roles, who may call whom, accounts, prepared texts, workflows.

Every key of a plan file, with the sentence that editors show for it.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from drill.files.nodes import ONE_KEY, CalendarPeriod, Day, Duration, Id, Ids, Node, Text, as_tuple
from drill.files.root import Root
from drill.plan.conditions import Condition

FUNCTIONS = (
    "social-lead", "customer-care", "it-security", "communications", "legal", "privacy",
    "executive", "hr", "crisis-pr", "platform-support", "operations",
)  # fmt: skip
"""What a role can be in any plan, so that a scenario travels."""

MILESTONES = (
    "takeover-confirmed", "severity-set", "team-alerted", "posts-stopped", "access-revoked",
    "platform-told", "evidence-kept", "first-acknowledgement", "holding-statement", "correction",
    "single-source-live", "staff-told", "care-briefed", "legal-consulted", "executive-told",
    "regulator-told", "partner-told", "all-clear",
)  # fmt: skip
"""What a step can be in any plan, so that a scenario travels."""

AccountName = Annotated[str, Field(min_length=1, pattern=r"^[^\s:#]+$")]
"""An account's handle, such as ``@northwind``: no spaces, no ``:`` or ``#``."""


class Person(Node):
    """Somebody who fills roles."""

    name: Text
    """The name that people in the room know."""
    reach: Text | None = None
    """How to reach them: a phone number or an address. Never shown in a report."""


class Role(Node):
    """A seat in the response. People fill roles; one person may wear several hats."""

    title: Text
    """What the seat is called."""
    level: int = Field(default=1, ge=1, le=4)
    """1 front line to 4 executive."""
    people: Ids = ()
    """Who fills it: the primary first, then backups in order."""
    ack_within: Duration | None = None
    """How long a caller waits for an answer before going to the backup."""
    delegates: Ids = ()
    """Roles that may stand in for this one."""
    external: bool = False
    """Outside the organisation: an agency, a platform's support."""
    is_: Literal[FUNCTIONS] | None = Field(default=None, alias="is")  # type: ignore[valid-type]
    """What this role is in any plan."""


class Edge(Node):
    """One role may call another."""

    from_: Id = Field(alias="from")
    """The role that calls."""
    to: Id
    """The role that is called."""
    why: Text | None = None
    """What the call is for."""


class Owners(Node):
    """Who owns an account."""

    primary: Id
    """The person who holds it."""
    secondary: Id | None = None
    """The person who holds it when the first cannot be reached."""


class Mfa(StrEnum):
    """The second factor of an account."""

    NONE = "none"
    SMS = "sms"
    APP = "app"
    KEY = "key"


class Account(Node):
    """A social account: who owns it and how it is kept safe. Never a secret."""

    platform: Text
    """The network it lives on."""
    owners: Owners
    """Two people, so that one can be on a plane."""
    vault: Text | None = None
    """Where the secret is kept; never the secret."""
    mfa: Annotated[Mfa, Field(strict=False)] | None = None
    """The second factor: none, sms, app or key."""
    recovery: Text | None = None
    """Where a reset goes."""
    rotated: Day | None = None
    """When the secret last changed."""
    rotate_every: CalendarPeriod | None = None
    """The organisation's own rule for changing it."""
    reviewed: Day | None = None
    """When who has access was last looked at."""


class SingleSource(Node):
    """The one place that is always right, to which everything else points."""

    title: Text
    """Its name or address."""
    owner: Id
    """The role that keeps it."""
    backup: Id | None = None
    """The role that keeps it otherwise."""


class ResourceKind(StrEnum):
    """What a prepared text is for."""

    HOLDING_STATEMENT = "holding-statement"
    FAQ = "faq"
    STAFF_NOTE = "staff-note"
    TEMPLATE = "template"
    CONTACT_LIST = "contact-list"


class Resource(Node):
    """What can be said or used without writing it from scratch."""

    kind: Annotated[ResourceKind, Field(strict=False)]
    """holding-statement, faq, staff-note, template or contact-list."""
    title: Text
    """What it is called."""
    text: Text | None = None
    """The words themselves."""
    approved_by: Id | None = None
    """The role that approved it."""
    approved: Day | None = None
    """When it was approved."""
    expires: Day | None = None
    """When the approval ends."""


class Guard(Node):
    """When a step drops out. Exactly one of these keys."""

    model_config = ONE_KEY

    used: Id | None = None
    """This prepared text was used as it stands, approved and unexpired."""
    absent: Id | None = None
    """Nobody who fills this role is there."""
    done: Id | None = None
    """This step was done."""

    @model_validator(mode="after")
    def _one_key(self) -> Guard:
        if len(self.model_fields_set) != 1:
            raise ValueError("a guard has exactly one of used, absent, done")
        return self


class Clock(Node):
    """What starts a step's clock, where it is not the inject that asks for it. Exactly one key."""

    model_config = ONE_KEY

    done: Id | None = None
    """It runs from when this step was done."""
    decided: Id | None = None
    """It runs from the decision of this inject."""

    @model_validator(mode="after")
    def _one_key(self) -> Clock:
        if len(self.model_fields_set) != 1:
            raise ValueError("a clock is expected, reached, {done: STEP} or {decided: INJECT}")
        return self


class Repeat(Node):
    """A step that is expected anew each period."""

    every: Duration
    """The period."""
    until: Condition | None = None
    """It stops once this holds."""

    @model_validator(mode="after")
    def _positive(self) -> Repeat:
        if self.every <= 0:
            raise ValueError("a step cannot repeat every 0s")
        return self


class StepKind(StrEnum):
    """What a step asks for."""

    DO = "do"
    CONTACT = "contact"
    INFORM = "inform"
    CONVENE = "convene"
    APPROVE = "approve"


class Step(Node):
    """One thing the plan asks for: exactly one of do, contact, inform, convene, approve."""

    do: Text | None = None
    """An act, in words."""
    contact: Id | None = None
    """A call that asks this role to act."""
    inform: Ids | None = Field(default=None, min_length=1)
    """A heads-up to these roles that asks for nothing."""
    convene: Ids | None = Field(default=None, min_length=1)
    """A call of these roles at once."""
    approve: Id | None = None
    """A decision on this other step."""
    by: Ids = ()
    """Any of these roles does it."""
    all_of: Ids = ()
    """Each of these roles does it."""
    after: Ids = ()
    """Steps that come first."""
    is_: Literal[MILESTONES] | None = Field(default=None, alias="is")  # type: ignore[valid-type]
    """What this step is in any plan."""
    target: Duration | None = None
    """When it should be done; half the deadline where left out."""
    deadline: Duration | None = None
    """When it must be done. Without one the step is untimed."""
    clock: Literal["expected", "reached"] | Clock = "expected"
    """What starts the clock: the inject that asks for it (expected), the acting role being told
    (reached), {done: STEP} or {decided: INJECT}."""
    weight: int | float = Field(default=1, gt=0, le=100)
    """How much it counts."""
    takes: Duration | None = None
    """How long the act needs, once started."""
    per: Literal["account"] | None = None
    """Once for each account that an inject is about."""
    repeat: Repeat | None = None
    """Expected anew each period."""
    not_before: Condition | None = None
    """Done before this holds is premature."""
    unless: Guard | None = None
    """When the step drops out."""
    uses: Id | None = None
    """The prepared text that it uses."""
    public: bool = False
    """What is published; evaluators rate its words."""
    gate: bool = False
    """Missing it caps the suggested rating."""
    hard: bool = False
    """A legal limit: in time or nothing."""

    @model_validator(mode="after")
    def _one_kind(self) -> Step:
        kinds = [kind for kind in StepKind if getattr(self, kind.value) is not None]
        if len(kinds) != 1:
            raise ValueError("a step is exactly one of do, contact, inform, convene, approve")
        if self.by and self.all_of:
            raise ValueError("a step has by (any of these roles) or all_of (each of them), not both")
        if self.hard and self.deadline is None:
            raise ValueError("a hard limit needs a deadline")
        return self

    @cached_property
    def kind(self) -> StepKind:
        """What the step asks for."""
        return next(kind for kind in StepKind if getattr(self, kind.value) is not None)

    @property
    def called(self) -> tuple[str, ...]:
        """The roles that the step calls, convenes or informs; none for acts and approvals."""
        return (self.contact,) if self.contact else self.convene or self.inform or ()

    @property
    def actors(self) -> tuple[str, ...]:
        """The roles that the plan wants to do it."""
        return self.by or self.all_of

    @property
    def effective_target(self) -> int | None:
        """The target in milliseconds, or half the deadline; None for an untimed step."""
        if self.deadline is None:
            return None
        return self.deadline // 2 if self.target is None else self.target


class Rule(Node):
    """How steps stand to each other: first/then, when_done/then_do/within or different_people."""

    id: Id
    """Its name in scores and reports."""
    first: Id | None = None
    """This step comes before `then`."""
    then: Id | None = None
    """This step comes after `first`."""
    when_done: Id | None = None
    """Once this step is done, `then_do` must follow."""
    then_do: Id | None = None
    """The step that follows."""
    within: Duration | None = None
    """How soon it follows."""
    different_people: Ids | None = Field(default=None, min_length=2)
    """No person does two of these steps."""
    weight: int | float = Field(default=1, gt=0, le=100)
    """How much it counts."""
    gate: bool = False
    """Breaking it caps the suggested rating."""

    @model_validator(mode="after")
    def _one_form(self) -> Rule:
        forms = [
            (self.first, self.then),
            (self.when_done, self.then_do, self.within),
            (self.different_people,),
        ]
        started = [form for form in forms if any(part is not None for part in form)]
        if len(started) != 1 or any(part is None for part in started[0]):
            raise ValueError("a rule is first + then, or when_done + then_do + within, or different_people")
        return self


class Workflow(Node):
    """A partial order of steps for one kind of crisis."""

    title: Text
    """The kind of crisis."""
    steps: dict[Id, Step]
    """The steps, by id."""
    also_fine: dict[Id, Text] = {}
    """Acts that are fine though nothing asks for them."""
    forbidden: dict[Id, Text] = {}
    """Acts that must not happen."""
    rules: Annotated[tuple[Rule, ...], as_tuple] = ()
    """How steps stand to each other, beyond `after`."""


class Review(Node):
    """When the plan is looked at again, and by whom."""

    every: CalendarPeriod
    """How often."""
    last: Day | None = None
    """When it was last reviewed."""
    approvers: Ids = ()
    """The roles that approve a change of the plan."""


class HistoryEntry(Node):
    """One version of the plan and why it came."""

    version: int = Field(ge=1)
    """The version that this made."""
    date: Day
    """When it took effect."""
    why: Text
    """What changed and why."""
    approved_by: Ids = ()
    """The roles that approved it."""
    base: Text | None = None
    """The hash of the trail's entry that it stood on."""


class Weights(Node):
    """How much each part counts; shared out over the parts that were observed."""

    time: float = Field(default=0.25, ge=0, strict=False)
    contacts: float = Field(default=0.25, ge=0, strict=False)
    order: float = Field(default=0.15, ge=0, strict=False)
    decisions: float = Field(default=0.15, ge=0, strict=False)
    continuity: float = Field(default=0.10, ge=0, strict=False)
    content: float = Field(default=0.10, ge=0, strict=False)

    @model_validator(mode="after")
    def _some(self) -> Weights:
        if self.time + self.contacts + self.order + self.decisions + self.continuity + self.content <= 0:
            raise ValueError("at least one part must count")
        return self


class Reports(Node):
    """What every report of a drill of this plan says about how it may be passed on."""

    classification: Text | None = None
    """How confidential a report is, in the organisation's own terms."""
    distribution: Text | None = None
    """Who gets it."""
    retention: Text | None = None
    """How long it is kept, and by whom."""
    counsel: Text | None = None
    """Counsel's heading, such as that the report was made at the request of counsel. drill vouches for no effect."""


class ScoringRules(Node):
    """The numbers of the scoring that a plan may set for itself."""

    weights: Weights = Weights()
    """The parts' weights."""
    credit_at_deadline: float = Field(default=0.6, ge=0, le=1, strict=False)
    """What is left of 1 for a step done exactly at its deadline."""
    delegate_untried: float = Field(default=0.8, ge=0, le=1, strict=False)
    """What a delegate counts where the role itself was not tried."""
    wrong_role: float = Field(default=0.5, ge=0, le=1, strict=False)
    """What a step counts when another role did it."""
    acceptable_option: float = Field(default=0.6, ge=0, le=1, strict=False)
    """What an acceptable decision counts."""
    same_time: Duration = 30_000
    """Stamps this close are in order."""
    borderline: Duration = 60_000
    """How far past its deadline a gate is left to the evaluator."""
    performed: float = Field(default=0.85, ge=0, le=1, strict=False)
    """At or above it the suggested rating is P."""
    some_challenges: float = Field(default=0.65, ge=0, le=1, strict=False)
    """At or above it the suggested rating is S."""
    broadcast_roles: int = Field(default=4, ge=2)
    """So many roles asked one by one are a broadcast."""
    broadcast_within: Duration = 60_000
    """Within this time."""


class ResponseTime(Node):
    """How long people take for something: lognormal, by its median and its spread."""

    median: Duration
    """Half of the times are shorter."""
    spread: float = Field(default=2.2, ge=1, le=20, strict=False)
    """Two thirds of the times lie between median / spread and median × spread; 1 is always the median."""
    observations: int | None = Field(default=None, ge=1)
    """How many times seen in earlier sessions it rests on; left out where somebody judged it."""

    @model_validator(mode="after")
    def _positive(self) -> ResponseTime:
        if self.median <= 0:
            raise ValueError("nobody takes 0s; write 1s for what is as good as instant")
        return self


class Responder(Node):
    """How fast the people of a role are, in a rehearsal."""

    answer: ResponseTime | None = None
    """From being called, or getting an inject, to answering."""
    act: ResponseTime | None = None
    """For an act, an approval or a decision, from taking it up to its end; `takes` of a step goes before it."""
    call: ResponseTime | None = None
    """For making a call or a heads-up, from taking it up to having told everybody."""


class OptionWeights(Node):
    """How often a rehearsed team chooses an option, by how good it is; shared out over those that there are."""

    best: float = Field(default=6, ge=0, strict=False)
    """An option that is best."""
    acceptable: float = Field(default=3, ge=0, strict=False)
    """An option that is acceptable."""
    poor: float = Field(default=1, ge=0, strict=False)
    """An option that is poor."""

    @model_validator(mode="after")
    def _some(self) -> OptionWeights:
        if self.best + self.acceptable + self.poor <= 0:
            raise ValueError("at least one kind of option must be chosen")
        return self


Share = Annotated[float, Field(ge=0, le=1, strict=False)]
"""A share in [0, 1]."""


class Responders(Node):
    """How fast and how often people are there, for `drill rehearse`. What is left out has published defaults."""

    everyone: Responder = Responder()
    """Roles that `roles` says nothing of."""
    roles: dict[Id, Responder] = {}
    """Single roles."""
    away: dict[Id, Share] = {}
    """How likely a person is away for the whole of a drill, from 0 to 1."""
    options: OptionWeights = OptionWeights()
    """Which options of a decision a team chooses."""


class Plan(Root):
    """The organisation's response plan."""

    plan: Id
    """The plan's id."""
    title: Text
    """What it is called."""
    version: int = Field(ge=1)
    """A whole number, one up for each effective revision."""
    review: Review | None = None
    """When it is looked at again."""
    people: dict[Id, Person] = {}
    """Who there is."""
    roles: dict[Id, Role] = Field(min_length=1)
    """The seats of the response."""
    escalations: Annotated[tuple[Edge, ...], as_tuple] = ()
    """The responder-role graph: who may call whom."""
    accounts: dict[AccountName, Account] = {}
    """The social accounts, by handle."""
    single_source_of_truth: SingleSource | None = None
    """The one place that is always right."""
    resources: dict[Id, Resource] = {}
    """Prepared texts and lists."""
    workflows: dict[Id, Workflow] = {}
    """What is done, by kind of crisis."""
    reports: Reports = Reports()
    """How the reports of its drills may be passed on."""
    scoring: ScoringRules = ScoringRules()
    """Numbers of the scoring that this plan sets for itself."""
    responders: Responders = Responders()
    """How fast people are, for rehearsals."""
    history: Annotated[tuple[HistoryEntry, ...], as_tuple] = ()
    """The versions so far."""

    def clause(self, path: tuple[str | int, ...]) -> str:
        """The path of a clause with its line: ``workflows.account-takeover.steps.lock:64``."""
        return f"{'.'.join(str(part) for part in path)}:{self._document.place(path).line}"

    @cached_property
    def edges(self) -> frozenset[tuple[str, str]]:
        """Who may call whom, as pairs of role ids."""
        return frozenset((edge.from_, edge.to) for edge in self.escalations)
