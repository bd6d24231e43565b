"""The matrix of expected steps against teams: what was asked, by when, and how it stands.

A row is a step on one account, or a role that an inject's news must reach. Rows
stand in the order of the script and never move, so that a key pressed twice acts
on the cell that was looked at. All times are whole milliseconds of exercise time.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from drill.scenario.fit import StepKey


class CellStatus(StrEnum):
    """How a cell stands at one moment. While people play, nothing is scored here."""

    NOT_ASKED = "not asked for yet"
    WAITING = "asked for, its clock has not started"
    OPEN = "open"
    PAST_TARGET = "open, past its target"
    LATE = "late"
    EARLY = "done too early, to be done again"
    MET = "done by its target"
    SLOW = "done by its deadline"
    DONE_LATE = "done late"
    DONE = "done"
    MISSED = "not done"
    PENDING = "still open at the end"
    EXCUSED = "excused"
    UNSEEN = "not seen"


OPEN = frozenset({CellStatus.WAITING, CellStatus.OPEN, CellStatus.PAST_TARGET, CellStatus.LATE, CellStatus.EARLY})
"""The team still owes it."""

DONE = frozenset({CellStatus.MET, CellStatus.SLOW, CellStatus.DONE_LATE, CellStatus.DONE})
"""The team has done it."""


class RowKey(NamedTuple):
    """What a row is about: a step on an account, or a role that an inject must reach."""

    step: StepKey | None
    account: str | None
    reach: str | None = None
    inject: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One expected step, or one role to reach."""

    key: RowKey
    name: str
    """The step as a transcript names it, with its account; or ``reach ROLE``."""
    title: str
    """What is asked for, in words."""
    by: tuple[str, ...]
    """The roles that usually do it, first choice first."""
    called: tuple[str, ...] = ()
    """The roles that it calls, tells or reaches."""
    target: int | None = None
    deadline: int | None = None
    repeats: bool = False

    @property
    def step_name(self) -> str:
        """The step as a transcript names it, without its account."""
        return self.name.removesuffix(f" {self.key.account}") if self.key.account else self.name


@dataclass(frozen=True, slots=True)
class Cell:
    """One row for one team."""

    asked: bool = False
    clock_at: int | None = None
    target_at: int | None = None
    deadline_at: int | None = None
    done_at: int | None = None
    timed: bool = False
    excused: bool = False
    unseen: bool = False
    early: bool = False
    begun: bool = False
    """Somebody was seen to start it."""
    occurrence: int = 1
    by: str | None = None
    assumed: bool = False
    entry: int | None = None
    """The newest line that did it, by the journal's number."""
    missing: tuple[str, ...] = ()
    """The roles that have not done their part yet, where each of several must, or each of several is called."""
    ended_at: int | None = None

    def status(self, now: int) -> CellStatus:
        """How the cell stands at an exercise time."""
        if not self.asked:
            return CellStatus.NOT_ASKED
        if self.done_at is not None:
            return self._done()
        if self.unseen:
            return CellStatus.UNSEEN
        if self.excused:
            return CellStatus.EXCUSED
        if self.ended_at is not None:
            late = self.deadline_at is not None and self.deadline_at < self.ended_at
            return CellStatus.MISSED if late else CellStatus.PENDING
        if self.early:
            return CellStatus.EARLY
        if self.clock_at is None and self.timed:
            return CellStatus.WAITING
        if self.deadline_at is not None and now > self.deadline_at:
            return CellStatus.LATE
        if self.target_at is not None and now > self.target_at:
            return CellStatus.PAST_TARGET
        return CellStatus.OPEN

    def _done(self) -> CellStatus:
        assert self.done_at is not None
        if self.deadline_at is None:
            return CellStatus.DONE
        if self.done_at > self.deadline_at:
            return CellStatus.DONE_LATE
        return CellStatus.MET if self.target_at is None or self.done_at <= self.target_at else CellStatus.SLOW


NOT_ASKED = Cell()


class Spot(NamedTuple):
    """A cell's place in the matrix."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows, the teams, and a cell for each pair."""

    teams: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[Cell, ...], ...] = ()
    """Row by row, in the order of the teams."""
    due: tuple[tuple[int, Spot], ...] = ()
    """The deadlines of open cells, the earliest first."""

    def cell(self, spot: Spot) -> Cell:
        """The cell at a place."""
        return self.cells[spot.row][spot.column]

    def next_due(self, now: int) -> Spot | None:
        """The cell whose deadline comes next, or None."""
        index = bisect_left(self.due, now, key=lambda item: item[0])
        return self.due[index][1] if index < len(self.due) else None

    def find(self, key: RowKey) -> int | None:
        """The row of this key, or None."""
        return next((index for index, row in enumerate(self.rows) if row.key == key), None)
