"""What a rehearsal costs, beside SimPy: the same drills with the same answers, in one process on one core.

    python tests/benchmarks/rehearsal.py [--rounds N] [--most RUNS] [--profile]

The drill of the first table is that of `tests/rehearsal/simpy_drill.py`: twelve roles, forty injects with a race of
three, three steps each. SimPy, the reference and the vectorised form play it in turns, drawing included, and the
ratios are medians of the rounds. That drill can be foreseen (`drill.rehearsal.foreseen`); beside it is told what it
costs by every rule of the model, as drills with conditions, calls and absences are rehearsed; such are the shipped
scenarios, which have a table of their own. Processor time is counted: a busy machine changes it, but less than a clock.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from drill.rehearsal import vector
from drill.rehearsal.chunks import chunk_of, played
from drill.rehearsal.draws import Chance
from drill.rehearsal.model import Model
from drill.rehearsal.reference import Run
from drill.rehearsal.tables import Tables
from tests.rehearsal.random_drills import SCENARIOS, shipped_model
from tests.rehearsal.simpy_drill import SimPyDrill, benchmark_model

ROOT = Path(__file__).parents[2]
SEED = 1
INJECTS = 40
COMPARED = 200
"""So many drills are compared, answer by answer, before any is timed."""
SLOW, FAST = 40, 20_000
"""So many drills a round: of SimPy and the reference, and of the vectorised form."""


def seconds(what: Callable[[], object]) -> float:
    """The processor time that something takes."""
    gc.collect()
    began = time.process_time()
    what()
    return time.process_time() - began


def drain(model: Model, runs: int) -> None:
    """Play runs as a rehearsal does, chunk by chunk, and keep nothing."""
    for _ in played(model, SEED, runs):
        pass


def in_lock_step(model: Model, runs: int) -> None:
    """The same by the form that knows every rule, also where the drill could be foreseen."""
    tables, chance, size = Tables(model), Chance(SEED, model.draws), chunk_of(model)
    for first in range(0, runs, size):
        vector.LockStep(tables, chance.runs(first, min(size, runs - first))).play()


def assert_same_answers(model: Model) -> None:
    """SimPy, the reference, and both vectorised forms say the same of the same drills, to the millisecond."""
    drawn, tables, other = Chance(SEED, model.draws).runs(0, COMPARED), Tables(model), SimPyDrill(model, INJECTS)
    done_at = vector.play(tables, drawn).done_at
    assert np.array_equal(done_at, vector.LockStep(tables, drawn).play().done_at)
    for number in range(COMPARED):
        column = drawn[:, number].tolist()
        assert other.run(column) == done_at[:, number].tolist()
        if number < SLOW // 4:
            assert Run(model, column).play().done_at[:, 0].tolist() == done_at[:, number].tolist()


def beside_simpy(rounds: int) -> None:
    """The table of ratios."""
    print(
        f"The same {INJECTS} injects: drills a second, and how many times as many as SimPy (medians of {rounds} rounds)"
    )
    print(f"{'':24} {'SimPy':>9} {'reference':>18} {'by every rule':>18} {'as it is rehearsed':>18}")
    for name, one_at_a_time in (("any number of things", False), ("one thing at a time", True)):
        model = benchmark_model(INJECTS, one_at_a_time=one_at_a_time)
        assert_same_answers(model)
        rates = [_rates(model) for _ in range(rounds)]
        words = [f"{median(each[0] for each in rates):9,.0f}"]
        for place in range(1, len(rates[0])):
            rate, ratio = median(each[place] for each in rates), median(each[place] / each[0] for each in rates)
            words.append(f"{rate:10,.0f} {ratio:6,.1f}×")
        print(f"{name:24} {' '.join(words)}", flush=True)


def _rates(model: Model) -> tuple[float, float, float, float]:
    """Drills a second: of SimPy, of the reference, of every rule in lock-step, and as they are rehearsed."""
    chance, other = Chance(SEED, model.draws), SimPyDrill(model, INJECTS)
    return (
        SLOW / seconds(lambda: [other.run(column) for column in chance.runs(0, SLOW).T.tolist()]),
        SLOW / seconds(lambda: [Run(model, column).play() for column in chance.runs(0, SLOW).T.tolist()]),
        FAST / 4 / seconds(lambda: in_lock_step(model, FAST // 4)),
        FAST / seconds(lambda: drain(model, FAST)),
    )


def shipped(rounds: int) -> None:
    """The shipped scenarios, which have every rule of the model in them."""
    print("\nThe shipped scenarios, with conditions, calls and absences: drills a second, drawing included")
    print(f"{'':24} {'reference':>9} {'as it is rehearsed':>18}")
    for scenario in sorted(path.stem for path in SCENARIOS.glob("*.yaml")):
        rates = [_shipped_rates(shipped_model(scenario, "northwind")) for _ in range(rounds)]
        alone, together = (median(each[place] for each in rates) for place in (0, 1))
        print(f"{scenario:24} {alone:9,.0f} {together:10,.0f} {together / alone:6,.1f}×", flush=True)


def _shipped_rates(model: Model) -> tuple[float, float]:
    columns = Chance(SEED, model.draws).runs(0, SLOW).T.tolist()
    alone = seconds(lambda: [Run(model, column).play() for column in columns])
    return SLOW / alone, FAST / seconds(lambda: drain(model, FAST))


def growth(most: int) -> None:
    """Memory and time by the number of runs and of injects, each in a process of its own."""
    print("\nBy runs (one thing at a time): the time of each run and the memory at its highest")
    runs = 10_000
    while runs <= most:
        taken, peak = _apart(INJECTS, runs)
        print(f"{runs:10,} runs {taken:7.1f} s {taken / runs * 1e6:7.1f} µs a run {peak:6,} MB", flush=True)
        runs *= 10
    print("\nBy injects (10,000 runs)")
    for injects in (20, 40, 80, 160):
        taken, peak = _apart(injects, 10_000)
        print(
            f"{injects:5} injects {taken:7.1f} s {taken / injects / 1e4 * 1e6:7.2f} µs a run and inject {peak:6,} MB",
            flush=True,
        )


def _apart(injects: int, runs: int) -> tuple[float, int]:
    words = [sys.executable, __file__, "--apart", f"{injects},{runs}"]
    taken, peak = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return float(taken), int(peak)


def apart(injects: int, runs: int) -> None:
    """What `growth` measures, in this process."""
    model = benchmark_model(injects)
    print(seconds(lambda: drain(model, runs)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def commands() -> None:
    """Whole commands, start-up included."""
    print("\nWhole commands, start-up included: seconds of processor time")
    for words in (
        ["scenarios/hijacked-account.yaml", "--runs", "10000", "--side-runs", "0"],
        ["scenarios/hijacked-account.yaml", "--runs", "10000"],
    ):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "drill", "rehearse", *words], cwd=ROOT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{taken:7.1f} s  drill rehearse {' '.join(words)}", flush=True)


def absences() -> None:
    """Every single absence of a shipped scenario."""
    model = shipped_model("hijacked-account", "northwind")
    tables, chance = Tables(model), Chance(SEED, model.draws)

    def play_all() -> None:
        for row in model.away:
            for first in range(0, 10_000, chunk_of(model)):
                drawn = chance.runs(first, min(chunk_of(model), 10_000 - first))
                drawn[row] = 1
                vector.play(tables, drawn)

    people = len(model.people)
    print(
        f"{seconds(play_all):7.1f} s  10,000 runs for each of the {people} single absences, played and not yet judged"
    )


def main() -> int:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description="Measure what a rehearsal costs.")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each comparison (5)")
    parser.add_argument("--most", type=int, default=1_000_000, help="the most runs whose memory is measured (1000000)")
    parser.add_argument("--profile", action="store_true", help="say where the time of a shipped scenario goes")
    parser.add_argument("--apart", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.apart:
        apart(*map(int, options.apart.split(",")))
        return 0
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(drain, shipped_model("hijacked-account", "northwind"), FAST)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    print(f"Rehearsals, Python {sys.version.split()[0]}, NumPy {np.__version__}")
    beside_simpy(options.rounds)
    shipped(options.rounds)
    growth(options.most)
    commands()
    absences()
    return 0


if __name__ == "__main__":
    sys.exit(main())
