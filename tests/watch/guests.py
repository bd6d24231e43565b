"""A control room with a window, and guests who look in: some as they should, some not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from drill.session.session import MemoryStore, Session, Store
from drill.tui.room import Room
from drill.tui.watch.place import find_socket
from drill.tui.watch.window import Window, sharing
from drill.tui.watch.wire import (
    Asked,
    Goodbye,
    Happened,
    Hello,
    Message,
    Reader,
    Refusal,
    Role,
    Say,
    Taken,
    encode,
)
from tests import building

SEEN = "kim observes blue contain S : calm"


class Host:
    """A control room whose clock the test turns, with its window open."""

    def __init__(self, control: building.Room, room: Room) -> None:
        self.control = control
        self.room = room
        self.guests: list[Guest] = []

    @property
    def window(self) -> Window:
        """Where others look in."""
        assert self.room.window is not None
        return self.room.window

    @property
    def lines(self) -> list[str]:
        """The transcript's lines."""
        return self.control.lines

    def serve(self, ticks: int = 3) -> None:
        """Let the window do its work."""
        for _ in range(ticks):
            self.window.tick()
            for _ in range(5):
                self.window.pump()


@contextmanager
def hosting(folder: Path, *, store: Store | None = None, start: bool = True) -> Iterator[Host]:
    """A control room of one team that runs since a minute, with a window."""
    store = store or MemoryStore()
    control = building.room(teams=("blue", "red"), store=store)
    if start:
        control.live.start()
        control.wait(1)
    room = Room(control.live, name="2026-11-27-hijacked-account", folder=folder)
    host = Host(control, room)
    try:
        with sharing(room):
            yield host
        for guest in host.guests:
            guest.hear()
    finally:
        for guest in host.guests:
            guest.close()


class Guest:
    """A plain socket that speaks, or does not speak, the protocol."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.host = host
        path = find_socket(folder)
        assert path is not None
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(str(path))
        self.socket.setblocking(False)
        self.told: list[Message] = []
        self.is_gone = False
        self._reader = Reader(pieces=True)
        host.guests.append(self)

    def send(self, data: bytes) -> None:
        """Send bytes, whatever they are; as much as there is room for, then the window works."""
        while data:
            try:
                data = data[self.socket.send(data) :]
            except BlockingIOError:
                self.host.serve(1)
            except OSError:
                self.is_gone = True
                return

    def ask(self, *messages: Asked) -> list[Message]:
        """Send messages; what is told from then on."""
        before = len(self.told)
        self.send(b"".join(map(encode, messages)))
        self.listen()
        return self.told[before:]

    def listen(self, rounds: int = 3) -> None:
        """Let the window work, and hear what it says."""
        for _ in range(rounds):
            if not self.host.room.window:
                break
            self.host.serve(1)
            self.hear()

    def hear(self) -> None:
        """Take in what was said."""
        while self.socket.fileno() >= 0:
            try:
                data = self.socket.recv(65_536)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self.is_gone = True
                return
            self.told += self._reader.feed(data)

    def answer_to(self, id: str) -> Taken | Refusal | None:
        """What was answered to a command."""
        return next((one for one in self.told if isinstance(one, (Taken, Refusal)) and one.id == id), None)

    @property
    def farewell(self) -> str:
        """Why it was sent away; empty where it was not."""
        return next((one.why for one in self.told if isinstance(one, Goodbye)), "")

    @property
    def events(self) -> list[int]:
        """The numbers of the events that it was told."""
        return [one.seq for one in self.told if isinstance(one, Happened)]

    def close(self) -> None:
        """Go without a word."""
        self.socket.close()


def new_id() -> str:
    """An id for a command."""
    return uuid4().hex


def observer(host: Host, folder: Path, name: str = "kim") -> Guest:
    """An observer who said hello."""
    guest = Guest(host, folder)
    guest.ask(Hello(Role.OBSERVER, name))
    return guest


def saying(text: str = SEEN, *, at: int = 30_000, id: str | None = None) -> Say:
    """A line of an observer."""
    return Say(id or new_id(), at, text)


__all__ = ["SEEN", "Guest", "Host", "Session", "hosting", "new_id", "observer", "saying"]
