"""A command pays only for what it uses.

The import contracts cannot see this: they know who may import what, not when.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drill.cli import drill_command

ROOT = Path(__file__).parents[1]
HEAVY = frozenset({"faker", "networkx", "numpy", "ruamel", "textual"})
FILES = frozenset({"pydantic", "yaml"})

# Runs one command as `python -m drill` would, then tells on its last line of standard error what was loaded.
PROBE = """
import json, runpy, sys
sys.argv[0] = "drill"
try:
    runpy.run_module("drill", run_name="__main__", alter_sys=True)
except SystemExit as end:
    code = end.code
else:
    code = 0
names = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps({"code": code or 0, "loaded": names}), file=sys.stderr)
"""


def loaded_by(*words: str) -> set[str]:
    """The top-level packages that a command has loaded by its end; it must end well."""
    command = [sys.executable, "-c", PROBE, *words]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stderr.splitlines()[-1])
    assert told["code"] == 0, result.stderr
    return set(told["loaded"])


@pytest.mark.parametrize("words", [(), *((name,) for name in sorted(drill_command.commands))], ids=" ".join)
def test_help_loads_neither_a_heavy_library_nor_what_reads_files(words: tuple[str, ...]) -> None:
    assert loaded_by(*words, "--help") & (HEAVY | FILES) == set()


def test_a_check_loads_no_heavy_library() -> None:
    loaded = loaded_by("check", "scenarios/hijacked-account.yaml")

    assert loaded & HEAVY == set()
    assert loaded >= FILES


def test_the_package_itself_loads_nothing() -> None:
    command = [sys.executable, "-c", "import sys; old = set(sys.modules); import drill; print(*set(sys.modules) - old)"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout.split() == ["drill"]
