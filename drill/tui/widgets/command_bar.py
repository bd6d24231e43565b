"""The command bar: a transcript's line, typed; and, while nobody types, what was done last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from drill.session.completion import Completion
from drill.tui.text import cut, say, styled
from drill.tui.widgets.candidates import Candidates
from drill.tui.widgets.clean_input import CleanInput

NOTHING = Completion(0, "", "")
PROMPT = "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}"


KEYS = [
    Binding("tab", "accept", "take the word", id="bar.accept", tooltip="Take the word that is offered"),
    Binding("up", "step(-1)", "before", id="bar.up", tooltip="The offered word above; else the line before"),
    Binding("down", "step(1)", "after", id="bar.down", tooltip="The offered word below; else the line after"),
    Binding("escape", "leave", "back", id="bar.leave", tooltip="Back to the matrix"),
]


class TypedLine(CleanInput):
    """The line itself. What is pasted into it is cleaned."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    class Accept(Message):
        """The offered word is taken."""

    @dataclass
    class Step(Message):
        """Up or down."""

        by: int

    class Leave(Message):
        """Back to the matrix."""

    def action_accept(self) -> None:
        """Take the offered word."""
        self.post_message(self.Accept())

    def action_step(self, by: int) -> None:
        """Up or down."""
        self.post_message(self.Step(by))

    def action_leave(self) -> None:
        """Back."""
        self.post_message(self.Leave())

    def action_cursor_right(self, select: bool = False) -> None:
        """At the end of the line, take the offered word."""
        if self.cursor_position >= len(self.value) and not select:
            self.action_accept()
        else:
            super().action_cursor_right(select)


class CommandBar(Horizontal):
    """The chosen team, the line, and what the next word can be."""

    team: reactive[str] = reactive("all", init=False)
    typing: reactive[bool] = reactive(False, init=False)

    @dataclass
    class Typed(Message):
        """The line changed."""

        text: str

    @dataclass
    class Entered(Message):
        """The line is to be taken."""

        text: str
        correcting: int | None

    class Left(Message):
        """Nobody types any more."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.correcting: int | None = None
        """The entry that the line is to take the place of."""
        self._completion = NOTHING
        self._history: list[str] = []
        self._recalled: int | None = None

    def compose(self) -> ComposeResult:
        """What the line is for, the line, what was said last."""
        yield Static(id="bar-team")
        yield TypedLine(id="bar-line", compact=True, select_on_focus=False)
        yield Static(id="bar-said")

    @property
    def _line(self) -> TypedLine:
        return self.query_one(TypedLine)

    @property
    def _candidates(self) -> Candidates:
        return self.screen.query_one(Candidates)

    def watch_team(self) -> None:
        """Say for which team a line is."""
        self._draw_team()

    def watch_typing(self) -> None:
        """The line stands there only while somebody types."""
        self._line.display = self.typing
        self.set_class(self.typing, "-typing")
        self._candidates.display = False

    def on_mount(self) -> None:
        """Nobody types yet."""
        self._draw_team()

    def _draw_team(self) -> None:
        what = "correct" if self.correcting is not None else self.team
        self.query_one("#bar-team", Static).update(styled((f" {what} {PROMPT} ", "bold $text-primary")))

    # ── typing ───────────────────────────────────────────────────────────────

    def open(self, text: str = "", correcting: int | None = None) -> None:
        """Let somebody type."""
        self.correcting = correcting
        self._draw_team()
        self.typing = True
        self._put(text)
        self._recalled = None
        self._line.focus()
        self.query_one("#bar-said", Static).update(say(""))
        self.post_message(self.Typed(text))

    def close(self) -> None:
        """Nobody types any more; what was typed is gone."""
        self.correcting = None
        self.typing = False
        self._put("")
        self._draw_team()
        self.post_message(self.Left())

    def taken(self, text: str) -> None:
        """The line was taken."""
        if text.strip() and text not in self._history[-1:]:
            self._history.append(text.strip())
        self.close()

    def offer(self, completion: Completion) -> None:
        """Show what the next word can be."""
        self._completion = completion
        self._candidates.offer(completion.candidates if self.typing else ())

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say what was done, or why it was not."""
        sign, style = ("✗ ", "bold $text-error") if bad else ("", "$text-muted")
        room = self.size.width - 14
        self.query_one("#bar-said", Static).update(styled((cut(f"{sign}{text}", room), style)), layout=self.typing)

    def _put(self, text: str) -> None:
        with self._line.prevent(Input.Changed):
            self._line.value = text
        self._line.cursor_position = len(text)

    # ── keys ─────────────────────────────────────────────────────────────────

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self._recalled = None
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        if event.value.strip():
            self.post_message(self.Entered(event.value, self.correcting))
        else:
            self.close()

    def on_typed_line_leave(self) -> None:
        """Escape."""
        self.close()

    def on_typed_line_accept(self) -> None:
        """Tab, or right at the end: the word under the mark of the offered ones."""
        candidate = self._candidates.marked
        if candidate is not None:
            text = self._completion.accept(self._line.value, candidate)
            self._put(text)
            self.post_message(self.Typed(text))

    def on_typed_line_step(self, event: TypedLine.Step) -> None:
        """Up and down walk the offered words; in an empty line, the lines before."""
        if self._line.value and self._recalled is None:
            self._candidates.move(event.by)
            return
        place = len(self._history) if self._recalled is None else self._recalled
        place = max(0, min(len(self._history), place + event.by))
        text = self._history[place] if place < len(self._history) else ""
        self._put(text)
        self.post_message(self.Typed(text))
        self._recalled = place if text else None
