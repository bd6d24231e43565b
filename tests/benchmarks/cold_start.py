"""What a cold start costs: medians of whole commands, beside an empty start of the same Python.

    python tests/benchmarks/cold_start.py [--rounds N] [--check]

The commands run in turns, so that a slow moment of the machine falls on all of them. A limit is what a command may
cost on top of the empty start; with --check, one that costs more ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Start:
    """A command line for Python, and the milliseconds it may take more than an empty start."""

    name: str
    words: tuple[str, ...]
    limit: float | None = None


EMPTY = Start("python, empty", ("-c", "pass"))
STARTS = (
    EMPTY,
    Start("drill --help", ("-m", "drill", "--help"), 100),
    Start("drill check", ("-m", "drill", "check", "scenarios/hijacked-account.yaml"), 300),
)


def milliseconds(start: Start) -> float:
    """How long the command takes from its start to its end. Raises CalledProcessError where it fails."""
    command = [sys.executable, *start.words]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return (time.perf_counter() - began) * 1000


def measure(rounds: int) -> dict[Start, float]:
    """The median of each start over so many rounds, after one that only warms the file cache and writes bytecode."""
    times: dict[Start, list[float]] = {start: [] for start in STARTS}
    for number in range(rounds + 1):
        for start in STARTS:
            taken = milliseconds(start)
            if number:
                times[start].append(taken)
    return {start: median(taken) for start, taken in times.items()}


def main() -> int:
    """Measure, print a table, and say whether the limits were asked for and held."""
    parser = argparse.ArgumentParser(description="Measure what a cold start costs.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs (15)")
    parser.add_argument("--check", action="store_true", help="exit 1 where a command costs more than its limit")
    options = parser.parse_args()
    try:
        medians = measure(options.rounds)
    except subprocess.CalledProcessError as failed:
        print(f"{' '.join(failed.cmd[1:])}: exit {failed.returncode}\n{failed.stderr.decode()}", file=sys.stderr)
        return 1

    empty = medians[EMPTY]
    within = True
    print(f"Cold starts, median of {options.rounds}, Python {sys.version.split()[0]}")
    print(f"{'':14}  {'ms':>6}  {'more':>6}  {'limit':>6}  {'ratio':>6}")
    for start, taken in medians.items():
        more, limit = taken - empty, start.limit
        within = within and (limit is None or more <= limit)
        shown = ("", "") if limit is None else (f"+{more:.0f}", f"+{limit:.0f}")
        print(f"{start.name:14}  {taken:6.0f}  {shown[0]:>6}  {shown[1]:>6}  {taken / empty:5.1f}x")
    return 0 if within or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
