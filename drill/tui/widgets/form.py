"""A dialog with several lines to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from drill.files.text import clean
from drill.tui.text import say, styled
from drill.tui.widgets.clean_input import CleanInput
from drill.tui.widgets.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. `check` says what is wrong with its text, or nothing."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    check: Callable[[str], str | None] | None = None


class AskForm(Dialog[dict[str, str]]):
    """Several lines; Enter goes to the next one, and takes them all from the last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("ctrl+s", "take", show=False),
    ]

    def __init__(self, title: str, fields: Sequence[Field], explain: str = "") -> None:
        super().__init__(title, explain, "↑↓ move   enter next, and at the end takes it   esc leaves")
        self._fields = list(fields)

    def answers(self) -> ComposeResult:
        """A label and a line for each field."""
        for field in self._fields:
            with Horizontal(classes="form-line"):
                yield Static(say(field.label), classes="form-label")
                yield CleanInput(field.value, placeholder=clean(field.placeholder), classes="form-text", compact=True)
        yield Static(id="dialog-wrong")

    @property
    def _lines(self) -> list[CleanInput]:
        return list(self.query(CleanInput))

    def on_input_changed(self) -> None:
        """What was wrong is being mended."""
        self.query_one("#dialog-wrong", Static).update(say(""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        lines = self._lines
        if event.input is lines[-1]:
            self.action_take()
        else:
            lines[lines.index(event.input) + 1].focus()  # type: ignore[arg-type]

    def action_take(self) -> None:
        """Take all lines, where nothing is wrong with any."""
        lines = self._lines
        for field, line in zip(self._fields, lines, strict=True):
            wrong = field.check(line.value.strip()) if field.check else None
            if wrong:
                self.query_one("#dialog-wrong", Static).update(styled((f"✗ {field.label}: {wrong}", "$text-error")))
                line.focus()
                return
        self.dismiss({field.name: line.value.strip() for field, line in zip(self._fields, lines, strict=True)})
