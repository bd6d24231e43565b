"""What evaluators have to settle after the end, in the order in which a debrief goes through it.

Everything here is read from the session, so that a debrief that was left can be
taken up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drill.session.panes.matrix import CellStatus, RowKey
from drill.session.panes.matrix_building import build_matrix
from drill.session.state import State
from drill.session.statements import (
    Adjudicated,
    Confirmed,
    Entry,
    Marked,
    Missed,
    Rated,
    Response,
    SetAside,
    Statement,
    Verb,
)


class Matter(StrEnum):
    """What kind of thing is to be settled, in the order of a debrief."""

    STEP = "Open steps"
    MARK = "Marks"
    IMPROVISATION = "Improvisations"
    STATEMENT = "Public statements"
    GATE = "Borderline gates"
    """Kept within a minute of its deadline: whoever scores the session finds them, the evaluator judges them."""
    OBJECTIVE = "Objectives"
    IN_TIME = "Still in time at the end"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that evaluators have to settle, or have settled."""

    matter: Matter
    team: str | None
    title: str
    detail: str = ""
    settled: str = ""
    """How it was settled, in words; empty while it is open."""
    at: int | None = None
    entry: int | None = None
    row: RowKey | None = None
    name: str = ""
    """The step, or the objective, as a line names it."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say something."""
        return not self.settled


def unsettled(state: State) -> tuple[Item, ...]:
    """All that a debrief goes through, what is settled among it."""
    said = [entry.statement for entry in state.entries.values()]
    steps = list(_steps(state, {_row_of(each) for each in said if isinstance(each, Missed)}))
    return (
        *(item for item in steps if item.matter is Matter.STEP),
        *_marks(state),
        *_improvisations(state, said),
        *_statements(state, said),
        *_objectives(state, said),
        *(item for item in steps if item.matter is Matter.IN_TIME),
    )


def _row_of(said: Missed) -> tuple[str, RowKey]:
    return said.team, RowKey(said.step, said.account, said.role, said.inject)


def _steps(state: State, missed: set[tuple[str, RowKey]]) -> Iterator[Item]:
    """Steps that were due and not done; and those whose time was not over."""
    matrix = build_matrix(state)
    now = state.now if state.ended_at is None else state.ended_at
    for column, team in enumerate(matrix.teams):
        for row, cells in zip(matrix.rows, matrix.cells, strict=True):
            cell = cells[column]
            status = cell.status(now)
            if status not in (CellStatus.MISSED, CellStatus.PENDING, CellStatus.UNSEEN):
                continue
            in_time = status is CellStatus.PENDING
            sure = "not done" if (team, row.key) in missed else ""
            yield Item(
                Matter.IN_TIME if in_time else Matter.STEP,
                team,
                row.name,
                row.title,
                settled={CellStatus.MISSED: sure, CellStatus.PENDING: "not held against them"}.get(status, "not seen"),
                at=cell.deadline_at,
                row=row.key,
                name=row.step_name,
            )


def _marks(state: State) -> Iterator[Item]:
    for entry in state.lines():
        if isinstance(entry.statement, Marked):
            yield Item(Matter.MARK, None, entry.statement.note or "a mark", at=entry.at, entry=entry.seq)


def _improvisations(state: State, said: list[Statement]) -> Iterator[Item]:
    judged = {each.entry: each for each in said if isinstance(each, Adjudicated)}
    aside = {each.entry for each in said if isinstance(each, SetAside)}
    for team, number, entry in _responses(state):
        response = entry.statement
        assert isinstance(response, Response)
        if response.verb is Verb.IMPROVISES:
            judgement = judged.get(entry.seq)
            settled = str(judgement.judgement) if judgement else "set aside" if entry.seq in aside else ""
            title = response.note or "an improvisation"
            yield Item(Matter.IMPROVISATION, team, title, f"#{number} {response.role}", settled, entry.at, entry.seq)


def _responses(state: State) -> Iterator[tuple[str, int, Entry]]:
    for team, log in state.teams.items():
        yield from ((team, number, entry) for number, entry in enumerate(log.responses, 1))


def _statements(state: State, said: list[Statement]) -> Iterator[Item]:
    """The public steps that were done, each with the words that were published."""
    for team, log in state.teams.items():
        for key, acts in log.play.acts.items():
            prepared = state.exercise.steps[key].step
            if not prepared.public or not acts:
                continue
            ratings = [each for each in said if isinstance(each, Rated) and (each.team, each.step) == (team, key)]
            newest = {each.by: each.score for each in ratings}
            words = state.entries[acts[-1].entry].statement.note or _prepared_words(state, acts[-1].resource)
            yield Item(
                Matter.STATEMENT,
                team,
                state.exercise.name_of(key),
                words or "its words were not written down",
                ", ".join(f"{score} by {by}" for by, score in newest.items()),
                at=acts[-1].at,
                name=state.exercise.name_of(key),
            )


def _prepared_words(state: State, resource: str | None) -> str:
    prepared = state.exercise.plan.resources.get(resource or "")
    return (prepared.text or prepared.title) if prepared else ""


def _objectives(state: State, said: list[Statement]) -> Iterator[Item]:
    confirmed = {(each.team, each.objective): each for each in said if isinstance(each, Confirmed)}
    for team in state.opened.teams:
        for name, objective in state.exercise.scenario.objectives.items():
            rating = confirmed.get((team, name))
            settled = f"{rating.grade} by {rating.by}" if rating else ""
            yield Item(Matter.OBJECTIVE, team, name, objective.title, settled, name=name)
