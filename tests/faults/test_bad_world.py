"""A full disk, a folder that goes away, clocks that run back, two at once: told in a sentence, and nothing is lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drill.errors import DamagedSession, OutOfReach
from drill.report.salvage import salvage
from drill.session import journal as journal_module
from drill.session.journal import Journal
from drill.session.session import Session
from tests.faults.journals import begin, facts, opened, play, reopened, what_is_kept
from tests.tally import TALLY

ROOT = Path(__file__).parent.parent.parent


# ── the disk ─────────────────────────────────────────────────────────────────


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """No room on the disk: no file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_nothing_is_promised_and_all_that_was_promised_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "session.db"
    session = begin(path)
    promised = []
    room = (tmp_path / "session.db-wal").stat().st_size + 60_000
    with no_file_longer_than(room), pytest.raises(OutOfReach, match="nothing was saved") as refusal:
        for command_id, records in play(session, 2_000):
            promised.append((command_id, records[0].seq))
    assert refusal.value.hint == "the session goes on from what is saved"
    assert len(promised) > 3
    assert session.state.seq == promised[-1][1] == len(what_is_kept(path))
    assert len(list(play(session, 60))) > len(promised), "with room again, it goes on"
    session.close()


def test_a_session_that_cannot_even_begin_leaves_nothing(tmp_path: Path) -> None:
    with no_file_longer_than(2_000), pytest.raises(OutOfReach, match="cannot make the session's journal"):
        begin(tmp_path / "session.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
def test_a_journal_that_went_away_takes_no_more_events(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "2026-11-27-small"
    folder.mkdir()
    session = begin(folder / "session.db")
    assert len(list(play(session, 5))) == 5
    seq = session.state.seq
    if how == "removed":
        shutil.rmtree(folder)
    else:
        folder.rename(tmp_path / "elsewhere")
        if how == "replaced":
            folder.mkdir()
            begin(folder / "session.db").close()
    with pytest.raises(OutOfReach, match="is not where it was"):
        list(play(session, 8))
    assert session.state.seq == seq
    session.close()
    if how != "removed":
        assert len(what_is_kept(tmp_path / "elsewhere" / "session.db")) == seq


# ── a journal cut short ──────────────────────────────────────────────────────


def closed_session(path: Path, commands: int) -> list[tuple[int, int, str]]:
    """Write a session and close it; what it holds."""
    session = begin(path)
    list(play(session, commands))
    session.close()
    return facts(what_is_kept(path))


def cut_at_every(step: int, path: Path) -> None:
    wanted = closed_session(path, 30)
    whole = path.read_bytes()
    for end in range(len(whole) - 4_096, len(whole), step):
        path.write_bytes(whole[:end])
        TALLY["journals cut short"] += 1
        try:
            journal = Journal.open(path)
        except DamagedSession:
            continue
        try:
            assert facts(journal.read()) == wanted, f"cut at byte {end}"
        except DamagedSession:
            pass
        finally:
            journal.close()
        path.with_name("session.db-wal").unlink(missing_ok=True)
        path.with_name("session.db-shm").unlink(missing_ok=True)


def test_a_journal_cut_anywhere_in_its_last_page_is_whole_or_refused(tmp_path: Path) -> None:
    cut_at_every(37, tmp_path / "session.db")


@pytest.mark.soak
def test_a_journal_cut_at_every_byte_of_its_last_page_is_whole_or_refused(tmp_path: Path) -> None:
    cut_at_every(1, tmp_path / "session.db")


# ── a byte that is not what it was ───────────────────────────────────────────


def flip_every(step: int, start: int, folder: Path, out: Path) -> None:
    """After whichever flip: the journal reads as it was; or it is refused, and what holds can be exported."""
    path = folder / "session.db"
    wanted = closed_session(path, 12)
    whole = path.read_bytes()
    named = refused = 0
    for place in range(start, len(whole), step):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        TALLY["bytes flipped"] += 1
        try:
            journal = Journal.open(path)
            try:
                assert facts(journal.read()) == wanted, f"byte {place}"
            finally:
                journal.close()
            continue
        except DamagedSession as damage:
            refused += 1
            named += " event " in damage.message
        try:
            saved = salvage(folder, out)
        except OutOfReach:
            continue
        assert [row.body in wanted[row.seq - 1][2] for row in saved.rows if row.holds].count(False) == 0
        if saved.folder is not None:
            assert facts(what_is_kept(saved.folder / "session.db")) == wanted[: saved.kept]
            shutil.rmtree(saved.folder)
    assert refused > 10
    assert named > 5


def test_a_flipped_byte_is_refused_and_named_and_what_can_still_be_read_is_exported(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11-27-small"
    folder.mkdir()
    flip_every(397, 5, folder, tmp_path / "saved")


@pytest.mark.soak
def test_whichever_byte_is_flipped_what_can_still_be_read_is_exported(tmp_path: Path, soak_seed: int) -> None:
    folder = tmp_path / "2026-11-27-small"
    folder.mkdir()
    flip_every(11, soak_seed % 11, folder, tmp_path / "saved")


# ── clocks ───────────────────────────────────────────────────────────────────


class AnHourBack(datetime):
    """The clock on the wall, set back an hour."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 11, 27, 17, 40, tzinfo=UTC)


def test_a_clock_on_the_wall_that_is_set_back_changes_nothing_but_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = closed_session(tmp_path / "plain.db", 30)
    session = begin(tmp_path / "session.db")
    list(play(session, 15))
    session.close()
    monkeypatch.setattr(journal_module, "datetime", AnHourBack)
    session = reopened(tmp_path / "session.db")
    list(play(session, 30))
    session.close()
    assert facts(what_is_kept(tmp_path / "session.db")) == wanted


# ── two at once ──────────────────────────────────────────────────────────────


def test_of_two_control_rooms_on_one_journal_the_second_is_told_and_nothing_is_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "session.db"
    first = begin(path)
    list(play(first, 3))
    second = reopened(path)
    list(play(first, 6))
    before = facts(what_is_kept(path))
    with pytest.raises(OutOfReach, match="somebody else has written to this session"):
        second.advance(3_600_000)
    assert facts(what_is_kept(path)) == before
    list(play(first, 9))
    assert len(what_is_kept(path)) > len(before)
    third = reopened(path)
    assert third.state.seq == first.state.seq
    for session in (first, second, third):
        session.close()


def test_a_journal_that_is_empty_says_so(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "session.db")
    with pytest.raises(DamagedSession, match="empty"):
        Session(journal, list(journal.read()))
    journal.append((opened(),), 0, 0, "open")
    assert Session(journal, list(journal.read())).state.seq == 1
    journal.close()


# ── a shell that gives us nothing ────────────────────────────────────────────


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["", "--help", "check scenarios/micro-drill.yaml", "sessions"])
def test_closed_streams_are_no_fault_of_ours(tmp_path: Path, command: str, closed: str) -> None:
    line = f"exec {sys.executable} -m drill {command} {closed}"
    ran = subprocess.run(
        ["sh", "-c", line], cwd=ROOT, env=os.environ | {"XDG_STATE_HOME": str(tmp_path)}, capture_output=True
    )
    assert ran.returncode in (0, 1, 2, 3), ran.stderr.decode()
    assert b"Traceback" not in ran.stderr
    assert not list(tmp_path.rglob("fault-*.log"))
