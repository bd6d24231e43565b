"""A control room on a stage: a live drill whose clock the test turns, and the program without a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from drill.errors import OutOfReach
from drill.session.events import Event, Record
from drill.session.opening import open_session
from drill.session.panes.matrix import Cell, CellStatus, Spot
from drill.session.session import MemoryStore, Session, Store
from drill.tui.app import DrillApp
from drill.tui.room import Room
from drill.tui.screens.control_room import ControlRoom
from drill.tui.widgets.command_bar import CommandBar
from drill.tui.widgets.matrix import MatrixGrid
from tests import building
from tests.building import DAY, HIJACKED, NORTHWIND, a_plan, a_scenario, minutes

WIDE, NARROW = (120, 36), (80, 24)

ScreenPilot = Pilot[None]


class Stage:
    """One session, its clock in the test's hands, and the program that shows it."""

    def __init__(self, control: building.Room, folder: Path | None = None) -> None:
        self.control = control
        self.hands = control.hands
        self.room = Room(control.live, name="2026-11-27-hijacked-account", folder=folder)
        self.app = DrillApp(self.room)

    @property
    def lines(self) -> list[str]:
        """The transcript's lines, below what it stands on."""
        return self.control.lines

    @property
    def last(self) -> str:
        """The newest line of the journal, without its time."""
        state = self.room.state
        newest = max(state.entries.values(), key=lambda entry: entry.seq)
        return state.grammar.format(newest.statement)

    @property
    def newest_at(self) -> int:
        """When the newest line is said to have happened, in milliseconds."""
        return max(self.room.state.entries.values(), key=lambda entry: entry.seq).at

    def begin(self, at: float = 1.0) -> Stage:
        """Let the drill run until so many minutes, before the screen opens."""
        self.control.live.start()
        self.control.wait(at)
        return self

    @asynccontextmanager
    async def open(self, size: tuple[int, int] = WIDE) -> AsyncIterator[ScreenPilot]:
        """The program, running without a terminal."""
        async with self.app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    # ── what is on the screen ────────────────────────────────────────────────

    @property
    def screen(self) -> ControlRoom:
        """The control room."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ControlRoom))

    @property
    def text(self) -> str:
        """All words on the screen."""
        return words_of(self.app)

    @property
    def said(self) -> str:
        """What the command bar says."""
        return str(self.screen.query_one(CommandBar).query_one("#bar-said", Static).content)

    @property
    def grid(self) -> MatrixGrid:
        """The cells."""
        return self.screen.query_one(MatrixGrid)

    def status(self, name: str, team: str = "blue") -> CellStatus:
        """How a step stands for a team."""
        return self.cell(name, team).status(self.room.live.now)

    def cell(self, name: str, team: str = "blue") -> Cell:
        """A cell by its row's name."""
        matrix = self.room.look().matrix
        return matrix.cell(self.spot(name, team))

    def spot(self, name: str, team: str = "blue") -> Spot:
        """The place of a cell."""
        matrix = self.room.look().matrix
        row = next(index for index, row in enumerate(matrix.rows) if row.name == name)
        return Spot(row, matrix.teams.index(team))

    async def to_cell(self, pilot: ScreenPilot, name: str, team: str = "blue") -> None:
        """Put the cursor on a cell."""
        self.grid.put_cursor(self.spot(name, team))
        await pilot.pause()

    async def wait(self, pilot: ScreenPilot, time: float) -> None:
        """Let so many minutes pass while the screen is open."""
        for _ in range(round(time * 240)):
            self.hands.turn(250)
            self.room.tick()
        self.screen.tick()
        await pilot.pause()


class FullDisk(MemoryStore):
    """A journal on a disk that fills up."""

    full = False

    def append(self, events: Sequence[Event], now: int, expected_seq: int, command_id: str) -> tuple[Record, ...]:
        """Refuse while it is full."""
        if self.full:
            raise OutOfReach("session.db: nothing was saved: disk full")
        return super().append(events, now, expected_seq, command_id)


def words_of(app: DrillApp) -> str:
    """All words on the screen, line by line, as a terminal would show them."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


CAST = {"complainant": "mia_k", "outlet": "The Ledger"}
"""Names that no release of Faker changes."""


def stage(
    plan: str = NORTHWIND,
    scenario: str = HIJACKED,
    teams: Sequence[str] = ("blue", "red"),
    *,
    store: Store | None = None,
    folder: Path | None = None,
) -> Stage:
    """A control room on a plan and a scenario, the clock standing at T+0."""
    cast = CAST if scenario is HIJACKED else None
    opened = open_session(a_plan(plan), a_scenario(scenario), teams=teams, day=DAY, cast=cast)
    return Stage(building.Room(Session.open_new(store or MemoryStore(), opened)), folder)


__all__ = ["NARROW", "WIDE", "FullDisk", "ScreenPilot", "Stage", "minutes", "stage", "words_of"]
