"""How the matrix is made: rows from the script, cells from what each team was asked and seen to do."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, repeat

from drill.plan.model import Step
from drill.scenario.exercise import AskedReach, AskedStep, Exercise, PreparedInject
from drill.scenario.wording import task
from drill.session.panes.matrix import NOT_ASKED, Cell, Matrix, Row, RowKey, Spot
from drill.session.panes.matrix_cells import TeamCells
from drill.session.state import State
from drill.session.team import TeamPlay

Rows = tuple[tuple[RowKey, Row], ...]


def build_matrix(state: State) -> Matrix:
    """The matrix as the state stands."""
    return matrix_of(state.exercise, list(state.plays()))


def matrix_of(exercise: Exercise, plays: Sequence[TeamPlay]) -> Matrix:
    """The matrix of plays, which may stand at an earlier time than the teams' own."""
    return MatrixBuilder(exercise).build(plays)


class _Column:
    """One team: its cells, and what its script has that the scenario's has not."""

    def __init__(self) -> None:
        self.seen: Hashable = None
        self.team_cells = TeamCells()
        self.own: tuple[tuple[PreparedInject, bool], ...] = ()
        """Injects that are not the scenario's own, or that do not come any more; and whether they may come."""
        self.lost: frozenset[str] = frozenset()
        """The scenario's injects that neither came nor come to the team as they stand there."""
        self.cells: tuple[Cell, ...] = ()
        self.due: list[tuple[int, Spot]] = []

    def look(self, exercise: Exercise, play: TeamPlay) -> None:
        self.team_cells.look(play)
        own = {*play.skipped}
        if play.injects != exercise.injects:
            own |= exercise.injects.keys() - play.injects.keys()
            own |= {inject for inject, prepared in play.injects.items() if exercise.injects.get(inject) is not prepared}
        held = {inject: _held(play, inject) for inject in play.injects if inject in own} if own else {}
        came = {inject for inject, (prepared, may) in held.items() if may and prepared is exercise.injects.get(inject)}
        self.own = tuple(each for inject, each in held.items() if inject not in came)
        self.lost = frozenset(own - came)

    def line_up(self, keys: Iterable[RowKey], place: int) -> None:
        """Put the cells in the order of the rows."""
        self.cells = tuple(map(self.team_cells.cells.get, keys, repeat(NOT_ASKED)))
        self.due = [
            (cell.deadline_at, Spot(row, place))
            for row, cell in enumerate(self.cells)
            if cell.deadline_at is not None and cell.done_at is None and not (cell.excused or cell.unseen)
        ]


def _held(play: TeamPlay, inject: str) -> tuple[PreparedInject, bool]:
    """An inject as the team has it or will get it, and whether it may still come or came."""
    if inject in play.delivered:
        return play.delivered[inject].inject, True
    return play.injects[inject], inject not in play.skipped


