"""How each thing that was asked of a team stands, and which of it counts in part 1."""

from __future__ import annotations

import pytest

from drill.scoring.card import Status
from tests.building import minutes, rounded, small_drill

FREEZE = "freeze: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m}"
REPLY = "reply: {do: Answer them, by: [lead], target: 5m, deadline: 10m}"
BOTH = f"{FREEZE}\n{REPLY}"


# ── statuses ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at,status", [(3, "met"), (5, "met"), (6, "slow"), (10, "slow"), (11, "late"), (50, "late")])
def test_a_step_is_met_by_its_target_slow_by_its_deadline_and_late_after(at, status):
    assert small_drill(f"{at}m blue lead does freeze", FREEZE).response("freeze").status == status


def test_a_step_never_done_is_missed():
    played = small_drill("", FREEZE)
    assert played.response("freeze").status is Status.MISSED
    assert played.card().parts.time == 0.0


@pytest.mark.parametrize("end,status", [("9m", "pending"), ("10m", "pending"), ("11m", "missed")])
def test_a_step_is_pending_where_the_end_came_by_its_deadline(end, status):
    assert small_drill("", FREEZE, end=end).response("freeze").status == status


def test_a_pending_step_is_left_out():
    steps = f"{FREEZE}\nclean-up: {{do: Clean up, by: [lead], deadline: 2h}}"
    played = small_drill("2m blue lead does freeze", steps)
    assert played.response("clean-up").credit is None
    assert played.card().parts.time == 1.0


def test_with_nothing_but_pending_steps_time_is_null():
    assert small_drill("", FREEZE, end="8m").card().parts.time is None


def test_an_unseen_step_is_left_out():
    played = small_drill("2m blue lead does freeze\n59m control unseen blue reply : not at their table", BOTH)
    assert played.response("reply").status is Status.UNSEEN
    assert played.card().parts.time == 1.0


def test_a_step_called_unseen_but_seen_done_counts():
    played = small_drill("7m blue lead does freeze\n59m control unseen blue freeze", FREEZE)
    assert played.response("freeze").status is Status.SLOW


def test_one_account_of_a_step_can_be_unseen():
    played = small_drill(
        "2m blue tech does lock on @one\n59m control unseen blue lock on @two",
        "lock: {do: Lock it, by: [tech], per: account, target: 5m, deadline: 10m}",
        injects='[{expect: [lock], about: ["@one", "@two"]}]',
    )
    assert played.response("lock", on="@one").status is Status.MET
    assert played.response("lock", on="@two").status is Status.UNSEEN


# ── excused ──────────────────────────────────────────────────────────────────

GUARDED = """
freeze: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m}
sign-off: {do: Sign it off, by: [lead], target: 5m, deadline: 10m, unless: {done: freeze}}
"""


def test_a_step_is_excused_where_its_guard_held_when_it_was_expected():
    played = small_drill("2m blue lead does freeze", GUARDED, injects="[{at: 3m, expect: [sign-off]}]")
    assert played.response("sign-off").status is Status.EXCUSED
    assert played.card().parts.time is None


def test_a_step_excused_when_it_was_expected_stays_so_when_it_is_done_late():
    played = small_drill(
        "2m blue lead does freeze\n50m blue lead does sign-off", GUARDED, injects="[{at: 3m, expect: [sign-off]}]"
    )
    assert played.response("sign-off").status is Status.EXCUSED


def test_an_undone_step_is_excused_where_its_guard_holds_at_its_deadline():
    played = small_drill("10m blue lead does freeze", GUARDED)
    assert played.response("sign-off").status is Status.EXCUSED


def test_an_undone_step_is_excused_where_its_guard_holds_at_the_end():
    played = small_drill("50m blue lead does freeze", GUARDED)
    assert played.response("sign-off").status is Status.EXCUSED


def test_a_guard_that_came_to_hold_after_the_step_was_done_excuses_nothing():
    played = small_drill("20m blue lead does sign-off\n30m blue lead does freeze", GUARDED)
    assert played.response("sign-off").status is Status.LATE


