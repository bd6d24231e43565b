"""What goes wrong in an escalation: each error, and a near miss of it."""

from __future__ import annotations

from typing import Any

import pytest

from drill.scoring.card import EscalationError
from tests.building import minutes, small_drill

ASK_TECH = "ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}"
LOCK = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}"
WITH_DEPUTY = "tech: {delegates: [deputy]}"


def _errors(lines: str, steps: str = "", **more: Any) -> list[tuple[str, str | None, str | None]]:
    """The errors as (kind, caller, called)."""
    return [(str(each.kind), each.caller, each.to) for each in small_drill(lines, steps, **more).card().errors]


def _kinds(lines: str, steps: str = "", **more: Any) -> list[str]:
    return [kind for kind, _, _ in _errors(lines, steps, **more)]


def _error(lines: str, steps: str = "", **more: Any) -> EscalationError:
    [error] = small_drill(lines, steps, **more).card().errors
    return error


# ── wrong_role ───────────────────────────────────────────────────────────────


def test_another_role_than_the_step_s_is_the_wrong_role():
    error = _error("4m blue press does lock", LOCK)
    assert (str(error.kind), error.caller, error.at, error.is_charged) == ("wrong_role", "press", minutes(4), True)
    assert (error.clause or "").startswith("workflows.crisis.steps.lock:")


@pytest.mark.parametrize(
    "line",
    ["4m blue tech does lock", "4m blue deputy does lock", "4m blue press? does lock"],
    ids=["role", "delegate", "assumed"],
)
def test_the_step_s_role_its_delegate_and_an_assumed_one_are_no_wrong_role(line):
    assert _errors(line, LOCK, roles=WITH_DEPUTY) == []


def test_a_caller_whom_the_step_does_not_list_is_the_wrong_role():
    assert _errors("4m blue press escalates tech", ASK_TECH) == [("wrong_role", "press", "tech")]


@pytest.mark.parametrize(
    "line",
    [
        "4m blue deputy escalates tech",
        "4m blue press? escalates tech",
        "3m blue lead escalates tech\n4m blue press escalates tech",
    ],
    ids=["a delegate of the caller", "assumed", "after the listed caller"],
)
def test_a_delegate_an_assumed_caller_and_a_second_caller_are_no_wrong_role(line):
    assert _errors(line, ASK_TECH, roles="lead: {delegates: [deputy]}") == []


def test_each_of_several_roles_answers_for_its_own_part():
    steps = "sign: {do: Sign it, all_of: [legal, press], deadline: 10m}"
    assert _errors("2m blue legal does sign\n3m blue press does sign", steps) == []


# ── wrong_path, skipped_level ────────────────────────────────────────────────

GRAPH = "[{from: lead, to: tech}, {from: tech, to: boss}, {from: lead, to: press}, {from: press, to: care}]"
WELCOME = "[{acceptable_contacts: [boss, care, legal, tech]}]"


def _path_errors(lines: str, **more: Any) -> list[tuple[str, str | None, str | None]]:
    return _errors(lines, injects=WELCOME, escalations=GRAPH, **more)


def test_a_call_along_no_edge_is_the_wrong_path():
    assert _path_errors("4m blue lead escalates legal") == [("wrong_path", "lead", "legal")]


def test_a_call_along_an_edge_is_on_the_path():
    assert _path_errors("4m blue lead escalates tech") == []


def test_a_call_against_an_edge_is_the_wrong_path():
    assert _path_errors("4m blue tech escalates lead") == [("wrong_path", "tech", "lead")]


def test_a_call_past_a_level_in_between_skips_it():
    assert _path_errors("4m blue lead escalates boss") == [("skipped_level", "lead", "boss")]


def test_a_call_past_a_role_of_no_level_in_between_is_the_wrong_path():
    assert _path_errors("4m blue lead escalates care") == [("wrong_path", "lead", "care")]


def test_a_call_past_a_role_of_the_caller_s_own_level_is_the_wrong_path():
    along = "[{from: lead, to: care}, {from: care, to: tech}]"
    assert _errors("4m blue lead escalates tech", injects=WELCOME, escalations=along) == [
        ("wrong_path", "lead", "tech")
    ]


