"""Do the tests notice when the code is wrong? Small faults are put into it, one at a time, and the tests run.

    python tests/mutation/run.py [--room NAME] [--sample N] [--seed N] [--jobs N] [--only TEXT]

A fault that no test notices survives. Survivors that stand in survivors.md are argued there: they change nothing that
anybody could see. The run ends with exit code 1 where a room's share of noticed faults is under 90 %.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from math import sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.mutation.operators import Mutant, mutated
from tests.mutation.rooms import ROOMS, Room
from tests.mutation.trial import Known, passes, survey

ROOT = Path(__file__).parents[2]
AIM = 0.9
QUICK = 1.5
"""Seconds of processor time: what takes longer is left out, and could only notice more."""
ARGUED = Path(__file__).with_name("survivors.md")
LOADED = ("numpy", "pydantic", "ruamel.yaml", "pytest_textual_snapshot")
"""Loaded before the trials fork, so that none of them has to."""
COPIED = ("drill", "tests", "scenarios", "plans", "docs", "README.md", "pyproject.toml", "Makefile", "LICENSE")

Tests = Mapping[str, Known]


def argued() -> frozenset[str]:
    """The names of the mutants that survivors.md gives a reason for."""
    text = ARGUED.read_text(encoding="utf-8") if ARGUED.exists() else ""
    return frozenset(line.split("`")[1] for line in text.splitlines() if line.startswith("- `drill/"))


def covering(mutant: Mutant, tests: Tests) -> dict[str, Known]:
    """The tests that go through the function that a mutant is in, or through its file where it is in none."""
    on_import = not mutant.where or mutant.where.endswith(".")
    return {
        name: known
        for name, known in tests.items()
        if any(path == mutant.path and (on_import or function == mutant.where) for path, function in known.functions)
    }


_copy: Path
"""The copy of the repository that belongs to this worker."""


def _take_copy(copies: multiprocessing.Queue[str]) -> None:
    global _copy
    _copy = Path(copies.get())


def try_one(task: tuple[Mutant, dict[str, Known]]) -> tuple[Mutant, bool, float]:
    """Put a mutant into this worker's copy and run its tests: whether they noticed, and the seconds it took."""
    mutant, tests = task
    began = time.monotonic()
    if not tests:
        return mutant, False, 0.0
    file = _copy / mutant.path
    source, stat = file.read_text(encoding="utf-8"), file.stat()
    try:
        file.write_text(mutated(mutant, source), encoding="utf-8")
        for stale in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
            stale.unlink()
        noticed = not passes(_copy, tests)
    finally:
        file.write_text(source, encoding="utf-8")
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return mutant, noticed, time.monotonic() - began


def share(killed: int, of: int) -> str:
    """A share with its interval (Wilson, 95 %)."""
    if not of:
        return "none"
    z, p = 1.96, killed / of
    middle, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((middle + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return f"{p:.1%} ({low:.0%} to {high:.0%})"


def copied(work: Path, jobs: int) -> list[Path]:
    """So many copies of the repository; the first is where the tests are surveyed."""
    copies = [work / f"copy-{number}" for number in range(jobs)]
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copies[0] / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            copies[0].mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copies[0] / name)
    return copies


def main() -> int:
    """Sample, try, and say what came of it."""
    parser = argparse.ArgumentParser(description="Put small faults into the code and see whether the tests notice.")
    parser.add_argument("--room", action="append", choices=[room.name for room in ROOMS], help="only this room")
    parser.add_argument("--sample", type=int, default=200, help="mutants of each room (200)")
    parser.add_argument("--seed", type=int, default=1, help="what the sample is drawn from (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="trials at once")
    parser.add_argument("--only", action="append", default=[], help="only mutants whose name holds this text")
    options = parser.parse_args()
    rooms = [room for room in ROOMS if not options.room or room.name in options.room]
    os.nice(10)
    os.environ |= {"TEXTUAL_ANIMATIONS": "none", "TZ": "UTC"}  # read on import, as tests/conftest.py sets them
    for name in LOADED:
        import_module(name)
    with tempfile.TemporaryDirectory(prefix="drill-mutants-") as folder:
        copies = copied(Path(folder), options.jobs)
        found = survey(copies[0], sorted({file for room in rooms for file in room.test_files(ROOT)}))
        tests = {name: known for name, known in found.items() if known.seconds < QUICK}
        spent = sum(known.seconds for known in tests.values())
        print(f"{len(tests):,} of {len(found):,} tests are quick; together {spent:.0f} s", flush=True)
        if not passes(copies[0], {name: known for name, known in tests.items() if known.seconds < 0.1}):
            print(
                "The tests do not pass as they are: a fault in the code could not be told from that.", file=sys.stderr
            )
            return 3
        for copy in copies[1:]:
            shutil.copytree(copies[0], copy)
        well = [_room(room, tests, copies, options) for room in rooms]
    return 0 if all(well) else 1


def _room(room: Room, tests: Tests, copies: Sequence[Path], options: argparse.Namespace) -> bool:
    files = set(room.test_files(ROOT))
    own = {name: known for name, known in tests.items() if name.partition("::")[0] in files}
    chosen = [
        mutant
        for mutant in room.sample(copies[0], options.sample, options.seed)
        if not options.only or any(text in mutant.name for text in options.only)
    ]
    queue: multiprocessing.Queue[str] = multiprocessing.Queue()
    for copy in copies:
        queue.put(str(copy))
    allowed, tried, killed, excused, open_ = argued(), 0, 0, 0, []
    with multiprocessing.get_context("fork").Pool(len(copies), _take_copy, (queue,)) as pool:
        for mutant, noticed, seconds in pool.imap_unordered(try_one, ((each, covering(each, own)) for each in chosen)):
            tried, killed = tried + 1, killed + noticed
            if tried % 25 == 0:
                print(f"{room.name}: {tried} of {len(chosen)} tried", flush=True)
            if noticed:
                continue
            excused += mutant.name in allowed
            open_ += [mutant] if mutant.name not in allowed else []
            change = f"`{mutant.before}` → `{mutant.after}`"
            print(f"- `{mutant.name}` line {mutant.line}: {change} {seconds:.0f} s", flush=True)
    total = len(chosen)
    print(
        f"{room.name}: {len(room.mutants(copies[0])):,} mutants, {total} tried, {killed} noticed: {share(killed, total)}; "
        f"{excused} argued in survivors.md, {len(open_)} open",
        flush=True,
    )
    return killed >= AIM * total


if __name__ == "__main__":
    sys.exit(main())
