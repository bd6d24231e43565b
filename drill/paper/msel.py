"""The master list of events (MSEL): the whole script as one table, with the columns of doctrine."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.words import span, stamp
from drill.paper.cards import watched_for
from drill.paper.document import Banner, Cell, Code, Document, Facts, Grid, Heading, Sheet, SheetKind
from drill.paper.staging import Numbered, Staging, decision_limits

COLUMNS = (
    "No.",
    "Time",
    "Event",
    "Controller",
    "From",
    "To",
    "Via",
    "Type",
    "Expected response",
    "Objective",
    "Capability",
    "For evaluators",
    "Notes",
    "Released",
)
"""HSEEP's columns; who is the controller, and when it was released, is written in by hand."""


def msel(staging: Staging) -> Document:
    """The script as a table, with the frame of the exercise above it."""
    scenario, plan = staging.scenario, staging.exercise.plan
    phases = tuple(
        f"{staging.moment(phase.at)}: {staging.words(phase.title)}" + (", the clock stops" if phase.pause else "")
        for phase in scenario.phases
    )
    facts: list[tuple[str, Cell]] = [
        ("Date", staging.date()),
        ("Length", f"{span(scenario.duration)} planned"),
        ("Plan", f"{plan.title}, version {plan.version}"),
        ("Simulated", staging.roles(sorted(staging.exercise.simulated)) or "nobody"),
        *([("Phases", phases)] if phases else []),
        *([("Teams", listed(staging.teams))] if staging.teams else []),
    ]
    missing = tuple(f"{line.name} ({line.kind})" for line in staging.exercise.fit.missing)
    if missing:
        facts.append(("Not in the plan", missing))
    title = f"Master scenario events list: {staging.words(scenario.title)}"
    blocks = (
        Banner("EXERCISE · for control and evaluators · never shown to players"),
        Heading(1, title),
        Facts(tuple(facts)),
        Grid("msel", COLUMNS, rows(staging)),
    )
    return Document(f"EXERCISE: {title}", (Sheet(SheetKind.PAGE, blocks),), wide=True)


def rows(staging: Staging) -> tuple[tuple[Cell, ...], ...]:
    """A row for each inject, in the order of the script."""
    return tuple(_row(staging, numbered) for numbered in staging.script)


def _row(staging: Staging, numbered: Numbered) -> tuple[Cell, ...]:
    inject, objective = numbered.prepared.inject, staging.objective(numbered)
    simulated = staging.exercise.simulated
    to = tuple(
        staging.roles([role]) + (" (played by control)" if role in simulated else "") for role in numbered.prepared.to
    )
    return (
        str(numbered.number),
        staging.due(numbered),
        (Code(inject.id), staging.words(inject.title), staging.words(inject.text)),
        "",
        staging.words(inject.from_),
        (*(to or ("nobody in this plan",)), *(("shown to the whole room",) if inject.is_public else ())),
        str(inject.via),
        str(inject.type),
        tuple(watched_for(staging, numbered)),
        staging.words(objective.title) if objective else "",
        staging.words(objective.capability) if objective else "",
        tuple(_for_evaluators(staging, numbered)),
        staging.words(inject.notes),
        tuple(f"{team}:" for team in staging.teams),
    )


def _for_evaluators(staging: Staging, numbered: Numbered) -> Iterator[str]:
    """The decision with how good its answers are, who may be called, what control asks, who drops out."""
    prepared, inject = numbered.prepared, numbered.prepared.inject
    if inject.decision:
        by = f", by {staging.roles(prepared.deciders, 'or')}" if prepared.deciders else ""
        yield f"Decision: {staging.words(inject.decision.question)} ({decision_limits(inject.decision)}{by})"
        yield from (f"{each.is_}: {staging.words(each.says)}" for each in inject.decision.options.values())
    if prepared.acceptable:
        yield f"May be called without harm: {staging.roles(prepared.acceptable)}"
    for probe in inject.probes:
        due = f" ({stamp(inject.at + probe.after)})" if inject.at is not None else ""
        yield f"Control asks after {span(probe.after)}{due}: {staging.words(probe.ask)}"
    for what, people in (("drops out", inject.effects.absent), ("is back", inject.effects.back)):
        known = staging.exercise.plan.people
        if people:
            yield f"{listed(known[person].name if person in known else person for person in people)} {what}"