def test_a_convene_goes_along_an_edge_to_each():
    assert _path_errors("4m blue lead convenes tech, boss") == [("skipped_level", "lead", "boss")]


@pytest.mark.parametrize(
    "lines",
    [
        "4m blue lead informs legal",
        "4m blue lead? escalates legal",
        "4m blue lead escalates legal\n59m control adjudicate blue #1 sensible",
        "4m blue lead escalates legal\n59m control set-aside blue #1",
    ],
    ids=["a heads-up", "assumed", "judged sensible", "set aside"],
)
def test_what_is_no_call_assumed_or_judged_is_on_no_wrong_path(lines):
    assert _path_errors(lines) == []


def test_a_delegate_may_go_the_way_of_its_role():
    assert _path_errors("4m blue deputy escalates tech", roles="lead: {delegates: [deputy]}") == []
    assert _path_errors("4m blue lead escalates deputy", roles=WITH_DEPUTY) == []


def test_a_call_that_a_step_asks_for_along_no_edge_is_a_defect_of_the_plan():
    steps = "ask-legal: {contact: legal, by: [lead], deadline: 10m}"
    played = small_drill("4m blue lead escalates legal", steps, escalations=GRAPH)
    [error] = played.card().errors
    assert (str(error.kind), error.of_the_plan, error.is_charged) == ("wrong_path", True, False)
    assert played.card().suggested == "P"


def test_a_call_that_a_step_asks_of_anyone_along_no_edge_is_a_defect_of_the_plan():
    steps = "ask-legal: {contact: legal, deadline: 10m}"
    [error] = small_drill("4m blue lead escalates legal", steps, escalations=GRAPH).card().errors
    assert error.of_the_plan


def test_a_delegate_makes_the_call_of_its_role_along_no_edge_by_the_plan():
    steps = "ask-legal: {contact: legal, by: [lead], deadline: 10m}"
    played = small_drill(
        "4m blue deputy escalates legal", steps, escalations=GRAPH, roles="lead: {delegates: [deputy]}"
    )
    [error] = played.card().errors
    assert error.of_the_plan


def test_a_call_that_the_step_asks_of_another_along_no_edge_is_not_the_plan_s():
    steps = "ask-legal: {contact: legal, by: [press], deadline: 10m}"
    errors = small_drill("4m blue lead escalates legal", steps, escalations=GRAPH).card().errors
    assert {str(error.kind): error.of_the_plan for error in errors} == {"wrong_path": False, "wrong_role": False}


# ── under_escalation, over_escalation ────────────────────────────────────────

ASK_BOSS = "ask-boss: {contact: boss, by: [lead], deadline: 10m}"


def test_a_team_that_asked_below_the_highest_level_expected_under_escalated():
    error = _error("4m blue lead escalates tech", f"{ASK_TECH}\n{ASK_BOSS}")
    assert (str(error.kind), error.to, error.is_charged) == ("under_escalation", "boss", False)


def test_a_team_that_asked_as_high_as_expected_did_not_under_escalate():
    assert _errors("4m blue lead escalates tech\n5m blue lead escalates boss", f"{ASK_TECH}\n{ASK_BOSS}") == []


@pytest.mark.parametrize("left_out", ["pending", "excused", "unseen"])
def test_a_call_that_is_left_out_expects_no_level(left_out):
    steps = f"{ASK_TECH}\n{ASK_BOSS.replace('deadline: 10m', 'deadline: 50m, unless: {absent: boss}')}"
    lines = {"pending": "", "excused": "1m control absent all bea", "unseen": "9m control unseen blue ask-boss"}[
        left_out
    ]
    end = "50m" if left_out == "pending" else "60m"
    assert _errors(f"4m blue lead escalates tech\n{lines}", steps, end=end) == []


def test_news_that_came_to_its_recipient_needs_no_escalation():
    injects = "[{expect: [ask-tech], to: [lead, boss], must_reach: [{role: boss, deadline: 10m}]}]"
    assert _errors("4m blue lead escalates tech", ASK_TECH, injects=injects) == []


