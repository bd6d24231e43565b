"""The clock of a live drill: pauses, speeds, jumps, sleep, kills; and commands that are sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.errors import OutOfReach, Refused
from drill.session.clock import Clock
from drill.session.events import Event, Record, Ticked
from drill.session.journal import Journal
from drill.session.live import LONGEST_GAP, MARK_EVERY, LiveDrill, read_time
from drill.session.session import MemoryStore, Session, Store
from drill.session.statements import Jumped, Marked, NoDuff, Paused, Resumed, SpeedSet
from tests.building import Hands, Room, minutes, room, small_plan, small_room, small_scenario

STOP = "stop: {do: Stop the posts, by: [lead], deadline: 10m}"


def clock_lines(live: Room) -> list[str]:
    """What the clock did."""
    verbs = ("control pause", "control resume", "control speed", "control jump", "control no-duff", "control end")
    return [line for line in live.lines if any(verb in line for verb in verbs)]


# ── exercise time out of real time ───────────────────────────────────────────


def test_a_drill_opens_with_the_clock_standing():
    live = small_room()
    live.wait(3)
    assert (live.live.now, live.live.is_running) == (0, False)
    assert live.lines == []


def test_a_pause_loses_no_millisecond():
    live = small_room()
    live.live.start()
    for ran, stood in ((1_234, 5_000), (1, 86_400), (999, 7), (0, 60_000), (250, 250)):
        live.hands.turn(ran)
        live.live.pause()
        live.hands.turn(stood)
        live.live.tick()
        live.live.start()
    live.hands.turn(16)
    live.live.tick()
    assert live.live.now == 1_234 + 1 + 999 + 0 + 250 + 16


def test_a_pause_whose_reason_is_asked_for_stands_at_the_millisecond_at_which_it_was_asked_for():
    live = small_room()
    live.live.start()
    live.hands.turn(777)
    live.live.hold()
    live.hands.turn(60_000)
    live.live.tick()
    assert not live.live.is_running
    assert live.restarted().live.now == 777, "who is killed while he thinks resumes there"

    live.live.pause("fire alarm")
    assert clock_lines(live)[-1] == "T+00:00:00.777 control pause : fire alarm"
    with pytest.raises(Refused, match="stands already"):
        live.live.hold()


def test_a_clock_that_is_held_goes_on_where_it_stood():
    live = small_room()
    live.live.start()
    live.hands.turn(777)
    live.live.hold()
    live.hands.turn(5_000)
    live.live.start()
    assert (live.live.now, live.live.is_running) == (777, True)


def test_a_pause_is_stamped_with_its_millisecond_though_the_last_tick_was_before():
    live = small_room()
    live.live.start()
    live.hands.turn(777)
    live.live.pause("to breathe")
    assert clock_lines(live) == ["T+00:00:00 control resume", "T+00:00:00.777 control pause : to breathe"]


def test_what_cannot_be_started_or_stopped_twice_is_refused():
    live = small_room()
    with pytest.raises(Refused, match="stands already"):
        live.live.pause()
    live.live.start()
    with pytest.raises(Refused, match="runs already"):
        live.live.start()
    live.live.end()
    with pytest.raises(Refused, match="has ended"):
        live.live.start()
    with pytest.raises(Refused):
        live.live.end()


@pytest.mark.parametrize(
    "speed,real,exercise", [(2_000, 1_000, 2_000), (500, 1_000, 500), (60_000, 10, 600), (100, 10, 1)]
)
def test_exercise_time_runs_at_its_speed(speed, real, exercise):
    live = small_room()
    live.live.start()
    live.live.set_speed(speed)
    live.hands.turn(real)
    live.live.tick()
    assert live.live.now == exercise


def test_another_speed_counts_from_now_on():
    live = small_room()
    live.live.start()
    live.hands.turn(1_000)
    live.live.set_speed(3_000)
    live.hands.turn(1_000)
    live.live.set_speed(1_000)
    live.hands.turn(1_000)
    live.live.tick()
    assert live.live.now == 5_000
    assert clock_lines(live)[1:] == ["T+00:00:01 control speed 3", "T+00:00:04 control speed 1"]


def test_the_speed_can_be_set_while_the_clock_stands():
    live = small_room()
    live.live.set_speed(2_000)
    live.hands.turn(1_000)
    live.live.start()
    live.hands.turn(1_000)
    live.live.tick()
    assert live.live.now == 2_000


def test_a_jump_delivers_what_falls_due_on_the_way_at_its_time():
    live = small_room(STOP, "[{id: news, at: 5m}, {id: echo, when: {delivered: news}, delay: 2m}, {id: far, at: 30m}]")
    live.live.start()
    live.wait(1)
    live.live.jump(minutes(20), "to the press call")
    assert live.live.now == minutes(20)
    assert live.lines == [
        "T+00:00:00 control resume",
        "T+00:01:00 control jump T+00:20:00 : to the press call",
        "T+00:05:00 control delivered news blue",
        "T+00:07:00 control delivered echo blue",
    ]


def test_a_jump_while_the_clock_stands_leaves_it_standing():
    live = small_room()
    live.live.jump(minutes(20))
    live.wait(1)
    assert (live.live.now, live.live.is_running) == (minutes(20), False)


@pytest.mark.parametrize("to", [0, 4, 5])
def test_the_clock_does_not_jump_back(to):
    live = small_room()
    live.live.start()
    live.wait(5)
    with pytest.raises(Refused, match="does not run back"):
        live.live.jump(minutes(to))
    assert live.live.now == minutes(5)


def test_a_real_emergency_stops_the_exercise_until_somebody_goes_on():
    live = small_room()
    live.live.start()
    live.wait(5)
    live.live.no_duff("the building burns")
    live.wait(5)
    assert (live.live.now, live.live.is_running, live.state.no_duff) == (minutes(5), False, True)
    live.live.start()
    assert not live.state.no_duff


def test_after_the_end_time_stands_still():
    live = small_room()
    live.live.start()
    live.wait(5)
    live.live.end("all done")
    live.wait(5)
    assert (live.live.now, live.live.is_running) == (minutes(5), False)
    with pytest.raises(Refused, match="ended"):
        live.live.set_speed(2_000)
    with pytest.raises(Refused, match="ended"):
        live.live.jump(minutes(9))


def test_lines_that_are_typed_turn_the_clock_as_the_keys_do():
    live = small_room()
    for words in ("resume : go", "speed 2 : faster", "jump 10m", "pause", "no-duff : fire", "resume", "end : done"):
        live.say(f"control {words}")
    assert [line.split(" ", 1)[1] for line in clock_lines(live)] == [
        "control resume : go",
        "control speed 2 : faster",
        "control jump T+00:10:00",
        "control pause",
        "control no-duff : fire",
        "control resume",
        "control end : done",
    ]


def test_the_future_cannot_be_logged():
    live = small_room()
    live.live.start()
    live.wait(5)
    with pytest.raises(Refused, match="still to come"):
        live.say("blue lead acks", at=6)
    live.say("blue lead acks", at=5)
    with pytest.raises(Refused, match="still to come"):
        live.correct(live.state.seq, "blue lead acks", at=6)


@given(
    parts=st.lists(
        st.tuples(st.sampled_from(["run", "stand", "speed"]), st.integers(1, 9_000), st.integers(100, 60_000)),
        max_size=20,
    )
)
def test_exercise_time_never_runs_back_and_stands_in_a_pause(parts):
    clock, real = Clock(0, 0), 0
    for kind, ms, speed in parts:
        before = clock.at(real)
        clock = {
            "run": clock.started(real),
            "stand": clock.stopped(real),
            "speed": clock.at_speed(speed, real),
        }[kind]
        assert clock.at(real) == before
        real += ms
        assert clock.at(real) == (before + ms * clock.speed // 1_000 if clock.running else before)
        assert clock.at(real - ms - 1) == before


# ── phases ───────────────────────────────────────────────────────────────────

PHASES = {
    "phases": [
        {"id": "first", "title": "Something is wrong", "at": "0m", "pause": True},
        {"id": "second", "title": "The press calls", "at": "5m", "pause": True},
        {"id": "third", "title": "It calms down", "at": "7m"},
    ]
}


@pytest.mark.parametrize("every", [1, 333, 10_000])
def test_a_phase_stops_the_clock_exactly_at_its_beginning(every):
    live = small_room(STOP, "[{id: news, at: 5m}]", scenario=PHASES)
    live.live.start()
    live.live.jump(minutes(5) - 5_000)
    live.wait(1, every=every)
    assert (live.live.now, live.live.is_running) == (minutes(5), False)
    assert live.lines[-1] == "T+00:05:00 control pause : The press calls"
    live.live.start()
    live.wait(3, every=every)
    assert (live.live.now, live.live.is_running) == (minutes(8), True)
    assert live.lines[-1] == "T+00:05:00 control delivered news blue"


def test_a_phase_stops_a_fast_clock_too():
    live = small_room(scenario=PHASES)
    live.live.start()
    live.live.set_speed(60_000)
    live.hands.turn(12_000)
    live.live.tick()
    assert (live.live.now, live.live.is_running) == (minutes(5), False)


def test_a_jump_goes_over_the_beginning_of_a_phase():
    live = small_room(scenario=PHASES)
    live.live.start()
    live.live.jump(minutes(6))
    live.wait(1)
    assert live.live.is_running


# ── sleep ────────────────────────────────────────────────────────────────────


def test_a_machine_that_slept_stops_the_clock_and_somebody_is_asked():
    live = small_room(STOP, "[{id: news, at: 5m}]")
    live.live.start()
    live.wait(2)
    live.hands.turn(100, asleep=minutes(10))
    live.live.tick()
    assert (live.live.now, live.live.is_running, live.live.slept) == (minutes(2), False, minutes(10))
    assert live.lines[-1] == "T+00:02:00 control pause : the machine slept for 10m"


@pytest.mark.parametrize("skip,now", [(False, 2), (True, 12)])
def test_after_sleep_the_exercise_goes_on_from_where_it_was_or_is_moved_ahead(skip, now):
    live = small_room(STOP, "[{id: news, at: 5m}]")
    live.live.start()
    live.wait(2)
    live.hands.turn(asleep=minutes(10))
    live.live.tick()
    live.live.after_sleep(skip=skip)
    assert (live.live.now, live.live.slept, live.live.is_running) == (minutes(now), None, False)
    assert ("news" in live.play().delivered) is skip
    live.live.start()
    live.wait(1)
    assert live.live.now == minutes(now + 1)


def test_sleep_that_is_skipped_counts_at_the_speed_of_the_exercise():
    live = small_room()
    live.live.start()
    live.live.set_speed(2_000)
    live.hands.turn(asleep=minutes(10))
    live.live.tick()
    live.live.after_sleep(skip=True)
    assert live.live.now == minutes(20)


def test_a_long_gap_is_a_machine_that_slept_where_no_clock_says_so():
    live = small_room()
    live.live.start()
    live.hands.turn(LONGEST_GAP)
    live.live.tick()
    assert (live.live.now, live.live.slept) == (LONGEST_GAP, None)
    live.hands.turn(LONGEST_GAP + 1)
    live.live.tick()
    assert (live.live.now, live.live.slept) == (LONGEST_GAP, LONGEST_GAP + 1)


def test_sleep_in_a_pause_is_nobodys_business():
    live = small_room()
    live.live.start()
    live.wait(2)
    live.live.pause()
    live.hands.turn(asleep=minutes(10))
    live.live.tick()
    live.live.start()
    assert (live.live.now, live.live.slept) == (minutes(2), None)


def test_the_hands_of_the_machine_do_not_run_back():
    first, second = read_time(), read_time()
    assert second.monotonic >= first.monotonic
    assert second.boot >= first.boot


# ── a kill, and after ────────────────────────────────────────────────────────


def test_a_running_clock_is_marked_every_five_seconds():
    live = small_room()
    live.live.start()
    live.wait(1)
    marks = [record.now for record in live.records if isinstance(record.event, Ticked)]
    assert marks == list(range(MARK_EVERY, minutes(1) + 1, MARK_EVERY))


def test_a_killed_session_is_taken_up_again_paused_at_its_last_mark():
    live = small_room(STOP, "[{id: news, at: 1m}, {id: more, at: 2m}]")
    live.live.start()
    live.live.set_speed(2_000)
    live.wait(0.75)
    again = live.restarted()
    assert (again.live.now, again.live.is_running, again.live.speed) == (live.state.now, False, 2_000)
    assert 0 <= live.live.now - again.live.now <= 2 * MARK_EVERY
    assert again.lines[-1].endswith("control pause : the session was interrupted and taken up again")
    again.live.start()
    again.wait(2)
    assert [line for line in again.lines if "delivered" in line] == [
        "T+00:01:00 control delivered news blue",
        "T+00:02:00 control delivered more blue",
    ]


def test_a_session_that_was_paused_or_had_ended_is_taken_up_as_it_was():
    live = small_room()
    live.live.start()
    live.wait(2)
    live.live.pause()
    assert live.restarted().lines == live.lines
    live.live.end()
    again = live.restarted()
    assert (again.lines, again.live.now, again.live.is_running) == (live.lines, minutes(2), False)


def test_a_kill_in_the_middle_of_a_jump_loses_no_inject_and_no_stamp():
    live = small_room(STOP, "[{id: news, at: 5m}, {id: echo, at: 6m}]")
    live.live.start()
    live.live.jump(minutes(20))
    jumped = next(record.seq for record in live.records if "jump" in getattr(record.event, "text", ""))
    for kept in range(jumped, len(live.records) + 1):
        store = MemoryStore(live.records[:kept])
        again = Room(Session(store, store.records), store=store)
        assert again.live.now == minutes(20)
        assert [line for line in again.lines if "delivered" in line] == [
            "T+00:05:00 control delivered news blue",
            "T+00:06:00 control delivered echo blue",
        ]


def test_closing_the_room_pauses_it_and_loses_nothing():
    live = small_room()
    live.live.start()
    live.hands.turn(1_234)
    live.live.close()
    assert live.lines[-1] == "T+00:00:01.234 control pause : the control room was closed"


# ── a journal that cannot be written ─────────────────────────────────────────


class FullDisk(MemoryStore):
    """A journal whose disk is full, when a test says so."""

    full = False

    def append(self, events: Sequence[Event], now: int, expected_seq: int, command_id: str) -> tuple[Record, ...]:
        """Keep the events, while there is room."""
        if self.full:
            raise OutOfReach("nothing was saved: the disk is full")
        return super().append(events, now, expected_seq, command_id)


def test_the_clock_stands_where_the_journal_cannot_be_written():
    disk = FullDisk()
    live = room(small_plan(STOP), small_scenario("[{id: news, at: 1m}]"), store=disk)
    live.live.start()
    live.wait(0.9)
    disk.full = True
    with pytest.raises(OutOfReach):
        live.wait(1)
    assert not live.live.is_running
    assert live.live.now <= minutes(1)
    disk.full = False
    live.live.start()
    live.wait(1)
    assert "T+00:01:00 control delivered news blue" in live.lines


@pytest.mark.parametrize(
    "act", ["blue lead acks", "control resume", "control jump 5m", "control speed 2", "control end"]
)
def test_nothing_has_happened_that_could_not_be_written(act):
    disk = FullDisk()
    live = room(small_plan(STOP), small_scenario("[{id: news, at: 1m}]"), store=disk)
    disk.full = True
    with pytest.raises(OutOfReach):
        live.say(act)
    assert (live.live.now, live.live.is_running, live.live.speed, live.lines) == (0, False, 1_000, [])


# ── a command that is sent twice ─────────────────────────────────────────────


@pytest.fixture(params=["memory", "journal"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of either kind."""
    return MemoryStore() if request.param == "memory" else Journal.create(tmp_path / "session.db")


