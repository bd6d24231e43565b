"""What the screens cost, in a real pseudo-terminal: medians, beside an empty Textual app of the same size, in one run.

    python tests/benchmarks/screens.py [--rounds N] [--keys N] [--seconds N] [--no-load]

Measured are the time to the first frame of a control room, from a key to the changed screen, the share of a processor
while the clock stands and while it runs, and the memory. The load is a session of 50 teams, 5,000 injects and 100,000
events on a plan of 500 roles, made by tests/benchmarks/load.py; to make it and to open it takes a minute or two.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from drill.tui.starting import Wanted, begin, prepare
from tests.benchmarks.load import EVENTS, TEAMS, make_session
from tests.tui.terminal import ROOT, Terminal

SIZE = (120, 36)
PATIENCE = 600.0
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    count = 0
    BINDINGS = [("m,down,up", "more"), ("q", "quit")]
    def compose(self):
        yield Static("Expected, paused")
    def action_more(self):
        self.count += 1
        self.query_one(Static).update(f"control mark small: {self.count}")
Empty().run()
"""
"""An app of one line, which changes on the same keys; its words are those that the control room is asked for."""

FIRST_FRAME = b"Expected"
READY = b"paused"
MARKED, MOVED = b"control mark", b"\x1b["
"""What a key is answered with: the words of the line that it logged; anything that is drawn."""


@dataclass(frozen=True)
class Program:
    """What is run on the terminal."""

    words: tuple[str, ...] = ()
    python: tuple[str, ...] = ("-m", "drill")


@dataclass(frozen=True)
class Key:
    """The seconds from a key to the changed screen; and of a processor, until all that it changes is drawn."""

    wait: float
    work: float


@dataclass(frozen=True)
class Cost:
    """What one program was measured at: keys, shares of a core, MB, seconds."""

    mark: Key
    move: Key
    idle: float
    running: float
    memory: float
    opening: float


def wait_for(terminal: Terminal, words: bytes) -> bytes:
    """Read until these bytes are drawn; all that was drawn."""
    began, seen = time.perf_counter(), b""
    while words not in seen:
        assert time.perf_counter() - began < PATIENCE, f"{words!r} was not drawn: {terminal.text}"
        ready, _, _ = select.select([terminal.handle], [], [], 1)
        if ready:
            seen += os.read(terminal.handle, 65_536)
    return seen


