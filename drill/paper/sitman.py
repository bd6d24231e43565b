"""The players' situation manual: all that they may read before the exercise, and none of its answers.

Nothing here is taken from an inject: what is not looked at cannot leak.
"""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.words import span
from drill.paper.document import (
    Banner,
    Block,
    Bullets,
    Cell,
    Document,
    Facts,
    Grid,
    Heading,
    Para,
    Room,
    Said,
    Sheet,
    SheetKind,
)
from drill.paper.staging import Staging
from drill.scenario.model import Mode, Style

_RULES = (
    "Begin every message, call and note with the word EXERCISE.",
    "Call nobody outside the room. Whoever you would call is here, or is played by control.",
    "If something real happens, say NO DUFF, loudly: everything stops at once.",
    "Do what you would do on a real day, with your own plan and the means that you have.",
    "Say aloud whom you call, what you tell them and what you decide: only what is heard can be logged.",
    "What control says has happened, has happened. Ask where it is unclear; do not argue with the story.",
    "The plan is tested, not the people in the room.",
)


def sitman(staging: Staging) -> Document:
    """The manual: one part to read before the start, then a page for each phase."""
    title = f"Situation manual: {staging.words(staging.scenario.title)}"
    first = (
        Banner("EXERCISE · for players"),
        Heading(1, title),
        _frame(staging),
        *_briefing(staging),
        *_objectives(staging),
        *_rules(staging),
        *_people(staging),
        *_simulated(staging),
        Banner("EXERCISE"),
    )
    phases = [Sheet(SheetKind.PAGE, tuple(blocks)) for blocks in _phases(staging)]
    return Document(f"EXERCISE: {title}", (Sheet(SheetKind.PAGE, first), *phases))


def _frame(staging: Staging) -> Block:
    scenario, plan = staging.scenario, staging.exercise.plan
    starts = scenario.starts
    manner = "talked through" if scenario.style is Style.DISCUSSION else "played against the clock"
    facts: list[tuple[str, Cell]] = [
        ("Date", staging.date()),
        *([("It begins at", f"{starts:%H:%M} in the story, on {starts:%Y-%m-%d}")] if starts else []),
        ("Length", f"{span(scenario.duration)} planned"),
        ("Manner", f"{manner}, {scenario.mode}"),
        ("Plan", f"{plan.title}, version {plan.version}"),
        ("Teams" if staging.teams else "Your team", listed(staging.teams)),
        ("Your name and role", ""),
    ]
    return Facts(tuple(facts))


def _briefing(staging: Staging) -> Iterator[Block]:
    if staging.scenario.briefing:
        yield Heading(2, "Briefing")
        yield Said(staging.words(staging.scenario.briefing))


def _objectives(staging: Staging) -> Iterator[Block]:
    objectives = staging.scenario.objectives.values()
    if objectives:
        yield Heading(2, "What we want to see")
        yield Grid(
            "objectives",
            ("Objective", "Capability"),
            tuple((staging.words(each.title), staging.words(each.capability)) for each in objectives),
        )


def _rules(staging: Staging) -> Iterator[Block]:
    yield Heading(2, "Rules")
    timed = (
        "You talk it through. Times are shown, never scored."
        if staging.scenario.style is Style.DISCUSSION
        else "Times are counted in exercise time, T+, which stops when control pauses."
    )
    coached = ("This run is for learning: control may help.",) if staging.scenario.mode is Mode.COACHED else ()
    yield Bullets((*_RULES, timed, *coached))


def _people(staging: Staging) -> Iterator[Block]:
    plan, simulated = staging.exercise.plan, staging.exercise.simulated
    rows: list[tuple[Cell, ...]] = []
    for role_id, role in plan.roles.items():
        if role_id in simulated:
            continue
        names = tuple(plan.people[person].name for person in role.people if person in plan.people)
        filled = (names[0], f"backup: {listed(names[1:])}") if len(names) > 1 else names
        rows.append((role.title + (" (outside the organisation)" if role.external else ""), filled, ""))
    if rows:
        yield Heading(2, "Who is who")
        yield Grid("people", ("Role", "In the plan", "Today"), tuple(rows))


def _simulated(staging: Staging) -> Iterator[Block]:
    yield Heading(2, "What is simulated")
    roles = [role for role in staging.exercise.plan.roles if role in staging.exercise.simulated]
    if roles:
        yield Bullets(tuple(staging.roles([role]) for role in roles))
    yield Para("Everybody who is not in the room is played by control. Posts, calls and mails come from control too.")
    yield Para("Nothing is published, no account is touched, and no real customer is reached.")


def _phases(staging: Staging) -> Iterator[list[Block]]:
    for number, phase in enumerate(staging.scenario.phases, 1):
        pause = " The clock stops while you talk." if phase.pause else ""
        yield [
            Banner("EXERCISE · for players"),
            Heading(2, f"Phase {number}: {staging.words(phase.title)}"),
            Para(f"From {staging.moment(phase.at)}.{pause}"),
            *(Room(staging.words(question), 4) for question in phase.questions or ("Notes",)),
            Banner("EXERCISE"),
        ]
