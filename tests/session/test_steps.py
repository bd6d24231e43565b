"""What a team is expected to do: acts that take time, steps that come again, each account, clocks that start later."""

from __future__ import annotations

import pytest

from drill.session.expectations import Expectation
from tests.building import Drill, minutes, small_drill

ACCOUNTS = """
"@main": {platform: X, owners: {primary: ann}}
"@photo": {platform: Instagram, owners: {primary: tom}}
"""


def rows(played: Drill, *fields: str, team: str = "blue") -> list[tuple[object, ...]]:
    """These fields of each thing that was expected, in order; times in minutes."""

    def value(expected: Expectation, name: str) -> object:
        found = getattr(expected, name)
        return found / 60_000 if name.endswith("_at") and found is not None else found

    return [tuple(value(each, name) for name in fields) for each in played.play(team).expectations]


# ── acts that take their time ────────────────────────────────────────────────


def test_an_act_that_takes_its_time_is_done_when_it_was_started_and_the_time_has_passed():
    played = small_drill("3m blue tech starts fix", "fix: {do: Fix it, by: [tech], takes: 5m, deadline: 20m}")
    assert rows(played, "done_at") == [(8.0,)]


def test_an_act_that_was_started_and_said_to_be_done_earlier_is_done_then_and_once():
    played = small_drill(
        "3m blue tech starts fix\n6m blue tech does fix", "fix: {do: Fix it, by: [tech], takes: 5m, deadline: 20m}"
    )
    assert rows(played, "done_at") == [(6.0,)]
    assert sum(map(len, played.play().acts.values())) == 1


def test_an_act_of_no_known_length_is_not_done_by_being_started():
    played = small_drill("3m blue tech starts fix", "fix: {do: Fix it, by: [tech], deadline: 20m}")
    assert rows(played, "done_at") == [(None,)]


def test_an_act_that_is_not_finished_by_the_end_is_not_done():
    steps = "fix: {do: Fix it, by: [tech], takes: 5m, deadline: 90m}"
    played = small_drill("58m blue tech starts fix", steps)
    assert rows(played, "done_at") == [(None,)]


def test_an_act_that_finishes_exactly_at_the_end_is_done():
    steps = "fix: {do: Fix it, by: [tech], takes: 5m, deadline: 90m}"
    assert rows(small_drill("55m blue tech starts fix", steps), "done_at") == [(60.0,)]


# ── steps that come again ────────────────────────────────────────────────────

UPDATE = "update: {do: Update the page, by: [lead], repeat: {every: 10m, until: {done: clear}}, deadline: 5m}"
CLEAR = "clear: {do: Say that it is over, by: [lead]}"


def test_a_step_that_repeats_is_expected_anew_each_period_until_its_condition_holds():
    injects = "[{id: news, at: 2m, expect: [update]}]"
    played = small_drill("25m blue lead does clear", f"{UPDATE}\n{CLEAR}", injects=injects)
    assert rows(played, "occurrence", "expected_at", "deadline_at") == [(1, 2.0, 7.0), (2, 12.0, 17.0), (3, 22.0, 27.0)]


def test_a_step_that_repeats_without_a_condition_is_expected_until_the_end():
    steps = "update: {do: Update the page, by: [lead], repeat: {every: 10m}, deadline: 5m}"
    assert rows(small_drill("", steps, end="30m"), "expected_at") == [(0.0,), (10.0,), (20.0,), (30.0,)]


def test_each_occurrence_of_a_step_needs_an_act_of_its_own():
    injects = "[{id: news, expect: [update]}]"
    lines = "3m blue lead does update\n12m blue lead does update\n15m blue lead does clear"
    played = small_drill(lines, f"{UPDATE}\n{CLEAR}", injects=injects)
    assert rows(played, "occurrence", "done_at") == [(1, 3.0), (2, 12.0)]


def test_a_condition_that_comes_to_hold_on_the_instant_of_a_period_ends_the_repetition():
    injects = "[{id: news, expect: [update]}]"
    played = small_drill("10m blue lead does clear", f"{UPDATE}\n{CLEAR}", injects=injects)
    assert rows(played, "occurrence") == [(1,)]


def test_lateness_of_any_occurrence_makes_the_step_late():
    injects = "[{id: news, expect: [update]}, {id: asked, when: {late: update}}]"
    played = small_drill("3m blue lead does update", f"{UPDATE}\n{CLEAR}", injects=injects)
    assert played.play().delivered["asked"].at == minutes(15)


