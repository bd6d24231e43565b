"""Every rule of the audit has a plan that breaks it and no other, and the exact text that its author reads."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from drill.files.rendering import render
from drill.plan.audit import AUDIT_RULES, audit_file, manuals
from drill.plan.check import PLAN_RULES

FOLDER = Path(__file__).parents[2] / "golden" / "audit"
BAD_PLANS = sorted(path.name for path in FOLDER.glob("*.yaml"))
DAY = "2026-11-27"
SOURCES = ("GSA, Social", "NIST SP", "CISA, ", "CDC, ", "Gawande", "Tarjan")
DAY_OPTION = "# --on "


@pytest.mark.parametrize("name", BAD_PLANS)
def test_a_weak_plan_gets_exactly_these_diagnostics(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    first, *_ = Path(name).read_text(encoding="utf-8").splitlines()
    day = first.removeprefix(DAY_OPTION) if first.startswith(DAY_OPTION) else DAY

    found = audit_file(name, date.fromisoformat(day)).diagnostics

    assert {one.code for one in found} == {name.split(".")[0]}, "a file shows one thing at a time"
    printed, expected = render(found) + "\n", Path(name).with_suffix(".out")
    if os.environ.get("GOLDEN") == "write":
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_weak_plan() -> None:
    assert {name.split(".")[0] for name in BAD_PLANS} == set(manuals())


def test_no_rule_of_the_audit_is_called_as_a_check_is() -> None:
    assert len(manuals()) == len(AUDIT_RULES.rules)
    assert set(manuals()).isdisjoint(rule.code for rule in PLAN_RULES.rules)


@pytest.mark.parametrize("code", manuals())
def test_every_rule_has_a_manual_of_what_why_and_remedy_and_the_practice_it_comes_from(code: str) -> None:
    summary, why, *rest = manuals()[code].split("\n\n")

    assert summary.endswith(".")
    assert len(summary.splitlines()) == 1, "the list of codes shows the first line"
    assert len(summary) <= 100
    assert len(why) > 60
    assert rest
    assert rest[-1].startswith("Practice")
    assert any(source in " ".join(rest[-1].split()) for source in SOURCES)


def test_the_manual_of_rotation_says_that_nist_asks_for_none() -> None:
    manual = " ".join(manuals()["rotation-overdue"].split())

    assert "NIST SP 800-63B-4 (3.1.1.2) no longer asks for periodic change" in manual
