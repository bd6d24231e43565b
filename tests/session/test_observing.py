"""What an observer may say, in whose name, and to which objective it belongs."""

from __future__ import annotations

import pytest

from drill.errors import Refused
from drill.session.control_lines import CONTROL_VERBS
from drill.session.observing import allowed, objective_of, signed
from drill.session.panes.matrix_building import build_matrix
from drill.session.panes.public import SHOWN, public_injects
from drill.session.statements import Observed, Rated, Unseen
from tests.building import Room, minutes, room, small_room

CONTROL = room(teams=("blue", "red"))
CONTROL.say("blue social-lead acks")
GRAMMAR = CONTROL.state.grammar


@pytest.mark.parametrize(
    "line",
    [
        "kim observes blue contain S : calm",
        "kim observes red contain",
        "control rate blue statement 3 by kim : warm",
        "control unseen blue lock on @northwind",
    ],
)
def test_an_observer_observes_rates_and_marks_as_not_seen(line: str) -> None:
    said = allowed(GRAMMAR.parse(line), "kim")
    assert isinstance(said, (Observed, Rated, Unseen))
    assert GRAMMAR.format(said).removesuffix(" : (kim)") == line


@pytest.mark.parametrize("line", ["kim observes blue contain S", "control rate blue statement 3 by kim"])
def test_never_in_anothers_name(line: str) -> None:
    with pytest.raises(Refused, match="lee cannot speak for kim"):
        allowed(GRAMMAR.parse(line), "lee")


SAMPLES = {
    "pause": "", "resume": "", "speed": "2", "jump": "30m", "no-duff": "", "end": "", "seat": "blue legal ana",
    "absent": "blue ana", "back": "blue ana", "inject": "press-call blue", "delivered": "press-call blue",
    "adhoc": "blue {id: x, via: phone, to: [legal], title: x}", "edit": "press-call {title: x}",
    "delay": "press-call blue to 30m", "skip": "press-call blue", "probe": "blue scam-post", "mark": "", "park": ": x",
    "flag": "blue false statement", "rate": "blue statement 3 by lee", "unseen": "blue lock",
    "adjudicate": "blue #1 sensible", "set-aside": "blue #1", "confirm": "blue contain S by kim",
    "strength": "blue : x", "gap": "blue : x", "missed": "blue lock on @northwind",
}  # fmt: skip


@pytest.mark.parametrize("verb", CONTROL_VERBS)
def test_nothing_else_of_controls_is_an_observers(verb: str) -> None:
    said = GRAMMAR.parse(f"control {verb} {SAMPLES[verb]}".strip())
    if verb == "unseen":
        assert allowed(said, "kim").note == "(kim)"
        return
    with pytest.raises(Refused):
        allowed(said, "kim")


def test_nor_is_what_a_team_did() -> None:
    with pytest.raises(Refused, match="the rest is control's"):
        allowed(GRAMMAR.parse("blue social-lead does confirm"), "kim")


def test_a_note_is_signed_once() -> None:
    once = signed(GRAMMAR.parse("control unseen blue lock : away"), "kim")
    assert once.note == "away (kim)"
    assert signed(once, "kim") == once


# ── the objective of a cell ──────────────────────────────────────────────────


def objectives(control: Room) -> dict[str, str | None]:
    rows = build_matrix(control.state).rows
    return {row.name: objective_of(control.state, "blue", row.key) for row in rows}


def test_a_cell_belongs_to_the_objective_of_the_inject_that_asks_for_it() -> None:
    injects = "[{id: one, expect: [first]}, {id: two, at: 10m, objective: tell, expect: [second]}]"
    control = small_room("first: {do: One, by: [lead]}\nsecond: {do: Two, by: [lead]}", injects)
    assert objectives(control) == {"first": "hold", "second": "tell"}, "before it was asked for, too"


def test_of_two_injects_the_newest_that_came_counts() -> None:
    injects = "[{id: one, expect: [first]}, {id: two, at: 10m, objective: tell, expect: [first]}]"
    control = small_room(
        "first: {do: One, by: [lead], repeat: {every: 30m, until: {done: first}}, deadline: 5m}", injects
    )
    assert objectives(control) == {"first": "hold"}
    control.live.start()
    control.wait(11)
    assert objectives(control) == {"first": "tell"}


def test_a_role_to_reach_belongs_to_its_injects_objective() -> None:
    control = small_room(injects="[{objective: tell, must_reach: [{role: legal, target: 5m, deadline: 10m}]}]")
    control.live.start()
    control.wait(1)
    assert objectives(control) == {"reach legal": "tell"}


# ── what is public ───────────────────────────────────────────────────────────


def test_only_what_was_delivered_and_is_public_is_shown_and_nothing_but_its_words() -> None:
    injects = """
      [{id: post, via: social, title: A post, text: Look at this., notes: Secret., from: "@x", expect: [first]},
       {id: call, via: phone, title: A call, text: Psst.},
       {id: loud, at: 1m, via: phone, public: true, title: On the loudspeaker},
       {id: later, at: 30m, via: social, title: Later}]
    """
    control = small_room("first: {do: One, by: [lead]}", injects)
    control.live.start()
    control.wait(2)
    shown = public_injects(control.state)
    assert [(one.at, one.title) for one in shown] == [(0, "A post"), (minutes(1), "On the loudspeaker")]
    assert (shown[0].via, shown[0].from_, shown[0].text, shown[0].teams) == ("social", "@x", "Look at this.", ())
    assert "Secret" not in repr(shown)


def test_what_only_one_team_has_says_so() -> None:
    control = small_room(injects="[{via: social, manual: true}]", teams=("blue", "red"))
    control.live.start()
    control.say("control inject news red")
    [shown] = public_injects(control.state)
    assert shown.teams == ("red",)


def test_of_very_many_the_newest_are_shown() -> None:
    injects = ", ".join(f"{{id: post-{place}, at: {place}s, via: social}}" for place in range(SHOWN + 20))
    control = small_room(injects=f"[{injects}]")
    control.live.start()
    control.wait(2)
    shown = public_injects(control.state)
    assert len(shown) == SHOWN
    assert shown[-1].at == (SHOWN + 19) * 1_000