# ── each account ─────────────────────────────────────────────────────────────

LOCK = "lock: {do: Lock it, by: [tech], per: account, deadline: 10m}"


def test_a_step_per_account_is_expected_once_for_each_account_that_the_inject_is_about():
    injects = """[{id: news, about: ["@main", "@photo"], expect: [lock]}]"""
    played = small_drill("3m blue tech does lock on @photo", LOCK, injects=injects, accounts=ACCOUNTS)
    assert rows(played, "account", "done_at") == [("@main", None), ("@photo", 3.0)]


def test_a_step_per_account_is_done_once_it_is_done_on_every_account():
    injects = """
    - {id: news, about: ["@main", "@photo"], expect: [lock]}
    - {id: calm, when: {done: lock}}
    """
    lines = "3m blue tech does lock on @photo\n7m blue tech does lock on @main"
    played = small_drill(lines, LOCK, injects=injects, accounts=ACCOUNTS)
    assert played.play().delivered["calm"].at == minutes(7)


def test_an_act_that_names_no_account_counts_for_each():
    injects = """[{id: news, about: ["@main", "@photo"], expect: [lock]}]"""
    played = small_drill("3m blue tech does lock", LOCK, injects=injects, accounts=ACCOUNTS)
    assert rows(played, "done_at") == [(3.0,), (3.0,)]


def test_a_second_account_makes_a_step_undone_that_was_done_on_the_first():
    injects = """
    - {id: news, about: ["@main"], expect: [lock]}
    - {id: more, at: 20m, about: ["@photo"], expect: [lock]}
    - {id: calm, when: {all: [{done: lock}, {delivered: more}]}}
    """
    lines = "3m blue tech does lock on @main\n25m blue tech does lock on @photo"
    played = small_drill(lines, LOCK, injects=injects, accounts=ACCOUNTS)
    assert played.play().delivered["calm"].at == minutes(25)


def test_a_condition_that_comes_to_hold_because_a_step_is_asked_for_again_is_seen():
    injects = """
    - {id: news, about: ["@main"], expect: [lock]}
    - {id: more, at: 20m, about: ["@photo"], expect: [lock]}
    - {id: again, when: {all: [{decided: news}, {not: {done: lock}}]}}
    """.replace(
        "expect: [lock]}",
        "expect: [lock], decision: {question: What, options: "
        "{go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}}",
        1,
    )
    lines = "3m blue tech does lock on @main\n4m blue lead decides news go"
    played = small_drill(lines, LOCK, injects=injects, accounts=ACCOUNTS)
    assert played.play().delivered["again"].at == minutes(20)


# ── clocks ───────────────────────────────────────────────────────────────────


def test_a_clock_that_is_reached_starts_when_the_acting_role_is_told_about_it():
    steps = "check: {do: Check the door, by: [tech], clock: reached, target: 2m, deadline: 10m}"
    played = small_drill("6m blue lead informs tech about news", steps)
    assert rows(played, "expected_at", "clock_at", "deadline_at") == [(0.0, 6.0, 16.0)]


@pytest.mark.parametrize(
    "line,starts",
    [
        ("6m blue lead escalates tech", 6.0),
        ("6m blue lead convenes tech, legal", 6.0),
        ("6m blue tech acks news", 6.0),
        ("6m blue tech informs boss", 6.0),
        ("6m blue lead escalates tech about other", None),
        ("6m blue lead informs legal about news", None),
    ],
)
def test_what_reaches_a_role(line, starts):
    steps = "check: {do: Check the door, by: [tech], clock: reached, deadline: 10m}"
    injects = "[{id: news, expect: [check]}, {id: other, to: [boss]}]"
    assert rows(small_drill(line, steps, injects=injects), "clock_at") == [(starts,)]


def test_a_recipient_is_reached_by_the_inject_itself():
    steps = "check: {do: Check the door, by: [tech], clock: reached, deadline: 10m}"
    played = small_drill("", steps, injects="[{id: news, at: 4m, to: [tech], expect: [check]}]")
    assert rows(played, "clock_at") == [(4.0,)]


def test_a_role_that_was_told_of_an_inject_before_is_reached_when_another_step_of_it_is_expected():
    steps = """
    check: {do: Check the door, by: [tech], clock: reached, repeat: {every: 10m}, deadline: 5m}
    """
    played = small_drill("2m blue lead informs tech about news", steps, end="10m")
    assert rows(played, "expected_at", "clock_at") == [(0.0, 2.0), (10.0, 10.0)]