def test_a_step_whose_guard_never_held_is_missed():
    assert small_drill("", GUARDED).response("sign-off").status is Status.MISSED


def test_what_was_done_too_early_is_excused_where_its_guard_holds_at_the_end():
    played = small_drill(
        "1m blue lead does sign-off\n50m blue lead does freeze",
        GUARDED.replace("unless", "not_before: {contacted: tech}, unless"),
    )
    assert played.response("sign-off").status is Status.EXCUSED


ABSENT = "brief: {do: Brief the boss, by: [lead], target: 5m, deadline: 10m, unless: {absent: boss}}"


def test_a_step_drops_out_while_nobody_fills_the_role_of_its_guard():
    played = small_drill("2m control absent all bea", ABSENT)
    assert played.response("brief").status is Status.EXCUSED


def test_a_step_stays_where_a_backup_still_fills_the_role_of_its_guard():
    played = small_drill("2m control absent all bea", ABSENT, roles="boss: {people: [bea, sam]}")
    assert played.response("brief").status is Status.MISSED


TEXTS = """
good:    {kind: template, title: Good, text: We know., approved_by: legal, approved: 2026-08-14, expires: 2026-11-27}
expired: {kind: template, title: Old, text: We knew., approved_by: legal, approved: 2026-01-01, expires: 2026-11-26}
draft:   {kind: template, title: Draft, text: We think.}
early:   {kind: template, title: Early, text: Soon., approved_by: legal, approved: 2026-11-28}
"""


def _signed_off(resource: str, words: str) -> Status:
    played = small_drill(
        f"4m blue press does statement {words}",
        f"""
        statement: {{do: Publish, by: [press], uses: {resource}, target: 5m, deadline: 10m}}
        sign-off: {{approve: statement, by: [legal], target: 5m, deadline: 10m, unless: {{used: {resource}}}}}
        """,
        resources=TEXTS,
    )
    return played.response("sign-off").status


def test_no_approval_is_missed_where_a_prepared_text_was_used_as_it_stands():
    assert _signed_off("good", "with good") is Status.EXCUSED


@pytest.mark.parametrize(
    "resource,words",
    [
        ("good", "with good edited"),
        ("good", ""),
        ("good", "with expired"),
        ("expired", "with expired"),
        ("draft", "with draft"),
        ("early", "with early"),
    ],
    ids=["edited", "not used", "another text", "expired yesterday", "never approved", "approved only tomorrow"],
)
def test_an_approval_is_missed_where_the_prepared_text_does_not_stand_for_it(resource, words):
    assert _signed_off(resource, words) is Status.MISSED


# ── premature, and before it was asked for ───────────────────────────────────

DELETE = """
archive: {do: Keep copies, by: [lead], target: 5m, deadline: 10m}
delete: {do: Delete the posts, by: [lead], target: 5m, deadline: 10m, not_before: {done: archive}}
"""


def test_what_is_done_before_its_condition_holds_is_premature_and_worth_nothing():
    played = small_drill("1m blue lead does delete\n2m blue lead does archive", DELETE)
    row = played.response("delete")
    assert (row.status, row.credit) == (Status.PREMATURE, 0.0)
    assert played.card().parts.time == 0.5


def test_what_was_done_too_early_and_then_again_counts_from_the_second_time():
    played = small_drill("1m blue lead does delete\n2m blue lead does archive\n8m blue lead does delete", DELETE)
    row = played.response("delete")
    assert (row.status, row.done_at) == (Status.SLOW, minutes(8))


def test_what_is_done_once_its_condition_holds_is_in_order():
    played = small_drill("1m blue lead does archive\n1m blue lead does delete", DELETE)
    assert played.response("delete").status is Status.MET


def test_what_was_done_before_it_was_asked_for_counts_as_done_then():
    played = small_drill("3m blue lead does freeze", FREEZE, injects="[{at: 20m, expect: [freeze]}]")
    row = played.response("freeze")
    assert (row.status, row.credit, row.done_at) == (Status.MET, 1.0, minutes(3))


# ── left out ─────────────────────────────────────────────────────────────────