def test_a_simulated_role_is_no_level_to_reach():
    assert _errors("4m blue lead escalates tech", f"{ASK_TECH}\n{ASK_BOSS}", scenario={"simulated": ["boss"]}) == []


def test_a_team_that_asked_above_the_highest_level_expected_over_escalated():
    error = _error("3m blue lead escalates tech\n4m blue lead escalates boss", ASK_TECH)
    assert (str(error.kind), error.caller, error.to, error.is_charged) == ("over_escalation", "lead", "boss", False)


@pytest.mark.parametrize(
    "line",
    [
        "4m blue lead informs boss",
        "4m blue lead escalates legal",
        "4m blue lead escalates boss\n59m control adjudicate blue #2 sensible",
    ],
    ids=["a heads-up", "the same level", "judged sensible"],
)
def test_a_heads_up_the_same_level_and_a_sensible_call_are_no_over_escalation(line):
    assert _errors(f"3m blue lead escalates tech\n{line}", ASK_TECH) == []


def test_an_acceptable_call_is_no_over_escalation():
    injects = "[{expect: [ask-tech], acceptable_contacts: [boss]}]"
    assert _errors("3m blue lead escalates tech\n4m blue lead escalates boss", ASK_TECH, injects=injects) == []


def test_how_high_a_team_asked_is_said_and_keeps_nobody_from_p():
    card = small_drill(
        "3m blue lead escalates tech\n4m blue lead escalates boss",
        ASK_TECH,
        roles="boss: {delegates: [sam-s-seat]}\nsam-s-seat: {people: [sam]}",
    ).card()
    assert [objective.suggested for objective in card.objectives if objective.suggested] == ["P"]


# ── late_call ────────────────────────────────────────────────────────────────


def test_a_call_after_its_deadline_is_late():
    error = _error("11m blue lead escalates tech", ASK_TECH)
    assert (str(error.kind), error.caller, error.to, error.at) == ("late_call", "lead", "tech", minutes(11))
    assert error.objectives == ("hold",)


def test_a_call_exactly_at_its_deadline_is_not_late():
    assert _errors("10m blue lead escalates tech", ASK_TECH) == []


def test_a_second_call_after_the_deadline_is_not_late():
    assert _errors("4m blue lead escalates tech\n30m blue lead escalates tech", ASK_TECH) == []


def test_of_a_convene_only_who_was_called_late_is():
    steps = "alert: {convene: [tech, legal], by: [lead], deadline: 10m}"
    lines = "4m blue lead escalates tech\n20m blue lead escalates legal"
    assert _errors(lines, steps) == [("late_call", "lead", "legal")]


def test_a_late_heads_up_is_late():
    assert _errors("11m blue lead informs care", "tell-care: {inform: [care], by: [lead], deadline: 10m}") == [
        ("late_call", "lead", "care")
    ]


def test_in_a_discussion_no_call_is_late():
    assert _errors("50m blue lead escalates tech", ASK_TECH, scenario={"style": "discussion"}) == []


def test_an_excused_call_is_not_late():
    steps = "ask-boss: {contact: boss, by: [lead], deadline: 10m, unless: {absent: boss}}"
    assert "late_call" not in _kinds("1m control absent all bea\n50m blue lead escalates boss", steps)


def test_a_late_call_of_a_step_that_nobody_owed_in_the_end_is_not_charged():
    steps = "ask-both: {convene: [tech, boss], by: [lead], deadline: 10m, unless: {absent: boss}}"
    assert "late_call" in _kinds("20m blue lead escalates tech", steps)
    assert "late_call" not in _kinds("20m blue lead escalates tech\n30m control absent all bea", steps)


# ── dead_end ─────────────────────────────────────────────────────────────────

SLOW_TECH = "tech: {ack_within: 5m, people: [tom, sam]}"


def test_a_stall_that_lasted_to_the_end_is_a_dead_end():
    error = _error("4m blue lead escalates tech", ASK_TECH, roles=SLOW_TECH)
    assert (str(error.kind), error.caller, error.to, error.at) == ("dead_end", "lead", "tech", minutes(9))
    assert error.is_charged


