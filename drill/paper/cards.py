"""Inject cards, one for each inject and team, to be cut out and handed over.

A card shows players no more than they may know. What tells control when to give it stands on a strip above,
which stays behind when the card is cut; notes and probes stand on the back, and only where they were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from drill.findings.words import span
from drill.paper.document import Banner, Block, Bullets, Document, Facts, Heading, Para, Said, Sheet, SheetKind
from drill.paper.staging import EXERCISE, Numbered, Staging, decision_limits, limits


def cards(staging: Staging) -> Document:
    """The cards of an exercise, team by team."""
    sheets = [
        sheet
        for team in staging.teams or ("",)
        for numbered in staging.script
        for sheet in _card(staging, numbered, team)
    ]
    title = f"EXERCISE: inject cards, {staging.words(staging.scenario.title)}"
    return Document(title, tuple(sheets), single=staging.with_notes)


def _card(staging: Staging, numbered: Numbered, team: str) -> Iterator[Sheet]:
    yield Sheet(SheetKind.STUB, (_stub(staging, numbered, team),))
    yield Sheet(SheetKind.CARD, tuple(_front(staging, numbered, team)))
    if staging.with_notes:
        yield Sheet(SheetKind.BACK, tuple(_back(staging, numbered)))


def _stub(staging: Staging, numbered: Numbered, team: str) -> Block:
    inject = numbered.prepared.inject
    whose = f" for {team}" if team else ""
    return Facts(
        (
            ("Control keeps", f"inject {numbered.number}{whose}, {inject.id}, {inject.type}"),
            ("Give it", staging.due(numbered)),
            *((("Not to hand over", "the answers stand on the back"),) if staging.with_notes else ()),
        )
    )


def _front(staging: Staging, numbered: Numbered, team: str) -> Iterator[Block]:
    inject = numbered.prepared.inject
    facts = [
        ("Inject", str(numbered.number)),
        ("Time", staging.moment(numbered.at) if numbered.at is not None else ""),
        ("From", staging.words(inject.from_) or "control"),
        ("To", staging.recipients(numbered)),
        ("Via", str(inject.via)),
    ]
    yield Banner(EXERCISE)
    yield Heading(2, staging.words(inject.title))
    yield Facts((*((("Team", team),) if team else ()), *facts))
    if inject.text:
        yield Said(staging.words(inject.text))
    yield Banner(EXERCISE)


def _back(staging: Staging, numbered: Numbered) -> Iterator[Block]:
    inject = numbered.prepared.inject
    yield Banner("EXERCISE · the facilitator's side · never shown to players")
    yield Heading(2, f"Inject {numbered.number}: {staging.words(inject.title)}")
    yield Facts((("Give it", staging.due(numbered)),))
    if inject.notes:
        yield Heading(3, "Notes")
        yield Said(staging.words(inject.notes))
    if inject.probes:
        yield Heading(3, "Ask, if nobody does")
        yield Bullets(tuple(f"after {span(probe.after)}: {staging.words(probe.ask)}" for probe in inject.probes))
    expected = tuple(watched_for(staging, numbered))
    if expected:
        yield Heading(3, "Watch for")
        yield Bullets(expected)
    if inject.decision:
        yield Heading(3, "The decision")
        yield Para(f"{staging.words(inject.decision.question)} ({decision_limits(inject.decision)})")
        yield Bullets(tuple(f"{each.is_}: {staging.words(each.says)}" for each in inject.decision.options.values()))


def watched_for(staging: Staging, numbered: Numbered) -> Iterator[str]:
    """What an inject should cause, each with its times."""
    for asked in numbered.prepared.expect:
        yield f"{staging.task(asked.step)} ({limits(asked.target, asked.deadline)})"
    for reach in numbered.prepared.must_reach:
        yield f"{staging.roles([reach.role])} hears of it ({limits(reach.target, reach.deadline)})"
