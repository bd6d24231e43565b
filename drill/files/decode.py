"""Plain values to models: pydantic does the work, we say what was wrong and where.

`decode` returns the model where one could be made, with every problem of the
schema at its place in the file. A key that is unknown is noted and left out, so
that one typing mistake does not hide what the checks would find.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from drill.files.diagnostics import MOST, Diagnostic, Problems, in_order
from drill.files.document import Path
from drill.files.mistakes import Mistake, mistakes
from drill.files.nodes import Node
from drill.files.secrets import is_secret_key
from drill.files.yaml_source import Source

M = TypeVar("M", bound=Node)


def decode(model: type[M], source: Source) -> tuple[M | None, list[Diagnostic]]:
    """The model that the source holds, or None, and all that is wrong with it, in order."""
    problems = Problems(source.document, list(source.diagnostics))
    made = None if source.broken else _decoded(model, source.value, problems)
    return made, in_order(problems.found)


def _decoded(model: type[M], value: Any, problems: Problems) -> M | None:
    if not isinstance(value, dict):
        message = "a list is here" if isinstance(value, list) else "a text is here"
        problems.error("wrong-type", problems.document.place(()), f"{message}; a mapping of keys is wanted")
        return None
    empty = set(_without_value(value, ()))
    try:
        made = _validated(model, value)
    except ValidationError as error:
        found = [mistake for mistake in mistakes(error, model, value) if mistake.path not in empty]
    else:
        _note_empty(problems, empty, [])
        return None if empty else made
    for mistake in found:
        _note(problems, mistake)
    _note_empty(problems, empty, found)
    unknown = {mistake.path for mistake in found if mistake.code == "unknown-key"}
    if empty or len(unknown) != len(found) or len(found) > MOST:
        return None
    try:
        return _validated(model, _pruned(value, unknown))
    except ValidationError:  # it is the unknown key that makes the rest wrong
        return None


def _validated(model: type[M], value: Any) -> M:
    return model.model_validate(value, by_alias=True, by_name=False)


def _note(problems: Problems, mistake: Mistake) -> None:
    document = problems.document
    if mistake.code == "unknown-key" and is_secret_key(str(mistake.path[-1])):
        return  # said already, and worse
    place = document.key_place(mistake.path) if mistake.on_key else document.place(mistake.path)
    problems.error(mistake.code, place, mistake.message, mistake.hint)


def _note_empty(problems: Problems, empty: set[Path], found: list[Mistake]) -> None:
    """Note each key and item without a value, but for those that are the consequence of another mistake."""
    document = problems.document
    noted = {(one.place.line, one.place.column) for one in problems.found}
    misplaced = {mistake.path for mistake in found if mistake.code == "wrong-type"}
    for path in empty:
        if document.marks.get(path) in noted or any(path[:length] in misplaced for length in range(len(path))):
            continue
        key, place = path[-1], document.key_place(path)
        message, hint = "this item has no value", "give it one, or leave it out"
        if isinstance(key, str):
            message, hint = f'"{key}" has no value', "give it one, or leave the key out"
            if document.line(place.line)[: place.column - 1].rstrip().endswith(","):
                hint = "if it belongs to the text before the comma, put all of that text in quotes"
        problems.error("no-value", place, message, hint)


def _without_value(value: Any, path: Path) -> Iterator[Path]:
    """The paths at which nothing stands."""
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _without_value(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _without_value(item, (*path, index))


def _pruned(value: Any, unknown: set[Path], path: Path = ()) -> Any:
    """The value without the keys at the paths `unknown`."""
    if isinstance(value, dict):
        kept = ((key, (*path, key)) for key in value)
        return {key: _pruned(value[key], unknown, at) for key, at in kept if at not in unknown}
    if isinstance(value, list):
        return [_pruned(item, unknown, (*path, index)) for index, item in enumerate(value)]
    return value
