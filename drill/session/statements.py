"""What a line of a transcript says, as values. The grammar reads and writes them.

A response is what a role of a team was seen to do; the other statements are what
the exercise control does and what evaluators note. Names in them are the plan's
and the scenario's own ids, already looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import ClassVar

from drill.plan.model import StepKind
from drill.scenario.fit import StepKey

ALL = "all"
"""The team name that means every team."""


class Rank(IntEnum):
    """What comes first of what falls on one instant."""

    CONTROL = 0
    ACT = 1
    LATENESS = 2
    DELIVERY = 3
    ACKNOWLEDGEMENT = 4
    END = 5
    JUDGEMENT = 6


def before(instant: int) -> tuple[int, int]:
    """The position of all that is over by an instant (milliseconds): what falls on it may still be answered."""
    return instant - 1, int(Rank.JUDGEMENT)


class Verb(StrEnum):
    """What a role can be seen to do."""

    ACKS = "acks"
    ESCALATES = "escalates"
    CONVENES = "convenes"
    INFORMS = "informs"
    STARTS = "starts"
    DOES = "does"
    APPROVES = "approves"
    REJECTS = "rejects"
    DECIDES = "decides"
    IMPROVISES = "improvises"


CALLING = {StepKind.CONTACT: Verb.ESCALATES, StepKind.CONVENE: Verb.CONVENES, StepKind.INFORM: Verb.INFORMS}
"""How a step that is a call is done."""

CALLS = frozenset(CALLING.values())
"""The verbs by which one role turns to others."""


class Grade(StrEnum):
    """HSEEP's ratings."""

    P = "P"
    S = "S"
    M = "M"
    U = "U"


class Judgement(StrEnum):
    """How evaluators judge what a team did."""

    SENSIBLE = "sensible"
    NEUTRAL = "neutral"
    HARMFUL = "harmful"


class FlagKind(StrEnum):
    """What an evaluator can flag."""

    FORBIDDEN = "forbidden"
    FALSE = "false"
    UNAPPROVED = "unapproved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The words of one line, without its time."""

    _rank: ClassVar[Rank] = Rank.CONTROL
    note: str | None = None

    @property
    def rank(self) -> Rank:
        """Its place among what falls on one instant."""
        return self._rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Statement):
    """What a role of a team was seen to do."""

    team: str
    role: str
    verb: Verb
    person: str | None = None
    assumed: bool = False
    """The step's usual role, until somebody says by whom."""
    roles: tuple[str, ...] = ()
    """The roles that a call goes to."""
    called_person: str | None = None
    from_role: str | None = None
    """The caller that an acknowledgement answers."""
    step: StepKey | None = None
    act: str | None = None
    """An act that is no step: also fine, or forbidden."""
    inject: str | None = None
    option: str | None = None
    account: str | None = None
    about: str | None = None
    resource: str | None = None
    edited: bool = False

    @property
    def rank(self) -> Rank:
        """Acts and contacts come before what falls due, acknowledgements after it."""
        return Rank.ACKNOWLEDGEMENT if self.verb is Verb.ACKS else Rank.ACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Statement):
    """Control stopped the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Statement):
    """Control started the clock again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedSet(Statement):
    """Control set how fast exercise time runs, in thousandths: 2000 is twice."""

    thousandths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jumped(Statement):
    """Control moved the clock ahead to this exercise time, in milliseconds."""

    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDuff(Statement):
    """A real emergency stopped the exercise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Statement):
    """Control ended the exercise."""

    _rank: ClassVar[Rank] = Rank.END


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamStatement(Statement):
    """A statement about one team, or about all."""

    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated(TeamStatement):
    """This person sits in this role's seat from now on."""

    role: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedOut(TeamStatement):
    """These people dropped out."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack(TeamStatement):
    """These people returned."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(TeamStatement):
    """An inject came to a team at the time at which it was due."""

    _rank: ClassVar[Rank] = Rank.DELIVERY
    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired(TeamStatement):
    """Control delivered an inject by hand, whatever it waited for."""

    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdHoc(TeamStatement):
    """Control wrote an inject and delivered it, or put it on the script."""

    inject: str
    yaml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Statement):
    """Control changed an inject before its delivery."""

    inject: str
    yaml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed(TeamStatement):
    """Control moved an inject's due time."""

    inject: str
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped(TeamStatement):
    """An inject that a team does not get: control's choice."""

    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet(TeamStatement):
    """An inject that a team does not get: when it was due, its if or unless said no."""

    _rank: ClassVar[Rank] = Rank.DELIVERY
    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed(TeamStatement):
    """Control asked a question about an inject: what follows was prompted."""

    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(Statement):
    """A moment to come back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(Statement):
    """A question kept for later."""

    _rank: ClassVar[Rank] = Rank.JUDGEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamJudgement(TeamStatement):
    """What an evaluator says about a team's play; it moves nothing in the play."""

    _rank: ClassVar[Rank] = Rank.JUDGEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged(TeamJudgement):
    """A forbidden act, or a claim that was false or unapproved."""

    kind: FlagKind
    act: str | None = None
    step: StepKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(TeamJudgement):
    """What a named observer saw of an objective, with a rating where they give one."""

    observer: str
    objective: str
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(TeamJudgement):
    """A public statement's words, rated 0 to 4 by an evaluator."""

    step: StepKey
    score: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(TeamJudgement):
    """An objective's rating, confirmed or overridden by a person."""

    objective: str
    grade: Grade
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen(TeamJudgement):
    """Nobody saw whether this step was done; it is not held against the team."""

    step: StepKey
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed(TeamJudgement):
    """An evaluator made sure that this was not done: a step, or a role that was to hear of an inject.

    It scores nothing that is not scored without it; it says that somebody looked.
    """

    step: StepKey | None = None
    account: str | None = None
    role: str | None = None
    inject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated(TeamJudgement):
    """A team's line, judged; a sensible improvisation may stand for a step."""

    entry: int
    judgement: Judgement
    satisfies: StepKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(TeamJudgement):
    """A team's line that counts nowhere, such as a real phone call."""

    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength(TeamJudgement):
    """Something that went well."""

    objective: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(TeamJudgement):
    """Something that was missing."""

    objective: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the session: a statement at an exercise time.

    `seq` is the journal's number of the event that entered it; `at` is whole
    milliseconds; `recalled` marks what was told afterwards, not seen as it happened.
    """

    seq: int
    at: int
    statement: Statement
    recalled: bool = False

    @property
    def position(self) -> tuple[int, int]:
        """Its place in time: the instant, and its rank on it."""
        return self.at, self.statement.rank
