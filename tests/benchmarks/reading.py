"""What it costs to check a scenario of a megabyte, beside PyYAML's C loader on the same text.

    python tests/benchmarks/reading.py [--rounds N] [--profile]

The scenario is the shipped one of a hijacked account, its injects written over and over under new names. The loader
only builds values; a check also knows the place of each, refuses what is not allowed, makes the models, and follows
every name to what it names, in the plan too. The aim is 3 times. Processor time, in turns.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[2]))

from drill.files.yaml_source import parse_yaml
from drill.revision.checking import check_with_trail

SCENARIO = Path(__file__).parents[2] / "scenarios" / "hijacked-account.yaml"
SIZE = 1_000_000
AIM = 3.0


def large(text: str) -> str:
    """The scenario with its injects again and again, each time under other names, until it is a megabyte."""
    top = yaml.safe_load(text)
    own = {inject["id"] for inject in top["injects"]}
    injects = [_renamed(inject, own, "") for inject in top["injects"]]
    one, number = len(yaml.safe_dump(injects, allow_unicode=True)), 0
    while one * (number + 1) < SIZE:
        number += 1
        injects += [_renamed(inject, own, f"-{number}") for inject in top["injects"]]
    return str(yaml.safe_dump(top | {"injects": injects}, sort_keys=False, allow_unicode=True, width=110))


def _renamed(value: Any, own: set[str], suffix: str) -> Any:
    if isinstance(value, dict):
        return {key + suffix if key in own else key: _renamed(item, own, suffix) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, own, suffix) for item in value]
    return value + suffix if isinstance(value, str) and value in own else value


def seconds(rounds: int, *parts: Callable[[], object]) -> list[float]:
    """The median of what each part takes, in turns."""
    taken: list[list[float]] = [[] for _ in parts]
    for _ in range(rounds):
        for part, times in zip(parts, taken, strict=True):
            began = time.process_time()
            part()
            times.append(time.process_time() - began)
    return [median(times) for times in taken]


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure what a check costs.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is done (7)")
    parser.add_argument("--profile", action="store_true", help="say where the time of a check goes")
    options = parser.parse_args()
    text = large(SCENARIO.read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.yaml"
        path.write_text(text, encoding="utf-8")
        plan = SCENARIO.parent / yaml.safe_load(text)["plan"]

        def check() -> int:
            return len(check_with_trail(path, plan))

        if options.profile:
            profile = cProfile.Profile()
            profile.runcall(check)
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
            return 0
        loaded, read, checked = seconds(
            options.rounds,
            lambda: yaml.load(text, yaml.CSafeLoader),
            lambda: parse_yaml(text, "large.yaml"),
            check,
        )
        said = check()
    print(f"A scenario of {len(text) / 1e6:.2f} MB, median of {options.rounds}; the aim is {AIM:g} times")
    for name, taken in (("PyYAML's C loader", loaded), ("read, with places", read), (f"checked, {said} said", checked)):
        print(f"{name:20} {taken:6.2f} s {taken / loaded:5.1f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
