"""What is refused, why, and that nothing has changed then."""

from __future__ import annotations

import copy

import pytest

from drill.errors import Refused
from drill.session.decide import Amend, Enter, Redo, Tick, Undo, decide
from drill.session.events import Amended, Entered, Redone, Ticked, Undone
from tests.building import Room, minutes, small_room

STEPS = "stop: {do: Stop the posts, by: [lead], deadline: 10m}"
INJECTS = "[{id: news}, {id: press, at: 8m}, {id: far, at: 50m}]"


def a_room(*, ended: bool = False) -> Room:
    """Ten minutes of a drill of two teams: one line of blue, which was judged, and one that was taken back."""
    room = small_room(STEPS, INJECTS, teams=("blue", "red"))
    room.live.start()
    room.wait(5)
    room.say("blue lead improvises : pulled the plug")
    room.say("blue lead does stop")
    room.say("red lead does stop")
    room.live.undo()
    room.say("control skip far red")
    room.wait(5)
    room.say("control adjudicate blue #1 harmful")
    if ended:
        room.live.end()
    return room


def entry(room: Room, words: str) -> int:
    """The journal's number of the first line that says this."""
    grammar = room.state.grammar
    return next(seq for seq, each in room.state.entries.items() if words in grammar.format(each.statement))


REFUSED = [
    # (what is entered, when in minutes, whether the exercise has ended, why not)
    ("blue lead does stop", -1, False, r"begins at T\+00:00:00"),
    ("blue lead does stop", 11, True, r"ended at T\+00:10:00"),
    ("control end", 12, True, "ended already"),
    ("control end", 4, False, r"there are lines until T\+00:08:00"),
    ("control jump 9m", 10, False, "does not run back"),
    ("control jump 10m", 10, False, "does not run back"),
    ("control inject news", 10, False, "news was delivered already"),
    ("control delivered news blue", 10, False, "news was delivered already"),
    ("control inject news", 11, True, r"ended at T\+00:10:00"),
    ("control adhoc {id: mayor, via: phone, to: [boss], title: X}", 11, True, r"ended at T\+00:10:00"),
    ("control edit far {title: X}", 11, True, r"ended at T\+00:10:00"),
    ("control absent blue ann", 11, True, r"ended at T\+00:10:00"),
    ("control seat blue lead dan", 11, True, r"ended at T\+00:10:00"),
    ("control probe blue news", 11, True, r"ended at T\+00:10:00"),
    ("control pause", 10, True, r"ended at T\+00:10:00"),
    ("control resume", 10, True, r"ended at T\+00:10:00"),
    ("control speed 2", 10, True, r"ended at T\+00:10:00"),
    ("control jump 30m", 10, True, r"ended at T\+00:10:00"),
    ("control delay press to 30m", 10, False, "press was delivered already"),
    ("control delay far to 9m", 10, False, "into the past"),
    ("control delay far red to 30m", 10, False, "far was skipped already"),
    ("control skip press", 10, False, "press was delivered already"),
    ("control skip far red", 10, False, "far was skipped already"),
    ("control edit press {title: X}", 10, False, "press was delivered already"),
    ("control edit far {id: other}", 10, False, "keeps its id"),
    ("control edit far {to: [bos]}", 10, False, "unknown role 'bos'"),
    ("control adhoc {id: press, via: phone, to: [boss], title: X}", 10, False, "there is an inject 'press' already"),
    ("control adhoc {id: mayor, to: [boss], title: X}", 10, False, "via"),
    ("control set-aside blue #1", 4, False, r"that line is of T\+00:05:00"),
]


@pytest.mark.parametrize("words,at,ended,why", REFUSED, ids=[f"{words} at {at}m" for words, at, *_ in REFUSED])
def test_a_line_that_cannot_be_is_refused_and_changes_nothing(words, at, ended, why):
    room = a_room(ended=ended)
    statement = room.state.grammar.parse(words)
    before = snapshot(room)
    with pytest.raises(Refused, match=why):
        decide(room.state, Enter(minutes(at), statement))
    assert snapshot(room) == before


