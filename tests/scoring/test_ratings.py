"""Gates, and the ratings that they cap: suggested by the program, confirmed by a person."""

from __future__ import annotations

import pytest

from drill.scoring.card import ObjectiveResult, TeamCard
from drill.session.statements import Grade
from tests.building import rounded, small_drill

FREEZE = "freeze: {do: Stop the posts, by: [lead], target: 5m, deadline: 10m, weight: 9}"
LOCK = "lock: {do: Lock it, by: [lead], target: 5m, deadline: 10m, gate: true}"
FILING = "filing: {do: File it, by: [lead], target: 5m, deadline: 10m, hard: true}"
NEVER = "{reply-in-anger: Argue in public}"


def _objective(card: TeamCard, name: str = "hold") -> ObjectiveResult:
    return next(objective for objective in card.objectives if objective.id == name)


# ── gates ────────────────────────────────────────────────────────────────────


def test_a_gate_step_in_time_is_no_gate():
    assert small_drill("10m blue lead does lock", LOCK).card().gates == ()


def test_a_gate_step_never_done_is_a_gate():
    card = small_drill("2m blue lead does freeze", f"{FREEZE}\n{LOCK}").card()
    [gate] = card.gates
    assert (gate.why, gate.never_done, gate.borderline) == ("lock was never done", True, False)
    assert gate.clause.startswith("workflows.crisis.steps.lock:")
    assert _objective(card).suggested is Grade.U


def test_a_gate_step_past_its_deadline_is_a_gate():
    card = small_drill("2m blue lead does freeze\n20m blue lead does lock", f"{FREEZE}\n{LOCK}").card()
    [gate] = card.gates
    assert (gate.why, gate.never_done, gate.borderline) == ("lock: past its deadline", False, False)
    assert rounded(_objective(card).score) == 0.915
    assert _objective(card).suggested is Grade.M


@pytest.mark.parametrize("at,borderline", [("T+00:10:00.001", True), ("11m", True), ("T+00:11:00.001", False)])
def test_a_gate_within_a_minute_past_its_deadline_is_borderline(at, borderline):
    [gate] = small_drill(f"{at} blue lead does lock", LOCK).card().gates
    assert gate.borderline is borderline


def test_a_borderline_gate_is_shown_and_left_to_the_evaluator():
    card = small_drill("2m blue lead does freeze\n11m blue lead does lock", f"{FREEZE}\n{LOCK}").card()
    assert _objective(card).suggested is Grade.S
    assert card.suggested is Grade.S


def test_a_gate_on_one_account_names_it():
    played = small_drill(
        "2m blue lead does lock on @one",
        LOCK.replace("gate", "per: account, gate"),
        injects='[{expect: [lock], about: ["@one", "@two"]}]',
    )
    [gate] = played.card().gates
    assert gate.why == "lock on @two was never done"


@pytest.mark.parametrize("reason", ["excused", "pending", "unseen"])
def test_a_gate_step_that_is_left_out_is_no_gate(reason):
    steps = LOCK.replace("gate", "unless: {absent: boss}, gate")
    lines = {"excused": "1m control absent all bea", "pending": "", "unseen": "5m control unseen blue lock"}[reason]
    assert small_drill(lines, steps, end="10m" if reason == "pending" else "60m").card().gates == ()


def test_a_gate_call_that_was_never_made_is_a_gate():
    card = small_drill("", "ask-legal: {contact: legal, by: [lead], deadline: 10m, gate: true}").card()
    assert [gate.why for gate in card.gates] == ["ask-legal was never done"]


def test_a_hard_limit_broken_is_a_gate():
    card = small_drill("2m blue lead does freeze\n20m blue lead does filing", f"{FREEZE}\n{FILING}").card()
    [gate] = card.gates
    assert gate.why == "filing: limit broken"
    assert _objective(card).suggested is Grade.M


def test_a_hard_limit_kept_is_no_gate():
    assert small_drill("10m blue lead does filing", FILING).card().gates == ()


