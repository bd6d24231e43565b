"""Where text may stand: found in the models themselves, so that a new field is covered on the day it is added."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from drill.files.nodes import Node, _id, _text
from tests.reference import models

ACCOUNT = r"^[^\s:#]+$"
"""What the name of an account may be."""

Path = tuple[str | int, ...]
Field = tuple[str, str]
"""A model's name, and a key of it."""


def text_fields(top: type[Node]) -> set[Field]:
    """Every key below a model that takes text, alone, in a list or in a mapping."""
    return {
        (model.__name__, info.alias or name)
        for model in models(top)
        for name, info in model.model_fields.items()
        if _takes_text(info)
    }


def text_places(top: type[Node], value: Any, path: Path = ()) -> Iterator[tuple[Field, Path]]:
    """Every text in plain values that are read as a model: its key, and where it stands."""
    for name, info in top.model_fields.items():
        key = info.alias or name
        if not isinstance(value, Mapping) or key not in value:
            continue
        if _takes_text(info):
            for place in _texts(value[key], (*path, key)):
                yield (top.__name__, key), place
        for model in _models(info.annotation):
            for inner, place in _nodes(value[key], (*path, key)):
                yield from text_places(model, inner, place)


def replaced(value: Any, texts: Mapping[Path, str], path: Path = ()) -> Any:
    """The same values with other texts at these places."""
    if path in texts:
        return texts[path]
    if isinstance(value, Mapping):
        return {key: replaced(item, texts, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, texts, (*path, index)) for index, item in enumerate(value)]
    return value


def strings(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[str]:
    """What each string in a key's type is: text, an id, an account's name; or neither."""
    if annotation is str:
        if _is_text(metadata):
            yield "text"
        elif any(isinstance(each, BeforeValidator) and each.func is _id for each in metadata):
            yield "id"
        else:
            yield "account" if repr(ACCOUNT)[1:-1] in str(metadata) else "neither"
    elif hasattr(annotation, "__metadata__"):
        yield from strings(annotation.__origin__, annotation.__metadata__)
    else:
        for part in typing.get_args(annotation):
            if not isinstance(part, str):
                yield from strings(part)


def _takes_text(info: FieldInfo) -> bool:
    return _is_text(info.metadata) or _mentions_text(info.annotation)


def _is_text(metadata: Iterator[Any] | list[Any] | tuple[Any, ...]) -> bool:
    return any(isinstance(each, BeforeValidator) and each.func is _text for each in metadata)


def _mentions_text(annotation: Any) -> bool:
    if _is_text(getattr(annotation, "__metadata__", ())):
        return True
    return any(_mentions_text(part) for part in typing.get_args(annotation) if not isinstance(part, str))


def _models(annotation: Any) -> list[type[Node]]:
    if not isinstance(annotation, types.GenericAlias) and isinstance(annotation, type) and issubclass(annotation, Node):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models(part)]


def _texts(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, str):
        yield path
    elif isinstance(value, list):
        yield from ((*path, index) for index in range(len(value)))
    elif isinstance(value, Mapping):
        yield from ((*path, key) for key in value)


def _nodes(value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    if isinstance(value, list):
        yield from ((item, (*path, index)) for index, item in enumerate(value))
    elif isinstance(value, Mapping):
        yield value, path
        yield from ((item, (*path, key)) for key, item in value.items() if isinstance(item, Mapping))
