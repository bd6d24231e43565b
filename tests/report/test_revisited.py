"""What earlier drills left comes first: changes that were to be proven, findings that came up again, the trend."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from drill.report.after_action import AfterAction
from drill.report.charts.drawn import charts
from tests.building import HIJACKED
from tests.report.session import after, report, section

UNANSWERED = "20m blue comms-director escalates legal about scam-post"
SESSION = "2026-05-01-hijacked-account"
DELEGATE = {
    "id": "delegate-dead-end-legal",
    "title": "Let somebody stand in for counsel",
    "clause": "roles.legal:24",
    "criterion": {"measure": "no-stall", "subject": "legal"},
    "digest": "of another drill",
}


def earlier(**changes: Any) -> dict[str, Any]:
    """One earlier session, as a history holds it."""
    teams = [{"team": "blue", "composite": 0.5, "parts": {"time": 0.25}}]
    return {
        "session": SESSION,
        "date": "2026-05-01",
        "scenario": "hijacked-account",
        "plan_version": 2,
        "teams": teams,
    } | changes


def test_re_tests_stand_before_everything_else() -> None:
    text = report(after({"retests": [DELEGATE]}, UNANSWERED))
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[:2] == ["## What earlier drills left", "## On one page"]
    assert "**failed: the finding is open again**" in section(text, "What earlier drills left")


def test_a_change_that_the_drill_came_to_and_that_held_has_passed() -> None:
    text = report(after({"retests": [DELEGATE]}, f"{UNANSWERED}\n21m blue legal acks"))
    assert "| passed |" in section(text, "What earlier drills left")


def test_a_change_that_the_drill_never_came_to_is_not_shown() -> None:
    text = report(after({"retests": [DELEGATE]}, "1m blue social-lead acks scam-post"))
    assert "not shown: the drill never came to it" in section(text, "What earlier drills left")


def test_what_was_found_before_says_so_with_its_sessions() -> None:
    state = after({"findings": {"dead-end-legal roles.legal": [SESSION]}}, UNANSWERED)
    text = report(state)
    assert f"and there was nobody else to call: `{SESSION}`" in section(text, "What earlier drills left")
    assert f"**Seen before**, in `{SESSION}`." in section(text, "Findings")
    again = [each for each in AfterAction.of(state).findings if AfterAction.of(state).seen_before(each)]
    assert [each.id for each in again] == ["dead-end-legal"]


def test_where_nothing_is_earlier_nothing_is_said() -> None:
    text = report(after({}, UNANSWERED))
    assert "What earlier drills left" not in text
    assert "The trend" not in text


def test_a_change_that_would_answer_a_finding_stands_with_it() -> None:
    found = section(report(after({}, UNANSWERED)), "Findings")
    assert "**A change to talk about:** Let Director of communications stand in for Counsel." in found
    assert "It is proven when no call to legal waits past its time. (`delegate-dead-end-legal`)" in found


def test_a_change_that_names_a_person_says_the_role() -> None:
    found = section(report(after({}, UNANSWERED)), "Findings")
    assert "Name somebody of IT security as the backup of Counsel" in found
    assert "Cai" not in found


# ── the trend ────────────────────────────────────────────────────────────────


def test_earlier_sessions_and_this_one_make_a_trend() -> None:
    state = after({"sessions": [earlier()]}, UNANSWERED)
    trend = section(report(state), "The trend")
    assert f"| `{SESSION}` | `2026-05-01` | `2` | `blue` | 0.250 | – |" in trend
    assert "| this one | `2026-11-27` |" in trend
    assert "![Composite of earlier drills and of this one](charts/trend.svg)" in trend
    assert "trend" in charts(AfterAction.of(state))


def test_sessions_of_other_scenarios_are_left_out() -> None:
    state = after({"sessions": [earlier(scenario="viral-complaint")]}, UNANSWERED)
    assert "The trend" not in report(state)
    assert "trend" not in charts(AfterAction.of(state))


@pytest.mark.parametrize("changes", [{"mode": "coached"}, {"style": "discussion"}], ids=str)
def test_a_coached_run_or_a_discussion_adds_no_point(changes: dict[str, str]) -> None:
    state = after({"sessions": [earlier()]}, UNANSWERED, scenario=yaml.safe_dump(yaml.safe_load(HIJACKED) | changes))
    assert "| this one |" not in section(report(state), "The trend")


@pytest.mark.parametrize(
    "history",
    [
        {"sessions": "none"},
        {"sessions": [None, {"scenario": "hijacked-account", "teams": 3}, earlier(teams=[7])]},
        {"sessions": [earlier(teams=[{"team": "blue", "composite": "x", "parts": [1]}])]},
        {"sessions": [earlier(teams=[{"team": "blue", "composite": 7, "parts": {"time": True}}])]},
        {"retests": 3},
        {"retests": [None, {}, DELEGATE | {"criterion": {}}, DELEGATE | {"id": 7}]},
        {"retests": [DELEGATE | {"criterion": {"measure": "no-error", "subject": "no such error"}}]},
        {"retests": [DELEGATE | {"criterion": {"measure": "step-within", "subject": "lock", "at_most": "soon"}}]},
        {"findings": []},
        {"findings": {"dead-end-legal": 3}},
    ],
)
def test_a_history_that_somebody_wrote_by_hand_breaks_nothing(history: dict[str, Any]) -> None:
    state = after(history, UNANSWERED)
    assert "## On one page" in report(state)
    assert "trend" not in charts(AfterAction.of(state))


HARDWARE_KEYS = {"id": "action-1", "title": "Buy keys", "owner": "dev", "due": "2026-09-01", "finding": None}


def test_actions_that_stood_open_are_carried_with_the_role_of_their_owner_and_whether_they_are_overdue() -> None:
    text = section(report(after({"actions": [HARDWARE_KEYS]}, UNANSWERED)), "What earlier drills left")
    assert "1 action of earlier drills stood open when this one began:" in text
    assert "| Buy keys | IT security | 2026-09-01 (**overdue**) |" in text


@pytest.mark.parametrize("junk", [3, [3], [{"id": 1}], [HARDWARE_KEYS | {"due": None}]])
def test_actions_that_somebody_wrote_by_hand_and_nobody_can_read_are_passed_over(junk: Any) -> None:
    assert "stood open" not in report(after({"actions": junk}, UNANSWERED))
