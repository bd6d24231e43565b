"""The replay: a drill again, moment by moment, with everything as it stood then.

A moment is what came, what somebody did, who left or came back, or a deadline that
passed. `Replay.at` folds the teams' lines up to a moment anew: it knows no clock and
changes nothing in the session. What was folded is kept, and a step back folds a
stretch at once, so that each next step back costs nothing. Ratings are not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from drill.scenario.exercise import Exercise
from drill.session.judgements import Judgements
from drill.session.panes.graph import Graph, graph_of
from drill.session.panes.matrix import DONE, Cell, CellStatus, Matrix, Row
from drill.session.panes.matrix_building import matrix_of
from drill.session.panes.script import current_inject
from drill.session.state import SortKey, State
from drill.session.statements import (
    AdHoc,
    CameBack,
    Delivered,
    DroppedOut,
    Ended,
    Entry,
    Fired,
    Marked,
    Rank,
    Response,
    Seated,
)
from drill.session.team import TeamPlay

STRETCH = 32
"""So many moments are kept of a stretch that is folded for a step back."""

KEPT = 1_024
"""So many moments are kept in all."""


class MomentKind(StrEnum):
    """What happened at a moment."""

    INJECT = "inject"
    LINE = "line"
    PEOPLE = "people"
    DEADLINE = "deadline"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the replay. `key` is its place in the one order of lines."""

    key: SortKey
    kind: MomentKind
    words: str
    teams: tuple[str, ...]
    inject: str | None = None

    @property
    def at(self) -> int:
        """Exercise time, in milliseconds."""
        return self.key[0]

    @property
    def now(self) -> int:
        """The instant from which the moment is looked at: a deadline has passed a thousandth after it."""
        return self.at + 1 if self.kind is MomentKind.DEADLINE else self.at


class Difference(StrEnum):
    """In what a response differs from what was meant."""

    NONE = ""
    LATE = "late"
    NOT_DONE = "not done"
    EARLY = "too early"
    OTHER_ROLE = "another role"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan meant to happen in one row, and what had happened in each team by then."""

    row: Row
    cells: tuple[Cell, ...]
    changed: tuple[bool, ...]
    """Whether it came to stand so at this very moment, team by team."""
    differences: tuple[Difference, ...]
    """In what each team's response differs from what was meant."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything as it stood at a moment."""

    moment: Moment
    inject: str | None
    """The inject that came last."""
    teams: tuple[str, ...]
    expected: tuple[Expected, ...]
    graphs: tuple[Graph, ...]
    """Team by team."""


class Replay:
    """One drill, for one team or for all of them side by side. It stands on the state as it was when it was made."""

    def __init__(self, state: State, team: str | None = None) -> None:
        self.state = state
        self.teams = tuple(name for name in state.opened.teams if team in (None, name))
        self.moments: tuple[Moment, ...] = tuple(_moments(state, self.teams))
        self._frames: dict[int, Frame] = {}
        self._judgements = {name: Judgements.of(state.teams[name].lines) for name in self.teams}
        self._lines = {name: self._played(name) for name in self.teams}
        self._rewind()

    def _played(self, team: str) -> list[tuple[SortKey, Entry]]:
        lines = (entry for entry in self.state.teams[team].lines if entry.statement.rank is not Rank.JUDGEMENT)
        return [(self.state.sort_key(entry), entry) for entry in lines]

    def _rewind(self) -> None:
        state = self.state
        self._plays = [
            TeamPlay(
                state.exercise,
                team,
                state.day,
                judgements=self._judgements[team],
                read_inject=state.read_inject,
                recorded=state.opened.recorded,
            )
            for team in self.teams
        ]
        self._fed = dict.fromkeys(self.teams, 0)
        self._reached = -1
        self._matrix = Matrix()

    # ── where to go ──────────────────────────────────────────────────────────

    def next_inject(self, index: int, by: int = 1) -> int | None:
        """The next moment at which an inject comes, or with `by` -1 the one before; None where there is none."""
        places = range(index + 1, len(self.moments)) if by > 0 else range(index - 1, -1, -1)
        return next((place for place in places if self.moments[place].kind is MomentKind.INJECT), None)

    def nearest(self, key: SortKey) -> int:
        """The last moment that is not after a place in the order of lines; 0 where all are."""
        return max((index for index, moment in enumerate(self.moments) if moment.key <= key), default=0)

    # ── how it stood ─────────────────────────────────────────────────────────

    def at(self, index: int) -> Frame:
        """Everything as it stood at a moment. Raises IndexError."""
        if index < 0 or index >= len(self.moments):
            raise IndexError(f"there are {len(self.moments)} moments")
        if index not in self._frames:
            if index <= self._reached:
                self._rewind()
            start = max(self._reached + 1, index - STRETCH)
            for place in range(self._reached + 1, index + 1):
                self._go_to(place)
                if place >= start - 1:
                    before, self._matrix = self._matrix, matrix_of(self.state.exercise, self._plays)
                    if place >= start:
                        self._keep(place, before)
        return self._frames[index]

    def _go_to(self, index: int) -> None:
        moment = self.moments[index]
        for play in self._plays:
            lines = self._lines[play.team]
            fed = self._fed[play.team]
            while fed < len(lines) and lines[fed][0] <= moment.key:
                play.feed(lines[fed][1])
                fed += 1
            self._fed[play.team] = fed
            play.run_to(max(moment.key[:2], play.position))
        self._reached = index

    def _keep(self, index: int, before: Matrix) -> None:
        moment = self.moments[index]
        frame = Frame(
            moment=moment,
            inject=moment.inject or current_inject(self._plays),
            teams=self.teams,
            expected=tuple(_expected(self.state.exercise, self._matrix, before, moment)),
            graphs=tuple(graph_of(self.state, play, moment.now) for play in self._plays),
        )
        while len(self._frames) >= KEPT:
            del self._frames[next(iter(self._frames))]
        self._frames[index] = frame


