"""The rules of the house that a machine can hold: pyproject.toml states them, this test keeps them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).parents[1]
CONTRACTS = {
    options["id"]: options["name"] for options in read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
}


@pytest.mark.parametrize("contract", CONTRACTS, ids=str)
def test_the_import_contract_holds(contract: str, tmp_path: Path) -> None:
    linter = str(Path(sys.executable).with_name("lint-imports"))
    command = [linter, "--no-logo", "--cache-dir", str(tmp_path), "--contract", contract]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{CONTRACTS[contract]} KEPT" in " ".join(result.stdout.split())
