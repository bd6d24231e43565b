"""The scenario: injects, what each is expected to cause, objectives.

Every key of a scenario file, with the sentence that editors show for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from drill.files.nodes import Duration, Id, Ids, Moment, Node, Text, Texts, as_tuple
from drill.files.root import Root
from drill.plan.conditions import Condition
from drill.plan.model import AccountName


class InjectType(StrEnum):
    """HSEEP's kinds of inject."""

    CONTEXTUAL = "contextual"
    CONTINGENCY = "contingency"


class Method(StrEnum):
    """How an inject reaches its recipients."""

    SOCIAL = "social"
    EMAIL = "email"
    PHONE = "phone"
    PRESS = "press"
    CHAT = "chat"
    DM = "dm"
    IN_PERSON = "in-person"


class Quality(StrEnum):
    """How good an option of a decision is."""

    BEST = "best"
    ACCEPTABLE = "acceptable"
    POOR = "poor"


class Mode(StrEnum):
    """Whether a drill is coached (no trend data) or assessed."""

    COACHED = "coached"
    ASSESSED = "assessed"


class Style(StrEnum):
    """Played live against the clock, or talked through."""

    LIVE = "live"
    DISCUSSION = "discussion"


class Objective(Node):
    """What the exercise wants to see."""

    title: Text
    """The objective in words."""
    capability: Text | None = None
    """The core capability that it belongs to."""


class Phase(Node):
    """A part of the exercise."""

    id: Id
    """Its id."""
    title: Text
    """What it is called."""
    at: Duration
    """When it begins."""
    pause: bool = False
    """Whether the clock stops at its beginning."""
    questions: Texts = ()
    """What the facilitator asks then."""


class Probe(Node):
    """A question that the facilitator asks after an inject."""

    after: Duration
    """How long after the inject."""
    ask: Text
    """The question."""


class Option(Node):
    """One way to decide."""

    says: Text
    """The option in words."""
    is_: Annotated[Quality, Field(strict=False)] = Field(alias="is")
    """best, acceptable or poor."""


class Decision(Node):
    """A question that the team must answer."""

    question: Text
    """The question."""
    by: Ids = ()
    """The roles that may decide it."""
    target: Duration | None = None
    """When it should be decided."""
    deadline: Duration | None = None
    """When it must be decided."""
    options: dict[Id, Option] = Field(min_length=2)
    """The answers."""


class _NamedOrMore(Node):
    """A mapping that may also be written as a bare name."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        name = {"type": "string", "description": "the name alone, where nothing else is said"}
        return {"anyOf": [name, handler(core)]}


class ExpectedStep(_NamedOrMore):
    """A step that an inject is expected to cause, by its id or its milestone."""

    step: Id
    """The step's id, or its milestone."""
    target: Duration | None = None
    """Instead of the plan's target."""
    deadline: Duration | None = None
    """Instead of the plan's deadline."""
    weight: int | float | None = Field(default=None, gt=0, le=100)
    """Instead of the plan's weight."""


class MustReach(Node):
    """A role that the inject's news must come to."""

    role: Id
    """The role, by its id or its function."""
    target: Duration | None = None
    """When it should have come."""
    deadline: Duration | None = None
    """When it must have come."""
    weight: int | float = Field(default=1, gt=0, le=100)
    """How much it counts."""


class Effects(Node):
    """What an inject does to the people in the play."""

    absent: Ids = ()
    """People who drop out."""
    back: Ids = ()
    """People who return."""


def _named(value: Any) -> Any:
    if isinstance(value, list):
        return tuple({"step": item} if isinstance(item, str) else item for item in value)
    return value