def test_a_command_that_is_sent_twice_counts_once(store):
    live = room(small_plan(STOP), small_scenario("[{}]"), store=store)
    live.live.start()
    live.wait(1)
    first = live.say("blue lead acks", command_id="station-2/7")
    live.wait(1)
    assert [record for record in first if record.event.kind == "entered"][-1:] == list(
        live.say("blue lead acks", command_id="station-2/7")[-1:]
    )
    assert [line for line in live.lines if "acks" in line] == ["T+00:01:00 blue lead acks"]


def test_a_correction_that_is_sent_twice_takes_one_line_back(store):
    live = room(small_plan(STOP), small_scenario("[{}]"), store=store)
    for words in ("blue lead acks", "blue tech acks", "blue boss acks"):
        live.say(words)
    live.live.undo(command_id="a")
    live.live.undo(command_id="a")
    assert [line[11:] for line in live.lines if "acks" in line] == ["blue lead acks", "blue tech acks"]
    live.live.redo(command_id="b")
    live.live.redo(command_id="b")
    assert len([line for line in live.lines if "acks" in line]) == 3
    said = live.state.grammar.parse("blue boss/dan acks")
    for _ in range(2):
        live.live.amend(live.state.seq - 2, 0, said, command_id="c")
    assert [record.event.kind for record in live.live.session.taken("c")] == ["amended"]


