"""The base of every model read from a file: frozen, exact, and aware of its place.

A node knows the path of keys that leads to it; the document it came from knows
the line and column of each path (`drill.files.document`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    WithJsonSchema,
)

from drill.files.times import (
    DURATION_PATTERN,
    PERIOD_PATTERN,
    Period,
    parse_duration,
)

Path = tuple[str | int, ...]
"""Keys and indices from a document's top to a value."""

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_ID = re.compile(ID_PATTERN)
RESERVED_IDS = frozenset({
    "control", "all", "observes",
    "acks", "escalates", "convenes", "informs", "starts", "does", "approves", "rejects", "decides", "improvises",
    "on", "about", "with", "from", "to", "by", "edited", "satisfies",
})  # fmt: skip
"""The words of a transcript's line, which nothing may be called."""

_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", re.ASCII)


class Node(BaseModel):
    """A value of a plan or a scenario. Equality and hashing are by content, not by place.

    What stands under a field is its description; `drill.files.schema` reads it there,
    since reading every model's source on import would cost each command 30 ms.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        populate_by_name=True,
        allow_inf_nan=False,
    )
    _path: Path = PrivateAttr(default=())

    @property
    def path(self) -> Path:
        """Where this node stands in its document."""
        return self._path

    def settle(self, path: Path = ()) -> None:
        """Tell this node and all below it their paths. Called once, by the loader."""
        self._path = path
        for name, field in type(self).model_fields.items():
            key = field.alias or name
            _settle(getattr(self, name), (*path, key))


def _settle(value: Any, path: Path) -> None:
    if isinstance(value, Node):
        value.settle(path)
    elif isinstance(value, dict):
        for key, item in value.items():
            _settle(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _settle(item, (*path, index))


def kind_name(model: type[Node]) -> str:
    """What a kind of file is called in words: ``plan``, ``what-if``."""
    return _JOINT.sub("-", model.__name__.removesuffix("Map")).lower()


ONE_KEY = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
"""For a node that is written with exactly one of its keys: what an editor is told of that."""


def walk(value: Any) -> Iterator[Node]:
    """Every node at or below `value`, outermost first."""
    if isinstance(value, Node):
        yield value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class NotAnId(ValueError):
    """A name that is not lower-case words joined by ``-``."""


class NotText(ValueError):
    """A number where text is wanted."""


class ReservedId(ValueError):
    """A name that the transcript's grammar needs for itself."""


def _id(value: Any) -> Any:
    if isinstance(value, str):
        if not _ID.fullmatch(value):
            raise NotAnId(f'"{value}" is not an id; write lower-case words joined by -')
        if value in RESERVED_IDS:
            raise ReservedId(f'"{value}" is a word of the transcripts and cannot be an id')
    return value


def _text(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise NotText(f"{value} is a number here; put it in quotes if it is meant as text")
    return value


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise ValueError(f"{value} has no unit; write it like 90s, 5m or 1h30m")
    raise ValueError("a duration is written like 90s, 5m or 1h30m")


def _period(value: Any) -> Any:
    if isinstance(value, str):
        return Period.parse(value)
    raise ValueError("a period is written like 3 months or 14 days")


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a date; write it like 2026-08-14") from None
    raise ValueError("a date is written like 2026-08-14")


def _moment(value: Any) -> Any:
    if isinstance(value, str) and _DATE_TIME.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("a date and time is written like 2026-11-27 18:40")


Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": ID_PATTERN})]
"""Lower-case words joined by ``-``."""

Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
"""Plain text: never markup."""

Duration = Annotated[
    int,
    BeforeValidator(_duration),
    PlainSerializer(lambda ms: ms, return_type=int),
    WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN, "examples": ["90s", "5m", "1h30m"]}),
]
"""A duration, held as whole milliseconds."""

CalendarPeriod = Annotated[
    Period,
    BeforeValidator(_period),
    WithJsonSchema({"type": "string", "pattern": PERIOD_PATTERN, "examples": ["3 months", "14 days"]}),
]
"""A calendar period such as ``3 months``."""

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""An ISO date."""

Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d$"}),
]
"""A local date and time, ``2026-11-27 18:40``."""

Ids = Annotated[tuple[Id, ...], BeforeValidator(_tuple)]
"""A list of ids."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_tuple)]
"""A list of texts."""

as_tuple = BeforeValidator(_tuple)
"""Lets a tuple field take a YAML list."""
