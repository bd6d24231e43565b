"""Small dialogs, one question each: a text, a choice, a yes or no. Escape always leaves without an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from drill.files.text import clean
from drill.tui.text import say, styled
from drill.tui.widgets.clean_input import CleanInput

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A question in a box. The answer is None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    def __init__(self, title: str, explain: str = "", keys: str = "enter takes it   esc leaves") -> None:
        super().__init__()
        self._title = title
        self._explain = explain
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The question, what explains it, where to answer, the keys."""
        with Vertical(id="dialog") as box:
            box.border_title = say(self._title)
            if self._explain:
                with VerticalScroll(id="dialog-explain", can_focus=False):
                    yield Static(say(self._explain))
            yield from self.answers()
            yield Static(say(self._keys), id="dialog-keys")

    def answers(self) -> ComposeResult:
        """Where the answer is given."""
        yield from ()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class AskText(Dialog[str]):
    """A line of text. `check` says what is wrong with it, or nothing."""

    def __init__(
        self,
        title: str,
        explain: str = "",
        *,
        value: str = "",
        placeholder: str = "",
        check: Callable[[str], str | None] | None = None,
        may_be_empty: bool = False,
        mends: bool = False,
    ) -> None:
        """`mends`: what is typed goes to the end of the value, and not into its place."""
        super().__init__(title, explain)
        self._mends = mends
        self._value = value
        self._placeholder = clean(placeholder)
        self._check = check
        self._may_be_empty = may_be_empty

    def answers(self) -> ComposeResult:
        """The line, and what is wrong with it."""
        yield CleanInput(
            self._value,
            placeholder=self._placeholder,
            id="dialog-text",
            compact=True,
            select_on_focus=not self._mends,
        )
        yield Static(id="dialog-wrong")

    def on_input_changed(self) -> None:
        """What was wrong is being mended."""
        self.query_one("#dialog-wrong", Static).update(say(""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: taken where nothing is wrong."""
        text = event.value.strip()
        if not text and not self._may_be_empty:
            return
        wrong = self._check(text) if self._check and text else None
        if wrong:
            self.query_one("#dialog-wrong", Static).update(styled((f"✗ {wrong}", "$text-error")))
        else:
            self.dismiss(text)


@dataclass(frozen=True, slots=True)
class Choice(Generic[Answer]):
    """One answer, the word for it, and what it means."""

    value: Answer
    word: str
    title: str = ""


class AskChoice(Dialog[Answer]):
    """One of several answers. Letters typed narrow them down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", show=False, priority=True),
        Binding("down", "mark(1)", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice[Answer]], explain: str = "") -> None:
        super().__init__(title, explain, "type to narrow   ↑↓ choose   enter takes it   esc leaves")
        self._choices = list(choices)
        self._shown = list(choices)

    def answers(self) -> ComposeResult:
        """A line to narrow the answers, and the answers."""
        yield CleanInput(placeholder="type to narrow", id="dialog-text", compact=True)
        yield OptionList(id="dialog-choices", markup=False)

    def on_mount(self) -> None:
        """All answers at first."""
        self.query_one(OptionList).can_focus = False
        self._narrow("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Only the answers that hold what is typed."""
        self._narrow(event.value)

    def on_input_submitted(self) -> None:
        """Enter: the marked answer."""
        marked = self.query_one(OptionList).highlighted
        if marked is not None and self._shown:
            self.dismiss(self._shown[marked].value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click."""
        self.dismiss(self._shown[event.option_index].value)

    def action_mark(self, by: int) -> None:
        """Another answer."""
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = ((options.highlighted or 0) + by) % len(self._shown)

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().lower()
        fitting = [one for one in self._choices if wanted in f"{one.word} {one.title}".lower()]
        self._shown = sorted(fitting, key=lambda one: one.word.lower() != wanted)  # the very word comes first
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [
                Option(styled((one.word, "bold"), (f"  {one.title}" if one.title else "", "$text-muted")))
                for one in self._shown
            ]
        )
        options.highlighted = 0 if self._shown else None


class AskYes(Dialog[bool]):
    """Yes or no; only `y` is a yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
    ]

    def __init__(self, title: str, explain: str = "", yes: str = "yes", no: str = "no") -> None:
        super().__init__(title, explain, f"y {yes}   n {no}")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)
