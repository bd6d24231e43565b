"""Control changes the script while people play: by hand, ad hoc, edited, put off, left out."""

from __future__ import annotations

import pytest

from drill.errors import Refused
from drill.session.session import MemoryStore, Session
from tests.building import (
    Room,
    drill,
    lines_of,
    minutes,
    played_again,
    small_drill,
    small_plan,
    small_room,
    small_scenario,
)

STOP = "stop: {do: Stop the posts, by: [lead], deadline: 10m}"
BOTH = ("blue", "red")


def came(played: Room, team: str = "blue") -> dict[str, float]:
    """When each inject came to a team, in minutes."""
    return {name: each.at / 60_000 for name, each in played.play(team).delivered.items()}


def a_room(injects: str, *, at: float = 0, teams: tuple[str, ...] = ("blue",), steps: str = STOP) -> Room:
    """A drill that runs, so many minutes after its start."""
    room = small_room(steps, injects, teams=teams)
    room.live.start()
    room.wait(at)
    return room


# ── by hand ──────────────────────────────────────────────────────────────────


def test_an_inject_given_by_hand_comes_now_whatever_it_waits_for_and_never_again():
    room = a_room("[{id: news, at: 10m}, {id: echo, when: {done: stop}}]", at=3)
    room.say("control inject news")
    room.say("control inject echo blue")
    room.say("blue lead does stop")
    room.wait(10)
    assert came(room) == {"news": 3, "echo": 3}
    assert all(each.by_hand for each in room.play().delivered.values())


def test_by_hand_for_all_gives_it_to_those_that_have_it_not():
    room = a_room("[{id: news, at: 10m}]", at=3, teams=BOTH)
    room.say("control inject news blue")
    room.say("control inject news")
    assert room.lines[-2:] == ["T+00:03:00 control inject news blue", "T+00:03:00 control inject news red"]


def test_what_a_condition_held_back_can_still_be_given_by_hand():
    room = a_room("[{id: news, at: 2m, if: {done: stop}}]", at=3)
    assert list(room.play().skipped) == ["news"]
    room.say("control inject news")
    assert came(room) == {"news": 3}
    assert not room.play().skipped


# ── ad hoc ───────────────────────────────────────────────────────────────────

MAYOR = "{id: mayor, via: phone, to: [boss], title: The mayor calls}"


def test_an_ad_hoc_inject_is_delivered_at_once():
    room = a_room("[{}]", at=3, teams=BOTH)
    room.say(f"control adhoc blue {MAYOR}")
    assert came(room) == {"news": 0, "mayor": 3}
    assert came(room, "red") == {"news": 0}


def test_an_ad_hoc_inject_without_a_team_is_for_all():
    room = a_room("[{}]", at=3, teams=BOTH)
    room.say(f"control adhoc {MAYOR}")
    assert came(room, "red") == came(room, "blue") == {"news": 0, "mayor": 3}


@pytest.mark.parametrize(
    "trigger,comes",
    [
        ("at: 7m", 7),
        ("when: {done: stop}", 5),
        ("when: {done: stop}, delay: 1m", 6),
        ("at: 1m", 3),
        ("manual: true", 3),
    ],
)
def test_an_ad_hoc_inject_can_be_put_on_the_script(trigger, comes):
    room = a_room("[{}]", at=3)
    room.say(f"control adhoc blue {{id: mayor, {trigger}, via: phone, to: [boss], title: The mayor calls}}")
    room.wait(2)
    room.say("blue lead does stop")
    room.wait(3)
    assert came(room)["mayor"] == comes


def test_an_ad_hoc_inject_whose_condition_holds_already_comes_at_once():
    room = a_room("[{}]", at=1)
    room.say("blue lead does stop")
    room.wait(2)
    room.say("control adhoc blue {id: mayor, when: {done: stop}, via: phone, to: [boss], title: The mayor calls}")
    room.wait(1)
    assert came(room)["mayor"] == 3


