"""Orders, decisions, what evaluators judged, and what the plan does not have."""

from __future__ import annotations

from tests.building import drill, small_drill
from tests.findings.finding import finding, findings, found_in

TWO_STEPS = """
first: {do: Do this first, by: [lead], deadline: 50m}
second: {do: Then this, by: [lead], after: [first], deadline: 50m}
"""
DECISION = """
[{decision: {question: "What is it?", by: [lead], deadline: 10m,
             options: {fire: {says: A fire, is: best}, joke: {says: A joke, is: poor}}}}]
"""


def test_what_came_in_the_wrong_order_is_said_in_words() -> None:
    found = finding("order-second-after-first", "2m blue lead does second\n5m blue lead does first", TWO_STEPS)
    assert found.title == "second was done before first"
    assert (
        "second was done without first"
        in finding("order-second-after-first", "2m blue lead does second", TWO_STEPS).title
    )


def test_what_had_to_follow_in_time_and_did_not_is_said_in_words() -> None:
    rules = "[{id: tell-them, when_done: first, then_do: second, within: 5m, gate: true}]"
    found = finding("order-tell-them", "2m blue lead does first\n20m blue lead does second", TWO_STEPS, rules=rules)
    assert (found.title, found.severity) == ("second followed first 13 min late", 4)
    never = finding("order-tell-them", "2m blue lead does first", TWO_STEPS, rules=rules)
    assert never.title == "second did not follow first within 5 min"


def test_a_forbidden_act_is_critical_and_is_no_broken_order_besides() -> None:
    found = findings("2m blue lead does shout", forbidden="{shout: Shout at people}")
    assert found["forbidden-shout"].severity == 4
    assert list(found) == ["forbidden-shout"]


def test_one_person_with_two_pairs_of_hands_is_a_matter_of_staffing() -> None:
    rules = "[{id: two-people, different_people: [first, second]}]"
    lines = "2m blue lead/ann does first\n3m blue lead/ann does second"
    found = findings(lines, TWO_STEPS, rules=rules)
    assert found["same-person-two-people"].kind == "staffing"
    assert "ann" not in found["same-person-two-people"].title


def test_approving_one_s_own_words_is_found_without_a_name() -> None:
    steps = "say: {do: Say it, by: [press], deadline: 50m}\nsign: {approve: say, by: [legal], deadline: 50m}"
    lines = "2m blue press/sam does say\n1m blue legal/sam approves say"
    roles = "legal: {people: [liz, sam]}\npress: {people: [pia, sam]}"
    found = finding("self-approval-legal", lines, steps, roles=roles)
    assert found.title == "One person was press and legal, and approved their own words"


def test_a_poor_decision_and_one_that_was_never_made_are_different_findings() -> None:
    poor = finding("poor-decision-news", "2m blue lead decides news joke", injects=DECISION)
    assert poor.title == "“What is it?” was answered poorly: A joke"
    assert poor.clause is not None
    assert poor.clause.startswith("scenario.injects.news.decision:")
    assert finding("no-decision-news", "2m blue lead acks news", injects=DECISION).title.endswith("was never decided")


def test_a_decision_after_its_deadline_is_late_not_poor() -> None:
    found = findings("20m blue lead decides news joke", injects=DECISION)
    assert list(found) == ["no-decision-news"]
    assert found["no-decision-news"].title.endswith("decided 10 min late")


def test_what_was_improvised_well_is_a_candidate_for_the_plan() -> None:
    lines = "2m blue lead improvises : rang every shop by hand\n30m control adjudicate blue #1 sensible : it worked"
    found = finding("improvised-rang-every-shop-by-hand", lines)
    assert (found.kind, found.severity) == ("plan gap", 1)
    assert found.explanation.endswith("it worked")


def test_what_stood_for_a_step_is_named_by_the_step() -> None:
    lines = "2m blue lead improvises : unplugged it\n30m control adjudicate blue #1 sensible satisfies first"
    assert "stood for first" in finding("improvised-first", lines, TWO_STEPS).explanation


def test_what_was_not_judged_is_no_finding() -> None:
    assert not findings("2m blue lead improvises : rang every shop")


def test_what_was_improvised_and_did_harm_is_training_and_what_the_plan_asked_for_is_the_plan_s() -> None:
    improvised = "2m blue lead improvises : told a joke\n30m control adjudicate blue #1 harmful"
    assert finding("improvised-to-harm-told-a-joke", improvised).kind == "training"

    followed = "2m blue lead does first\n3m blue lead does second\n30m control adjudicate blue #1 harmful : worse"
    found = finding("followed-to-harm-first", followed, TWO_STEPS)
    assert (found.kind, found.severity) == ("plan gap", 3)


def test_what_evaluators_noted_as_a_gap_is_a_finding_in_their_words() -> None:
    found = finding("noted-nobody-led", "30m control gap blue tell : nobody led")
    assert (found.title, found.objective) == ("nobody led", "tell")


def test_an_unrated_statement_is_no_finding() -> None:
    steps = "say: {do: Say it, by: [press], public: true, deadline: 50m}"
    assert not findings("2m blue press does say : We know.", steps)


def test_a_false_claim_cites_the_statement_and_the_flag() -> None:
    steps = "say: {do: Say it, by: [press], public: true, deadline: 50m}"
    found = finding("false-claim-say", "2m blue press does say : All is well.\n3m control flag blue false say", steps)
    assert (found.severity, len(found.evidence)) == (4, 2)


# ── what the plan does not have ──────────────────────────────────────────────


def test_a_step_that_the_plan_does_not_have_is_a_gap_of_the_plan_and_of_no_team() -> None:
    played = small_drill("1m blue lead acks news", injects="[{expect: [evidence-kept]}]")
    [found] = found_in(played)
    assert (found.id, found.kind, found.team) == ("lacks-step-evidence-kept", "plan gap", None)
    assert "in news" in found.explanation


TEXT = "text: {kind: holding-statement, title: Hold, approved_by: legal, approved: 2026-01-01, expires: 2026-06-01}"
SAY = "say: {do: Say it, by: [press], uses: text, deadline: 50m}"


def test_a_prepared_text_that_had_expired_on_the_day_is_found() -> None:
    found = finding("expired-text-text", "2m blue press does say with text", SAY, resources=f"{{{TEXT}}}")
    assert "2026-06-01" in found.title


def test_a_prepared_text_that_nobody_approved_is_found() -> None:
    text = "{text: {kind: template, title: Hold}}"
    assert finding("unapproved-text-text", "2m blue press does say with text", SAY, resources=text).kind == "plan gap"


def test_a_prepared_text_that_went_out_changed_needs_the_sign_off_that_it_would_have_saved() -> None:
    changed = "12m blue comms-director does statement with holding-takeover edited : We were attacked."
    assert "edited-text-holding-takeover" in {each.id for each in found_in(drill(changed))}

    signed = f"11m blue legal approves statement\n{changed}"
    assert "edited-text-holding-takeover" not in {each.id for each in found_in(drill(signed))}
