"""Says at the end of a run how much was tried: a promise of fifty kills that made three is none."""

from __future__ import annotations

import os

import pytest

from tests.faults.tally import TALLY


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes runs only when it is named (-m soak)."""
    if "soak" not in str(config.getoption("markexpr")):
        long = [item for item in items if item.get_closest_marker("soak") is not None]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each thing that was counted."""
    if TALLY:
        terminalreporter.section("faults", sep="-")
        for what, count in sorted(TALLY.items()):
            terminalreporter.write_line(f"{count:>9,}  {what}")


@pytest.fixture(scope="session")
def soak_seed() -> int:
    """What a soak draws from: new each time, and printed, so that any run can be had again (SOAK_SEED=…)."""
    seed = int(os.environ.get("SOAK_SEED") or int.from_bytes(os.urandom(4), "big"))
    TALLY[f"is the seed of this soak: SOAK_SEED={seed}"] = seed
    return seed
