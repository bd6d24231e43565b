"""The journal: a session's events, appended and made durable before anyone sees their effect.

One SQLite file a session, append-only, each event chained to the one before by
its hash. The verbs are few, so that another store can take its place: `append`,
`read`, `follow`. Only this module knows SQLite.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from drill.errors import DamagedSession, OutOfReach
from drill.session.events import FORMAT, Event, OutOfDate, Record, from_json, to_json

_SCHEMA = f"""
BEGIN;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    now INTEGER NOT NULL,
    wall TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX event_command ON event (command);
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
INSERT INTO meta VALUES ('format', '{FORMAT}');
COMMIT;
"""  # noqa: S608  (the format is our own number)

BUSY = 5.0
"""How long is waited for another that writes, in seconds."""
_APPLICATION_ID = 0x4452494C
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What comes of damage: where the message itself quotes a broken name, Python cannot decode it."""
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""What SQLite says of a file that somebody else keeps for themselves; it is as whole as before."""
_HEADER = 100
"""Bytes at the top of an SQLite file; they begin with its magic, and say at 68 whose it is."""


class Journal:
    """An open journal. One process writes it; any number may read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self._place = _place(path)
        self._last, self._hash = self._end()

    @classmethod
    def create(cls, path: Path) -> Journal:
        """A new, empty journal, for its owner's eyes only. Raises OutOfReach."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise OutOfReach(f"{path}: cannot make the session's journal: {error.strerror}") from error
        try:
            connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY)
            try:
                # Whose file it is comes first, and into the file itself: the rest may wait in the WAL.
                connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                _set_up(connection)
                connection.cursor().executescript(_SCHEMA)
                return cls(connection, path)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            for file in (path, *_beside(path)):
                file.unlink(missing_ok=True)
            raise OutOfReach(f"{path}: cannot make the session's journal: {error}") from error

    @classmethod
    def open(cls, path: Path) -> Journal:
        """An existing journal; one that cannot be written, in an archive, can still be read.

        A file that is no journal is left as it is. Raises OutOfReach, DamagedSession.
        """
        if not path.is_file():
            raise OutOfReach(f"{path}: there is no session here")
        _check_owner(path)
        try:
            connection = _connect(path)
            try:
                _check_format(connection, path)
                _check_whole(connection, path)
                return cls(connection, path)
            except BaseException:
                connection.close()
                raise
        except _UNREADABLE as error:
            if getattr(error, "sqlite_errorcode", None) in _HELD:
                raise OutOfReach(
                    f"{path}: another program holds the journal", "end that program, then resume"
                ) from error
            raise DamagedSession(f"{path}: the journal is damaged ({error})") from error

    def append(self, events: Sequence[Event], now: int, expected_seq: int, command_id: str) -> tuple[Record, ...]:
        """Make events durable, all or none, and return them in their places.

        A command that was taken already is not taken again: its events are returned.
        Raises OutOfDate where the journal has grown past `expected_seq`, OutOfReach
        where it cannot be written.
        """
        if self._place is None or _place(self.path) != self._place:
            message = f"{self.path}: the journal is not where it was; nothing was saved"
            raise OutOfReach(message, "put its folder back, and resume the session")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                records, end = self.taken(command_id), (self._last, self._hash)
                if not records:
                    records, end = self._insert(events, now, expected_seq, command_id)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            message = f"{self.path}: nothing was saved: {error}"
            raise OutOfReach(message, "the session goes on from what is saved") from error
        self._last, self._hash = end
        return records

    def _insert(
        self, events: Sequence[Event], now: int, expected_seq: int, command_id: str
    ) -> tuple[tuple[Record, ...], tuple[int, str]]:
        """The new records, and the end of the journal with them."""
        last, chain = self._end()
        if last != expected_seq:
            raise OutOfDate
        wall = datetime.now(UTC).isoformat(timespec="milliseconds")
        records = []
        for seq, event in enumerate(events, last + 1):
            body = to_json(event)
            chain = link(chain, seq, command_id, now, wall, event.kind, body)
            row = (seq, command_id, now, wall, event.kind, body, chain)
            self._db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            records.append(Record(seq, now, event))
        return tuple(records), (last + len(records), chain)

    def _end(self) -> tuple[int, str]:
        row = self._db.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else (0, "")

    def taken(self, command_id: str) -> tuple[Record, ...]:
        """The events of a command that was taken already; none otherwise. Raises DamagedSession."""
        try:
            rows = self._db.execute(
                "SELECT seq, now, kind, body FROM event WHERE command = ? ORDER BY seq", (command_id,)
            )
            return tuple(Record(seq, now, from_json(kind, body)) for seq, now, kind, body in rows)
        except _UNREADABLE as error:
            raise DamagedSession(f"{self.path}: the journal cannot be read ({error})") from error

    def read(self, from_seq: int = 1) -> Iterator[Record]:
        """The events from `from_seq` on, each checked against the chain. Raises DamagedSession."""
        try:
            row = self._db.execute("SELECT hash FROM event WHERE seq = ?", (from_seq - 1,)).fetchone()
            chain, expected = row[0] if row else "", from_seq
            rows = self._db.execute(
                "SELECT seq, command, now, wall, kind, body, hash FROM event WHERE seq >= ? ORDER BY seq", (from_seq,)
            )
            for seq, command, now, wall, kind, body, stored in rows:
                chain = link(chain, seq, command, now, wall, kind, body)
                if seq != expected or chain != stored:
                    raise DamagedSession(f"{self.path}: event {expected} is not what was written")
                expected += 1
                yield Record(seq, now, from_json(kind, body))
        except _UNREADABLE as error:
            raise DamagedSession(f"{self.path}: the journal is damaged ({error})") from error

    def follow(self, after_seq: int) -> Iterator[Record]:
        """What was appended after `after_seq`, so far; call again for more."""
        return self.read(after_seq + 1)

    @property
    def last_seq(self) -> int:
        """The number of the last event that this writer knows of."""
        return self._last

    @property
    def last_hash(self) -> str:
        """The hash that stands for the whole journal."""
        return self._hash

    def close(self) -> None:
        """Let the file go; everything appended is in it already."""
        self._db.close()


@dataclass(frozen=True, slots=True)
class Remnant:
    """A row of a damaged journal, as it can still be read."""

    seq: int
    command: str
    now: int
    wall: str
    kind: str
    body: str
    holds: bool
    """Whether it is what was written: it is linked to the row before, which can be read too."""


def remains(path: Path) -> list[Remnant]:
    """What can still be read of a journal, from its beginning up to a damage and from its end back to one.

    To read is to recover, which writes: give it a copy.
    """
    rows: dict[int, tuple[int, str, int, str, str, str, str]] = {}
    with suppress(*_UNREADABLE), closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.text_factory = _as_text
        for order in ("ASC", "DESC"):
            with suppress(*_UNREADABLE):
                query = f"SELECT seq, command, now, wall, kind, body, hash FROM event ORDER BY seq {order}"  # noqa: S608
                rows.update((row[0], row) for row in database.execute(query))
    hashes = {0: ""} | {seq: row[6] for seq, row in rows.items()}
    return [
        Remnant(*row[:6], holds=seq - 1 in hashes and link(hashes[seq - 1], *row[:6]) == row[6])
        for seq, row in sorted(rows.items())
    ]


def link(chain: str, seq: int, command: str, now: int, wall: str, kind: str, body: str) -> str:
    """The hash of an event, chained to the one before."""
    text = "\x00".join(map(str, (chain, seq, command, now, wall, kind, body)))
    return sha256(text.encode()).hexdigest()


def _check_owner(path: Path) -> None:
    """Raises DamagedSession, and OutOfReach, without letting SQLite touch a file that is not ours."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise OutOfReach(f"{path}: the session's journal cannot be read: {error.strerror}") from error
    if not header.startswith(b"SQLite format 3\0") or int.from_bytes(header[68:72], "big") != _APPLICATION_ID:
        raise DamagedSession(f"{path}: this is not a session's journal, or its beginning is damaged")


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    said = str(row[0]) if row else ""
    if not said.isdecimal():
        raise DamagedSession(f"{path}: the journal does not say its format")
    if int(said) > FORMAT:
        raise DamagedSession(f"{path}: the journal is of format {said}", "it needs a newer drill")


def _check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DamagedSession where the last events are lost: no later one is chained to them, but the index has them."""
    last, kept = connection.execute(
        "SELECT (SELECT coalesce(max(seq), 0) FROM event), (SELECT count(*) FROM event INDEXED BY event_command)"
    ).fetchone()
    if last < kept:
        raise DamagedSession(f"{path}: event {last + 1} is not what was written")


def _connect(path: Path) -> sqlite3.Connection:
    if not _is_writable(path):
        if any(file.exists() and file.stat().st_size for file in _beside(path)):
            hint = "copy its folder to where you may write"
            raise OutOfReach(f"{path}: the journal was not closed, and cannot be written here", hint)
        archived = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        archived.text_factory = _as_text
        return archived
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY)
    try:
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.text_factory = _as_text
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _as_text(raw: bytes) -> str:
    """A text of the file, whatever its bytes have become: what is not as it was written, its hash will tell."""
    return raw.decode("utf-8", "replace")


def _place(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; SQLite would go on writing to one that was taken away, where nobody finds it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _beside(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside the file while it is open."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _is_writable(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return all(os.access(each, os.W_OK, effective_ids=effective) for each in (path, path.absolute().parent))
