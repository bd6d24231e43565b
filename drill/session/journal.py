"""The journal: a session's events, appended and made durable before anyone sees their effect.

One SQLite file a session, append-only, each event chained to the one before by
its hash. The verbs are few, so that another store can take its place: `append`,
`read`, `follow`. Only this module knows SQLite.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from drill.errors import DamagedSession, OutOfReach
from drill.session.events import FORMAT, Event, Record, from_json, to_json

_SCHEMA = """
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
"""

_APPLICATION_ID = 0x4452494C


class OutOfDate(Exception):
    """Events were appended since the writer looked; it must look again."""


class Journal:
    """An open journal. One process writes it; any number may read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        row = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        self._last: int = row[0] if row else 0
        self._hash: str = row[1] if row else ""

    @classmethod
    def create(cls, path: Path) -> Journal:
        """A new, empty journal, for its owner's eyes only. Raises OutOfReach."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise OutOfReach(f"{path}: cannot make the session's journal: {error.strerror}") from error
        connection = _connect(path)
        with closing(connection.cursor()) as cursor:
            cursor.executescript(_SCHEMA)
            cursor.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            cursor.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))
            connection.commit()
        return cls(connection, path)

    @classmethod
    def open(cls, path: Path) -> Journal:
        """An existing journal. Raises OutOfReach, DamagedSession."""
        if not path.is_file():
            raise OutOfReach(f"{path}: there is no session here")
        connection = _connect(path)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except sqlite3.Error as error:
            connection.close()
            raise DamagedSession(f"{path}: this is not a session's journal, or it is damaged ({error})") from error
        if row is None or not row[0].isdigit():
            connection.close()
            raise DamagedSession(f"{path}: the journal does not say its format")
        if int(row[0]) > FORMAT:
            connection.close()
            raise DamagedSession(f"{path}: the journal is of format {row[0]}", "it needs a newer drill")
        try:
            return cls(connection, path)
        except sqlite3.Error as error:
            connection.close()
            raise DamagedSession(f"{path}: the journal is damaged ({error})") from error

    def append(self, events: Sequence[Event], now: int, expected_seq: int, command_id: str) -> tuple[Record, ...]:
        """Make events durable, all or none, and return them in their places.

        A command that was taken already is not taken again: its events are returned.
        Raises OutOfDate where the journal has grown past `expected_seq`, OutOfReach
        where it cannot be written.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            known = self.taken(command_id)
            if known:
                self._db.execute("ROLLBACK")
                return known
            row = self._db.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
            last, chain = row if row else (0, "")
            if last != expected_seq:
                self._db.execute("ROLLBACK")
                raise OutOfDate
            wall = datetime.now(UTC).isoformat(timespec="milliseconds")
            records = []
            for seq, event in enumerate(events, last + 1):
                body = to_json(event)
                chain = link(chain, seq, command_id, now, wall, event.kind, body)
                self._db.execute(
                    "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (seq, command_id, now, wall, event.kind, body, chain),
                )
                records.append(Record(seq, now, event))
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            message = f"{self.path}: nothing was saved: {error}"
            raise OutOfReach(message, "the session goes on from what is saved") from error
        self._last, self._hash = last + len(records), chain
        return tuple(records)

    def taken(self, command_id: str) -> tuple[Record, ...]:
        """The events of a command that was taken already; none otherwise."""
        rows = self._db.execute("SELECT seq, now, kind, body FROM event WHERE command = ? ORDER BY seq", (command_id,))
        return tuple(Record(seq, now, from_json(kind, body)) for seq, now, kind, body in rows)

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
        except sqlite3.Error as error:
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


def link(chain: str, seq: int, command: str, now: int, wall: str, kind: str, body: str) -> str:
    """The hash of an event, chained to the one before."""
    text = "\x00".join((chain, str(seq), command, str(now), wall, kind, body))
    return sha256(text.encode()).hexdigest()


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=5.0)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection
    except sqlite3.Error as error:
        raise DamagedSession(f"{path}: cannot be opened as a session's journal ({error})") from error