def test_a_step_without_a_deadline_is_shown_and_not_scored():
    steps = f"{FREEZE}\ntidy: {{do: Tidy up, by: [lead]}}"
    played = small_drill("2m blue lead does freeze", steps)
    assert played.response("tidy").status is Status.MISSED
    assert not played.response("tidy").scored
    assert played.card().parts.time == 1.0


def test_an_inject_can_give_an_untimed_step_a_deadline():
    played = small_drill("", "tidy: {do: Tidy up, by: [lead]}", injects="[{expect: [{step: tidy, deadline: 10m}]}]")
    assert played.card().parts.time == 0.0


def test_in_a_discussion_times_are_shown_and_never_scored():
    played = small_drill("50m blue lead does freeze", BOTH, scenario={"style": "discussion"})
    assert played.response("freeze").done_at == minutes(50)
    assert played.card().parts.time is None


def test_a_line_that_was_set_aside_counts_nowhere():
    played = small_drill("2m blue lead does freeze\n59m control set-aside blue #1 : a slip", FREEZE)
    assert played.response("freeze").status is Status.MISSED


# ── who did it ───────────────────────────────────────────────────────────────

LOCK = "lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m}"
WITH_DEPUTY = "tech: {delegates: [deputy]}"


def test_a_delegate_after_the_role_was_tried_counts_whole():
    played = small_drill("1m blue lead escalates tech\n4m blue deputy does lock", LOCK, roles=WITH_DEPUTY)
    assert played.card().parts.time == 1.0


def test_a_heads_up_is_no_try():
    played = small_drill("1m blue lead informs tech\n4m blue deputy does lock", LOCK, roles=WITH_DEPUTY)
    assert played.card().parts.time == 0.8


def test_a_delegate_in_the_absence_of_the_role_counts_whole():
    played = small_drill("1m control absent all tom\n4m blue deputy does lock", LOCK, roles=WITH_DEPUTY)
    assert played.card().parts.time == 1.0


def test_a_delegate_counts_less_once_the_role_is_back():
    played = small_drill(
        "1m control absent all tom\n2m control back all tom\n4m blue deputy does lock", LOCK, roles=WITH_DEPUTY
    )
    assert played.card().parts.time == 0.8


def test_a_delegate_otherwise_counts_four_fifths():
    played = small_drill("4m blue deputy does lock\n6m blue lead escalates tech", LOCK, roles=WITH_DEPUTY)
    assert played.card().parts.time == 0.8


def test_another_role_counts_half():
    assert small_drill("4m blue press does lock", LOCK).card().parts.time == 0.5


def test_the_role_takes_its_share_of_what_the_time_left():
    assert rounded(small_drill("10m blue press does lock", LOCK).card().parts.time) == 0.3


def test_who_was_only_assumed_costs_nothing():
    played = small_drill("4m blue press? does lock", LOCK)
    assert played.response("lock").assumed
    assert played.card().parts.time == 1.0


def test_anyone_may_do_a_step_that_names_nobody():
    played = small_drill("4m blue press does lock", "lock: {do: Lock it, target: 5m, deadline: 10m}")
    assert played.card().parts.time == 1.0


APPROVED = """
statement: {do: Publish, by: [press]}
sign-off: {approve: statement, by: [legal], target: 5m, deadline: 10m}
"""


def test_an_approval_counts_as_an_act():
    played = small_drill("10m blue legal approves statement", APPROVED)
    assert played.response("sign-off").status is Status.SLOW
    assert rounded(played.card().parts.time) == 0.6


def test_doing_the_approving_step_is_approving():
    assert small_drill("4m blue legal does sign-off", APPROVED).card().parts.time == 1.0


def test_a_rejection_is_no_approval():
    assert small_drill("4m blue legal rejects statement", APPROVED).response("sign-off").status is Status.MISSED


def test_an_approval_by_another_role_counts_half():
    assert small_drill("4m blue press approves statement", APPROVED).card().parts.time == 0.5


SIGN = "sign: {do: Sign the text, all_of: [legal, press], target: 5m, deadline: 10m}"