class Inject(Node):
    """One scenario event, delivered to roles by a method, at a time or when a condition holds."""

    id: Id
    """Its id."""
    at: Duration | None = None
    """When it is due, in exercise time."""
    when: Condition | None = None
    """It is due once, the moment this first holds for a team."""
    delay: Duration | None = None
    """How long after `when` holds."""
    manual: bool = False
    """Control delivers it by hand."""
    if_: Condition | None = Field(default=None, alias="if")
    """Looked at when it is due: delivered only if this holds."""
    unless: Condition | None = None
    """Looked at when it is due: delivered only if this does not hold."""
    type: Annotated[InjectType, Field(strict=False)] = InjectType.CONTEXTUAL
    """contextual, or contingency: given only if players have not acted."""
    workflow: Id | None = None
    """Where its steps are looked up, if not in the scenario's workflow."""
    via: Annotated[Method, Field(strict=False)]
    """social, email, phone, press, chat, dm or in-person."""
    from_: Text | None = Field(default=None, alias="from")
    """Who it comes from."""
    to: Ids = Field(min_length=1)
    """The roles that receive it."""
    about: Annotated[tuple[AccountName, ...], as_tuple] = ()
    """The accounts that it is about."""
    public: bool | None = None
    """Shown to the whole room; true for social and press where left out."""
    title: Text
    """What happens, in a few words."""
    text: Text | None = None
    """What the recipients see or hear."""
    notes: Text | None = None
    """For the facilitator's eyes."""
    probes: Annotated[tuple[Probe, ...], as_tuple] = ()
    """Questions to ask afterwards."""
    objective: Id | None = None
    """The objective that it serves."""
    weight: int | float = Field(default=1, gt=0, le=100)
    """How much its decision counts."""
    expect: Annotated[tuple[ExpectedStep, ...], BeforeValidator(_named)] = ()
    """The steps that it should cause, by id or milestone."""
    must_reach: Annotated[tuple[MustReach, ...], as_tuple] = ()
    """The roles that its news must come to."""
    acceptable_contacts: Ids = ()
    """Roles that may be called without harm."""
    decision: Decision | None = None
    """A question that the team must answer."""
    effects: Effects = Effects()
    """People who drop out or return."""

    @model_validator(mode="after")
    def _one_trigger(self) -> Inject:
        if sum((self.at is not None, self.when is not None, self.manual)) != 1:
            raise ValueError("an inject has exactly one of at, when, manual: true")
        if self.delay is not None and self.when is None:
            raise ValueError("delay goes with when")
        return self

    @property
    def is_public(self) -> bool:
        """Whether the whole room sees it."""
        return self.via in (Method.SOCIAL, Method.PRESS) if self.public is None else self.public


class FitMap(Node):
    """What this scenario names, and what the plan has instead."""

    roles: dict[Id, Id] = {}
    """The scenario's role: the plan's role."""
    steps: dict[Id, Id] = {}
    """The scenario's step: the plan's step."""
    workflows: dict[Id, Id] = {}
    """The scenario's workflow: the plan's workflow."""
    accounts: dict[AccountName, AccountName] = {}
    """The scenario's account: the plan's account."""


class Scenario(Root):
    """The exercise script, the field's MSEL."""

    scenario: Id
    """The scenario's id."""
    title: Text
    """What it is called."""
    plan: Text | None = None
    """The plan's file, relative to this one; --plan runs it on another."""
    workflow: Id | None = None
    """The plan's workflow where steps are looked up."""
    mode: Annotated[Mode, Field(strict=False)] = Mode.ASSESSED
    """coached, or assessed."""
    style: Annotated[Style, Field(strict=False)] = Style.LIVE
    """live, or discussion: times are shown, never scored."""
    starts: Moment | None = None
    """The exercise's own date and local time at T+0."""
    duration: Duration = 3_600_000
    """How long it is planned to take; control ends it."""
    briefing: Text | None = None
    """What the facilitator reads out before the start."""
    simulated: Ids = ()
    """Roles played by control."""
    objectives: dict[Id, Objective] = {}
    """What the exercise wants to see."""
    phases: Annotated[tuple[Phase, ...], as_tuple] = ()
    """The parts of the exercise."""
    cast: dict[Id, Literal["user_name", "company", "name", "first_name", "last_name", "city",
                           "phone_number", "email", "street_name", "job"]] = {}  # fmt: skip
    """Names drawn once a session from its seed: what is drawn, by the name that texts use."""
    injects: Annotated[tuple[Inject, ...], as_tuple] = Field(min_length=1)
    """What happens."""
    fit: FitMap = FitMap()
    """What this scenario names, and what the plan has instead."""
