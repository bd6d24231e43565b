"""The control room's window: what it tells, whom it believes, and that no guest can hurt the one who writes."""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drill.errors import OutOfReach
from drill.session.session import MemoryStore
from drill.tui.room import Room
from drill.tui.watch import window as windows
from drill.tui.watch.place import PLACE, find_socket, make_socket, take_away
from drill.tui.watch.window import ENOUGH, MOST, sharing
from drill.tui.watch.wire import (
    LONGEST,
    Correct,
    Face,
    Happened,
    Hello,
    Refusal,
    Role,
    Slide,
    TakeBack,
    Taken,
    TakeOver,
    Welcome,
    encode,
)
from tests import building
from tests.tui.stage import FullDisk
from tests.watch.guests import SEEN, Guest, Host, hosting, new_id, observer, saying


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosting(tmp_path) as one:
        yield one


# ── what is told ─────────────────────────────────────────────────────────────


def test_a_viewer_is_told_every_event_and_then_what_is_new(host: Host, tmp_path: Path) -> None:
    guest = Guest(host, tmp_path)
    first = guest.ask(Hello(Role.VIEWER, ""))
    assert first[0] == Welcome("2026-11-27-hijacked-account", host.room.state.seq, anew=True)
    assert guest.events == list(range(1, host.room.state.seq + 1))
    assert isinstance(first[-1], Face)
    host.control.say("blue social-lead does confirm")
    guest.listen()
    assert guest.events[-1] == host.room.state.seq
    newest = guest.told[-1] if isinstance(guest.told[-1], Happened) else guest.told[-2]
    assert isinstance(newest, Happened)
    assert newest.record.event == host.control.records[-1].event


def test_a_view_that_comes_back_is_told_only_what_it_missed(host: Host, tmp_path: Path) -> None:
    known = host.room.state.seq
    host.control.say("blue social-lead does confirm")
    guest = Guest(host, tmp_path)
    [welcome, *_] = guest.ask(Hello(Role.VIEWER, "", after=known))
    assert welcome == Welcome("2026-11-27-hijacked-account", known + 1, anew=False)
    assert guest.events == [known + 1]


def test_a_view_that_knows_more_than_there_is_begins_anew(host: Host, tmp_path: Path) -> None:
    guest = Guest(host, tmp_path)
    guest.ask(Hello(Role.VIEWER, "", after=10_000))
    assert guest.events == list(range(1, host.room.state.seq + 1))


def test_the_clock_is_told_when_it_turns_and_each_second(host: Host, tmp_path: Path) -> None:
    guest = Guest(host, tmp_path)
    guest.ask(Hello(Role.PROJECTOR, ""))
    host.control.wait(0.05)
    guest.listen()
    host.room.live.pause()
    guest.listen()
    faces = [told for told in guest.told if isinstance(told, Face)]
    assert [(face.now, face.running) for face in faces] == [(60_000, True), (63_000, True), (63_000, False)]


def test_a_projector_is_told_what_is_public_and_no_event_of_the_journal(host: Host, tmp_path: Path) -> None:
    guest = Guest(host, tmp_path)
    guest.ask(Hello(Role.PROJECTOR, ""))
    host.control.wait(15)
    guest.listen()
    assert guest.events == []
    shown = [told for told in guest.told if isinstance(told, Slide)][-1].shown
    public = {
        delivery.inject.inject.title
        for delivery in host.room.state.teams["blue"].play.delivered.values()
        if delivery.inject.inject.is_public
    }
    delivered = len(host.room.state.teams["blue"].play.delivered)
    assert {one.title for one in shown} == public
    assert 0 < len(shown) < delivered
    said = repr([told for told in guest.told if isinstance(told, Slide)])
    for notes in (prepared.inject.notes for prepared in host.room.state.exercise.injects.values()):
        assert not notes or notes.strip() not in said


def test_a_long_session_is_told_only_as_fast_as_it_is_read(host: Host, tmp_path: Path) -> None:
    for _ in range(1_000):
        host.control.say(f"control mark : {'x' * 400}")
    guest = Guest(host, tmp_path)
    guest.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    guest.send(encode(Hello(Role.VIEWER, "")))
    host.serve(20)
    [waiting] = [len(one.out) for one in host.window._guests.values()]
    assert waiting < 2 * ENOUGH
    host.control.say("blue social-lead does confirm")
    for _ in range(200):
        guest.listen(1)
    assert guest.events == list(range(1, host.room.state.seq + 1))


# ── what an observer says ────────────────────────────────────────────────────


def test_what_an_observer_says_is_in_the_journal_when_it_is_answered(host: Host, tmp_path: Path) -> None:
    kim, said = observer(host, tmp_path), saying()
    assert Taken(said.id) in kim.ask(said)
    assert f"T+00:00:30 {SEEN}" in host.lines


