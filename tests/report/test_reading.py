"""What a busy reader finds in a report, and what nobody finds in one."""

from __future__ import annotations

import re

from tests.building import drill, small_drill
from tests.report.session import report, section

STEPS = """
lock: {do: Lock it, by: [tech], target: 5m, deadline: 10m, gate: true}
ask-legal: {contact: legal, by: [lead], target: 5m, deadline: 10m}
ask-tech: {contact: tech, by: [lead], target: 5m, deadline: 10m}
say: {do: Say it, by: [press], public: true, target: 10m, deadline: 20m}
"""
LINES = """
2m blue lead acks news
20m blue lead escalates tech
21m blue tech acks
25m blue press does say : We are looking into it.
"""


def small_report(lines: str = LINES, **more: object) -> str:
    return report(small_drill(lines, STEPS, **more).state)  # type: ignore[arg-type]


def test_the_first_page_says_it_in_counts_and_words() -> None:
    page = section(small_report(), "On one page")
    assert "0 of 2 steps by their deadline; never done: lock; say 5 min late" in page
    assert "0 of 2 contacts by their deadline; legal never called; tech called 10 min late" in page


def test_the_first_page_holds_no_number_out_of_one() -> None:
    assert not re.search(r"\b0[.,]\d|\b1\.0\b", section(small_report(), "On one page"))


def test_the_composite_stands_in_the_annex_alone() -> None:
    text = small_report()
    assert "composite" in section(text, "Annex")
    assert "composite" not in text.split("\n## Annex\n", 1)[0]


def test_people_stand_in_it_by_role_and_never_by_name() -> None:
    text = report(drill("1m blue social-lead/ana acks scam-post").state)
    for name in ("Ana Ruiz", "Ben Cole", "Finn Hale", "+44 20 7946 0011"):
        assert name not in text
    assert "ana" not in text.split("\n## Annex\n", 1)[0].split()


def test_evaluators_stand_in_it_by_name() -> None:
    text = small_report(f"{LINES}\n30m control confirm blue hold M by kim : agreed")
    assert "Evaluated by kim." in text
    assert "| `blue` | U | M by kim | agreed |" in text


def test_a_rating_that_a_person_overrode_stands_beside_the_one_that_was_suggested() -> None:
    text = small_report(f"{LINES}\n30m control confirm blue hold M by kim")
    assert "**M**, by kim (U suggested)" in section(text, "On one page")


def test_every_status_has_plain_words() -> None:
    text = section(
        small_report("2m blue tech does lock\n15m blue press does say\n30m control end"), "Expected and actual"
    )
    assert "by its target" in text
    assert "by its deadline" in text
    assert "| never |" in text


def test_what_the_end_cut_off_is_not_called_missed() -> None:
    text = section(small_report("2m blue tech does lock\n8m control end"), "Expected and actual")
    assert "the end came first" in text
    assert "| never |" not in text


def test_a_call_of_several_that_was_made_in_part_says_who_was_left_out() -> None:
    steps = "gather: {convene: [tech, legal], by: [lead], target: 5m, deadline: 10m}"
    text = report(small_drill("2m blue lead escalates tech", steps).state)
    assert "incomplete: legal never" in section(text, "Expected and actual")


def test_a_clock_that_never_started_says_so() -> None:
    steps = "lock: {do: Lock it, by: [tech], clock: reached, target: 5m, deadline: 10m}"
    assert "its clock never started" in report(small_drill("2m blue lead acks news", steps).state)


def test_where_the_time_went_is_told_apart() -> None:
    lines = "4m blue lead escalates tech about news\n6m blue tech acks\n9m blue tech does lock"
    assert "| `lock` | 4 min | 2 min | – | 3 min | 9 min |" in small_report(lines)


def test_the_map_shows_what_was_used_what_was_not_and_what_was_a_dead_end() -> None:
    text = section(small_report(roles="tech: {ack_within: 5m}", lines="2m blue lead escalates tech"), "Who called whom")
    assert 'r0 --x|"00#58;02#58;00, no answer"| r1' in text
    assert '-.->|"never"|' in text


