"""Edits of a user's YAML file that touch nothing else: comments, order and alignment stay.

An edit names a path and what stands there before and after. It is made in the text
itself, at the place of the value, and the outcome is read again: an edit that does
not come to exactly what it says is refused. New values are written by ruamel.yaml,
in the flow style of one line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml

from drill.errors import Refused
from drill.files.document import Path
from drill.files.yaml_source import parse_yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def added(path: Path, item: Any, present: Sequence[Any]) -> Edit:
    """The edit that adds an item to a list, which may not be there yet."""
    return Edit(EditKind.APPEND, path, item) if present else Edit(EditKind.SET, path, [item])


class Conflict(Refused):
    """The file does not say any more what the edit expects to find."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits. Raises Conflict where one does not fit; the text is never half-edited."""
    for edit in edits:
        wanted = _applied(_value(text), edit)
        text = _spliced(text, edit)
        if _value(text) != wanted:
            raise Conflict(f"{words(edit.path)} cannot be edited as it is written", "edit it by hand")
    return text


@lru_cache(maxsize=4)
def _value(text: str) -> Any:
    """What a text holds; it is read once for all the edits that are tried on it, and changed by none."""
    return parse_yaml(text, "").value


@lru_cache(maxsize=2)
def _nodes(text: str) -> yaml.Node:
    """The same with the places. It is read by `_value` before, which stops at nesting that would crash this one."""
    root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    if root is None:
        raise Conflict("the file is empty")
    return root


def still_fits(text: str, edits: Iterable[Edit]) -> bool:
    """Whether the edits can still be made in a text."""
    try:
        apply_edits(text, edits)
    except Conflict:
        return False
    return True


def present(text: str, path: Path) -> Any:
    """What stands at a path of a text; None where nothing does."""
    value = _value(text)
    for part in path:
        if not _holds(value, part):
            return None
        value = value[part]
    return deepcopy(value)


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
    root = _nodes(text)
    if edit.kind is EditKind.APPEND:
        return _append(text, _node(root, edit.path), edit.value)
    holder, last = _node(root, edit.path[:-1]), edit.path[-1]
    index = _index(holder, last)
    if edit.kind is EditKind.REMOVE:
        return _remove(text, holder, index)
    if index is None:
        return _insert(text, holder, str(last), edit.value)
    item = holder.value[index]
    node = item[1] if isinstance(item, tuple) else item
    start, stop = node.start_mark.index, _end(node)
    if isinstance(item, tuple) and _is_block(node):
        return text[: item[0].end_mark.index] + _below(text, item[0], start) + _flow(edit.value) + text[stop:]
    return text[:start] + _flow(edit.value) + text[stop:]


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style and bool(node.value)


def _below(text: str, key: yaml.Node, start: int) -> str:
    """What stands between a key and a value of one line in the place of a block: a comment behind the key stays."""
    between = text[key.end_mark.index : start]
    if "#" not in between:
        return ": "
    return between[: between.rfind("\n") + 1] + " " * (key.start_mark.column + 2)


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
    if isinstance(node, yaml.CollectionNode) and _is_block(node):
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
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        entry = "\n".join([f"{_flow(key)}:", *(f"{indent}  - {_flow(item)}" for item in value)])
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
    writer.dump({"_": value}, stream)
    return stream.getvalue().strip().removeprefix("{_: ").removesuffix("}").strip()
