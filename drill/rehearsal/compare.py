"""Two versions of a drill on the same draws: what got better, what worse, and what can't be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drill.rehearsal.chunks import chunk_of, played
from drill.rehearsal.costs import paired
from drill.rehearsal.counting import Counts
from drill.rehearsal.forecast import Forecast
from drill.rehearsal.grading import grade
from drill.rehearsal.intervals import Paired
from drill.rehearsal.marks import Marks, marks
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import Outcome
from drill.rehearsal.rehearse import Precision, Watch, go_on
from drill.rehearsal.standing import judge


@dataclass(frozen=True)
class Comparison:
    """Two forecasts on the same draws, and how they differ."""

    before: Forecast
    after: Forecast
    changes: dict[str, Paired]
    """For each metric that both have, in how many runs only one of them came out well."""


def compare(
    before: Model, after: Model, seed: int, runs: int, *, watch: Watch = go_on, precision: Precision | None = None
) -> Comparison:
    """Play both, run by run on the same draws; fewer runs where `watch` says stop, or `precision` is met by `after`."""
    one, other, changes = Counts(before), Counts(after), dict[str, Paired]()
    chunk = min(chunk_of(before), chunk_of(after))
    worlds = zip(played(before, seed, runs, chunk=chunk), played(after, seed, runs, chunk=chunk), strict=True)
    for (_, was), (_, now) in worlds:
        one.add(was)
        other.add(now)
        _add(changes, _marks(before, was), _marks(after, now))
        if not watch(one.runs, runs):
            break
        if precision is not None and precision.is_met(other):
            runs = other.runs
            break
    return Comparison(one.forecast(runs), other.forecast(runs), changes)


def compare_each(before: Model, changed: Sequence[Model], seed: int, runs: int) -> Iterator[Comparison]:
    """Several changes of one world, which is played once; its answers are kept, a byte for each run and metric."""
    chunk = min(map(chunk_of, (before, *changed)))
    one, kept = Counts(before), []
    for _, outcome in played(before, seed, runs, chunk=chunk):
        one.add(outcome)
        kept.append(_marks(before, outcome))
    forecast = one.forecast(runs)
    for after in changed:
        other, changes = Counts(after), dict[str, Paired]()
        for old, (_, outcome) in zip(kept, played(after, seed, runs, chunk=chunk), strict=True):
            other.add(outcome)
            _add(changes, old, _marks(after, outcome))
        yield Comparison(forecast, other.forecast(runs), changes)


def _add(changes: dict[str, Paired], old: dict[str, Marks], new: dict[str, Marks]) -> None:
    """Count how the answers of some more runs differ, for the metrics that both have, in the order of the old ones."""
    for name, answers in old.items():
        if name in new:
            changes[name] = _together(changes.get(name), paired(answers, new[name]))


def _marks(model: Model, outcome: Outcome) -> dict[str, Marks]:
    judged = judge(model, outcome)
    return marks(model, outcome, judged, grade(model, outcome, judged))


def _together(known: Paired | None, more: Paired) -> Paired:
    if known is None:
        return more
    return Paired(known.gained + more.gained, known.lost + more.lost, known.of + more.of)
