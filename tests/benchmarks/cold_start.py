"""What a cold start costs: medians of whole commands and of each library's import, beside an empty start of Python.

    python tests/benchmarks/cold_start.py [--rounds N] [--check]

The commands run in turns, and what counts is processor time: with the files in memory it is what one waits for, and
a busy machine changes it little. A limit is what a command may cost on top of the empty start; with --check, one that
costs more ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.supply.packages import ROOT, direct


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
    """The processor time of the command, from its start to its end. Raises CalledProcessError where it fails."""
    began = _spent()
    subprocess.run([sys.executable, *start.words], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return (_spent() - began) * 1000


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imports() -> tuple[Start, ...]:
    """An import of each library that drill asks for, by itself."""
    return (EMPTY, *(Start(each.module, ("-c", f"import {each.module}")) for each in direct()))


def measure(starts: Sequence[Start], rounds: int) -> dict[Start, float]:
    """The median of each start over so many rounds, after one that only warms the file cache and writes bytecode."""
    times: dict[Start, list[float]] = {start: [] for start in starts}
    for number in range(rounds + 1):
        for start in starts:
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
        medians = measure(STARTS, options.rounds)
        libraries = measure(imports(), max(1, options.rounds // 3))
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
    print("Imports, each by itself; a command loads only what it needs")
    for start, taken in sorted(libraries.items(), key=lambda item: item[1]):
        print(f"{start.name:14}  {taken:6.0f}  +{taken - libraries[EMPTY]:5.0f}")
    return 0 if within or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