def test_one_whose_answer_was_lost_is_sent_again_and_counts_once(host: Host, tmp_path: Path) -> None:
    kim, said = observer(host, tmp_path), saying()
    kim.ask(said)
    kim.close()
    again = observer(host, tmp_path)
    assert Taken(said.id) in again.ask(said, said)
    assert host.lines.count(f"T+00:00:30 {SEEN}") == 1


def test_two_observers_write_in_the_same_second_and_nothing_is_lost(host: Host, tmp_path: Path) -> None:
    names = ("kim", "lee")
    guests = {name: observer(host, tmp_path, name) for name in names}
    said = {name: [saying(f"{name} observes blue contain : note {turn}") for turn in range(40)] for name in names}
    for turn in range(40):
        for name, guest in guests.items():
            guest.send(encode(said[name][turn]))
    for _ in range(20):
        for guest in guests.values():
            guest.listen(1)
    for name, guest in guests.items():
        assert all(guest.answer_to(one.id) == Taken(one.id) for one in said[name])
        assert sum(f" {name} observes" in line for line in host.lines) == 40
        order = [line.rpartition(" ")[2] for line in host.lines if f" {name} observes" in line]
        assert order == [str(turn) for turn in range(40)]


def test_an_observer_corrects_and_takes_back_their_own_line(host: Host, tmp_path: Path) -> None:
    kim, said, other = observer(host, tmp_path), saying(), saying("kim observes red contain M : late")
    kim.ask(said, other)
    better, gone = Correct(new_id(), said.id, 45_000, "kim observes blue contain P : calm and early"), new_id()
    assert Taken(better.id) in kim.ask(better)
    assert Taken(gone) in kim.ask(TakeBack(gone, other.id))
    assert [line for line in host.lines if " kim " in line] == [
        "T+00:00:45 kim observes blue contain P : calm and early"
    ]
    assert kim.ask(TakeBack(gone, other.id)) == [Taken(gone)], "sent again, it counts once"


def test_nobody_reaches_another_observers_line(host: Host, tmp_path: Path) -> None:
    kim, lee, said = observer(host, tmp_path), observer(host, tmp_path, "lee"), saying()
    kim.ask(said)
    [answer] = [one for one in lee.ask(TakeBack(new_id(), said.id)) if isinstance(one, Refusal)]
    assert answer.why == "there is no such line of yours"
    assert f"T+00:00:30 {SEEN}" in host.lines


@pytest.mark.parametrize(
    "text",
    [
        "lee observes blue contain S : in another's name",
        "control rate blue statement 3 by lee",
        "control pause",
        "control end",
        "control mark",
        "blue social-lead does confirm",
        "control confirm blue contain S by kim",
        "control adhoc blue {id: x, via: phone, to: [legal], title: x}",
        "nonsense",
        "kim observes blue nowhere : x",
        "kim observes blue contain : one\nkim observes blue contain : two",
    ],
)
def test_what_an_observer_may_not_say_is_refused_and_changes_nothing(text: str, host: Host, tmp_path: Path) -> None:
    kim, said, before = observer(host, tmp_path), saying(text), host.room.state.seq
    kim.ask(said)
    answer = kim.answer_to(said.id)
    assert isinstance(answer, Refusal)
    assert answer.final
    assert host.room.state.seq == before
    assert not kim.is_gone


def test_what_nobody_saw_carries_the_observers_name(host: Host, tmp_path: Path) -> None:
    kim = observer(host, tmp_path)
    kim.ask(saying("control unseen blue freeze : away"), saying("control unseen red freeze"))
    assert {
        "T+00:00:30 control unseen blue freeze : away (kim)",
        "T+00:00:30 control unseen red freeze : (kim)",
    } <= set(host.lines)


def test_an_observers_clock_that_runs_ahead_is_no_reason_to_refuse(host: Host, tmp_path: Path) -> None:
    kim = observer(host, tmp_path)
    kim.ask(saying(at=90_000))
    assert f"T+00:01:00 {SEEN}" in host.lines


def test_while_nothing_can_be_saved_an_observer_is_told_to_send_again(tmp_path: Path) -> None:
    store = FullDisk()
    with hosting(tmp_path, store=store) as host:
        kim, said = observer(host, tmp_path), saying()
        store.full = True
        later = Correct(new_id(), said.id, 0, SEEN)
        answers = [one for one in kim.ask(said, later) if isinstance(one, Refusal)]
        assert [(one.id, one.final) for one in answers] == [(said.id, False), (later.id, False)]
        assert host.room.lost is not None
        store.full = False
        host.room.take_up_again()
        assert Taken(said.id) in kim.ask(said)
        assert f"T+00:00:30 {SEEN}" in host.lines


