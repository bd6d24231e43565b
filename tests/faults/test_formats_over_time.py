"""Sessions of every format that was ever released are read, and come to what they came to then, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drill.report.folder import JOURNAL, TRANSCRIPT, open_session, write_artefacts
from drill.session.events import FORMAT
from drill.session.journal import Journal
from tests.building import DATA
from tests.fixtures.sessions.make import SCORECARD, facts

SESSIONS = DATA.parent / "fixtures" / "sessions"
FOLDERS = sorted(path.parent for path in SESSIONS.glob(f"*/*/{JOURNAL}"))


def test_there_are_sessions_of_every_format() -> None:
    assert {path.parent.name for path in FOLDERS} >= {f"v{number}" for number in range(1, FORMAT + 1)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_session_of_an_earlier_release_is_read_and_comes_to_the_same(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "2026-11-27-copy"))
    session = open_session(copy)
    write_artefacts(session.state, copy)
    assert (copy / TRANSCRIPT).read_bytes() == (folder / TRANSCRIPT).read_bytes()
    assert facts(session.state) == (folder / SCORECARD).read_text(encoding="utf-8")
    session.close()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_reading_a_session_changes_none_of_its_bytes(folder: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(folder / JOURNAL, tmp_path / JOURNAL))
    before = path.read_bytes()
    journal = Journal.open(path)
    assert list(journal.read())
    journal.close()
    assert path.read_bytes() == before