def corrections(room: Room) -> list[tuple[object, str]]:
    """Corrections that cannot be, with the reason."""
    parse = room.state.grammar.parse
    improvised, done = entry(room, "improvises"), entry(room, "does stop")
    delivered, resumed = entry(room, "delivered news blue"), entry(room, "control resume")
    undone = room.state.undone[-1].seq
    ended = room.state.ended_at is not None
    return [
        (Undo(999), "does not count"),
        (Undo(undone), "does not count"),
        (Undo(delivered), "cannot be taken back"),
        (Undo(resumed), "cannot be taken back"),
        (Amend(999, minutes(5), parse("blue lead does stop")), "does not count"),
        (Amend(delivered, minutes(5), parse("control delivered far blue")), "cannot be taken back"),
        (Amend(done, minutes(5), parse("control mark")), "the same kind"),
        (Amend(done, minutes(5), parse("red lead does stop")), "with its team"),
        (Amend(done, -1, parse("blue lead does stop")), "begins at"),
        *([(Amend(done, minutes(11), parse("blue lead does stop")), "ended at")] if ended else []),
        (
            Amend(improvised, minutes(11), parse("blue lead improvises")),
            "was judged at" if not ended else "judged|ended",
        ),
    ]


@pytest.mark.parametrize("ended", [False, True])
def test_a_correction_that_cannot_be_is_refused_and_changes_nothing(ended):
    room = a_room(ended=ended)
    before = snapshot(room)
    for command, why in corrections(room):
        with pytest.raises(Refused, match=why):
            decide(room.state, command)  # type: ignore[arg-type]
    assert snapshot(room) == before


def test_nothing_is_taken_back_where_nothing_was_entered():
    room = small_room(STEPS, INJECTS)
    for command in (Undo(), Redo()):
        with pytest.raises(Refused, match="nothing to"):
            decide(room.state, command)


def test_what_was_taken_back_does_not_come_back_after_the_end():
    room = small_room(STEPS, INJECTS)
    room.live.start()
    room.wait(9)
    room.say("blue lead does stop")
    room.live.undo()
    room.say("control end")
    end = entry(room, "control end")
    room.correct(end, "control end", at=9)
    with pytest.raises(Refused, match=r"until T\+00:08:00"):
        room.correct(end, "control end", at=7)
    room.correct(end, "control end", at=8)
    with pytest.raises(Refused, match="ended at"):
        room.live.redo()


def test_the_end_is_taken_back_and_the_exercise_goes_on():
    room = small_room(STEPS, INJECTS)
    room.live.start()
    room.wait(7)
    room.live.end()
    room.live.undo()
    assert room.state.ended_at is None
    room.live.start()
    room.wait(2)
    assert "T+00:08:00 control delivered press blue" in room.lines


def test_what_stands_may_be_said_after_the_end():
    room = a_room(ended=True)
    for words in (
        "control adjudicate blue #1 sensible",
        "control set-aside blue #2",
        "control confirm blue hold S by kim",
        "control unseen blue stop",
        "control strength blue",
        "control park : who owns the agency's log-ins?",
        "control mark",
        "control no-duff",
        "kim observes blue hold P : well done",
        "control rate blue stop 3 by kim",
    ):
        assert decide(room.state, Enter(minutes(12), room.state.grammar.parse(words)))


def test_what_is_taken_comes_to_events_in_the_words_of_the_grammar():
    room = a_room()
    parse = room.state.grammar.parse
    assert decide(room.state, Enter(minutes(9), parse("blue lead acks"), recalled=True)) == (
        Entered(minutes(9), "blue lead acks", recalled=True),
    )
    done = entry(room, "does stop")
    assert decide(room.state, Amend(done, minutes(9), parse("blue lead/dan does stop"))) == (
        Amended(done, minutes(9), "blue lead/dan does stop"),
    )
    assert decide(room.state, Undo(done)) == (Undone(done),)
    assert decide(room.state, Redo()) == (Redone(room.state.undone[-1].seq),)
    assert decide(room.state, Tick(minutes(10))) == (Ticked(),)


def test_the_newest_line_that_can_be_taken_back_is_taken_back():
    room = a_room()
    room.say("blue lead acks")
    newest = room.state.seq
    room.say("control pause")
    assert decide(room.state, Undo()) == (Undone(newest),)


def snapshot(room: Room) -> object:
    """All that a state says, so that two can be compared."""
    state = room.state
    plays = [
        (
            play.position,
            sorted(play.delivered.items(), key=repr),
            copy.deepcopy(play.expectations),
            list(play.calls),
            dict(play.due),
            dict(play.owed),
            {name: each.seq for name, each in play.skipped.items()},
        )
        for play in state.plays()
    ]
    said = [(each.seq, each.at, each.statement) for each in state.lines()]
    clock = (state.seq, state.now, state.reached, state.ended_at, state.running, state.speed)
    return said, plays, list(state.undone), clock, dict(state.adhoc), dict(state.walk_ins)
