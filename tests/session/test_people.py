"""Who sits where: people who drop out and return, other people in a seat, walk-ins; probes; the simulated."""

from __future__ import annotations

from typing import Any

import pytest

from drill.session.words import GrammarError
from tests.building import drill, minutes, played_again, room, small_drill

TWO = "lead: {people: [ann, sam]}"


def who(lines: str, team: str = "blue", **more: Any) -> list[str | None]:
    """Who made each call of a team."""
    return [call.caller_person for call in small_drill(lines, teams=("blue", "red"), **more).play(team).calls]


def test_an_act_is_the_first_present_persons_of_the_role():
    lines = """
    1m blue lead escalates tech
    2m control absent blue ann
    3m blue lead escalates tech
    4m control back blue ann
    5m blue lead escalates tech
    """
    assert who(lines, roles=TWO) == ["ann", "sam", "ann"]


def test_a_person_who_is_named_did_it():
    assert who("1m blue lead/sam escalates tech\n2m blue lead/dan escalates tech", roles=TWO) == ["sam", "dan"]


def test_an_assumed_role_names_nobody():
    assert who("1m blue lead? escalates tech\n2m blue lead?/sam escalates tech", roles=TWO) == [None, "sam"]


def test_an_effect_of_an_inject_takes_people_away_and_brings_them_back():
    injects = "[{id: gone, at: 2m, effects: {absent: [ann]}}, {id: here, at: 4m, effects: {back: [ann]}}]"
    lines = "1m blue lead escalates tech\n3m blue lead escalates tech\n5m blue lead escalates tech"
    assert who(lines, roles=TWO, injects=injects) == ["ann", "sam", "ann"]


def test_an_effect_reaches_only_the_teams_that_got_the_inject():
    injects = "[{id: gone, at: 2m, unless: {contacted: legal}, effects: {absent: [ann]}}]"
    lines = "1m red lead informs legal\n3m red lead escalates tech\n3m blue lead escalates tech"
    assert who(lines, roles=TWO, injects=injects) == ["sam"]
    assert who(lines, team="red", roles=TWO, injects=injects) == ["ann", "ann"]


def test_control_takes_people_from_one_team_or_from_all():
    lines = "1m control absent blue ann\n2m blue lead escalates tech\n2m red lead escalates tech"
    assert (who(lines, roles=TWO), who(lines, team="red", roles=TWO)) == (["sam"], ["ann"])
    lines = lines.replace("absent blue", "absent all")
    assert (who(lines, roles=TWO), who(lines, team="red", roles=TWO)) == (["sam"], ["sam"])


def test_a_seat_is_taken_by_another_person_in_front_of_the_others():
    lines = "1m control seat blue lead dan\n2m blue lead escalates tech\n3m control absent blue dan\n4m blue lead escalates tech"
    assert who(lines, roles=TWO) == ["dan", "ann"]


def test_a_seat_is_one_teams_or_everyones():
    lines = "1m control seat all lead dan\n2m blue lead escalates tech\n2m red lead escalates tech"
    assert (who(lines), who(lines, team="red")) == (["dan"], ["dan"])
    lines = lines.replace("seat all", "seat blue")
    assert (who(lines), who(lines, team="red")) == (["dan"], ["ann"])


def test_a_walk_in_takes_a_seat_by_their_name():
    lines = "1m control seat blue lead zoe : Zoe Quinn\n2m blue lead escalates tech\n3m blue legal/zoe escalates tech"
    played = small_drill(lines)
    assert [call.caller_person for call in played.play().calls] == ["zoe", "zoe"]
    assert played.state.walk_ins == {"zoe": "Zoe Quinn"}


def test_a_walk_in_who_is_known_is_seated_again_without_saying_their_name():
    live = room()
    live.say("control seat blue legal zoe : Zoe Quinn")
    live.say("control seat blue social-lead zoe")
    assert live.play().first_present("social-lead") == "zoe"
    assert live.state.walk_ins == {"zoe": "Zoe Quinn"}


def test_a_stranger_is_nobody():
    with pytest.raises(GrammarError, match="unknown person 'zoe'"):
        room().say("control seat blue legal zoe")
    with pytest.raises(GrammarError, match="unknown person 'zoe'"):
        room().say("blue legal/zoe acks")


def test_a_call_to_a_role_whose_people_are_all_gone_is_known_to_go_nowhere():
    lines = (
        "1m control absent blue tom\n2m blue lead escalates tech\n3m control back blue tom\n4m blue lead escalates tech"
    )
    assert [call.known_away for call in small_drill(lines).play().calls] == [True, False]


def test_a_call_to_a_person_who_is_gone_is_known_to_go_nowhere():
    lines = "1m control absent blue sam\n2m blue legal escalates lead/sam\n3m blue legal escalates lead"
    assert [call.known_away for call in small_drill(lines, roles=TWO).play().calls] == [True, False]


def test_nobody_comes_back_who_never_left_and_nobody_leaves_twice():
    lines = "1m control back blue ann\n2m control absent blue ann\n3m control absent blue ann\n4m control back blue ann"
    assert small_drill(lines).play().absences == [(minutes(2), "ann", True), (minutes(4), "ann", False)]


def test_a_probe_is_remembered_for_the_teams_that_were_asked():
    lines = "1m control probe red news : who owns this?\n2m control probe all news"
    played = small_drill(lines, teams=("blue", "red"))
    assert [len(played.play(team).probes) for team in ("blue", "red")] == [1, 2]


def test_a_call_to_a_simulated_role_is_marked_so():
    played = small_drill("1m blue lead escalates tech\n2m blue lead escalates legal", scenario={"simulated": ["tech"]})
    assert [call.simulated for call in played.play().calls] == [True, False]


def test_a_role_is_simulated_by_its_function():
    played = drill("5m blue social-lead escalates platform")
    assert [call.simulated for call in played.play().calls] == [True]


def test_an_answer_closes_the_calls_that_wait_for_the_role():
    lines = """
    1m blue lead escalates tech
    2m blue boss escalates tech
    3m blue lead informs tech
    5m blue tech acks from boss
    7m blue tech does nothing-much
    """
    played = small_drill(lines, also_fine="{nothing-much: A small thing}")
    answered = [(call.caller, call.acked_at) for call in played.play().calls]
    assert answered == [("lead", minutes(7)), ("boss", minutes(5)), ("lead", None)]


def test_a_line_of_a_walk_in_that_was_recalled_from_before_they_sat_down_is_written_and_played_again():
    live = room()
    live.live.start()
    live.wait(10)
    live.say("control seat blue legal zoe : Zoe Quinn")
    live.say("blue legal/zoe acks", at=5, recalled=True)
    live.live.end()
    assert played_again(live.text).written.text == live.text
