"""Part 2: who was called, and when."""

from __future__ import annotations

from typing import Any

import pytest

from drill.scoring.card import Status
from drill.scoring.contacts import f_score
from tests.building import minutes, rounded, small_drill

ASK_TECH = "ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}"
ASK_THREE = """
ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}
ask-legal: {contact: legal, by: [lead], target: 5m, deadline: 10m}
ask-press: {contact: press, by: [lead], target: 5m, deadline: 10m}
"""
WITH_DEPUTY = "tech: {delegates: [deputy]}"


def _contacts(lines: str, steps: str = ASK_TECH, **more: Any) -> float | None:
    return rounded(small_drill(lines, steps, **more).card().parts.contacts)


# ── the measure ──────────────────────────────────────────────────────────────


def test_three_of_three_in_time_are_worth_one():
    assert (
        _contacts("1m blue lead escalates tech\n2m blue lead escalates legal\n3m blue lead escalates press", ASK_THREE)
        == 1.0
    )


def test_two_of_three_in_time_are_worth_714():
    assert _contacts("1m blue lead escalates tech\n2m blue lead escalates legal", ASK_THREE) == 0.714


def test_three_needed_and_twelve_asked_are_worth_625():
    spare = [f"spare-{number}" for number in range(9)]
    roles = "\n".join(f"{role}: {{people: [sam]}}" for role in spare)
    lines = "\n".join(f"1m blue lead escalates {role}" for role in ("tech", "legal", "press", *spare))
    card = small_drill(lines, ASK_THREE, roles=roles).card()
    assert (card.contact_precision, card.contact_recall) == (0.25, 1.0)
    assert rounded(card.parts.contacts) == 0.625


def test_missing_someone_costs_more_than_one_call_too_many():
    missing = _contacts("1m blue lead escalates tech\n1m blue lead escalates legal", ASK_THREE)
    one_more = _contacts("1m blue lead convenes tech, legal, press, boss", ASK_THREE)
    assert (missing, one_more) == (0.714, 0.938)


def test_the_measure_of_nothing_and_nothing_is_nothing():
    assert f_score(0.0, 0.0) == 0.0


def test_expected_and_none_made_is_worth_nothing():
    assert _contacts("") == 0.0


def test_none_expected_and_none_made_is_null():
    assert _contacts("", "freeze: {do: Stop, by: [lead], deadline: 10m}") is None


def test_none_expected_and_a_useless_one_made_is_worth_nothing():
    assert _contacts("1m blue lead escalates boss", "freeze: {do: Stop, by: [lead], deadline: 10m}") == 0.0


def test_none_expected_and_a_useful_one_made_is_worth_one():
    assert _contacts("1m blue lead escalates tech", "lock: {do: Lock it, by: [tech], deadline: 10m}") == 1.0


def test_a_heads_up_alone_can_be_all_that_was_asked_for():
    steps = "tell-care: {inform: [care], by: [lead], target: 5m, deadline: 10m}"
    assert _contacts("1m blue lead informs care", steps) == 1.0


# ── the time of a call ───────────────────────────────────────────────────────


@pytest.mark.parametrize("at,credit", [(5, 1.0), (10, 0.6), (15, 0.3)])
def test_a_call_is_worth_what_its_time_left_of_it(at, credit):
    played = small_drill(f"{at}m blue lead escalates tech", ASK_TECH)
    assert rounded(played.response("ask-tech").credit) == credit
    assert rounded(played.card().contact_recall) == credit


def test_the_first_call_counts():
    played = small_drill("4m blue lead escalates tech\n20m blue lead escalates tech", ASK_TECH)
    assert (played.response("ask-tech").credit, played.response("ask-tech").done_at) == (1.0, minutes(4))


def test_a_call_that_nobody_answers_still_counts_as_a_call():
    assert _contacts("4m blue lead escalates tech", roles="tech: {ack_within: 5m}") == 1.0


def test_in_a_discussion_a_call_counts_whenever_it_was_made():
    assert _contacts("50m blue lead escalates tech", scenario={"style": "discussion"}) == 1.0


def test_in_a_discussion_a_call_never_made_counts():
    assert _contacts("", scenario={"style": "discussion"}) == 0.0


def test_a_call_without_a_deadline_counts_by_whether_it_was_made():
    steps = "ask-tech: {contact: tech, by: [lead]}"
    assert _contacts("50m blue lead escalates tech", steps) == 1.0
    assert _contacts("", steps) == 0.0


