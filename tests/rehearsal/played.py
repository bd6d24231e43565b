"""A rehearsed run, written as a transcript and played by the real engine: what both say of it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drill.rehearsal.grading import Grade, grade
from drill.rehearsal.model import Model
from drill.rehearsal.outcome import NEVER, Outcome
from drill.rehearsal.reference import Run
from drill.rehearsal.standing import Standing, judge
from drill.scoring.card import TeamCard
from drill.scoring.scorecard import score
from drill.session.play import look_up, play
from drill.session.state import State
from drill.session.transcript import read_transcript

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Told:
    """What one side says of a run: a row for each thing asked, deliveries, decisions, the time part."""

    rows: list[Row]
    delivered: dict[str, int]
    decided: dict[str, tuple[int, str]]
    time: float | None


def by_engine(model: Model, text: str) -> tuple[Told, State, TeamCard]:
    """The engine's word on a transcript."""
    exercise = model.exercise
    reading = look_up(
        read_transcript(text, "run.txt"),
        exercise.plan,
        exercise.scenario,
        day=model.day,
        teams=("blue",),
        fit=exercise.fit.maps,
    )
    session, warnings = play(reading)
    assert not warnings
    state = session.state
    card, team = score(state).teams[0], state.teams["blue"].play
    rows = [
        (row.inject, str(row.step or row.name), row.on, row.occurrence, row.expected_at, row.deadline_at, row.done_at,
         row.status.value)
        for row in card.responses
    ]  # fmt: skip
    return (
        Told(
            sorted(rows, key=str),
            {inject: delivery.at for inject, delivery in team.delivered.items()},
            {inject: (made[-1].at, made[-1].option) for inject, made in team.choices.items()},
            card.parts.time,
        ),
        state,
        card,
    )


def by_rehearsal(model: Model, outcome: Outcome, column: int = 0) -> Told:
    """The rehearsal's word on one of its runs."""
    judged = judge(model, outcome)
    rows: list[Row] = []
    for expected in model.expected:
        number = expected.index
        standing = Standing(int(judged.steps[number, column]))
        if standing is Standing.UNASKED:
            continue
        clock, done = int(outcome.clock_at[number, column]), int(outcome.done_at[number, column])
        deadline = None if clock == NEVER or expected.deadline is None else clock + expected.deadline
        rows.append(
            (model.injects[expected.inject].id, str(expected.step), expected.account, expected.occurrence,
             int(outcome.expected_at[number, column]), deadline, None if done == NEVER else done, standing.name.lower())
        )  # fmt: skip
    for reach in model.reaches:
        standing = Standing(int(judged.reaches[reach.index, column]))
        if standing is Standing.UNASKED:
            continue
        told, at = int(outcome.told_at[reach.index, column]), int(outcome.delivered_at[reach.inject, column])
        rows.append(
            (model.injects[reach.inject].id, f"reach {model.roles[reach.role].id}", None, 1, at,
             None if reach.deadline is None else at + reach.deadline, None if told == NEVER else told,
             standing.name.lower())
        )  # fmt: skip
    delivered = {
        inject.id: int(outcome.delivered_at[inject.index, column])
        for inject in model.injects
        if outcome.delivered_at[inject.index, column] < NEVER
    }
    decided = {}
    for inject in model.injects:
        if outcome.decided_at[inject.index, column] < NEVER and inject.decision is not None:
            option = model.tasks[inject.decision].options[int(outcome.option[inject.index, column])]
            decided[inject.id] = (int(outcome.decided_at[inject.index, column]), option)
    time = float(judged.time[column])
    return Told(sorted(rows, key=str), delivered, decided, None if time != time else time)


def grades_of(model: Model, outcome: Outcome, column: int = 0) -> dict[str, str | None]:
    """The rehearsal's suggested rating of each objective."""
    grades = grade(model, outcome, judge(model, outcome)).objectives
    shown = {name: Grade(int(each[column])) for name, each in grades.items()}
    return {name: None if each is Grade.NOT_RATED else each.name for name, each in shown.items()}


def assert_same(model: Model, run: Run, outcome: Outcome) -> TeamCard:
    """The engine, playing the run's transcript, says what the rehearsal says."""
    told, _, card = by_engine(model, run.scribe.text)
    ours = by_rehearsal(model, outcome)
    assert ours.delivered == told.delivered, run.scribe.text
    assert ours.rows == told.rows, run.scribe.text
    assert ours.decided == told.decided, run.scribe.text
    assert (ours.time is None) == (told.time is None)
    assert ours.time is None or told.time is None or abs(ours.time - told.time) < 1e-12, run.scribe.text
    graded = {objective.id: objective.suggested and objective.suggested.value for objective in card.objectives}
    assert grades_of(model, outcome) == graded, run.scribe.text
    return card
