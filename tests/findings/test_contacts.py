"""Calls: never made, made late, news that did not arrive; dead ends, wrong ways, people who were away."""

from __future__ import annotations

from tests.findings.finding import finding, findings

ASK_TECH = "ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}"
MUST_REACH = "[{must_reach: [{role: legal, target: 5m, deadline: 10m}]}]"
SLOW = "tech: {ack_within: 5m}"


def test_a_role_that_the_plan_wants_called_and_nobody_called_was_never_called() -> None:
    found = finding("never-called-tech", "1m blue lead acks news", ASK_TECH)
    assert found.title == "tech was never called"
    assert "asks lead for it (ask-tech)" in found.explanation


def test_a_role_that_only_got_a_heads_up_was_never_called() -> None:
    found = finding("never-called-tech", "1m blue lead informs tech", ASK_TECH)
    assert "only given a heads-up" in found.explanation


def test_of_a_call_of_several_only_those_left_out_were_never_called() -> None:
    steps = "gather: {convene: [tech, legal], by: [lead], target: 5m, deadline: 10m}"
    found = findings("1m blue lead escalates tech", steps)
    assert [each for each in found if each.startswith("never-called")] == ["never-called-legal"]


def test_news_that_must_come_to_a_role_and_did_not_never_reached_it() -> None:
    found = finding("not-reached-legal", "1m blue lead acks news", injects=MUST_REACH)
    assert (found.kind, found.title) == ("training", "The news of news never reached legal")


def test_news_that_the_plan_has_no_way_for_is_a_gap_of_the_plan() -> None:
    found = finding("not-reached-legal", "1m blue lead acks news", injects=MUST_REACH, escalations="[]")
    assert found.kind == "plan gap"
    assert "no line" in found.explanation


def test_a_role_that_was_never_called_is_not_found_a_second_time_as_not_reached() -> None:
    steps = "ask-legal: {contact: legal, by: [lead], target: 5m, deadline: 10m}"
    injects = "[{expect: [ask-legal], must_reach: [{role: legal, target: 5m, deadline: 10m}]}]"
    assert "not-reached-legal" not in findings("1m blue lead acks news", steps, injects=injects)


def test_a_call_after_its_deadline_is_the_caller_s_lateness() -> None:
    found = finding("called-late-tech", "20m blue lead escalates tech", ASK_TECH)
    assert found.title == "tech was called 10 min late"
    assert found.explanation.startswith("lead did it")


def test_a_call_without_an_answer_and_nobody_else_to_go_to_is_a_dead_end() -> None:
    found = finding("dead-end-tech", "2m blue lead escalates tech", ASK_TECH, roles=SLOW)
    assert (found.kind, found.severity) == ("staffing", 3)
    assert "T+00:02:00" in found.explanation


def test_a_call_without_an_answer_where_a_backup_was_there_is_training() -> None:
    roles = "tech: {ack_within: 5m, people: [tom, sam]}"
    found = findings("2m blue lead escalates tech", ASK_TECH, roles=roles)
    assert found["backup-not-called-tech"].kind == "training"
    assert "dead-end-tech" not in found


def test_a_backup_who_had_left_is_nobody_to_go_to() -> None:
    roles = "tech: {ack_within: 5m, people: [tom, sam]}"
    lines = "0m control absent blue sam\n2m blue lead escalates tech"
    assert finding("dead-end-tech", lines, ASK_TECH, roles=roles).kind == "staffing"


def test_a_dead_end_at_a_role_that_nothing_asked_for_is_minor() -> None:
    assert finding("dead-end-tech", "2m blue lead escalates tech", roles=SLOW).severity == 1


def test_the_silence_of_a_simulated_party_is_no_finding() -> None:
    scenario = {"simulated": ["tech"]}
    assert not findings("2m blue lead escalates tech", ASK_TECH, roles=SLOW, scenario=scenario)


def test_a_call_to_people_who_were_away_is_about_the_list_where_a_delegate_stands_in() -> None:
    lines = "0m control absent blue tom\n2m blue lead escalates tech\n3m blue lead escalates deputy"
    assert finding("absent-contact-tech", lines, ASK_TECH, roles="tech: {delegates: [deputy]}").kind == "contact data"
    assert finding("absent-contact-tech", lines, ASK_TECH).kind == "staffing"


def test_a_call_that_the_plan_has_no_line_for_is_training_until_it_is_judged_sensible() -> None:
    lines = "2m blue lead escalates press\n3m blue press acks"
    assert finding("wrong-path-lead-press", lines, escalations="[]").kind == "training"

    judged = findings(f"{lines}\n30m control adjudicate blue #1 sensible", escalations="[]")
    assert judged["missing-line-lead-press"].kind == "plan gap"
    assert "wrong-path-lead-press" not in judged


def test_a_call_that_a_step_asks_for_and_the_plan_has_no_line_for_is_a_gap_of_the_plan() -> None:
    lines = "2m blue lead escalates tech\n3m blue tech acks"
    assert finding("wrong-path-lead-tech", lines, ASK_TECH, escalations="[]").kind == "plan gap"


def test_a_call_over_somebody_s_head_says_over_whose() -> None:
    ways = "[{from: lead, to: tech}, {from: tech, to: boss}]"
    found = finding("skipped-level-lead-boss", "2m blue lead escalates boss", escalations=ways)
    assert found.title == "lead called boss over the head of tech"


def test_a_step_that_another_role_did_is_staffing_where_nobody_of_its_own_was_there() -> None:
    lock = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}"
    assert finding("wrong-role-lock", "2m blue press does lock", lock).kind == "training"
    assert finding("wrong-role-lock", "0m control absent blue tom\n2m blue press does lock", lock).kind == "staffing"


def test_calling_everybody_at_once_is_one_finding() -> None:
    calls = "\n".join(
        f"{2 + index}s blue lead escalates {role}" for index, role in enumerate(("tech", "legal", "press", "boss"))
    )
    assert finding("broadcast", calls, ASK_TECH).title == "Everybody was called at once"


def test_answering_and_doing_nothing_is_found() -> None:
    lines = "1m blue lead escalates tech about news\n2m blue tech acks"
    lock = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}"
    assert finding("orphan-tech", lines, lock).title == "tech answered, and then nothing came"