def test_the_facilitator_hears_who_came_went_and_said_something(host: Host, tmp_path: Path) -> None:
    kim = observer(host, tmp_path)
    assert host.window.arrivals() == ["kim (observer) looks in"]
    kim.ask(saying())
    assert host.window.heard() == [SEEN]
    kim.close()
    host.serve()
    assert host.window.arrivals() == ["kim (observer) has gone"]
    assert not host.window.visits


# ── taking over ──────────────────────────────────────────────────────────────


def test_the_session_is_handed_over_to_who_asks_for_it(host: Host, tmp_path: Path) -> None:
    other, id = Guest(host, tmp_path), new_id()
    assert other.ask(Hello(Role.CONTROL, "process 7"), TakeOver(id))[-1] == Taken(id)
    assert host.room.taken_over == "process 7"


# ── guests that mean no good ─────────────────────────────────────────────────

HELLO = encode(Hello(Role.OBSERVER, "kim"))
GARBAGE = [
    b"\n",
    b"hello\n",
    b"\x00\xff\xfe\n",
    b"[]\n",
    b"null\n",
    b'{"v":2,"is":"hello","role":"viewer","name":"","after":0}\n',
    b'{"v":1,"is":"hello","role":"viewer","name":""}\n',
    b'{"v":1,"is":"hello","role":"king","name":"","after":0}\n',
    b'{"v":1,"is":"hello","role":"viewer","name":"","after":-1}\n',
    b'{"v":1,"is":"hello","role":"viewer","name":"","after":true}\n',
    b'{"v":1,"is":"hello","role":"viewer","name":"a\\u001b]0;b","after":0}\n',
    b'{"v":1,"is":"hello","role":"viewer","name":"a\\ud800","after":0}\n',
    b'{"v":1,"is":"hello","role":"observer","name":"kim lee","after":0}\n',
    b'{"v":1,"is":"hello","role":"observer","name":"control","after":0}\n',
    b'{"v":1,"is":"hello","role":"viewer","name":"","after":0,"more":1}\n',
    b'{"v":1,"is":["hello"]}\n',
    b'{"v":1,"is":"taken","id":"x"}\n',
    b'{"v":1,"is":"say","id":"x","at":0,"text":"","recalled":false}\n',
    b"[" * 60_000 + b"\n",
    b'{"v":1,"is":"hello","role":"viewer","name":"","after":' + b"9" * 5_000 + b"}\n",
    b"x" * LONGEST + b"\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    encode(Hello(Role.OBSERVER, "blue")),
    HELLO + HELLO,
    HELLO + b'{"v":1,"is":"piece","text":"x","more":true}\n',
    HELLO + b'{"v":1,"is":"say","id":"../../x","at":0,"text":"","recalled":false}\n',
    HELLO + encode(TakeOver("0" * 32)),
    encode(Hello(Role.PROJECTOR, "")) + encode(saying()),
    encode(Hello(Role.VIEWER, "")) + encode(saying()),
    encode(Hello(Role.CONTROL, "x")) + encode(saying()),
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_who_sends_garbage_is_told_why_and_sent_away(garbage: bytes, host: Host, tmp_path: Path) -> None:
    before, good, bad = host.room.state.seq, observer(host, tmp_path, "lee"), Guest(host, tmp_path)
    bad.send(garbage)
    bad.listen()
    assert bad.is_gone
    assert bad.farewell
    assert host.room.state.seq == before
    assert host.room.taken_over == ""
    said = saying("lee observes blue contain : still here")
    assert Taken(said.id) in good.ask(said)


def test_half_a_line_is_waited_for_and_an_endless_one_is_not(host: Host, tmp_path: Path) -> None:
    guest, line = Guest(host, tmp_path), HELLO
    for byte in line:
        guest.send(bytes([byte]))
        host.serve(1)
    guest.listen()
    assert isinstance(guest.told[0], Welcome)
    guest.send(b"x" * (LONGEST + 1))
    guest.listen()
    assert guest.is_gone


def test_a_flood_is_read_only_as_fast_as_it_is_answered(host: Host, tmp_path: Path) -> None:
    flood, good = observer(host, tmp_path), observer(host, tmp_path, "lee")
    lines = b"".join(encode(saying(f"kim observes blue contain : {turn}")) for turn in range(3_000))
    sent = 0
    while sent < len(lines):
        try:
            sent += flood.socket.send(lines[sent : sent + 65_536])
        except BlockingIOError:
            break
    before = host.room.state.seq
    host.window.tick()
    for _ in range(50):
        host.window.pump()
    assert host.room.state.seq - before <= windows.PER_TICK, "so many in a quarter of a second, and no more"
    said = saying("lee observes blue contain : between the waves")
    assert Taken(said.id) in good.ask(said)


def test_one_who_asks_and_never_reads_is_not_listened_to_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "ENOUGH", 2_000)
    now = [0.0]
    with hosting(tmp_path) as host:
        host.window._clock = lambda: now[0]
        deaf = Guest(host, tmp_path)
        deaf.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        for _ in range(3_000):
            host.control.say(f"control mark : {'y' * 200}")
        deaf.send(encode(Hello(Role.VIEWER, "")))
        host.serve(5)
        assert len(host.window.visits) == 1
        now[0] += 31
        host.serve(1)
        assert not host.window.visits


