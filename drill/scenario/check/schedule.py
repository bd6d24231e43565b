"""When injects come: never, too late, at once, or on top of each other."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.times import SECOND, format_duration, format_stamp
from drill.plan.check.book import inject_named
from drill.plan.conditions import Condition
from drill.scenario.check.book import SCENARIO_RULES, Setting
from drill.scenario.model import Inject

LONGEST_CHAIN = 8
"""So many injects that wait for each other are named in one sentence."""


@SCENARIO_RULES.rule("never-holds", Severity.ERROR)
def never_holds(setting: Setting) -> Iterator[Problem]:
    """In a scenario, it waits for the inject itself, or for lateness that cannot come.

    A step is never late where no inject expects it with a deadline. And an `if` is
    looked at once, when the inject is due: what can only hold later comes too late for
    it. With `when` in place of `at` the inject comes as soon as it holds.
    """
    for inject in setting.scenario.injects:
        for condition in (inject.when, inject.if_, inject.unless):
            if condition is not None:
                yield from _impossible(setting, inject, condition)
        if inject.if_ is not None and inject.at is not None:
            first = setting.earliest.of(inject.if_, inject)
            if inject.at < first < inf:
                due, first_stamp = format_stamp(inject.at), format_stamp(int(first))
                message = f"this is looked at when the inject is due, at {due}, and can first hold at {first_stamp}"
                yield Problem(inject.if_.path, message, "with when instead of at, it would come once this holds")


def _impossible(setting: Setting, inject: Inject, condition: Condition) -> Iterator[Problem]:
    for part in condition.parts():
        if part.late is not None:
            key = setting.step(part.late, inject)
            if key is not None and key not in setting.deadlines:
                message = f'"{part.late}" is never late: no inject expects it with a deadline'
                yield Problem((*part.path, "late"), message)
        if inject_named(part) == inject.id:
            yield Problem(part.path, f'"{inject.id}" would wait for itself')


@SCENARIO_RULES.rule("never-due", Severity.ERROR)
def never_due(setting: Setting) -> Iterator[Problem]:
    """Nothing can trigger an inject: what it waits for waits for it, or can never come.

    No team would ever get it. Give one inject of the circle a time, or make it
    `manual: true`.
    """
    for index, inject in enumerate(setting.scenario.injects):
        if inject.when is None or setting.earliest.due[index] < inf:
            continue
        if not any(_impossible(setting, inject, inject.when)):  # else that is said already
            chain = ", which waits for ".join(_chain(setting, index))
            yield Problem(inject.when.path, f'nothing can trigger "{inject.id}": it waits for {chain}')


def _chain(setting: Setting, start: int) -> list[str]:
    """What the inject waits for, what that waits for, and so on until it repeats or grows long."""
    injects, earliest = setting.scenario.injects, setting.earliest
    chain = [start]
    while len(set(chain)) == len(chain) <= LONGEST_CHAIN:
        awaited = [other for other in earliest.awaited(injects[chain[-1]]) if earliest.delivered[other] == inf]
        if not awaited:
            break
        chain.append(min(awaited))
    return [f'"{injects[index].id}"' for index in chain[1:]]


@SCENARIO_RULES.rule("after-end", Severity.ERROR)
def after_end(setting: Setting) -> Iterator[Problem]:
    """An inject or a phase falls on the end of the exercise or after it.

    For one that waits, that is the earliest moment at which it can come. Make the
    `duration` longer, or bring it forward.
    """
    scenario, earliest = setting.scenario, setting.earliest
    end = format_duration(scenario.duration)
    for index, inject in enumerate(scenario.injects):
        due = earliest.due[index]
        if scenario.duration <= due < inf:
            at = format_stamp(int(due))
            if inject.at is not None:
                message = f'"{inject.id}" is due at {at}; the exercise ends after {end}'
                yield Problem((*inject.path, "at"), message)
            else:
                message = f'"{inject.id}" can come at {at} at the earliest; the exercise ends after {end}'
                yield Problem((*inject.path, "when"), message)
    for phase in scenario.phases:
        if phase.at >= scenario.duration:
            message = f'"{phase.id}" begins at {format_stamp(phase.at)}; the exercise ends after {end}'
            yield Problem((*phase.path, "at"), message)


@SCENARIO_RULES.rule("probe-after-end", Severity.WARNING)
def probe_after_end(setting: Setting) -> Iterator[Problem]:
    """A probe would be asked after the end of the exercise.

    Nobody is there to answer. Ask it sooner, or make the `duration` longer.
    """
    earliest = setting.earliest
    for index, inject in enumerate(setting.scenario.injects):
        for probe in inject.probes:
            asked = earliest.due[index] + probe.after
            if earliest.due[index] < setting.scenario.duration <= asked:
                yield Problem((*probe.path, "after"), f"this is asked at {format_stamp(int(asked))}, after the end")


@SCENARIO_RULES.rule("duration-too-short", Severity.WARNING)
def duration_too_short(setting: Setting) -> Iterator[Problem]:
    """The exercise ends before the last deadline.

    What is not done by the end counts for nobody. Make the `duration` longer, or let
    the last injects come sooner.
    """
    scenario, earliest = setting.scenario, setting.earliest
    last = (0.0, "", "")
    for index, inject in enumerate(scenario.injects):
        deadlines = [(deadline, asked.step) for asked, _, deadline in setting.expected.get(index, ()) if deadline]
        deadlines += [(reach.deadline, reach.role) for reach in inject.must_reach if reach.deadline]
        if inject.decision and inject.decision.deadline:
            deadlines.append((inject.decision.deadline, "its decision"))
        due = earliest.due[index]
        if due < scenario.duration:
            last = max([last, *((due + deadline, name, inject.id) for deadline, name in deadlines)])
    if last[0] > scenario.duration:
        message = f"the exercise ends after {format_duration(scenario.duration)}"
        where = f'the last deadline ("{last[1]}", asked by "{last[2]}") is at {format_stamp(int(last[0]))}'
        yield Problem(("duration",), f"{message}; {where}")


@SCENARIO_RULES.rule("same-second", Severity.WARNING)
def same_second(setting: Setting) -> Iterator[Problem]:
    """A role gets two injects in the same second.

    It cannot answer both at once, and the log cannot show which one it answered. Move
    one of them. Two that both hang on conditions are taken for alternatives.
    """
    first: dict[tuple[int, str], Inject] = {}
    for inject in setting.scenario.injects:
        if inject.at is None:
            continue
        for name in inject.to:
            role = (setting.fit.role(name) if setting.fit else None) or name
            other = first.setdefault((inject.at // SECOND, role), inject)
            if other is not inject and not (_is_conditional(other) and _is_conditional(inject)):
                yield Problem((*inject.path, "at"), f'{name} gets "{other.id}" in the same second')


def _is_conditional(inject: Inject) -> bool:
    return inject.if_ is not None or inject.unless is not None


@SCENARIO_RULES.rule("holds-at-once", Severity.WARNING)
def holds_at_once(setting: Setting) -> Iterator[Problem]:
    """A `when` holds from the very start, so that its inject comes at T+0.

    `not` is true of everything that has not happened yet. To ask later whether a
    thing has happened, give the inject a time, with `if` or `unless`.
    """
    for inject in setting.scenario.injects:
        if inject.when is not None and _holds_at_start(inject.when):
            yield Problem(inject.when.path, f'"{inject.id}" would come at the start', "use at with unless")


def _holds_at_start(condition: Condition) -> bool:
    if condition.not_ is not None:
        return not _holds_at_start(condition.not_)
    if condition.all is not None:
        return all(_holds_at_start(part) for part in condition.all)
    return any(_holds_at_start(part) for part in condition.any or ())
