"""Ends from outside: a signal, a lost connection, a closed window. The exit code says which it was.

While there is a terminal it is left clean. Where it has gone nothing is left to
clean, and whoever still writes to it might wait for ever: so everything that is
written goes nowhere, and the program ends soon, come what may.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

PATIENCE = 3.0
"""How long an end without a terminal may take, in seconds; then it is cut short, as safely as a kill."""


def terminal_is_there() -> bool:
    """Whether the terminal that the program was started on can still be read."""
    stdin = sys.__stdin__
    return stdin is not None and not stdin.closed and os.isatty(stdin.fileno())


@contextmanager
def ends_cleanly(end: Callable[[int], None]) -> Iterator[None]:
    """While this holds, an end from outside calls `end` with the exit code, on the running loop."""
    loop = asyncio.get_running_loop()

    def note(number: int, frame: FrameType | None) -> None:
        code = 128 + number
        if not terminal_is_there():
            _write_nowhere()
            _cut_short(code)
        loop.call_soon_threadsafe(end, code)

    before = {ending: signal.signal(ending, note) for ending in ENDINGS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _write_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)


def _cut_short(code: int) -> None:
    watch = threading.Timer(PATIENCE, os._exit, (code,))
    watch.daemon = True
    watch.start()
