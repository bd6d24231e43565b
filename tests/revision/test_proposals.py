"""From a finding to a change of the plan: for each finding that a change can answer, the change."""

from __future__ import annotations

from typing import Any

import pytest

from drill.files.edits import apply_edits
from drill.findings.find import find
from drill.plan.model import Plan
from drill.revision.criterion import Criterion, Measure, Outcome
from drill.revision.proposals import propose
from drill.revision.revisions import Proposal
from tests.building import Drill, a_plan, minutes, small_drill, small_plan

ONE_STEP = "look: {do: Look, by: [tech], deadline: 20m}"
PUBLIC = """
say: {do: Say it, by: [press], public: true, deadline: 10m}
sign: {approve: say, by: [legal], deadline: 30m}
"""


def proposals(played: Drill) -> dict[str, Proposal]:
    """What a drill's findings would have changed, by id."""
    findings = [(each, played.card()) for each in find(played.card(), played.state, played.written)]
    return {each.id: each for each in propose(findings, played.state, played.state.exercise.plan)}


def changed(proposal: Proposal, plan: str) -> Plan:
    """The plan with a proposal in it."""
    return a_plan(apply_edits(plan, proposal.edits))


@pytest.fixture
def unanswered() -> tuple[dict[str, Proposal], str]:
    more: dict[str, Any] = {"roles": "tech: {ack_within: 5m}"}
    return proposals(small_drill("1m blue lead escalates tech", ONE_STEP, **more)), small_plan(ONE_STEP, **more)


def test_a_role_that_nobody_answered_for_gets_a_delegate_or_a_backup(unanswered) -> None:
    found, plan = unanswered
    assert changed(found["delegate-dead-end-tech"], plan).roles["tech"].delegates == ("boss",)
    assert len(changed(found["backup-dead-end-tech"], plan).roles["tech"].people) == 2
    assert found["backup-dead-end-tech"].criterion == Criterion(Measure.NO_STALL, "tech")


def test_a_caller_who_waited_too_long_goes_on_sooner() -> None:
    more: dict[str, Any] = {"roles": "tech: {ack_within: 10m, delegates: [deputy]}"}
    found = proposals(small_drill("1m blue lead escalates tech", ONE_STEP, **more))
    plan = changed(found["sooner-backup-not-called-tech"], small_plan(ONE_STEP, **more))
    assert plan.roles["tech"].ack_within == minutes(5)


def test_a_step_that_took_longer_with_nothing_to_hold_it_up_is_given_longer() -> None:
    found = proposals(small_drill("24m blue tech does look", ONE_STEP))
    assert found["more-time-late-look"].criterion == Criterion(Measure.STEP_WITHIN, "look", minutes(35))
    assert changed(found["more-time-late-look"], small_plan(ONE_STEP)).workflows["crisis"].steps[
        "look"
    ].deadline == minutes(35)


def test_a_gate_is_never_given_longer() -> None:
    assert proposals(small_drill("24m blue tech does look", ONE_STEP.replace("deadline", "gate: true, deadline"))) == {}


def test_a_sensible_call_without_a_line_draws_one() -> None:
    lines = "2m blue lead escalates boss\n30m control adjudicate blue #1 sensible : it helped"
    more: dict[str, Any] = {"escalations": "[{from: lead, to: tech}]"}
    found = proposals(small_drill(lines, ONE_STEP, **more))
    plan = changed(found["line-missing-line-lead-boss"], small_plan(ONE_STEP, **more))
    assert ("lead", "boss") in plan.edges


def test_a_call_that_a_step_asks_for_and_no_line_allows_draws_one() -> None:
    steps = "ring: {contact: boss, by: [lead], deadline: 20m}"
    more: dict[str, Any] = {"escalations": "[{from: lead, to: tech}]"}
    found = proposals(small_drill("2m blue lead escalates boss", steps, **more))
    assert ("lead", "boss") in changed(found["line-wrong-path-lead-boss"], small_plan(steps, **more)).edges


