"""Asking a control room to let its session go, because it is wanted here."""

from __future__ import annotations

import socket
import time
import uuid
from pathlib import Path

from drill.errors import OutOfReach
from drill.tui.watch.place import find_socket, is_ours
from drill.tui.watch.wire import Garbled, Goodbye, Hello, Reader, Role, TakeOver, encode

PATIENCE = 10.0
"""How long a control room may take to save and let go, in seconds."""


def ask_for_session(folder: Path, who: str, patience: float = PATIENCE) -> None:
    """Ask the control room that has a session open to save it and end; return when it has let go of the socket.

    Where there is none, or a killed one left its socket, there is nobody to ask and this returns at once. The lock
    may be held a moment longer. Raises OutOfReach where the control room does not answer.
    """
    path = find_socket(folder)
    if path is None:
        return
    until = time.monotonic() + patience
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
        peer.settimeout(patience)
        try:
            peer.connect(str(path))
        except ConnectionRefusedError:
            return
        except OSError as error:
            raise OutOfReach(f"the control room cannot be reached: {error.strerror}") from error
        if not is_ours(peer):
            raise OutOfReach("the process that has the session open is not yours")
        try:
            peer.sendall(encode(Hello(Role.CONTROL, who)) + encode(TakeOver(uuid.uuid4().hex)))
            _wait_for_its_end(peer, until)
        except (OSError, Garbled) as error:
            message = "the control room that has the session open does not let it go"
            raise OutOfReach(message, "end it there: q, or end its process") from error


def _wait_for_its_end(peer: socket.socket, until: float) -> None:
    reader = Reader(pieces=True)
    while (left := until - time.monotonic()) > 0:
        peer.settimeout(left)
        data = peer.recv(65_536)
        if not data or any(isinstance(message, Goodbye) for message in reader.feed(data)):
            return
    raise TimeoutError
