"""What the audit of the plan adds to a drill's report, and what it leaves to the audit itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drill.findings.audited import KINDS, PREFIX, audited
from drill.plan.audit import AUDIT_RULES
from drill.plan.load import load_plan
from drill.report.after_action import AfterAction
from drill.report.improvement import improvements
from drill.revision.proposals import ANSWERS
from drill.scenario.exercise import Exercise
from drill.scenario.load import load_scenario
from tests.building import drill
from tests.report.session import report, section

SHIPPED = Path(__file__).parents[2] / "scenarios"


def test_what_touches_the_scenario_is_told_and_the_rest_is_counted() -> None:
    exercise = Exercise(load_plan(SHIPPED / "plans" / "agency.yaml"), load_scenario(SHIPPED / "hijacked-account.yaml"))
    found = audited(exercise, date(2027, 4, 1))
    severities = {each.id: each.severity.word for each in found.findings}
    assert severities["audit-text-expired"] == "major", "six of one rule are told as one"
    assert severities["audit-text-expires-soon-colleagues-note"] == "minor"
    assert found.others > 5


def test_nobody_is_named_and_a_clause_of_a_person_is_that_of_their_role() -> None:
    played = drill("")
    people = {word for key, each in played.state.exercise.plan.people.items() for word in (key, each.name)}
    found = audited(played.state.exercise, played.state.day).findings
    assert any(each.clause and each.clause.startswith("roles.legal.people:") for each in found)
    for each in found:
        assert not people & set(each.title.replace(",", " ").split()), each.title
        assert not (each.clause or "").startswith("people.")
    assert len({(each.title, each.clause) for each in found}) == len(found)


def test_the_report_tells_them_after_what_was_seen_in_play() -> None:
    text = section(report(drill("").state), "Findings")
    assert "### What the audit of the plan adds" in text
    assert "entry-without-path" not in text.split("### What the audit")[0]
    assert "about parts of the plan that this drill did not touch: `drill audit PLAN --on 2026-11-27`." in text


def test_they_have_changes_to_talk_about_and_stand_in_the_improvement_plan() -> None:
    aar = AfterAction.of(drill("").state)
    row = next(each for each in improvements(aar) if each.issue.startswith("legal: only one person can give"))
    assert row.action.startswith(("Name", "Let"))
    assert row.element == "Organisation"


def test_what_is_said_of_the_audit_s_rules_is_said_of_rules_that_there_are() -> None:
    codes = {rule.code for rule in AUDIT_RULES.rules}
    assert set(KINDS) <= codes
    assert {rule.removeprefix(PREFIX) for rule in ANSWERS if rule.startswith(PREFIX)} <= codes
