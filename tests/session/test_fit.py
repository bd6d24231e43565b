"""A scenario that travels: how its names are found in a plan, and what it plays without those that the plan lacks."""

from __future__ import annotations

import pytest

from drill.scenario.exercise import Exercise
from drill.scenario.fit import Fit, FitLine, Found, StepKey, merge_fits
from drill.scenario.inline import inject_from_yaml
from drill.scenario.model import FitMap
from tests.building import (
    HIJACKED,
    NORTHWIND,
    Drill,
    a_plan,
    a_scenario,
    drill,
    lines_of,
    minutes,
    small_plan,
    small_scenario,
)

ELSEWHERE = """
plan: elsewhere
title: Another house
version: 1
people: {ann: {name: Ann}, tom: {name: Tom}, liz: {name: Liz}, eve: {name: Eve}}
roles:
  desk: {title: Social desk, people: [ann], is: social-lead}
  guard: {title: Security guard, people: [tom], is: it-security}
  voice: {title: Spokesperson, people: [eve], is: communications}
  counsel: {title: Counsel, people: [liz]}
  hotline: {title: The platform's hotline, is: platform-support, external: true}
escalations: [{from: desk, to: guard}, {from: desk, to: voice}]
accounts: {"@acme": {platform: X, owners: {primary: ann}}}
workflows:
  hijack:
    title: Somebody took our account
    steps:
      see: {do: See that it is gone, by: [desk], is: takeover-confirmed, target: 2m, deadline: 4m}
      kick: {do: Kick them out, by: [guard], is: access-revoked, per: account, target: 5m, deadline: 9m}
      speak: {do: Say something, by: [voice], is: holding-statement, public: true, target: 9m, deadline: 20m}
"""
FIT = FitMap(roles={"legal": "counsel"}, workflows={"account-takeover": "hijack"}, accounts={"@northwind": "@acme"})


def lines(*fits: FitMap, plan: str = ELSEWHERE) -> dict[tuple[str, str], tuple[Found, str | None]]:
    """How each name of the example scenario is found in a plan."""
    fit = Fit(a_plan(plan), a_scenario(), *fits)
    return {(line.kind, line.name): (line.found, line.plan_name) for line in fit.lines}


def test_on_its_own_plan_every_name_is_matched():
    found = lines(plan=NORTHWIND)
    assert {kind for kind, _ in found} == {"role", "step", "workflow", "account", "person"}
    assert {each for each, _ in found.values()} == {Found.MATCHED}


def test_names_are_found_by_id_by_what_they_are_and_by_the_map():
    found = lines(FIT)
    assert found["role", "platform-support"] == (Found.MATCHED, "hotline")
    assert found["role", "social-lead"] == (Found.MATCHED, "desk")
    assert found["role", "legal"] == (Found.MAPPED, "counsel")
    assert found["step", "takeover-confirmed"] == (Found.MATCHED, "see")
    assert found["workflow", "account-takeover"] == (Found.MAPPED, "hijack")
    assert found["account", "@northwind"] == (Found.MAPPED, "@acme")
    assert found["account", "@northwind-photo"] == (Found.MISSING, None)


def test_what_the_plan_does_not_have_is_said_in_order():
    missing = Fit(a_plan(ELSEWHERE), a_scenario(), FIT).missing
    assert missing == (
        FitLine("account", "@northwind-photo", Found.MISSING),
        FitLine("person", "ana", Found.MISSING),
        FitLine("role", "comms-director", Found.MISSING),
        FitLine("role", "customer-care", Found.MISSING),
        FitLine("step", "team-alerted", Found.MISSING),
    )


def test_a_later_map_wins_and_both_are_kept():
    merged = merge_fits(FitMap(roles={"a": "x", "b": "y"}), FitMap(roles={"b": "z"}, steps={"s": "t"}))
    assert merged == FitMap(roles={"a": "x", "b": "z"}, steps={"s": "t"})


def test_the_scenarios_own_map_gives_way_to_one_that_is_given():
    scenario = a_scenario(HIJACKED + "fit: {roles: {legal: guard, customer-care: desk}}\n")
    fit = Fit(a_plan(ELSEWHERE), scenario, FIT)
    assert (fit.role("legal"), fit.role("customer-care")) == ("counsel", "desk")


def test_a_map_may_say_what_a_thing_is_instead_of_its_name():
    fit = Fit(
        a_plan(ELSEWHERE), a_scenario(), FitMap(roles={"customer-care": "communications"}, steps={"alert": "all-clear"})
    )
    assert fit.role("customer-care") == "voice"
    assert fit.step("alert") is None


def test_a_step_is_looked_for_in_the_injects_own_workflow_first():
    plan = small_plan("stop: {do: Stop, by: [lead]}").replace(
        "workflows:", "workflows:\n  other:\n    title: Other\n    steps: {stop: {do: Stop that, by: [lead]}}"
    )
    scenario = small_scenario("[{id: news, expect: [stop]}, {id: more, workflow: other, expect: [stop]}]")
    exercise = Exercise(a_plan(plan), a_scenario(scenario))
    asked = [each.step for inject in exercise.injects.values() for each in inject.expect]
    assert asked == [StepKey("crisis", "stop"), StepKey("other", "stop")]


