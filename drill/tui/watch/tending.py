"""A window beside a running asyncio loop: served as soon as somebody knocks, and a few times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from drill.tui.watch.window import Window

EVERY = 0.25
"""How often a window is tended, in seconds, besides whenever something comes through it."""


class Tending:
    """Knows which window the loop waits on."""

    def __init__(self) -> None:
        self._window: Window | None = None
        self._handle = -1
        self.fault: Exception | None = None
        """What went wrong here; from then on nobody looks in, and the drill goes on."""

    def tend(self, window: Window | None) -> None:
        """Serve this window from now on; call it every `EVERY` seconds, with None where there is none."""
        if self.fault is not None:
            return
        if window is not self._window:
            self.stop()
            if window is not None:
                self._window, self._handle = window, window.fileno()
                asyncio.get_running_loop().add_reader(self._handle, self._guarded, window.pump)
        if window is not None:
            self._guarded(window.tick)

    def stop(self) -> None:
        """Before the window is closed: nothing waits on it any more."""
        if self._window is not None:
            asyncio.get_running_loop().remove_reader(self._handle)
            self._window = None

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001  (a view's fault is told when the drill is over, and must not end it)
            self.fault = fault
            self.stop()
