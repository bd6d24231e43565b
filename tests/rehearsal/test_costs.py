"""What people are worth, and what a change does, on the same draws."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drill.rehearsal.compare import compare
from drill.rehearsal.compiled import compiled
from drill.rehearsal.costs import Costs, find_costs
from drill.rehearsal.intervals import Verdict
from drill.rehearsal.staging import Stage
from tests.rehearsal.staged import SPREAD, forecast, small_stage

SPEAK = "say: {do: Publish the statement, by: [lead], public: true, target: 5m, deadline: 10m}"
ASK = "[{expect: [say]}]"
BACKED = "lead: {people: [ann, sam], ack_within: 3m}"


def costs(staged: Stage, runs: int = 200) -> Costs:
    return find_costs(staged.model, staged.pace, 1, runs, forecast(staged, runs))


def test_without_the_only_one_who_can_it_is_never_in_time():
    found = costs(small_stage(SPEAK, injects=ASK))
    (absence,) = found.absences
    assert (absence.names, absence.without.value, absence.headline.value) == (("ann",), 1.0, 0.0)
    assert absence.in_time.verdict is Verdict.WORSE


def test_two_who_stand_in_for_each_other_are_the_worst_pair():
    found = costs(small_stage(SPEAK, injects=ASK, roles=BACKED, responders=SPREAD))
    assert {cost.names[0] for cost in found.absences} == {"ann", "sam"}
    assert min(cost.headline.value or 0 for cost in found.absences) > 0.5
    assert (found.pairs[0].names, found.pairs[0].headline.value) == (("ann", "sam"), 0.0)


def test_of_pairs_that_are_as_bad_those_come_first_that_are_worse_than_either_alone():
    steps = SPEAK.replace("by: [lead]", "by: [press], after: [look]") + "\nlook: {do: Look, by: [lead], deadline: 9m}"
    found = costs(small_stage(steps, injects="[{to: [lead, press], expect: [look, say]}]", roles=BACKED), runs=50)
    assert [cost.headline.value for cost in found.pairs] == [0.0] * len(found.pairs)
    assert found.pairs[0].names == ("ann", "sam")


def test_an_absence_costs_what_a_drill_without_that_person_costs():
    staged = small_stage(SPEAK, injects=ASK, roles=BACKED, responders=SPREAD)
    without = small_stage(SPEAK, injects=ASK, roles=BACKED, responders=SPREAD, absent=("ann",))
    (ann,) = (cost for cost in costs(staged).absences if cost.names == ("ann",))
    assert ann.headline == forecast(without).metrics["in-time"]


def test_a_role_that_takes_no_time_gains_what_waiting_for_it_costs():
    steps = (
        SPEAK.replace("by: [lead]", "by: [lead], after: [ask]") + "\nask: {contact: legal, by: [lead], deadline: 9m}"
    )
    slow = "roles: {legal: {answer: {median: 30m, spread: 1.1}}}"
    found = costs(small_stage(steps, injects="[{expect: [ask, say]}]", responders=SPREAD + slow))
    assert {cost.names[0] for cost in found.instant_roles} == {"lead", "legal"}
    best = found.instant_roles[0]
    assert (best.names, best.headline.value, best.in_time.verdict) == (("lead",), 1.0, Verdict.BETTER)
    assert {cost.names[0] for cost in found.instant_people} == {"ann", "liz"}


def test_what_even_a_team_that_acts_at_once_cannot_do_is_told():
    steps = "say: {do: Speak, by: [lead], takes: 15m, public: true, deadline: 10m}"
    assert costs(small_stage(steps, injects=ASK)).at_once["in-time"].value == 0.0
    assert costs(small_stage(SPEAK, injects=ASK)).at_once["in-time"].value == 1.0


def test_stopped_in_between_the_rest_is_left_out():
    staged = small_stage(SPEAK, injects=ASK)
    found = find_costs(staged.model, staged.pace, 1, 50, forecast(staged), watch=lambda: False)
    assert (found.absences, found.pairs, found.instant_roles, found.at_once) == ((), (), (), {})


def test_the_same_plan_twice_differs_in_no_run():
    staged = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    found = compare(staged.model, staged.model, 1, 300)
    assert {change.verdict for change in found.changes.values() if change.of} == {Verdict.SAME}


def test_a_longer_deadline_is_better_and_loses_no_run():
    before = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    after = small_stage(SPEAK.replace("deadline: 10m", "deadline: 15m"), injects=ASK, responders=SPREAD)
    change = compare(before.model, after.model, 1, 300).changes["in-time"]
    assert (change.verdict, change.lost) == (Verdict.BETTER, 0)


def test_a_change_elsewhere_moves_nothing_here():
    """A draw is keyed by what it is for, so that a step more in the plan leaves the other steps as they were."""
    before = small_stage(SPEAK, injects=ASK, responders=SPREAD)
    more = SPEAK + "\nnote: {do: Write it down, by: [tech], deadline: 30m}"
    after = small_stage(more, injects="[{to: [lead, tech], expect: [say, note]}]", responders=SPREAD)
    found = compare(before.model, after.model, 1, 300)
    assert found.changes["in-time"].verdict is Verdict.SAME
    assert "done:note" not in found.changes


def test_many_runs_are_played_in_parts_that_come_to_the_same(monkeypatch: pytest.MonkeyPatch):
    staged = small_stage(SPEAK, injects=ASK, roles=BACKED, responders=SPREAD)
    whole = costs(staged, runs=300)
    monkeypatch.setattr("drill.rehearsal.costs.COLUMNS", 70)
    assert costs(staged, runs=300) == whole


def test_an_instant_role_gains_what_a_drill_in_which_it_is_instant_gains():
    staged = small_stage(SPEAK, injects=ASK, roles=BACKED, responders=SPREAD)
    quick = replace(staged.pace, instant=frozenset({"lead"}))
    model = compiled(staged.model.exercise, quick, staged.model.day)
    (lead,) = costs(staged).instant_roles
    assert lead.headline == forecast(Stage(model, quick)).metrics["in-time"]
