"""Views over a real socket: they follow, they come back by themselves, and what was noted meanwhile counts once."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from drill.errors import OutOfReach, Refused
from drill.session.live import LiveDrill
from drill.session.session import MemoryStore, Session
from drill.tui.room import Room
from drill.tui.watch.handover import ask_for_session
from drill.tui.watch.link import Standing
from drill.tui.watch.mirror import Mirror
from drill.tui.watch.onlooker import Notebook, Onlooker
from drill.tui.watch.outbox import Outbox
from drill.tui.watch.place import make_socket, take_away
from drill.tui.watch.tending import Tending
from drill.tui.watch.window import sharing
from drill.tui.watch.wire import Goodbye, Role, encode
from tests import building
from tests.watch.guests import Host, hosting


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried again soon."""
    monkeypatch.setattr("drill.tui.watch.link.AGAIN_AFTER", 0.01)


@asynccontextmanager
async def served(host: Host) -> AsyncIterator[Tending]:
    """A control room whose window is tended, as the program does it."""
    tending = Tending()

    async def tend() -> None:
        while True:
            tending.tend(host.room.window)
            await asyncio.sleep(0.01)

    task = asyncio.create_task(tend())
    try:
        yield tending
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        tending.stop()


@asynccontextmanager
async def watching(onlooker: Onlooker) -> AsyncIterator[Onlooker]:
    """A view that is connected, or tries to be."""
    task = asyncio.create_task(onlooker.link.run())
    try:
        yield onlooker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(happened: Callable[[], object]) -> None:
    """Wait for something."""
    async with asyncio.timeout(20):
        while not happened():
            await asyncio.sleep(0.005)


def note(onlooker: Onlooker, words: str) -> None:
    """Note something down, as the observer's screen does."""
    assert onlooker.room is not None
    room = onlooker.room
    room.submit(lambda: room.live.log(room.state.grammar.parse(words)))
    onlooker.hand_over()


async def test_a_viewer_sees_what_the_control_room_sees(tmp_path: Path) -> None:
    with hosting(tmp_path) as host:
        async with served(host), watching(Onlooker(tmp_path, Role.VIEWER)) as viewer:
            await until(lambda: viewer.is_ready)
            host.control.say("blue social-lead does confirm")
            host.room.live.pause()
            await until(lambda: viewer.knows == host.room.state.seq and not viewer.hands.is_running)
            assert viewer.room is not None
            there, here = host.room.look(), viewer.room.look()
            assert (here.matrix, here.log, here.script, here.ahead) == (
                there.matrix,
                there.log,
                there.script,
                there.ahead,
            )
            assert here.clock == there.clock


async def test_in_a_view_nothing_can_be_done(tmp_path: Path) -> None:
    with hosting(tmp_path) as host:
        async with served(host), watching(Onlooker(tmp_path, Role.VIEWER)) as viewer:
            await until(lambda: viewer.is_ready)
            assert viewer.room is not None
            room, before = viewer.room, host.room.state.seq
            for act in (room.live.pause, room.live.start, room.live.no_duff, room.live.end, room.live.undo):
                with pytest.raises(Refused, match="this is a view"):
                    room.submit(act)
            with pytest.raises(Refused, match="this is a view"):
                note(viewer, "control mark")
            assert host.room.state.seq == before


def test_no_act_of_a_live_drill_is_left_open_in_its_mirror() -> None:
    acts = {name for name, one in vars(LiveDrill).items() if inspect.isfunction(one) and not name.startswith("_")}
    assert acts <= set(vars(Mirror)), acts - set(vars(Mirror))