def test_a_forbidden_act_is_a_gate_for_the_team():
    card = small_drill("2m blue lead does freeze\n3m blue lead does reply-in-anger", FREEZE, forbidden=NEVER).card()
    [gate] = card.gates
    assert gate.clause.startswith("workflows.crisis.forbidden.reply-in-anger:")
    assert (gate.objectives, card.suggested) == ((), Grade.M)


@pytest.mark.parametrize("kind", ["false", "unapproved"])
def test_a_claim_that_an_evaluator_flags_is_a_gate_for_its_objective_and_the_team(kind):
    card = small_drill(f"2m blue lead does freeze\n50m control flag blue {kind} freeze", FREEZE).card()
    [gate] = card.gates
    assert gate.why == f"a claim in freeze was {kind}"
    assert (_objective(card).suggested, card.suggested) == (Grade.M, Grade.M)


def test_a_flagged_claim_caps_no_other_objective():
    injects = "[{expect: [freeze]}, {id: other, objective: tell, expect: [lock]}]"
    lines = "2m blue lead does freeze\n3m blue lead does lock\n50m control flag blue false freeze"
    card = small_drill(lines, f"{FREEZE}\n{LOCK}", injects=injects).card()
    assert (_objective(card).suggested, _objective(card, "tell").suggested) == (Grade.M, Grade.P)


RULE = "[{id: lock-first, first: lock, then: freeze, gate: true}]"
TWO_STEPS = "lock: {do: Lock it, by: [lead], deadline: 20m}\nfreeze: {do: Stop the posts, by: [lead], deadline: 20m}"


def test_a_gate_rule_that_was_broken_is_a_gate_for_the_objectives_of_its_steps():
    lines = "2m blue lead does freeze\n3m blue lead does lock"
    injects = "[{expect: [freeze, lock]}, {id: other, objective: tell, must_reach: [{role: lead}]}]"
    card = small_drill(lines, TWO_STEPS, rules=RULE, injects=injects).card()
    [gate] = card.gates
    assert gate.why == "lock-first was not kept"
    assert (_objective(card).suggested, card.suggested) == (Grade.M, Grade.M)
    assert _objective(card, "tell").suggested is Grade.P


def test_a_gate_rule_that_was_kept_is_no_gate():
    assert small_drill("2m blue lead does lock\n3m blue lead does freeze", TWO_STEPS, rules=RULE).card().gates == ()


FOLLOW = "[{id: lock-soon, when_done: freeze, then_do: lock, within: 10m, gate: true}]"


@pytest.mark.parametrize("at,borderline", [("13m", True), ("T+00:13:00.001", False)])
def test_a_gate_rule_kept_within_a_minute_past_its_time_is_borderline(at, borderline):
    card = small_drill(f"2m blue lead does freeze\n{at} blue lead does lock", TWO_STEPS, rules=FOLLOW).card()
    [gate] = card.gates
    assert gate.borderline is borderline
    assert _objective(card).suggested is (Grade.P if borderline else Grade.M)


def test_a_gate_rule_whose_second_step_never_came_is_not_borderline():
    steps = TWO_STEPS.replace("lock: {do: Lock it, by: [lead], deadline: 20m}", "lock: {do: Lock it, by: [lead]}")
    [gate] = small_drill("2m blue lead does freeze", steps, rules=FOLLOW).card().gates
    assert not gate.borderline


def test_a_broken_rule_without_a_gate_caps_nothing():
    lines = "2m blue lead does freeze\n3m blue lead does lock"
    card = small_drill(lines, TWO_STEPS, rules=RULE.replace("true", "false")).card()
    assert (card.gates, _objective(card).suggested) == ((), Grade.P)


def test_in_a_discussion_no_gate_is_past_its_deadline():
    assert small_drill("50m blue lead does lock", LOCK, scenario={"style": "discussion"}).card().gates == ()