def _expected(exercise: Exercise, matrix: Matrix, before: Matrix, moment: Moment) -> Iterator[Expected]:
    known = {row.key: cells for row, cells in zip(before.rows, before.cells, strict=True)}
    for row, cells in zip(matrix.rows, matrix.cells, strict=True):
        if not any(cell.asked for cell in cells):
            continue
        old = known.get(row.key, (Cell(),) * len(cells))
        changed = (_moved(now, then, moment) for now, then in zip(cells, old, strict=True))
        differences = (_difference(exercise, row, cell, moment.now) for cell in cells)
        yield Expected(row, cells, tuple(changed), tuple(differences))


def _difference(exercise: Exercise, row: Row, cell: Cell, now: int) -> Difference:
    """In what a response differs from what was meant, the gravest first."""
    status = cell.status(now)
    if status in (CellStatus.MISSED, CellStatus.LATE):
        return Difference.NOT_DONE
    if status is CellStatus.DONE_LATE:
        return Difference.LATE
    if status is CellStatus.EARLY:
        return Difference.EARLY
    if status not in DONE or row.key.step is None or cell.by is None or cell.assumed:
        return Difference.NONE
    actors = exercise.steps[row.key.step].step.actors
    may = not actors or any(role in actors for role in (cell.by, *exercise.principals.get(cell.by, ())))
    return Difference.NONE if may else Difference.OTHER_ROLE


def _moved(cell: Cell, before: Cell, moment: Moment) -> bool:
    if moment.kind is MomentKind.DEADLINE:
        return cell.deadline_at == moment.at and cell.status(moment.now) is CellStatus.LATE
    return replace(cell, ended_at=None) != replace(before, ended_at=None)


# ── moments ──────────────────────────────────────────────────────────────────


def _moments(state: State, teams: tuple[str, ...]) -> list[Moment]:
    """All moments, in the one order of lines. What comes to several teams at once is one moment."""
    found: dict[object, Moment] = {}
    for entry in state.lines():
        for place, moment in _of_entry(state, teams, entry):
            known = found.get(place)
            merged = moment if known is None else replace(moment, teams=(*known.teams, *moment.teams))
            found[place] = merged
    deadlines = [moment for team in teams for moment in _deadlines(state, state.teams[team].play)]
    return sorted([*found.values(), *deadlines], key=lambda moment: moment.key)


def _of_entry(state: State, teams: tuple[str, ...], entry: Entry) -> Iterator[tuple[object, Moment]]:
    said, key = entry.statement, state.sort_key(entry)
    whose = tuple(team for team in state.teams_of(said) if team in teams)
    match said:
        case Delivered() | Fired() | AdHoc():
            came = [team for team in whose if _brought(state.teams[team].play, said.inject, entry)]
            if came:
                delivery = state.teams[came[0]].play.delivered[said.inject]
                title = state.exercise.words(delivery.inject.inject.title, state.cast)
                yield (said.inject, entry.at), Moment(key, MomentKind.INJECT, title, tuple(came), said.inject)
        case Response():
            if whose and entry.seq not in state.teams[said.team].play.judgements.set_aside:
                yield entry.seq, Moment(key, MomentKind.LINE, state.grammar.format(said), whose)
        case DroppedOut() | CameBack() | Seated():
            words = state.grammar.format(said).removeprefix("control ")
            if whose:
                yield entry.seq, Moment(key, MomentKind.PEOPLE, words, whose)
        case Marked():
            yield entry.seq, Moment(key, MomentKind.MARK, said.note or "a moment to come back to", teams)
        case Ended():
            yield entry.seq, Moment(key, MomentKind.END, "the end of the exercise", teams)


def _brought(play: TeamPlay, inject: str, entry: Entry) -> bool:
    delivery = play.delivered.get(inject)
    return delivery is not None and delivery.entry == entry.seq


def _deadlines(state: State, play: TeamPlay) -> Iterator[Moment]:
    """The deadlines that passed with the step undone."""
    until = state.ended_at if state.ended_at is not None else state.now
    for expected in play.expectations:
        at = expected.deadline_at
        if at is None or at >= until or expected.excused or expected.unseen:
            continue
        if expected.done_at is None or expected.done_at > at:
            account = f" {expected.account}" if expected.account else ""
            words = f"{state.exercise.name_of(expected.step)}{account} is past its deadline"
            yield Moment(
                (at, int(Rank.LATENESS), 0, play.team, 0, len(state.entries)), MomentKind.DEADLINE, words, (play.team,)
            )
    for reach in play.reaches:
        at = reach.deadline_at
        if at is not None and at < until and (reach.told_at is None or reach.told_at > at):
            key = (at, int(Rank.LATENESS), 0, play.team, 1, len(state.entries))
            yield Moment(key, MomentKind.DEADLINE, f"{reach.role} has not heard of it in time", (play.team,))
