"""Other views by their keys: what the room sees, what an observer notes, what a second facilitator looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from drill.errors import WrongUsage
from drill.scoring.content import PROMPTS
from drill.session.session import MemoryStore, Session
from drill.tui.app import DrillApp
from drill.tui.room import Room
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.observer import KEYS as OBSERVER_KEYS
from drill.tui.screens.observer import ObserverScreen
from drill.tui.screens.projector import Projector
from drill.tui.screens.watching import KEYS as VIEW_KEYS
from drill.tui.screens.watching import ControlRoomView, Waiting
from drill.tui.watch.desk import Desk, Visit
from drill.tui.watch.onlooker import Onlooker
from drill.tui.watch.outbox import Fate, Outbox
from drill.tui.watch.window import sharing
from drill.tui.watch.wire import Hello, Role, Say, Taken
from drill.tui.watching import checked_name, farewell, screen_of
from tests import building
from tests.tui.onlooking import Onlooking
from tests.tui.stage import NARROW, WIDE, ScreenPilot, stage, words_of
from tests.watch.guests import Host, hosting
from tests.watch.test_onlooker import served, until


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "kim.jsonl")
    yield box
    box.close()


async def shown(app: DrillApp, pilot: ScreenPilot) -> str:
    """All words on the screen, on one line."""
    await pilot.pause()
    await pilot.pause()
    return " ".join(words_of(app).split())


def said(app: DrillApp) -> str:
    return str(app.screen.query_one("#said", Static).content)


# ── the projector ────────────────────────────────────────────────────────────


async def test_the_projector_of_the_control_room_shows_what_is_public_and_nothing_else() -> None:
    on = stage().begin(21)
    async with on.open() as pilot:
        await pilot.press("P")
        assert isinstance(on.app.screen, Projector)
        words = await shown(on.app, pilot)
        assert "EXERCISE EXERCISE EXERCISE" in words
        assert "A crypto giveaway appears on the brand account" in words
        assert "Send 0.1, get 0.2 back." in words
        for hidden in ("notes", "Read the post aloud", "takeover", "confirm", "due", "blue", "Who owns", "Expected"):
            assert hidden not in words, hidden
        await pilot.press("escape")
        assert isinstance(on.app.screen, ControlRoom)


async def test_a_drill_goes_on_behind_the_projector_and_its_clock_with_it() -> None:
    on = stage().begin(1)
    async with on.open() as pilot:
        await pilot.press("P")
        on.hands.turn(10_000)
        on.screen.tick()
        screen = on.app.screen
        assert isinstance(screen, Projector)
        screen.show()
        assert on.room.live.now == 70_000
        on.room.submit(on.room.live.pause)
        screen.show()
        assert "paused" in await shown(on.app, pilot)


async def test_no_duff_and_the_end_are_unmistakable_on_the_wall() -> None:
    on = Onlooking(stage().begin(2), Role.PROJECTOR)
    async with on.app.run_test(size=NARROW) as pilot:
        on.on.room.live.no_duff()
        on.tell()
        assert isinstance(on.app.screen, Projector)
        on.app.screen.show()
        assert "NO DUFF NO DUFF NO DUFF This is a real emergency." in await shown(on.app, pilot)
        on.on.room.live.end()
        on.tell()
        on.app.screen.show()
        assert "■" in await shown(on.app, pilot)


async def test_the_newest_comes_into_sight_and_earlier_ones_stay_within_reach() -> None:
    on = Onlooking(stage().begin(1), Role.PROJECTOR)
    async with on.app.run_test(size=WIDE) as pilot:
        on.on.control.say(
            "control adhoc all {id: rumour, via: social, to: [legal], title: A rumour, text: They say so.}"
        )
        on.tell()
        screen = on.app.screen
        assert isinstance(screen, Projector)
        screen.show()
        assert "A rumour" in await shown(on.app, pilot)
        await pilot.press("left")
        words = await shown(on.app, pilot)
        assert "A crypto giveaway" in words
        assert "1 of 2" in words
        on.on.control.say("control adhoc red {id: more, via: press, to: [legal], title: It gets worse, text: Much.}")
        on.tell()
        screen.show()
        words = await shown(on.app, pilot)
        assert "It gets worse" in words
        assert "only red" in words
        await pilot.press("left", "left", "left", "right", "right", "right")
        assert "3 of 3" in await shown(on.app, pilot)


async def test_a_projector_without_a_control_room_says_so() -> None:
    on = Onlooking(stage().begin(1), Role.PROJECTOR)
    async with on.app.run_test(size=WIDE) as pilot:
        on.go_away("the control room was closed")
        assert isinstance(on.app.screen, Projector)
        on.app.screen.show()
        words = await shown(on.app, pilot)
        assert "the control room is away: the control room was closed" in words
        assert "This view comes back by itself." in words


async def test_a_text_from_outside_is_no_markup_on_the_wall() -> None:
    on = Onlooking(stage().begin(1), Role.PROJECTOR)
    async with on.app.run_test(size=WIDE) as pilot:
        said = "{id: evil, via: social, to: [legal], title: '[/] [bold]x', text: 'a [@click=app.quit]b[/] c'}"
        on.on.control.say(f"control adhoc all {said}")
        on.tell()
        assert isinstance(on.app.screen, Projector)
        on.app.screen.show()
        words = await shown(on.app, pilot)
        assert "[/] [bold]x" in words
        assert "a [@click=app.quit]b[/] c" in words


# ── the observer ─────────────────────────────────────────────────────────────


async def test_what_was_seen_of_a_cell_is_one_key_and_a_sentence(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    async with on.app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "right", "o")
        assert "red, contain: what did you see?" in await shown(on.app, pilot)
        await pilot.press(*"calm : [b]yes[/b]", "enter")
        [note] = outbox.notes
        assert note.text == "kim observes red contain : alert: calm : [b]yes[/b]"
        on.hand_over()
        assert on.on.lines[-1] == f"T+00:05:00 {note.text}"
        screen = on.app.screen
        assert isinstance(screen, ObserverScreen)
        screen.tick()
        words = await shown(on.app, pilot)
        assert "✓ 05:00 red contain" in words
        assert "with the control room; all have arrived" in words


async def test_a_rating_wants_what_shows_it(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    async with on.app.run_test(size=WIDE) as pilot:
        await pilot.press("r", "M", "enter", "enter")
        assert not outbox.notes, "without a word on it there is no rating"
        await pilot.press(*"late", "enter")
        assert [note.text for note in outbox.notes] == ["kim observes blue contain M : confirm: late"]


async def test_a_public_statement_is_rated_on_its_five_prompts(outbox: Outbox) -> None:
    on = stage().begin(5)
    watched = Onlooking(on, Role.OBSERVER, outbox)
    async with watched.app.run_test(size=WIDE) as pilot:
        await pilot.press("s")
        assert said(watched.app) == "✗ no public statement was made yet"
        on.control.say("blue comms-director does statement with holding-takeover : We know of it.")
        watched.tell()
        await pilot.press("s")
        await until(lambda: all(prompt in words_of(watched.app) for prompt in PROMPTS))
        assert "We know of it." in words_of(watched.app)
        await pilot.press("3", "enter", *"warm", "enter")
        assert [note.text for note in outbox.notes] == ["control rate blue statement 3 by kim : warm"]
        watched.hand_over()
        assert "T+00:05:00 control rate blue statement 3 by kim : warm" in on.lines


async def test_not_seen_is_one_key_and_signed(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    async with on.app.run_test(size=WIDE) as pilot:
        await pilot.press("down", "x")
        await pilot.pause()
        assert [note.text for note in outbox.notes] == ["control unseen blue alert : (kim)"]


async def test_an_observer_undoes_takes_back_and_corrects_their_own(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    for words in ("one", "two", "three"):
        outbox.say(60_000, f"kim observes blue contain : {words}")
    on.hand_over()
    async with on.app.run_test(size=WIDE) as pilot:
        screen = on.app.screen
        assert isinstance(screen, ObserverScreen)
        await pilot.press("u")
        await pilot.pause()
        on.hand_over()
        screen.tick()
        await pilot.press("n", "backspace")
        await pilot.pause()
        on.hand_over()
        screen.tick()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*" it was", "enter")
        await pilot.pause()
        on.hand_over()
        assert [line for line in on.on.lines if "kim" in line] == ["T+00:01:00 kim observes blue contain : one it was"]
        await pilot.press("escape", "u", "u")
        await pilot.pause()
        assert said(on.app) == "✗ there is nothing of yours to take back"


@pytest.mark.parametrize(
    "typed, why",
    [
        ("T+00:01:00 lee observes blue contain : x", "kim cannot speak for lee"),
        ("T+00:01:00 control mark", "the rest is control's"),
        ("T+00:01:00 kim observes red contain : x", "of the same team"),
        ("T+00:01:00 control unseen blue freeze", "the same kind of note"),
        ("T+01:00:00 kim observes blue contain : x", "still to come"),
        ("T+00:01:00 kim observes blue", "an objective"),
    ],
)
async def test_a_correction_that_cannot_be_is_said_before_it_is_sent(typed: str, why: str, outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    outbox.say(60_000, "kim observes blue contain : one")
    screen = screen_of(on.view)
    assert isinstance(screen, ObserverScreen)
    assert why in (screen._why_not(outbox.notes[0], typed) or "")


async def test_while_the_control_room_is_away_notes_are_kept_and_the_screen_says_so(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    async with on.app.run_test(size=NARROW) as pilot:
        on.go_away()
        await pilot.press("x")
        await pilot.pause()
        screen = on.app.screen
        assert isinstance(screen, ObserverScreen)
        screen.tick()
        words = await shown(on.app, pilot)
        assert "the control room is away; notes are kept and handed over later; 1 waits" in words
        assert "… ~05:00 unseen blue confirm : (kim)" in words
    assert farewell(outbox, "2026-11-27-x", "kim") == (
        "1 of kim's notes, 1 not handed over yet, 0 refused."
        " They are kept, and handed over by: drill watch 2026-11-27-x --observer kim"
    )


async def test_what_control_refuses_is_said_and_stays_in_sight(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    outbox.say(60_000, "kim observes blue nowhere : x")
    on.hand_over()
    async with on.app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.3)
        assert said(on.app).startswith("✗ refused: unknown objective 'nowhere'")
        assert outbox.notes[0].fate is Fate.REFUSED
        assert "✗ 01:00 blue nowhere : x" in await shown(on.app, pilot)


async def test_the_notes_can_be_written_to_a_file(
    outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    async with on.app.run_test(size=WIDE) as pilot:
        await pilot.press("w")
        assert said(on.app) == "✗ there are no notes to write"
        outbox.say(60_000, "kim observes blue contain : one")
        await pilot.press("w")
        await pilot.pause()
    path = tmp_path / "2026-11-27-hijacked-account.kim.txt"
    assert path.read_text(encoding="utf-8") == "T+00:01:00 kim observes blue contain : one\n"


async def test_an_observer_has_no_key_that_acts_in_the_session(outbox: Outbox) -> None:
    on = Onlooking(stage().begin(5), Role.OBSERVER, outbox)
    before = on.on.room.state.seq
    async with on.app.run_test(size=WIDE) as pilot:
        await pilot.press("space", "d", "D", "t", "e", "m", "E", "j", "plus", "a", "f10", "escape")
        await pilot.pause()
        assert isinstance(on.app.screen, ObserverScreen)
        assert not outbox.notes
    on.tell()
    assert on.on.room.state.seq == before


async def test_what_an_observer_sees_holds_no_score() -> None:
    actions = {key.action for key in OBSERVER_KEYS}
    assert not actions & {"done", "deliver", "end", "turn_clock", "by_whom", "when"}


async def test_a_rating_that_comes_in_during_the_debrief_is_seen_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.tui.screens.debrief.LOOK_AGAIN", 0.01)
    on = stage().begin(5)
    on.control.say("blue comms-director does statement with holding-takeover : We know of it.")
    on.control.live.end()
    async with on.open() as pilot:
        desk, visit = Desk(on.room), Visit()
        desk.answer(visit, Hello(Role.OBSERVER, "kim"))
        said = desk.answer(visit, Say("0" * 32, 300_000, "control rate blue statement 3 by kim : warm"))
        assert said == Taken("0" * 32)
        await until(lambda: "3 by kim" in words_of(on.app))
        await pilot.pause()


async def test_where_nobody_can_look_in_the_facilitator_is_told() -> None:
    on = stage()
    on.room.unshared = "no other view can be let in: no space left"
    async with on.app.run_test(size=WIDE, notifications=True):
        await until(lambda: "no other view can be let in" in words_of(on.app))


@pytest.mark.parametrize("name", ["kim lee", "control", "", "../kim", "x" * 41])
def test_a_name_that_no_line_could_hold_is_wrong_usage(name: str) -> None:
    with pytest.raises(WrongUsage):
        checked_name(name)


# ── the control room to look at ──────────────────────────────────────────────


async def test_a_view_of_the_control_room_shows_it_and_acts_in_nothing() -> None:
    on = Onlooking(stage().begin(5), Role.VIEWER)
    before = on.on.room.state.seq
    async with on.app.run_test(size=WIDE) as pilot:
        words = await shown(on.app, pilot)
        assert "a view: the control room alone acts" in words
        assert "A crypto giveaway" in words
        await pilot.press("space", "enter", "n", "u", "m", "E", "j", "x", "D")
        await pilot.pause()
        assert isinstance(on.app.screen, ControlRoomView)
        await pilot.press("l", "enter", "backspace")
        assert isinstance(on.app.screen, ControlRoomView)
        await pilot.press("escape", "2", "g")
        await pilot.pause()
        await pilot.press("enter", "space", "escape", "escape")
        await pilot.pause()
        on.on.control.say("blue social-lead does confirm")
        on.on.room.live.pause()
        on.tell()
        view = next(screen for screen in on.app.screen_stack if isinstance(screen, ControlRoomView))
        view.tick()
        assert "paused" in await shown(on.app, pilot)
        on.go_away()
        view.tick()
        assert "the control room is away" in await shown(on.app, pilot)
    assert on.on.room.state.seq == before + 2


async def test_the_end_of_the_exercise_leaves_a_view_where_it_is() -> None:
    on = Onlooking(stage().begin(5), Role.VIEWER)
    async with on.app.run_test(size=WIDE) as pilot:
        on.on.room.live.end()
        on.tell()
        view = on.app.screen
        assert isinstance(view, ControlRoomView)
        view.tick()
        assert "ended" in await shown(on.app, pilot)
        assert on.app.screen is view


def test_a_view_has_only_keys_that_move_about() -> None:
    assert {str(key.id).partition(".")[0] for key in VIEW_KEYS} == {"team", "pane", "cell", "room"}
    assert [key.id for key in VIEW_KEYS if str(key.id).startswith("cell.")] == ["cell.next-due"]


# ── over a real socket ───────────────────────────────────────────────────────


async def test_a_view_waits_appears_and_outlives_its_control_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drill.tui.watch.link.AGAIN_AFTER", 0.01)
    onlooker, store = Onlooker(tmp_path, Role.VIEWER), MemoryStore()
    app = DrillApp(opening=lambda: Waiting(onlooker, screen_of))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(lambda: "no control room has this session open" in words_of(app))
        with hosting(tmp_path, store=store) as host:
            async with served(host):
                await until(lambda: isinstance(app.screen, ControlRoomView))
        await until(lambda: "the control room is away" in words_of(app))
        again = building.Room(Session(store, store.records), store=store)
        room = Room(again.live, folder=tmp_path)
        with sharing(room):
            async with served(Host(again, room)):
                await until(lambda: "the control room is away" not in words_of(app))
                await pilot.press("f10")
                await until(lambda: "Call it out loud: NO DUFF" in " ".join(words_of(app).split()))
                assert not room.state.no_duff


async def test_a_control_room_that_is_asked_for_its_session_ends(tmp_path: Path) -> None:
    on = stage().begin(1)
    async with on.open() as pilot:
        on.room.taken_over = "process 7"
        await until(lambda: not on.app.is_running)
        await pilot.pause()
    assert on.app.return_code == 0
