"""The paper trail: an append-only log beside the plan, each entry chained to those that it follows.

One line of JSON an entry, in a file that people can read: ``northwind.trail.jsonl``
beside ``northwind.yaml``. An entry names one or more entries before it by their
hashes, so that two branches of work can be merged by putting their lines together
(a git union merge is enough), and one changed byte breaks every link behind it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from drill.errors import DrillError, OutOfReach
from drill.files.atomic import sync_folder

FORMAT = 1
MOST_BYTES = 64 * 1024 * 1024


class Verb(StrEnum):
    """What an entry of the trail says happened."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EFFECTIVE = "effective"
    RETESTED = "retested"
    ACTION_OPENED = "action-opened"
    ACTION_DONE = "action-done"
    RISK_ACCEPTED = "risk-accepted"


class BrokenTrail(DrillError):
    """The trail is not what was written: an entry was changed, cut or put in by hand."""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One thing that happened. `by` is a person of the plan; `recorded_by` typed it, if another did."""

    verb: Verb
    subject: str
    """The revision or action that it is about."""
    by: str
    at: str
    """When it was recorded: ISO 8601, UTC."""
    follows: tuple[str, ...]
    """The hashes of the entries that were the newest then."""
    recorded_by: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    hash: str = ""

    def body(self) -> dict[str, Any]:
        """The entry without its hash."""
        return {
            "format": FORMAT,
            "at": self.at,
            "verb": str(self.verb),
            "subject": self.subject,
            "by": self.by,
            "recorded_by": self.recorded_by,
            "follows": list(self.follows),
            "data": dict(self.data),
        }

    def sealed(self) -> TrailEntry:
        """The entry with its hash."""
        return TrailEntry(
            self.verb, self.subject, self.by, self.at, self.follows, self.recorded_by, self.data, _hash(self.body())
        )

    def line(self) -> str:
        """The entry as its line of the file."""
        return json.dumps({**self.body(), "hash": self.hash}, ensure_ascii=False)


def _hash(body: Mapping[str, Any]) -> str:
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def trail_path(plan: Path) -> Path:
    """Where a plan's trail stands: beside it, under its stem."""
    return plan.with_name(f"{plan.stem}.trail.jsonl")


class Trail:
    """A plan's trail as it was read, in an order in which every entry comes after those that it follows."""

    def __init__(self, path: Path, entries: Sequence[TrailEntry]) -> None:
        self.path = path
        self._entries = list(entries)

    @classmethod
    def read(cls, path: Path) -> Trail:
        """The trail in a file; an empty one where there is none. Raises BrokenTrail, OutOfReach."""
        try:
            raw = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise OutOfReach(f"{path}: the trail cannot be read: {error.strerror}") from error
        if len(raw) > MOST_BYTES:
            raise BrokenTrail(f"{path}: the trail is larger than any trail can be")
        end = raw.rfind(b"\n") + 1
        try:
            lines = raw[:end].decode("utf-8").split("\n")[:-1]
        except UnicodeDecodeError:
            raise BrokenTrail(f"{path}: the trail is not text") from None
        tail = raw[end:].decode("utf-8", "replace")
        if _is_whole(tail):  # a crash may have cut the last entry short, which then was promised to nobody
            lines.append(tail)
        return cls(path, _in_order(path, [_entry(path, number, line) for number, line in enumerate(lines, 1)]))

    def __iter__(self) -> Iterator[TrailEntry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def heads(self) -> tuple[str, ...]:
        """The hashes of the entries that none follows yet."""
        followed = {parent for entry in self._entries for parent in entry.follows}
        return tuple(entry.hash for entry in self._entries if entry.hash not in followed)

    def append(
        self,
        verb: Verb,
        subject: str,
        by: str,
        *,
        at: datetime,
        recorded_by: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> TrailEntry:
        """Write one more entry, durably. Raises OutOfReach; then nothing was written."""
        moment = at.astimezone(UTC).isoformat(timespec="seconds")
        entry = TrailEntry(verb, subject, by, moment, self.heads, recorded_by, data or {}).sealed()
        _append_line(self.path, entry.line())
        self._entries.append(entry)
        return entry

    def knows(self, digest: str) -> bool:
        """Whether an entry of this hash is in the trail."""
        return any(entry.hash == digest for entry in self._entries)


def _entry(path: Path, number: int, line: str) -> TrailEntry:
    try:
        value = json.loads(line)
        if value["format"] > FORMAT:
            raise BrokenTrail(f"{path}:{number}: this entry was written by a newer drill")
        entry = TrailEntry(
            verb=Verb(value["verb"]),
            subject=value["subject"],
            by=value["by"],
            at=value["at"],
            follows=tuple(value["follows"]),
            recorded_by=value["recorded_by"],
            data=value["data"],
            hash=value["hash"],
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BrokenTrail(f"{path}:{number}: this line is no entry of a trail") from None
    if entry.sealed().hash != entry.hash or json.loads(entry.line()) != value:
        raise BrokenTrail(f"{path}:{number}: this entry was changed after it was written")
    return entry


def _in_order(path: Path, entries: list[TrailEntry]) -> list[TrailEntry]:
    """Parents first; lines that a merge put twice count once."""
    waiting = {entry.hash: (number, entry) for number, entry in reversed(list(enumerate(entries, 1)))}
    order: list[TrailEntry] = []
    known: set[str] = set()
    pending = sorted(waiting.values(), key=lambda item: item[0])
    while pending:
        ready = [item for item in pending if all(parent in known for parent in item[1].follows)]
        if not ready:
            number, entry = pending[0]
            missing = next(parent for parent in entry.follows if parent not in known)
            raise BrokenTrail(
                f"{path}:{number}: this entry follows {missing[:12]}…, which is not in the trail",
                "lines were taken out",
            )
        order += [entry for _, entry in ready]
        known.update(entry.hash for _, entry in ready)
        pending = [item for item in pending if item[1].hash not in known]
    return order


def _is_whole(line: str) -> bool:
    try:
        _entry(Path(), 1, line)
    except BrokenTrail:
        return False
    return True


def _begin_line(path: Path, descriptor: int, size: int) -> bytes:
    """Cut off what a crash left of an entry; the line end that a whole last entry lacks, or nothing."""
    if size == 0 or path.read_bytes().endswith(b"\n"):
        return b""
    tail = path.read_bytes().rpartition(b"\n")[2]
    if _is_whole(tail.decode("utf-8", "replace")):
        return b"\n"
    os.ftruncate(descriptor, size - len(tail))
    return b""


def _append_line(path: Path, line: str) -> None:
    data = (line + "\n").encode()
    try:
        fresh = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            try:
                data = _begin_line(path, descriptor, size) + data
                _write_all(descriptor, data)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
        if fresh:
            sync_folder(path.parent)
    except OSError as error:
        raise OutOfReach(f"{path}: the trail cannot be written: {error.strerror}", "nothing was changed") from error


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        written = os.write(descriptor, data)
        data = data[written:]
