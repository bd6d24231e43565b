"""The first lines of a rehearsal's report: how likely it holds, what holds it up, who must not be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drill.files.text import clean, listed
from drill.findings.words import span
from drill.rehearsal.forecast import Asked
from drill.rehearsal.intervals import Verdict
from drill.rehearsal.marks import GATES, IN_TIME
from drill.rehearsal.rehearsed import Rehearsed
from drill.report.escape import code, escape
from drill.report.rehearsal.numbers import bare_percent, change, percent


@dataclass(frozen=True, slots=True)
class Words:
    """How ids, texts from outside and what matters most are written."""

    code: Callable[[str], str]
    text: Callable[[str], str]
    strong: Callable[[str], str]


MARKDOWN = Words(code, escape, lambda words: f"**{words}**")
PLAIN = Words(clean, clean, str)
"""For a terminal, which reads no markup."""


def answer(rehearsed: Rehearsed, words: Words = MARKDOWN) -> list[str]:
    """The answer, in sentences; those that belong together in one text."""
    return _Answer(rehearsed, words).told()


@dataclass(frozen=True)
class _Answer:
    rehearsed: Rehearsed
    words: Words

    def told(self) -> list[str]:
        """All of it, the most important first."""
        return [" ".join(self._first()), *self._held_up(), *self._without(), *self._compared()]

    def _first(self) -> Iterator[str]:
        forecast, first = self.rehearsed.forecast, self.rehearsed.headline
        in_time = forecast.metrics[IN_TIME]
        name = self.words.code(forecast.headline)
        if not in_time.of:
            yield self.words.strong(f"{name} is asked of nobody, excused, or cut off by the end, in every drill.")
        else:
            yield self.words.strong(f"{name} is in time in {percent(in_time)} of {in_time.of:,} drills.")
        if first.deadline is not None and first.asked.count:
            yield f"{self._how_long(first)}; the deadline is {span(first.deadline)}."
        yield f"No gate caps a rating in {percent(forecast.metrics[GATES])}."

    def _how_long(self, first: Asked) -> str:
        median, p90 = first.median.value, first.p90.value
        if median is None:
            return "Fewer than half of them have it by the end"
        nine = "one in ten not by the end" if p90 is None else f"nine in ten within {span(p90)}"
        return f"Half of them have it within {span(median)} of {self.words.code(first.inject)}, {nine}"

    def _held_up(self) -> Iterator[str]:
        waited = max(self.rehearsed.forecast.people, key=lambda load: load.waiting, default=None)
        if waited is None or not waited.waiting:
            return
        roles = listed(map(self.words.code, waited.roles))
        yield (
            f"The bottleneck is {self._person(waited.name)}, who fills {roles}: work and calls wait for them "
            f"{span(round(waited.waiting))} in each drill, {span(round(waited.queue.value or 0))} of it while they do "
            "something else."
        )
        costs = self.rehearsed.costs
        best = costs.instant_roles[0] if costs is not None and costs.instant_roles else None
        if best is not None and best.in_time.verdict is Verdict.BETTER:
            role, name = self.words.code(best.names[0]), self.words.code(self.rehearsed.forecast.headline)
            rise = change(best.in_time).replace("+", "")
            yield (
                f"If {role} took no time at all, {name} would be in time more often, by {rise}: no other role holds it "
                "up as much."
            )

    def _without(self) -> Iterator[str]:
        costs = self.rehearsed.costs
        if costs is None or not costs.absences:
            return
        worst = costs.absences[0]
        if worst.in_time.verdict is Verdict.WORSE:
            yield f"Without {self._person(worst.names[0])} it falls to {percent(worst.headline)}{self._pair()}."
        else:
            yield f"No single absence makes it worse that can be told{self._pair()}."

    def _pair(self) -> str:
        costs = self.rehearsed.costs
        if costs is None or not costs.pairs or costs.pairs[0].in_time.verdict is not Verdict.WORSE:
            return ""
        pair, worst = costs.pairs[0], costs.absences[0]
        if worst.names[0] in pair.names and pair.headline.count >= worst.headline.count:
            return ""  # the other one makes it no worse
        return f"; without {' and '.join(map(self._person, pair.names))}, to {percent(pair.headline)}"

    def _compared(self) -> Iterator[str]:
        comparison = self.rehearsed.comparison
        if comparison is None or IN_TIME not in comparison.changes:
            return
        paired = comparison.changes[IN_TIME]
        was = comparison.before.metrics[IN_TIME]
        verdict = {
            Verdict.BETTER: "That is better than",
            Verdict.WORSE: "That is worse than",
            Verdict.SAME: "That is the same, drill for drill, as",
            Verdict.OPEN: "It can't be told whether that is better or worse than",
        }[paired.verdict]
        told = "" if paired.verdict is Verdict.SAME else f": {bare_percent(was)} there, a change of {change(paired)}"
        yield f"{verdict} {self.words.text(self.rehearsed.against)}{told}."

    def _person(self, name: str) -> str:
        """A person's id, with the name behind it where the plan has one."""
        known = self.rehearsed.stage.plan.people.get(name)
        return (
            f"{self.words.code(name)} ({self.words.text(known.name)})" if known is not None else self.words.code(name)
        )