async def test_a_projector_goes_away_and_comes_back_with_the_control_room(tmp_path: Path) -> None:
    projector = Onlooker(tmp_path, Role.PROJECTOR)
    assert projector.projection().notice == "waiting for the control room"
    store = MemoryStore()
    async with watching(projector):
        with hosting(tmp_path, store=store) as host:
            async with served(host):
                await until(lambda: projector.projection().clock.running)
                assert [one.title for one in projector.projection().shown]
                assert projector.projection().notice == ""
        await until(lambda: projector.standing is Standing.AWAY)
        assert projector.projection().notice == "the control room is away: the control room was closed"
        assert not projector.projection().clock.running
        again = building.Room(Session(store, store.records), store=store)
        room = Room(again.live, name="again", folder=tmp_path)
        with sharing(room):
            async with served(Host(again, room)):
                await until(lambda: projector.standing is Standing.HERE)
                await until(lambda: projector.projection().clock.now == again.live.now)


async def test_a_killed_control_room_is_found_again_by_those_who_waited(tmp_path: Path) -> None:
    listening, _ = make_socket(tmp_path)
    listening.close()  # killed: the socket's file is left, and nobody listens
    viewer = Onlooker(tmp_path, Role.VIEWER)
    async with watching(viewer):
        await until(lambda: viewer.why)
        assert viewer.why == "the control room was cut short"
        with hosting(tmp_path) as host:
            async with served(host):
                await until(lambda: viewer.is_ready)
    take_away(tmp_path)


async def test_what_two_observers_note_in_the_same_second_all_arrives(tmp_path: Path) -> None:
    boxes = {name: Outbox(tmp_path / f"{name}.jsonl") for name in ("kim", "lee", "max")}
    views = {name: Onlooker(tmp_path / "session", Role.OBSERVER, name, box) for name, box in boxes.items()}
    (tmp_path / "session").mkdir()
    with hosting(tmp_path / "session") as host:
        async with served(host), watching(views["kim"]), watching(views["lee"]), watching(views["max"]):
            await until(lambda: all(view.is_ready for view in views.values()))
            for turn in range(15):
                for name, view in views.items():
                    note(view, f"{name} observes blue contain : note {turn}")
            await until(lambda: not any(box.waiting for box in boxes.values()))
        for name in views:
            assert [line.rpartition(" ")[2] for line in host.lines if f" {name} observes" in line] == [
                str(turn) for turn in range(15)
            ]
    for box in boxes.values():
        box.close()


async def test_what_was_noted_while_the_control_room_was_away_is_handed_over_once(tmp_path: Path) -> None:
    folder, store = tmp_path / "session", MemoryStore()
    folder.mkdir()
    box = Outbox(tmp_path / "kim.jsonl")
    kim = Onlooker(folder, Role.OBSERVER, "kim", box)
    async with watching(kim):
        with hosting(folder, store=store) as host:
            async with served(host):
                await until(lambda: kim.is_ready)
                note(kim, "kim observes blue contain : before")
                await until(lambda: not box.waiting)
        await until(lambda: kim.standing is Standing.AWAY)
        note(kim, "kim observes blue contain : meanwhile")
        note(kim, "control unseen blue freeze")
        box.correct(box.notes[-1], box.notes[-1].at, "control unseen blue freeze : was outside (kim)")
        assert len(box.waiting) == 3
        again = building.Room(Session(store, store.records), store=store)
        room = Room(again.live, folder=folder)
        with sharing(room):
            async with served(Host(again, room)):
                await until(lambda: not box.waiting)
    assert [line.partition(" ")[2] for line in again.lines if "kim" in line] == [
        "kim observes blue contain : before",
        "kim observes blue contain : meanwhile",
        "control unseen blue freeze : was outside (kim)",
    ]
    assert sum(line.startswith("~") for line in again.lines) == 1, "its time is a guess; the corrected one was typed"
    box.close()


async def test_a_lost_answer_is_asked_for_again(tmp_path: Path) -> None:
    """The connection is cut behind the command and before its answer."""
    folder = tmp_path / "session"
    folder.mkdir()
    box = Outbox(tmp_path / "kim.jsonl")
    kim = Onlooker(folder, Role.OBSERVER, "kim", box)
    with hosting(folder) as host:
        async with watching(kim):
            async with served(host):
                await until(lambda: kim.is_ready)
            note(kim, "kim observes blue contain : once")
            await asyncio.sleep(0.02)
            window = host.window
            [guest] = window._guests.values()
            window._read(guest)
            answer = window._desk.answer(guest.visit, guest.asked.popleft())
            assert "once" in host.lines[-1]
            del answer  # never sent
            window._send_away(guest)
            async with served(host):
                await until(lambda: not box.waiting)
        assert sum("once" in line for line in host.lines) == 1
    box.close()


