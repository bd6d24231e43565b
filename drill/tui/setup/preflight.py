"""What is missing or stale before a drill begins: each a note with how grave it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from drill.files.text import listed
from drill.findings.words import counted
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.audit.words import few
from drill.plan.model import ResourceKind
from drill.scenario.exercise import Exercise
from drill.tui.setup.reading import Material
from drill.tui.setup.seats import Seats, needed_roles

MB = 1024 * 1024
LEAST_FREE = 5 * MB
"""With less than this on the disk no drill is begun: a journal of a long one takes about as much."""
LITTLE_FREE = 100 * MB

FEW = 2
"""So many things that are stale in the same way are told one by one."""


class Weight(IntEnum):
    """How grave a note is."""

    STOPS = 0
    WARNS = 1
    TO_KNOW = 2
    FINE = 3


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know before the start, and its remedy where there is one."""

    weight: Weight
    said: str
    remedy: str = ""


STALE = frozenset({
    "review-overdue", "access-review-overdue", "rotation-overdue", "contact-list-old", "no-reach",
    "text-expired", "text-expires-soon", "text-unapproved",
})  # fmt: skip
"""The rules of the audit that say what is overdue or was never tried; the others belong to an audit."""


def notes(material: Material, seats: Seats) -> tuple[Note, ...]:
    """All that stands in the way or should be known, the gravest first."""
    found = [*_files(material), *_place(material)]
    if material.exercise is not None:
        found += [*_fit(material.exercise), *_nobody(material.exercise, seats), *_stale(material, material.exercise)]
        found += [*_retests(material), *_prints(material)]
    if all(note.weight is not Weight.STOPS for note in found):
        found.append(Note(Weight.FINE, "the journal can be written, the files are sound"))
    return tuple(sorted(found, key=lambda note: note.weight))


def _files(material: Material) -> Iterator[Note]:
    if material.wrong:
        yield Note(Weight.STOPS, material.wrong)
    errors = material.errors
    for one in errors[:3]:
        yield Note(Weight.STOPS, f"{Path(one.place.file).name}:{one.place.line}: {one.message}", one.hint or "")
    if len(errors) > 3:
        yield Note(Weight.STOPS, f"and {len(errors) - 3} more errors", "drill check shows all")
    if material.scenario is not None and material.exercise is None and not errors:
        yield Note(Weight.STOPS, "no plan is chosen", "choose one")


def _place(material: Material) -> Iterator[Note]:
    place = material.place
    if not place.is_writable:
        yield Note(Weight.STOPS, f"nothing can be written to {place.out}", "name another folder with --out DIR")
    elif place.free < LEAST_FREE:
        yield Note(Weight.STOPS, "the disk is full", "make room, or name another folder with --out DIR")
    elif place.free < LITTLE_FREE:
        yield Note(Weight.WARNS, f"only {place.free // MB} MB are free on the disk", "make room")
    if place.unfinished:
        name, *more = place.unfinished
        yield Note(
            Weight.TO_KNOW,
            f"{name} {f'and {len(more)} more are' if more else 'is'} not finished",
            f"to go on with it: drill resume {name}",
        )


def _fit(exercise: Exercise) -> Iterator[Note]:
    missing = exercise.fit.missing
    if missing:
        many = "1 name is" if len(missing) == 1 else f"{len(missing)} names are"
        yield Note(
            Weight.WARNS,
            f"{many} not in the plan: left out of the play, and a finding about the plan",
            "if the plan has it under another name, map it",
        )
    unheard = [prepared.id for prepared in exercise.injects.values() if not prepared.to]
    if unheard:
        yield Note(Weight.WARNS, f"nobody in this plan receives {listed(unheard)}", "map the roles that it goes to")


def _nobody(exercise: Exercise, seats: Seats) -> Iterator[Note]:
    """The needed roles in whose seat nobody is, together for the teams that share them."""
    plan, empty = exercise.plan, dict[tuple[str, ...], list[str]]()
    needed = needed_roles(exercise)
    for role in (each for each in plan.roles if each in needed):
        without = tuple(team for team in seats.teams if seats.sitting(team, role, plan) is None)
        if without and (plan.roles[role].people or not plan.roles[role].external):
            empty.setdefault(without, []).append(plan.roles[role].title)
    for teams, titles in empty.items():
        who = "" if len(teams) == len(seats.teams) else f"{listed(teams)}: "
        yield Note(Weight.WARNS, f"{who}nobody sits in {few(titles, 'or')}", "seat somebody, or a walk-in")


def _stale(material: Material, exercise: Exercise) -> Iterator[Note]:
    audited = PlanOnDay(exercise.plan, material.day)
    touched = _touched(exercise)
    for rule in AUDIT_RULES.rules:
        if rule.code not in STALE:
            continue
        found = [
            one for one in rule.find(audited) if len(one.path) < 2 or one.path[0] == "review" or one.path[:2] in touched
        ]
        yield from (Note(Weight.WARNS, one.message, one.hint or "") for one in found[:FEW])
        if len(found) > FEW:
            more = f"and {len(found) - FEW} more of the kind: {rule.code}"
            yield Note(Weight.WARNS, more, f"drill audit {material.plan_file} tells all")


def _touched(exercise: Exercise) -> set[tuple[str | int, ...]]:
    """What of the plan the scenario comes to: its accounts, the texts of its workflows, the people of its roles."""
    plan = exercise.plan
    accounts = {account for prepared in exercise.injects.values() for account in prepared.about}
    texts = {prepared.step.uses for prepared in exercise.steps.values() if prepared.step.uses}
    texts |= {name for name, resource in plan.resources.items() if resource.kind is ResourceKind.CONTACT_LIST}
    people = {person for role in needed_roles(exercise) for person in plan.roles[role].people}
    return {
        *(("accounts", name) for name in accounts),
        *(("resources", name) for name in texts),
        *(("people", name) for name in people),
    }


def _retests(material: Material) -> Iterator[Note]:
    """The changes of the plan that are due to prove themselves: those that this drill can prove, and the others."""
    for touched, said in ((True, "this drill re-tests"), (False, "due for a re-test, but nothing here comes to it:")):
        due = [each for each in material.retests if each.touched is touched]
        if due:
            many = counted(len(due), "change")
            words = f"{said} {many} of the plan" if touched else f"{many} {said} {few([each.revision for each in due])}"
            yield Note(Weight.TO_KNOW, words, few([each.criterion.words() for each in due]))


def _prints(material: Material) -> Iterator[Note]:
    if not material.printed and material.scenario is not None:
        stem = Path(material.scenario.document.name).stem
        yield Note(
            Weight.TO_KNOW,
            "nothing was printed for the room",
            f"drill print {material.scenario.document.name} --as cards --output {stem}-cards.html",
        )
