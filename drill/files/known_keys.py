"""Which keys the schema allows at a place of a file: what a misspelt key could have meant."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from drill.files.document import Path
from drill.files.nodes import Node


def known_keys(model: type[Node], path: Path) -> list[str]:
    """The keys that the schema allows in the mapping at `path`."""
    places: list[Any] = [model]
    for segment in path:
        places = [below for place in places for below in _below(place, segment)]
    return [
        field.alias or name
        for place in places
        if isinstance(place, type) and issubclass(place, Node)
        for name, field in place.model_fields.items()
    ]


def _below(place: Any, segment: str | int) -> list[Any]:
    """The types that may stand under a key or an index of a type."""
    if isinstance(place, type) and issubclass(place, Node):
        fields = [field for name, field in place.model_fields.items() if (field.alias or name) == segment]
        return [kind for field in fields for kind in branches(field.annotation)]
    arguments = get_args(place)
    if get_origin(place) is dict and isinstance(segment, str):
        return branches(arguments[1])
    if get_origin(place) is tuple and isinstance(segment, int):
        return branches(arguments[0])
    return []


def branches(annotation: Any) -> list[Any]:
    """A type without its annotations, or each of a union's."""
    if get_origin(annotation) is Annotated:
        return branches(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [branch for one in get_args(annotation) for branch in branches(one)]
    return [annotation]
