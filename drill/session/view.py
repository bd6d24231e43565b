"""What the screens see of a session: one frozen record, made anew only where something happened.

A screen asks a few times a second. What a pane shows hangs on the lines of the
session and on what time has moved by itself; neither changes on most askings, so
the panes are kept and only the instant is new. Countdowns are left to whoever
draws: every record holds exercise times in whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drill.files.times import SECOND
from drill.session.panes.ahead import Ahead, AheadBuilder, Kind, OpenCall, PhaseLine, build_phases
from drill.session.panes.log import LineKind, LogBuilder, LogRow
from drill.session.panes.matrix import Matrix
from drill.session.panes.matrix_building import MatrixBuilder
from drill.session.panes.script import InjectRow, Sheet, build_sheet, current_inject
from drill.session.panes.script_building import ScriptBuilder
from drill.session.panes.seats import RoleLine, build_roles
from drill.session.state import State


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock: exercise time in milliseconds, and how it runs."""

    now: int = 0
    running: bool = False
    speed: int = 1_000
    """Thousandths: 2000 is twice as fast as real time."""
    local: datetime | None = None
    """The exercise's own date and time, where the scenario has one."""
    was_started: bool = False
    ended: bool = False
    no_duff: bool = False
    duration: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A session as of one instant. The script and the roles are a chosen team's; the rest is everyone's."""

    clock: ClockFace
    title: str
    plan: str
    mode: str
    style: str
    teams: tuple[str, ...]
    team: str | None
    """The chosen team; None is all of them."""
    script: tuple[InjectRow, ...]
    current: str | None
    """The inject that came last to the chosen team, or to any."""
    matrix: Matrix
    ahead: tuple[Ahead, ...]
    calls: tuple[OpenCall, ...]
    roles: tuple[RoleLine, ...]
    roles_of: str
    """The team whose roles are shown."""
    log: tuple[LogRow, ...]
    phases: tuple[PhaseLine, ...]

    @property
    def now(self) -> int:
        """Exercise time, in milliseconds."""
        return self.clock.now

    @property
    def phase(self) -> PhaseLine | None:
        """The part of the exercise that is on, or None before the first."""
        begun = [phase for phase in self.phases if phase.at <= self.now]
        return begun[-1] if begun else None

    @property
    def marks(self) -> tuple[LogRow, ...]:
        """The moments that were marked and not come back to."""
        return tuple(row for row in self.log if row.kind is LineKind.MARK)

    def next(self, most: int = 12) -> tuple[Ahead, ...]:
        """What comes next, the earliest first: what is past stays only where control owes it."""
        found = []
        for item in self.ahead:
            if item.at >= self.now or item.is_owed:
                found.append(item)
                if len(found) == most:
                    break
        return tuple(found)

    def due_by(self, now: int) -> tuple[Ahead, ...]:
        """What of all that comes falls due after this view's instant, and by another."""
        return tuple(item for item in self.ahead if self.now < item.at <= now)

    def next_inject(self) -> InjectRow | None:
        """The next inject that is due, else the first that waits, else the first by hand."""
        coming = [row for row in self.script if row.is_to_come]
        return coming[0] if coming else None


class Viewer:
    """Looks at one session, and keeps what did not change since the last look."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._seen: tuple[object, ...] = ()
        self._view: View | None = None
        self._log = LogBuilder(state)
        self._lines: tuple[int, tuple[LogRow, ...]] = (-1, ())
        self._script = ScriptBuilder(state)
        self._matrix = MatrixBuilder(state.exercise)
        self._ahead = AheadBuilder(state)
        self._roles: tuple[object, tuple[RoleLine, ...]] = ((), ())
        self._phases = build_phases(state)
        self._sheets: dict[tuple[str, str | None], Sheet | None] = {}

    def look(self, now: int, *, running: bool, speed: int, team: str | None = None) -> View:
        """The session at an exercise time (milliseconds), to the whole second, for one team or for all.

        While neither a second passed nor anything happened it is the same view as before.
        """
        face = self._face(now // SECOND * SECOND, running, speed)
        standings = {name: log.standing for name, log in self.state.teams.items()}
        moved = self.state.seq, team, standings
        if self._view is None or moved != self._seen:
            self._seen, self._view = moved, self._build(face, team, standings)
            self._sheets.clear()
        elif face != self._view.clock:
            self._view = replace(self._view, clock=face)
        return self._view

    def sheet(self, inject: str, team: str | None = None) -> Sheet | None:
        """One inject in full, as the facilitator reads it."""
        key = inject, team
        if key not in self._sheets:
            self._sheets[key] = build_sheet(self.state, team, inject)
        return self._sheets[key]

    def _roles_of(self, team: str, standing: Hashable) -> tuple[RoleLine, ...]:
        if self._roles[0] != (team, standing):
            self._roles = (team, standing), build_roles(self.state, team)
        return self._roles[1]

    def _face(self, now: int, running: bool, speed: int) -> ClockFace:
        state, scenario = self.state, self.state.exercise.scenario
        local = None if scenario.starts is None else scenario.starts + timedelta(milliseconds=now)
        return ClockFace(
            now, running, speed, local, state.was_started, state.ended_at is not None, state.no_duff, scenario.duration
        )

    def _build(self, face: ClockFace, team: str | None, standings: Mapping[str, Hashable]) -> View:
        state = self.state
        plays = list(state.plays())
        matrix = self._matrix.build(plays, list(standings.values()))
        self._ahead.look(standings)
        if self._lines[0] != state.seq:
            self._lines = state.seq, self._log.build(standings)
        shown = team or state.opened.teams[0]
        plan = state.exercise.plan
        return View(
            clock=face,
            title=state.exercise.scenario.title,
            plan=f"{plan.plan} v{plan.version}",
            mode=state.opened.mode,
            style=state.opened.style,
            teams=state.opened.teams,
            team=team,
            script=self._script.build(team, standings),
            current=current_inject([play for play in plays if team in (None, play.team)]),
            matrix=matrix,
            ahead=self._ahead.build(matrix),
            calls=self._ahead.open_calls(),
            roles=self._roles_of(shown, standings[shown]),
            roles_of=shown,
            log=self._lines[1],
            phases=self._phases,
        )


def view(state: State, now: int, team: str | None = None) -> View:
    """The session as of an exercise time (milliseconds), for whoever looks once."""
    return Viewer(state).look(now, running=state.running, speed=state.speed, team=team)


__all__ = ["Ahead", "ClockFace", "InjectRow", "Kind", "LogRow", "Matrix", "OpenCall", "Sheet", "View", "Viewer", "view"]