@pytest.mark.parametrize(
    "statement",
    [Resumed(), SpeedSet(thousandths=2_000), Jumped(to=minutes(5)), NoDuff(), Marked(note="here")],
    ids=lambda statement: type(statement).__name__,
)
def test_a_turn_of_the_clock_that_is_sent_twice_counts_once(store, statement):
    live = room(small_plan(STOP), small_scenario("[{}]"), store=store)
    live.live.log(statement, command_id="once")
    before = (live.live.is_running, live.live.speed, live.live.now, live.text)
    live.live.log(statement, command_id="once")
    assert (live.live.is_running, live.live.speed, live.live.now, live.text) == before


def test_a_pause_and_an_end_that_are_sent_twice_count_once(store):
    live = room(small_plan(STOP), small_scenario("[{}]"), store=store)
    live.live.start()
    live.live.log(Paused(), command_id="p")
    live.live.log(Paused(), command_id="p")
    live.live.end(command_id="e")
    live.live.end(command_id="e")
    assert [line[11:] for line in clock_lines(live)] == ["control resume", "control pause", "control end"]


def test_a_refused_command_can_be_sent_again(store):
    live = room(small_plan(STOP), small_scenario("[{}]"), store=store)
    with pytest.raises(Refused):
        live.live.undo(command_id="a")
    live.say("blue lead acks")
    live.live.undo(command_id="a")
    assert not live.state.teams["blue"].responses


def test_a_live_drill_can_be_made_with_any_clock():
    hands = Hands()
    hands.turn(5_000)
    live = LiveDrill(small_room().live.session, hands)
    live.start()
    hands.turn(1_000)
    live.tick()
    assert live.now == 1_000
