"""What it costs to make an event durable, beside a bare insert into SQLite with the same settings.

    python tests/benchmarks/journal.py [--events N] [--folder DIR]

Both write rows of the same size into a file of their own in the same folder, in write-ahead mode with full syncing,
one transaction each, in turns: a slow moment of the disk falls on both. What the journal adds is the chain, the check
that the file is still in its place, and the question whether the command was taken already. The aim is 1.5 times.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from drill.session.events import Entered, to_json
from drill.session.journal import Journal

EVENT = Entered(760_000, "blue social-lead escalates legal about hijack : access in doubt, nobody answers")
AIM = 1.5


def bare(folder: Path) -> Callable[[int], object]:
    """What inserts a row of an event's size, and has it on the disk when it returns."""
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
    body = to_json(EVENT) + "-" * 150  # a row of the journal's, with its command, its times and its hash
    return lambda number: database.execute("INSERT INTO event VALUES (?, ?)", (number, body))


def kept(folder: Path) -> Callable[[int], object]:
    """What appends an event to a journal."""
    journal = Journal.create(folder / "session.db")
    return lambda number: journal.append((EVENT,), number, journal.last_seq, f"command-{number:024}")


def measure(events: int, folder: Path) -> tuple[list[float], list[float]]:
    """The milliseconds of each bare insert and of each append, the first tenth left out."""
    insert, append = bare(folder), kept(folder)
    inserts, appends = [], []
    for number in range(events):
        began = time.perf_counter()
        insert(number)
        between = time.perf_counter()
        append(number)
        inserts.append((between - began) * 1000)
        appends.append((time.perf_counter() - between) * 1000)
    return inserts[events // 10 :], appends[events // 10 :]


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure what a durable append costs.")
    parser.add_argument("--events", type=int, default=3_000, help="events of each kind (3,000)")
    parser.add_argument("--folder", type=Path, help="where to write: what it costs hangs on the disk")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.folder) as folder:
        inserts, appends = measure(options.events, Path(folder))
    print(f"Made durable, {options.events:,} events, SQLite {sqlite3.sqlite_version}; the aim is {AIM} times")
    print(f"{'':16} {'insert':>8} {'append':>8} {'ratio':>6}")
    for name, of in (("median", median), ("99th percentile", lambda times: quantiles(times, n=100)[98])):
        insert, append = of(inserts), of(appends)
        print(f"{name:16} {insert:5.2f} ms {append:5.2f} ms {append / insert:5.2f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
