"""Two sessions beside each other: what both were asked for, no winner, and no comparing of what is different."""

from __future__ import annotations

import json
from typing import Any

import pytest

from drill.errors import Refused
from drill.report.after_action import AfterAction
from drill.report.against import against_json, against_markdown
from tests.building import small_drill, small_room
from tests.report.markup import dangerous

STEPS = """
    lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}
    say: {do: Tell them, by: [press], public: true, target: 5m, deadline: 10m}
"""
TWO = "[{expect: [lock]}, {id: more, at: 30m, expect: [say]}]"


def session(lines: str, injects: str = TWO, **more: Any) -> AfterAction:
    return AfterAction.of(small_drill(lines, STEPS, injects=injects, **more).state)


def compared(one: AfterAction, other: AfterAction) -> str:
    return against_markdown("a", one, "b", other)


def test_each_step_stands_with_when_it_was_done_and_how_it_stands_in_both() -> None:
    text = compared(session("3m blue tech does lock"), session("12m blue tech does lock"))
    assert "| Inject | Asked for | A blue | B blue |" in text
    assert "| `news` | `lock` | by its target, after 3 min | late by 2 min, after 12 min |" in text
    assert "| `more` | `say` | never | never |" in text
    assert dangerous(text) == []


def test_only_injects_that_both_received_count() -> None:
    text = compared(session("3m blue tech does lock"), session("3m blue tech does lock\n20m control skip more"))
    assert "`lock`" in text
    assert "`say`" not in text.split("## A in words")[0]


def test_nobody_wins() -> None:
    text = compared(session("3m blue tech does lock"), session("12m blue tech does lock"))
    assert "It is no ranking" in text
    assert not any(word in text for word in ("better", "worse", "winner", "composite"))


def test_every_team_of_both_has_its_column() -> None:
    two = session("3m blue tech does lock\n4m red tech does lock", teams=("blue", "red"))
    assert "| A blue | A red | B blue |" in compared(two, session("3m blue tech does lock"))


@pytest.mark.parametrize(
    "scenario, why",
    [
        ({"scenario": "another"}, "the scenario of one is small, that of the other another"),
        ({"style": "discussion"}, "the style"),
        ({"mode": "coached"}, "the mode"),
    ],
    ids=["scenario", "style", "mode"],
)
def test_what_cannot_be_compared_is_refused(scenario: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        compared(session("3m blue tech does lock"), session("3m blue tech does lock", scenario=scenario))


def test_a_running_drill_is_not_compared() -> None:
    running = AfterAction.of(small_room(STEPS, TWO).state)
    with pytest.raises(Refused, match="has not ended"):
        compared(session("3m blue tech does lock"), running)


def test_sessions_without_a_common_inject_are_not_compared() -> None:
    other = session("3m blue tech does lock", injects="[{id: something-else, expect: [lock]}]")
    with pytest.raises(Refused, match="no inject reached a team in both"):
        compared(session("3m blue tech does lock"), other)


def test_the_same_as_data() -> None:
    data = json.loads(against_json("a", session("3m blue tech does lock"), "b", session("1m blue lead acks news")))
    assert data["sessions"] == ["a", "b"]
    assert data["common"][0] == {
        "inject": "news",
        "step": "lock",
        "standings": [
            {"session": "a", "team": "blue", "after": 180, "words": "by its target"},
            {"session": "b", "team": "blue", "after": None, "words": "never"},
        ],
    }
