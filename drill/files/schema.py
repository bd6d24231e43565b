"""JSON Schema of a model: what lets an editor complete keys, show what they mean, and mark mistakes."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent
from typing import Any

from drill.files.known_keys import branches
from drill.files.nodes import Node, kind_name
from drill.files.times import format_duration

_MISPLACED = (
    ("minLength", "minItems", "array"),
    ("gt", "exclusiveMinimum", "number"),
    ("le", "maximum", "number"),
)
"""What pydantic calls a bound that stands on a union, and what it is on the union's one branch."""

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(model: type[Node]) -> dict[str, Any]:
    """The schema of a kind of file, by the keys that its author writes (draft 2020-12).

    Descriptions are the docstrings of the models and of their fields.
    """
    schema = model.model_json_schema(by_alias=True, mode="validation")
    definitions = schema.get("$defs", {})
    for node in _nodes(model, set()):
        described = schema if node is model else definitions.get(node.__name__)
        if described is not None:
            _describe(_object(described), node)
    _tidy(schema)
    return {"$schema": DRAFT, **schema, "title": f"drill {kind_name(model)}"}


def _nodes(place: Any, seen: set[type[Node]]) -> Iterator[type[Node]]:
    """The model and every model inside it."""
    if isinstance(place, type) and issubclass(place, Node):
        if place not in seen:
            seen.add(place)
            yield place
            for field in place.model_fields.values():
                for branch in branches(field.annotation):
                    yield from _nodes(branch, seen)
    else:
        for argument in getattr(place, "__args__", ()):
            for branch in branches(argument):
                yield from _nodes(branch, seen)


def _object(schema: dict[str, Any]) -> dict[str, Any]:
    """The part of a definition that has its keys; one that may also be a bare name has it inside."""
    return next((part for part in schema.get("anyOf", ()) if "properties" in part), schema)


def _describe(schema: dict[str, Any], node: type[Node]) -> None:
    """Give each key its docstring, and what is left out where it is a duration."""
    words = field_docstrings(node)
    for name, field in node.model_fields.items():
        shown = schema.get("properties", {}).get(field.alias or name)
        if shown is None:
            continue
        if name in words:
            shown["description"] = words[name]
        if "pattern" in shown and isinstance(field.default, int):
            shown["default"] = format_duration(field.default)


def field_docstrings(node: type[Node]) -> dict[str, str]:
    """What stands in quotes under each field of a model and of the models that it extends."""
    found: dict[str, str] = {}
    for base in reversed(node.__mro__):
        if not issubclass(base, Node) or base is Node:
            continue
        [definition] = ast.parse(dedent(inspect.getsource(base))).body
        statements = definition.body if isinstance(definition, ast.ClassDef) else []
        for field, text in pairwise(statements):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
                value = text.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[field.target.id] = " ".join(value.value.split())
    return found


def _tidy(schema: Any) -> None:
    """Say to an author what pydantic says to a program: no nulls, no generated titles, no empty defaults."""
    if isinstance(schema, list):
        for part in schema:
            _tidy(part)
    if not isinstance(schema, dict):
        return
    for properties in (schema.get("properties"), schema.get("$defs")):
        for part in (properties or {}).values():
            part.pop("title", None)
    if schema.get("default", 0) in (None, [], {}) or isinstance(schema.get("default"), dict):
        del schema["default"]
    _join_branches(schema)
    if "patternProperties" in schema:
        schema["additionalProperties"] = False
    for part in schema.values():
        _tidy(part)


def _join_branches(schema: dict[str, Any]) -> None:
    """A union with null is what is left of it, since a key without a value is a mistake; two numbers are one."""
    if "anyOf" not in schema:
        return
    kept = [part for part in schema.pop("anyOf") if part != {"type": "null"}]
    if kept == [{"type": "integer"}, {"type": "number"}]:
        kept = [{"type": "number"}]
    if len(kept) > 1:
        schema["anyOf"] = kept
        return
    [only] = kept
    _join_branches(only)
    for key, value in only.items():
        schema.setdefault(key, value)
    for wrong, right, kind in _MISPLACED:
        if wrong in schema and schema.get("type") == kind:
            schema[right] = schema.pop(wrong)