def test_in_a_discussion_a_gate_step_never_done_is_a_gate():
    assert len(small_drill("", LOCK, scenario={"style": "discussion"}).card().gates) == 1


# ── objectives ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at,score,grade", [(5, 1.0, "P"), (8, 0.76, "S"), (10, 0.6, "M")])
def test_an_objective_is_rated_by_its_score(at, score, grade):
    objective = _objective(small_drill(f"{at}m blue lead does freeze", FREEZE).card())
    assert (rounded(objective.score), objective.suggested) == (score, grade)


@pytest.mark.parametrize("bounds,grade", [("{performed: 0.76}", "P"), ("{some_challenges: 0.77}", "M")])
def test_a_plan_may_set_the_bounds(bounds, grade):
    played = small_drill(
        "8m blue lead does freeze", "freeze: {do: Stop, by: [lead], target: 5m, deadline: 10m}", scoring=bounds
    )
    assert _objective(played.card()).suggested == grade


def test_an_objective_with_nothing_observed_is_not_rated():
    objective = _objective(small_drill("2m blue lead does freeze", FREEZE).card(), "tell")
    assert (objective.score, objective.suggested) == (None, None)


def test_an_objective_whose_steps_are_all_left_out_is_not_rated():
    assert _objective(small_drill("", FREEZE, end="10m").card()).suggested is None


@pytest.mark.parametrize("lines", ["2m blue lead does freeze\n12m blue lead does reply", "2m blue lead does freeze"])
def test_a_late_or_a_missed_step_keeps_an_objective_from_p(lines):
    steps = f"{FREEZE}\nreply: {{do: Answer them, by: [lead], target: 5m, deadline: 10m}}"
    objective = _objective(small_drill(lines, steps).card())
    assert (objective.score or 0) >= 0.85
    assert objective.suggested is Grade.S


def test_an_untimed_step_that_was_never_done_keeps_nothing_from_p():
    steps = f"{FREEZE}\ntidy: {{do: Tidy up, by: [lead]}}"
    assert _objective(small_drill("2m blue lead does freeze", steps).card()).suggested is Grade.P


def test_an_escalation_error_keeps_an_objective_from_p():
    steps = f"{FREEZE}\nask-tech: {{contact: tech, by: [lead], deadline: 10m}}"
    lines = "2m blue lead does freeze\n3m blue press escalates tech"
    objective = _objective(small_drill(lines, steps).card())
    assert (objective.score or 0) >= 0.85
    assert objective.suggested is Grade.S


def test_an_escalation_error_counts_for_every_objective_that_it_belongs_to():
    steps = f"{FREEZE}\nlock: {{do: Lock it, by: [tech], deadline: 10m}}"
    injects = "[{expect: [freeze, lock]}, {id: other, objective: tell, expect: [freeze, lock]}]"
    card = small_drill("2m blue lead does freeze\n3m blue press does lock", steps, injects=injects).card()
    assert all((objective.score or 0) >= 0.85 for objective in card.objectives)
    assert [objective.suggested for objective in card.objectives] == [Grade.S, Grade.S]


def test_an_error_of_one_objective_lowers_no_other():
    steps = f"{FREEZE}\nlock: {{do: Lock it, by: [tech], deadline: 10m}}"
    injects = "[{expect: [freeze, lock]}, {id: other, objective: tell, expect: [freeze]}]"
    card = small_drill("2m blue lead does freeze\n3m blue press does lock", steps, injects=injects).card()
    assert [objective.suggested for objective in card.objectives] == [Grade.S, Grade.P]


def test_contacts_count_in_their_objective():
    card = small_drill(
        "2m blue lead does freeze", f"{FREEZE}\nask-tech: {{contact: tech, by: [lead], deadline: 10m}}"
    ).card()
    assert _objective(card).score == 0.9


def test_a_hard_limit_missed_by_a_minute_is_borderline():
    [gate] = small_drill("11m blue lead does filing", FILING).card().gates
    assert gate.borderline


