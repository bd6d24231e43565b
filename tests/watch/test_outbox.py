"""An observer's notes on the disk: kept before they are sent, counted once, and fit for drill merge."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from drill.errors import OutOfReach, Refused
from drill.session.agreement import Standing
from drill.session.merge import compare
from drill.session.transcript import read_transcript
from drill.tui.watch.outbox import Fate, Outbox, outbox_path
from drill.tui.watch.wire import Correct, Refusal, Say, TakeBack, Taken
from tests.building import room

SEEN = "kim observes blue contain S : calm"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "kim.jsonl"


def say(outbox: Outbox, *texts: str, at: int = 60_000) -> None:
    for place, text in enumerate(texts):
        outbox.say(at + place * 1_000, text)


def lines(outbox: Outbox) -> list[tuple[str, str]]:
    return [(note.line, str(note.fate)) for note in outbox.notes]


def test_a_note_is_on_the_disk_before_it_is_sent_and_waits_until_it_is_answered(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    [command] = outbox.waiting
    outbox.close()
    again = Outbox(path)
    assert again.waiting == (command,)
    assert again.answered(Taken(command.id))
    again.close()
    last = Outbox(path)
    assert last.waiting == ()
    assert lines(last) == [(f"T+00:01:00 {SEEN}", "taken")]
    last.close()


def test_corrections_and_what_is_taken_back_are_sent_in_their_order(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN, "kim observes blue contain : second")
    first, second = outbox.notes
    outbox.correct(first, 30_000, "kim observes blue contain P : better", recalled=True)
    outbox.take_back(second)
    assert [type(command) for command in outbox.waiting] == [Say, Say, Correct, TakeBack]
    assert lines(outbox) == [("~T+00:00:30 kim observes blue contain P : better", "waits")]
    for command in outbox.waiting:
        outbox.answered(Taken(command.id))
    assert lines(outbox) == [("~T+00:00:30 kim observes blue contain P : better", "taken")]
    outbox.close()


def test_what_could_not_be_saved_there_goes_on_waiting(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN)
    [command] = outbox.waiting
    assert not outbox.answered(Refusal(command.id, "disk full", final=False))
    assert outbox.waiting == (command,)
    outbox.close()


def test_a_refused_note_says_why_and_can_be_said_better_or_dropped(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN, "kim observes blue contain : other")
    for command in outbox.waiting:
        outbox.answered(Refusal(command.id, "that cannot be"))
    first, second = outbox.notes
    assert (first.fate, first.why) == (Fate.REFUSED, "that cannot be")
    outbox.correct(first, 60_000, "kim observes blue contain M : late")
    outbox.take_back(second)
    assert lines(outbox) == [("T+00:01:00 kim observes blue contain M : late", "waits")]
    assert [type(command) for command in outbox.waiting] == [Say], "what was never taken need not be taken back"
    outbox.close()


def test_a_correction_that_is_refused_leaves_the_note_as_it_was(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN)
    outbox.answered(Taken(outbox.waiting[0].id))
    outbox.correct(outbox.notes[0], 90_000, "kim observes red contain S")
    outbox.answered(Refusal(outbox.waiting[0].id, "a correction stays with its team"))
    assert lines(outbox) == [(f"T+00:01:00 {SEEN}", "taken")]
    outbox.close()


def test_the_newest_is_what_was_said_last_not_what_was_latest(path: Path) -> None:
    outbox = Outbox(path)
    outbox.say(90_000, "kim observes blue contain : late in the drill")
    outbox.say(10_000, "kim observes blue contain : earlier, said afterwards")
    assert outbox.newest is not None
    assert outbox.newest.at == 10_000
    outbox.close()


def test_one_window_for_each_observer(path: Path) -> None:
    outbox = Outbox(path)
    with pytest.raises(OutOfReach, match="kim observes this session already, in another window"):
        Outbox(path)
    outbox.close()
    Outbox(path).close()


def test_without_notes_no_file_is_left(path: Path) -> None:
    Outbox(path).close()
    assert not path.exists()


def test_once_the_exercise_is_over_and_has_all_of_it_nothing_is_kept_here(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN)
    outbox.close(over=True)
    assert path.exists(), "it waits"
    outbox = Outbox(path)
    outbox.answered(Taken(outbox.waiting[0].id))
    outbox.close()
    assert path.exists(), "it may still be corrected"
    Outbox(path).close(over=True)
    assert not path.exists()


def test_a_line_that_was_cut_short_costs_only_itself(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN, "kim observes blue contain : second")
    outbox.close()
    path.write_bytes(path.read_bytes()[:-20])
    again = Outbox(path)
    assert [note.text for note in again.notes] == [SEEN]
    say(again, "kim observes blue contain : third")
    again.close()
    last = Outbox(path)
    assert [note.text for note in last.notes] == [SEEN, "kim observes blue contain : third"]
    last.close()


def test_what_is_no_note_in_the_file_is_passed_over(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\x00\xff\n{"v":1}\n[]\n{"v":1,"is":"say","id":7}\n\n')
    outbox = Outbox(path)
    assert outbox.notes == ()
    outbox.close()


def test_a_full_disk_is_told_and_nothing_is_promised(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox, write = Outbox(path), os.write

    def half(handle: int, data: bytes) -> int:
        return write(handle, data[: len(data) // 2])

    monkeypatch.setattr("os.write", half)
    with pytest.raises(OutOfReach, match="cannot be written: No space left"):
        say(outbox, SEEN)
    monkeypatch.undo()
    assert outbox.notes == ()
    say(outbox, "kim observes blue contain : there is room again")
    outbox.close()
    again = Outbox(path)
    assert [note.text for note in again.notes] == ["kim observes blue contain : there is room again"]
    again.close()


def test_a_note_of_any_length_is_kept_or_refused(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, f"kim observes blue contain : {'x' * 60_000}")
    with pytest.raises(Refused, match="too long"):
        say(outbox, f"kim observes blue contain : {'x' * 70_000}")
    assert len(outbox.notes) == 1
    outbox.close()


def test_sessions_of_one_name_have_notes_of_their_own(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "2026-11-27-x", tmp_path / "b" / "2026-11-27-x"
    assert outbox_path(one, "kim") != outbox_path(other, "kim")
    assert outbox_path(one, "kim") == outbox_path(tmp_path / "b" / ".." / "a" / "2026-11-27-x", "kim")


# ── and drill merge ──────────────────────────────────────────────────────────


def test_written_to_a_file_they_are_what_merge_takes_with_a_clock_offset(path: Path) -> None:
    outbox = Outbox(path)
    say(outbox, SEEN, "control unseen red lock : (kim)", "control rate blue statement 3 by kim : warm")
    say(outbox, "kim observes red contain : refused", at=90_000)
    outbox.answered(Refusal(outbox.waiting[-1].id, "why not"))
    control = room(teams=("blue", "red"))
    control.live.start()
    control.wait(5)
    control.say(SEEN, at=1)
    notes = read_transcript(outbox.transcript, "kim.txt")
    compared = compare(control.state, notes, "kim", 40_000, lambda _: False)
    assert [(note.at, str(note.verdict.standing)) for note in compared.notes] == [
        (100_000, "there already"),
        (101_000, "adds"),
        (102_000, "adds"),
    ]
    words = [control.state.grammar.format(note.statement) for note in compared.of(Standing.ADDS)]
    assert words == ["control unseen red lock : (kim)", "control rate blue statement 3 by kim : warm"]
    outbox.close()