@pytest.mark.parametrize(
    "line",
    ["50m blue tech acks", "50m blue lead escalates tech\n51m blue tech acks", "60m blue tech acks"],
    ids=["answered at last", "called again", "answered with the end"],
)
def test_a_stall_that_ended_is_no_dead_end(line):
    assert _errors(f"4m blue lead escalates tech\n{line}", ASK_TECH, roles=SLOW_TECH) == []


def test_a_dead_end_where_the_plan_has_nobody_else_is_the_plan_s():
    error = _error("4m blue lead escalates tech", ASK_TECH, roles="tech: {ack_within: 5m}")
    assert (error.of_the_plan, error.is_charged) == (True, False)


def test_a_dead_end_where_the_plan_has_a_delegate_is_the_team_s():
    assert _error(
        "4m blue lead escalates tech", ASK_TECH, roles="tech: {ack_within: 5m, delegates: [deputy]}"
    ).is_charged


def test_the_silence_of_a_simulated_role_is_nobody_s_dead_end():
    assert _errors("4m blue lead escalates tech", ASK_TECH, roles=SLOW_TECH, scenario={"simulated": ["tech"]}) == []


def test_in_a_discussion_nobody_waits_for_an_answer():
    assert _errors("4m blue lead escalates tech", ASK_TECH, roles=SLOW_TECH, scenario={"style": "discussion"}) == []


# ── absent_contact ───────────────────────────────────────────────────────────


def test_a_call_to_people_known_away_is_an_absent_contact():
    error = _error("1m control absent all tom\n4m blue lead escalates tech", ASK_TECH, roles=WITH_DEPUTY)
    assert (str(error.kind), error.caller, error.to, error.is_charged) == ("absent_contact", "lead", "tech", True)


@pytest.mark.parametrize(
    "lines",
    [
        "4m blue lead escalates tech\n5m control absent all tom",
        "1m control absent all tom\n2m control back all tom\n4m blue lead escalates tech",
    ],
    ids=["away only later", "back again"],
)
def test_a_call_to_people_who_are_there_is_no_absent_contact(lines):
    assert _errors(lines, ASK_TECH, roles=WITH_DEPUTY) == []


def test_a_call_to_a_role_whose_backup_is_there_is_no_absent_contact():
    assert (
        _errors("1m control absent all tom\n4m blue lead escalates tech", ASK_TECH, roles="tech: {people: [tom, sam]}")
        == []
    )


def test_a_call_to_a_person_known_away_is_an_absent_contact_of_the_team_where_a_backup_was_there():
    error = _error(
        "1m control absent all tom\n4m blue lead escalates tech/tom", ASK_TECH, roles="tech: {people: [tom, sam]}"
    )
    assert (str(error.kind), error.is_charged) == ("absent_contact", True)


def test_an_absent_contact_where_the_plan_has_nobody_else_is_the_plan_s():
    error = _error("1m control absent all tom\n4m blue lead escalates tech", ASK_TECH)
    assert (str(error.kind), error.of_the_plan) == ("absent_contact", True)


def test_an_inject_can_send_people_away():
    injects = "[{expect: [ask-tech]}, {id: flu, at: 2m, effects: {absent: [tom]}}]"
    assert _kinds("4m blue lead escalates tech", ASK_TECH, injects=injects) == ["absent_contact"]


# ── not_passed_on ────────────────────────────────────────────────────────────

NEWS = "[{must_reach: [{role: legal, deadline: 10m}]}]"


def test_news_that_never_came_to_a_role_was_not_passed_on():
    error = next(each for each in small_drill("", injects=NEWS).card().errors if each.kind == "not_passed_on")
    assert (error.to, error.at, error.objectives) == ("legal", minutes(10), ("hold",))
    assert (error.clause or "").startswith("scenario.injects.news.must_reach.legal:")


def test_news_that_came_late_was_passed_on():
    assert "not_passed_on" not in _kinds("50m blue lead informs legal", injects=NEWS)