def test_what_was_published_is_quoted_with_its_ratings() -> None:
    text = section(small_report(f"{LINES}\n30m control rate blue say 3 by kim : warm"), "What was published")
    assert "> We are looking into it." in text
    assert "3 of 4, kim: warm." in text


def test_a_prepared_text_that_was_used_as_it_stands_is_what_was_published() -> None:
    text = report(drill("12m blue comms-director does statement with holding-takeover").state)
    assert "> We know that our account was taken over." in section(text, "What was published")


def test_what_was_artificial_is_told() -> None:
    lines = f"""{LINES}
    3m control pause
    4m control probe blue news : who decides?
    5m control speed 2
    6m control jump 15m
    7m control seat blue lead zoe : Zoë Quill
    """
    text = section(small_report(lines, scenario={"simulated": ["boss"]}), "The exercise")
    for words in ("paused once", "at 2 times its speed", "moved from T+00:06:00 to T+00:15:00", "who decides?"):
        assert words in text
    assert "Played by control: `boss`" in text
    assert "by somebody whom the plan does not name" in text


def test_teams_stand_side_by_side_only_on_what_both_were_asked() -> None:
    injects = """
    - {id: both, expect: [lock]}
    - {id: one, at: 5m, expect: [say], unless: {done: lock}}
    """
    played = small_drill("2m blue tech does lock\n9m red tech does lock", STEPS, injects=injects, teams=("blue", "red"))
    text = report(played.state).split("### Side by side", 1)[1].split("\n## ", 1)[0]
    assert "| `both` | `lock` | by its target | by its deadline |" in text
    assert "`one`" not in text


def test_one_team_has_nobody_beside_it() -> None:
    assert "Side by side" not in small_report()


def test_a_finding_cites_its_clause_and_asks_something() -> None:
    text = section(small_report(), "Findings")
    assert "### 1. lock (Lock it) was never done" in text
    assert "clause `workflows.crisis.steps.lock:" in text
    assert re.search(r"^- .*\?$", text, re.MULTILINE)


def test_what_the_plan_lacks_is_one_finding_for_all_teams() -> None:
    played = small_drill("", injects="[{expect: [evidence-kept]}]", teams=("blue", "red"))
    text = section(report(played.state), "Findings")
    assert text.count("The plan has no step for evidence-kept") == 1
    assert "of the plan, whoever plays it" in text


def test_a_drill_in_which_all_went_well_says_so() -> None:
    text = report(small_drill("1m blue lead acks news").state)
    assert "None: all that was asked for was seen to be done" in section(text, "Findings")


def test_a_coached_discussion_says_what_it_is() -> None:
    text = section(small_report(scenario={"style": "discussion", "mode": "coached"}), "On one page")
    assert "It was a coached run, for learning." in text
    assert "times are shown, not scored" in text
    assert "late" not in text


def test_a_drill_that_has_not_ended_says_so() -> None:
    from tests.building import small_room

    live = small_room(STEPS, "[{expect: [lock]}]")
    live.live.start()
    live.wait(1)
    assert "It has not ended yet" in report(live.state)


def test_sections_with_nothing_in_them_are_left_out() -> None:
    text = report(small_drill("1m blue lead acks news").state)
    for title in ("What was published", "Decisions", "Parked questions", "Moments to come back to"):
        assert f"## {title}" not in text


def test_the_chart_of_time_holds_no_more_than_sixty_tasks() -> None:
    steps = "\n".join(f"step-{number}: {{do: Do it, by: [lead], deadline: 10m}}" for number in range(80))
    text = section(report(small_drill("1m blue lead acks news", steps).state), "Annex")
    chart = text.split("```mermaid", 1)[1].split("```", 1)[0]
    assert sum(line.startswith(("  step", "  inject")) for line in chart.splitlines()) <= 60
    assert "more stand in the tables" in text


def test_many_teams_stand_a_few_abreast() -> None:
    teams = [f"team-{number}" for number in range(9)]
    text = section(report(small_drill(f"1m {teams[0]} lead acks news", teams=teams).state), "Timeline")
    assert max(line.count("|") for line in text.splitlines()) <= 8