def test_a_delegate_that_is_told_starts_the_clock_too():
    steps = "check: {do: Check the door, by: [tech], clock: reached, deadline: 10m}"
    played = small_drill("6m blue lead informs deputy about news", steps, roles="tech: {delegates: [deputy]}")
    assert rows(played, "clock_at") == [(6.0,)]


def test_a_step_that_was_done_though_its_clock_never_started_is_met_then():
    steps = "check: {do: Check the door, by: [tech], clock: {done: stop}, deadline: 10m}\nstop: {do: Stop, by: [lead]}"
    assert rows(small_drill("6m blue tech does check", steps), "clock_at", "done_at")[0] == (6.0, 6.0)


def test_a_clock_starts_when_another_step_is_done():
    steps = "stop: {do: Stop, by: [lead]}\ncheck: {do: Check, by: [tech], clock: {done: stop}, deadline: 10m}"
    assert rows(small_drill("6m blue lead does stop", steps), "clock_at")[1] == (6.0,)


def test_a_clock_on_a_step_that_was_done_already_starts_when_the_step_is_expected():
    steps = "stop: {do: Stop, by: [lead]}\ncheck: {do: Check, by: [tech], clock: {done: stop}, deadline: 10m}"
    injects = "[{id: news}, {id: more, at: 20m, expect: [check]}]"
    assert rows(small_drill("6m blue lead does stop", steps, injects=injects), "clock_at") == [(20.0,)]


def test_a_clock_starts_when_a_call_of_several_is_complete():
    steps = "all-in: {convene: [tech, legal], by: [lead]}\ncheck: {do: Check, by: [tech], clock: {done: all-in}, deadline: 10m}"
    played = small_drill("6m blue lead escalates tech\n9m blue lead escalates legal", steps)
    assert rows(played, "clock_at")[1] == (9.0,)


def test_a_clock_on_a_call_that_no_inject_asks_for_starts_with_the_call():
    steps = "call: {contact: legal, by: [lead]}\ncheck: {do: Check, by: [tech], clock: {done: call}, deadline: 10m}"
    played = small_drill("9m blue lead escalates legal", steps, injects="[{id: news, expect: [check]}]")
    assert rows(played, "clock_at") == [(9.0,)]


def test_a_clock_starts_when_an_inject_is_decided():
    steps = "check: {do: Check, by: [tech], clock: {decided: news}, deadline: 10m}"
    decision = "{question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}"
    injects = f"[{{id: news, expect: [check], decision: {decision}}}]"
    assert rows(small_drill("7m blue lead decides news wait", steps, injects=injects), "clock_at") == [(7.0,)]


def test_a_step_whose_clock_never_starts_is_never_late():
    steps = "check: {do: Check, by: [tech], clock: reached, deadline: 1m}"
    injects = "[{id: news, expect: [check]}, {id: bad, when: {late: check}}]"
    assert "bad" not in small_drill("", steps, injects=injects).play().delivered


# ── who does it ──────────────────────────────────────────────────────────────


def test_a_step_of_all_of_them_is_done_when_the_last_has_done_it():
    steps = "sign: {do: Sign, all_of: [legal, boss], deadline: 30m}"
    played = small_drill("3m blue legal does sign\n9m blue boss does sign", steps)
    assert rows(played, "done_at") == [(9.0,)]


def test_a_step_of_all_of_them_waits_for_the_one_that_has_not_done_it():
    steps = "sign: {do: Sign, all_of: [legal, boss], deadline: 30m}"
    played = small_drill("3m blue legal does sign\n9m blue legal does sign", steps)
    assert rows(played, "done_at") == [(None,)]


def test_a_call_of_several_is_made_when_the_last_of_them_was_called():
    steps = "all-in: {convene: [tech, legal], by: [lead], deadline: 30m}"
    played = small_drill("3m blue lead escalates tech\n9m blue lead convenes legal, boss", steps)
    assert rows(played, "done_at") == [(9.0,)]


def test_a_heads_up_is_no_call_that_asks_for_an_answer():
    steps = "call: {contact: tech, by: [lead], deadline: 30m}\ntell: {inform: [care], by: [lead], deadline: 30m}"
    played = small_drill("3m blue lead informs tech\n9m blue lead escalates care", steps)
    assert rows(played, "done_at") == [(None,), (9.0,)]


