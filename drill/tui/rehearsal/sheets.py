"""The tables of a rehearsal's screen: each cell with its words, and with what it is sorted by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drill.rehearsal.costs import Cost
from drill.rehearsal.forecast import Asked, Load, Quantile
from drill.rehearsal.intervals import Mean, Paired, Share
from drill.rehearsal.rehearsed import Rehearsed
from drill.report.rehearsal.numbers import bare_percent, change, minutes, percent

NEVER = float("inf")
"""What was not done by the end comes behind the longest time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell."""

    words: str
    order: float | str
    """What it is sorted by; of one kind in a column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet."""

    entries: tuple[Entry, ...]
    asked: Asked | None = None
    """What its plot shows."""
    person: str | None = None
    """Who may be taken out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def sorted_by(self, column: int, *, backwards: bool) -> tuple[Row, ...]:
        """The rows by one column; what is equal stays as it stood."""
        return tuple(sorted(self.rows, key=lambda row: row.entries[column].order, reverse=backwards))


def sheets(rehearsed: Rehearsed) -> tuple[Sheet, ...]:
    """All tables; those of what was not played are empty."""
    return (
        Sheet("Steps", ("What", "In time", "Median", "p90", "Due", "Late", "Never", "Asked by"), _steps(rehearsed)),
        Sheet("Waiting", ("Waits for", "Answer", "Busy", "Works", "If instant", "Change"), tuple(_waits(rehearsed))),
        Sheet("Absences", ("Away", "In time", "Change", "Gates held: change"), tuple(_absences(rehearsed))),
        Sheet("Injects", ("Inject", "Comes", "In"), tuple(_injects(rehearsed))),
        Sheet("Paths", ("From", "To", "Drills", "Answered", "Line"), tuple(_ways(rehearsed))),
        *_compared(rehearsed),
    )


def _text(words: str) -> Entry:
    return Entry(words, words)


def _share(share: Share, *, bare: bool = False) -> Entry:
    return Entry(bare_percent(share) if bare else percent(share), -1.0 if share.value is None else share.value)


def _time(quantile: Quantile) -> Entry:
    return Entry("never" if quantile.value is None else minutes(quantile.value), _or_never(quantile.value))


def _or_never(value: float | None) -> float:
    return NEVER if value is None else value


def _mean(mean: Mean) -> Entry:
    return Entry(minutes(mean.value), mean.value or 0.0)


def _paired(paired: Paired) -> Entry:
    return Entry(change(paired), paired.value or 0.0)


def _steps(rehearsed: Rehearsed) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                _text(each.name),
                _share(each.in_time, bare=True),
                _time(each.median),
                _time(each.p90),
                Entry(minutes(each.deadline), _or_never(each.deadline)),
                _share(each.late, bare=True),
                _share(each.never, bare=True),
                _text(each.inject),
            ),
            asked=each,
        )
        for each in rehearsed.forecast.asked
        if each.asked.count
    )


def _waits(rehearsed: Rehearsed) -> Iterator[Row]:
    costs = rehearsed.costs
    instant = {cost.names[0]: cost for cost in (*costs.instant_people, *costs.instant_roles)} if costs else {}
    people = sorted(rehearsed.forecast.people, key=lambda load: -load.waiting)
    roles = sorted(rehearsed.forecast.roles, key=lambda load: -load.waiting)
    for load in (*people, *roles):
        if load.waiting or load.work.value:
            yield _load(rehearsed, load, instant.get(load.name), is_person=load in people)


def _load(rehearsed: Rehearsed, load: Load, cost: Cost | None, *, is_person: bool) -> Row:
    words = _person(rehearsed, load.name) if is_person else load.name
    return Row(
        (
            _text(words),
            _mean(load.answer),
            _mean(load.queue),
            _mean(load.work),
            _share(cost.headline, bare=True) if cost else Entry("", -1.0),
            _paired(cost.in_time) if cost else Entry("", 0.0),
        ),
        person=load.name if is_person else None,
    )


def _absences(rehearsed: Rehearsed) -> Iterator[Row]:
    costs = rehearsed.costs
    for cost in (*costs.absences, *costs.pairs) if costs else ():
        who = " and ".join(_person(rehearsed, name) for name in cost.names)
        entries = (_text(who), _share(cost.headline), _paired(cost.in_time), _paired(cost.gates))
        yield Row(entries, person=cost.names[0] if len(cost.names) == 1 else None)


def _person(rehearsed: Rehearsed, name: str) -> str:
    known = rehearsed.stage.plan.people.get(name)
    return f"{name} ({known.name})" if known is not None else name


def _injects(rehearsed: Rehearsed) -> Iterator[Row]:
    for each in rehearsed.forecast.firings:
        comes = "by hand" if each.by_hand else "on what the team does" if each.is_conditional else "at its time"
        share = Entry("not rehearsed", -1.0) if each.by_hand else _share(each.share)
        yield Row((_text(each.inject), _text(comes), share))


def _ways(rehearsed: Rehearsed) -> Iterator[Row]:
    for way in rehearsed.forecast.ways:
        line = "" if way.in_plan or way.caller == way.called else "not in the plan"
        entries = (
            _text(way.caller),
            _text(way.called),
            _share(way.share),
            _share(way.answered, bare=True),
            _text(line),
        )
        yield Row(entries)


def _compared(rehearsed: Rehearsed) -> Iterator[Sheet]:
    compared = rehearsed.comparison
    if compared is None:
        return
    rows = [
        Row(
            (
                _text(name),
                _share(compared.before.metrics[name], bare=True),
                _share(compared.after.metrics[name], bare=True),
                _paired(paired),
                _text(paired.verdict.value),
            )
        )
        for name, paired in compared.changes.items()
        if paired.of
    ]
    yield Sheet("Compared", ("Metric", "There", "Here", "Change", ""), tuple(rows))
