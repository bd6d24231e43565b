"""The settings file: every key of it, with the sentence that editors show for it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from drill.files.nodes import Ids, Text
from drill.files.root import Root
from drill.tui.settings.keyboard import name_of


def _one_or_more(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value if isinstance(value, dict | tuple) else (value,)


Keys = Annotated[
    tuple[Text, ...],
    BeforeValidator(_one_or_more),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    ),
]
"""One key, or a list of them: ``x``, ``f5``, ``ctrl+o``, ``["?", f1]``."""


class Settings(Root):
    """How the terminal interface looks and sounds, and which keys it takes."""

    keys: dict[Text, Keys] = {}
    """Other keys for what a key does, by its id: `drill keys` lists them."""
    theme: Text | None = None
    """The colours: drill-dark, drill-light, or another of the palette's themes."""
    mute: bool = False
    """Neither bell nor flash when something falls due."""
    plain: bool = False
    """Line by line, without a screen, as with --plain."""
    teams: Ids = ()
    """The teams that a set-up begins with."""

    @property
    def keymap(self) -> dict[str, str]:
        """The keys that differ, by id, as the screens take them."""
        return {name: ",".join(name_of(key) for key in keys) for name, keys in self.keys.items()}


USUAL = Settings()
"""What holds where nobody set anything."""