class MatrixBuilder:
    """Makes the matrix, and keeps of each team what did not change since the last time."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._columns: list[_Column] = []
        self._rows: dict[RowKey, Row] = {}
        self._seen: Sequence[tuple[object, ...]] = ()
        self._listed: list[tuple[RowKey, Row, bool]] = []
        self._rows_of: dict[int, tuple[PreparedInject, Rows]] = {}
        self._matrix = Matrix()

    def build(self, plays: Sequence[TeamPlay], moved: Sequence[Hashable] = ()) -> Matrix:
        """The matrix of these plays, always the same teams'. `moved` says of each play when it was looked at last:
        where it is as it was, the team is not looked at again; without it, every team is.
        """
        if not self._columns:
            self._columns = [_Column() for _ in plays]
        changed = [place for place in range(len(plays)) if not moved or self._columns[place].seen != moved[place]]
        if not changed:
            return self._matrix
        for place in changed:
            self._columns[place].look(self._exercise, plays[place])
            self._columns[place].seen = moved[place] if moved else None
        before, self._rows = self._rows, self._all_rows()
        if list(before) != list(self._rows):
            changed = list(range(len(plays)))
        for place in changed:
            self._columns[place].line_up(self._rows, place)
        has_ended = any(play.ended_at is not None for play in plays)
        self._matrix = Matrix(
            tuple(play.team for play in plays),
            tuple(self._rows.values()),
            tuple(zip(*(column.cells for column in self._columns), strict=True)),
            () if has_ended else tuple(sorted(chain.from_iterable(column.due for column in self._columns))),
        )
        return self._matrix

    # ── rows ─────────────────────────────────────────────────────────────────

    def _all_rows(self) -> dict[RowKey, Row]:
        """The rows of what may still come to a team, or came; of the rest those that a team was asked for."""
        seen = [(column.own, column.lost) for column in self._columns]
        if seen != self._seen:
            self._seen = seen
            self._listed = list(self._rows_listed())
        rows: dict[RowKey, Row] = {}
        asked = [column.team_cells.cells for column in self._columns]
        for key, row, still_due in self._listed:
            if still_due or (key not in rows and any(key in cells for cells in asked)):
                rows.setdefault(key, row)
        return rows

    def _rows_listed(self) -> Iterator[tuple[RowKey, Row, bool]]:
        """Every row as often as it may be wanted: none behind one that surely is."""
        sure: set[RowKey] = set()
        for prepared, still_due in self._script():
            for key, row in self._known_rows(prepared):
                if key not in sure:
                    yield key, row, still_due
                    if still_due:
                        sure.add(key)

    def _script(self) -> list[tuple[PreparedInject, bool]]:
        """Every inject of any team in the order of the script, and whether a team may still get it."""
        lost = frozenset.intersection(*(column.lost for column in self._columns)) if self._columns else frozenset()
        found = {
            id(prepared): (prepared, True) for inject, prepared in self._exercise.injects.items() if inject not in lost
        }
        for prepared, may_come in chain.from_iterable(column.own for column in self._columns):
            known = found.get(id(prepared))
            if known is None or (may_come and not known[1]):
                found[id(prepared)] = prepared, may_come
        return sorted(found.values(), key=lambda item: item[0].index)

    def _known_rows(self, prepared: PreparedInject) -> Rows:
        known = self._rows_of.get(id(prepared))
        if known is None:
            known = self._rows_of[id(prepared)] = prepared, tuple(_rows_of(self._exercise, prepared))
        return known[1]


def _rows_of(exercise: Exercise, prepared: PreparedInject) -> Iterator[tuple[RowKey, Row]]:
    for asked in prepared.expect:
        step = exercise.steps[asked.step].step
        accounts: tuple[str | None, ...] = prepared.about if step.per == "account" and prepared.about else (None,)
        for account in accounts:
            key = RowKey(asked.step, account)
            yield key, _step_row(exercise, prepared, asked, step, key)
    for reach in prepared.must_reach:
        key = RowKey(None, None, reach.role, prepared.id)
        yield key, _reach_row(exercise, prepared, reach, key)


def _step_row(exercise: Exercise, prepared: PreparedInject, asked: AskedStep, step: Step, key: RowKey) -> Row:
    name = exercise.name_of(asked.step)
    return Row(
        key=key,
        name=name if key.account is None else f"{name} {key.account}",
        title=task(exercise, asked.step),
        by=step.actors or _callers(exercise, step.called) or prepared.to,
        called=step.called,
        target=asked.target,
        deadline=asked.deadline,
        repeats=step.repeat is not None,
    )


def _reach_row(exercise: Exercise, prepared: PreparedInject, reach: AskedReach, key: RowKey) -> Row:
    title = f"{exercise.plan.roles[reach.role].title} must hear of: {prepared.inject.title}"
    by = tuple(role for role in prepared.to if (role, reach.role) in exercise.plan.edges) or prepared.to
    return Row(key, f"reach {reach.role}", title, by, (reach.role,), reach.target, reach.deadline)


def _callers(exercise: Exercise, called: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(caller for caller, to in sorted(exercise.plan.edges) if called and to == called[0])