def test_news_that_the_end_came_upon_was_not_left_lying():
    assert "not_passed_on" not in _kinds("", injects=NEWS, end="10m")


# ── self_approval ────────────────────────────────────────────────────────────

APPROVED = """
statement: {do: Publish a statement, by: [press], deadline: 20m}
sign-off: {approve: statement, by: [legal], deadline: 20m}
"""


def test_one_person_in_two_seats_who_drafts_and_approves_approves_themselves():
    error = _error(
        "4m blue press does statement\n5m blue legal approves statement", APPROVED, roles="legal: {people: [pia]}"
    )
    assert (str(error.kind), error.caller, error.to, error.at) == ("self_approval", "press", "legal", minutes(5))
    assert (error.clause or "").startswith("workflows.crisis.steps.sign-off:")


def test_one_person_who_was_seated_in_two_roles_approves_themselves():
    lines = "1m control seat blue legal pia\n4m blue press does statement\n5m blue legal approves statement"
    assert _kinds(lines, APPROVED) == ["self_approval"]


def test_one_person_named_twice_approves_themselves():
    assert _kinds("4m blue press/sam does statement\n5m blue legal/sam approves statement", APPROVED) == [
        "self_approval"
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "4m blue press does statement\n5m blue legal approves statement",
        "4m blue press/sam does statement\n5m blue legal?/sam approves statement",
        "4m blue press?/sam does statement\n5m blue legal/sam approves statement",
        "4m blue press/sam does statement\n5m blue legal/sam rejects statement",
    ],
    ids=["two people", "the approver assumed", "the drafter assumed", "rejected"],
)
def test_two_people_an_assumed_one_and_a_rejection_are_no_self_approval(lines):
    assert "self_approval" not in _kinds(lines, APPROVED)


# ── same_person ──────────────────────────────────────────────────────────────

HANDS = "[{id: two-hands, different_people: [lock, ask-tech]}]"


def test_one_person_who_did_what_takes_two_is_the_same_person():
    error = _error("3m blue lead/sam escalates tech\n4m blue tech/sam does lock", f"{LOCK}\n{ASK_TECH}", rules=HANDS)
    assert str(error.kind) == "same_person"
    assert (error.clause or "").startswith("workflows.crisis.rules.two-hands:")
    assert len(error.evidence) == 2


@pytest.mark.parametrize(
    "lines",
    [
        "3m blue lead escalates tech\n4m blue tech does lock",
        "3m blue lead?/sam escalates tech\n4m blue tech/sam does lock",
    ],
    ids=["two people", "assumed"],
)
def test_two_people_and_an_assumed_one_are_not_the_same_person(lines):
    assert _errors(lines, f"{LOCK}\n{ASK_TECH}", rules=HANDS) == []


# ── broadcast ────────────────────────────────────────────────────────────────

FOUR = ("tech", "legal", "press", "care")
NEEDED = "\n".join(f"ask-{role}: {{contact: {role}, by: [lead], deadline: 10m}}" for role in FOUR[:3])


def _one_by_one(*stamps: str, verb: str = "escalates") -> str:
    return "\n".join(f"{stamp} blue lead {verb} {role}" for stamp, role in zip(stamps, FOUR, strict=True))


def test_four_roles_asked_one_by_one_within_a_minute_one_of_them_for_nothing_are_a_broadcast():
    error = _error(_one_by_one("1m", "1m20s", "1m40s", "2m"), NEEDED)
    assert (str(error.kind), error.caller, error.at) == ("broadcast", "lead", minutes(1))
    assert len(error.evidence) == 4


def test_four_roles_asked_over_more_than_a_minute_are_no_broadcast():
    assert _errors(_one_by_one("1m", "1m20s", "1m40s", "2m1s"), NEEDED) == []


def test_four_roles_asked_within_a_minute_all_of_them_useful_are_no_broadcast():
    steps = f"{NEEDED}\nask-care: {{contact: care, by: [lead], deadline: 10m}}"
    assert _errors(_one_by_one("1m", "1m20s", "1m40s", "2m"), steps) == []