def test_a_step_of_each_of_several_roles_is_done_when_the_last_has_done_it():
    played = small_drill("2m blue legal does sign\n7m blue press does sign", SIGN)
    row = played.response("sign")
    assert (row.status, row.done_at, row.by) == (Status.SLOW, minutes(7), "press")


def test_a_step_of_each_of_several_roles_is_missed_while_one_is_missing():
    assert (
        small_drill("2m blue legal does sign\n3m blue legal does sign", SIGN).response("sign").status is Status.MISSED
    )


def test_a_delegate_stands_for_one_of_several_at_that_one_s_share():
    played = small_drill(
        "2m blue legal does sign\n3m blue deputy does sign", SIGN, roles="press: {delegates: [deputy]}"
    )
    assert rounded(played.card().parts.time) == 0.9


# ── each account, each occurrence, each inject ───────────────────────────────

PER_ACCOUNT = "lock: {do: Lock it, by: [tech], per: account, target: 5m, deadline: 10m}"
TWO_ACCOUNTS = '[{expect: [lock], about: ["@one", "@two"]}]'


def test_each_account_is_a_step_of_its_own():
    played = small_drill(
        "4m blue tech does lock on @one\n10m blue tech does lock on @two", PER_ACCOUNT, injects=TWO_ACCOUNTS
    )
    assert played.response("lock", on="@one").credit == 1.0
    assert rounded(played.card().parts.time) == 0.8


def test_an_account_that_was_left_open_is_missed():
    played = small_drill("4m blue tech does lock on @one", PER_ACCOUNT, injects=TWO_ACCOUNTS)
    assert played.response("lock", on="@two").status is Status.MISSED
    assert played.card().parts.time == 0.5


def test_what_was_done_too_early_on_one_account_says_nothing_of_another():
    steps = PER_ACCOUNT.replace("per: account", "per: account, not_before: {contacted: legal}")
    played = small_drill("1m blue tech does lock on @one", steps, injects=TWO_ACCOUNTS)
    assert played.response("lock", on="@one").status is Status.PREMATURE
    assert played.response("lock", on="@two").status is Status.MISSED


def test_an_act_that_names_no_account_was_done_on_all():
    played = small_drill("4m blue tech does lock", PER_ACCOUNT, injects=TWO_ACCOUNTS)
    assert played.card().parts.time == 1.0


UPDATE = """
update: {do: Update the page, by: [lead], repeat: {every: 10m, until: {done: clear}}, target: 5m, deadline: 8m}
clear: {do: Give the all-clear, by: [lead]}
"""


def test_a_repeated_step_is_expected_anew_each_period():
    played = small_drill("", UPDATE, end="35m")
    rows = [row for row in played.card().responses if row.name == "update"]
    assert [row.expected_at for row in rows] == [minutes(at) for at in (0, 10, 20, 30)]
    assert [str(row.status) for row in rows] == ["missed", "missed", "missed", "pending"]


def test_a_repeated_step_stops_once_its_condition_holds():
    played = small_drill("3m blue lead does update\n9m blue lead does clear", UPDATE)
    assert played.response("update").status is Status.MET
    assert played.card().parts.time == 1.0


def test_each_occurrence_is_a_step_of_its_own():
    played = small_drill("3m blue lead does update\n18m blue lead does update\n19m blue lead does clear", UPDATE)
    assert [rounded(row.credit) for row in played.card().responses if row.name == "update"] == [1.0, 0.6]
    assert rounded(played.card().parts.time) == 0.8


def test_the_second_act_answers_the_second_occurrence_though_it_came_before_it_was_asked_for():
    played = small_drill("3m blue lead does update\n9m blue lead does update\n15m blue lead does clear", UPDATE)
    second = played.response("update", occurrence=2)
    assert (second.status, second.done_at) == (Status.MET, minutes(9))


TWO_INJECTS = """
- {id: one, at: 0m, expect: [freeze], objective: hold}
- {id: two, at: 4m, expect: [freeze], objective: tell}
"""


def test_a_step_that_two_injects_expect_counts_once_by_its_lowest():
    played = small_drill("10m blue lead does freeze\n60m blue lead does reply", BOTH, injects=TWO_INJECTS)
    assert rounded(played.response("freeze", inject="one").credit) == 0.6
    assert rounded(played.response("freeze", inject="two").credit) == 0.92
    assert rounded(played.card().parts.time) == 0.6


