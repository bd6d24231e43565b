"""What stands on the terminal while the control room is loaded behind it: its panes, empty, in their places.

The engine and the screen library take a moment to load, and a large session takes
longer to read. Until then the terminal shows what is coming, drawn by a few plain
lines; nothing is loaded to draw them. Whatever ends the program meanwhile leaves the
terminal as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from drill.tui.settings.place import settings_path

ENTER, CLEAR, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[2J\x1b[H", "\x1b[?25h\x1b[?1049l"
WIDE, SIDE, LOG = 110, 31, 7
"""From this width on there are three columns; how wide the outer ones are, and how high the log is."""


class _Curtain:
    """Whether it hangs: one terminal, one curtain."""

    hangs = False


@contextmanager
def curtain(*, plain: bool | None, settings: str | os.PathLike[str] | None = None) -> Iterator[None]:
    """Hang the curtain where a screen will be drawn; at the end it is gone, whoever took it away."""
    if plain or not _is_terminal() or _may_be_plain(settings):
        yield
        return
    before = {ending: signal.signal(ending, _end) for ending in (signal.SIGTERM, signal.SIGHUP)}
    _Curtain.hangs = True
    _write(ENTER + CLEAR + "\r\n".join(frame(*shutil.get_terminal_size())))
    try:
        yield
    finally:
        take_away()
        for ending, handler in before.items():
            signal.signal(ending, handler)


def hand_over() -> None:
    """The screen library draws from now on, and gives the terminal back."""
    _Curtain.hangs = False


def take_away() -> None:
    """Give the terminal back, where the curtain still hangs."""
    if _Curtain.hangs:
        _Curtain.hangs = False
        _write(CLEAR + LEAVE)


def frame(width: int, height: int) -> list[str]:
    """The control room with nothing in it, line by line."""
    body = height - 3
    if width < WIDE or height < 30:
        inject = min(8, body // 2)
        boxes = [*_box("Inject", width, inject), *_box("Expected", width, body - inject)]
    else:
        middle, inject, body = width - 2 * SIDE, 6, body - LOG
        left = _box("Injects", SIDE, body)
        centre = [*_box("Inject", middle, inject), *_box("Expected", middle, body - inject)]
        right = _box("Next", SIDE, body)
        boxes = ["".join(row) for row in zip(left, centre, right, strict=True)]
        boxes += _box("Log", width, LOG)
    return [" T+00:00:00  …".ljust(width), *boxes, "", " a moment …"]


def _box(title: str, width: int, height: int) -> list[str]:
    top = f"╭─ {title} ".ljust(width - 1, "─") + "╮"
    return [top, *(f"│{' ' * (width - 2)}│" for _ in range(height - 2)), f"╰{'─' * (width - 2)}╯"]


def _is_terminal() -> bool:
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _may_be_plain(settings: str | os.PathLike[str] | None) -> bool:
    """Whether the settings say anything of the plain mode; they are read properly later."""
    path = settings_path() if settings is None else Path(settings)
    with suppress(OSError, ValueError):
        return bool(re.search(r"^\s*plain\s*:", path.read_text(encoding="utf-8"), re.MULTILINE))
    return settings is not None


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _write(text: str) -> None:
    with suppress(OSError):
        sys.stdout.write(text)
        sys.stdout.flush()
