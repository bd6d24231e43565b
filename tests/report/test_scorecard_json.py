"""scorecard.json is a promise to other programs: its keys, its order, its rounding."""

from __future__ import annotations

import json
from typing import Any

import pytest

from drill.report.rounding import rounded
from tests.building import drill, small_drill
from tests.report.session import artefacts

LINES = """
1m blue social-lead acks scam-post
2m blue social-lead decides scam-post takeover
3m blue social-lead does confirm
4m blue social-lead escalates it-security about scam-post
30m blue comms-director does statement with holding-takeover : We know.
31m control rate blue statement 3 by kim
32m control rate blue statement 4 by lou
60m control end
61m control confirm blue contain M by kim : agreed
"""

TOP = "schema session date mode style seed scenario plan weights teams"
TEAM = (
    "team composite parts suggested_rating gates objectives responses contacts rules decisions stalls ratings "
    "escalation_errors improvisation logging findings"
)
RESPONSE = (
    "step on inject kind expected_at target_at deadline_at done_at by status prompted "
    "credit weight waits clause evidence"
)
INSIDE = {
    "gates": "clause why borderline",
    "objectives": "id score suggested_rating confirmed_rating by",
    "responses": RESPONSE,
    "contacts": "from to at verb about acked_at useful clause evidence",
    "rules": "id clause kept weight evidence",
    "decisions": "inject option is at credit evidence",
    "stalls": "from to from_at until clause evidence",
    "ratings": "step score by",
    "escalation_errors": "kind at from to clause evidence",
    "findings": "id kind title objective severity clause evidence",
}


def card(lines: str = LINES) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(artefacts(drill(lines).state).scorecard)
    return loaded


def test_its_keys_stand_in_the_promised_order() -> None:
    found = card()
    assert list(found) == TOP.split()
    assert list(found["scenario"]) == ["id", "title", "sha256"]
    assert list(found["plan"]) == ["id", "version", "sha256"]
    assert list(found["weights"]) == ["time", "contacts", "order", "decisions", "continuity", "content"]
    [team] = found["teams"]
    assert list(team) == TEAM.split()
    assert list(team["parts"]) == list(found["weights"])
    assert list(team["improvisation"]) == [
        "followed_good", "followed_bad", "deviated_good", "deviated_bad", "unjudged"
    ]  # fmt: skip
    assert list(team["logging"]) == ["seen", "recalled", "unseen"]
    assert list(team["responses"][0]["waits"]) == ["told", "answer", "approval", "doing"]


@pytest.mark.parametrize("name", INSIDE)
def test_each_list_holds_records_with_the_promised_keys(name: str) -> None:
    [team] = card()["teams"]
    assert team[name], f"this drill should have {name}"
    for record in team[name]:
        assert list(record) == INSIDE[name].split()


def test_times_are_whole_seconds_rounded_down() -> None:
    [team] = json.loads(artefacts(small_drill("T+00:01:30.999 blue lead escalates tech").state).scorecard)["teams"]
    assert team["contacts"][0]["at"] == 90


@pytest.mark.parametrize(
    "value, written",
    [
        (0.8665, 0.867),
        (0.8664999, 0.866),
        (0.0005, 0.001),
        (0.1 + 0.2, 0.3),
        (2.0 / 3.0, 0.667),
        (1.0, 1.0),
        (0.0, 0.0),
    ],
)
def test_scores_are_rounded_half_up_to_three_decimals(value: float, written: float) -> None:
    assert rounded(value) == written


def test_a_half_that_was_added_up_from_tenths_is_a_half() -> None:
    assert rounded(0.0015 * 3 / 3) == 0.002
    assert rounded(1.0 - 0.9995) == 0.001


def test_what_was_not_observed_is_null_and_its_rating_is_not_rated() -> None:
    [team] = json.loads(artefacts(small_drill("1m blue lead acks news").state).scorecard)["teams"]
    assert set(team["parts"].values()) == {None}
    assert team["composite"] is None
    assert team["suggested_rating"] == "N/R"
    assert team["objectives"][0]["confirmed_rating"] is None


def test_a_role_that_news_must_come_to_is_a_response_of_its_own_kind() -> None:
    injects = "[{must_reach: [{role: legal, deadline: 10m}]}]"
    [team] = json.loads(artefacts(small_drill("1m blue lead acks news", injects=injects).state).scorecard)["teams"]
    assert (team["responses"][0]["step"], team["responses"][0]["kind"]) == ("reach legal", "reach")


def test_evidence_is_lines_of_the_transcript() -> None:
    made = artefacts(drill(LINES).state)
    [team] = json.loads(made.scorecard)["teams"]
    [confirm] = [row for row in team["responses"] if row["step"] == "confirm"]
    [line] = confirm["evidence"]
    assert made.transcript.splitlines()[line - 1] == "T+00:03:00 blue social-lead does confirm"


def test_a_statement_s_rating_is_the_mean_of_its_evaluators() -> None:
    [team] = card()["teams"]
    assert team["ratings"] == [{"step": "statement", "score": 3.5, "by": ["kim", "lou"]}]


def test_it_ends_with_one_newline_and_keeps_letters_as_they_are() -> None:
    text = artefacts(small_drill("30m control gap blue hold : zu spät").state).scorecard
    assert text.endswith("}\n")
    assert "zu spät" in text