@pytest.mark.parametrize("end,status", [("10m", Status.PENDING), ("11m", Status.MISSED)])
def test_a_call_is_pending_where_the_end_came_by_its_deadline(end, status):
    played = small_drill("", ASK_TECH, end=end)
    assert played.response("ask-tech").status is status
    assert (played.card().parts.contacts is None) is (status is Status.PENDING)


def test_an_excused_call_is_left_out():
    steps = "ask-boss: {contact: boss, by: [lead], deadline: 10m, unless: {absent: boss}}"
    assert _contacts("1m control absent all bea", steps) is None


def test_an_unseen_call_is_left_out():
    assert _contacts("59m control unseen blue ask-tech") is None


def test_a_call_made_before_it_was_asked_for_counts_as_made_then():
    assert _contacts("1m blue lead escalates tech", injects="[{at: 20m, expect: [ask-tech]}]") == 1.0


def test_each_occurrence_of_a_repeated_call_wants_a_call_of_its_own():
    steps = """
    report-in: {contact: boss, by: [lead], target: 5m, deadline: 8m, repeat: {every: 10m, until: {done: clear}}}
    clear: {do: Give the all-clear, by: [lead]}
    """
    played = small_drill("4m blue lead escalates boss\n18m blue lead escalates boss\n19m blue lead does clear", steps)
    assert [rounded(row.credit) for row in played.card().responses if row.name == "report-in"] == [1.0, 0.6]


# ── several at once ──────────────────────────────────────────────────────────

CONVENE = "alert: {convene: [tech, legal, press], by: [lead], weight: 3, target: 5m, deadline: 10m}"


def test_the_roles_of_a_convene_share_its_weight():
    played = small_drill("5m blue lead convenes tech, legal\n10m blue lead escalates press", CONVENE)
    assert rounded(played.response("alert").credit) == rounded((1 + 1 + 0.6) / 3)
    assert played.response("alert").done_at == minutes(10)


def test_one_role_of_three_called_is_a_third():
    played = small_drill("5m blue lead escalates tech", CONVENE)
    assert played.response("alert").status is Status.MISSED
    assert rounded(played.response("alert").credit) == 0.333


def test_several_calls_one_by_one_make_a_convene():
    lines = "2m blue lead escalates tech\n3m blue lead escalates legal\n4m blue lead escalates press"
    assert _contacts(lines, CONVENE) == 1.0


def test_doing_a_call_is_calling():
    assert _contacts("5m blue lead does alert", CONVENE) == 1.0


def test_a_convene_weighs_as_much_as_the_plan_says():
    card = small_drill(
        "5m blue lead does alert", f"{CONVENE}\nask-boss: {{contact: boss, by: [lead], deadline: 10m}}"
    ).card()
    assert card.contact_recall == 0.75


# ── who is called ────────────────────────────────────────────────────────────


def test_a_delegate_after_the_role_was_tried_counts_whole():
    lines = "1m blue press escalates tech\n4m blue lead escalates deputy"
    played = small_drill(lines, ASK_TECH.replace("by: [lead]", "by: [press]"), roles=WITH_DEPUTY)
    assert played.card().contact_recall == 1.0


def test_a_delegate_otherwise_counts_four_fifths():
    assert small_drill("4m blue lead escalates deputy", ASK_TECH, roles=WITH_DEPUTY).card().contact_recall == 0.8


def test_a_delegate_is_worth_the_whole_where_the_role_is_known_absent():
    played = small_drill("1m control absent all tom\n4m blue lead escalates deputy", ASK_TECH, roles=WITH_DEPUTY)
    assert played.card().contact_recall == 1.0


def test_trying_another_role_that_the_delegate_stands_in_for_is_no_try():
    played = small_drill(
        "1m blue lead escalates legal\n4m blue lead escalates deputy",
        ASK_TECH,
        roles=f"{WITH_DEPUTY}\nlegal: {{delegates: [deputy]}}",
    )
    assert played.response("ask-tech").credit == 0.8


def test_calling_a_delegate_of_a_role_without_people_is_no_try():
    played = small_drill("4m blue lead escalates deputy", ASK_TECH, roles="tech: {people: [], delegates: [deputy]}")
    assert played.card().contact_recall == 0.8


def test_the_role_called_in_time_after_its_delegate_counts_whole():
    played = small_drill("1m blue lead escalates deputy\n4m blue lead escalates tech", ASK_TECH, roles=WITH_DEPUTY)
    assert played.card().contact_recall == 1.0


def test_a_caller_whom_the_step_does_not_list_gets_half():
    assert small_drill("4m blue press escalates tech", ASK_TECH).card().contact_recall == 0.5


def test_a_delegate_of_the_caller_may_call():
    played = small_drill("4m blue deputy escalates tech", ASK_TECH, roles="lead: {delegates: [deputy]}")
    assert played.card().contact_recall == 1.0


