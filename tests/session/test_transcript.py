"""A transcript: read with every error at once, written in one way, and played again to the same bytes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from drill.errors import FilesInError
from drill.plan.load import load_plan
from drill.scenario.load import load_scenario, plan_path
from drill.scenario.model import FitMap, Mode, Style
from drill.scoring.scorecard import score
from drill.session.opening import open_session
from drill.session.play import look_up, play
from drill.session.session import MemoryStore, Session
from drill.session.transcript import read_transcript, write_transcript
from tests.building import (
    DATA,
    DAY,
    HIJACKED,
    Drill,
    Room,
    a_plan,
    a_scenario,
    drill,
    lines_of,
    minutes,
    played_again,
    room,
    small_drill,
    small_plan,
    small_scenario,
)

SCENARIOS = DATA.parents[1] / "scenarios"
GOOD = """
T+00:02:10 blue social-lead acks scam-post
3m   blue social-lead decides scam-post takeover
3m30s blue social-lead/ben does confirm
4m   blue social-lead convenes it-security, comms-director, legal : access in doubt
6m   blue it-security acks
7m   blue it-security starts lock on @northwind
12m  blue comms-director does statement with holding-takeover : We know that our account was taken over. …
13m  blue comms-director informs customer-care about scam-post
14m  blue social-lead improvises : pinned a warning on the photo network
0m   control seat blue social-lead ben : for Ana, on leave
20m  control inject press-call red
21m  control adhoc blue {id: mayor, via: phone, to: [comms-director], title: The mayor's office calls}
22m  control edit second-network {title: The photo account falls}
23m  control delay second-network blue to 30m
25m  control skip second-network red : out of time
26m  control absent all ben
27m  control probe red scam-post : asked who owns the account
28m  control mark : good moment, come back to it
29m  control flag red forbidden reply-in-anger
40m  control back all ben
45m  kim observes blue contain S : legal was called late but well briefed
46m  control rate blue statement 3 by kim : empathy good, no next-update time
47m  control unseen red tell-care : I was not at their table
48m  control adjudicate blue #9 sensible satisfies freeze : worked
49m  control set-aside blue #5 : a real phone call
50m  control park : who owns the agency's log-ins?
51m  control strength blue inform : spoke with one voice
60m  control end
61m  control confirm blue contain S by kim : agreed in the debrief
"""
"""The transcript that the documentation shows."""


def complaints(text: str, teams: tuple[str, ...] = ()) -> list[tuple[int, int, str]]:
    """Every error of a file: line, column, message."""
    with pytest.raises(FilesInError) as error:
        play(look_up(read_transcript(text, "lines.txt"), a_plan(), a_scenario(), day=DAY, teams=teams))
    return [(one.place.line, one.place.column, one.message) for one in error.value.diagnostics]


def both(played: Drill | Room, **again: str) -> Drill:
    """The session, written out and played again; both must come to the same transcript and scorecard."""
    text = write_transcript(played.state).text
    second = played_again(text, **again)
    assert second.written.text == text
    assert second.scorecard == score(played.state)
    return second


# ── reading ──────────────────────────────────────────────────────────────────


def test_a_comment_stands_only_at_a_lines_start():
    text = "# 3m blue social-lead acks\n\n   \n3m blue social-lead acks : # no comment\n#\n"
    [line] = read_transcript(text, "x").lines
    assert (line.number, line.at, line.text) == (4, minutes(3), "blue social-lead acks : # no comment")


def test_lines_may_stand_in_any_order():
    in_order = drill("3m blue social-lead does confirm\n5m blue legal acks\n7m blue it-security acks")
    shuffled = drill("7m blue it-security acks\n3m blue social-lead does confirm\n60m control end\n5m blue legal acks")
    assert shuffled.written == in_order.written


def test_lines_of_one_instant_keep_the_order_of_the_file():
    played = drill("3m blue social-lead decides scam-post prank\n3m blue social-lead decides scam-post takeover")
    assert played.play().decision_on("scam-post") == "takeover"


@pytest.mark.parametrize("time", ["3m", "180s", "T+00:03:00", "T+0:03:00.000"])
def test_times_are_durations_or_stamps(time):
    assert read_transcript(f"{time} blue legal acks", "x").lines[0].at == minutes(3)


def test_a_tilde_marks_what_was_recalled():
    played = drill("~3m blue social-lead does confirm\n~T+00:04:00 blue legal acks")
    assert [entry.recalled for entry in played.state.teams["blue"].responses] == [True, True]
    assert "~T+00:03:00 blue social-lead does confirm" in lines_of(played.written.text)


def test_what_falls_due_before_a_recalled_line_is_stamped_when_it_was_due():
    played = small_drill("~10m blue lead does stop", "stop: {do: Stop, by: [lead]}", injects="[{id: news, at: 5m}]")
    assert played.play().delivered["news"].at == minutes(5)


def test_the_header_says_what_the_transcript_stands_on():
    text = """\
0m control recorded
0m control team red
T+00:00:00 control team blue
0m control seed 7
0m control date 2026-12-24
0m control mode coached
0m control style discussion
0m control cast outlet : The Daily: News
0m control fit {"roles": {"legal": "counsel"}}
"""
    header = read_transcript(text, "x").header
    assert (header.recorded, header.teams, header.seed, header.day) == (True, ["red", "blue"], 7, date(2026, 12, 24))
    assert (header.mode, header.style, header.cast) == (Mode.COACHED, Style.DISCUSSION, {"outlet": "The Daily: News"})
    assert header.fit == FitMap(roles={"legal": "counsel"})


def test_the_teams_are_those_of_the_header_else_those_of_the_lines():
    assert drill(
        "3m red legal acks\n4m blue legal acks\n2m kim observes red contain S", teams=()
    ).state.opened.teams == ("red", "blue")
    assert drill("0m control team blue\n0m control team red\n3m red legal acks", teams=()).state.opened.teams == (
        "blue",
        "red",
    )
    assert drill("3m control mark", teams=()).state.opened.teams == ("blue",)


def test_every_error_is_said_at_once_with_its_line_and_column():
    text = """\
3m blue social-lead acks scam-post
soon blue legal acks
4m
# 5m nonsense
   6m   blue social-led acks
7m blue social-lead does frezee
8m blue social-lead acks : a\x07b
9m control adjudicate blue #9 harmful
10m control seed many
"""
    assert complaints(text) == [
        (2, 1, "'soon' is not a time; write it like T+00:12:40, or 12m40s"),
        (3, 3, "nothing stands behind the time"),
        (5, 14, "unknown role 'social-led'"),
        (6, 26, "unknown step 'frezee'"),
        (7, 29, "a bell character (U+0007)"),
        (9, 18, "this seed cannot be read"),
    ]


def test_what_the_session_cannot_take_is_said_at_once_as_well():
    text = """\
3m blue social-lead acks scam-post
5m control adjudicate blue #9 harmful
30m control end
31m blue social-lead acks
32m control inject press-call
40m control confirm blue contain S by kim
"""
    assert complaints(text) == [
        (2, 4, "blue has no line #9 by then"),
        (4, 5, "the exercise ended at T+00:30:00"),
        (5, 5, "the exercise ended at T+00:30:00"),
    ]


def test_an_error_shows_the_line_that_it_stands_in():
    with pytest.raises(FilesInError) as error:
        look_up(read_transcript("3m blue social-led acks\n", "x"), a_plan(), a_scenario(), day=DAY)
    assert [one.source for one in error.value.diagnostics] == ["3m blue social-led acks"]


@pytest.mark.parametrize(
    "text,found",
    [
        ("3m social-lead acks scam-post", (1, 4, "the team is missing before 'social-lead'")),
        ("3m social-lead/ben? acks scam-post", (1, 4, "the team is missing before 'social-lead/ben?'")),
        ("3m Blue legal acks", (1, 4, "'Blue' cannot be a team's name")),
        (
            "0m control team all\n3m all legal acks",
            (1, 17, "'all' is a word of the grammar and cannot be a team's name"),
        ),
        ("0m control team blue\n0m control team blue", (2, 17, "there are two teams called 'blue'")),
        ("0m control team blue\n3m bleu legal acks", (2, 4, "unknown team 'bleu'")),
        ("0m control fit {", (1, 16, "the brace is never closed")),
        ("0m control fit {]}", (1, 16, "this fit cannot be read")),
        ('0m control fit {"roles": 7}', (1, 16, "this fit cannot be read")),
        ("0m control fit " + '{"a":' * 2_000 + "1" + "}" * 2_000, (1, 16, "this fit cannot be read")),
        ("0m control date tomorrow", (1, 17, "this date cannot be read")),
        ("0m control mode hard", (1, 17, "this mode cannot be read")),
        ("0m control recorded indeed", (1, 21, "'indeed' is one word too many here")),
    ],
)
def test_a_file_that_names_no_team_or_stands_on_nothing_is_said_to(text, found):
    assert complaints(text)[0] == found


def test_nobody_is_shown_more_than_a_thousand_errors():
    assert len(complaints("3m blue nonsense\n" * 5_000)) == 1_001


def test_a_given_team_wins_over_those_of_the_file():
    assert complaints("3m red legal acks", teams=("blue",)) == [(1, 4, "unknown team 'red'")]


# ── writing, and playing again ───────────────────────────────────────────────


def test_the_transcript_of_the_documentation_is_played_written_and_played_again():
    played = drill(GOOD, teams=("blue", "red"))
    again = both(played)
    assert again.state.opened.recorded
    assert again.written.line_of.keys() != {}
    for team in ("blue", "red"):
        assert played.play(team).delivered.keys() == again.play(team).delivered.keys()
        assert played.play(team).skipped.keys() == again.play(team).skipped.keys()


def test_what_a_session_stands_on_is_written_at_its_top_and_read_again():
    fit = FitMap(roles={"legal": "customer-care"})
    opened = open_session(
        a_plan(),
        a_scenario(),
        teams=("green", "blue"),
        day=DAY,
        seed=42,
        fit=fit,
        cast={"outlet": "The \\ Daily: {News}"},
        mode=Mode.COACHED,
        style=Style.DISCUSSION,
    )
    live = Room(Session.open_new(MemoryStore(), opened))
    live.live.end()
    assert live.text.splitlines()[:10] == [
        "T+00:00:00 control recorded",
        "T+00:00:00 control team green",
        "T+00:00:00 control team blue",
        "T+00:00:00 control seed 42",
        "T+00:00:00 control date 2026-11-27",
        "T+00:00:00 control mode coached",
        "T+00:00:00 control style discussion",
        f"T+00:00:00 control fit {json.dumps({'roles': {'legal': 'customer-care'}})}",
        f"T+00:00:00 control cast complainant : {opened.cast['complainant']}",
        "T+00:00:00 control cast outlet : The \\\\ Daily: {News}",
    ]
    again = both(live)
    assert (again.state.opened.cast, again.state.opened.seed) == (opened.cast, 42)


def test_a_session_without_lines_is_written_and_played_again():
    live = room()
    live.live.end()
    both(live)


def test_the_lines_of_a_transcript_are_where_the_session_says_they_are():
    written = drill(GOOD, teams=("blue", "red")).written
    state = played_again(written.text).state
    lines = written.text.splitlines()
    for seq, number in write_transcript(state).line_of.items():
        assert state.journal_grammar.format(state.entries[seq].statement).split()[0] in lines[number - 1]


LONG = HIJACKED.replace("duration: 60m", "duration: 90m")


def test_a_session_that_was_run_live_with_all_that_can_happen_is_played_again_to_the_same_bytes():
    live = room(scenario=LONG, teams=("blue", "red"))
    live.live.start("we begin")
    live.wait(2)
    live.say("blue social-lead acks scam-post")
    live.say("red social-lead? does confirm")
    live.say("control seat blue legal zoe : Zoe Quinn, for Finn")
    live.wait(1)
    live.say("blue social-lead/ben decides scam-post takeover : we saw {the} posts: both\nof them")
    live.live.set_speed(4_000)
    live.wait(1)
    live.say("blue social-lead convenes it-security, comms-director, legal", at=5.5)
    live.say("blue social-lead does freeze", at=4, recalled=True)
    live.live.undo()
    live.say("control absent red dev, cai")
    live.live.set_speed(1_000)
    live.live.pause("a word with the chief")
    live.say("red social-lead escalates platform about scam-post")
    live.live.start()
    live.say("blue it-security starts lock on @northwind")
    moved = live.state.seq
    live.wait(3)
    live.live.redo()
    live.correct(moved, "blue it-security starts lock on @northwind : moved", at=8)
    live.say("control adhoc blue {id: mayor, via: phone, to: [comms-director], title: The mayor, expect: [statement]}")
    live.say("control adhoc {id: late-mayor, at: 30m, via: phone, to: [legal], title: Again, public: true}")
    live.say("control edit second-network {title: The photo account falls, when: {contacted: legal}, delay: 4m}")
    live.say("control delay proof-wanted red to 45m")
    live.say("control skip press-call red : out of time")
    live.live.jump(minutes(25), "to the press")
    live.say("blue comms-director does statement with holding-takeover edited : We know: more soon.")
    live.say("red comms-director improvises : rang the paper")
    improvised = live.state.seq
    live.say("red social-lead does reply-in-anger", at=12, recalled=True)
    number = live.state.line_of_entry(improvised)
    live.say(f"control adjudicate red #{number} sensible satisfies holding-statement : worked")
    live.say("control probe all scam-post : who owns this?")
    live.live.no_duff("a real alarm")
    live.live.start()
    live.wait(1)
    live.hands.turn(asleep=minutes(20))
    live.live.tick()
    live.live.after_sleep(skip=True)
    live.live.start()
    live.wait(20)
    live.say("control back red dev")
    live.say("kim observes blue contain P : calm")
    live.say("control set-aside blue #2 : for real")
    live.say("control unseen red tell-care")
    live.say("control flag red false statement")
    live.say("control mark : ask about this")
    live.live.end("enough")
    live.say("control rate blue statement 3 by kim : empathy", at=80)
    live.say("control confirm blue contain S by kim : agreed", at=81)
    live.say("control strength red inform : quick")
    live.live.undo()
    again = both(live, scenario=LONG)
    assert {team: again.play(team).delivered.keys() for team in ("blue", "red")} == {
        team: live.play(team).delivered.keys() for team in ("blue", "red")
    }
    assert {team: sorted(again.play(team).skipped) for team in ("blue", "red")} == {
        team: sorted(live.play(team).skipped) for team in ("blue", "red")
    }


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_shipped_transcripts_are_played_written_and_played_again(path):
    scenario = load_scenario(SCENARIOS / f"{path.name.split('.')[0]}.yaml")
    plan = load_plan(plan_path(scenario) or "")
    session, warnings = play(
        look_up(read_transcript(path.read_text(encoding="utf-8"), path.name), plan, scenario, day=DAY)
    )
    assert not warnings
    both(Drill(session), plan=plan.document.text, scenario=scenario.document.text)


def test_a_decision_that_an_edit_brought_can_be_made_in_the_file_as_well():
    live = room(small_plan(), small_scenario("[{id: news, at: 5m}]"))
    live.live.start()
    live.wait(1)
    live.say(
        "control edit news {decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}}"
    )
    live.wait(5)
    live.say("blue lead decides news go")
    live.live.end()
    both(live, plan=small_plan(), scenario=small_scenario("[{id: news, at: 5m}]"))


def test_a_written_transcript_holds_no_wall_clock_time_and_nothing_that_was_undone():
    live = room()
    live.say("blue legal acks : the first try")
    live.live.undo()
    live.live.end()
    assert "first try" not in live.text
    assert live.text == room_with_the_same_lines().text


def room_with_the_same_lines() -> Room:
    """The same session, without the line that was taken back."""
    live = room()
    live.live.end()
    return live
