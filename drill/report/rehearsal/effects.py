"""What proposed changes of a plan are expected to do, on the same draws, before anybody approves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from drill.errors import DrillError, Refused
from drill.rehearsal.compare import Comparison, compare_each
from drill.rehearsal.intervals import Verdict
from drill.rehearsal.marks import IN_TIME
from drill.rehearsal.model import Model
from drill.rehearsal.staging import stage
from drill.report.rehearsal.numbers import bare_percent, change
from drill.report.rehearsal.playing import with_edits
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import Proposal
from drill.session.state import State

RUNS = 1_000
"""So many drills of each: a change of a few points is seen, and a dozen proposals take seconds."""

_MOST = 4


@dataclass(frozen=True)
class Effect:
    """What a change is expected to do."""

    headline: str
    comparison: Comparison

    @property
    def words(self) -> str:
        """One sentence: what becomes of the headline, then what else gets better or worse."""
        compared = self.comparison
        was, now = compared.before.metrics[IN_TIME], compared.after.metrics.get(IN_TIME)
        paired = compared.changes.get(IN_TIME)
        if paired is None or now is None or paired.value is None:
            return f"nothing can be told of {self.headline}"
        if paired.verdict is Verdict.SAME:
            first = f"{self.headline} in time in {bare_percent(now)} of {compared.after.runs:,} drills, as before"
        else:
            first = f"{self.headline} in time in {bare_percent(now)} of drills instead of {bare_percent(was)}"
            first += f", {change(paired)}: {paired.verdict}"
        return "; ".join([first, *self._others()])

    def _others(self) -> Iterator[str]:
        for verdict in (Verdict.BETTER, Verdict.WORSE):
            found = [
                (name, paired)
                for name, paired in self.comparison.changes.items()
                if paired.verdict is verdict and name != IN_TIME
            ]
            found.sort(key=lambda each: (-abs(each[1].value or 0), each[0]))
            if found:
                shown = ", ".join(f"{name} {change(paired)}" for name, paired in found[:_MOST])
                more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
                yield f"{verdict}: {shown}{more}"

    def as_dict(self) -> dict[str, Any]:
        """The changes that are not chance, as data."""
        return {
            "headline": self.headline,
            "runs": self.comparison.after.runs,
            "changes": {
                name: {"change": round(paired.value, 6), "interval": [round(each, 6) for each in paired.interval]}
                for name, paired in self.comparison.changes.items()
                if paired.value is not None and paired.verdict in (Verdict.BETTER, Verdict.WORSE)
            },
        }


def effects(proposals: Iterable[Proposal], living: LivingPlan, played: State) -> dict[str, Effect]:
    """What each proposal is expected to do in the drill that it came from.

    Left out is what cannot be rehearsed: a change after which the plan could not be read,
    or in which nothing could be done.
    """
    exercise, day = played.exercise, date.fromisoformat(played.opened.date)
    fits = (exercise.fit.maps,)
    try:
        before = stage(living.plan, exercise.scenario, day, fits=fits)
    except Refused:
        return {}
    ready: dict[str, Model] = {}
    for proposal in proposals:
        with suppress(DrillError):
            plan = with_edits(living.plan, living.text, proposal.edits)
            ready[proposal.id] = stage(plan, exercise.scenario, day, fits=fits).model
    compared = compare_each(before.model, tuple(ready.values()), 0, RUNS)
    return {name: Effect(each.after.headline, each) for name, each in zip(ready, compared, strict=True)}
