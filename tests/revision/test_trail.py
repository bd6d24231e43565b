"""The paper trail: append-only, chained, mergeable, and honest about what was changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from drill.errors import OutOfReach
from drill.revision.trail import BrokenTrail, Trail, Verb, trail_path

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    trail = Trail.read(tmp_path / "plan.trail.jsonl")
    for number in range(4):
        trail.append(Verb.ACTION_OPENED, f"action-{number}", "ana", at=NOW, data={"title": f"Übung {number}"})
    return trail


def test_the_trail_stands_beside_its_plan():
    assert trail_path(Path("plans/northwind.yaml")) == Path("plans/northwind.trail.jsonl")


def test_what_was_appended_is_read_again_in_order(trail):
    assert list(Trail.read(trail.path)) == list(trail)
    assert [entry.subject for entry in trail] == ["action-0", "action-1", "action-2", "action-3"]


def test_each_entry_follows_the_one_before(trail):
    entries = list(trail)
    assert [entry.follows for entry in entries[1:]] == [(entry.hash,) for entry in entries[:-1]]


def test_one_changed_byte_anywhere_is_named_with_its_line(trail):
    raw = trail.path.read_bytes()
    for index in range(0, len(raw), 37):
        if raw[index : index + 1] == b"\n":
            continue
        trail.path.write_bytes(raw[:index] + bytes([raw[index] ^ 1]) + raw[index + 1 :])
        with pytest.raises(BrokenTrail, match=rf":{raw[:index].count(10) + 1}:|not text"):
            Trail.read(trail.path)


def test_an_entry_that_a_crash_cut_short_was_promised_to_nobody_and_gives_way_to_the_next(trail):
    whole, last = trail.path.read_bytes(), trail.path.read_bytes().splitlines(keepends=True)[-1]
    for cut in range(2, len(last), 3):
        trail.path.write_bytes(whole[:-cut])
        again = Trail.read(trail.path)
        assert list(again) == list(trail)[:3]
        again.append(Verb.ACTION_DONE, "action-0", "ana", at=NOW)
        assert list(Trail.read(trail.path)) == list(again)


def test_an_entry_whose_line_end_alone_is_missing_counts(trail):
    trail.path.write_bytes(trail.path.read_bytes()[:-1])
    again = Trail.read(trail.path)
    assert list(again) == list(trail)
    again.append(Verb.ACTION_DONE, "action-0", "ana", at=NOW)
    assert list(Trail.read(trail.path)) == list(again)


def test_a_line_taken_out_of_the_middle_is_missed_by_the_next(trail):
    lines = trail.path.read_text().splitlines(keepends=True)
    trail.path.write_text("".join(lines[:1] + lines[2:]))
    with pytest.raises(BrokenTrail, match=":2: this entry follows"):
        Trail.read(trail.path)


def test_two_branches_are_merged_by_putting_their_lines_together(trail, tmp_path):
    base = trail.path.read_text()
    other_path = tmp_path / "other.trail.jsonl"
    other_path.write_text(base)
    other = Trail.read(other_path)
    trail.append(Verb.ACTION_DONE, "action-0", "ben", at=NOW)
    other.append(Verb.ACTION_DONE, "action-1", "eve", at=NOW)
    trail.path.write_text(other_path.read_text() + trail.path.read_text().removeprefix(base))
    merged = Trail.read(trail.path)
    assert len(merged) == 6
    assert len(merged.heads) == 2
    joined = merged.append(Verb.ACTION_DONE, "action-2", "ana", at=NOW)
    assert set(joined.follows) == {entry.hash for entry in list(merged)[4:6]}
    assert Trail.read(trail.path).heads == (joined.hash,)


def test_a_trail_that_cannot_be_written_is_left_as_it_was(trail, monkeypatch):
    before = trail.path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutOfReach, match="No space left"):
        trail.append(Verb.ACTION_DONE, "action-0", "ana", at=NOW)
    assert trail.path.read_bytes() == before