async def test_what_is_refused_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    folder.mkdir()
    box = Outbox(tmp_path / "kim.jsonl")
    kim = Onlooker(folder, Role.OBSERVER, "kim", box)
    with hosting(folder) as host:
        async with served(host), watching(kim):
            await until(lambda: kim.is_ready)
            box.say(0, "kim observes blue nowhere : x")
            kim.hand_over()
            await until(lambda: not box.waiting)
            [why] = kim.refusals()
            assert why.startswith("unknown objective 'nowhere'")
            assert box.notes[0].why == why
            assert kim.refusals() == [], "it is said once"
    box.close()


async def test_an_observer_cannot_even_note_what_is_not_theirs(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    folder.mkdir()
    box = Outbox(tmp_path / "kim.jsonl")
    kim = Onlooker(folder, Role.OBSERVER, "kim", box)
    with hosting(folder) as host:
        async with served(host), watching(kim):
            await until(lambda: kim.is_ready)
            assert isinstance(kim.room.live if kim.room else None, Notebook)
            for words in ("control mark", "lee observes blue contain : x", "blue social-lead does freeze"):
                with pytest.raises(Refused):
                    note(kim, words)
            assert box.notes == ()
    box.close()


# ── a control room that is none ──────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 100, encode(Goodbye("no")) * 3, b"x" * 200_000, b""],
    ids=["http", "zeros", "goodbye", "endless", "silence"],
)
async def test_what_answers_in_its_place_is_not_believed_and_tried_again(data: bytes, tmp_path: Path) -> None:
    listening, _ = make_socket(tmp_path)
    calls = 0

    def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.write(data)
        writer.close()

    server = await asyncio.start_unix_server(answer, sock=listening)
    viewer = Onlooker(tmp_path, Role.VIEWER)
    async with watching(viewer):
        await until(lambda: calls >= 2)
        assert viewer.room is None
        assert viewer.standing is Standing.WAITING
    server.close()
    take_away(tmp_path)


# ── taking over ──────────────────────────────────────────────────────────────


async def test_who_asks_for_the_session_waits_until_it_is_let_go(tmp_path: Path) -> None:
    with hosting(tmp_path) as host:
        async with served(host):
            asking = asyncio.create_task(asyncio.to_thread(ask_for_session, tmp_path, "process 7"))
            await until(lambda: host.room.taken_over)
            assert not asking.done()
    await asking
    assert host.room.taken_over == "process 7"


def test_where_nobody_has_it_open_there_is_nobody_to_ask(tmp_path: Path) -> None:
    ask_for_session(tmp_path, "process 7")
    listening, _ = make_socket(tmp_path)
    listening.close()
    ask_for_session(tmp_path, "process 7")
    take_away(tmp_path)


def test_a_control_room_that_does_not_answer_is_named(tmp_path: Path) -> None:
    listening, _ = make_socket(tmp_path)
    with pytest.raises(OutOfReach, match="does not let it go"):
        ask_for_session(tmp_path, "process 7", patience=0.05)
    listening.close()
    take_away(tmp_path)


async def test_a_fault_of_the_window_does_not_end_the_drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object) -> None:
        raise ZeroDivisionError("planted")

    with hosting(tmp_path) as host:
        monkeypatch.setattr("drill.tui.watch.window.Window._serve", fail)
        async with served(host) as tending:
            await until(lambda: tending.fault)
            assert isinstance(tending.fault, ZeroDivisionError)
            host.control.wait(1)
            assert host.room.live.is_running
        monkeypatch.undo()
