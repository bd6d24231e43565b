"""A trial: some tests run in a process of their own, in a copy of the repository that may hold a fault.

The libraries are loaded once, then each trial is a fork that loads the project and its tests anew from the copy.
Who watches a trial sees only how it ended; what it spent counts as processor time, so that a busy machine fells no
sound test.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, settings

MEMORY = 4 << 30
"""Bytes that a trial may take."""
PATIENCE = 5.0
"""Seconds of processor time that a test has, and five times what it took when all was well."""


@dataclass(frozen=True)
class Known:
    """What is known of a test from a run in which all was well."""

    seconds: float
    """Of processor time."""
    functions: frozenset[tuple[str, str]] = frozenset()
    """The functions of the project that it went through: file and name."""


@dataclass(eq=False)
class Choice:
    """A pytest plugin: the tests to run, quickest first, each stopped when it takes far longer than it did."""

    known: Mapping[str, Known]

    @pytest.hookimpl(trylast=True)
    def pytest_collection(self) -> None:
        """What fails is not looked into, and so needs not be made small."""
        quick = settings(settings.get_profile("small"), phases=(Phase.explicit, Phase.generate))
        settings.register_profile("mutation", quick)
        settings.load_profile("mutation")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the chosen."""
        items[:] = [item for item in items if item.nodeid in self.known]
        items.sort(key=lambda item: self.known[item.nodeid].seconds)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """The signal that comes ends the process."""
        signal.setitimer(signal.ITIMER_PROF, PATIENCE + 5 * self.known[item.nodeid].seconds)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


@dataclass(eq=False)
class Survey:
    """A pytest plugin: what each test costs, and which functions of the project it goes through."""

    root: str
    found: dict[str, tuple[float, set[tuple[str, str]]]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def pytest_collection(self) -> None:
        """Run as the trials will."""
        Choice({}).pytest_collection()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test, with its fixtures."""
        seen: set[types.CodeType] = set()

        def watch(frame: types.FrameType, event: str, argument: object) -> None:
            seen.add(frame.f_code)

        began = time.process_time()
        sys.settrace(watch)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            here = {code for code in seen if code.co_filename.startswith(self.root)}
            functions = {
                (code.co_filename.removeprefix(self.root), code.co_qualname.partition(".<locals>")[0]) for code in here
            }
            self.found[item.nodeid] = time.process_time() - began, functions

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails, or is skipped, with no fault in the copy can hold nothing."""
        if not report.passed:
            self.failed.add(report.nodeid)


def survey(copy: Path, files: Sequence[str]) -> dict[str, Known]:
    """Every test of these files that passes in the copy, and what is known of it. Writes bytecode, for all trials."""
    told = copy / "survey.json"
    child = os.fork()
    if child == 0:
        plugin = Survey(f"{copy}/")
        _enter(copy)
        _run(files, plugin)
        kept = {name: [seconds, sorted(seen)] for name, (seconds, seen) in plugin.found.items()}
        told.write_text(json.dumps({name: kept[name] for name in kept if name not in plugin.failed}))
        os._exit(0)
    os.waitpid(child, 0)
    found = json.loads(told.read_text())
    told.unlink()
    return {name: Known(seconds, frozenset(map(tuple, seen))) for name, (seconds, seen) in found.items()}


def passes(copy: Path, known: Mapping[str, Known]) -> bool:
    """Whether every one of the tests passes in the copy; False as soon as one does not, or takes far too long."""
    files = sorted({name.partition("::")[0] for name in known})
    limit = 60 + 20 * sum(each.seconds for each in known.values())
    child = os.fork()
    if child == 0:
        os.setsid()
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        _enter(copy)
        os._exit(_run(files, Choice(known)))
    return _wait(child, limit) == 0


_WORDS = ("-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""Nothing is kept for a next run, and that the plugins were loaded before the fork is meant."""


def _enter(copy: Path) -> None:
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("drill", "tests")]:
        del sys.modules[name]
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)


def _run(files: Sequence[str], plugin: object) -> int:
    try:
        return int(pytest.main([*_WORDS, *(["-x"] if isinstance(plugin, Choice) else []), *files], [plugin]))
    except BaseException:  # noqa: BLE001  (whatever comes of a fault, it was noticed)
        return 1


def _wait(child: int, limit: float) -> int:
    """How a trial ended; 1 for one that had to be ended."""
    ends = time.monotonic() + limit
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1
