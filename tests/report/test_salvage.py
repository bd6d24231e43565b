"""What can still be read of a damaged session is saved; the session up to the damage goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.errors import DamagedSession, OutOfReach
from drill.report.folder import JOURNAL, open_session
from drill.report.salvage import salvage
from drill.session.journal import Journal
from tests.faults.journals import begin, facts, play, what_is_kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports" / "2026-11-27-small"
    made.mkdir(parents=True)
    session = begin(made / JOURNAL)
    list(play(session, 60))
    session.close()
    return made


def damaged(folder: Path, seq: int, column: str = "body") -> None:
    """Change one event behind the journal's back."""
    import sqlite3

    database = sqlite3.connect(folder / JOURNAL)
    database.execute("DROP TRIGGER event_stays")
    database.execute(f"UPDATE event SET {column} = replace({column}, 'a', 'e') WHERE seq = ?", (seq,))
    database.commit()
    database.close()


def test_what_stands_before_the_damage_is_a_session_of_its_own(folder: Path, tmp_path: Path) -> None:
    whole = facts(what_is_kept(folder / JOURNAL))
    damaged(folder, 30)
    with pytest.raises(DamagedSession, match="event 30") as refusal:
        open_session(folder)
    assert refusal.value.hint == "drill salvage SESSION saves what can still be read"
    before = (folder / JOURNAL).read_bytes()
    saved = salvage(folder, tmp_path / "saved")
    assert saved.kept == 29
    assert len(saved.rows) == len(whole)
    assert [row.seq for row in saved.rows if not row.holds] == [30]
    assert saved.folder is not None
    assert facts(what_is_kept(saved.folder / JOURNAL)) == whole[:29]
    assert (saved.folder / "report.md").is_file()
    assert (folder / JOURNAL).read_bytes() == before


def test_the_commands_of_a_salvaged_session_still_count_once(folder: Path, tmp_path: Path) -> None:
    damaged(folder, 30)
    saved = salvage(folder, tmp_path / "saved")
    assert saved.folder is not None
    journals = [Journal.open(each / JOURNAL) for each in (folder, saved.folder)]
    assert journals[1].taken("line-3") == journals[0].taken("line-3") != ()
    for journal in journals:
        journal.close()


@pytest.mark.parametrize("page", [2, 3, 4, -1])
def test_a_page_of_zeros_costs_what_stood_on_it(folder: Path, tmp_path: Path, page: int) -> None:
    path = folder / JOURNAL
    raw = bytearray(path.read_bytes())
    start = (page if page > 0 else len(raw) // 4096 - 1) * 4096
    raw[start : start + 4096] = bytes(4096)
    path.write_bytes(raw)
    saved = salvage(folder, tmp_path / "saved")
    assert all(row.seq > 0 for row in saved.rows)
    for line in saved.as_lines().splitlines():
        assert set(json.loads(line)) == {"seq", "command", "now", "wall", "kind", "body", "holds"}


def test_without_its_beginning_no_session_is_made_and_the_rows_are_printed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged(folder, 1)
    assert invoke(["salvage", str(folder), "--out", str(tmp_path / "saved")]) == 3
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert [row["holds"] for row in rows[:3]] == [False, True, True]
    assert "its beginning is lost" in said.err
    assert not (tmp_path / "saved").exists()


def test_the_command_prints_the_rows_and_says_where_the_session_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged(folder, 30)
    assert invoke(["salvage", str(folder), "--out", str(folder.parent)]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) > 40
    assert "1 of them not as they were written" in said.err
    assert f"the first 29 are a session of their own: {folder.parent / '2026-11-27-small-2'}" in said.err
    assert invoke(["report", str(folder)]) == 3
    assert "drill salvage SESSION" in capsys.readouterr().err


def test_where_there_is_no_session_nothing_is_salvaged(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach):
        salvage(tmp_path)
