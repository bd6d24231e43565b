"""The control room's window: the socket through which other views of its session look in.

It never waits. `pump` does what can be done at once, whenever one of its sockets can be read or written; `tick`
is for the rest, a few times a second. So it runs beside any loop, in the one thread that also writes the journal,
and no view, however slow, loud or broken, can hold it up: what a view is told is made only as fast as it reads,
what it asks is read only as fast as it is answered.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from drill.errors import DrillError, OutOfReach
from drill.tui.room import Room
from drill.tui.watch.desk import Desk, Visit
from drill.tui.watch.place import is_ours, make_socket, take_away
from drill.tui.watch.wire import Garbled, Goodbye, Message, Reader, Role, encode

MOST = 16
"""So many views are let in."""

ENOUGH = 32_768
"""So many bytes may wait for a view that reads slowly; then nothing is made for it and nothing read from it."""

PER_TICK = 8
"""So many commands of one view are taken between two ticks."""

HELLO_WITHIN = 5.0
"""Who does not say hello in so many seconds is sent away."""

STALLED_AFTER = 30.0
"""Who reads nothing of what waits for so many seconds is sent away."""


class Guest:
    """One connection: what came and is not answered, what is said and not sent."""

    def __init__(self, connection: socket.socket, now: float) -> None:
        self.connection = connection
        self.visit = Visit()
        self.reader = Reader()
        self.asked: deque[Message] = deque()
        self.out = bytearray()
        self.came_at = self.moved_at = now
        self.left = PER_TICK
        """How many commands it may still give before the next tick."""
        self.is_behind = False
        """Whether there is more to tell it than was made for it so far."""
        self.leaving = False
        """Once what waits for it is sent, it is sent away."""

    @property
    def is_heard(self) -> bool:
        """Whether more is read from it."""
        return not self.leaving and not self.asked and self.left > 0 and len(self.out) < ENOUGH

    @property
    def is_told(self) -> bool:
        """Whether more is made for it."""
        return not self.leaving and len(self.out) < ENOUGH


class Window:
    """The listening socket and those who came through it."""

    def __init__(self, room: Room, listening: socket.socket, clock: Callable[[], float] = time.monotonic) -> None:
        self._listening = listening
        self._clock = clock
        self._desk = Desk(room)
        self._selector = selectors.DefaultSelector()
        self._selector.register(listening, selectors.EVENT_READ)
        self._guests: dict[socket.socket, Guest] = {}
        self._arrivals: deque[str] = deque(maxlen=100)

    def fileno(self) -> int:
        """What a loop waits on, for reading: it is ready when `pump` has something to do."""
        return int(self._selector.fileno())

    # ── who is there ─────────────────────────────────────────────────────────

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Those who said hello and are still there."""
        return tuple(guest.visit for guest in self._guests.values() if guest.visit.role is not None)

    def arrivals(self) -> list[str]:
        """Who came and went since this was asked last, in words."""
        found = list(self._arrivals)
        self._arrivals.clear()
        return found

    def heard(self) -> list[str]:
        """What observers said since this was asked last."""
        found = list(self._desk.news)
        self._desk.news.clear()
        return found

    # ── the work ─────────────────────────────────────────────────────────────

    def pump(self) -> None:
        """Let in who waits, read what came, send what waits: as far as that goes without waiting."""
        for key, ready in self._selector.select(0):
            if key.fileobj is self._listening:
                self._let_in()
                continue
            guest = self._guests.get(key.fileobj)  # type: ignore[call-overload]
            if guest is not None and ready & selectors.EVENT_READ:
                self._read(guest)
        self._serve()

    def tick(self) -> None:
        """What only time brings: the clock's face, new commands, the end of those who do not move."""
        now = self._clock()
        for guest in list(self._guests.values()):
            guest.left = PER_TICK
            silent = guest.visit.role is None and now - guest.came_at > HELLO_WITHIN
            stalled = bool(guest.out) and now - guest.moved_at > STALLED_AFTER
            if silent or stalled:
                self._send_away(guest)
        self.pump()

    def close(self, why: str) -> None:
        """Say goodbye to everyone, and take the socket away."""
        for guest in list(self._guests.values()):
            self._say(guest, Goodbye(why))
            self._send(guest)
            self._send_away(guest)
        self._selector.close()
        self._listening.close()

    def _serve(self) -> None:
        for guest in list(self._guests.values()):
            self._answer(guest)
            self._tell(guest)
            self._send(guest)
            self._listen_to(guest)

    def _let_in(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:  # nobody waits any more, or whoever did has gone
                return
            connection.setblocking(False)
            guest = Guest(connection, self._clock())
            if not is_ours(connection):
                connection.close()
                continue
            self._guests[connection] = guest
            self._selector.register(connection, selectors.EVENT_READ)
            if len(self._guests) > MOST:
                self._dismiss(guest, f"there are {MOST} views of this session already")

    def _read(self, guest: Guest) -> None:
        if not guest.is_heard:
            return
        try:
            data = guest.connection.recv(65_536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._send_away(guest)
            return
        try:
            for message in guest.reader.feed(data):
                guest.asked.append(message)
        except Garbled as error:
            guest.asked.clear()
            self._dismiss(guest, str(error))

    def _answer(self, guest: Guest) -> None:
        while guest.asked and guest.left > 0 and not guest.leaving and len(guest.out) < ENOUGH:
            guest.left -= 1
            known = guest.visit.role
            try:
                self._say(guest, self._desk.answer(guest.visit, guest.asked.popleft()))
            except Garbled as error:
                guest.asked.clear()
                self._dismiss(guest, str(error))
            if known is None and guest.visit.role not in (None, Role.CONTROL):
                self._arrivals.append(f"{guest.visit.words} looks in")

    def _tell(self, guest: Guest) -> None:
        guest.is_behind = False
        try:
            while guest.is_told:
                told = list(self._desk.tell(guest.visit))
                if not told:
                    return
                for message in told:
                    self._say(guest, message)
        except DrillError as error:  # a journal that cannot be read back is no reason to stop writing it
            self._dismiss(guest, error.message)
            return
        guest.is_behind = not guest.leaving

    def _say(self, guest: Guest, message: Message) -> None:
        if not guest.out:
            guest.moved_at = self._clock()
        guest.out += encode(message)

    def _send(self, guest: Guest) -> None:
        try:
            while guest.out:
                sent = guest.connection.send(guest.out)
                del guest.out[:sent]
                guest.moved_at = self._clock()
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._send_away(guest)
            return
        if guest.leaving:
            self._send_away(guest)

    def _listen_to(self, guest: Guest) -> None:
        """Wait for what this guest can do next; where it is neither heard nor told, only a tick moves it."""
        if guest.connection not in self._guests:
            return
        wanted = selectors.EVENT_READ if guest.is_heard else 0
        wanted |= selectors.EVENT_WRITE if guest.out or guest.is_behind else 0
        waiting = guest.connection in self._selector.get_map()
        if wanted and waiting:
            self._selector.modify(guest.connection, wanted)
        elif wanted:
            self._selector.register(guest.connection, wanted)
        elif waiting:
            self._selector.unregister(guest.connection)

    def _dismiss(self, guest: Guest, why: str) -> None:
        self._say(guest, Goodbye(why))
        guest.leaving = True

    def _send_away(self, guest: Guest) -> None:
        if self._guests.pop(guest.connection, None) is None:
            return
        with suppress(KeyError):
            self._selector.unregister(guest.connection)
        guest.connection.close()
        if guest.visit.role not in (None, Role.CONTROL):
            self._arrivals.append(f"{guest.visit.words} has gone")


@contextmanager
def sharing(room: Room) -> Iterator[None]:
    """While this holds, other views can look into a room that has a folder. Where they cannot, the room says why."""
    if room.folder is None:
        yield
        return
    try:
        listening, _ = make_socket(room.folder)
    except OutOfReach as error:
        room.unshared = error.message
        yield
        return
    room.window = Window(room, listening)
    try:
        yield
    finally:
        window, room.window = room.window, None
        window.close(f"{room.taken_over} took the session over" if room.taken_over else "the control room was closed")
        take_away(room.folder)
