"""What is due for a re-test, and whether a scenario comes to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.revision.coming import due_retests, touches
from drill.revision.criterion import Criterion, Measure
from drill.revision.trail import BrokenTrail, trail_path
from drill.scenario.exercise import Exercise
from drill.scenario.load import load_scenario
from tests.building import HIJACKED, NORTHWIND, a_plan, a_scenario

FOLDER = Path(__file__).parents[1] / "golden" / "check"
PLAN, SCENARIO = FOLDER / "plans" / "living.yaml", FOLDER / "retest-untouched.yaml"


def test_each_change_that_no_drill_has_proven_is_due_with_whether_the_scenario_comes_to_it() -> None:
    due = due_retests(PLAN, load_scenario(SCENARIO))
    assert [(each.revision, each.touched) for each in due] == [("sooner-comms", False), ("more-time-confirm", True)]
    assert due[1].criterion.words() == "confirm is done by its deadline"
    assert not due[1].has_failed


def test_a_plan_without_a_trail_has_nothing_due(tmp_path: Path) -> None:
    shutil.copy(PLAN, tmp_path / "plan.yaml")
    scenario = load_scenario(SCENARIO)
    with pytest.raises(BrokenTrail):  # its history stands on entries: they were cut off
        trail_path(tmp_path / "plan.yaml").touch()
        due_retests(tmp_path / "plan.yaml", scenario)
    trail_path(tmp_path / "plan.yaml").unlink()
    assert due_retests(tmp_path / "plan.yaml", scenario) == []


@pytest.mark.parametrize(
    "measure, subject, comes",
    [
        (Measure.STEP_IN_TIME, "lock", True),
        (Measure.STEP_IN_TIME, "account-takeover/lock", True),
        (Measure.STEP_DONE, "rang-every-shop", False),
        (Measure.NO_STALL, "legal", True),
        (Measure.ROLE_REACHED, "hr", False),
        (Measure.RULE_KEPT, "lock-after-alert", True),
        (Measure.RULE_KEPT, "no-such-rule", False),
        (Measure.NO_ERROR, "wrong_path legal", True),
        (Measure.NO_ERROR, "wrong_path hr", False),
        (Measure.NO_ERROR, "broadcast", True),
    ],
)
def test_a_scenario_comes_to_what_its_injects_ask_for(measure: Measure, subject: str, comes: bool) -> None:
    exercise = Exercise(a_plan(NORTHWIND), a_scenario(HIJACKED))
    assert touches(Criterion(measure, subject), exercise) is comes


def test_the_check_warns_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["check", str(SCENARIO)]) == 0
    assert "retest-untouched" in capsys.readouterr().out
    assert invoke(["check", str(SCENARIO), "--strict"]) == 1
    assert invoke(["check", "--explain", "retest-untouched"]) == 0
