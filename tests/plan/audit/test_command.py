"""drill audit: what it prints, as text and for machines, and the exit code of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drill.cli import invoke

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "audit"
NORTHWIND = str(ROOT / "scenarios" / "plans" / "northwind.yaml")
ON = ("--on", "2026-11-27")


@pytest.mark.parametrize("form, ending", [((), ".out"), (("--json",), ".json")], ids=("text", "json"))
def test_the_whole_audit_of_a_plan_is_printed_exactly_so(
    form: tuple[str, ...], ending: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(GOLDEN / "whole")
    expected = Path("twelve-roles").with_suffix(ending)

    assert invoke(["audit", "twelve-roles.yaml", *ON, *form]) == 0

    printed, tally = capsys.readouterr()
    if os.environ.get("GOLDEN") == "write":
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")
    assert tally == "5 warnings\n"


@pytest.mark.parametrize(
    "name, options, code",
    [
        ("mfa-by-sms", (), 0),
        ("mfa-by-sms", ("--strict",), 1),
        ("no-mfa", (), 1),
        ("no-mfa", ("--format", "github"), 1),
    ],
)
def test_warnings_alone_end_well_unless_strict_and_errors_do_not(
    name: str, options: tuple[str, ...], code: int
) -> None:
    assert invoke(["audit", str(GOLDEN / f"{name}.yaml"), *ON, *options]) == code


def test_as_json_the_diagnostics_are_those_of_a_check_and_the_analysis_has_its_four_parts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    invoke(["audit", NORTHWIND, *ON, "--json"])
    whole = json.loads(capsys.readouterr().out)
    invoke(["audit", NORTHWIND, *ON, "--format", "json"])
    alone = json.loads(capsys.readouterr().out)

    assert list(whole) == ["schema", "plan", "version", "on", "diagnostics", "analysis"]
    assert (whole["schema"], whole["plan"], whole["version"], whole["on"]) == (1, "northwind-social", 3, "2026-11-27")
    assert list(whole["analysis"]) == ["approval_paths", "dominators", "cuts", "absences"]
    assert whole["diagnostics"] == alone
    assert list(alone[0]) == ["file", "line", "column", "severity", "code", "message", "hint"]


def test_without_a_day_it_is_today(capsys: pytest.CaptureFixture[str]) -> None:
    before = datetime.now(UTC).astimezone().date()
    invoke(["audit", NORTHWIND, "--json"])
    asked = datetime.fromisoformat(json.loads(capsys.readouterr().out)["on"]).date()

    assert before <= asked <= before + timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    [
        (),
        (NORTHWIND, "--on", "tomorrow"),
        (NORTHWIND, "--on", "2026-02-30"),
        (NORTHWIND, "--json", "--format", "github"),
        ("--explain", "no-such-rule"),
    ],
    ids=" ".join,
)
def test_a_command_that_cannot_be_meant_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert invoke(["audit", *words]) == 2


def test_a_plan_that_is_not_there_is_out_of_reach(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["audit", "no-such-plan.yaml"]) == 3
    assert "there is no such file" in capsys.readouterr().err


def test_a_plan_with_errors_is_told_them_and_not_audited(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["audit", str(ROOT / "tests" / "golden" / "check" / "unknown-role.yaml")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "error[unknown-role]" in err


@pytest.mark.parametrize("form", [(), ("--json",), ("--format", "json"), ("--format", "github")], ids=" ".join)
def test_a_secret_in_the_file_is_refused_and_never_echoed(
    form: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(NORTHWIND).read_text(encoding="utf-8")
    text = text.replace("vault: Team vault, entry social-wren", "vault: AKIAIOSFODNN7EXAMPLE")
    text = text.replace("recovery: shared mailbox", "password: correct horse battery staple", 1)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")

    assert invoke(["audit", str(tmp_path / "plan.yaml"), *form]) == 1

    told = "".join(capsys.readouterr())
    assert "error[secret]" in told
    assert "AKIAIOSFODNN7EXAMPLE" not in told
    assert "horse" not in told


def test_the_manual_of_a_rule_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["audit", "--explain", "one-owner"]) == 0
    assert capsys.readouterr().out.startswith("one-owner\n\nAn account has no second owner")
    assert invoke(["audit", "--codes"]) == 0
    assert "one-owner                An account has no second owner" in capsys.readouterr().out


def test_the_same_plan_on_the_same_day_gives_the_same_bytes_however_python_hashes() -> None:
    def printed(seed: str) -> bytes:
        command = [sys.executable, "-m", "drill", "audit", NORTHWIND, *ON, "--json"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT).stdout

    assert len({printed(seed) for seed in ("0", "1", "20261127")}) == 1
