"""Edits of a user's YAML file that touch nothing else: comments, order and alignment stay.

An edit names a path and what stands there before and after. It is made in the text
itself, at the place of the value, and the outcome is read again: an edit that does
not come to exactly what it says is refused. New values are written by ruamel.yaml,
in the flow style of one line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml

from drill.errors import Refused
from drill.files.document import Path
from drill.files.yaml_source import parse_yaml


class EditKind(StrEnum):
    """What an edit does at its path."""

    SET = "set"
    """Put a value in the place of another, or under a key that was not there."""
    APPEND = "append"
    """Add an item at a list's end."""
    REMOVE = "remove"
    """Take an entry or an item away."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. `before` is what it expects to find: None for nothing; it is not looked at for APPEND."""

    kind: EditKind
    path: Path
    value: Any = None
    before: Any = None


class Conflict(Refused):
    """The file does not say any more what the edit expects to find."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits. Raises Conflict where one does not fit; the text is never half-edited."""
    for edit in edits:
        value = parse_yaml(text, "").value
        wanted = _applied(value, edit)
        text = _spliced(text, edit)
        if parse_yaml(text, "").value != wanted:
            raise Conflict(f"{words(edit.path)} cannot be edited as it is written", "edit it by hand")
    return text


def still_fits(text: str, edits: Iterable[Edit]) -> bool:
    """Whether the edits can still be made in a text."""
    try:
        apply_edits(text, edits)
    except Conflict:
        return False
    return True


def words(path: Path) -> str:
    """A path as people read it: ``roles.legal.people``."""
    return ".".join(str(part) for part in path)


# ── what an edit comes to ────────────────────────────────────────────────────


def _applied(value: Any, edit: Edit) -> Any:
    changed = deepcopy(value)
    holder: Any = changed
    for part in edit.path[:-1]:
        holder = _step_into(holder, part, edit)
    last = edit.path[-1]
    if edit.kind is EditKind.APPEND:
        target = _step_into(holder, last, edit)
        if not isinstance(target, list):
            raise Conflict(f"{words(edit.path)} is not a list")
        target.append(edit.value)
        return changed
    present = holder[last] if _holds(holder, last) else None
    if present != edit.before:
        raise Conflict(f"{words(edit.path)} is {_flow(present)} now, not {_flow(edit.before)}")
    if edit.kind is EditKind.REMOVE:
        if not _holds(holder, last):
            raise Conflict(f"{words(edit.path)} is not there any more")
        holder.pop(last)
    elif isinstance(holder, dict) or _holds(holder, last):
        holder[last] = edit.value
    else:
        raise Conflict(f"{words(edit.path[:-1])} holds nothing")
    return changed


def _holds(holder: Any, part: str | int) -> bool:
    if isinstance(holder, dict):
        return part in holder
    return isinstance(holder, list) and isinstance(part, int) and 0 <= part < len(holder)


def _step_into(holder: Any, part: str | int, edit: Edit) -> Any:
    if not _holds(holder, part):
        raise Conflict(f"{words(edit.path)} is not there any more")
    return holder[part]


# ── the same in the text ─────────────────────────────────────────────────────


def _spliced(text: str, edit: Edit) -> str:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        raise Conflict("the file is empty")
    if edit.kind is EditKind.APPEND:
        return _append(text, _node(root, edit.path), edit.value)
    holder, last = _node(root, edit.path[:-1]), edit.path[-1]
    index = _index(holder, last)
    if edit.kind is EditKind.REMOVE:
        return _remove(text, holder, index)
    if index is None:
        return _insert(text, holder, str(last), edit.value)
    node = holder.value[index][1] if isinstance(holder, yaml.MappingNode) else holder.value[index]
    start, stop = node.start_mark.index, _end(node)
    return text[:start] + _flow(edit.value) + text[stop:]


def _node(node: yaml.Node, path: Path) -> yaml.Node:
    for part in path:
        index = _index(node, part)
        if index is None:
            raise Conflict(f"{words(path)} is not there any more")
        node = node.value[index][1] if isinstance(node, yaml.MappingNode) else node.value[index]
    return node


def _index(node: yaml.Node, part: str | int) -> int | None:
    if isinstance(node, yaml.MappingNode):
        return next((index for index, (key, _) in enumerate(node.value) if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        return part
    return None


def _end(node: yaml.Node) -> int:
    """Where a value's own text ends: a block's last value's end, not the next line that is not its."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return end


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _append(text: str, node: yaml.Node, value: Any) -> str:
    if not isinstance(node, yaml.SequenceNode):
        raise Conflict("what is added to is not a list")
    if node.flow_style or not node.value:
        return _into_flow(text, node, _flow(value))
    first = node.value[0]
    dash = text.rindex("-", 0, first.start_mark.index)
    indent = text[text.rfind("\n", 0, dash) + 1 : dash]
    at = _line_end(text, _end(node))
    return f"{text[:at]}\n{indent}- {_flow(value)}{text[at:]}"


def _insert(text: str, node: yaml.Node, key: str, value: Any) -> str:
    if not isinstance(node, yaml.MappingNode):
        raise Conflict("what is added to has no keys")
    entry = f"{_flow(key)}: {_flow(value)}"
    if node.flow_style or not node.value:
        return _into_flow(text, node, entry)
    indent = " " * node.value[0][0].start_mark.column
    at = _line_end(text, _end(node))
    return f"{text[:at]}\n{indent}{entry}{text[at:]}"


def _into_flow(text: str, node: yaml.Node, entry: str) -> str:
    closing = node.end_mark.index - 1
    if not node.value:
        return text[: node.start_mark.index + 1] + entry + text[closing:]
    last = node.value[-1]
    at = _end(last[1] if isinstance(last, tuple) else last)
    return f"{text[:at]}, {entry}{text[at:]}"


def _remove(text: str, node: yaml.Node, index: int | None) -> str:
    if index is None or len(node.value) == 1:
        raise Conflict("what is taken away is not there, or is all that there is", "edit it by hand")
    spans = [
        (item[0].start_mark.index, _end(item[1])) if isinstance(item, tuple) else (item.start_mark.index, _end(item))
        for item in node.value
    ]
    start, stop = spans[index]
    if isinstance(node, yaml.CollectionNode) and node.flow_style:
        if index == 0:
            return text[:start] + text[spans[1][0] :]
        return text[: spans[index - 1][1]] + text[stop:]
    begin = text.rfind("\n", 0, start) + 1
    return text[:begin] + text[min(len(text), _line_end(text, stop) + 1) :]


def _flow(value: Any) -> str:
    """A value on one line, as ruamel.yaml writes it."""
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = True
    writer.width = 100_000
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = io.StringIO()
    writer.dump([value], stream)
    return stream.getvalue().strip().removeprefix("[").removesuffix("]").strip()
