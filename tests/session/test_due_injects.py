"""When an inject is due, for which team, and with which stamp."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.session.decide import Enter
from drill.session.opening import open_session
from drill.session.session import MemoryStore, Session
from drill.session.statements import Ended, Statement
from drill.session.transcript import write_transcript
from tests.building import DAY, a_plan, a_scenario, drill, lines_of, minutes, small_drill, small_plan, small_scenario

STOP = "stop: {do: Stop the posts, by: [lead], deadline: 10m}"


def delivered(lines: str, injects: str, steps: str = STOP, team: str = "blue", **more: object) -> dict[str, float]:
    """When each inject came to a team, in minutes."""
    played = small_drill(lines, steps, injects=injects, **more)  # type: ignore[arg-type]
    return {name: each.at / 60_000 for name, each in played.play(team).delivered.items()}


def test_an_inject_with_a_time_is_due_then():
    assert delivered("", "[{id: news, at: 5m}, {id: last, at: 60m}, {id: never, at: 61m}]") == {"news": 5, "last": 60}


def test_a_manual_inject_comes_by_hand_alone():
    injects = "[{id: news}, {id: gift, manual: true}, {id: other, manual: true}]"
    assert delivered("7m control inject gift blue", injects) == {"news": 0, "gift": 7}


def test_an_inject_with_a_condition_is_due_the_moment_it_holds_plus_its_delay():
    injects = "[{id: news}, {id: echo, when: {done: stop}}, {id: later, when: {done: stop}, delay: 3m}]"
    assert delivered("T+00:04:00.250 blue lead does stop", injects) == {
        "news": 0,
        "echo": 4 + 0.25 / 60,
        "later": 7 + 0.25 / 60,
    }


def test_a_condition_is_not_looked_at_again_once_it_held():
    decision = "decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}"
    injects = f"[{{id: news, {decision}}}, {{id: echo, when: {{decided: {{news: wait}}}}, delay: 5m}}]"
    lines = "2m blue lead decides news wait\n3m blue lead decides news go\n4m blue lead decides news wait"
    assert delivered(lines, injects) == {"news": 0, "echo": 7}


def test_a_condition_that_holds_from_the_start_is_due_at_the_start_plus_its_delay():
    injects = "[{id: news}, {id: quiet, when: {not: {done: stop}}, delay: 5m}]"
    assert delivered("1m blue lead does stop", injects) == {"news": 0, "quiet": 5}


def test_if_and_unless_are_looked_at_when_the_inject_is_due_not_before():
    injects = """
    - {id: given, at: 5m, if: {done: stop}}
    - {id: spared, at: 5m, unless: {done: stop}}
    - {id: given-later, at: 7m, if: {done: stop}}
    - {id: spared-later, at: 7m, unless: {done: stop}}
    """
    assert delivered("6m blue lead does stop", injects) == {"spared": 5, "given-later": 7}


def test_what_its_condition_held_back_is_recorded_and_not_looked_at_again():
    played = small_drill("6m blue lead does stop", STOP, injects="[{id: news, at: 5m, if: {done: stop}}]")
    assert lines_of(played.written.text)[0] == "T+00:05:00 control skip news blue unmet"
    assert list(played.play().skipped) == ["news"]


def test_a_condition_with_a_delay_and_an_if_looks_at_the_if_when_the_delay_is_over():
    injects = "[{id: news}, {id: echo, when: {delivered: news}, delay: 5m, if: {done: stop}}]"
    assert delivered("4m blue lead does stop", injects) == {"news": 0, "echo": 5}
    assert delivered("6m blue lead does stop", injects) == {"news": 0}


def test_each_team_has_its_own_conditions():
    injects = "[{id: news}, {id: echo, when: {done: stop}}, {id: bad, when: {late: stop}}]".replace(
        "{id: news}", "{id: news, expect: [stop]}"
    )
    lines = "3m blue lead does stop\n12m red lead does stop"
    assert delivered(lines, injects, teams=("blue", "red")) == {"news": 0, "echo": 3}
    assert delivered(lines, injects, teams=("blue", "red"), team="red") == {"news": 0, "bad": 10, "echo": 12}


def test_an_inject_is_delivered_once_to_each_team():
    injects = "[{id: news, at: 5m}]"
    played = small_drill("3m control inject news blue", STOP, injects=injects, teams=("blue", "red"))
    assert [line for line in lines_of(played.written.text) if "news" in line] == [
        "T+00:03:00 control inject news blue",
        "T+00:05:00 control delivered news red",
    ]


def test_a_late_condition_holds_the_moment_the_deadline_has_passed():
    injects = "[{id: news, at: 2m, expect: [stop]}, {id: bad, when: {late: stop}}, {id: worse, when: {late: stop}, delay: 3m}]"
    assert delivered("", injects) == {"news": 2, "bad": 12, "worse": 15}


def test_a_late_condition_waits_for_a_clock_that_starts_when_the_role_is_reached():
    steps = "check: {do: Check, by: [tech], clock: reached, deadline: 10m}"
    injects = "[{id: news, expect: [check]}, {id: bad, when: {late: check}}]"
    assert delivered("7m blue lead informs tech about news", injects, steps) == {"news": 0, "bad": 17}


@pytest.mark.parametrize(
    "condition,lines,at",
    [
        ("{done: stop}", "3m blue lead does stop", 3),
        ("{contacted: tech}", "3m blue lead informs tech", 3),
        ("{delivered: news}", "", 1),
        ("{decided: news}", "3m blue lead decides news wait", 3),
        ("{decided: {news: go}}", "3m blue lead decides news wait\n4m blue lead decides news go", 4),
        ("{decided: {news: go}}", "3m blue lead decides news wait", None),
        ("{absent: ann}", "3m control absent blue ann", 3),
        ("{not: {contacted: tech}}", "", 0),
        ("{all: [{done: stop}, {contacted: tech}]}", "3m blue lead does stop\n5m blue lead informs tech", 5),
        ("{all: [{done: stop}, {contacted: tech}]}", "3m blue lead does stop", None),
        ("{any: [{done: stop}, {contacted: tech}]}", "5m blue lead informs tech", 5),
        ("{all: [{done: stop}, {not: {absent: ann}}]}", "2m control absent blue ann\n3m blue lead does stop", None),
        (
            "{all: [{done: stop}, {not: {absent: ann}}]}",
            "2m control absent blue ann\n3m blue lead does stop\n9m control back blue ann",
            9,
        ),
        ("{any: [{all: [{done: stop}, {decided: news}]}, {not: {any: [{delivered: news}, {not: {done: stop}}]}}]}",
         "30s blue lead does stop", 0.5),
        ("{done: nothing-of-the-kind}", "3m blue lead does stop", None),
        ("{not: {late: nothing-of-the-kind}}", "", 0),
        ("{contacted: nobody}", "3m blue lead informs tech", None),
    ],
)  # fmt: skip
def test_conditions(condition, lines, at):
    decision = "decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}"
    injects = f"[{{id: news, at: 1m, {decision}}}, {{id: echo, when: {condition}}}]"
    assert delivered(lines, injects).get("echo") == at


def test_a_condition_on_a_role_hears_of_a_call_of_several_and_of_its_function():
    steps = "all-in: {convene: [tech, legal], by: [lead]}"
    injects = "[{id: news}, {id: echo, when: {contacted: it-security}}, {id: all, when: {done: all-in}}]".replace(
        "id: all,", "id: everyone,"
    )
    lines = "3m blue lead convenes legal, tech"
    assert delivered(lines, injects, steps, roles="tech: {is: it-security}") == {"news": 0, "echo": 3, "everyone": 3}


def test_nothing_falls_due_after_the_end():
    played = small_drill("4m control end", STOP, injects="[{id: news, at: 5m}]")
    assert not played.play().delivered


def test_a_played_transcript_without_an_end_is_ended_with_a_warning():
    from drill.session.play import look_up, play
    from drill.session.transcript import read_transcript

    text = "70m blue social-lead does confirm\n"
    session, warnings = play(look_up(read_transcript(text, "x.txt"), a_plan(), a_scenario(), day=DAY))
    assert session.state.ended_at == minutes(70)
    assert [warning.place.line for warning in warnings] == [1]
    assert "no 'control end'" in warnings[0].message


# ── the size of the ticks makes no difference ────────────────────────────────

STEPS = """
stop: {do: Stop, by: [lead], deadline: 4m}
fix: {do: Fix, by: [tech], takes: 3m, clock: reached, deadline: 6m}
call: {contact: tech, by: [lead], deadline: 5m}
update: {do: Update, by: [lead], repeat: {every: 4m, until: {done: fix}}, deadline: 2m}
"""
INJECTS = """
- {id: news, expect: [stop, fix, call, update]}
- {id: bad, when: {late: stop}, delay: 2m, unless: {done: fix}}
- {id: answer, when: {contacted: tech}, delay: 90s}
- {id: echo, when: {delivered: answer}, if: {done: stop}}
- {id: gone, at: 7m, effects: {absent: [ann]}}
- {id: back, when: {absent: ann}, delay: 1m, effects: {back: [ann]}}
- {id: worse, when: {late: update}, delay: 30s}
- {id: again, when: {all: [{late: update}, {not: {absent: ann}}]}, delay: 5s}
- {id: extra, at: 4m, if: {done: stop}}
"""
LINES = (
    (minutes(2), "blue lead does stop"),
    (minutes(2), "red lead escalates tech about news"),
    (minutes(3.5), "blue lead escalates tech"),
    (minutes(4), "blue tech starts fix"),
    (minutes(4), "control delay gone red to 9m"),
    (minutes(6), "red lead does update"),
    (minutes(8), "control inject extra red"),
    (minutes(9), "blue lead does update"),
)


def at_work(ticks: list[int]) -> str:
    """The transcript of a session whose time is moved on in these steps (milliseconds), lines coming when they come."""
    plan, scenario = a_plan(small_plan(STEPS)), a_scenario(small_scenario(INJECTS))
    session = Session.open_new(MemoryStore(), open_session(plan, scenario, teams=("blue", "red"), day=DAY))
    coming = list(LINES)
    for now in [*accumulate(ticks), minutes(20)]:
        while coming and coming[0][0] <= now:
            at, words = coming.pop(0)
            statement: Statement = session.state.grammar.parse(words)
            session.submit(Enter(at, statement))
        session.advance(now)
    session.submit(Enter(minutes(20), Ended()))
    return write_transcript(session.state).text


@cache
def in_small_ticks() -> str:
    """The transcript of the session in ticks of a quarter of a second."""
    return at_work([250] * 4800)


@given(ticks=st.lists(st.integers(1, minutes(4)), max_size=30))
def test_any_batching_of_the_ticks_gives_the_same_transcript(ticks):
    assert at_work(ticks) == in_small_ticks()


def test_a_two_hour_drill_of_three_teams_is_played_in_one_go():
    lines = "\n".join(
        f"{at}m {team} social-lead {act}"
        for at in range(0, 120, 4)
        for team, act in (("blue", "does confirm"), ("red", "escalates it-security"), ("green", "improvises : waited"))
    )
    played = drill(lines, teams=("blue", "red", "green"), end="2h")
    assert played.state.ended_at == minutes(120)
    assert all("press-call" in log.play.delivered for log in played.state.teams.values())