def test_where_the_plan_has_none_of_the_workflows_all_of_its_steps_can_be_found():
    fit = Fit(a_plan(ELSEWHERE), a_scenario())
    assert fit.workflows == ("hijack",)
    assert fit.step("holding-statement", "account-takeover") == StepKey("hijack", "speak")


def test_an_inject_that_is_made_up_can_only_ask_for_steps_that_are_in_play():
    plan = small_plan("stop: {do: Stop, by: [lead]}").replace(
        "workflows:", "workflows:\n  other:\n    title: Other\n    steps: {swim: {do: Swim, by: [lead]}}"
    )
    exercise = Exercise(a_plan(plan), a_scenario(small_scenario("[{expect: [stop]}]")))
    inject = inject_from_yaml("{id: x, via: chat, to: [lead], title: X, workflow: other, expect: [swim]}")
    assert exercise.prepare(inject, 1).expect == ()
    assert [(line.kind, line.name) for line in exercise.fit.missing_in(inject)] == [("step", "swim")]


# ── played elsewhere ─────────────────────────────────────────────────────────


def elsewhere(text: str, scenario: str = HIJACKED, plan: str = ELSEWHERE) -> Drill:
    """Lines on another plan, with the map that this needs."""
    fit = "fit: {roles: {legal: counsel}, workflows: {account-takeover: hijack}, accounts: {'@northwind': '@acme'}}\n"
    return drill(text, plan=plan, scenario=scenario + fit)


def test_a_plan_that_lacks_steps_plays_on_without_them():
    played = elsewhere("3m blue desk does see\n9m blue voice does speak")
    asked = {(each.step.step, each.inject): each.done_at for each in played.play().expectations}
    assert asked == {
        ("see", "scam-post"): minutes(3),
        ("kick", "scam-post"): None,
        ("speak", "scam-post"): minutes(9),
        ("kick", "second-network"): None,
    }
    assert "press-call" in played.play().skipped
    assert [row.name for row in played.card().responses if row.step][:2] == ["see", "kick"]


def test_a_condition_on_what_the_plan_lacks_never_holds():
    scenario = HIJACKED.replace("unless: {done: holding-statement}", "if: {done: team-alerted}")
    assert "press-call" in elsewhere("", scenario).play().skipped


def test_the_scenarios_deadlines_hold_on_another_plan_too():
    played = elsewhere("1m blue desk escalates guard about scam-post")
    kick = next(each for each in played.play().expectations if each.step.step == "kick")
    assert (kick.account, kick.deadline, kick.target) == ("@acme", minutes(15), minutes(5))


@pytest.mark.parametrize(
    "own,asked,target,deadline",
    [
        ("target: 2m, deadline: 8m", "", 2, 8),
        ("target: 2m, deadline: 8m", "deadline: 6m", 2, 6),
        ("target: 2m, deadline: 8m", "deadline: 2m", 1, 2),
        ("target: 2m, deadline: 8m", "target: 5m", 5, 8),
        ("deadline: 8m", "", 4, 8),
        ("", "deadline: 6m", 3, 6),
        ("", "", None, None),
    ],
)
def test_what_an_inject_asks_stands_above_the_plan(own, asked, target, deadline):
    plan = small_plan(f"stop: {{do: Stop, by: [lead]{', ' if own else ''}{own}}}")
    scenario = small_scenario(f"[{{expect: [{{step: stop{', ' if asked else ''}{asked}}}]}}]")
    [each] = Exercise(a_plan(plan), a_scenario(scenario)).injects["news"].expect
    assert (each.target, each.deadline) == tuple(None if time is None else minutes(time) for time in (target, deadline))


def test_recipients_that_the_plan_lacks_are_left_out_and_a_role_is_told_once():
    scenario = HIJACKED.replace("to: [comms-director]", "to: [comms-director, communications, voice]")
    exercise = Exercise(a_plan(ELSEWHERE), a_scenario(scenario), FIT)
    assert exercise.injects["press-call"].to == ("voice",)


def test_the_names_of_the_scenario_can_be_used_in_the_transcript():
    played = elsewhere(
        "3m blue social-lead does takeover-confirmed\n5m blue it-security does access-revoked on @northwind"
    )
    assert lines_of(played.written.text)[1:3] == [
        "T+00:03:00 blue desk does see",
        "T+00:05:00 blue guard does kick on @acme",
    ]


def test_texts_speak_of_the_plans_roles_and_of_the_drawn_names():
    exercise = Exercise(a_plan(ELSEWHERE), a_scenario(), FIT)
    text = "{outlet} asks {legal}, not {{legal}} or {nobody}"
    assert exercise.words(text, {"outlet": "The Times"}) == "The Times asks Counsel, not {legal} or {nobody}"
