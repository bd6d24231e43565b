"""What a view knows of the session it watches, how it stands to the control room, what it still has to hand over."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from drill.errors import DrillError
from drill.session.decide import Enter
from drill.session.events import Record
from drill.session.observing import allowed
from drill.session.panes.public import Shown
from drill.session.statements import Statement
from drill.session.view import ClockFace
from drill.tui.room import Room
from drill.tui.watch.link import Link, Standing
from drill.tui.watch.mirror import Hands, Mirror
from drill.tui.watch.outbox import Outbox
from drill.tui.watch.wire import Face, Garbled, Happened, Hello, Refusal, Role, Slide, Taken, Told, Welcome

NOT_SAVED_AGAIN_AFTER = 2.0
"""What the control room could not save is sent again after so many seconds."""


class WatchedRoom(Room):
    """A session of another process, as its screens share it. Nothing is saved here, so nothing can be lost."""

    def __init__(self, live: Mirror, name: str) -> None:
        super().__init__(live, name=name)
        self.muted = True  # what falls due rings where the clock is turned

    def submit(self, command: Callable[[], Sequence[Record]]) -> tuple[Record, ...]:
        """Do what this view may do. Raises Refused, OutOfReach."""
        return tuple(command())


class Notebook(Mirror):
    """The mirror of an observer: what they log is kept, and goes to the control room from there."""

    def __init__(self, records: Sequence[Record], hands: Hands, observer: str, outbox: Outbox) -> None:
        super().__init__(records, hands)
        self.observer = observer
        self.outbox = outbox
        self.is_away = False
        """Whether the control room is away; then what is noted is marked as recalled, for its time is a guess."""

    def log(
        self, statement: Statement, at: int | None = None, *, recalled: bool = False, command_id: str | None = None
    ) -> tuple[Record, ...]:
        """Note it down, now or at an earlier time. Raises Refused, OutOfReach."""
        moment = self.now if at is None else min(at, self.now)
        self.outbox.say(moment, self.words(statement, moment), recalled=recalled or self.is_away)
        return ()

    def words(self, statement: Statement, at: int) -> str:
        """A statement as it is sent, with the observer's name in it. Raises Refused as the session would."""
        said = allowed(statement, self.observer)
        self.session.preview(Enter(at, said))
        return self.state.grammar.format(said)


@dataclass(frozen=True, slots=True)
class Projection:
    """All that the room may see, and how the view of it stands."""

    clock: ClockFace
    shown: tuple[Shown, ...]
    notice: str = ""
    """Why what is shown may be out of date; empty where it is not."""


class Onlooker:
    """One view. The link feeds it; the screens read it, a few times a second."""

    def __init__(self, folder: Path, role: Role, name: str = "", outbox: Outbox | None = None) -> None:
        self.role = role
        self.name = name
        self.outbox = outbox
        self.session = folder.name
        self.standing = Standing.WAITING
        self.why = ""
        """Why the control room is not there, in words."""
        self.hands = Hands()
        self.room: WatchedRoom | None = None
        self.last = 0
        """The number of the newest event when it connected."""
        self._shown: tuple[Shown, ...] = ()
        self._sent: str | None = None
        """The id of what was sent and is not answered yet; one thing at a time, so that the order stays."""
        self._not_before = 0.0
        self._refused: deque[str] = deque(maxlen=20)
        self.link = Link(folder, self.hello, self.take, self.stand)

    # ── what it knows ────────────────────────────────────────────────────────

    @property
    def knows(self) -> int:
        """The number of the newest event that it was told."""
        return self.room.state.seq if self.room else 0

    @property
    def is_ready(self) -> bool:
        """Whether it has caught up with the session since it connected."""
        return self.room is not None and self.knows >= self.last

    @property
    def notice(self) -> str:
        """Why what is shown may be out of date, in words; empty where it is not."""
        if self.standing is Standing.HERE:
            return ""
        return f"{self.standing}: {self.why}" if self.why else str(self.standing)

    def projection(self) -> Projection:
        """What the room may see."""
        return Projection(self.hands.shown, self._shown, self.notice)

    # ── what it is told ──────────────────────────────────────────────────────

    def hello(self) -> Hello:
        """Who it is, and after which event it goes on."""
        return Hello(self.role, self.name, self.knows)

    def stand(self, standing: Standing, why: str) -> None:
        """The connection came, or went."""
        self.standing, self.why, self._sent = standing, why, None
        if standing is not Standing.HERE:
            self.hands.stop()
        if self.room is not None and isinstance(self.room.live, Notebook):
            self.room.live.is_away = standing is not Standing.HERE
        self.hand_over()

    def take(self, told: Told) -> None:
        """Something that the control room tells. Raises Garbled for what cannot be."""
        match told:
            case Welcome():
                self.last = told.last
                if told.anew:
                    self.room = None
            case Face():
                self.hands.set(told)
            case Slide():
                self._shown = told.shown
            case Happened():
                try:
                    self._follow(told.record)
                except DrillError as error:
                    self.room = None
                    raise Garbled(error.message) from error
            case Taken() | Refusal() if self.outbox is not None:
                self._sent = None
                if isinstance(told, Refusal):
                    self._refused.append(told.why)
                if not self.outbox.answered(told):
                    self._not_before = time.monotonic() + NOT_SAVED_AGAIN_AFTER
                self.hand_over()
            case _:
                pass

    def _follow(self, record: Record) -> None:
        if self.room is not None:
            if record.seq != self.knows + 1:
                raise Garbled(f"event {self.knows + 1} is missing")
            assert isinstance(self.room.live, Mirror)
            self.room.live.follow(record)
        elif self.outbox is not None:
            self.room = WatchedRoom(Notebook([record], self.hands, self.name, self.outbox), name=self.session)
        else:
            self.room = WatchedRoom(Mirror([record], self.hands), name=self.session)

    def refusals(self) -> list[str]:
        """What the control room did not take since this was asked last, and why."""
        found = list(self._refused)
        self._refused.clear()
        return found

    # ── what it hands over ───────────────────────────────────────────────────

    def hand_over(self) -> None:
        """Send the next thing that the control room has not answered. Call it after a note, and now and then."""
        if self.outbox is None or self.standing is not Standing.HERE or self._sent is not None:
            return
        if time.monotonic() < self._not_before:
            return
        waiting = self.outbox.waiting
        if waiting and self.link.ask(waiting[0]):
            self._sent = waiting[0].id
