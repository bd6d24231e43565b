"""Which keys a terminal can send so that no other key sends the same, and what they are called."""

from __future__ import annotations

import re
import unicodedata

NAMED = frozenset({"space", *(f"f{number}" for number in range(1, 13))})
"""Keys that go by a name, and are free to be used."""

FIXED = frozenset({
    "enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown",
    "backspace", "delete",
})  # fmt: skip
"""Keys that move, choose, leave and delete everywhere: what has one may keep it, nothing else gets one."""

SAME = {
    "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+j": "enter", "ctrl+h": "backspace", "ctrl+[": "escape",
    "shift+enter": "enter", "ctrl+enter": "enter", "shift+space": "space", "ctrl+space": "ctrl+@",
    "ctrl+tab": "tab", "ctrl+backspace": "backspace",
}  # fmt: skip
"""What a terminal sends for a key, where that is what it sends for another too."""

TAKEN = {
    "ctrl+p": "opens the palette",
    "ctrl+c": "copies",
    "ctrl+z": "belongs to the shell",
}
"""Keys that are spoken for on every screen."""

_FREE = "choose a letter, a sign, space, f1 to f12, or ctrl+ and a small letter"

_NAMES = {"solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
          "plus_sign": "plus", "low_line": "underscore"}  # fmt: skip


def name_of(key: str) -> str:
    """A key by the name that the screens know it by: ``?`` is ``question_mark``."""
    if len(key) != 1 or key.isalnum():
        return "space" if key == " " else key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _NAMES.get(name, name)


def written(name: str) -> str:
    """A key as a settings file writes it: ``question_mark`` is ``?``."""
    return _WRITTEN.get(name, name)


_WRITTEN = {name_of(chr(code)): chr(code) for code in range(33, 127) if not chr(code).isalnum()}


def why_impossible(key: str) -> tuple[str, str] | None:
    """Why a key as written cannot be used, and the remedy; None where it can."""
    lowered = key.lower()
    letter = re.fullmatch(r"(ctrl\+)?(?:shift\+)?([a-z])", lowered)
    if lowered in SAME:
        return (
            f"a terminal sends the same for {key} as for {SAME[lowered]}",
            "choose a letter, a sign or a function key",
        )
    if lowered in TAKEN:
        return f"{key} {TAKEN[lowered]}, on every screen", "choose another key"
    if key in FIXED:
        return f"{key} moves, chooses or leaves on every screen", _FREE
    if lowered.startswith("shift+") and letter:
        return f"terminals send {key} as a capital", f'write "{letter[2].upper()}"'
    if lowered.startswith("ctrl+shift+") and letter:
        return f"most terminals send the same for {key} as for ctrl+{letter[2]}", f"write ctrl+{letter[2]}"
    if re.fullmatch(r"ctrl\+[a-z]", key) or key in NAMED or (len(key) == 1 and key.isprintable() and key != " "):
        return None
    if key in _WRITTEN:
        return None
    if len(key) == 1 or "+" not in key:
        return f'there is no key "{key}"', _FREE
    return f"not every terminal can send {key}", _FREE


def is_typed(key: str) -> bool:
    """Whether the key writes a character where somebody types."""
    return len(key) == 1 or key == "space" or key in _WRITTEN
