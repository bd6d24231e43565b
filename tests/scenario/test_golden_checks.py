"""Every code of a diagnostic has a file that earns it, and the exact text that its author reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drill.files.rendering import render
from drill.revision.checking import check_with_trail, manuals
from drill.scenario.checking import check_file

FOLDER = Path(__file__).parents[1] / "golden" / "check"
BAD_FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))
PLAN_OPTION = "# --plan "


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_exactly_these_diagnostics(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    first, *_ = Path(name).read_bytes().decode("utf-8", "replace").splitlines()
    plan = first.removeprefix(PLAN_OPTION) if first.startswith(PLAN_OPTION) else None

    found = check_with_trail(name, plan)

    code = name.split(".")[0]
    assert code in {one.code for one in found}
    assert {one.code for one in found} <= {code}, "a file shows one thing at a time"
    printed, expected = render(found) + "\n", Path(name).with_suffix(".out")
    if os.environ.get("GOLDEN") == "write":
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


def test_every_code_has_a_bad_file() -> None:
    assert {name.split(".")[0] for name in BAD_FILES} == set(manuals())


@pytest.mark.parametrize("code", manuals())
def test_every_code_has_a_manual_of_what_why_and_remedy(code: str) -> None:
    summary, *rest = manuals()[code].split("\n\n")
    assert summary.endswith(".")
    assert len(summary.splitlines()) == 1, "the list of codes shows the first line"
    assert len(summary) <= 100
    assert rest or len(summary) > 30


@pytest.mark.parametrize("plan", sorted(path.name for path in (FOLDER / "plans").glob("*.yaml")))
def test_the_plans_that_bad_scenarios_stand_on_have_no_errors(plan: str) -> None:
    assert [one for one in check_file(FOLDER / "plans" / plan) if one.severity == "error"] == []
