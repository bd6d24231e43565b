"""What a rehearsal tells, as plain values: nothing here is drawn, counted or looked up any more. Times are ms."""

from __future__ import annotations

from dataclasses import dataclass

from drill.rehearsal.intervals import Mean, Share

SELDOM = 100
"""What is asked for in fewer than one run of so many says nothing of a deadline."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile with its interval; None stands for what was not done by the end."""

    value: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an inject asks for: a step, or a role that its news must come to."""

    inject: str
    name: str
    step: str | None
    """The step's name; None for a role to be told."""
    target: int | None
    deadline: int | None
    asked: Share
    """In how many runs it counted: asked for, not excused, and not cut off by the end."""
    in_time: Share
    late: Share
    never: Share
    median: Quantile
    p10: Quantile
    p90: Quantile
    p95: Quantile
    fastest: int | None
    """The shortest time of any run; None where it was done in none."""
    bins: tuple[int, ...]
    """How many runs took how long: bins from 0 on, up to the last that is not empty."""
    bin_width: int


@dataclass(frozen=True, slots=True)
class Firing:
    """How often an inject came."""

    inject: str
    is_conditional: bool
    """Whether it hangs on what the team does; one at a fixed time comes always."""
    by_hand: bool
    """Fired by control alone, so that no rehearsal fires it."""
    share: Share


@dataclass(frozen=True, slots=True)
class GateRisk:
    """How often a gate caps a rating, or is left to the evaluator."""

    name: str
    share: Share
    borderline: Share
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person or one role costs the others in waiting, as means over the runs.

    Work that was ready and that nobody had begun by the end counts for nobody.
    """

    name: str
    roles: tuple[str, ...]
    """For a person, the roles that they fill."""
    queue: Mean
    """Ready work waits for them while they do something else."""
    answer: Mean
    """Calls and news wait for their answer."""
    work: Mean
    """They work."""

    @property
    def waiting(self) -> float:
        """Both kinds of waiting, in ms."""
        return (self.queue.value or 0.0) + (self.answer.value or 0.0)


@dataclass(frozen=True, slots=True)
class Way:
    """Calls from one role to another."""

    caller: str
    called: str
    share: Share
    answered: Share
    """Of the runs with such a call, those in which one was answered."""
    in_plan: bool
    """Whether the plan has a line from the one to the other."""


@dataclass(frozen=True)
class Forecast:
    """What came of all runs together."""

    runs: int
    wanted: int
    """So many runs were asked for; fewer were played where it was interrupted, or sure enough before."""
    headline: str
    metrics: dict[str, Share]
    asked: tuple[Asked, ...]
    gates: tuple[GateRisk, ...]
    ratings: dict[str, tuple[Share, ...]]
    """For each objective the shares of P, S, M, U and of no rating."""
    time: Mean
    """The time part, from 0 to 1."""
    firings: tuple[Firing, ...]
    people: tuple[Load, ...]
    roles: tuple[Load, ...]
    ways: tuple[Way, ...]
    at_p95: int | None
    """The run at the 95th percentile of the headline's time; None where none was done."""

    @property
    def is_partial(self) -> bool:
        """Whether fewer runs than wanted were played."""
        return self.runs < self.wanted

    @property
    def out_of_reach(self) -> tuple[Asked, ...]:
        """Deadlines that not even the fastest run kept; what is asked for too seldom is left out."""
        return tuple(
            each
            for each in self.asked
            if each.deadline is not None and not each.in_time.count and each.in_time.of * SELDOM >= self.runs
        )

    @property
    def never_missed(self) -> tuple[Asked, ...]:
        """Deadlines that every run kept."""
        return tuple(
            each
            for each in self.asked
            if each.deadline is not None and each.in_time.of and each.in_time.count == each.in_time.of
        )
