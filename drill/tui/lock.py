"""One control room for each session: a lock on a file in the session's folder, let go with the process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.text import clean

LOCK = ".control-room"
BETWEEN_TRIES = 0.05
"""Seconds."""


@contextmanager
def only_control_room(folder: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Hold a session's folder. Raises OutOfReach, naming the process that holds it already.

    With `patience`, in seconds, it waits for a process that is about to let go.
    """
    path = folder / LOCK
    handle = _held(path, time.monotonic() + patience)
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _held(path: Path, until: float) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise OutOfReach(f"{clean(str(path.parent))} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode(errors="replace").strip()
            os.close(handle)
            if time.monotonic() < until:
                time.sleep(BETWEEN_TRIES)
                continue
            raise _held_elsewhere(path.parent, holder) from None
        if path.exists() and os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
        os.close(handle)  # it was let go and taken away between our opening and our locking it


def _held_elsewhere(folder: Path, holder: str) -> OutOfReach:
    name = clean(folder.name)
    who = f"process {holder}" if holder.isdigit() else "another process"
    return OutOfReach(
        f"{name} is open in another control room ({who})",
        f"look at it: drill watch {name}; or take it over on purpose: drill resume {name} --take-over",
    )