def test_an_ad_hoc_inject_expects_steps_reaches_roles_and_can_be_answered_and_decided():
    room = a_room("[{}]", at=3)
    room.say(
        "control adhoc blue {id: mayor, via: phone, to: [boss], title: The mayor calls, expect: [stop], "
        "must_reach: [{role: legal, deadline: 5m}], "
        "decision: {question: What, options: {go: {says: Go, is: best}, wait: {says: Wait, is: poor}}}}"
    )
    room.say("blue boss acks mayor")
    room.say("blue boss decides mayor go")
    room.say("blue boss informs legal about mayor")
    play = room.play()
    assert [(each.inject, each.expected_at) for each in play.expectations] == [("mayor", minutes(3))]
    assert [reach.told_at for reach in play.reaches] == [minutes(3)]
    assert play.decision_on("mayor") == "go"


def test_an_ad_hoc_inject_can_be_about_an_account_that_nobody_knew():
    room = a_room("[{}]", at=3, steps="lock: {do: Lock it, by: [tech], per: account, deadline: 9m}")
    room.say('control adhoc blue {id: more, via: social, to: [lead], title: More, about: ["@new"], expect: [lock]}')
    room.say("blue tech does lock on @new")
    assert [(each.account, each.done_at) for each in room.play().expectations] == [("@new", minutes(3))]


@pytest.mark.parametrize(
    "braces,why",
    [
        ("{id: news, via: phone, to: [boss], title: X}", "there is an inject 'news' already"),
        ("{id: mayor, via: phone, to: [boss]}", "title"),
        ("{id: mayor, via: pigeon, to: [boss], title: X}", "pigeon"),
        ("{id: mayor, via: phone, to: [], title: X}", ""),
        ("{id: mayor, via: phone, to: [boss], title: X, colour: red}", "colour"),
        ("{id: mayor, at: 5m, manual: true, via: phone, to: [boss], title: X}", "exactly one of at, when, manual"),
        ("{id: mayor, via: phone, to: [bos], title: X}", "boss"),
        ("{id: mayor, via: phone, to: [boss], title: X, expect: [stopp]}", "stop"),
        ("{id: mayor, via: phone, to: [boss], title: X, when: {delivered: newz}}", "news"),
        ("{id: mayor, via: phone, to: [boss], title: X, effects: {absent: [anne]}}", "ann"),
        ("{id: mayor, via: phone, to: [boss], title: X, objective: hould}", "hold"),
        ('{id: mayor, via: phone, to: [boss], title: "a, id: other}', ""),
    ],
)
def test_an_ad_hoc_inject_that_is_none_is_refused(braces, why):
    room = a_room("[{}]", at=3)
    before = room.text
    with pytest.raises((Refused, ValueError)) as refusal:
        room.say(f"control adhoc blue {braces}")
    assert why in f"{refusal.value} {getattr(refusal.value, 'hint', '')}"
    assert room.text == before


def test_the_id_of_an_ad_hoc_inject_is_the_yamls_own_not_one_in_a_text():
    room = a_room("[{}]", at=3)
    room.say('control adhoc blue {title: "Badge, id: fake", id: real, via: phone, to: [boss]}')
    assert came(room) == {"news": 0, "real": 3}
    room.live.end()
    assert played_again(room.text, small_plan(STOP), small_scenario("[{}]")).written.text == room.text


def test_ad_hoc_injects_of_one_instant_have_one_order_however_they_were_entered():
    script = "control adhoc blue {{id: {}, at: 9m, via: phone, to: [boss], title: Again}}"
    room = a_room("[{}]", at=5)
    room.say(script.format("zebra"))
    room.say(script.format("ant"), at=4)
    room.wait(5)
    room.live.end()
    assert played_again(room.text, small_plan(STOP), small_scenario("[{}]")).written.text == room.text


def test_an_ad_hoc_inject_of_one_team_is_nothing_to_another():
    room = a_room("[{}]", at=3, teams=BOTH)
    room.say("control adhoc blue {id: mayor, at: 9m, via: phone, to: [boss], title: The mayor calls}")
    for words in ("inject mayor red", "delay mayor red to 8m", "skip mayor red"):
        with pytest.raises(Refused, match="red"):
            room.say(f"control {words}")
    room.say("control edit mayor {title: The mayor writes}")
    room.say("control delay mayor to 8m")
    room.wait(7)
    assert came(room) == {"news": 0, "mayor": 8}
    assert came(room, "red") == {"news": 0}
    assert room.play().delivered["mayor"].inject.inject.title == "The mayor writes"


