"""The real program in a pseudo-terminal whose screen can be read."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""How long to wait for something to appear, in seconds: a busy machine is slow, and a fault is a fault."""

KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "f10": "\x1b[21~"}

TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the pseudo-terminal the program's own, so that it hears of its end; then becomes the program."""


class Terminal:
    """One run of ``drill`` on a terminal of its own."""

    def __init__(
        self, *words: str, size: tuple[int, int] = (120, 36), python: tuple[str, ...] = ("-m", "drill")
    ) -> None:
        self.raw = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._handle, other_end = pty.openpty()
        self.resize(size)
        self._process = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, sys.executable, *python, *words],
            stdin=other_end,
            stdout=other_end,
            stderr=other_end,
            cwd=ROOT,
            env=os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        os.close(other_end)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.poll() is None:
            self.kill(signal.SIGKILL)
        os.close(self._handle)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def resize(self, size: tuple[int, int]) -> None:
        """Another size of the window."""
        width, height = size
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self._screen.resize(height, width)

    @property
    def handle(self) -> int:
        """Our end of the terminal, for who reads and writes it himself."""
        return self._handle

    # ── the screen ───────────────────────────────────────────────────────────

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self._screen.display)

    @property
    def said(self) -> str:
        """What is on the screen, on one line."""
        return " ".join(self.text.split())

    @property
    def last_words(self) -> str:
        """What was printed after the screen was given back."""
        return " ".join(self.raw.rpartition(b"\x1b[?1049l")[2].decode(errors="replace").split())

    def see(self, words: str) -> None:
        """Wait until the screen shows these words."""
        end = time.monotonic() + PATIENCE
        while words not in self.said:
            assert time.monotonic() < end, f"{words!r} did not appear:\n{self.text}"
            assert self._read(0.1), f"it ended before {words!r} appeared:\n{self.text}"

    def miss(self, words: str) -> None:
        """Wait until the screen does not show these words any more."""
        end = time.monotonic() + PATIENCE
        while words in self.said:
            assert time.monotonic() < end, f"{words!r} did not go:\n{self.text}"
            assert self._read(0.1), f"it ended with {words!r} on the screen:\n{self.text}"

    # ── keys and ends ────────────────────────────────────────────────────────

    def press(self, *keys: str) -> None:
        """Press keys: names, or words that are typed letter by letter."""
        for key in keys:
            os.write(self._handle, KEYS.get(key, key).encode())
            self._read(0.15)

    def kill(self, ending: signal.Signals) -> int:
        """End it from outside; its exit code."""
        os.kill(self.pid, ending)
        return self.ended()

    def hang_up(self) -> int:
        """Close the window, as a lost connection does; the exit code."""
        self._handle, closed = os.open(os.devnull, os.O_RDWR), self._handle
        os.close(closed)
        return self._process.wait(PATIENCE)

    def ended(self) -> int:
        """Wait until it has ended; its exit code, or minus the signal that ended it."""
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < end, f"it did not end:\n{self.text}"
            self._read(0.05)
        self._read(0.05)
        return self._process.wait()

    def _read(self, seconds: float) -> bool:
        """Take in what is drawn within so many seconds; False where nothing will be drawn any more."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self._handle], [], [], left)
            if ready:
                try:
                    read = os.read(self._handle, 65_536)
                except OSError:
                    return False
                if not read:
                    return False
                self.raw += read
                self._stream.feed(read)
        return True
