"""The other end: a view's connection to the control room, which comes back by itself whenever it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from drill.errors import OutOfReach
from drill.tui.watch.place import find_socket, is_ours
from drill.tui.watch.wire import Asked, Garbled, Goodbye, Hello, Message, Reader, Told, encode

AGAIN_AFTER = 0.5
"""So many seconds after a connection was lost, or did not come about, it is tried again."""

BREATH = 200
"""So many messages are taken before the screen has its turn: a long session is told in one go."""


class Standing(StrEnum):
    """How a view stands to the control room."""

    WAITING = "waiting for the control room"
    HERE = "with the control room"
    AWAY = "the control room is away"


class Link:
    """One view's connection. What is told is handed to `take`, changes of standing to `stand`."""

    def __init__(
        self,
        folder: Path,
        hello: Callable[[], Hello],
        take: Callable[[Told], None],
        stand: Callable[[Standing, str], None],
    ) -> None:
        """`hello` says, for every connection anew, who this is and what it knows; `stand` gets the reason in words."""
        self._folder = folder
        self._hello = hello
        self._take = take
        self._stand = stand
        self._writer: asyncio.StreamWriter | None = None
        self._been = False
        """Whether there ever was a connection."""

    def ask(self, message: Asked) -> bool:
        """Send something. False where there is no connection; whether it arrived, only an answer says."""
        if self._writer is None or self._writer.is_closing():
            return False
        self._writer.write(encode(message))
        return True

    async def run(self) -> None:
        """Connect, listen, and connect again, until this is cancelled."""
        while True:
            why = await self._visit()
            self._stand(Standing.AWAY if self._been else Standing.WAITING, why)
            await asyncio.sleep(AGAIN_AFTER)

    async def _visit(self) -> str:
        """One connection from its beginning to its end; why it ended, in words."""
        try:
            path = find_socket(self._folder)
        except OutOfReach as error:
            return error.message
        if path is None:
            return "no control room has this session open"
        try:
            reader, writer = await asyncio.open_unix_connection(path)
        except OSError:  # a socket that a killed control room left
            return "the control room was cut short"
        if not is_ours(writer.get_extra_info("socket")):
            writer.close()
            return "the process at the other end is not yours"
        self._writer = writer
        try:
            return await self._listen(reader, writer)
        except OSError:
            return "the control room was cut short"
        except Garbled as error:
            return f"what the control room says is not understood: {error}"
        finally:
            self._writer = None
            writer.close()

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        writer.write(encode(self._hello()))
        whole, taken, greeted = Reader(pieces=True), 0, False
        while data := await reader.read(65_536):
            for message in whole.feed(data):
                if isinstance(message, Goodbye):
                    return message.why
                self._take(_told(message))
                if not greeted:
                    greeted = self._been = True
                    self._stand(Standing.HERE, "")
                taken += 1
                if taken % BREATH == 0:
                    await asyncio.sleep(0)
        return "the control room was cut short"


def _told(message: Message) -> Told:
    if not isinstance(message, Told):
        raise Garbled("a message that only a view sends")
    return message
