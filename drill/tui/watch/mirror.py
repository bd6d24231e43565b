"""A session as another process sees it: folded from what the control room tells, its clock set by it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NoReturn

from drill.errors import Refused
from drill.session.clock import Clock
from drill.session.events import Record
from drill.session.live import LiveDrill
from drill.session.session import MemoryStore, Session, followed
from drill.session.statements import Statement
from drill.session.view import ClockFace
from drill.tui.watch.wire import Face

UNKNOWN = Face(0, False, 1_000, False, False, False)
"""The clock before anything was told of it."""


class Hands:
    """The control room's clock, as it goes on between two tellings."""

    def __init__(self, read: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self.face = UNKNOWN
        self._clock = Clock(0, 0, 1_000)

    def set(self, face: Face) -> None:
        """Set them by what the control room tells."""
        self.face = face
        clock = Clock(face.now, self._now(), face.speed)
        self._clock = clock.started(self._now()) if face.running else clock

    def stop(self) -> None:
        """The control room is away: nobody knows how the clock goes on."""
        self._clock = self._clock.stopped(self._now())

    @property
    def now(self) -> int:
        """Exercise time, in milliseconds."""
        return self._clock.at(self._now())

    @property
    def is_running(self) -> bool:
        """Whether it runs, as far as anybody knows."""
        return self._clock.running

    @property
    def shown(self) -> ClockFace:
        """The clock, to be drawn."""
        face, now = self.face, self.now // 1_000 * 1_000
        local = datetime.fromisoformat(face.local) + timedelta(milliseconds=now) if face.local else None
        return ClockFace(
            now,
            self.is_running,
            face.speed,
            local,
            was_started=face.begun,
            ended=face.ended,
            no_duff=face.no_duff,
        )

    def _now(self) -> int:
        return int(self._read() * 1_000)


class Mirror(LiveDrill):
    """The live drill of another process, to look at. Nothing can be done in it: that is the control room's."""

    def __init__(self, records: Sequence[Record], hands: Hands) -> None:
        self.session = Session(MemoryStore(), records)
        self.hands = hands
        self.slept = None

    def follow(self, record: Record) -> None:
        """One more event. Raises DamagedSession."""
        followed(self.state, record)

    @property
    def now(self) -> int:
        """Exercise time, in milliseconds: as the control room told it, and never before what it told last."""
        return self.state.ended_at if self.state.ended_at is not None else max(self.hands.now, self.state.now)

    @property
    def is_running(self) -> bool:
        """Whether the control room's clock runs."""
        return self.hands.is_running

    @property
    def speed(self) -> int:
        """How fast it runs, in thousandths."""
        return self.hands.face.speed

    def tick(self) -> tuple[Record, ...]:
        """Time passes elsewhere."""
        return ()

    def stand(self) -> None:
        """It stands where the control room lets it stand."""

    def close(self) -> None:
        """There is nothing to let go."""

    def log(
        self, statement: Statement, at: int | None = None, *, recalled: bool = False, command_id: str | None = None
    ) -> tuple[Record, ...]:
        """Refused: a view logs nothing."""
        return self._not_here()

    def _not_here(self, *_: object, **__: object) -> NoReturn:
        raise Refused("this is a view: the control room alone does that")

    start = pause = hold = set_speed = jump = no_duff = end = after_sleep = go_on_standing = _not_here
    amend = undo = redo = _not_here
