"""What a rehearsal counts, on drills so small that one can tell by hand."""

from __future__ import annotations

import numpy as np
import pytest

from drill.rehearsal.chunks import played
from drill.rehearsal.counting import Counts
from drill.rehearsal.marks import headline, names
from drill.rehearsal.rehearse import Precision, rehearse
from tests.building import minutes
from tests.rehearsal.staged import SPREAD, asked, forecast, small_stage

SPEAK = "say: {do: Publish the statement, by: [lead], public: true, target: 5m, deadline: 10m}"
ASK = "[{expect: [say]}]"


def test_a_step_takes_the_answer_and_the_act():
    found = asked(forecast(small_stage(SPEAK, injects=ASK)), "say")
    assert {found.p10.value, found.median.value, found.p95.value, found.fastest} == {minutes(6)}
    assert (found.in_time.value, found.late.value, found.never.value) == (1.0, 0.0, 0.0)


def test_what_is_never_done_is_longer_than_all_the_rest():
    found = asked(forecast(small_stage(SPEAK, injects=ASK, absent=("ann",))), "say")
    assert (found.never.value, found.median.value, found.fastest) == (1.0, None, None)


def test_a_person_who_is_away_in_some_runs_makes_the_step_fail_in_as_many():
    away = "everyone: {answer: {median: 2m, spread: 1}, act: {median: 4m, spread: 1}}\naway: {ann: 0.3}"
    found = forecast(small_stage(SPEAK, injects=ASK, responders=away), runs=2_000)
    low, high = asked(found, "say").never.interval
    assert low < 0.3 < high
    assert found.metrics["in-time"].count == found.runs - asked(found, "say").never.count


def test_one_who_does_one_thing_after_another_is_waited_for():
    steps = "one: {do: x, by: [lead], deadline: 10m}\ntwo: {do: y, by: [lead], deadline: 20m}"
    found = forecast(small_stage(steps, injects="[{expect: [one, two]}]"))
    (ann,) = (load for load in found.people if load.name == "ann")
    assert (ann.answer.value, ann.queue.value, ann.work.value) == (minutes(2), minutes(4), minutes(8))


def test_work_is_waited_for_by_the_role_that_does_it():
    found = forecast(small_stage("call: {contact: tech, by: [lead], deadline: 10m}", injects="[{expect: [call]}]"))
    waits = {load.name: (load.answer.value, load.work.value) for load in found.roles}
    assert waits["lead"] == (minutes(2), minutes(1))
    assert waits["tech"] == (minutes(2), 0)


def test_the_ways_of_the_calls_are_shares_of_the_runs():
    found = forecast(small_stage("call: {contact: tech, by: [lead], deadline: 10m}", injects="[{expect: [call]}]"))
    (way,) = found.ways
    assert (way.caller, way.called, way.share.value, way.answered.value, way.in_plan) == (
        "lead",
        "tech",
        1.0,
        1.0,
        True,
    )


def test_an_inject_that_hangs_on_what_is_done_comes_as_often_as_that():
    injects = """
    - {expect: [say]}
    - {id: praise, when: {done: say}, title: Well said}
    - {id: blame, at: 20m, unless: {done: say}, title: Not a word}
    - {id: extra, manual: true, title: Something else}
    """
    shares = {each.inject: each.share.value for each in forecast(small_stage(SPEAK, injects=injects)).firings}
    assert shares == {"news": 1.0, "praise": 1.0, "blame": 0.0, "extra": 0.0}


def test_a_deadline_that_no_run_keeps_is_out_of_reach_and_one_that_all_keep_is_never_missed():
    steps = "slow: {do: x, by: [lead], deadline: 5m}\nquick: {do: y, by: [tech], after: [slow], deadline: 30m}"
    found = forecast(small_stage(steps, injects="[{to: [lead, tech], expect: [slow, quick]}]"))
    assert [each.name for each in found.out_of_reach] == ["slow"]
    assert [each.name for each in found.never_missed] == ["quick"]


