"""Help: every key, made from the bindings themselves, so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from drill.tui.keys import EVERYWHERE, GROUPS
from drill.tui.text import fit, styled
from drill.tui.widgets.cell import BEGUN, SIGNS
from drill.tui.widgets.inject_list import SIGNS as INJECT_SIGNS
from drill.tui.widgets.key_line import as_set, key_name
from drill.tui.widgets.responders import SIGNS as ROLE_SIGNS

Status = TypeVar("Status")

KEY_WIDTH = 12


class Help(ModalScreen[None]):
    """The keys of a screen, group by group, and what the signs mean."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark", "leave", "back", show=False)]

    def __init__(self, bindings: Iterable[Binding], *, signs: bool = True) -> None:
        super().__init__()
        self._keys = [*bindings, *EVERYWHERE]
        self._signs = signs

    def compose(self) -> ComposeResult:
        """The keys, then the signs."""
        with Vertical(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc back"
            with VerticalScroll(id="help-text"):
                yield Static(_keys([as_set(key, self.app) for key in self._keys]))
                if self._signs:
                    yield Static(_signs())

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)


def _keys(bindings: Sequence[Binding]) -> Content:
    parts: list[tuple[str, str]] = []
    for group, title in GROUPS.items():
        mine = [binding for binding in bindings if (binding.id or "").startswith(f"{group}.")]
        if group == "team":
            mine = mine[:2]
        if mine:
            parts.append((f"{title}\n", "bold $text-primary"))
        for binding in mine:
            name = "1–9" if binding.id == "team.1" else _names(binding)
            said = "Choose a team" if binding.id == "team.1" else binding.tooltip
            parts += [(f"  {fit(name, max(KEY_WIDTH, len(name) + 1))}", "bold $text-accent"), (f"{said}\n", "")]
        if mine:
            parts.append(("\n", ""))
    return styled(*parts)


def _names(binding: Binding) -> str:
    keys = [key_name(Binding(key, "")) for key in binding.key.split(",")]
    return " ".join(keys)


def _signs() -> Content:
    parts: list[tuple[str, str]] = [("Signs\n", "bold $text-primary")]
    for sign, meaning in {sign: str(status) for status, sign in SIGNS.items()}.items():
        parts += [(f"  {sign}  ", "bold"), (f"{_of_cells(sign, meaning)}\n", "")]
    parts += [(f"  {BEGUN}  ", "bold"), ("begun, not done\n", ""), ("  »  ", "bold"), ("due next\n", "")]
    parts.append(("\nInjects\n", "bold $text-primary"))
    for sign, meanings in _together(INJECT_SIGNS).items():
        parts += [(f"  {sign}  ", "bold"), (f"{meanings}\n", "")]
    parts.append(("\nRoles\n", "bold $text-primary"))
    for sign, meanings in _together(ROLE_SIGNS).items():
        parts += [(f"  {sign}  ", "bold"), (f"{meanings}\n", "")]
    return styled(*parts)


def _of_cells(sign: str, meaning: str) -> str:
    return {
        "✓": "done by its target, and the time it took; with + by how much it was late",
        "✗": "late, and by how much; after the end: never done",
        "○": "asked for, but its clock has not started; after the end: still open",
    }.get(sign, meaning)


def _together(signs: Mapping[Status, str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for status, sign in signs.items():
        found.setdefault(sign, []).append(str(status))
    return {sign: "; ".join(meanings) for sign, meanings in found.items()}
