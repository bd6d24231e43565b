"""What stands on which paper: numbers, order, teams, what the plan lacks, what belongs to no objective."""

from __future__ import annotations

from dataclasses import replace

from drill.paper.printing import Paper
from tests.building import HIJACKED, NORTHWIND, small_plan, small_scenario
from tests.paper.stage import markdown, staging

STEPS = "act: {do: Act now, by: [lead], target: 5m, deadline: 10m}"


def small(injects: str, **more: object) -> str:
    return small_scenario(injects, **more)


def test_the_script_is_numbered_by_time_then_by_what_it_waits_on() -> None:
    scenario = small(
        """
        - {id: by-hand, manual: true}
        - {id: waiting, when: {done: act}}
        - {id: second, at: 20m}
        - {id: first, at: 10m}
        """
    )
    order = [each.prepared.id for each in staging(small_plan(STEPS), scenario).script]
    assert order == ["first", "second", "waiting", "by-hand"]


def test_each_team_has_cards_and_forms_of_its_own() -> None:
    staged = staging(teams=("blue", "red"))
    cards, forms = markdown(Paper.CARDS, staged), markdown(Paper.EEG, staged)
    assert cards.count("**Team:** blue") == cards.count("**Team:** red") == 5
    assert forms.count("# Evaluation form") == 4
    assert "blue:; red:" in markdown(Paper.MSEL, staged)


def test_what_serves_no_objective_has_a_form_where_something_is_asked_for() -> None:
    scenario = small("[{expect: [act]}]").replace("  objective: hold\n", "")
    forms = markdown(Paper.EEG, staging(small_plan(STEPS), scenario))
    assert forms.count("# Evaluation form") == 3
    assert "# Evaluation form: outside the objectives" in forms
    assert "No inject of the script asks for a step of the plan here" in forms


def test_a_step_for_each_account_has_a_line_for_each() -> None:
    scenario = HIJACKED.replace('about: ["@northwind"]', 'about: ["@northwind", "@northwind-photo"]')
    form = markdown(Paper.EEG, staging(scenario=scenario))
    assert form.count("Revoke every session; by IT security; on `@northwind`") == 1
    assert form.count("Revoke every session; by IT security; on `@northwind-photo`") == 2


def test_times_count_from_what_the_plan_says() -> None:
    form = markdown(Paper.EEG, staging())
    assert "target 10 min, deadline 15 min; from when the acting role is told | `workflows.account-takeover" in form
    assert "target 5 min, deadline 10 min; until T+00:30:00" in form


def test_what_the_plan_lacks_is_said_to_control_and_asked_of_nobody() -> None:
    plan = NORTHWIND.replace("is: team-alerted, ", "")
    staged = staging(plan)
    assert "**Not in the plan:** team-alerted (step)" in markdown(Paper.MSEL, staged)
    assert "Call together" not in markdown(Paper.EEG, staged)


def test_a_day_that_is_not_known_is_left_to_be_filled_in() -> None:
    scenario = HIJACKED.replace("starts: 2026-11-27 18:40", "")
    staged = replace(staging(scenario=scenario), day=None)
    assert "**Date:** ………" in markdown(Paper.SITMAN, staged)
    assert "**Time:** T+00:12:00\n" in markdown(Paper.CARDS, staged)


def test_a_discussion_says_that_times_are_not_scored() -> None:
    scenario = HIJACKED.replace("style: live", "style: discussion")
    staged = staging(scenario=scenario)
    assert "times are shown, never scored" in markdown(Paper.EEG, staged)
    assert "Times are shown, never scored." in markdown(Paper.SITMAN, staged)


def test_who_is_played_by_control_has_no_seat_in_the_manual() -> None:
    manual = markdown(Paper.SITMAN, staging())
    assert "| The platform's support" not in manual
    assert "\n- The platform's support\n" in manual
    assert "| Social media lead | Ana Ruiz; backup: Ben Cole |" in manual