def test_a_line_about_an_ad_hoc_inject_before_it_was_written_is_refused():
    room = a_room("[{}]", at=3)
    room.say("control adhoc blue {id: mayor, at: 9m, via: phone, to: [boss], title: The mayor calls}")
    for words in ("inject mayor blue", "delay mayor blue to 8m", "skip mayor blue", "edit mayor {title: X}"):
        with pytest.raises(Refused, match="T\\+00:03:00"):
            room.say(f"control {words}", at=2)


# ── edited ───────────────────────────────────────────────────────────────────


def test_an_edit_changes_what_is_delivered_later():
    room = a_room("[{id: news, at: 5m}]", at=3)
    room.say("control edit news {title: The mayor calls, expect: [stop]}")
    room.wait(3)
    assert room.play().delivered["news"].inject.inject.title == "The mayor calls"
    assert len(room.play().expectations) == 1


def test_an_edit_leaves_a_team_alone_that_has_the_inject_already():
    room = a_room("[{id: news, at: 5m}]", at=3, teams=BOTH)
    room.say("control inject news red")
    room.say("control edit news {title: The mayor calls}")
    room.wait(3)
    titles = [room.play(team).delivered["news"].inject.inject.title for team in BOTH]
    assert titles == ["The mayor calls", "Something happened"]


@pytest.mark.parametrize(
    "inject,edit,comes",
    [
        ("at: 5m", "at: 8m", 8),
        ("at: 5m", "at: 4m", 4),
        ("at: 5m", "at: 1m", 3),
        ("at: 5m", "when: {done: stop}", 7),
        ("at: 5m", "when: {done: stop}, delay: 2m", 9),
        ("at: 5m", "manual: true", None),
        ("when: {contacted: tech}", "when: {done: stop}", 7),
        ("when: {contacted: tech}", "at: 6m", 6),
        ("when: {contacted: tech}", "title: X", 6),
        ("when: {delivered: news}, delay: 4m", "when: {delivered: news}, delay: 6m", 6),
        ("when: {delivered: news}, delay: 4m", "when: {delivered: news}, delay: 1m", 3),
        ("when: {delivered: news}, delay: 4m", "when: {done: stop}", 7),
        ("when: {delivered: news}, delay: 4m", "manual: true", None),
        ("manual: true", "at: 8m", 8),
        ("manual: true", "title: X", None),
    ],
)
def test_an_edit_of_when_it_comes_takes_the_place_of_the_old_trigger(inject, edit, comes):
    room = a_room(f"[{{}}, {{id: more, {inject}}}]", at=3)
    room.say(f"control edit more {{{edit}}}")
    room.wait(3)
    room.say("blue lead informs tech")
    room.wait(1)
    room.say("blue lead does stop")
    room.wait(5)
    assert came(room).get("more") == comes


def test_an_edit_does_not_bring_back_what_was_left_out():
    room = a_room("[{id: news, at: 5m}]", at=3)
    room.say("control skip news")
    with pytest.raises(Refused, match="skipped"):
        room.say("control edit news {at: 9m}")


@pytest.mark.parametrize(
    "braces",
    [
        "{}",
        "{id: other}",
        "{at: soon}",
        "{delay: 5m}",
        "{title: [a]}",
        "{to: [bos]}",
        "{expect: [stopp]}",
        "{when: {done: stopp}}",
    ],
)
def test_an_edit_that_makes_no_inject_is_refused(braces):
    room = a_room("[{id: news, at: 5m}]", at=3)
    with pytest.raises(Refused):
        room.say(f"control edit news {braces}")


def test_an_inject_that_every_team_has_cannot_be_edited():
    room = a_room("[{}]", at=3)
    with pytest.raises(Refused, match="delivered already"):
        room.say("control edit news {title: Too late}")


# ── put off, left out ────────────────────────────────────────────────────────


def test_an_inject_is_put_off_for_one_team_or_for_all():
    room = a_room("[{id: news, at: 5m}, {id: more, at: 5m}]", at=3, teams=BOTH)
    room.say("control delay news blue to 8m")
    room.say("control delay more to 7m")
    room.wait(6)
    assert came(room) == {"more": 7, "news": 8}
    assert came(room, "red") == {"news": 5, "more": 7}


