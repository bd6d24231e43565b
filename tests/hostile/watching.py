"""Sees what the interpreter is about to do, and remembers what no text should ever bring about."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NEVER = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "socket.connect",
          "socket.bind", "socket.getaddrinfo", "urllib.Request", "ftplib.connect", "webbrowser.open", "pickle.find_class")  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_watched: list[Path] = []
_seen: list[str] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watched:
        return
    if event in _NEVER:
        _seen.append(f"{event} {arguments!r:.200}")
    elif event == "open" and isinstance(arguments[0], str | bytes | os.PathLike) and _is_write(*arguments[1:3]):
        _note(arguments[0])
    elif event in (
        "os.rename",
        "os.link",
        "os.symlink",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.chmod",
        "os.truncate",
    ):
        for path in arguments[: 2 if event in ("os.rename", "os.link", "os.symlink") else 1]:
            if isinstance(path, str | bytes | os.PathLike):
                _note(path)


def _is_write(mode: object = None, flags: object = 0) -> bool:
    return bool(isinstance(flags, int) and flags & _WRITES) or bool(isinstance(mode, str) and set(mode) & set("wax+"))


def _note(path: str | bytes | os.PathLike[str]) -> None:
    real = Path(os.fsdecode(path)).absolute()
    if not any(real.is_relative_to(folder) for folder in _watched) and "__pycache__" not in real.parts:
        _seen.append(f"writes {real}")


sys.addaudithook(_hook)


@contextmanager
def nothing_but_files_below(*folders: Path) -> Iterator[None]:
    """Fails if meanwhile a program is run, a connection is made, or a file is written anywhere else."""
    _watched[:], _seen[:] = [folder.absolute() for folder in folders], []
    try:
        yield
    finally:
        _watched.clear()
    assert not _seen, _seen
