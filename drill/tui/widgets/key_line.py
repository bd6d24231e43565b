"""The line at the bottom: the keys that are used most, or what stands against the line that is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from drill.tui.text import styled, width_of

KEY_NAMES = {
    "space": "space",
    "colon": ":",
    "question_mark": "?",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "full_stop": ".",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "escape": "esc",
    "enter": "enter",
}


def key_name(binding: Binding) -> str:
    """How a key is written: the first of a binding's keys."""
    key = binding.key_display or binding.key.split(",")[0]
    return KEY_NAMES.get(key, key.replace("ctrl+", "^"))


def as_set(binding: Binding, app: App[Any]) -> Binding:
    """The binding with the keys that the settings give it."""
    keys = getattr(app, "keymap", {}).get(binding.id)
    return binding if keys is None else binding.with_key(keys, key_display=None)


def key_for(name: str, screen: Screen[Any]) -> str:
    """The key of a binding of the screen by its id, as it is set and written."""
    known = (binding for binding in screen.BINDINGS if isinstance(binding, Binding))
    return next(key_name(as_set(binding, screen.app)) for binding in known if binding.id == name)


class KeyLine(Static):
    """Keys with a word each, whole ones only; a notice in their place while there is one."""

    def __init__(self, bindings: Iterable[Binding], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hinted = list(bindings)
        self._notice: Content | None = None

    def notice(self, parts: Iterable[tuple[str, str]] | None) -> None:
        """Show words in place of the keys; None brings the keys back."""
        self._notice = styled(*parts) if parts is not None else None
        self._draw()

    def on_resize(self) -> None:
        """As many keys as there is room for."""
        self._draw()

    def _draw(self) -> None:
        content = self._notice if self._notice is not None else self._hints(self.content_size.width)
        self.update(content, layout=False)

    def _hints(self, width: int) -> Content:
        """The last key, which is the way to help, stays; of the others the first that fit."""
        keys = [(key_name(as_set(binding, self.app)), binding.description) for binding in self._hinted]
        shown: list[tuple[str, str]] = []
        room = width - sum(_width(key) for key in keys[-1:])
        for key in keys[:-1]:
            room -= _width(key)
            if room < 0:
                break
            shown.append(key)
        parts: list[tuple[str, str]] = []
        for name, word in [*shown, *keys[-1:]]:
            parts += [(f" {name} ", "bold $text-accent"), (f"{word} ", "$text-muted")]
        return styled(*parts)


def _width(key: tuple[str, str]) -> int:
    return width_of(key[0]) + width_of(key[1]) + 3
