"""What holds for every rule: it has an id and a manual, and its findings come out the same each time."""

from __future__ import annotations

import pytest

from drill.findings.finding import Severity, slug
from drill.findings.rulebook import RULES, FindingRule
from tests.building import drill
from tests.findings.finding import found_in

POOR_LINES = """
2m blue social-lead acks scam-post
5m blue social-lead decides scam-post prank
30m blue social-lead escalates it-security
40m blue comms-director does statement with holding-takeover edited : We were attacked.
41m control flag blue false statement : nobody knew that
50m control gap blue inform : nobody called counsel
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_manual_of_more_than_one_sentence(rule: FindingRule) -> None:
    assert rule.manual.splitlines()[0].endswith((".", ":", ",")) or "\n" in rule.manual
    assert len(rule.manual) > 60
    assert slug(rule.id) == rule.id


def test_no_two_rules_share_an_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_the_gravest_findings_come_first() -> None:
    severities = [each.severity for each in found_in(drill(POOR_LINES))]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] is Severity.CRITICAL


def test_the_same_drill_played_twice_has_the_same_findings() -> None:
    assert found_in(drill(POOR_LINES)) == found_in(drill(POOR_LINES))


def test_every_finding_says_what_to_ask_and_cites_a_clause_or_lines() -> None:
    for each in found_in(drill(POOR_LINES)):
        assert each.prompts, each.id
        assert all(prompt.endswith("?") for prompt in each.prompts)
        assert each.clause or each.evidence, each.id


def test_a_team_s_findings_hang_on_no_other_team_s_lines() -> None:
    alone = found_in(drill(POOR_LINES))
    red = "\n".join(line.replace("blue", "red").replace("2m", "1m") for line in POOR_LINES.splitlines())
    together = found_in(drill(POOR_LINES + red, teams=("blue", "red")))
    assert [(each.id, each.severity) for each in together] == [(each.id, each.severity) for each in alone]


def test_a_team_that_did_all_in_time_has_no_findings() -> None:
    lines = """
    1m blue lead acks news
    2m blue lead escalates tech
    3m blue tech acks
    4m blue tech does lock
    """
    steps = """
    call: {contact: tech, by: [lead], target: 5m, deadline: 10m}
    lock: {do: Lock it, by: [tech], after: [call], target: 5m, deadline: 10m, gate: true}
    """
    from tests.building import small_drill

    assert found_in(small_drill(lines, steps)) == ()
