"""Settings from a file: the one that was named, else the user's own; checked whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from drill.errors import FilesInError
from drill.files.decode import decode
from drill.files.diagnostics import Diagnostic, has_errors, in_order
from drill.files.reading import read_text
from drill.files.schema import json_schema
from drill.files.text import clean
from drill.files.yaml_source import parse_yaml
from drill.tui.settings.keyboard import name_of, written
from drill.tui.settings.known import KnownKey, known_keys
from drill.tui.settings.model import Settings
from drill.tui.settings.place import settings_path
from drill.tui.settings.rules import SETTINGS_RULES, Desk

AnyPath = str | os.PathLike[str]


def load_settings(path: AnyPath | None = None) -> Settings:
    """The settings in a file; without one the user's own, and where there are none the usual ones.

    Raises OutOfReach where a file that was named cannot be opened, FilesInError with all that is wrong.
    """
    own = settings_path()
    if path is None and not own.is_file():
        return Settings()
    settings, diagnostics = check_settings(own if path is None else path)
    if settings is None or has_errors(diagnostics):
        raise FilesInError(diagnostics)
    return settings


def check_settings(path: AnyPath) -> tuple[Settings | None, list[Diagnostic]]:
    """The settings as far as they could be read, and all that is wrong with them. Raises OutOfReach."""
    try:
        text = read_text(path)
    except FilesInError as error:
        return None, list(error.diagnostics)
    source = parse_yaml(text, clean(os.fspath(path)))
    if all(one.code == "empty" for one in source.diagnostics) and source.value is None:
        return Settings(), []
    settings, found = decode(Settings, source)
    if settings is None:
        return None, found
    settings.attach(source.document)
    return settings, in_order([*found, *_checked(settings)])


def _checked(settings: Settings) -> list[Diagnostic]:
    """What the rules say. The screens are loaded only where keys or colours are set."""
    if not settings.keys and settings.theme is None:
        return []
    return SETTINGS_RULES.check(Desk(settings, known_keys(), _themes()), settings.document)


def _themes() -> frozenset[str]:
    from textual.theme import BUILTIN_THEMES

    from drill.tui.theme import THEMES

    return frozenset({*BUILTIN_THEMES, *(theme.name for theme in THEMES)})


def listed(settings: Settings, known: Mapping[str, KnownKey]) -> list[tuple[str, str, str]]:
    """Each id, its keys as they are now, and what it does."""
    return [
        (name, " ".join(written(name_of(key)) for key in settings.keys.get(name, each.keys)), each.does)
        for name, each in known.items()
    ]


def schema_text() -> str:
    """The JSON Schema of settings, with every id that a key can be set for."""
    schema = json_schema(Settings)
    schema["properties"]["keys"]["propertyNames"] = {"enum": list(known_keys())}
    return json.dumps(schema, ensure_ascii=False, indent=2)