def test_a_step_that_two_injects_expect_counts_in_each_objective_by_its_own():
    card = small_drill("10m blue lead does freeze", FREEZE, injects=TWO_INJECTS).card()
    assert {objective.id: rounded(objective.score) for objective in card.objectives} == {"hold": 0.6, "tell": 0.92}


def test_a_step_that_two_injects_weigh_differently_counts_by_the_heavier():
    injects = """
    - {id: one, expect: [reply, {step: freeze, weight: 3, target: 18m, deadline: 20m}]}
    - {id: two, expect: [{step: freeze, weight: 1, target: 1m, deadline: 40m}]}
    """
    later = small_drill("20m blue lead does freeze", BOTH, injects=injects).card()
    earlier = small_drill("18m blue lead does freeze", BOTH, injects=injects).card()
    assert rounded(later.parts.time) == 0.45
    assert rounded(earlier.parts.time) == 0.619


def test_two_injects_of_one_instant_both_ask_then():
    injects = "[{id: one, expect: [freeze]}, {id: two, expect: [freeze]}]"
    played = small_drill("", FREEZE, injects=injects)
    assert [row.expected_at for row in played.card().responses] == [0, 0]


def test_only_the_inject_that_came_asks_for_anything():
    played = small_drill("", FREEZE, injects="[{manual: true, expect: [freeze]}]")
    assert played.card().responses == ()
    assert played.card().parts.time is None


# ── clocks ───────────────────────────────────────────────────────────────────

REACHED = "lock: {do: Lock it, by: [tech], clock: reached, target: 5m, deadline: 10m}"


def test_a_clock_runs_from_the_inject_that_asks():
    played = small_drill("14m blue lead does freeze", FREEZE, injects="[{at: 10m, expect: [freeze]}]")
    row = played.response("freeze")
    assert (row.expected_at, row.target_at, row.deadline_at) == (minutes(10), minutes(15), minutes(20))
    assert row.status is Status.MET


@pytest.mark.parametrize(
    "line",
    ["20m blue lead escalates tech", "20m blue lead informs tech about news", "20m blue tech acks news"],
    ids=["called", "told", "answered by itself"],
)
def test_a_clock_runs_from_when_the_role_was_reached(line):
    played = small_drill(f"{line}\n24m blue tech does lock", REACHED)
    assert played.response("lock").deadline_at == minutes(30)
    assert played.response("lock").status is Status.MET


def test_a_call_about_another_inject_reaches_nobody_for_this_one():
    played = small_drill(
        "20m blue lead escalates tech about other\n40m blue lead escalates tech about news\n44m blue tech does lock",
        REACHED,
        injects="[{expect: [lock]}, {id: other}]",
    )
    assert played.response("lock").deadline_at == minutes(50)


def test_a_role_that_received_the_inject_was_reached_with_it():
    played = small_drill("", REACHED, injects="[{to: [tech], expect: [lock]}]")
    assert played.response("lock").deadline_at == minutes(10)


def test_a_delegate_who_was_told_starts_the_clock():
    played = small_drill("20m blue lead escalates deputy", REACHED, roles=WITH_DEPUTY)
    assert played.response("lock").deadline_at == minutes(30)


def test_a_step_whose_role_was_never_reached_is_missed():
    row = small_drill("", REACHED).response("lock")
    assert (row.status, row.deadline_at) == (Status.MISSED, None)


def test_a_step_whose_role_was_never_reached_is_pending_where_the_end_came_first():
    assert small_drill("", REACHED, end="10m").response("lock").status is Status.PENDING


AFTERWARDS = """
freeze: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m}
report: {do: Report it, by: [lead], clock: {done: freeze}, target: 5m, deadline: 10m}
"""


def test_a_clock_runs_from_when_another_step_was_done():
    played = small_drill("20m blue lead does freeze\n27m blue lead does report", AFTERWARDS)
    assert (played.response("report").target_at, played.response("report").status) == (minutes(25), Status.SLOW)


