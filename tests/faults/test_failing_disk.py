"""The k-th write, sync or commit fails, for every k: what failed was not promised, what was promised is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("apsw")

import apsw

from drill.errors import OutOfReach, Refused
from drill.session.decide import Tick
from drill.session.journal import Journal
from drill.session.session import Session
from tests.faults.disk import Connection, Cursor, Disk, Operation, under_sqlite
from tests.faults.journals import MINUTE, begin, commands, facts, opened, reopened, what_is_kept
from tests.tally import TALLY

T = TypeVar("T")

COMMANDS = 6


def failing(wrong: Callable[[int], bool]) -> Disk:
    """A disk on which operations of these numbers fail: a write finds no room, a sync fails."""

    def before(number: int, operation: Operation) -> None:
        if wrong(number):
            TALLY["failures of a write, a sync or a commit"] += 1
            raise apsw.FullError("no room") if operation.kind == "write" else apsw.IOError("the disk failed")

    return Disk(before=before)


def played_in_spite_of(path: Path, disk: Disk, tries: int) -> list[tuple[str, int]]:
    """Play the short drill; a command that failed is sent again, so often. What was promised: commands and numbers."""
    promised = []
    with under_sqlite(disk):
        session = _try(lambda: begun_anew(path), tries)
        if session is None:
            return []
        for command_id, command in islice(commands(session.state), COMMANDS):
            records = _try(lambda: session.submit(command, command_id), tries)  # noqa: B023  (called at once)
            if records:
                promised.append((command_id, records[0].seq))
        session.close()
    return promised


def begun_anew(path: Path) -> Session:
    """A session that begins; what a failed beginning left behind is taken away."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    return begin(path)


def _try(act: Callable[[], T], tries: int) -> T | None:
    for _ in range(tries):
        try:
            return act()
        except OutOfReach:
            continue
        except Refused:
            return None
    return None


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[tuple[int, int, str]]]:
    """How many operations the drill takes, and what it comes to, where nothing fails."""
    path, disk = tmp_path_factory.mktemp("clean") / "session.db", Disk()
    played_in_spite_of(path, disk, 1)
    return len(disk.operations), facts(what_is_kept(path))


def test_whichever_operation_fails_once_the_command_is_sent_again_and_counts_once(
    tmp_path: Path, clean: tuple[int, list[tuple[int, int, str]]]
) -> None:
    operations, wanted = clean
    for k in range(1, operations + 1):
        path = tmp_path / f"{k}.db"
        promised = played_in_spite_of(path, failing(lambda number: number == k), 3)  # noqa: B023
        assert facts(what_is_kept(path)) == wanted, f"operation {k} failed once"
        assert len(promised) == len({seq for _, seq in promised})


def test_from_whichever_operation_on_all_fail_nothing_promised_is_lost(
    tmp_path: Path, clean: tuple[int, list[tuple[int, int, str]]]
) -> None:
    operations, wanted = clean
    for k in range(1, operations + 1):
        path = tmp_path / f"{k}.db"
        promised = played_in_spite_of(path, failing(lambda number: number >= k), 1)  # noqa: B023
        kept = facts(what_is_kept(path)) if path.exists() else []
        assert kept == wanted[: len(kept)], f"all operations from {k} on failed"
        assert len(kept) >= max((seq for _, seq in promised), default=0), f"all operations from {k} on failed"


@pytest.mark.parametrize("answer_lost", [False, True])
def test_a_commit_that_fails_promises_nothing_and_one_whose_answer_was_lost_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer_lost: bool
) -> None:
    path, armed = tmp_path / "session.db", [False]
    real = Connection.execute

    def execute(self: Connection, sql: str, parameters: tuple[object, ...] = ()) -> Cursor:
        if sql == "COMMIT" and armed[0]:
            armed[0] = False
            if answer_lost:
                real(self, sql)
            raise sqlite3.OperationalError("the commit failed")
        return real(self, sql, parameters)

    monkeypatch.setattr(Connection, "execute", execute)
    with under_sqlite(Disk()):
        journal = Journal.create(path)
        begun = journal.append((opened(),), 0, 0, "open")
        session = Session(journal, begun)
        session.advance(MINUTE)
        command_id, command, before = "mark", Tick(MINUTE), session.state.seq
        armed[0] = True
        with pytest.raises(OutOfReach, match="nothing was saved"):
            session.submit(command, command_id)
        assert len(what_is_kept(path)) == before + answer_lost
        session.close()
    session = reopened(path)
    session.submit(command, command_id)
    session.submit(command, command_id)
    session.close()
    assert len(what_is_kept(path)) == before + 1
