"""One world for every test: no colour or width of whoever runs them, no home of theirs, one way to draw examples."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.tally import TALLY

# What changes how a screen is drawn, how wide a line is or where drill looks. Textual reads it on import, so it goes
# first, and the plugin that compares screens, which imports Textual, is held back (pyproject.toml) and loaded here.
_OF_THE_RUNNER = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "LINES")
_FAMILIES = ("TEXTUAL", "DRILL_", "TTY_", "PYTHON_COLORS")
for name in [name for name in os.environ if name in _OF_THE_RUNNER or name.startswith(_FAMILIES)]:
    del os.environ[name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TZ"] = "UTC"

# A shell lets what it runs in the background ignore Ctrl-C, and so would every process that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["pytest_textual_snapshot"]

# Derandomized: the same examples on every machine, so that a red run means a change and not bad luck.
settings.register_profile("small", max_examples=50, deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "soak", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("small")  # --hypothesis-profile=soak searches on, with new examples each time


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes runs only when it is named (-m soak)."""
    if "soak" not in str(config.getoption("markexpr")):
        long = [item for item in items if item.get_closest_marker("soak") is not None]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was tried, of what was counted: a promise of fifty kills that made three is none."""
    if TALLY:
        terminalreporter.section("counted", sep="-")
        for what, count in sorted(TALLY.items()):
            terminalreporter.write_line(f"{count:>9,}  {what}")


@pytest.fixture(scope="session")
def soak_seed() -> int:
    """What a soak draws from: new each time, and printed, so that any run can be had again (SOAK_SEED=…)."""
    seed = int(os.environ.get("SOAK_SEED") or int.from_bytes(os.urandom(4), "big"))
    TALLY[f"is the seed of this soak: SOAK_SEED={seed}"] = seed
    return seed


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty home: nothing of the person who runs the tests is read or written."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
        (folder / "run").mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        yield