def test_news_that_no_line_could_bring_to_a_role_draws_one_from_who_had_it() -> None:
    injects = "[{to: [lead], must_reach: [{role: boss, deadline: 10m}]}]"
    more: dict[str, Any] = {"escalations": "[{from: lead, to: tech}]"}
    found = proposals(small_drill("2m blue lead acks news", ONE_STEP, injects=injects, **more))
    line = found["line-not-reached-boss"]
    assert ("lead", "boss") in changed(line, small_plan(ONE_STEP, **more)).edges
    assert line.criterion == Criterion(Measure.ROLE_REACHED, "boss")


def test_two_lines_are_two_proposals() -> None:
    lines = "2m blue lead escalates boss\n3m blue lead escalates legal\n30m control adjudicate blue #1 sensible"
    played = small_drill(
        f"{lines}\n30m control adjudicate blue #2 sensible", ONE_STEP, escalations="[{from: lead, to: tech}]"
    )
    assert {"line-missing-line-lead-boss", "line-missing-line-lead-legal"} <= set(proposals(played))


def test_public_words_that_waited_for_approval_are_prepared() -> None:
    lines = "1m blue lead informs press, legal about news\n2m blue press acks\n"
    lines += "19m blue legal approves say\n20m blue press does say"
    found = proposals(small_drill(lines, PUBLIC))
    plan = changed(found["text-approved-late-say"], small_plan(PUBLIC))
    assert plan.workflows["crisis"].steps["say"].uses == "say-text"
    assert plan.resources["say-text"].text == "To be written, and approved."


def test_what_was_improvised_well_becomes_a_step_that_a_drill_can_ask_for() -> None:
    lines = "2m blue lead improvises : rang every shop by hand\n30m control adjudicate blue #1 sensible"
    found = proposals(small_drill(lines, ONE_STEP))
    proposal = found["step-improvised-rang-every-shop-by-hand"]
    step = changed(proposal, small_plan(ONE_STEP)).workflows["crisis"].steps["rang-every-shop-by-hand"]
    assert (step.do, step.by) == ("Rang every shop by hand", ("lead",))
    assert proposal.criterion == Criterion(Measure.STEP_DONE, "rang-every-shop-by-hand")


def test_what_stood_for_a_step_lets_that_role_do_it() -> None:
    lines = "2m blue lead improvises : looked myself\n30m control adjudicate blue #1 sensible satisfies look"
    found = proposals(small_drill(lines, ONE_STEP))
    plan = changed(found["step-improvised-look"], small_plan(ONE_STEP))
    assert plan.workflows["crisis"].steps["look"].by == ("tech", "lead")


def test_a_step_that_was_followed_to_harm_is_worded_anew_with_what_the_evaluator_said() -> None:
    lines = "2m blue tech does look\n30m control adjudicate blue #1 harmful : it told the thief"
    played = small_drill(lines, ONE_STEP)
    proposal = proposals(played)["word-followed-to-harm-look"]
    plan = changed(proposal, small_plan(ONE_STEP))
    assert plan.workflows["crisis"].steps["look"].do == "Look (but: it told the thief)"
    assert proposal.criterion is not None
    assert proposal.criterion.measured(played.card()) is Outcome.FAIL
    well = small_drill("2m blue tech does look", ONE_STEP)
    assert proposal.criterion.measured(well.card()) is Outcome.PASS


def test_a_criterion_looks_at_its_own_family_of_injects_alone() -> None:
    injects = "[{id: press-1, expect: [look]}, {id: other, at: 30m, expect: [look]}]"
    played = small_drill("2m blue tech does look", ONE_STEP, injects=injects)
    press, others = (Criterion(Measure.STEP_IN_TIME, "look", injects=name) for name in ("press-*", "mail-*"))
    assert press.measured(played.card()) is Outcome.PASS
    assert others.measured(played.card()) is Outcome.INCONCLUSIVE