def test_a_clock_runs_from_when_another_step_was_called_though_nothing_asked_for_the_call():
    played = small_drill(
        "20m blue lead escalates tech\n40m blue lead does report",
        """
        ask: {contact: tech, by: [lead], deadline: 10m}
        report: {do: Report it, by: [lead], clock: {done: ask}, target: 5m, deadline: 10m}
        """,
        injects="[{expect: [report]}]",
    )
    assert (played.response("report").deadline_at, played.response("report").status) == (minutes(30), Status.LATE)


def test_a_clock_does_not_run_before_the_step_is_asked_for():
    played = small_drill("1m blue lead does freeze", AFTERWARDS, injects="[{at: 20m, expect: [report]}]")
    assert played.response("report").deadline_at == minutes(30)


def test_a_clock_runs_from_a_decision():
    injects = """
    - {expect: [reply], decision: {question: Which, options: {a: {says: A, is: best}, b: {says: B, is: poor}}}}
    """
    steps = "reply: {do: Answer them, by: [lead], clock: {decided: news}, target: 5m, deadline: 10m}"
    played = small_drill("20m blue lead decides news a\n24m blue lead does reply", steps, injects=injects)
    assert (played.response("reply").deadline_at, played.response("reply").status) == (minutes(30), Status.MET)


# ── acts that take their time ────────────────────────────────────────────────

TAKES = "wipe: {do: Wipe the laptop, by: [tech], takes: 5m, target: 5m, deadline: 20m}"


def test_a_started_act_is_done_when_it_has_taken_its_time():
    row = small_drill("7m blue tech starts wipe", TAKES).response("wipe")
    assert (row.done_at, row.status) == (minutes(12), Status.SLOW)


def test_a_started_act_that_is_seen_done_sooner_is_done_then():
    assert small_drill("7m blue tech starts wipe\n9m blue tech does wipe", TAKES).response("wipe").done_at == minutes(9)


def test_an_act_that_the_end_came_upon_is_not_done():
    assert small_drill("56m blue tech starts wipe", TAKES).response("wipe").status is Status.MISSED


def test_a_start_alone_does_nothing_where_the_plan_does_not_say_how_long_it_takes():
    assert small_drill("1m blue lead starts freeze", FREEZE).response("freeze").status is Status.MISSED


# ── what is marked beside ────────────────────────────────────────────────────


def test_a_step_done_after_a_probe_was_prompted():
    played = small_drill("2m control probe blue news : what about the posts?\n4m blue lead does freeze", FREEZE)
    assert played.response("freeze").prompted
    assert played.response("freeze").status is Status.MET


@pytest.mark.parametrize(
    "lines",
    ["2m blue lead does freeze\n4m control probe blue news", "2m control probe blue other\n4m blue lead does freeze"],
    ids=["done before the probe", "a probe about another inject"],
)
def test_a_step_that_no_probe_came_before_was_not_prompted(lines):
    played = small_drill(lines, FREEZE, injects="[{expect: [freeze]}, {id: other}]")
    assert not played.response("freeze").prompted


def test_a_probe_prompts_nothing_that_was_asked_for_after_it():
    lines = "3m blue lead does update\n7m control probe blue news\n13m blue lead does update\n14m blue lead does clear"
    played = small_drill(lines, UPDATE)
    assert not played.response("update", occurrence=2).prompted


def test_a_step_never_done_was_not_prompted():
    assert not small_drill("2m control probe blue news", FREEZE).response("freeze").prompted


def test_a_step_told_afterwards_is_recalled_and_counts_as_well():
    played = small_drill("~4m blue lead does freeze", FREEZE)
    assert played.response("freeze").recalled
    assert played.card().parts.time == 1.0


def test_a_response_cites_its_clause_and_its_line():
    played = small_drill("4m blue lead does freeze", FREEZE)
    row = played.response("freeze")
    [line] = row.evidence
    assert played.written.text.splitlines()[line - 1] == "T+00:04:00 blue lead does freeze"
    assert row.clause.startswith("workflows.crisis.steps.freeze:")
