"""The analysis of the responder graph: ways to an approval, what cuts them, what one absence breaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drill.files.times import MINUTE
from drill.plan.audit import Audit, audit
from drill.plan.audit.analysis import Analysis, Route, analyse
from drill.plan.load import load_plan
from drill.plan.model import Plan
from tests.plan.audit.graphs import a_graph

WHOLE = Path(__file__).parents[2] / "golden" / "audit" / "whole"
DAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def twelve() -> Analysis:
    """The graph of twelve roles, worked out by hand in the comment at its top."""
    return analyse(load_plan(WHOLE / "twelve-roles.yaml"))


def route(analysis: Analysis, entry: str, approver: str = "approver") -> Route:
    found = analysis.route(entry, (approver,))
    assert found is not None
    return found


def only_route(plan: Plan) -> Route:
    (found,) = analyse(plan).routes
    return found


def codes(audited: Audit) -> set[str]:
    return {one.code for one in audited.diagnostics}


# ── twelve roles ─────────────────────────────────────────────────────────────


def test_the_two_fastest_ways_add_up_the_times_of_the_roles_that_are_called(twelve: Analysis) -> None:
    found = route(twelve, "monitor")

    assert found.fastest is not None
    assert found.second is not None
    assert (found.fastest.roles, found.fastest.time) == (("monitor", "lead", "comms-dir", "approver"), 30 * MINUTE)
    assert (found.second.roles, found.second.time) == (("monitor", "deputy", "comms-dir", "approver"), 35 * MINUTE)


def test_two_ways_by_different_roles_are_cut_by_no_single_role(twelve: Analysis) -> None:
    assert route(twelve, "monitor").roles_in_every_path == ()
    assert route(twelve, "monitor").fewest_roles == ("legal", "comms-dir")


def test_a_role_that_every_way_passes_is_named(twelve: Analysis) -> None:
    assert route(twelve, "care").roles_in_every_path == ("lead",)
    assert route(twelve, "care").fewest_roles == ("lead",)
    assert route(twelve, "care", "ceo").roles_in_every_path == ("lead", "approver")


def test_a_role_that_others_hang_on_is_no_bottleneck_of_the_approval(twelve: Analysis) -> None:
    """An articulation point of the undirected web, which no way to the approver needs."""
    assert not any("comms-dir" in found.roles_in_every_path for found in twelve.routes)


def test_dev_in_two_hats_is_a_single_point_of_failure_that_the_role_graph_hides(twelve: Analysis) -> None:
    found = route(twelve, "monitor")

    assert found.roles_in_every_path == ()
    assert found.people_in_every_path == ("dev",)
    assert found.fewest_people == ("dev",)


def test_the_absence_of_dev_empties_both_seats_and_stops_their_steps_and_every_approval(twelve: Analysis) -> None:
    absence = next(one for one in twelve.absences if one.person == "dev")

    assert absence.roles == ("comms-dir", "approver")
    assert absence.steps == (("crisis", "sign-off"), ("crisis", "tell-firm"), ("plan-update", "agree"))
    assert absence.routes == twelve.routes


def test_the_absence_of_a_backed_up_person_breaks_nothing(twelve: Analysis) -> None:
    assert [one.person for one in twelve.absences if not one.breaks_nothing] == ["dev", "pia"]


def test_dev_is_a_finding_at_his_own_line() -> None:
    found = audit(load_plan(WHOLE / "twelve-roles.yaml"), DAY).diagnostics
    (told,) = [one for one in found if one.code == "single-point-person"]

    assert told.source is not None
    assert "Dev Anand" in told.source
    assert told.message.startswith("only dev fills comms-dir and approver: without them nobody can do crisis/sign-off")


# ── hats ─────────────────────────────────────────────────────────────────────

TWO_WAYS = "lead > press, lead > legal, press > boss, legal > boss"


def test_one_person_on_both_ways_cuts_them_though_the_approver_has_a_backup() -> None:
    plan = a_graph("lead: ana ben; press: dev; legal: dev; boss: eve fay", TWO_WAYS)

    assert only_route(plan).fewest_roles == ("press", "legal")
    assert only_route(plan).people_in_every_path == ("dev",)
    assert "single-point-person" in codes(audit(plan, DAY))


def test_a_second_person_on_one_of_the_ways_opens_it_again() -> None:
    plan = a_graph("lead: ana ben; press: dev gus; legal: dev; boss: eve fay", TWO_WAYS)

    assert only_route(plan).people_in_every_path == ()
    assert only_route(plan).fewest_people == ("eve", "fay")
    assert "single-point-person" not in codes(audit(plan, DAY))


def test_whoever_is_called_in_one_hat_may_go_on_in_another() -> None:
    """Cat is called as press, who may call nobody, and passes it on as counsel."""
    plan = a_graph(
        "lead: ana ben; press: cat; legal: cat dan; boss: eve fay", "lead > press, legal > boss, lead > legal"
    )

    assert only_route(plan).fewest_people == ("eve", "fay")


def test_who_sits_at_the_entry_and_may_approve_is_a_way_of_their_own() -> None:
    plan = a_graph("lead: ana ben; boss: eve ana", "lead > boss")

    assert only_route(plan).people_in_every_path == ()
    assert only_route(plan).fewest_people == ("ana", "eve")


# ── stand-ins and desks ──────────────────────────────────────────────────────


def test_a_delegate_with_other_people_opens_what_one_absence_would_cut() -> None:
    alone = a_graph("lead: ana ben; boss: eve; deputy: fay", "lead > boss")
    backed = a_graph("lead: ana ben; boss: eve; deputy: fay", "lead > boss", boss="deputy")

    assert only_route(alone).people_in_every_path == ("eve",)
    assert only_route(backed).people_in_every_path == ()
    assert "approver-without-backup" in codes(audit(alone, DAY))
    assert "approver-without-backup" not in codes(audit(backed, DAY))


def test_a_delegate_who_is_the_same_person_helps_nobody() -> None:
    plan = a_graph("lead: ana ben; boss: eve; deputy: eve", "lead > boss", boss="deputy")

    assert only_route(plan).people_in_every_path == ("eve",)


def test_a_desk_outside_that_names_nobody_is_always_there() -> None:
    plan = a_graph("lead: ana ben; boss:", "lead > boss", outside="boss lead")

    assert only_route(plan).people_in_every_path == ()
    assert only_route(plan).fewest_people == ("ana", "ben")


def test_from_desk_to_desk_no_absence_cuts_the_way() -> None:
    plan = a_graph("lead:; boss:", "lead > boss", outside="boss lead")

    assert only_route(plan).fewest_people is None


# ── approvals ────────────────────────────────────────────────────────────────


def test_an_approver_that_no_escalation_leads_to_has_no_way_and_nothing_to_cut() -> None:
    plan = a_graph("lead: ana ben; boss: eve fay", "boss > lead")
    found = only_route(plan)

    assert (found.fastest, found.second) == (None, None)
    assert (found.roles_in_every_path, found.people_in_every_path) == ((), ())
    assert (found.fewest_roles, found.fewest_people) == ((), ())
    assert "approver-unreachable" in codes(audit(plan, DAY))


def test_where_any_of_several_roles_may_approve_the_fastest_of_them_counts() -> None:
    plan = a_graph(
        "lead: ana ben; boss 30m: eve; chief 5m: fay", "lead > boss, lead > chief", approve="by: [boss, chief]"
    )
    found = only_route(plan)

    assert found.approvers == ("boss", "chief")
    assert found.approver == "boss or chief"
    assert found.fastest is not None
    assert found.second is not None
    assert [found.fastest.roles, found.second.roles] == [("lead", "chief"), ("lead", "boss")]
    assert found.fewest_people == ("eve", "fay")
    assert "approver-without-backup" not in codes(audit(plan, DAY))


def test_a_way_ends_at_the_first_role_that_may_approve() -> None:
    plan = a_graph("lead: ana; boss: eve; chief: fay", "lead > boss, boss > chief", approve="by: [boss, chief]")

    assert only_route(plan).second is None


def test_where_each_of_several_roles_must_approve_each_has_its_ways() -> None:
    plan = a_graph("lead: ana; boss: eve; chief: fay", "lead > boss, boss > chief", approve="all_of: [boss, chief]")

    assert [(one.approvers, one.roles_in_every_path) for one in analyse(plan).routes] == [
        (("boss",), ()),
        (("chief",), ("boss",)),
    ]


def test_an_entry_that_approves_itself_needs_no_way() -> None:
    plan = a_graph("lead: ana ben; boss: eve", "", approve="by: [lead]")

    assert analyse(plan).routes == ()
    assert "approver-unreachable" not in codes(audit(plan, DAY))


def test_a_role_without_a_time_of_its_own_is_waited_for_ten_minutes() -> None:
    found = only_route(a_graph("lead: ana; press 5m: cat; boss: eve", "lead > press, press > boss"))

    assert found.fastest is not None
    assert found.fastest.time == 15 * MINUTE


def test_an_entry_calls_the_approver_itself_and_no_role_can_cut_that() -> None:
    found = only_route(a_graph("lead: ana; press: cat; boss: eve", "lead > boss, lead > press, press > boss"))

    assert found.fewest_roles is None
    assert found.roles_in_every_path == ()


# ── entries ──────────────────────────────────────────────────────────────────


def test_the_front_line_that_acts_and_whoever_takes_a_first_step_are_entries() -> None:
    """Northwind's care acts in the workflow though it takes no first step; privacy acts only once it was told."""
    plan = load_plan(Path(__file__).parents[3] / "scenarios" / "plans" / "northwind.yaml")
    entries = [one.entry for one in analyse(plan).routes if "account-takeover" in one.workflows]

    assert entries == ["social-lead", "customer-care", "it-security"]


def test_in_a_plan_that_ranks_no_roles_only_first_steps_are_entries() -> None:
    plan = a_graph("lead: ana; boss: eve", "lead > boss", entry="lead")
    assert plan.roles["boss"].level == 2
    flat = plan.model_copy(
        update={"roles": {name: one.model_copy(update={"level": 1}) for name, one in plan.roles.items()}}
    )

    assert [one.entry for one in analyse(flat).routes] == ["lead"]
