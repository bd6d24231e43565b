"""An exercise as it is rehearsed: everything by number, looked up once.

`drill.rehearsal.compiled` makes it, `drill.rehearsal.reference` says what it means,
`drill.rehearsal.vector` plays it many times at once. All times are whole
milliseconds. People, roles, injects, tasks and so on are numbered from 0, and
another's number stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from drill.rehearsal.draws import Draw
from drill.scenario.conditions import Check
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may answer for a role."""

    person: int
    seat: int
    """The role as which they answer: the role itself, or a delegate."""
    turn: int
    """Whose turn it is: each of the role's own people has one, the people of a delegate share one."""


@dataclass(frozen=True, slots=True)
class Role:
    """A seat of the plan."""

    id: str
    people: tuple[int, ...]
    ack_within: int | None
    stand_ins: tuple[int, ...]
    """The role and its delegates."""
    candidates: tuple[Candidate, ...]
    """Its own people in order, then those of its delegates; each person once."""
    hearings: tuple[int, ...]
    """What the role may come to know of (`Hearing`)."""
    asked_tallies: tuple[int, ...]
    """What a call to this role adds to."""
    told_tallies: tuple[int, ...]
    """What a heads-up to this role adds to."""
    own_tally: int | None
    """The count of calls to this very role, where it has delegates."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """A role that may come to know of an inject, and who then acts for it."""

    role: int
    inject: int
    tasks: tuple[int, ...]
    """What the role may then do."""


class Rank(IntEnum):
    """What comes first of what falls on one instant; up to ANSWER as the session has it."""

    WORK = 1
    """Acts, calls and decisions are done."""
    LATENESS = 2
    DELIVERY = 3
    ANSWER = 4
    OWN = 5
    """What follows of the same inject on what was done just now is taken up."""
    NEXT = 6
    """Everything else that is ready is taken up."""


class TaskKind(IntEnum):
    """What a task is."""

    ACT = 0
    """A step that is an act or an approval."""
    CALL = 1
    """A step that calls, convenes or informs."""
    TELL = 2
    """Passing an inject's news on, by a call that no step asks for."""
    DECIDE = 3
    """Deciding what an inject asks."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody has to do: a step for one account and one occurrence, a decision, news to pass on."""

    index: int
    kind: TaskKind
    place: int
    """The inject that asks for it first, in the scenario's order."""
    step: StepKey | None
    account: str | None
    occurrence: int
    actors: tuple[int, ...]
    """The roles that may do it, in the plan's order."""
    hearings: tuple[tuple[int, ...], ...]
    """For each of these roles, what it must have heard of: any of them."""
    waits_for: tuple[int, ...]
    """The tasks that come first, as long as they are asked for and open."""
    durations: tuple[int, ...]
    """For each of the roles, the draw of how long it takes."""
    guard: Check | None
    not_before: Check | None
    is_dropped: bool
    """Nobody means to do it: the prepared text that makes it needless will be used."""
    text: str | None
    """The prepared text that is used as it stands."""
    counts_as: StepKey | None
    """For an act: the step that it is recorded for."""
    adds_to: tuple[tuple[int, tuple[int, ...] | None], ...]
    """For an act: the tallies that it adds to, each with the roles that count for it (None: any)."""
    needless_with: int | None
    """For an act: the tally that shows that somebody has done it already."""
    calls: tuple[int, ...]
    """The roles that are called or told."""
    asks: bool
    """Whether an answer is asked for; a heads-up asks for none."""
    about: int | None
    """The inject whose news is passed on, or that is decided."""
    races: tuple[int, ...]
    """For each called role, who of it answers first."""
    told: int | None
    """For news that is passed on: the hearing of whom it is passed on to."""
    for_tasks: tuple[int, ...]
    """The tasks for whose sake news is passed on."""
    for_reaches: tuple[int, ...]
    """The roles that must be reached, for whose sake it is."""
    options: tuple[str, ...]
    option_draw: int


@dataclass(frozen=True, slots=True)
class Race:
    """A call or a delivery to one role: its people are tried in turn, the first to answer wins."""

    index: int
    role: int
    task: int | None
    """The task that makes the call; None for an inject that is delivered."""
    about: int | None
    """The inject that is told; None for a step's call, which tells all that is open."""
    is_patient: bool
    """Nobody is tried after the first: a heads-up."""
    answers: tuple[int, ...]
    """For each candidate of the role, the draw of how long the answer takes."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A step that an inject expects: one account, one occurrence. As `drill.session.expectations.Expectation`."""

    index: int
    inject: int
    step: StepKey
    account: str | None
    occurrence: int
    target: int | None
    deadline: int | None
    weight: float
    objective: str | None
    tallies: tuple[int, ...]
    """It is done once each of these has come to its occurrence."""
    tasks: tuple[int, ...]
    clock: str
    """expected, reached, done or decided: what starts the clock."""
    clock_step: StepKey | None
    clock_inject: str | None
    listeners: tuple[int, ...]
    """For a clock that starts when the actors are reached: the roles that count."""
    guard: Check | None
    until: Check | None
    every: int | None
    next: int | None
    """The same, one occurrence on."""
    is_watched: bool
    """Whether something hangs on its deadline: a guard, or a condition on lateness."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A role that an inject's news must come to. As `drill.session.expectations.Reach`."""

    index: int
    inject: int
    role: int
    stand_ins: tuple[int, ...]
    target: int | None
    deadline: int | None
    weight: float
    objective: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of acts or calls; kept are the moments at which it reached 1 to `depth`."""

    depth: int
    actors: tuple[int, ...]
    """For acts: the roles of whom they are expected."""


@dataclass(frozen=True, slots=True)
class Step:
    """What must be known to tell whether a step is done, or late."""

    key: StepKey
    expected: tuple[int, ...]
    """All that expects it, in the order of making."""
    first: tuple[int, ...]
    """Of these, the first occurrences."""
    tallies: tuple[int, ...]
    """Done without being expected: once each of these has begun."""


@dataclass(frozen=True, slots=True)
class Inject:
    """An inject and what its delivery brings."""

    index: int
    id: str
    at: int | None
    when: Check | None
    delay: int
    if_: Check | None
    unless: Check | None
    to: tuple[int, ...]
    gone: tuple[int, ...]
    back: tuple[int, ...]
    expected: tuple[int, ...]
    reaches: tuple[int, ...]
    races: tuple[int, ...]
    tasks: tuple[int, ...]
    decision: int | None


@dataclass(frozen=True, slots=True)
class Model:
    """An exercise, ready to be rehearsed."""

    exercise: Exercise
    day: date
    end: int
    people: tuple[str, ...]
    roles: tuple[Role, ...]
    injects: tuple[Inject, ...]
    hearings: tuple[Hearing, ...]
    tasks: tuple[Task, ...]
    races: tuple[Race, ...]
    expected: tuple[Expected, ...]
    reaches: tuple[Reach, ...]
    tallies: tuple[Tally, ...]
    steps: dict[StepKey, Step]
    draws: tuple[Draw, ...]
    away: tuple[int, ...]
    """For each person, the draw of whether they are away."""
    one_at_a_time: bool
    """Whether a person does one thing at a time."""

    def role_number(self, role: str) -> int:
        """The number of a role of the plan."""
        return next(index for index, each in enumerate(self.roles) if each.id == role)
