"""A power cut at any moment: what was synced is there, of the rest a random part; nothing acknowledged is lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("apsw")

from tests.faults.disk import Disk, Operation, under_sqlite
from tests.faults.journals import begin, facts, play, what_is_kept
from tests.tally import TALLY

SECTOR = 512
IMAGES = 40
IMAGES_OF_A_SOAK = 300


@dataclass
class Recording:
    """A session that was written on a watched disk."""

    disk: Disk
    acknowledged: list[tuple[int, int]]
    """After how many operations which number of the journal was acknowledged."""
    records: list[tuple[int, int, str]]


def record(path: Path, commands: int) -> Recording:
    """Write a session, and remember at which operation each event was acknowledged."""
    disk = Disk()
    acknowledged = []
    with under_sqlite(disk):
        session = begin(path)
        acknowledged.append((len(disk.operations), session.state.seq))
        for _, records in play(session, commands):
            acknowledged.append((len(disk.operations), records[-1].seq))
        records_kept = facts(what_is_kept(path))
        session.close()
    return Recording(disk, acknowledged, records_kept)


def image(operations: list[Operation], random: Random, folder: Path) -> None:
    """What a disk may hold after a power cut: all that was synced, and a random part of what was not, some of it torn."""
    certain = is_certain(operations)
    files: dict[str, bytearray] = {}
    for number, operation in enumerate(operations):
        if operation.kind == "sync" or not (certain[number] or random.random() < 0.5):
            continue
        if operation.kind == "delete":
            files.pop(operation.file, None)
            continue
        content = files.setdefault(operation.file, bytearray())
        if operation.kind == "truncate":
            del content[operation.size :]
            content.extend(bytes(operation.size - len(content)))
            continue
        torn = not certain[number] and random.random() < 0.5
        for start, piece in sectors(operation.data, random) if torn else [(0, operation.data)]:
            end = operation.offset + start + len(piece)
            content.extend(bytes(max(0, end - len(content))))
            content[operation.offset + start : end] = piece
    for name, content in files.items():
        (folder / name).write_bytes(content)


def is_certain(operations: list[Operation]) -> list[bool]:
    """For each operation, whether it is on the disk for sure.

    A write is once its file was synced after it. A deletion is once the folder was; SQLite
    syncs that together with a journal that is new in it.
    """
    synced: dict[str, int] = {}
    folder_synced, known = -1, set()
    for number, operation in enumerate(operations):
        if operation.kind == "sync":
            synced[operation.file] = number
            if operation.file not in known and operation.file.endswith(("-wal", "-journal")):
                folder_synced = number
            known.add(operation.file)
        elif operation.kind == "delete":
            known.discard(operation.file)
    return [
        number < (folder_synced if operation.kind == "delete" else synced.get(operation.file, -1))
        for number, operation in enumerate(operations)
    ]


def sectors(data: bytes, random: Random) -> list[tuple[int, bytes]]:
    """Some of the sectors of a write that was torn; no order holds among them."""
    starts = [start for start in range(0, len(data), SECTOR) if random.random() < 0.5]
    return [(start, data[start : start + SECTOR]) for start in starts]


def cut_the_power(tmp_path: Path, images: int, commands: int, seed: int) -> None:
    """Cut it so often, each time at another moment of one recording."""
    recording = record(tmp_path / "session.db", commands)
    operations = recording.disk.operations
    first = recording.acknowledged[0][0]
    for number in range(images):
        random = Random(f"{seed}/{number}")
        moment = random.randint(first, len(operations))
        folder = tmp_path / f"image-{number}"
        folder.mkdir()
        image(operations[:moment], random, folder)
        promised = max(seq for done, seq in recording.acknowledged if done <= moment)
        kept = facts(what_is_kept(folder / "session.db"))
        assert len(kept) >= promised, f"power cut {seed}/{number} at operation {moment} lost what was acknowledged"
        assert kept == recording.records[: len(kept)], f"power cut {seed}/{number} at operation {moment}"
        TALLY["power cuts (no acknowledged event lost)"] += 1


def test_no_power_cut_loses_what_was_acknowledged(tmp_path: Path) -> None:
    cut_the_power(tmp_path, IMAGES, 60, seed=1)


@pytest.mark.soak
def test_no_power_cut_of_a_long_session_loses_what_was_acknowledged(tmp_path: Path, soak_seed: int) -> None:
    cut_the_power(tmp_path, IMAGES_OF_A_SOAK, 500, soak_seed)


def test_the_power_cuts_would_find_a_journal_that_does_not_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test: with lesser syncing, the same cuts lose events."""
    from drill.session import journal
    from tests.faults import disk

    real = disk.Connection.execute

    def careless(self: disk.Connection, sql: str, parameters: tuple[object, ...] = ()) -> disk.Cursor:
        return real(self, sql.replace("synchronous = FULL", "synchronous = NORMAL"), parameters)

    assert "synchronous = FULL" in Path(journal.__file__).read_text(encoding="utf-8")
    monkeypatch.setattr(disk.Connection, "execute", careless)
    with pytest.raises(AssertionError, match="lost what was acknowledged"):
        cut_the_power(tmp_path, IMAGES, 60, seed=1)