def test_who_says_nothing_at_all_is_sent_away(tmp_path: Path) -> None:
    now = [0.0]
    with hosting(tmp_path) as host:
        host.window._clock = lambda: now[0]
        silent = Guest(host, tmp_path)
        host.serve(1)
        now[0] += 6
        silent.listen(2)
        assert silent.is_gone


def test_only_so_many_are_let_in_and_a_place_becomes_free_again(host: Host, tmp_path: Path) -> None:
    guests = []
    for _ in range(MOST):
        guests.append(Guest(host, tmp_path))
        guests[-1].ask(Hello(Role.PROJECTOR, ""))
    one_more = Guest(host, tmp_path)
    one_more.listen()
    assert one_more.farewell == f"there are {MOST} views of this session already"
    guests[0].close()
    host.serve(1)
    again = Guest(host, tmp_path)
    assert isinstance(again.ask(Hello(Role.PROJECTOR, ""))[0], Welcome)


def test_who_hangs_up_in_the_middle_hurts_nobody(host: Host, tmp_path: Path) -> None:
    for data in (b"", b'{"v":1', HELLO, HELLO + encode(saying()), HELLO + encode(saying())[:20]):
        guest = Guest(host, tmp_path)
        guest.send(data)
        guest.close()
        host.serve(2)
    assert not host.window.visits
    assert any(SEEN in line for line in host.lines), "what was whole when they hung up counts"


# ── the socket itself ────────────────────────────────────────────────────────


def test_the_socket_is_its_owners_alone(host: Host, tmp_path: Path) -> None:
    path = find_socket(tmp_path)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / PLACE).stat().st_mode) == 0o600


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with hosting(tmp_path) as host:
        path = find_socket(tmp_path)
        guest = Guest(host, tmp_path)
        guest.ask(Hello(Role.VIEWER, ""))
    assert guest.farewell == "the control room was closed"
    assert path is not None
    assert not path.parent.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_killed_control_rooms_socket_is_taken_away_by_the_next(tmp_path: Path) -> None:
    killed, old = make_socket(tmp_path)
    killed.close()
    again, new = make_socket(tmp_path)
    assert not old.parent.exists()
    assert find_socket(tmp_path) == new
    again.close()
    take_away(tmp_path)


def test_a_long_runtime_folder_is_no_place_for_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 120)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    monkeypatch.setattr("tempfile.tempdir", str(long))
    listening, path = make_socket(tmp_path)
    assert len(os.fsencode(path)) <= 100
    assert not path.is_relative_to(long)
    listening.close()
    take_away(tmp_path)


def test_a_place_that_others_could_have_made_is_not_believed(tmp_path: Path) -> None:
    listening, path = make_socket(tmp_path)
    path.parent.chmod(0o755)
    with pytest.raises(OutOfReach, match="is not yours alone"):
        find_socket(tmp_path)
    path.parent.chmod(0o700)
    (tmp_path / PLACE).write_bytes(b"/etc/passwd\n")
    assert find_socket(tmp_path) is None
    (tmp_path / PLACE).write_bytes(b"\x00\n")
    assert find_socket(tmp_path) is None
    (tmp_path / PLACE).write_bytes(os.fsencode(path) + b"\n")
    listening.close()
    take_away(tmp_path)


def test_another_programs_socket_is_neither_called_nor_taken_away(tmp_path: Path) -> None:
    private = tmp_path / "agent"
    private.mkdir(mode=0o700)
    agent = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    agent.bind(str(private / "agent.1"))
    (tmp_path / PLACE).write_bytes(os.fsencode(private / "agent.1") + b"\n")
    assert find_socket(tmp_path) is None
    take_away(tmp_path)
    assert (private / "agent.1").exists()
    agent.close()


def test_where_no_socket_can_be_made_the_drill_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    control = building.room(store=MemoryStore())
    room = Room(control.live, folder=tmp_path)
    with sharing(room):
        assert room.window is None
        assert room.unshared == "no other view can be let in: there is no folder for a socket"


def test_a_window_does_nothing_while_nobody_looks_in(host: Host) -> None:
    began = time.process_time()
    for _ in range(200):
        host.window.tick()
    assert time.process_time() - began < 1
