"""What would be different: what a file may say, what of it contradicts the plan, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.errors import FilesInError, WrongUsage
from drill.plan.model import Plan
from drill.rehearsal.responders import Doing, Pace
from drill.rehearsal.what_if import WhatIf, changed, load_what_if
from tests.building import a_plan, minutes, small_plan
from tests.rehearsal.staged import EXACT, asked, forecast, small_stage

STEPS = """
look: {do: Look, by: [lead], target: 3m, deadline: 10m}
call: {contact: tech, by: [lead], after: [look], deadline: 20m}
"""
ASK = "[{expect: [look, call]}]"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return a_plan(small_plan(STEPS, responders=EXACT))


def read(tmp_path: Path, text: str, plan: Plan) -> WhatIf:
    path = tmp_path / "what-if.yaml"
    path.write_text(text, encoding="utf-8")
    return load_what_if(path, plan)


@pytest.mark.parametrize(
    "text, message, hint",
    [
        ("absent: [anna]", 'the plan has no person "anna"', 'did you mean "ann"?'),
        ("roles: {leed: {ack_within: 2m}}", 'the plan has no role "leed"', 'did you mean "lead"?'),
        ("roles: {lead: {people: [tam]}}", 'the plan has no person "tam"', 'did you mean "tom"?'),
        ("roles: {lead: {delegates: [lead]}}", '"lead" cannot stand in for itself', None),
        ("responders: {away: {zoe: 0.5}}", 'the plan has no person "zoe"', None),
        ("responders: {roles: {zoo: {act: {median: 1m}}}}", 'the plan has no role "zoo"', None),
        ("absent: [ann]\nresponders: {away: {ann: 0.5}}", '"ann" is absent in every run here, and away in some', None),
        ("steps: {crises: {look: {deadline: 5m}}}", 'the plan has no workflow "crises"', 'did you mean "crisis"?'),
        ("steps: {crisis: {lok: {deadline: 5m}}}", 'the plan has no step of "crisis" "lok"', 'did you mean "look"?'),
        ("steps: {crisis: {look: {deadline: 3m}}}",
         '"look": its deadline (3m) would not be after its target (3m)', "give both"),
        ("steps: {crisis: {look: {after: [call]}}}", '"look" would have to wait for itself', None),
        ("steps: {crisis: {call: {takes: 3m}}}", '"call" is a call, which takes no time of its own',
         "responders say how long a call takes"),
        ("title: Nothing", "a what-if changes something: absent, roles, steps or responders", None),
        ("absant: [ann]", '"absant" is not a key of the what-if', 'did you mean "absent"?'),
    ],
)  # fmt: skip
def test_what_contradicts_the_plan_is_said_at_its_place(
    tmp_path: Path, plan: Plan, text: str, message: str, hint: str | None
):
    with pytest.raises(FilesInError) as error:
        read(tmp_path, text, plan)
    (found,) = error.value.diagnostics
    assert (found.message, found.hint) == (message, hint)
    assert found.place.file.endswith("what-if.yaml")


def test_only_what_it_says_is_changed(tmp_path: Path, plan: Plan):
    text = "roles: {lead: {people: [sam, ann]}}\nsteps: {crisis: {look: {deadline: 30m}}}"
    new = changed(plan, read(tmp_path, text, plan))
    assert new.roles["lead"].people == ("sam", "ann")
    assert new.roles["lead"].title == plan.roles["lead"].title
    assert new.roles["tech"] == plan.roles["tech"]
    look = new.workflows["crisis"].steps["look"]
    assert (look.deadline, look.target) == (minutes(30), minutes(3))
    assert new.workflows["crisis"].steps["call"] == plan.workflows["crisis"].steps["call"]
    assert new.document == plan.document


def test_response_times_that_it_leaves_out_stay_as_the_plan_has_them(tmp_path: Path, plan: Plan):
    text = "responders: {everyone: {act: {median: 9m, spread: 1}}, roles: {tech: {answer: {median: 1m}}}}"
    pace = Pace.of(changed(plan, read(tmp_path, text, plan)))
    assert pace.figure("lead", Doing.ACT).median == minutes(9)
    assert pace.figure("lead", Doing.ANSWER).median == minutes(2)
    assert pace.figure("tech", Doing.ANSWER).median == minutes(1)


def test_a_rehearsal_plays_the_plan_as_it_would_be(tmp_path: Path, plan: Plan):
    what_if = read(tmp_path, "responders: {everyone: {act: {median: 9m, spread: 1}}}", plan)
    found = forecast(small_stage(STEPS, injects=ASK, what_if=what_if))
    assert asked(found, "look").median.value == minutes(11)


def test_who_is_absent_is_away_in_every_run(tmp_path: Path, plan: Plan):
    found = forecast(small_stage(STEPS, injects=ASK, what_if=read(tmp_path, "absent: [ann]", plan)))
    assert asked(found, "look").never.value == 1.0


def test_somebody_whom_the_plan_does_not_know_cannot_be_absent():
    with pytest.raises(WrongUsage) as error:
        small_stage(STEPS, injects=ASK, absent=("anna",))
    assert (error.value.message, error.value.hint) == ('the plan has nobody called "anna"', 'did you mean "ann"?')
