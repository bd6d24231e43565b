"""One control room for each session: a lock on a file in the session's folder, let go with the process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.text import clean

LOCK = ".control-room"


@contextmanager
def only_control_room(folder: Path) -> Iterator[None]:
    """Hold a session's folder. Raises OutOfReach, naming the process that holds it already."""
    path = folder / LOCK
    handle = _held(path)
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _held(path: Path) -> int:
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
            who = f"process {holder}" if holder.isdigit() else "another process"
            raise OutOfReach(
                f"{clean(path.parent.name)} is open in another control room ({who})", "close it there first"
            ) from None
        if path.exists() and os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
        os.close(handle)  # it was let go and taken away between our opening and our locking it