def test_a_caller_who_was_only_assumed_costs_nothing():
    assert small_drill("4m blue press? escalates tech", ASK_TECH).card().contact_recall == 1.0


def test_a_heads_up_is_no_call():
    played = small_drill("4m blue lead informs tech", ASK_TECH)
    assert played.response("ask-tech").status is Status.MISSED


def test_a_call_is_a_heads_up_as_well():
    steps = "tell-care: {inform: [care], by: [lead], target: 5m, deadline: 10m}"
    assert small_drill("4m blue lead escalates care", steps).card().contact_recall == 1.0


# ── what was asked for nothing ───────────────────────────────────────────────


def _precision(lines: str, **more: Any) -> float | None:
    return rounded(small_drill(f"1m blue lead escalates tech\n{lines}", ASK_TECH, **more).card().contact_precision)


def test_a_call_that_nobody_needed_costs_precision():
    assert _precision("2m blue lead escalates boss") == 0.5


def test_the_same_role_called_twice_is_asked_once():
    assert _precision("2m blue lead escalates boss\n3m blue press escalates boss\n4m blue lead escalates boss") == 0.5


def test_a_heads_up_costs_nothing():
    assert _precision("2m blue lead informs boss, care, press") == 1.0


def test_a_call_to_a_simulated_role_costs_nothing():
    assert _precision("2m blue lead escalates boss", scenario={"simulated": ["boss"]}) == 1.0


def test_a_simulated_role_can_still_be_a_call_to_make():
    played = small_drill("4m blue lead escalates tech", ASK_TECH, scenario={"simulated": ["tech"]})
    assert played.card().parts.contacts == 1.0


def test_a_call_to_people_known_away_costs_nothing():
    assert _precision("2m control absent all bea\n3m blue lead escalates boss") == 1.0


def test_a_call_to_people_who_came_back_costs_again():
    assert _precision("2m control absent all bea\n2m control back all bea\n3m blue lead escalates boss") == 0.5


def test_a_call_to_a_person_known_away_costs_nothing():
    lines = "2m control absent all bea\n3m blue lead escalates boss/bea"
    assert _precision(lines, roles="boss: {people: [bea, sam]}") == 1.0


def test_an_acceptable_call_costs_nothing():
    assert (
        _precision("2m blue lead escalates boss", injects="[{expect: [ask-tech], acceptable_contacts: [boss]}]") == 1.0
    )


def test_what_is_acceptable_for_an_inject_that_never_came_is_not():
    injects = "[{expect: [ask-tech]}, {id: later, manual: true, acceptable_contacts: [boss]}]"
    assert _precision("2m blue lead escalates boss", injects=injects) == 0.5


def test_a_call_judged_sensible_costs_nothing():
    assert _precision("2m blue lead escalates boss\n59m control adjudicate blue #2 sensible") == 1.0


@pytest.mark.parametrize("judgement", ["neutral", "harmful"])
def test_a_call_judged_otherwise_still_costs(judgement):
    assert _precision(f"2m blue lead escalates boss\n59m control adjudicate blue #2 {judgement}") == 0.5


def test_a_call_that_was_set_aside_counts_nowhere():
    assert _precision("2m blue lead escalates boss\n59m control set-aside blue #2 : a real phone call") == 1.0


def test_the_call_that_a_step_wants_counts_no_more_once_it_is_set_aside():
    played = small_drill("4m blue lead escalates tech\n59m control set-aside blue #1", ASK_TECH)
    assert played.card().parts.contacts == 0.0


def test_a_call_to_a_delegate_is_useful():
    assert _precision("2m blue lead escalates deputy", roles=WITH_DEPUTY) == 1.0


def test_a_call_to_the_role_that_a_delegate_stands_in_for_is_useful():
    assert _precision("2m blue lead escalates boss", roles="boss: {delegates: [tech]}") == 1.0


def test_a_call_to_a_role_that_has_a_step_to_do_is_useful():
    steps = f"{ASK_TECH}\nlock: {{do: Lock it, by: [press], deadline: 10m}}"
    card = small_drill("1m blue lead escalates tech\n2m blue lead escalates press", steps).card()
    assert card.contact_precision == 1.0


# ── news that must reach a role ──────────────────────────────────────────────

NEWS = "[{id: press-call, must_reach: [{role: legal, target: 5m, deadline: 10m}]}, {id: other}]"


