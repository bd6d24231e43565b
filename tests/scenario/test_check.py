"""Checks of a scenario, beyond what the golden pairs in tests/golden/check show."""

from __future__ import annotations

from textwrap import dedent

import pytest

from drill.files.yaml_source import parse_yaml
from drill.plan.load import plan_from_text
from drill.scenario.check import SCENARIO_RULES, check_fit, check_scenario
from drill.scenario.load import read_fit, scenario_from_text

PLAN = plan_from_text(
    """\
plan: a
title: A plan
version: 1
people: {ana: {name: Ana}, ben: {name: Ben}, cai: {name: Cai}}
roles:
  lead: {title: Lead, people: [ana, ben]}
  counsel: {title: Counsel, people: [cai], is: legal}
escalations: [{from: lead, to: counsel}]
accounts: {"@a": {platform: X, owners: {primary: ana}}}
workflows:
  w:
    title: W
    steps:
      act: {do: x, by: [lead], is: posts-stopped, deadline: 10m}
      sign: {do: x, by: [counsel], deadline: 20m}
""",
    "plan.yaml",
)
NOISE = {"step-not-expected", "inject-without-objective"}


def codes(injects: str, head: str = "", *, own_plan: bool = True) -> list[str]:
    """The codes for a scenario of these injects on the plan above, without what short examples all lack."""
    text = f"scenario: s\ntitle: S\nworkflow: w\nduration: 60m\n{dedent(head)}injects:\n"
    lines = [line for line in dedent(injects).split("\n") if line]
    text += "".join(f"  - {{via: chat, to: [lead], title: T, {line}}}\n" for line in lines)
    scenario = scenario_from_text(text, "scenario.yaml")
    return [one.code for one in check_scenario(scenario, PLAN, own_plan=own_plan) if one.code not in NOISE]


def test_a_role_and_a_step_are_known_by_what_they_are() -> None:
    assert codes("id: a, at: 0m, expect: [posts-stopped], must_reach: [{role: legal, deadline: 5m}]") == []


def test_a_name_that_is_mapped_to_what_the_plan_has_is_known() -> None:
    injects = "id: a, at: 0m, expect: [stop], must_reach: [{role: lawyer, deadline: 5m}]"
    assert codes(injects, "fit: {roles: {lawyer: counsel}, steps: {stop: act}}\n") == []


def test_a_map_to_what_the_plan_lacks_is_an_error_on_its_own_plan_and_a_warning_on_another() -> None:
    injects = "id: a, at: 0m, must_reach: [{role: lawyer, deadline: 5m}]"
    fit = "fit: {roles: {lawyer: consel}}\n"
    assert codes(injects, fit) == ["unknown-role", "unknown-role"]
    assert codes(injects, fit, own_plan=False) == ["not-in-plan", "not-in-plan"]


def test_a_fit_file_is_checked_at_its_own_places() -> None:
    scenario = scenario_from_text(
        "scenario: s\ntitle: S\ninjects: [{id: a, at: 0m, via: chat, to: [lawyer], title: T}]\n", "scenario.yaml"
    )
    source = parse_yaml("roles:\n  lawyer: consel\n  layer: counsel\n", "fit.yaml")
    fit, _ = read_fit(source)
    assert fit is not None
    found = check_fit(fit, source.document, scenario, PLAN)
    assert [(one.code, one.place.line) for one in found] == [("unknown-role", 2), ("unused-fit", 3)]
    assert found[0].hint == 'did you mean "counsel"? (plan.yaml:7)'
    assert found[1].hint == 'did you mean "lawyer"?'


# ── when injects can come ────────────────────────────────────────────────────


def test_injects_that_wait_for_each_other_never_come_nor_what_waits_for_them() -> None:
    injects = """
    id: a, when: {delivered: b}
    id: b, when: {delivered: c}
    id: c, when: {delivered: b}
    """
    assert codes(injects) == ["never-due"] * 3


def test_another_way_in_opens_the_circle() -> None:
    injects = """
    id: a, when: {any: [{delivered: b}, {done: act}]}
    id: b, when: {delivered: a}
    """
    assert codes(injects) == []


@pytest.mark.parametrize("open_by", ["at: 5m", "manual: true", "when: {contacted: counsel}"])
def test_one_that_comes_by_itself_lets_the_chain_come(open_by: str) -> None:
    assert codes(f"id: a, {open_by}\nid: b, when: {{delivered: a}}\nid: c, when: {{delivered: b}}") == []


