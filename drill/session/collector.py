"""Keeping the garbage collector out of long work that lets nothing go."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A fold, or a scoring, makes much and lets nothing go: the collector would walk the growing heap in vain."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