@pytest.mark.parametrize(
    "line",
    [
        "4m blue lead informs legal about press-call",
        "4m blue lead escalates legal about press-call",
        "4m blue lead convenes legal, press about press-call",
        "4m blue lead informs legal",
    ],
    ids=["told", "called", "convened", "told of whatever is open"],
)
def test_news_reaches_a_role_that_is_told_of_it(line):
    played = small_drill(line, injects=NEWS)
    row = played.response("reach legal")
    assert (row.status, row.done_at, row.by) == (Status.MET, minutes(4), "lead")
    assert played.card().contact_recall == 1.0


def test_news_told_late_is_worth_what_its_time_left():
    assert rounded(small_drill("15m blue lead informs legal", injects=NEWS).card().contact_recall) == 0.3


def test_word_of_another_inject_does_not_pass_the_news_on():
    assert (
        small_drill("4m blue lead informs legal about other", injects=NEWS).response("reach legal").status
        is Status.MISSED
    )


def test_a_word_before_the_news_came_does_not_pass_it_on():
    injects = "[{id: press-call, at: 10m, must_reach: [{role: legal, deadline: 10m}]}]"
    assert small_drill("4m blue lead informs legal", injects=injects).response("reach legal").status is Status.MISSED


def test_news_reached_its_recipient_with_the_inject():
    played = small_drill("", injects="[{to: [lead, legal], must_reach: [{role: legal, deadline: 10m}]}]")
    assert (played.response("reach legal").status, played.response("reach legal").done_at) == (Status.MET, 0)
    assert played.card().parts.contacts == 1.0


def test_news_that_never_came_to_a_role_is_missed():
    assert small_drill("", injects=NEWS).card().parts.contacts == 0.0


def test_news_is_pending_where_the_end_came_by_its_deadline():
    assert small_drill("", injects=NEWS, end="10m").response("reach legal").status is Status.PENDING


def test_news_told_to_a_delegate_untried_counts_four_fifths():
    played = small_drill("4m blue lead informs deputy", injects=NEWS, roles="legal: {delegates: [deputy]}")
    assert played.response("reach legal").credit == 0.8


def test_news_told_to_a_delegate_and_then_to_the_role_in_time_counts_whole():
    lines = "3m blue lead informs deputy\n4m blue lead informs legal"
    played = small_drill(lines, injects=NEWS, roles="legal: {delegates: [deputy]}")
    assert played.response("reach legal").credit == 1.0


def test_news_of_two_injects_must_reach_twice():
    injects = """
    - {id: one, must_reach: [{role: legal, deadline: 10m}]}
    - {id: two, at: 20m, must_reach: [{role: legal, deadline: 10m}]}
    """
    assert small_drill("4m blue lead informs legal about one", injects=injects).card().contact_recall == 0.5


def test_a_reach_weighs_as_much_as_the_scenario_says():
    injects = "[{expect: [ask-tech], must_reach: [{role: legal, deadline: 10m, weight: 3}]}]"
    assert small_drill("4m blue lead escalates legal", ASK_TECH, injects=injects).card().contact_recall == 0.75


def test_a_reach_cites_the_scenario_and_the_line():
    row = small_drill("4m blue lead informs legal", injects=NEWS).response("reach legal")
    assert row.clause.startswith("scenario.injects.press-call.must_reach.legal:")
    assert len(row.evidence) == 1


# ── the list of contacts ─────────────────────────────────────────────────────


def test_every_call_and_heads_up_is_listed_with_its_answer():
    played = small_drill(
        "1m blue lead escalates tech about news\n3m blue tech acks\n4m blue lead informs care", ASK_TECH
    )
    rows = [(row.caller, row.to, str(row.verb), row.about, row.acked_at, row.useful) for row in played.card().contacts]
    assert rows == [
        ("lead", "tech", "escalates", "news", minutes(3), True),
        ("lead", "care", "informs", None, None, None),
    ]


def test_any_later_line_of_the_role_answers_the_call():
    [contact] = small_drill("1m blue lead escalates tech\n3m blue tech improvises : on it", ASK_TECH).card().contacts
    assert contact.acked_at == minutes(3)


def test_an_answer_to_one_caller_answers_no_other():
    lines = "1m blue lead escalates tech\n1m blue press escalates tech\n3m blue tech acks from press"
    first, second = small_drill(lines, ASK_TECH).card().contacts
    assert (first.acked_at, second.acked_at) == (None, minutes(3))


def test_a_contact_cites_the_edge_that_it_went_along():
    rows = (
        small_drill(
            "1m blue lead escalates tech\n2m blue lead escalates boss", ASK_TECH, escalations="[{from: lead, to: tech}]"
        )
        .card()
        .contacts
    )
    assert [row.clause and row.clause.split(":")[0] for row in rows] == ["escalations.0", None]