def test_an_inject_is_brought_forward():
    room = a_room("[{id: news, at: 5m}]", at=3)
    room.say("control delay news to 4m")
    room.wait(6)
    assert came(room) == {"news": 4}


def test_an_inject_that_waits_for_a_condition_gets_a_time_by_being_put_off():
    room = a_room("[{}, {id: echo, when: {done: stop}}]", at=3)
    room.say("control delay echo to 6m")
    room.say("blue lead does stop")
    room.wait(6)
    assert came(room) == {"news": 0, "echo": 6}


def test_a_condition_of_its_own_is_still_looked_at_when_an_inject_that_was_put_off_is_due():
    room = a_room("[{id: news, at: 5m, unless: {done: stop}}]", at=3)
    room.say("control delay news to 8m")
    room.wait(3)
    room.say("blue lead does stop")
    room.wait(4)
    assert "T+00:08:00 control skip news blue unmet" in room.lines


def test_an_inject_that_is_left_out_does_not_come():
    room = a_room("[{id: news, at: 5m}, {id: echo, when: {done: stop}}]", at=3, teams=BOTH)
    room.say("control skip news red : out of time")
    room.say("control skip echo")
    room.say("blue lead does stop")
    room.wait(6)
    assert came(room) == {"news": 5}
    assert came(room, "red") == {}
    assert set(room.play("red").skipped) == {"news", "echo"}


def test_what_was_left_out_is_not_put_off_and_not_left_out_again():
    room = a_room("[{id: news, at: 5m}]", at=3)
    room.say("control skip news")
    for words in ("delay news to 9m", "skip news", "delay news blue to 9m"):
        with pytest.raises(Refused, match="skipped"):
            room.say(f"control {words}")


def test_taking_back_a_skip_brings_the_inject_back_when_it_is_due():
    room = a_room("[{id: news, at: 5m}]", at=3)
    room.say("control skip news")
    room.live.undo()
    room.wait(6)
    assert came(room) == {"news": 5}


def test_an_inject_is_not_moved_into_the_past():
    room = a_room("[{id: news, at: 5m}]", at=3)
    with pytest.raises(Refused, match="past"):
        room.say("control delay news to 2m")


# ── the same, written out and played again ───────────────────────────────────


def test_a_session_with_every_change_of_the_script_is_played_again_to_the_same_lines():
    injects = "[{id: one, at: 2m}, {id: two, at: 6m}, {id: three, at: 7m}, {id: four, when: {done: stop}}, {id: five, at: 8m}]"
    room = a_room(injects, at=3, teams=BOTH)
    room.say("control inject five blue : early")
    room.say(f"control adhoc {MAYOR}")
    room.say("control adhoc red {id: later, when: {done: stop}, delay: 1m, via: chat, to: [tech], title: Later}")
    room.say("control edit two {title: Second, when: {contacted: tech}} : changed my mind")
    room.say("control edit three {text: 'a \"quoted\" text: with } and { in it'}")
    room.say("control delay three red to 9m")
    room.say("control skip four blue : out of time")
    room.wait(1)
    room.say("red lead does stop")
    room.say("red lead escalates tech")
    room.wait(8)
    room.live.end()
    again = played_again(room.text, small_plan(STOP), small_scenario(injects))
    assert again.written.text == room.text
    for team in BOTH:
        assert came(Room(again.session), team) == came(room, team)


def test_an_untouched_transcript_of_the_documentation_plays():
    played = drill(
        """
        21m  control adhoc blue {id: mayor, via: phone, to: [comms-director], title: The mayor's office calls}
        22m  control edit second-network {title: The photo account falls}
        23m  control delay second-network blue to 30m
        25m  control skip second-network red : out of time
        """,
        teams=BOTH,
    )
    assert "T+00:30:00 control delivered second-network blue" in lines_of(played.written.text)
    assert "second-network" in played.play("red").skipped


def test_the_store_is_not_touched_by_what_was_refused():
    store = MemoryStore()
    played = small_drill("", STOP, injects="[{id: news, at: 5m}]")
    session = Session.open_new(store, played.state.opened)
    room = Room(session)
    with pytest.raises(Refused):
        room.say("control delay news to 5m", at=6)
    assert [record.event.kind for record in store.records] == ["opened"]
