"""Evaluation forms (EEG), one for each objective and team: what to watch for, and room for what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drill.findings.words import stamp
from drill.paper.document import (
    Banner,
    Block,
    Boxes,
    Cell,
    Code,
    Document,
    Facts,
    Grid,
    Heading,
    Para,
    Room,
    Sheet,
    SheetKind,
)
from drill.paper.staging import Numbered, Staging, decision_limits, limits
from drill.report.wording import GRADES, NOT_RATED
from drill.scenario.exercise import AskedStep
from drill.scenario.model import Style
from drill.session.statements import Grade

_TESTS = {
    Grade.P: "Targets and critical tasks were done, and the objective was achieved: no harm to other work, no added "
    "risk, within plans, rules and laws.",
    Grade.S: "As P, and something could be done better or with less effort.",
    Grade.M: "The objective was achieved, but other work was harmed, or a risk was added, or it was not within plans, "
    "rules and laws.",
    Grade.U: "The objective was not achieved.",
}
"""When each rating is given, in short."""

_WORDS = (
    "Rate public words from 0 to 4: do they say what is known and what is not; do they feel with people; what should "
    "people do; when does the next word come; where does the truth stand?"
)


def eeg(staging: Staging) -> Document:
    """The forms: a page or more for each objective; one for what belongs to none, where something does."""
    forms: list[Sheet] = []
    for team in staging.teams or ("",):
        for objective in (*staging.scenario.objectives, None):
            injects = [each for each in staging.script if each.prepared.inject.objective == objective]
            form = tuple(_form(staging, objective, team, injects))
            if objective is not None or any(isinstance(block, Grid) and block.name == "tasks" for block in form):
                forms.append(Sheet(SheetKind.PAGE, form))
    title = f"EXERCISE: evaluation forms, {staging.words(staging.scenario.title)}"
    return Document(title, tuple(forms))


def _form(staging: Staging, objective: str | None, team: str, injects: Sequence[Numbered]) -> Iterator[Block]:
    tasks = tuple(row for numbered in injects for row in _tasks(staging, numbered))
    said = staging.scenario.objectives[objective] if objective is not None else None
    plan = staging.exercise.plan
    yield Banner("EXERCISE · for evaluators · never shown to players")
    yield Heading(1, f"Evaluation form: {staging.words(said.title) if said else 'outside the objectives'}")
    yield Facts(
        (
            ("Exercise", staging.words(staging.scenario.title)),
            *((("Objective", Code(objective)),) if objective is not None else ()),
            *((("Capability", staging.words(said.capability)),) if said else ()),
            ("Plan", f"{plan.title}, version {plan.version}"),
            ("Date", staging.date()),
            ("Team", team),
            ("Evaluator", ""),
            ("Reached at", ""),
        )
    )
    yield Heading(2, "Critical tasks")
    if staging.scenario.style is Style.DISCUSSION:
        yield Para("This exercise is talked through: times are shown, never scored.")
    if tasks:
        yield Grid("tasks", ("No.", "Expected", "Target and deadline", "Clause", "Seen at", "Notes"), tasks)
        yield Para("Write exercise time (T+). What you did not see, leave open: it is held against nobody.")
        if any(_is_public(staging, numbered) for numbered in injects):
            yield Para(_WORDS)
    else:
        yield Para("No inject of the script asks for a step of the plan here: write down what you see.")
    yield Room("What went well, and why", 3)
    yield Room("What was missing, and why", 3)
    yield Heading(2, "Rating")
    yield Boxes("Objective", (*Grade, NOT_RATED))
    yield Grid("key", ("", "Rating", "When"), tuple(_key()))
    yield Banner("EXERCISE")


def _is_public(staging: Staging, numbered: Numbered) -> bool:
    """Whether an inject asks for something that is published."""
    return any(staging.step(asked.step).public for asked in numbered.prepared.expect)


def _key() -> Iterator[tuple[Cell, ...]]:
    for grade, words in GRADES.items():
        yield str(grade), words.capitalize(), _TESTS[grade]
    yield NOT_RATED, "Not rated", "Not enough was seen. Never rate without an observation."


def _tasks(staging: Staging, numbered: Numbered) -> Iterator[tuple[Cell, ...]]:
    """What an inject asks for, each with room for when it was seen."""
    number, prepared = str(numbered.number), numbered.prepared
    decision = prepared.inject.decision
    if decision:
        by = (f"by {staging.roles(prepared.deciders, 'or')}",) if prepared.deciders else ()
        said = (f"Decide: {staging.words(decision.question)}", *by)
        yield number, said, _times(staging, numbered, decision_limits(decision), decision.deadline), "", "", ""
    for asked in prepared.expect:
        for account in (prepared.about or (None,)) if staging.step(asked.step).per else (None,):
            yield (
                number,
                _expected(staging, asked, account),
                _step_times(staging, numbered, asked),
                Code(staging.exercise.clause_of_step(asked.step)),
                "",
                "",
            )
    for reach in prepared.must_reach:
        times = _times(staging, numbered, limits(reach.target, reach.deadline), reach.deadline)
        yield number, f"The news reaches {staging.roles([reach.role])}", times, "", "", ""


def _expected(staging: Staging, asked: AskedStep, account: str | None) -> Cell:
    step, actors = staging.step(asked.step), staging.actors(asked.step)
    marks = (
        ("by ", actors),
        ("on ", account),
        ("with ", step.uses and staging.exercise.plan.resources[step.uses].title),
        ("drops out if ", (unless := staging.exercise.steps[asked.step].unless) and unless.words),
        ("gate: ", step.gate and "missing it caps the rating"),
        ("hard: ", step.hard and "a legal limit"),
        ("public: ", step.public and "rate its words 0 to 4"),
    )
    return (staging.task(asked.step), *(f"{label}{value}" for label, value in marks if value))


def _step_times(staging: Staging, numbered: Numbered, asked: AskedStep) -> Cell:
    step, words = staging.step(asked.step), limits(asked.target, asked.deadline)
    if step.clock == "expected":
        return _times(staging, numbered, words, asked.deadline)
    return (words,) if asked.deadline is None else (words, staging.counted_from(step))


def _times(staging: Staging, numbered: Numbered, words: str, deadline: int | None) -> Cell:
    """Target and deadline; on the clock too where the inject has a time."""
    if deadline is None:
        return words
    return (words, f"until {stamp(numbered.at + deadline)}" if numbered.at is not None else "from the inject")
