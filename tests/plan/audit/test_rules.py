"""The audit's rules, beyond what the golden pairs in tests/golden/audit show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drill.errors import FilesInError
from drill.files.diagnostics import Severity
from drill.plan.audit import AUDIT_RULES, audit, audit_file
from drill.plan.audit.recovery import private_sign
from drill.plan.load import load_plan, plan_from_text
from drill.plan.model import Plan
from tests.plan.audit.graphs import a_graph

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"
SOUND = GOLDEN / "audit" / "mfa-by-sms.yaml"
DAY = date(2026, 11, 27)


def changed(*changes: tuple[str, str]) -> Plan:
    """A plan with nothing to find in it but a second factor by text message, with some of its words changed."""
    text = SOUND.read_text(encoding="utf-8").replace("mfa: sms", "mfa: app")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return plan_from_text(text, "plan.yaml")


def codes(plan: Plan, day: date = DAY) -> list[str]:
    return [one.code for one in audit(plan, day).diagnostics]


def messages(plan: Plan, day: date = DAY) -> list[str]:
    return [one.message for one in audit(plan, day).diagnostics]


def test_a_plan_that_is_looked_after_has_nothing_to_find() -> None:
    assert codes(changed()) == []


# ── days ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "day, found",
    [
        (date(2027, 1, 6), []),
        (date(2027, 1, 7), ["review-overdue", "access-review-overdue"]),
    ],
)
def test_what_is_due_every_three_months_is_overdue_from_the_day_after(day: date, found: list[str]) -> None:
    assert codes(changed(("expires: 2027-04-06", "expires: 2027-12-31")), day) == found


@pytest.mark.parametrize(
    "day, found",
    [
        (date(2027, 1, 4), []),
        (date(2027, 1, 5), ["text-expires-soon"]),
        (date(2027, 2, 4), ["text-expires-soon"]),
        (date(2027, 2, 5), ["text-expired"]),
    ],
)
def test_a_text_holds_on_its_last_day_and_is_due_thirty_days_before_it(day: date, found: list[str]) -> None:
    plan = changed(("expires: 2027-04-06", "expires: 2027-02-04"))

    assert [code for code in codes(plan, day) if code.startswith("text")] == found


@pytest.mark.parametrize(
    "expires, when", [("2026-11-27", "today"), ("2026-11-28", "tomorrow"), ("2026-12-01", "in 4 days, on 2026-12-01")]
)
def test_how_soon_a_text_expires_is_said_in_words(expires: str, when: str) -> None:
    (told,) = messages(changed(("expires: 2027-04-06", f"expires: {expires}")))

    assert told.endswith(f"expires {when}")


def test_a_day_before_all_that_was_done_finds_nothing_overdue() -> None:
    assert codes(changed(), date(2020, 1, 1)) == ["text-unapproved"]


def test_a_plan_without_a_review_is_held_to_a_quarter_and_says_so() -> None:
    plan = changed(("review: {every: 3 months, last: 2026-10-06, approvers: [comms, legal]}\n", ""))

    assert codes(plan) == ["no-review-approvers", "review-overdue"]
    assert any(
        "quarterly, since the plan names no review of its own" in told for told in messages(plan, date(2027, 1, 7))
    )


@pytest.mark.parametrize("period", ["9999 years", "9999 months"])
@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_period_beyond_the_calendar_never_ends(period: str, day: date) -> None:
    plan = changed(("every: 3 months", f"every: {period}"))

    assert set(codes(plan, day)) <= {"review-overdue", "access-review-overdue", "text-expired", "text-unapproved"}


# ── recovery ─────────────────────────────────────────────────────────────────

PEOPLE = changed(
    ("  hana: {name: Hana Brandt,", "  desk: {name: Service desk of the platform}\n  hana: {name: Hana Brandt,"),
    ("escalations:\n", "  platform: {title: Platform, people: [desk], external: true}\nescalations:\n"),
)


@pytest.mark.parametrize(
    "recovery, sign",
    [
        ("Ana's phone", "it names Ana Ruiz"),
        ("goes to ana ruiz", "it names Ana Ruiz"),
        ("mailbox of Mrs Ruiz", "it names Ana Ruiz"),
        ("ana", "it names Ana Ruiz"),
        ("ana.ruiz@northwind.example", "an address of Ana Ruiz"),
        ("bruiz@northwind.example, lund@northwind.example", "an address of Eve Lund"),
        ("northwind.social@GMail.com", "an address at gmail.com"),
        ("northwind@yahoo.co.uk", "an address at yahoo.co.uk"),
        ("northwind@web.de", "an address at web.de"),
        ("Personal mobile of the founder", 'it says "personal"'),
        ("a private mailbox", 'it says "private"'),
        ("+44 (0)20 7946 0011", "a telephone number"),
        ("01632960111", "a telephone number"),
        ("text to 555-123-4567", "a telephone number"),
    ],
)
def test_a_recovery_that_looks_private(recovery: str, sign: str) -> None:
    assert private_sign(PEOPLE, recovery) == sign


@pytest.mark.parametrize(
    "recovery",
    [
        "shared mailbox",
        "social@northwind.example, read by four",
        "accounts@mail.northwind.example",
        "accounts@web.northwind.example",
        "accounts@outlook.northwind.example",
        "service desk",
        "platform's service desk",
        "codes printed on 2026-10-06, in the safe",
        "entry 4711 of the vault",
        "homepage team",
        "banana@northwind.example",
    ],
)
def test_a_recovery_that_looks_like_the_organisations_own(recovery: str) -> None:
    assert private_sign(PEOPLE, recovery) is None


def test_what_looks_private_is_not_repeated_in_the_message() -> None:
    plan = changed(("recovery: shared mailbox", "recovery: ben.cole1987@gmail.com or 01632 960112"))
    (told,) = messages(plan)

    assert "1987" not in told
    assert "960112" not in told


# ── approvals ────────────────────────────────────────────────────────────────

EVE_TWICE = ("people: [finn, hana]", "people: [finn, eve]")


def test_a_rule_that_asks_for_different_people_answers_self_approval() -> None:
    plan = changed(
        EVE_TWICE,
        ('  hana: {name: Hana Brandt, reach: "01632 960115"}\n', ""),
        ("  plan-update:", "    rules: [{id: four-eyes, different_people: [sign-off, statement]}]\n  plan-update:"),
    )

    assert codes(plan) == []


def test_the_same_person_on_both_chairs_is_nobody_to_approve_whatever_the_rules_say() -> None:
    plan = a_graph("lead: ana; boss: ana", "lead > boss")

    assert "nobody-to-approve" in codes(plan)
    assert "self-approval" not in codes(plan)


def test_a_delegate_may_give_the_approval_that_the_author_may_not() -> None:
    plan = a_graph("lead: ana; boss: ana; deputy: eve", "lead > boss", boss="deputy")

    assert "nobody-to-approve" not in codes(plan)
    assert "self-approval" in codes(plan)


def test_of_two_approving_roles_with_the_same_people_one_is_told() -> None:
    plan = a_graph("lead: ana; boss: eve fay; chief: fay eve", "lead > boss", approve="all_of: [boss, chief]")
    told = [one for one in audit(plan, DAY).diagnostics if one.code == "no-independent-person"]

    assert [one.message for one in told] == ['everybody who fills "chief" also fills boss, which approves']


# ── texts and workflows ──────────────────────────────────────────────────────


def test_one_prepared_text_is_enough_for_a_workflow() -> None:
    plan = changed(
        (
            "  plan-update:",
            "      correct: {do: Say what was untrue, by: [lead], after: [statement], public: true}\n  plan-update:",
        )
    )

    assert codes(plan) == []


@pytest.mark.parametrize("title", ["Updating this plan", "How we revise our SOPs", "Playbook changes"])
def test_a_workflow_for_changing_the_plan_is_known_by_its_name(title: str) -> None:
    plan = changed(("title: The plan itself changes", f"title: {title}"), ("all_of: [comms, legal]", "all_of: [legal]"))

    assert codes(plan) == []


def test_and_in_another_language_by_the_approvers_of_the_plan() -> None:
    plan = changed(("  plan-update:\n    title: The plan itself changes", "  aenderung:\n    title: Der Ablauf selbst"))

    assert codes(plan) == []


CHAIN = [f"s{number}" for number in range(12)]


def chain(**after: str) -> Plan:
    """A plan whose workflow has twelve steps in a row; a keyword gives a step another `after`, or a new step one."""
    links = {name: ", ".join(CHAIN[max(0, place - 1) : place]) for place, name in enumerate(CHAIN)} | after
    steps = "".join(f"      {name}: {{do: Do it, by: [lead], after: [{names}]}}\n" for name, names in links.items())
    return changed(("  plan-update:", f"  row:\n    title: A row\n    steps:\n{steps}  plan-update:"))


def test_twelve_steps_in_a_row_are_too_many() -> None:
    assert messages(chain()) == ['12 steps in a row, from "s0" to "s11", each only after the one before']


def test_a_step_that_names_two_of_its_row_is_no_branch() -> None:
    assert codes(chain(s9="s8, s3")) == ["over-described"]


def test_a_step_beside_the_row_is_slack() -> None:
    assert codes(chain(s6="s4")) == []


def test_a_branch_in_the_middle_ends_the_row() -> None:
    assert codes(chain(aside="s5")) == []


def test_a_branch_near_the_end_leaves_a_row_that_is_too_long() -> None:
    assert messages(chain(aside="s10")) == ['11 steps in a row, from "s0" to "s10", each only after the one before']


# ── every plan ───────────────────────────────────────────────────────────────


def test_errors_are_what_loses_an_account_or_an_approval() -> None:
    assert {rule.code for rule in AUDIT_RULES.rules if rule.severity is Severity.ERROR} == {
        "approver-unreachable",
        "no-mfa",
        "no-review-approvers",
        "nobody-to-approve",
        "one-owner",
        "text-expired",
        "text-unapproved",
    }


@pytest.mark.parametrize(
    "name, weakness", [("northwind", "mfa-by-sms"), ("agency", "no-change-workflow")], ids=("northwind", "agency")
)
def test_a_shipped_plan_has_one_weakness_and_no_error(name: str, weakness: str) -> None:
    assert codes(load_plan(ROOT / "scenarios" / "plans" / f"{name}.yaml")) == [weakness]


def test_a_plan_with_errors_is_not_audited_from_its_file() -> None:
    with pytest.raises(FilesInError) as caught:
        audit_file(GOLDEN / "check" / "unknown-role.yaml", DAY)

    assert {one.code for one in caught.value.diagnostics} == {"unknown-role"}


def test_whatever_a_check_finds_wrong_the_audit_itself_takes() -> None:
    audited = 0
    for path in (ROOT / "tests" / "data" / "northwind.yaml", *sorted((GOLDEN / "check").glob("*.yaml"))):
        try:
            plan = load_plan(path)
        except FilesInError:
            continue
        assert audit(plan, DAY).diagnostics
        audited += 1
    assert audited > 10
