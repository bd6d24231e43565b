"""What the control room and the other views of its session say to each other: lines of JSON, one message each.

Every line is an object with the version of the protocol (``"v": 1``) and the kind of message (``"is": "hello"``);
its other keys are the fields of the message, all of them and no others. A line takes at most `LONGEST` bytes; a
message that needs more goes in pieces. Nothing here opens, reads or waits: bytes in, messages out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from drill.files.text import unclean
from drill.files.times import LONGEST as LATEST
from drill.session.events import Record, from_json, to_json
from drill.session.panes.public import Shown

VERSION = 1
LONGEST = 65_536
"""The longest line, in bytes, its end included."""
PIECE = 10_000
"""So many characters of a longer line go into one piece: six bytes each at the most."""
WHOLE = 64 * 1024 * 1024
"""A message that comes in pieces may take so many characters: more than any plan and scenario."""


class Garbled(Exception):
    """What came is no message of this protocol; whoever sent it is not listened to any more."""


class Role(StrEnum):
    """What another process may see and do."""

    VIEWER = "viewer"
    """Sees the whole session, as the facilitator does."""
    OBSERVER = "observer"
    """Sees it too; observes, rates and marks as not seen, in their own name."""
    PROJECTOR = "projector"
    """Sees the clock and what is public; says nothing."""
    CONTROL = "control"
    """Asks the control room to hand the session over."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message of a client: what it wants to be, and after which event it goes on."""

    role: Role
    name: str
    after: int = 0


@dataclass(frozen=True, slots=True)
class Say:
    """A line of an observer. `at` is exercise time in milliseconds, by the observer's clock."""

    id: str
    at: int
    text: str
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Correct:
    """Another line in the place of one that this observer said before, known by the id it was said with."""

    id: str
    of: str
    at: int
    text: str
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A line that this observer said does not count any more."""

    id: str
    of: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The session is wanted elsewhere: save, let go and end."""

    id: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer to a hello. `last` is the newest event's number; `anew`: it is told from its beginning."""

    session: str
    last: int
    anew: bool


@dataclass(frozen=True, slots=True)
class Face:
    """The clock as it stands while this is read, in milliseconds and thousandths."""

    now: int
    running: bool
    speed: int
    begun: bool
    ended: bool
    no_duff: bool
    local: str = ""
    """The exercise's own time of day, ISO 8601; empty where the scenario has none."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the journal; `body` is its stored form."""

    seq: int
    now: int
    kind: str
    body: str

    @classmethod
    def of(cls, record: Record) -> Happened:
        """A record as it is told."""
        return cls(record.seq, record.now, record.event.kind, to_json(record.event))

    @property
    def record(self) -> Record:
        """The record that was told. Raises DamagedSession."""
        return Record(self.seq, self.now, from_json(self.kind, self.body))


@dataclass(frozen=True, slots=True)
class Slide:
    """All that is public so far."""

    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A command was taken, now or when it came before; it is durable."""

    id: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command was not taken. `final`: it never will be; else it may be sent again later."""

    id: str
    why: str
    final: bool = True


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The last message before a connection ends, and why it does."""

    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a longer line; `more` of it follow."""

    text: str
    more: bool


Asked = Hello | Say | Correct | TakeBack | TakeOver
Told = Welcome | Face | Happened | Slide | Taken | Refusal | Goodbye
Message = Asked | Told | Piece
KINDS: dict[str, type[Message]] = {
    kind.__name__.lower(): kind
    for kind in (
        *(Hello, Say, Correct, TakeBack, TakeOver),
        *(Welcome, Face, Happened, Slide, Taken, Refusal, Goodbye, Piece),
    )
}

M = TypeVar("M")


# ── writing ──────────────────────────────────────────────────────────────────


def encode(message: Message) -> bytes:
    """A message as its line, or as the lines of its pieces."""
    line = _line(message)
    if len(line) <= LONGEST:
        return line
    text = line.decode().rstrip("\n")
    starts = range(0, len(text), PIECE)
    return b"".join(_line(Piece(text[start : start + PIECE], start + PIECE < len(text))) for start in starts)


def _line(message: Message) -> bytes:
    values = {"v": VERSION, "is": type(message).__name__.lower()}
    values |= {each.name: _plain(getattr(message, each.name)) for each in fields(message)}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Shown):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


# ── reading ──────────────────────────────────────────────────────────────────


class Reader:
    """Bytes as they come, turned into messages. What it keeps of an unfinished line is bounded."""

    def __init__(self, *, pieces: bool = False) -> None:
        """`pieces`: whether longer messages are put together; the control room takes none."""
        self._rest = b""
        self._pieces: list[str] | None = [] if pieces else None
        self._length = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole now. Raises Garbled, at the first line that is none."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            message = decode(line)
            whole = self._put_together(message) if isinstance(message, Piece) else message
            if whole is not None:
                yield whole
        if len(self._rest) >= LONGEST:
            raise Garbled(f"a line is longer than {LONGEST} bytes")

    def _put_together(self, piece: Piece) -> Message | None:
        if self._pieces is None:
            raise Garbled("a command does not come in pieces")
        self._length += len(piece.text)
        if self._length > WHOLE:
            raise Garbled("a message is too long")
        self._pieces.append(piece.text)
        if piece.more:
            return None
        text, self._pieces, self._length = "".join(self._pieces), [], 0
        return _message(text)


def decode(line: bytes) -> Message:
    """The message of a line. Raises Garbled."""
    if len(line) >= LONGEST:
        raise Garbled(f"a line is longer than {LONGEST} bytes")
    try:
        return _message(line.decode())
    except UnicodeDecodeError:
        raise Garbled("a line is no UTF-8") from None


def _message(text: str) -> Message:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise Garbled("a line is no JSON") from None
    if not isinstance(values, dict):
        raise Garbled("a message is an object")
    version, kind = values.pop("v", None), values.pop("is", None)
    if version != VERSION or version is True:
        raise Garbled(f"this is version {VERSION} of the protocol, not {str(version)[:20]}")
    known = KINDS.get(kind) if isinstance(kind, str) else None
    if known is None:
        raise Garbled("a message of an unknown kind")
    forms = _FORMS_OF[known]
    if values.keys() != forms.keys():
        raise Garbled(f"a {kind} has other keys")
    return known(**{name: form(values[name]) for name, form in forms.items()})


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LATEST:
        raise Garbled("a whole number is wanted")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Garbled("true or false is wanted")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or unclean(value) is not None:
        raise Garbled("a text that can be seen is wanted")
    return value


def _role(value: Any) -> Role:
    try:
        return Role(_text(value))
    except ValueError:
        raise Garbled("an unknown role") from None


def _listed(value: Any, form: Callable[[Any], M]) -> tuple[M, ...]:
    if not isinstance(value, list):
        raise Garbled("a list is wanted")
    return tuple(map(form, value))


def _shown(value: Any) -> Shown:
    if not isinstance(value, list) or len(value) != len(fields(Shown)):
        raise Garbled("a public inject is wanted")
    at, *words, teams = value
    via, from_, title, text = map(_text, words)
    return Shown(_number(at), via, from_, title, text, _listed(teams, _text))


_FORMS: dict[str, Callable[[Any], Any]] = {
    "int": _number,
    "bool": _truth,
    "str": _text,
    "Role": _role,
    "tuple[Shown, ...]": lambda value: _listed(value, _shown),
}
"""How each kind of value is read: a message may come from anywhere."""

_FORMS_OF = {kind: {each.name: _FORMS[str(each.type)] for each in fields(kind)} for kind in KINDS.values()}
