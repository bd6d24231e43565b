"""What pydantic found wrong, in drill's own words: one mistake per place, with a remedy.

Pydantic tells of a union's every branch and names types that no user wrote.
Here the branch that the user meant is kept, and what is wanted is named as a
YAML author would name it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from drill.files.diagnostics import MOST, did_you_mean
from drill.files.document import Path
from drill.files.known_keys import known_keys
from drill.files.nodes import Node, NotAnId, NotText, ReservedId, kind_name


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that does not fit the schema."""

    code: str
    path: Path
    on_key: bool
    """Whether the key at `path` is wrong, not its value."""
    message: str
    hint: str | None = None


_WANTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
}
_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_CODES: dict[type, str] = {NotAnId: "not-an-id", ReservedId: "reserved-id", NotText: "wrong-type"}
_CHOICES = ("literal_error", "enum")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
_FEW = 14
"""So many keys can be listed in a hint."""


def mistakes(error: ValidationError, model: type[Node], data: Any) -> list[Mistake]:
    """Each mistake once, in pydantic's order; no more than are shown, and one, of a file full of them."""
    groups: dict[Path, list[tuple[Path, ErrorDetails]]] = {}
    for details in error.errors(include_url=False, include_input=False)[: MOST + 1]:
        path, branch_at = _path_in(data, details)
        groups.setdefault(path if branch_at is None else branch_at, []).append((path, details))
    found: list[Mistake] = []
    for at, group in groups.items():
        by_path: dict[Path, list[ErrorDetails]] = {}
        for path, details in _meant(group, at):
            by_path.setdefault(path, []).append(details)
        made = [_mistake(path, details, model, data) for path, details in by_path.items()]
        found += [mistake for mistake in made if mistake is not None]
    return _without_consequences(found)


def _path_in(data: Any, details: ErrorDetails) -> tuple[Path, Path | None]:
    """The error's path in the file, without union tags; and where the first tag stood."""
    path: list[str | int] = []
    branch_at: Path | None = None
    loc = details["loc"]
    for index, segment in enumerate(loc):
        if _holds(data, segment):
            data = data[segment]
            path.append(segment)
        elif segment == "[key]" or (details["type"] == "missing" and index == len(loc) - 1):
            path.append(segment)
        elif branch_at is None:
            branch_at = tuple(path)
    return tuple(path), branch_at


