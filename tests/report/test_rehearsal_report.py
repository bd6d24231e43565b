"""A rehearsal's report: the answer first, the same bytes each time, and nothing in it that is markup."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from drill.rehearsal.compare import compare, compare_each
from drill.rehearsal.costs import find_costs
from drill.rehearsal.intervals import Paired, Share
from drill.rehearsal.overlay import Calibration
from drill.rehearsal.rehearsed import Rehearsed
from drill.rehearsal.responders import Pace
from drill.rehearsal.staging import Stage
from drill.report.after_action import AfterAction
from drill.report.markdown import report_markdown
from drill.report.rehearsal.as_data import rehearsal_json
from drill.report.rehearsal.as_markdown import rehearsal_markdown
from drill.report.rehearsal.effects import Effect
from drill.report.rehearsal.numbers import change, percent
from drill.report.rehearsal.overlay import calibration_words
from drill.report.rehearsal.plots import histogram, strip
from tests.building import drill, minutes, small_plan, small_scenario
from tests.rehearsal.random_drills import Dice, random_model
from tests.rehearsal.staged import EXACT, SPREAD, asked, forecast, small_stage

STEPS = """
ask: {contact: legal, by: [lead], deadline: 15m}
say: {do: Publish the statement, by: [press], after: [ask], public: true, target: 10m, deadline: 20m, gate: true}
"""
INJECTS = """
- {to: [lead, press], expect: [ask, say]}
- {id: praise, when: {done: say}, title: Well said}
- {id: extra, manual: true, title: Something else}
"""


def rehearsed(stage: Stage, runs: int = 300, **more: Any) -> Rehearsed:
    found = forecast(stage, runs)
    return Rehearsed(stage, 1, found, find_costs(stage.model, stage.pace, 1, runs, found), **more)


@pytest.fixture(scope="module")
def spread() -> Rehearsed:
    return rehearsed(small_stage(STEPS, injects=INJECTS, responders=SPREAD))


def test_the_answer_stands_first(spread: Rehearsed):
    lines = [line for line in rehearsal_markdown(spread).splitlines() if line]
    assert lines[0] == "# Rehearsal: A small crisis"
    assert lines[1].startswith("**`say` is in time in ")
    assert "of 300 drills.**" in lines[1]
    assert lines[2].startswith("The bottleneck is `")
    assert any(line.startswith("Without `") for line in lines[:8])


def test_the_same_rehearsal_gives_the_same_bytes(spread: Rehearsed):
    again = rehearsed(small_stage(STEPS, injects=INJECTS, responders=SPREAD))
    assert rehearsal_markdown(again) == rehearsal_markdown(spread)
    assert rehearsal_json(again) == rehearsal_json(spread)


def test_what_an_author_should_know_is_said(spread: Rehearsed):
    text = rehearsal_markdown(spread)
    assert "extra is fired by hand, and no rehearsal fires it" in text
    exact = rehearsal_markdown(rehearsed(small_stage(STEPS, injects=INJECTS, responders=EXACT), runs=20))
    assert "praise hangs on what a team does, and came in every run" in exact


def test_the_data_say_what_the_report_says(spread: Rehearsed):
    data = json.loads(rehearsal_json(spread))
    in_time = data["metrics"]["in-time"]
    assert in_time["of"] == 300
    assert f"in time in {percent(Share(in_time['count'], 300))}" in rehearsal_markdown(spread)
    assert spread.costs is not None
    assert data["costs"]["absences"][0]["names"] == list(spread.costs.absences[0].names)
    assert {each["inject"] for each in data["injects"]} == {"news", "praise", "extra"}
    assert data["partial"] is False


def test_an_interrupted_rehearsal_says_that_it_is_partial():
    stage = small_stage(STEPS, injects=INJECTS)
    found = Rehearsed(stage, 1, replace(forecast(stage, 50), wanted=900))
    assert "**Partial:** it was interrupted after 50 of 900 drills." in rehearsal_markdown(found)


def test_what_is_compared_is_told_as_better_worse_and_the_same():
    before = small_stage(STEPS, injects=INJECTS, responders=SPREAD)
    after = small_stage(STEPS.replace("deadline: 20m", "deadline: 30m"), injects=INJECTS, responders=SPREAD)
    compared = compare(before.model, after.model, 1, 300)
    text = rehearsal_markdown(
        Rehearsed(after, 1, compared.after, None, compared, "the plan as it is", ("ten minutes more",))
    )
    assert "That is better than the plan as it is: " in text
    assert "| `in-time` |" in text
    assert "The same in every drill: " in text
    assert "Tried out: ten minutes more." in text


def test_nothing_that_a_plan_says_becomes_markup():
    nasty = "<b>bold</b> | **x** \x1b[31m"
    stage = small_stage(STEPS, injects=INJECTS.replace("Well said", "x"))
    plan = stage.plan.model_copy(
        update={"people": {name: each.model_copy(update={"name": nasty}) for name, each in stage.plan.people.items()}}
    )
    exercise = stage.model.exercise
    exercise.plan = plan
    text = rehearsal_markdown(rehearsed(stage, runs=20))
    assert "\x1b" not in text
    assert "<b>" not in text
    assert " | **x**" not in text
    assert "\\<b\\>bold\\</b\\> \\| \\*\\*x" in text


def test_times_lie_on_a_strip_with_their_deadline():
    found = asked(forecast(small_stage(STEPS, injects=INJECTS)), "say")
    assert found.median.value is not None and found.median.value < minutes(20)
    assert strip(found).strip() == "█" + " " * strip(found).strip().count(" ") + "│"
    assert [line for line in histogram(found, 200) if "100.0 %" in line]


@pytest.mark.parametrize(
    "share, words",
    [
        (Share(83, 100), "83 % (74–89)"),
        (Share(8_342, 10_000), "83 % (83–84)"),
        (Share(9_999, 10_000), "100.0 % (99.9–100.0)"),
        (Share(10_000, 10_000), "100 % (100.0–100)"),
        (Share(0, 0), "–"),
    ],
)
def test_a_share_is_written_with_its_interval(share: Share, words: str):
    assert percent(share) == words


def test_a_change_is_written_in_points():
    assert change(Paired(0, 0, 100)) == "none"
    assert change(Paired(0, 72, 1_000)).startswith("−7.2 points (−8.8 to −")


LINES = "3m blue lead acks news\n7m blue lead escalates legal\n55m blue press does say"


def report_of(responders: str | None) -> str:
    more = {} if responders is None else {"responders": responders}
    played = drill(LINES, plan=small_plan(STEPS, **more), scenario=small_scenario(INJECTS))
    return report_markdown(AfterAction.of(played.state))


def test_the_report_of_a_drill_lays_it_over_the_forecast_where_the_plan_says_how_fast_people_are():
    text = report_of(SPREAD)
    assert "## What happened, over the forecast" in text
    assert "| `say` | `news` | 55:00 |" in text
    assert "slower than 19 in 20" in text
    assert text == report_of(SPREAD)


def test_where_nobody_said_how_fast_people_are_there_is_no_forecast():
    assert "over the forecast" not in report_of(None)


def test_a_forecast_that_was_far_off_is_said():
    assert "**The forecast was far off:** people were slower" in calibration_words(Calibration(10, 3, 7, 0))
    assert "far off" not in calibration_words(Calibration(10, 8, 1, 1))
    assert calibration_words(Calibration(0, 0, 0, 0)) == ""


def test_an_effect_says_what_gets_better_and_what_gets_worse():
    before = small_stage(STEPS, injects=INJECTS, responders=SPREAD)
    after = small_stage(STEPS.replace("deadline: 20m", "deadline: 30m"), injects=INJECTS, responders=SPREAD)
    (longer, same) = compare_each(before.model, (after.model, before.model), 1, 300)
    assert ": better" in Effect("say", longer).words
    assert "in time in" in Effect("say", longer).words
    assert Effect("say", same).words.endswith("of 300 drills, as before")
    assert Effect("say", same).as_dict()["changes"] == {}
    assert longer.changes == compare(before.model, after.model, 1, 300).changes


@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_plan_there_is_a_report_and_data(seed: int):
    model = random_model(Dice(910 + seed))
    stage = Stage(model, Pace.of(model.exercise.plan))
    found = rehearsed(stage, runs=20)
    text = rehearsal_markdown(found)
    data = json.loads(rehearsal_json(found))
    assert text.startswith("# Rehearsal: A random scenario")
    assert data["runs"] == 20
    assert all(each["asked"]["count"] <= 20 for each in data["asked"])


def test_a_step_that_nobody_is_asked_for_is_said_to_be_so():
    never = "[{expect: [ask]}, {id: late, when: {late: ask}, delay: 55m, title: Too late, expect: [say]}]"
    text = rehearsal_markdown(rehearsed(small_stage(STEPS, injects=never), runs=20))
    assert "**`say` is asked of nobody, excused, or cut off by the end, in every drill.**" in text
    assert "It is done in no drill." in text
