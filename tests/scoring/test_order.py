"""Part 3: what came first, and what had to follow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.building import small_drill

STEPS = """
archive: {do: Keep copies, by: [lead]}
delete: {do: Delete the posts, by: [lead], after: [archive]}
reply: {do: Answer them, by: [press]}
ask-tech: {contact: tech, by: [lead]}
"""


def _rules(lines: str, steps: str = STEPS, **more: Any) -> dict[str, bool]:
    return {rule.id: rule.kept for rule in small_drill(lines, steps, **more).card().rules}


def _order(lines: str, steps: str = STEPS, **more: Any) -> float | None:
    return small_drill(lines, steps, **more).card().parts.order


# ── after ────────────────────────────────────────────────────────────────────


def test_a_pair_is_kept_where_the_earlier_step_came_first():
    assert _rules("1m blue lead does archive\n5m blue lead does delete") == {"delete-after-archive": True}


def test_a_pair_is_broken_where_the_later_step_came_first():
    lines = "1m blue lead does delete\n5m blue lead does archive"
    assert _rules(lines) == {"delete-after-archive": False}
    assert _order(lines) == 0.0


def test_a_pair_is_broken_where_the_earlier_step_was_never_done():
    assert _rules("5m blue lead does delete") == {"delete-after-archive": False}


def test_a_pair_is_not_activated_until_the_later_step_is_done():
    assert _order("5m blue lead does archive") is None


def test_a_pair_counts_though_nothing_asked_for_its_steps():
    assert _rules("5m blue lead does delete", injects="[{id: news}]") == {"delete-after-archive": False}


@pytest.mark.parametrize("stamp,kept", [("5m30s", True), ("T+00:05:30.001", False), ("5m31s", False)])
def test_stamps_within_thirty_seconds_are_in_order(stamp, kept):
    assert _rules(f"5m blue lead does delete\n{stamp} blue lead does archive") == {"delete-after-archive": kept}


def test_a_plan_may_say_how_close_is_the_same_time():
    lines = "5m blue lead does delete\n6m blue lead does archive"
    assert _rules(lines, scoring="{same_time: 60s}") == {"delete-after-archive": True}


def test_a_pair_whose_earlier_step_nobody_saw_is_left_out():
    assert _order("5m blue lead does delete\n59m control unseen blue archive") is None


def test_an_act_that_was_set_aside_activates_nothing():
    assert _order("5m blue lead does delete\n59m control set-aside blue #1") is None


CHAIN = """
check: {do: Check it, by: [lead]}
sign-off: {do: Sign it off, by: [legal], after: [check], unless: {done: reply}}
publish: {do: Publish it, by: [press], after: [sign-off]}
reply: {do: Answer them, by: [press]}
"""


def test_an_excused_step_hands_its_place_to_what_came_before_it():
    assert _rules("1m blue press does reply\n5m blue press does publish", CHAIN) == {"publish-after-check": False}
    lines = "1m blue press does reply\n2m blue lead does check\n5m blue press does publish"
    assert _rules(lines, CHAIN) == {"publish-after-check": True}


def test_a_step_that_is_not_excused_keeps_its_place():
    assert _rules("5m blue press does publish", CHAIN) == {"publish-after-sign-off": False}


def test_an_excused_step_with_nothing_before_it_hands_its_place_to_nobody():
    steps = CHAIN.replace("after: [check], ", "")
    assert _order("1m blue press does reply\n5m blue press does publish", steps) is None


def test_an_excused_step_that_is_done_after_all_breaks_no_order():
    lines = "1m blue press does reply\n2m blue lead does check\n5m blue press does publish\n9m blue legal does sign-off"
    assert all(_rules(lines, CHAIN).values())


def test_calls_stand_in_an_order_too():
    steps = "ask-tech: {contact: tech, by: [lead]}\nlock: {do: Lock it, by: [tech], after: [ask-tech]}"
    assert _rules("1m blue lead escalates tech\n5m blue tech does lock", steps) == {"lock-after-ask-tech": True}
    assert _rules("5m blue tech does lock\n6m blue lead escalates tech", steps) == {"lock-after-ask-tech": False}


def test_a_convene_came_first_only_once_every_role_was_called():
    steps = "alert: {convene: [tech, legal], by: [lead]}\nlock: {do: Lock it, by: [tech], after: [alert]}"
    lines = "1m blue lead escalates tech\n5m blue tech does lock\n6m blue lead escalates legal"
    assert _rules(lines, steps) == {"lock-after-alert": False}


def test_a_step_of_each_of_several_roles_came_first_though_nothing_asked_for_it():
    steps = "sign: {do: Sign it, all_of: [legal, press]}\npublish: {do: Publish, by: [lead], after: [sign]}"
    lines = "1m blue legal does sign\n2m blue press does sign\n5m blue lead does publish"
    assert _rules(lines, steps, injects="[{expect: [publish]}]") == {"publish-after-sign": True}
    half = "1m blue legal does sign\n5m blue lead does publish"
    assert _rules(half, steps, injects="[{expect: [publish]}]") == {"publish-after-sign": False}


ACCOUNTS = """
copy: {do: Keep copies, by: [lead], per: account}
wipe: {do: Wipe it, by: [lead], per: account, after: [copy]}
close: {do: Close the case, by: [lead], after: [wipe]}
"""
TWO = '[{expect: [copy, wipe, close], about: ["@one", "@two"]}]'


def test_what_is_done_account_by_account_is_in_order_account_by_account():
    kept = "1m blue lead does copy on @one\n2m blue lead does wipe on @one\n3m blue lead does copy on @two"
    broken = "1m blue lead does copy on @one\n2m blue lead does wipe on @two"
    assert _rules(kept, ACCOUNTS, injects=TWO) == {"wipe-after-copy": True}
    assert _rules(broken, ACCOUNTS, injects=TWO) == {"wipe-after-copy": False}


def test_what_comes_after_every_account_waits_for_every_account():
    first = "1m blue lead does copy\n2m blue lead does wipe on @one"
    assert _rules(f"{first}\n9m blue lead does close", ACCOUNTS, injects=TWO)["close-after-wipe"] is False
    both = f"{first}\n3m blue lead does wipe on @two\n9m blue lead does close"
    assert _rules(both, ACCOUNTS, injects=TWO)["close-after-wipe"] is True


# ── first and then ───────────────────────────────────────────────────────────

FIRST = "[{id: ask-first, first: ask-tech, then: reply, weight: 3}]"


def test_a_rule_is_kept_where_the_first_came_first():
    assert _rules("1m blue lead escalates tech\n5m blue press does reply", rules=FIRST) == {"ask-first": True}


def test_a_rule_is_broken_where_the_first_never_came():
    assert _rules("5m blue press does reply", rules=FIRST) == {"ask-first": False}


def test_a_rule_weighs_as_much_as_the_plan_says():
    lines = "1m blue lead does archive\n5m blue lead does delete\n6m blue press does reply"
    assert _order(lines, rules=FIRST) == 0.25


def test_a_rule_is_kept_where_the_first_is_excused():
    steps = STEPS.replace("contact: tech,", "contact: tech, unless: {absent: tech},")
    lines = "1m control absent all tom\n5m blue press does reply"
    assert _rules(lines, steps, rules=FIRST) == {"ask-first": True}


def test_a_pair_that_is_also_a_rule_counts_once():
    rules = "[{id: copies-first, first: archive, then: delete, weight: 2}]"
    assert _rules("5m blue lead does delete", rules=rules) == {"copies-first": False}


# ── what must follow ─────────────────────────────────────────────────────────

FOLLOW = "[{id: tell-them, when_done: archive, then_do: reply, within: 15m}]"


@pytest.mark.parametrize("at,kept", [(20, True), (25, True), (26, False)])
def test_what_must_follow_follows_in_time(at, kept):
    assert _rules(f"10m blue lead does archive\n{at}m blue press does reply", rules=FOLLOW) == {"tell-them": kept}


def test_what_never_followed_is_broken():
    assert _rules("10m blue lead does archive", rules=FOLLOW) == {"tell-them": False}


def test_what_must_follow_is_activated_by_the_first():
    assert _rules("10m blue press does reply", rules=FOLLOW) == {}


@pytest.mark.parametrize("end,rules", [("25m", {}), ("26m", {"tell-them": False})])
def test_what_must_follow_is_left_out_where_the_end_came_first(end, rules):
    assert _rules("10m blue lead does archive", rules=FOLLOW, end=end) == rules


def test_what_followed_before_the_end_is_kept():
    assert _rules("10m blue lead does archive\n12m blue press does reply", rules=FOLLOW, end="12m") == {
        "tell-them": True
    }


def test_what_must_follow_and_nobody_saw_is_left_out():
    assert _rules("10m blue lead does archive\n59m control unseen blue reply", rules=FOLLOW) == {}


def test_in_a_discussion_what_followed_at_all_is_kept():
    lines = "10m blue lead does archive\n50m blue press does reply"
    assert _rules(lines, rules=FOLLOW, scenario={"style": "discussion"}) == {"tell-them": True}


# ── different people ─────────────────────────────────────────────────────────

HANDS = "[{id: two-hands, different_people: [reply, ask-tech]}]"


def test_two_people_for_two_steps_keep_the_rule():
    assert _rules("1m blue lead escalates tech\n2m blue press does reply", rules=HANDS) == {"two-hands": True}


def test_one_person_for_two_steps_breaks_the_rule():
    assert _rules("1m blue lead escalates tech\n2m blue press/ann does reply", rules=HANDS) == {"two-hands": False}


def test_one_person_in_two_seats_breaks_the_rule():
    lines = "1m blue lead escalates tech\n2m blue press does reply"
    assert _rules(lines, rules=HANDS, roles="press: {people: [ann]}") == {"two-hands": False}


def test_different_people_are_asked_for_only_once_all_was_done():
    assert _rules("1m blue lead escalates tech", rules=HANDS) == {}


def test_no_rule_about_people_is_drawn_from_an_assumption():
    assert _rules("1m blue lead? escalates tech\n2m blue press/ann does reply", rules=HANDS) == {}


def test_what_is_known_of_two_steps_counts_though_a_third_was_assumed():
    rules = "[{id: three-hands, different_people: [reply, ask-tech, archive]}]"
    lines = "1m blue lead escalates tech\n2m blue press/ann does reply\n3m blue lead? does archive"
    assert _rules(lines, rules=rules) == {"three-hands": False}


# ── what must not happen ─────────────────────────────────────────────────────

NEVER = "{reply-in-anger: Argue in public}"


def test_a_forbidden_act_is_a_broken_rule_of_weight_two():
    lines = "1m blue lead does archive\n5m blue lead does delete\n6m blue press does reply-in-anger"
    card = small_drill(lines, STEPS, forbidden=NEVER).card()
    [broken] = [rule for rule in card.rules if not rule.kept]
    assert (broken.id, broken.weight, broken.gate) == ("reply-in-anger", 2.0, True)
    assert broken.clause.startswith("workflows.crisis.forbidden.reply-in-anger:")
    assert card.parts.order == pytest.approx(1 / 3)


def test_a_forbidden_act_that_an_evaluator_flags_counts_as_done():
    assert _rules("9m control flag blue forbidden reply-in-anger", forbidden=NEVER) == {"reply-in-anger": False}


def test_a_forbidden_act_seen_and_flagged_counts_once():
    lines = "6m blue press does reply-in-anger\n9m control flag blue forbidden reply-in-anger"
    [broken] = small_drill(lines, forbidden=NEVER).card().rules
    assert len(broken.evidence) == 2


def test_a_forbidden_act_that_was_set_aside_counts_nowhere():
    assert _rules("6m blue press does reply-in-anger\n9m control set-aside blue #1", forbidden=NEVER) == {}


def test_an_act_that_is_also_fine_activates_nothing():
    assert _order("6m blue press does pin-warning", also_fine="{pin-warning: Pin a warning}") is None


def test_a_rule_cites_its_clause_and_both_steps():
    played = small_drill("1m blue lead does archive\n5m blue lead does delete", STEPS)
    [rule] = played.card().rules
    text = played.written.text.splitlines()
    assert rule.clause.startswith("workflows.crisis.steps.delete.after:")
    assert [text[line - 1].split()[-1] for line in rule.evidence] == ["archive", "delete"]