def _holds(data: Any, segment: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(segment, int) and segment < len(data)
    return isinstance(data, dict) and segment in data


def _meant(group: list[tuple[Path, ErrorDetails]], at: Path) -> list[tuple[Path, ErrorDetails]]:
    """Of the errors that a union's branches gave, those of the branch that the user meant."""
    if len(group) == 1:
        return group
    inside = [one for one in group if one[0] != at or one[1]["type"] not in (*_WANTED, *_CHOICES)]
    if inside:
        deepest = max(len(path) for path, _ in inside)
        return [one for one in inside if len(one[0]) == deepest]
    return [one for one in group if one[1]["type"] in _CHOICES] or group


def _mistake(path: Path, group: list[ErrorDetails], model: type[Node], data: Any) -> Mistake | None:
    """The mistake that these errors at one path amount to; None for a mere consequence of another."""
    details, value = group[0], value_at(data, path)
    kind, context = details["type"], details.get("ctx", {})
    on_key = bool(path) and path[-1] == "[key]"
    if on_key:
        path, value = path[:-1], path[-2]
    match kind:
        case "extra_forbidden":
            return _unknown_key(path, model)
        case "missing":
            return Mistake("missing-key", path[:-1], True, f'{_label(path[:-1], model)} has no "{path[-1]}"')
        case "literal_error" | "enum":
            options = re.findall(r"'([^']*)'", str(context["expected"]))
            return _not_among(path, value, options)
        case "too_short":
            return _too_few(path, value, int(context["min_length"]))
        case "string_pattern_mismatch":
            message = f"{_shown(value)} is not an account's name: it has no spaces, no : and no #"
            return Mistake("bad-value", path, on_key, message)
        case "value_error":
            cause = context["error"]
            code = _CODES.get(type(cause), "bad-value")
            return Mistake(code, path, on_key or isinstance(value, dict), _cut(str(cause), 200), _time_hint(value))
        case _ if kind in _BOUNDS:
            key, words = _BOUNDS[kind]
            return Mistake("bad-value", path, False, f"{_label(path)} must be {words} {context[key]}, not {value}")
        case _ if kind in _WANTED:
            wanted = list(dict.fromkeys(_WANTED.get(one["type"], "something else") for one in group))
            return _wrong_type(path, value, wanted)
    return Mistake("bad-value", path, on_key, f"{_label(path)}: {_cut(details['msg'], 200)}")


def _unknown_key(path: Path, model: type[Node]) -> Mistake:
    key, known = str(path[-1]), known_keys(model, path[:-1])
    hint = did_you_mean(key, known)
    if hint is None and 0 < len(known) <= _FEW:
        hint = f"the keys here are {', '.join(known)}"
    return Mistake("unknown-key", path, True, f"{_shown(key)} is not a key of {_label(path[:-1], model)}", hint)


def _not_among(path: Path, value: Any, options: list[str]) -> Mistake:
    hint = did_you_mean(value, options) if isinstance(value, str) else None
    if hint is None:
        hint = f"it is one of {', '.join(options)}"
    return Mistake("bad-value", path, False, f"{_label(path)} cannot be {describe(value)}", hint)


def _too_few(path: Path, value: Any, least: int) -> Mistake | None:
    if not isinstance(value, (str, list, dict)) or len(value) >= least:
        return None  # its items were wrong, and have been noted
    if not value:
        return Mistake("bad-value", path, False, f"{_label(path)} is empty")
    return Mistake("bad-value", path, False, f"{_label(path)} wants at least {least}, and has {len(value)}")


def _wrong_type(path: Path, value: Any, wanted: list[str]) -> Mistake:
    hint = None
    if "a number" in wanted:
        wanted = ["a number"]
    if "a list" in wanted and isinstance(value, (str, int)):
        hint = f"write [{_cut(str(value), 40)}]"
    elif wanted == ["text"] and isinstance(value, (dict, list)):
        hint = "text that begins with { or [ must be in quotes"
    elif wanted == ["text"] and isinstance(value, (bool, int, float)):
        hint = "put it in quotes if it is meant as text"
    elif "a whole number" in wanted and isinstance(value, str) and value.isdecimal():
        hint = "take the quotes away"
    elif "true or false" in wanted and isinstance(value, str):
        hint = "write true or false, without quotes"
    message = f"{_label(path)} wants {' or '.join(wanted)}; {describe(value)} is here"
    return Mistake("wrong-type", path, False, message, hint)


def _time_hint(value: Any) -> str | None:
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    return f'did you mean "{first}m{second}s", or "{first}h{second}m"?'


def _without_consequences(found: list[Mistake]) -> list[Mistake]:
    """Drop a missing key where a key beside it is that one, misspelt."""
    meant = {(mistake.path[:-1], mistake.hint) for mistake in found if mistake.code == "unknown-key"}
    return [
        mistake
        for mistake in found
        if mistake.code != "missing-key"
        or (mistake.path, f"did you mean {mistake.message.rpartition(' ')[2]}?") not in meant
    ]


def value_at(data: Any, path: Path) -> Any:
    """The plain value at a path, or None."""
    for segment in path:
        if not _holds(data, segment):
            return None
        data = data[segment]
    return data


def describe(value: Any) -> str:
    """A plain value, as a message names it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return "a list" if isinstance(value, list) else "a mapping"


def _label(path: Path, model: type[Node] = Node) -> str:
    if not path:
        return f"the {kind_name(model)}"
    if isinstance(path[-1], int):
        return f'item {path[-1] + 1} of "{_cut(str(path[-2]), 40)}"' if len(path) > 1 else f"item {path[-1] + 1}"
    return _shown(path[-1])


def _shown(value: Any) -> str:
    return f'"{_cut(str(value), 40)}"'


def _cut(text: str, most: int) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= most else text[: most - 1] + "…"
