"""Where a session's socket is: in a new folder that its owner alone can enter, named in a file beside the session.

Not in the session's own folder: a socket's path may take about a hundred bytes, and not every file system holds one.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import tempfile
from contextlib import suppress
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.text import clean

PLACE = ".watch"
"""The file in a session's folder that says where its socket is."""

LONGEST_PATH = 100
"""So many bytes of a socket's path every system takes (104 on macOS, 108 on Linux, with the end)."""

_PREFIX, _NAME = "drill-", "socket"
_MOST = 4_096


def make_socket(folder: Path) -> tuple[socket.socket, Path]:
    """A socket that listens for the owner alone, and where it is; its place is written beside the session.

    What a killed control room left is taken away: whoever calls this holds the session's lock. Raises OutOfReach.
    """
    take_away(folder)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    path: Path | None = None
    try:
        path = _private_folder() / _NAME
        listening.bind(os.fspath(path))
        path.chmod(0o600)
        listening.listen(8)
        listening.setblocking(False)
        _write_place(folder, path)
    except OSError as error:
        listening.close()
        _remove(path)
        raise OutOfReach(f"no other view can be let in: {error.strerror or error}") from error
    return listening, path


def take_away(folder: Path) -> None:
    """Nothing of a session's socket is left behind."""
    with suppress(OutOfReach):  # what is not ours is not ours to take away
        _remove(find_socket(folder))
    with suppress(OSError):  # the folder may have gone, and its place with it
        (folder / PLACE).unlink(missing_ok=True)


def find_socket(folder: Path) -> Path | None:
    """Where a session's socket is; None where there is none. Raises OutOfReach where others could have put it there."""
    try:
        handle = os.open(folder / PLACE, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            path = Path(os.fsdecode(os.read(handle, _MOST).rstrip(b"\n")))
        finally:
            os.close(handle)
        found, around = path.lstat(), path.parent.lstat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISSOCK(found.st_mode) or path.name != _NAME or not path.parent.name.startswith(_PREFIX):
        return None
    private = stat.S_ISDIR(around.st_mode) and not stat.S_IMODE(around.st_mode) & 0o077
    if not private or {found.st_uid, around.st_uid} != {os.getuid()}:
        raise OutOfReach(f"{clean(str(path))} is not yours alone", f"{PLACE} in the session's folder names it")
    return path


def is_ours(peer: socket.socket) -> bool:
    """Whether the process at the other end is the same user's; True where the system does not tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return bool(user == os.getuid())


def _private_folder() -> Path:
    """A new folder of mode 0700 under the first place where a socket's path is short enough."""
    for around in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108  (a new folder)
        if around and len(os.fsencode(around)) <= LONGEST_PATH - len(f"/{_PREFIX}12345678/{_NAME}"):
            with suppress(OSError):
                return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=around))
    raise OSError(None, "there is no folder for a socket")


def _remove(path: Path | None) -> None:
    if path is not None:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def _write_place(folder: Path, path: Path) -> None:
    handle = os.open(folder / PLACE, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, os.fsencode(path) + b"\n")
    finally:
        os.close(handle)
