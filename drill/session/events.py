"""What happened, as the journal keeps it: typed, immutable events and their stored form.

The lines of the session are stored in the words of the grammar; the other events
say what a session stands on, what was taken back, and where the clock stood.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from drill.errors import DamagedSession
from drill.files.text import unclean
from drill.files.times import LONGEST

FORMAT = 1
"""The version of the stored form. A reader refuses a higher one."""

Seed = int
"""What names are drawn from: any whole number."""


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of the session. `kind` is its name in the journal."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The session was made: everything it stands on, as it was then."""

    kind: ClassVar[str] = "opened"
    session: str
    date: str
    seed: Seed
    mode: str
    style: str
    teams: tuple[str, ...]
    cast: Mapping[str, str]
    plan_name: str
    plan_text: str
    scenario_name: str
    scenario_text: str
    fit: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    recorded: bool = False
    """Its deliveries come from lines alone: it is a session played again."""
    history: Mapping[str, Any] = field(default_factory=dict)
    """What earlier drills of the plan left to be looked at: revisions to re-test, findings, results."""
    drill: str = ""


@dataclass(frozen=True, slots=True)
class Entered(Event):
    """A line was entered: an exercise time in milliseconds and the words behind it."""

    kind: ClassVar[str] = "entered"
    at: int
    text: str
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """A line was taken back."""

    kind: ClassVar[str] = "undone"
    entry: int


@dataclass(frozen=True, slots=True)
class Redone(Event):
    """A line that was taken back counts again."""

    kind: ClassVar[str] = "redone"
    entry: int


@dataclass(frozen=True, slots=True)
class Amended(Event):
    """A line was corrected or moved in time; the journal keeps both."""

    kind: ClassVar[str] = "amended"
    entry: int
    at: int
    text: str
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    """The clock of a running session stood here."""

    kind: ClassVar[str] = "ticked"


@dataclass(frozen=True, slots=True)
class Labelled(Event):
    """How the session's report may be passed on: what was said for it beside the plan's `reports`."""

    kind: ClassVar[str] = "labelled"
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FedBack(Event):
    """Participants' feedback came in, as CSV; it takes the place of what came before."""

    kind: ClassVar[str] = "fed-back"
    text: str


@dataclass(frozen=True, slots=True)
class Signed(Event):
    """An after-action meeting agreed on the report as it stood."""

    kind: ClassVar[str] = "signed"
    by: str
    """Who recorded it and answers for it."""
    day: str
    participants: tuple[str, ...]
    comments: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()


KINDS: dict[str, type[Event]] = {
    kind.kind: kind for kind in (Opened, Entered, Undone, Redone, Amended, Ticked, Labelled, FedBack, Signed)
}


class OutOfDate(Exception):
    """Events were appended since the writer looked; it must look again."""


@dataclass(frozen=True, slots=True)
class Record:
    """An event in its place: `seq` counts from 1 without a gap, `now` is exercise time in milliseconds."""

    seq: int
    now: int
    event: Event


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(event: Event) -> str:
    """The stored body of an event: canonical JSON."""
    values = {each.name: getattr(event, each.name) for each in fields(event)}
    return _CANONICAL.encode(values)


def from_json(kind: str, body: str) -> Event:
    """The event of a stored body. Raises DamagedSession for what this version cannot read."""
    event_type = KINDS.get(kind)
    if event_type is None:
        raise DamagedSession(
            f"the journal holds an event of an unknown kind, {kind!r}", "it may come from a newer drill"
        )
    try:
        values: dict[str, Any] = json.loads(body)
        made = {name: _FORMS[form](values[name]) for name, form in _FIELDS[kind] if name in values}
        if len(made) != len(values):
            raise ValueError("it has keys that no event of this kind has")
        return event_type(**made)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedSession(f"an event of kind {kind!r} in the journal cannot be read") from error


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LONGEST:
        raise ValueError("a whole number of milliseconds, or of an event, is wanted")
    return value


def _seed(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is wanted")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or unclean(value) is not None:
        raise TypeError("a text that can be seen is wanted")
    return value


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is wanted")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of texts is wanted")
    return tuple(_text(each) for each in value)


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a mapping is wanted")
    return value


def _anything(value: Any) -> dict[str, Any]:
    for text in _texts_in(value):
        _text(text)
    return _mapping(value)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts_in(each)


_FORMS: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _number,
    "bool": _bool,
    "tuple[str, ...]": _texts,
    "Mapping[str, str]": lambda value: {key: _text(item) for key, item in _mapping(value).items()},
    "Mapping[str, Mapping[str, str]]": lambda value: {
        key: {name: _text(each) for name, each in _mapping(item).items()} for key, item in _mapping(value).items()
    },
    "Mapping[str, Any]": _anything,
    "Seed": _seed,
}
"""How each kind of value is read: a journal may come from anywhere."""

_FIELDS = {name: tuple((each.name, str(each.type)) for each in fields(kind)) for name, kind in KINDS.items()}
"""The keys of each kind of event, and what each holds, as it stands in its class."""