# ── defects of the plan ──────────────────────────────────────────────────────


def test_a_dead_end_of_the_plan_lowers_no_rating():
    steps = f"{FREEZE}\nask-tech: {{contact: tech, by: [lead], deadline: 10m}}"
    lines = "2m blue lead does freeze\n3m blue lead escalates tech"
    card = small_drill(lines, steps, roles="tech: {ack_within: 50m}").card()
    assert [str(error.kind) for error in card.errors] == ["dead_end"]
    assert (_objective(card).suggested, card.suggested) == (Grade.P, Grade.P)


def test_a_dead_end_that_the_plan_had_a_way_out_of_lowers_the_rating():
    steps = f"{FREEZE}\nask-tech: {{contact: tech, by: [lead], deadline: 10m}}"
    lines = "2m blue lead does freeze\n3m blue lead escalates tech"
    card = small_drill(lines, steps, roles="tech: {ack_within: 50m, people: [tom, sam]}").card()
    assert (_objective(card).suggested, card.suggested) == (Grade.S, Grade.S)


def test_a_step_done_and_judged_harmful_lowers_no_rating():
    card = small_drill("2m blue lead does freeze\n59m control adjudicate blue #1 harmful", FREEZE).card()
    assert card.improvisation.followed_bad == 1
    assert (_objective(card).suggested, card.suggested) == (Grade.P, Grade.P)


# ── teams ────────────────────────────────────────────────────────────────────

TWO_OBJECTIVES = "[{expect: [lock]}, {id: other, objective: tell, expect: [reply]}]"
LOCK_AND_REPLY = f"{LOCK}\nreply: {{do: Answer them, by: [lead], deadline: 10m, gate: true}}"


def test_a_team_is_rated_p_where_nothing_went_wrong():
    assert small_drill("2m blue lead does freeze", FREEZE).card().suggested is Grade.P


def test_a_team_is_unable_only_where_every_rated_objective_is():
    one = small_drill("2m blue lead does reply", LOCK_AND_REPLY, injects=TWO_OBJECTIVES).card()
    assert ([str(each.suggested) for each in one.objectives], one.suggested) == (["U", "P"], Grade.M)
    both = small_drill("", LOCK_AND_REPLY, injects=TWO_OBJECTIVES).card()
    assert both.suggested is Grade.U


def test_an_objective_that_is_not_rated_keeps_no_team_from_u():
    assert small_drill("", LOCK).card().suggested is Grade.U


def test_a_team_with_nothing_observed_is_not_rated():
    assert small_drill("").card().suggested is None


def test_a_team_below_the_bound_performed_with_major_challenges():
    assert small_drill("10m blue lead does freeze", FREEZE).card().suggested is Grade.M


# ── what people say ──────────────────────────────────────────────────────────


def test_a_confirmation_stands_beside_the_suggestion_with_its_reason():
    lines = "2m blue lead does freeze\n61m control confirm blue hold M by kim : nobody told the boss"
    objective = _objective(small_drill(lines, FREEZE).card())
    assert (objective.suggested, objective.confirmed, objective.by) == (Grade.P, Grade.M, "kim")
    assert objective.reason == "nobody told the boss"


def test_the_last_confirmation_holds():
    lines = "2m blue lead does freeze\n61m control confirm blue hold M by kim\n62m control confirm blue hold S by lou"
    objective = _objective(small_drill(lines, FREEZE).card())
    assert (objective.confirmed, objective.by) == (Grade.S, "lou")


def test_what_nobody_confirmed_is_only_suggested():
    objective = _objective(small_drill("2m blue lead does freeze", FREEZE).card())
    assert (objective.confirmed, objective.by, objective.reason) == (None, None, None)


def test_an_observer_s_rating_confirms_nothing():
    card = small_drill("2m blue lead does freeze\n45m kim observes blue hold U : all wrong", FREEZE).card()
    assert (_objective(card).suggested, _objective(card).confirmed) == (Grade.P, None)