def test_gates_and_ratings_are_counted():
    steps = "say: {do: Speak, by: [lead], deadline: 5m, gate: true}"
    found = forecast(small_stage(steps, injects=ASK))
    assert {gate.name: gate.share.value for gate in found.gates}["say past its deadline"] == 1.0
    assert found.metrics["gates"].value is not None
    assert sum(share.count for share in found.ratings["hold"]) == found.runs


@pytest.mark.parametrize(
    "steps, expected",
    [
        ("say: {do: x, by: [lead], public: true, deadline: 9m}\nhold: {do: y, by: [lead], is: holding-statement, deadline: 9m}",
         "hold"),
        ("hold: {do: x, by: [lead], deadline: 9m}\nsay: {do: y, by: [lead], public: true, deadline: 9m}", "say"),
        ("hold: {do: x, by: [lead], deadline: 9m}\nsay: {do: y, by: [lead], deadline: 9m}\n"
         "sign: {approve: say, by: [legal], deadline: 9m}", "say"),
        ("hold: {do: x, by: [lead], deadline: 9m}\nsay: {do: y, by: [lead], deadline: 9m, weight: 3}", "say"),
        ("hold: {do: x, by: [lead]}", "hold"),
    ],
)  # fmt: skip
def test_a_rehearsal_is_summed_up_by_the_statement(steps: str, expected: str):
    asks = f"[{{expect: [{', '.join(line.partition(':')[0] for line in steps.splitlines())}]}}]"
    assert headline(small_stage(steps, injects=asks).model).step == expected


def test_every_metric_that_is_named_is_counted():
    staged = small_stage(SPEAK, injects="[{expect: [say], must_reach: [{role: press, target: 2m, deadline: 9m}]}]")
    assert set(names(staged.model)) == set(forecast(staged).metrics)


def test_chunks_come_to_what_the_whole_comes_to():
    staged = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    whole, parts = Counts(staged.model), Counts(staged.model)
    for _, outcome in played(staged.model, 1, 300):
        whole.add(outcome)
    for _, outcome in played(staged.model, 1, 300, chunk=37):
        parts.add(outcome)
    one, other = whole.forecast(300), parts.forecast(300)
    assert one.asked == other.asked
    assert one.metrics == other.metrics
    assert one.at_p95 == other.at_p95
    assert one.time.value == pytest.approx(other.time.value)


def test_quantiles_are_those_of_the_times_themselves_to_a_second():
    staged = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    times = np.concatenate([outcome.done_at[0] for _, outcome in played(staged.model, 1, 999)])
    found = asked(forecast(staged, 999), "say")
    for shown, quantile in ((found.p10, 0.1), (found.median, 0.5), (found.p90, 0.9), (found.p95, 0.95)):
        exact = int(np.sort(times)[int(np.ceil(999 * quantile)) - 1])
        assert shown.value == exact // 1_000 * 1_000


def test_the_run_at_the_95th_percentile_is_the_one_that_took_as_long():
    staged = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    times = np.concatenate([outcome.done_at[0] for _, outcome in played(staged.model, 1, 200)])
    at_p95 = forecast(staged, 200).at_p95
    assert at_p95 is not None
    assert (times < times[at_p95]).sum() == 189


def test_it_stops_when_it_is_sure_enough(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drill.rehearsal.chunks.TOGETHER", 250)
    staged = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    found = rehearse(staged.model, 1, 100_000, precision=Precision("in-time", 0.03))
    low, high = found.metrics["in-time"].interval
    assert found.runs < 5_000
    assert (high - low) / 2 <= 0.03
    assert not found.is_partial


def test_stopped_by_somebody_it_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drill.rehearsal.chunks.TOGETHER", 100)
    staged = small_stage(SPEAK, injects=ASK)
    found = rehearse(staged.model, 1, 1_000, watch=lambda played, _wanted: played < 300)
    assert (found.runs, found.wanted, found.is_partial) == (300, 1_000, True)