def test_three_roles_are_no_broadcast():
    twice = "1m blue lead escalates tech\n1m blue lead escalates tech"
    lines = f"{twice}\n1m blue lead escalates care\n1m blue lead escalates legal"
    assert "broadcast" not in _kinds(lines, ASK_TECH)


def test_a_convene_is_no_broadcast():
    assert _errors("1m blue lead convenes tech, legal, press, care", NEEDED) == []


def test_heads_ups_are_no_broadcast():
    assert "broadcast" not in _kinds(_one_by_one("1m", "1m", "1m", "1m", verb="informs"), NEEDED)


def test_in_a_discussion_nothing_is_a_broadcast():
    assert _errors(_one_by_one("1m", "1m", "1m", "1m"), NEEDED, scenario={"style": "discussion"}) == []


def test_a_plan_may_say_how_many_roles_are_a_broadcast():
    assert _errors(_one_by_one("1m", "1m20s", "1m40s", "2m"), NEEDED, scoring="{broadcast_roles: 5}") == []


# ── orphan ───────────────────────────────────────────────────────────────────


def test_a_role_that_answered_had_a_step_to_do_and_did_none_is_an_orphan():
    error = _error("1m blue lead escalates tech\n3m blue tech acks", LOCK)
    assert (str(error.kind), error.to, error.at, error.objectives) == ("orphan", "tech", minutes(3), ("hold",))


@pytest.mark.parametrize(
    "line",
    ["3m blue tech acks\n50m blue tech does lock", "3m blue deputy acks", "3m blue tech escalates press"],
    ids=["did it, late", "had nothing to do", "called somebody"],
)
def test_a_role_that_did_something_had_nothing_to_do_or_never_answered_is_no_orphan(line):
    assert "orphan" not in _kinds(f"1m blue lead escalates tech\n{line}", LOCK)


def test_a_role_that_never_answered_is_no_orphan():
    assert _errors("1m blue lead escalates tech", LOCK) == []


def test_a_role_whose_step_the_end_came_upon_is_no_orphan():
    assert _errors("1m blue lead escalates tech\n3m blue tech acks", LOCK, end="10m") == []


def test_a_role_whose_step_another_did_is_no_orphan():
    lines = "1m blue lead escalates tech\n3m blue tech acks\n4m blue press does lock"
    assert _errors(lines, LOCK.replace("[tech]", "[tech, press]")) == []


def test_a_role_that_left_one_step_while_another_role_did_the_other_is_an_orphan():
    steps = f"{LOCK}\nwipe: {{do: Wipe it, by: [tech, press], deadline: 10m}}"
    lines = "1m blue lead escalates tech\n3m blue tech acks\n4m blue press does wipe"
    assert _errors(lines, steps) == [("orphan", None, "tech")]


def test_a_role_whose_step_nobody_saw_is_no_orphan():
    assert _errors("1m blue lead escalates tech\n3m blue tech acks\n59m control unseen blue lock", LOCK) == []


def test_in_a_discussion_nobody_is_an_orphan():
    lines = "1m blue lead escalates tech\n3m blue tech acks"
    assert _errors(lines, LOCK, scenario={"style": "discussion"}) == []


# ── all of them ──────────────────────────────────────────────────────────────


def test_an_error_that_two_injects_see_is_told_once_for_both():
    injects = "[{expect: [lock]}, {id: other, objective: tell, expect: [lock]}]"
    error = _error("4m blue press does lock", LOCK, injects=injects)
    assert error.objectives == ("hold", "tell")


def test_errors_are_told_in_the_order_of_time():
    lines = "4m blue press escalates tech\n5m blue press does lock"
    assert _kinds(lines, f"{ASK_TECH}\n{LOCK}") == ["wrong_role", "wrong_role"]
    ats = [error.at for error in small_drill(lines, f"{ASK_TECH}\n{LOCK}").card().errors]
    assert ats == [minutes(4), minutes(5)]


def test_a_drill_that_went_well_has_no_errors():
    assert _errors("3m blue lead escalates tech\n4m blue tech does lock", f"{ASK_TECH}\n{LOCK}") == []
