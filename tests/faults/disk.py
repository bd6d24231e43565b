"""A disk that can be watched, stopped and made to fail, under the real SQLite.

SQLite reaches files through a layer that may be replaced (its VFS). This one hands
everything on to the operating system, and first tells a `Disk`: what is written
where, what is synced, what is deleted. The disk may keep a record of it, raise an
error in its place, or end the process on the spot.
"""

from __future__ import annotations

import itertools
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Operation:
    """One thing that SQLite did to a file."""

    kind: str
    """write, truncate, sync or delete."""
    file: str
    offset: int = 0
    data: bytes = b""
    size: int = 0


class Disk:
    """What stands between SQLite and the files. `before` and `after` are called around each operation."""

    def __init__(
        self,
        before: Callable[[int, Operation], None] | None = None,
        after: Callable[[int, Operation], None] | None = None,
    ) -> None:
        """Both are given the operation's number, from 1; `before` may raise an apsw error in its place."""
        self.operations: list[Operation] = []
        self.name = f"watched-{next(_NUMBERS)}"
        self._before, self._after = before, after
        self._layer = _Layer(self)

    def does(self, operation: Operation, act: Callable[[], None]) -> None:
        """Let an operation happen, and note it."""
        self.operations.append(operation)
        number = len(self.operations)
        if self._before is not None:
            self._before(number, operation)
        act()
        if self._after is not None:
            self._after(number, operation)


class _Layer(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        super().__init__(disk.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  (SQLite's name)
        return _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._disk.does(
            Operation("delete", Path(filename).name), lambda: super(_Layer, self).xDelete(filename, syncdir)
        )


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        given = name if isinstance(name, str) or name is None else name.filename()
        self._name = Path(given).name if given else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        operation = Operation("write", self._name, offset, bytes(data))
        self._disk.does(operation, lambda: super(_File, self).xWrite(data, offset))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.does(Operation("sync", self._name), lambda: super(_File, self).xSync(flags))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        operation = Operation("truncate", self._name, size=newsize)
        self._disk.does(operation, lambda: super(_File, self).xTruncate(newsize))


# ── the journal on that disk ─────────────────────────────────────────────────


class Connection:
    """As much of `sqlite3.Connection` as the journal uses, over apsw, so that the journal's own code is what is tried."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._apsw = _raising_sqlite3(lambda: apsw.Connection(str(path), vfs=disk.name))
        self._apsw.set_busy_timeout(5_000)

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> Cursor:
        """Run a statement."""
        return Cursor(self._apsw.cursor()).execute(sql, parameters)

    def cursor(self) -> Cursor:
        """A cursor."""
        return Cursor(self._apsw.cursor())

    def commit(self) -> None:
        """End a transaction, if there is one."""
        if self.in_transaction:
            self.execute("COMMIT")

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._apsw.in_transaction)

    def close(self) -> None:
        """Let the file go. As in `sqlite3`, a last tidying up that fails is not told: everything is in the WAL."""
        with suppress(apsw.Error):
            self._apsw.close()


class Cursor:
    """As much of `sqlite3.Cursor` as the journal uses."""

    def __init__(self, cursor: Any) -> None:
        self._apsw = cursor

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> Cursor:
        """Run a statement."""
        _raising_sqlite3(lambda: self._apsw.execute(sql, parameters))
        return self

    executescript = execute

    def fetchone(self) -> Any:
        """The next row, or None."""
        return next(iter(self), None)

    def __iter__(self) -> Iterator[Any]:
        while (row := _raising_sqlite3(lambda: next(self._apsw, None))) is not None:
            yield row

    def close(self) -> None:
        """Let the cursor go."""
        self._apsw.close()


def _raising_sqlite3(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except apsw.Error as error:
        raise sqlite3.OperationalError(str(error)) from error


@contextmanager
def under_sqlite(disk: Disk) -> Iterator[Disk]:
    """Every journal that is opened meanwhile lies on this disk."""
    real = sqlite3.connect

    def connect(path: Path, **options: object) -> Any:
        assert options.pop("isolation_level", "none") is None, "the journal begins its transactions itself"
        return Connection(path, disk)

    def unraisable(found: Any) -> None:
        if not isinstance(found.exc_value, apsw.Error):  # SQLite itself passes over some failures, as of a close
            told(found)

    told, sys.unraisablehook = sys.unraisablehook, unraisable
    sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield disk
    finally:
        sqlite3.connect, sys.unraisablehook = real, told
