"""Steps that were never done, or late: who was late, and who was told late."""

from __future__ import annotations

import pytest

from tests.findings.finding import finding, findings

LOCK = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}"
TOLD_TECH = "1m blue lead escalates tech about news\n2m blue tech acks"


def test_a_step_that_nobody_was_told_of_was_missed_for_want_of_telling() -> None:
    found = finding("missed-lock", "1m blue lead acks news", LOCK)
    assert found.title == "lock (Lock it) was never done"
    assert "nobody told tech of news" in found.explanation
    assert found.clause is not None
    assert found.clause.startswith("workflows.crisis.steps.lock:")
    assert (found.kind, found.severity, found.objective) == ("training", 2, "hold")


def test_a_missed_step_cites_the_line_of_the_inject_that_asked_for_it() -> None:
    [line] = finding("missed-lock", "1m blue lead acks news", LOCK).evidence
    assert line > 0


def test_a_step_that_was_known_and_not_done_was_missed_by_its_role() -> None:
    assert "tech knew of it" in finding("missed-lock", TOLD_TECH, LOCK).explanation


def test_a_step_whose_people_were_all_away_is_a_matter_of_staffing() -> None:
    found = finding("missed-lock", "0m control absent blue tom", LOCK)
    assert found.kind == "staffing"
    assert "nobody who fills tech was there" in found.explanation


@pytest.mark.parametrize(
    "more, severity",
    [("gate: true", 4), ("hard: true", 4), ("weight: 3", 3), ("weight: 2", 2)],
)
def test_how_bad_a_missed_step_is_hangs_on_its_gate_and_its_weight(more: str, severity: int) -> None:
    steps = LOCK.replace("deadline: 10m", f"deadline: 10m, {more}")
    assert finding("missed-lock", TOLD_TECH, steps).severity == severity


def test_a_step_that_its_role_knew_of_in_time_was_late() -> None:
    found = finding("late-lock", f"{TOLD_TECH}\n20m blue tech does lock", LOCK)
    assert found.title == "lock (Lock it) came 10 min after its deadline"


def test_a_step_whose_role_was_told_late_was_told_late() -> None:
    found = findings("14m blue lead escalates tech about news\n15m blue tech does lock", LOCK)
    assert "told-late-lock" in found
    assert "late-lock" not in found
    assert found["told-late-lock"].title.endswith("tech was told late")
    assert "waiting to be told 14 min" in found["told-late-lock"].explanation


@pytest.mark.parametrize("backup, kind", [("people: [tom, sam]", "training"), ("people: [tom]", "staffing")])
def test_a_step_that_waited_for_an_answer_is_staffing_where_one_person_is_all_there_is(backup: str, kind: str) -> None:
    lines = "1m blue lead escalates tech about news\n14m blue tech acks\n15m blue tech does lock"
    assert finding("answered-late-lock", lines, LOCK, roles=f"tech: {{{backup}}}").kind == kind


def test_a_step_that_waited_for_its_approval_says_for_whose() -> None:
    steps = """
    say: {do: Say it, by: [press], target: 5m, deadline: 10m}
    sign: {approve: say, by: [legal], target: 20m, deadline: 30m}
    """
    lines = """
    1m blue lead informs press, legal about news
    2m blue press acks
    19m blue legal approves say
    20m blue press does say
    """
    found = finding("approved-late-say", lines, steps, roles="legal: {people: [liz, sam]}")
    assert found.title.endswith("it waited for legal")
    assert found.kind == "plan gap"


def test_nobody_was_told_late_on_an_assumption() -> None:
    found = findings("14m blue lead escalates tech about news\n15m blue tech? does lock", LOCK)
    assert "told-late-lock" not in found
    assert "late-lock" in found


def test_a_gate_within_a_minute_past_its_deadline_is_not_yet_critical() -> None:
    steps = LOCK.replace("deadline: 10m", "deadline: 10m, gate: true")
    assert finding("late-lock", f"{TOLD_TECH}\n10m50s blue tech does lock", steps).severity == 3
    assert finding("late-lock", f"{TOLD_TECH}\n11m10s blue tech does lock", steps).severity == 4


def test_in_a_discussion_nothing_is_late() -> None:
    found = findings(f"{TOLD_TECH}\n20m blue tech does lock", LOCK, scenario={"style": "discussion"})
    assert not [each for each in found if "late" in each]


def test_what_nobody_saw_is_no_finding() -> None:
    assert not findings("2m blue lead acks news\n30m control unseen blue lock", LOCK)


def test_a_step_that_was_missed_on_two_accounts_is_one_finding() -> None:
    found = finding(
        "missed-lock",
        "1m blue lead acks news",
        "lock: {do: Lock it, by: [tech], per: account, target: 5m, deadline: 10m}",
        injects='[{about: ["@a", "@b"], expect: [lock]}]',
    )
    assert "on @a and @b" in found.title


def test_a_step_that_came_before_its_time_was_done_too_early() -> None:
    steps = f"{LOCK}\nclear: {{do: Say that it is over, by: [lead], not_before: {{done: lock}}, deadline: 20m}}"
    assert finding("premature-clear", "2m blue lead does clear", steps).title.endswith("was done too early")