def test_an_inject_whose_if_comes_too_late_is_never_delivered_and_holds_back_the_rest() -> None:
    injects = """
    id: a, at: 0m, expect: [act]
    id: b, at: 5m, if: {late: act}
    id: c, when: {delivered: b}
    """
    assert codes(injects) == ["never-holds", "never-due"]


def test_lateness_at_the_very_moment_is_in_time_to_be_seen() -> None:
    assert codes("id: a, at: 0m, expect: [act]\nid: b, at: 10m, if: {late: act}") == []


def test_an_inject_that_can_only_come_after_the_end_is_told_with_its_earliest_moment() -> None:
    injects = "id: a, at: 50m, expect: [{step: act, deadline: 10m}]\nid: b, when: {late: act}, delay: 1m"
    assert codes(injects) == ["after-end"]


def test_the_last_deadline_may_fall_on_the_end() -> None:
    assert codes("id: a, at: 50m, expect: [act]") == []
    assert codes("id: a, at: 51m, expect: [act]") == ["duration-too-short"]


@pytest.mark.parametrize(
    "condition, expected",
    [
        ("{not: {done: act}}", ["holds-at-once"]),
        ("{all: [{not: {done: act}}, {contacted: counsel}]}", []),
        ("{any: [{not: {done: act}}, {contacted: counsel}]}", ["holds-at-once"]),
        ("{not: {not: {done: act}}}", []),
        ("{late: sign}", ["never-holds"]),
        ("{decided: a}", ["unknown-option"]),
        ("{delivered: nope}", ["unknown-inject"]),
        ("{decided: {nope: yes}}", ["unknown-inject"]),
        ("{absent: ana}", []),
        ("{absent: zed}", ["unknown-person"]),
        ("{contacted: zed}", ["unknown-role"]),
        ("{done: zed}", ["unknown-step"]),
    ],
)
def test_what_an_inject_may_wait_for(condition: str, expected: list[str]) -> None:
    assert codes(f"id: a, at: 0m, expect: [act]\nid: b, when: {condition}") == expected


def test_a_chain_of_five_thousand_injects_is_settled_in_a_moment() -> None:
    backwards = "\n".join(f"id: i{n}, when: {{delivered: i{n + 1}}}" for n in range(5_000))
    assert codes(f"{backwards}\nid: i5000, at: 0m") == []


# ── people, roles, seconds ───────────────────────────────────────────────────


def test_a_step_has_somebody_left_while_a_backup_is_there_or_comes_back() -> None:
    gone = "id: a, at: 0m, effects: {absent: [ana]}\n"
    assert codes(gone + "id: b, at: 5m, expect: [act]") == []
    both = "id: a, at: 0m, effects: {absent: [ana, ben]}\n"
    assert codes(both + "id: b, at: 5m, expect: [act]") == ["nobody-left"]
    assert codes(both + "id: b, at: 5m, expect: [act]\nid: c, at: 7m, effects: {back: [ben]}") == []


def test_alternatives_may_come_in_the_same_second() -> None:
    one, other = "id: a, at: 5m, if: {done: act}", "id: b, at: 5m, unless: {done: act}"
    assert codes(f"{one}\n{other}") == []
    assert codes(f"id: a, at: 5m\n{other}") == ["same-second"]


def test_without_a_plan_only_the_scenario_itself_is_checked() -> None:
    inject = "{id: a, at: 0m, via: chat, to: [x], title: T, objective: y, expect: [z]}"
    found = check_scenario(scenario_from_text(f"scenario: s\ntitle: S\ninjects: [{inject}]\n", "s"))
    assert [one.code for one in found] == ["no-plan", "unknown-objective"]


def test_a_placeholder_in_a_long_text_is_shown_on_its_line() -> None:
    text = dedent(
        """\
        scenario: s
        title: S
        injects:
          - id: a
            at: 0m
            via: chat
            to: [lead]
            title: T
            text: |
              One line.
              Ask {counsel} or {repórter}.
        """
    )
    [found] = check_scenario(scenario_from_text(text, "s"), PLAN, own_plan=True)
    assert (found.code, found.place.line, found.place.column) == ("unknown-placeholder", 11, 24)


def test_every_rule_has_its_own_code_and_a_manual() -> None:
    rules = SCENARIO_RULES.rules
    assert len({rule.code for rule in rules}) == len(rules)
    assert all(rule.manual for rule in rules)
