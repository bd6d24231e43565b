"""What can be wrong with settings beyond their schema: one small rule each, whose docstring is its manual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from drill.files.diagnostics import Severity, did_you_mean
from drill.files.document import Path
from drill.files.rulebook import Problem, Rulebook
from drill.tui.settings.keyboard import is_typed, name_of, why_impossible, written
from drill.tui.settings.known import EVERYWHERE, KnownKey
from drill.tui.settings.model import Settings

TYPED_INTO = ("editor.", "app.", "bar.")
"""The beginnings of ids whose keys work while somebody types."""


@dataclass(frozen=True)
class Desk:
    """Settings, and what the screens have."""

    settings: Settings
    known: Mapping[str, KnownKey]
    themes: AbstractSet[str]


SETTINGS_RULES: Rulebook[Desk] = Rulebook()


@SETTINGS_RULES.rule("unknown-binding", Severity.ERROR)
def unknown_binding(desk: Desk) -> Iterator[Problem]:
    """A key is set for an id that nothing has.

    It would have no effect, and the key that was meant stays as it was. Correct the id:
    ``drill keys`` lists every id with its keys and what it does.
    """
    for name in desk.settings.keys:
        if name not in desk.known:
            hint = did_you_mean(name, desk.known) or "drill keys lists every id"
            yield Problem(("keys", name), f'nothing has the id "{name}"', hint, on_key=True)


@SETTINGS_RULES.rule("impossible-key", Severity.ERROR)
def impossible_key(desk: Desk) -> Iterator[Problem]:
    """A key cannot be sent by every terminal, or means something else on every screen.

    Terminals send the same for ctrl+i and Tab, ctrl+m and Enter, Shift-Enter and Enter; for
    Alt and for most keys with Shift they differ. Enter, Escape, Tab, the arrows and their
    like move, choose and leave everywhere. Where text is typed, a letter would be typed.
    Choose a letter, a sign, space, f1 to f12, or ctrl+ with a small letter.
    """
    for name, keys in desk.settings.keys.items():
        own = desk.known[name].keys if name in desk.known else ()
        for index, key in enumerate(keys):
            if key in own:
                continue
            wrong = why_impossible(key)
            if wrong is None and name.startswith(TYPED_INTO) and is_typed(key):
                wrong = (
                    f"{written(key)} would be typed where this key is needed",
                    "choose f1 to f12, or ctrl+ and a letter",
                )
            if wrong is not None:
                yield Problem(_place(desk, name, index), *wrong)


@SETTINGS_RULES.rule("key-clash", Severity.ERROR)
def key_clash(desk: Desk) -> Iterator[Problem]:
    """A key would do two things on one screen.

    Only one of them would be done, and nobody could tell which. Choose another key for one
    of the two; an id whose key you take away can be given another in the same file.
    """
    final = {name: _final(desk, known) for name, known in desk.known.items()}
    for index, (name, keys) in enumerate(desk.settings.keys.items()):
        if name not in desk.known:
            continue
        later = set(list(desk.settings.keys)[index + 1 :])
        for place, key in enumerate(keys):
            other = next(
                (one for one in final if one != name and one not in later and name_of(key) in final[one]
                 and _meet(desk.known[one], desk.known[name])),
                None,
            )  # fmt: skip
            if other is not None:
                does = desk.known[other].does
                said = f'"{written(name_of(key))}" is {other} already: {does[0].lower()}{does[1:]}'
                yield Problem(_place(desk, name, place), said, f"choose another key for {name}, or one for {other}")


@SETTINGS_RULES.rule("unknown-theme", Severity.ERROR)
def unknown_theme(desk: Desk) -> Iterator[Problem]:
    """A theme is named that there is not.

    The colours would stay as they are. ``drill-dark`` and ``drill-light`` are drill's own,
    ``ansi-dark`` and ``ansi-light`` take the terminal's; the palette (ctrl+p, Theme) shows
    them all.
    """
    theme = desk.settings.theme
    if theme is not None and theme not in desk.themes:
        hint = did_you_mean(theme, desk.themes) or "drill-dark, drill-light, ansi-dark or ansi-light"
        yield Problem(("theme",), f'there is no theme "{theme}"', hint)


def _final(desk: Desk, known: KnownKey) -> frozenset[str]:
    keys = desk.settings.keys.get(known.id, known.keys)
    return frozenset(name_of(key) for key in keys)


def _meet(one: KnownKey, other: KnownKey) -> bool:
    """Whether both are on one screen."""
    return bool({*one.where, *other.where} & {EVERYWHERE}) or bool(set(one.where) & set(other.where))


def _place(desk: Desk, name: str, index: int) -> Path:
    path: Path = ("keys", name)
    return (*path, index) if (*path, index) in desk.settings.document.marks else path


def manuals() -> dict[str, str]:
    """The manual of each rule, by its code."""
    return {rule.code: rule.manual.replace("``", "`") for rule in SETTINGS_RULES.rules}