def test_what_was_done_before_it_was_asked_for_counts_from_then():
    injects = "[{id: news, at: 20m, expect: [stop]}]"
    played = small_drill("3m blue lead does stop", "stop: {do: Stop, by: [lead], deadline: 5m}", injects=injects)
    assert rows(played, "expected_at", "done_at") == [(20.0, 3.0)]


def test_what_is_done_before_its_time_is_premature_and_does_not_count():
    steps = "stop: {do: Stop, by: [lead], not_before: {done: copy}, deadline: 30m}\ncopy: {do: Copy, by: [lead]}"
    played = small_drill("3m blue lead does stop\n5m blue lead does copy\n7m blue lead does stop", steps)
    assert rows(played, "premature", "done_at")[0] == (True, 7.0)


def test_a_step_drops_out_where_its_guard_holds_when_it_is_expected():
    steps = "sign: {do: Sign, by: [legal], deadline: 5m, unless: {absent: legal}}"
    injects = "[{id: news, at: 10m, expect: [sign]}]"
    assert rows(small_drill("9m control absent blue liz", steps, injects=injects), "excused") == [(True,)]


def test_a_step_drops_out_where_its_guard_holds_at_its_deadline():
    steps = "sign: {do: Sign, by: [legal], deadline: 5m, unless: {done: copy}}\ncopy: {do: Copy, by: [lead]}"
    injects = "[{id: news, expect: [sign]}, {id: bad, when: {late: sign}}]"
    played = small_drill("4m blue lead does copy", steps, injects=injects)
    assert rows(played, "excused", "late") == [(True, False)]
    assert "bad" not in played.play().delivered


TEXTS = """
holding: {kind: holding-statement, title: Holding, text: We know., approved_by: legal, approved: 2026-08-14,
          expires: 2026-11-27}
stale: {kind: holding-statement, title: Old, text: We knew., approved_by: legal, approved: 2025-08-14,
        expires: 2026-11-26}
raw: {kind: holding-statement, title: Raw, text: We think.}
"""


@pytest.mark.parametrize(
    "use,excused",
    [
        ("publish with holding", True),
        ("publish with holding edited", False),
        ("publish", False),
        ("other with holding", False),
    ],
)
def test_a_prepared_text_excuses_its_approval_only_as_it_stands_and_where_it_belongs(use, excused):
    steps = """
    sign: {approve: publish, by: [legal], deadline: 5m, unless: {used: holding}}
    publish: {do: Publish, by: [press], uses: holding}
    other: {do: Something else, by: [press]}
    """
    played = small_drill(f"4m blue press does {use}", steps, resources=TEXTS)
    assert rows(played, "excused")[0] == (excused,)


@pytest.mark.parametrize("text,excused", [("holding", True), ("stale", False), ("raw", False)])
def test_a_prepared_text_that_is_expired_or_unapproved_excuses_nothing(text, excused):
    steps = f"""
    sign: {{approve: publish, by: [legal], deadline: 5m, unless: {{used: {text}}}}}
    publish: {{do: Publish, by: [press], uses: {text}}}
    """
    played = small_drill(f"4m blue press does publish with {text}", steps, resources=TEXTS)
    assert rows(played, "excused")[0] == (excused,)


def test_doing_a_call_is_calling_and_doing_an_approval_is_approving():
    steps = """
    call: {contact: tech, by: [lead], deadline: 30m}
    tell: {inform: [care], by: [lead], deadline: 30m}
    all-in: {convene: [tech, legal], by: [lead], deadline: 30m}
    sign: {approve: publish, by: [legal], deadline: 30m}
    publish: {do: Publish, by: [press], deadline: 30m}
    """
    lines = "\n".join(f"{at}m blue lead does {step}" for at, step in enumerate(("call", "tell", "all-in"), 1))
    played = small_drill(f"{lines}\n5m blue legal does sign\n6m blue press does publish", steps)
    assert [row[0] for row in rows(played, "done_at")] == [1.0, 2.0, 3.0, 5.0, 6.0]
    assert "T+00:05:00 blue legal approves publish" in played.written.text


def test_a_rejection_approves_nothing():
    steps = "sign: {approve: publish, by: [legal], deadline: 30m}\npublish: {do: Publish, by: [press], deadline: 30m}"
    played = small_drill("3m blue legal rejects publish : says sorry\n6m blue legal approves publish", steps)
    assert rows(played, "done_at")[0] == (6.0,)
    assert [entry.statement.note for entry in played.play().rejections] == ["says sorry"]