def quiet(terminal: Terminal, seconds: float) -> None:
    """Read what is drawn within so many seconds."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        if select.select([terminal.handle], [], [], left)[0]:
            os.read(terminal.handle, 65_536)


def key_to_screen(terminal: Terminal, keys: Sequence[bytes], words: bytes, times: int) -> Key:
    """The median from a key to the words that it brings, and what a key costs the processor until all is drawn."""
    taken, before = [], _processor_seconds(terminal.pid)
    for number in range(times):
        quiet(terminal, 0.08)
        began = time.perf_counter()
        os.write(terminal.handle, keys[number % len(keys)])
        wait_for(terminal, words)
        taken.append(time.perf_counter() - began)
    quiet(terminal, 0.2)
    return Key(median(taken), (_processor_seconds(terminal.pid) - before) / times)


def share(terminal: Terminal, seconds: float) -> float:
    """The share of one core that the program takes, over so many seconds."""
    before, began = _processor_seconds(terminal.pid), time.perf_counter()
    quiet(terminal, seconds)
    return (_processor_seconds(terminal.pid) - before) / (time.perf_counter() - began)


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(terminal: Terminal) -> float:
    """The memory that the program holds, in MB."""
    status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


@dataclass(frozen=True)
class Start:
    """The seconds until the first frame is drawn, and until keys are taken."""

    frame: float
    ready: float


@contextmanager
def opened(program: Program) -> Iterator[tuple[Terminal, Start]]:
    """A program on a terminal, once it takes keys."""
    began = time.perf_counter()
    with Terminal(*program.words, size=SIZE, python=program.python) as terminal:
        seen = wait_for(terminal, FIRST_FRAME)
        frame = time.perf_counter() - began
        if READY not in seen:
            wait_for(terminal, READY)
        ready = time.perf_counter() - began
        quiet(terminal, 1)
        yield terminal, Start(frame, ready)


def starts(programs: Sequence[Program], rounds: int) -> list[Start]:
    """The median start of each program; they run in turns, so that a slow moment falls on all of them."""
    times: list[list[Start]] = [[] for _ in programs]
    for number in range(rounds + 1):
        for place, program in enumerate(programs):
            with opened(program) as (_, taken):
                if number:
                    times[place].append(taken)
    return [Start(median(one.frame for one in each), median(one.ready for one in each)) for each in times]


def measure(program: Program, options: argparse.Namespace) -> Cost:
    """One program: its keys with the clock running, its shares, its memory."""
    with opened(program) as (terminal, start):
        idle = share(terminal, options.seconds)
        os.write(terminal.handle, b" ")
        quiet(terminal, 2)
        running = share(terminal, options.seconds)
        mark = key_to_screen(terminal, [b"m"], MARKED, options.keys)
        move = key_to_screen(terminal, [b"\x1b[B", b"\x1b[A"], MOVED, options.keys)
        return Cost(mark, move, idle, running, memory(terminal), start.ready)


def small_session(out: Path) -> Path:
    """A drill of four teams that was begun a moment ago; its folder."""
    wanted = Wanted(ROOT / "scenarios/hijacked-account.yaml", teams=("blue", "red", "green", "gold"), out=out)
    with ExitStack() as stack:
        room = begin(stack, prepare(wanted, date(2026, 11, 27)), wanted)
        room.submit(room.live.start)
        assert room.folder is not None
        return room.folder


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure what the screens cost.")
    parser.add_argument("--rounds", type=int, default=9, help="how often each program is started (9)")
    parser.add_argument("--keys", type=int, default=31, help="how often each key is pressed (31)")
    parser.add_argument("--seconds", type=float, default=10, help="how long the processor's share is taken (10)")
    parser.add_argument("--no-load", action="store_true", help="leave the session of 100,000 events out")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        small = small_session(Path(folder))
        programs = [Program(python=("-c", EMPTY)), Program(("resume", str(small)))]
        empty_start, start = starts(programs, options.rounds)
        empty, few = (measure(program, options) for program in programs)
        costs = {"empty": empty, "4 teams": few}
        if not options.no_load:
            large = make_session(Path(folder) / "large", teams=TEAMS, events=EVENTS)
            costs[f"{TEAMS} teams"] = measure(Program(("resume", str(large))), options)
    print(f"Screens, {SIZE[0]} × {SIZE[1]}, Python {sys.version.split()[0]}; ratios are to the empty app")
    for name, taken, base in (
        ("first frame", start.frame, empty_start.frame),
        ("takes keys", start.ready, empty_start.ready),
    ):
        print(f"{name:12} empty {base * 1000:5.0f} ms   control room {taken * 1000:5.0f} ms  {taken / base:4.2f}×")
    for title, key in (("log a mark", "mark"), ("move", "move")):
        for name, cost in costs.items():
            taken, base = getattr(cost, key), getattr(empty, key)
            wait = f"{taken.wait * 1000:6.1f} ms {taken.wait / base.wait:5.1f}×"
            work = f"{taken.work * 1000:6.1f} ms {taken.work / max(base.work, 1e-4):5.1f}×"
            print(f"{title:10} {name:9} key to screen {wait}   of a processor {work}")
    for name, cost in costs.items():
        shares = f"idle {cost.idle:5.1%}   running {cost.running:5.1%}"
        print(f"{name:9} {shares}   {cost.memory:4.0f} MB   opened in {cost.opening:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
