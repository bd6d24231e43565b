"""A rehearsal as its report sees it, and what it warns of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drill.rehearsal.compare import Comparison
from drill.rehearsal.costs import Costs
from drill.rehearsal.forecast import Asked, Forecast
from drill.rehearsal.overlay import Laid
from drill.rehearsal.responders import Doing, Figure, Source
from drill.rehearsal.staging import Stage
from drill.rehearsal.standing import is_timed


@dataclass(frozen=True)
class Rehearsed:
    """All that one rehearsal found out."""

    stage: Stage
    seed: int
    forecast: Forecast
    costs: Costs | None = None
    """None where they were not asked for."""
    comparison: Comparison | None = None
    against: str = ""
    """What it is compared with, in a few words."""
    changes: tuple[str, ...] = ()
    """What was tried out, in a few words each."""
    laid: tuple[tuple[str, tuple[Laid, ...]], ...] = ()
    """Sessions that were laid over the forecast: each one's name, and where its times lie."""

    @property
    def headline(self) -> Asked:
        """The first time that the headline step is asked for."""
        return next(each for each in self.forecast.asked if each.step == self.forecast.headline)

    @property
    def figures(self) -> tuple[tuple[str, Doing, Figure], ...]:
        """Every response time in force, by role, for the roles that take part."""
        here = [load.name for load in self.forecast.roles if load.work.total > 0 or load.answer.total > 0]
        return tuple((role, doing, self.stage.pace.figure(role, doing)) for role in here for doing in Doing)

    @property
    def defaults(self) -> float:
        """Which share of the response times in force are published defaults."""
        sources = [figure.source for _, _, figure in self.figures]
        return sources.count(Source.DEFAULT) / len(sources) if sources else 1.0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an author should know, each in a sentence."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        if not is_timed(self.stage.model):
            yield "this is talked through: deadlines are told of here, and scored in no such drill"
        for firing in self.forecast.firings:
            if firing.by_hand:
                yield f"{firing.inject} is fired by hand, and no rehearsal fires it"
            elif firing.is_conditional and not firing.share.count:
                yield f"{firing.inject} hangs on what a team does, and came in no run"
            elif firing.is_conditional and firing.share.count == firing.share.of:
                yield f"{firing.inject} hangs on what a team does, and came in every run"
        for role, doing, figure in self.figures:
            if figure.observations == 1:
                yield f"how fast {role} is ({doing.value}) rests on one observation, which tells nothing of its spread"
        for line in self.stage.model.exercise.fit.missing:
            yield f"left out, since the plan does not have it: {line.name} ({line.kind})"
