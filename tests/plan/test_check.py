"""Checks of a plan, beyond what the golden pairs in tests/golden/check show."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from drill.plan.check import PLAN_RULES, check_plan
from drill.plan.load import plan_from_text

BASE = """\
plan: a
title: A plan
version: 1
people: {ana: {name: Ana}, ben: {name: Ben}}
roles:
  lead: {title: Lead, people: [ana]}
  legal: {title: Counsel, people: [ben]}
  empty: {title: An empty chair}
  backed: {title: An empty chair with a delegate, delegates: [legal]}
  agency: {title: The agency, external: true}
escalations: [{from: lead, to: legal}, {from: legal, to: lead}]
"""


def codes(steps: str = "", rest: str = "") -> list[str]:
    """The codes for a plan with these steps, without what the base itself gives."""
    text = BASE + dedent(rest)
    if steps:
        text += "workflows:\n  w:\n    title: W\n    steps:\n" + indent(dedent(steps).strip(), " " * 6) + "\n"
    return [one.code for one in check_plan(plan_from_text(text, "plan.yaml")) if one.code != "role-unfilled"]


def test_a_step_by_an_empty_chair_can_be_done_by_nobody() -> None:
    assert codes("a: {do: x, by: [empty], deadline: 5m}") == ["nobody-to-do"]


def test_a_step_that_each_of_several_must_do_needs_all_of_them() -> None:
    assert codes("a: {do: x, by: [lead, empty], deadline: 5m}") == []
    assert codes("a: {do: x, all_of: [lead, empty], deadline: 5m}") == ["nobody-to-do"]


@pytest.mark.parametrize("role", ["backed", "agency"])
def test_a_delegate_or_somebody_outside_can_do_a_step(role: str) -> None:
    assert codes(f"a: {{do: x, by: [{role}], deadline: 5m}}") == []


def test_one_caller_with_a_path_is_enough_unless_each_must_call() -> None:
    assert codes("a: {contact: legal, by: [agency, lead], deadline: 5m}") == []
    assert codes("a: {contact: legal, all_of: [agency, lead], deadline: 5m}") == ["no-path"]
    assert codes("a: {inform: [legal, lead], by: [lead, legal], deadline: 5m}") == []


def test_a_delegate_outside_the_circle_opens_it() -> None:
    circle = "  x: {title: X, people: [ana], delegates: [y]}\n  y: {title: Y, people: [ben], delegates: [x%s]}\n"
    for more, expected in (("", ["delegate-loop"]), (", legal", [])):
        plan = plan_from_text(BASE.replace("escalations", circle % more + "escalations"), "p")
        assert [one.code for one in check_plan(plan) if one.code != "role-unfilled"] == expected


def test_a_circle_through_a_rule_is_a_circle() -> None:
    steps = """
    a: {do: x, by: [lead], deadline: 5m}
    b: {do: x, by: [lead], deadline: 5m, after: [a]}
    """
    rules = "    rules: [{id: r, first: b, then: a}]\n"
    plan = BASE + "workflows:\n  w:\n    title: W\n    steps:\n" + indent(dedent(steps), " " * 6) + rules
    assert "cyclic-after" in {one.code for one in check_plan(plan_from_text(plan, "p"))}


def test_two_circles_are_told_of_once_each() -> None:
    steps = """
    a: {do: x, by: [lead], deadline: 5m, after: [a]}
    b: {do: x, by: [lead], deadline: 5m, after: [c]}
    c: {do: x, by: [lead], deadline: 5m, after: [b, a]}
    """
    assert codes(steps) == ["cyclic-after", "cyclic-after"]


def test_a_long_chain_is_walked_without_recursion() -> None:
    chain = "\n".join(f"s{n}: {{do: x, by: [lead], deadline: 5m, after: [s{n + 1}]}}" for n in range(3_000))
    assert codes(chain + "\ns3000: {do: x, by: [lead], deadline: 5m}") == []


@pytest.mark.parametrize(
    "condition, expected",
    [
        ("{done: b}", ["never-holds"]),
        ("{done: all-clear}", ["never-holds"]),
        ("{any: [{done: b}, {contacted: lead}]}", []),
        ("{all: [{done: b}, {contacted: lead}]}", ["never-holds"]),
        ("{not: {done: b}}", []),
        ("{late: c}", ["never-holds"]),
        ("{absent: ana}", []),
        ("{contacted: nobody}", ["unknown-role"]),
        ("{absent: nobody}", ["unknown-person"]),
    ],
)
def test_a_step_cannot_wait_for_what_comes_after_it(condition: str, expected: list[str]) -> None:
    steps = f"""
    a: {{do: x, by: [lead], deadline: 5m, not_before: {condition}}}
    b: {{do: x, by: [lead], deadline: 5m, after: [a], is: all-clear}}
    c: {{do: x, by: [lead]}}
    """
    assert codes(steps) == expected


def test_a_clock_cannot_start_with_its_own_step() -> None:
    assert codes("a: {do: x, by: [lead], deadline: 5m, clock: {done: a}}") == ["never-holds"]


def test_names_in_rules_reviews_and_resources_are_looked_up() -> None:
    rest = """
    review: {every: 3 months, approvers: [lgal]}
    single_source_of_truth: {title: Status page, owner: lead, backup: led}
    resources: {faq: {kind: faq, title: FAQ, approved_by: leagl}}
    """
    assert codes(rest=rest) == ["unknown-role"] * 3


def test_every_rule_has_its_own_code_and_a_manual() -> None:
    rules = PLAN_RULES.rules
    assert len({rule.code for rule in rules}) == len(rules)
    assert all(rule.manual for rule in rules)
