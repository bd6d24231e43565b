"""The inject editor: one inject's words, way, recipients and time, with the card as players will see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Input, Static

from drill.files.times import SECOND, format_stamp
from drill.scenario.model import Method
from drill.tui.drafts import Draft, Subject, draft_of, line_of, preview, why_not
from drill.tui.figures import left
from drill.tui.room import Room
from drill.tui.screens.help import Help
from drill.tui.text import cut, say, styled
from drill.tui.widgets.clean_area import CleanArea
from drill.tui.widgets.clean_input import CleanInput
from drill.tui.widgets.dialog import AskYes
from drill.tui.widgets.key_line import KeyLine

KEYS = [
    Binding("ctrl+s,f2", "save", "save", tooltip="Save it; a new one without a time comes now", id="editor.save"),
    Binding("f3", "card", "card", tooltip="The card as players see it, in the place of the fields", id="editor.card"),
    Binding("f4", "copy", "copy", tooltip="Copy the card, marked as an exercise, for a chat", id="editor.copy"),
    Binding("escape", "leave", "leave", tooltip="Back; asks where something was changed", id="editor.leave"),
    Binding("f1", "help", "help", tooltip="Every key", id="editor.help"),
]  # fmt: skip


class LastRole(Suggester):
    """Completes the role behind the last comma."""

    def __init__(self, roles: list[str]) -> None:
        super().__init__(use_cache=False)
        self._roles = roles

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with the first role that begins as the last word does."""
        before, comma, begun = value.rpartition(",")
        word = begun.strip()
        found = next((role for role in self._roles if word and role.startswith(word)), None)
        return f"{before}{comma}{' ' if begun.startswith(' ') else ''}{found}" if found else None


class InjectEditor(ModalScreen[None]):
    """Fields on the left, the card on the right, and under them what stands against it."""

    CSS_PATH = "inject.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#title"

    def __init__(self, room: Room, subject: Subject, take: Callable[[str], bool]) -> None:
        """`take` logs a line of the transcript, and says whether it was taken."""
        super().__init__()
        self._room = room
        self._subject = subject
        self._take = take
        self._was = draft_of(subject)

    def compose(self) -> ComposeResult:
        """The head, the fields, the card, what is wrong, the keys."""
        was, fit = self._was, self._room.state.exercise.fit
        yield Static(id="editor-head")
        with Horizontal(id="editor"):
            with Vertical(id="fields"):
                yield from _line(
                    (
                        "title",
                        CleanInput(
                            was.title,
                            placeholder="The mayor's office calls",
                            id="title",
                            compact=True,
                            select_on_focus=False,
                        ),
                    )
                )
                yield from _line(
                    (
                        "via",
                        CleanInput(
                            was.via,
                            suggester=SuggestFromList([str(each) for each in Method]),
                            id="via",
                            compact=True,
                            select_on_focus=False,
                        ),
                    ),
                    (
                        "when",
                        CleanInput(was.at, placeholder=self._when(), id="at", compact=True, select_on_focus=False),
                    ),
                )
                yield from _line(
                    (
                        "from",
                        CleanInput(
                            was.from_, placeholder="who it comes from", id="from", compact=True, select_on_focus=False
                        ),
                    )
                )
                roles = CleanInput(
                    was.to,
                    placeholder="roles, with commas",
                    suggester=LastRole(list(fit.names("role"))),
                    id="to",
                    compact=True,
                    select_on_focus=False,
                )
                yield from _line(("to", roles))
                yield CleanArea(was.text, id="text", title="What they see or hear")
                yield CleanArea(was.notes, id="notes", title="Notes, for you alone")
            with VerticalScroll(id="card-box", can_focus=False) as box:
                box.border_title = "As players see it"
                yield Static(id="card")
        yield Static(id="said")
        yield KeyLine(KEYS, id="keys")

    def _when(self) -> str:
        if self._subject.before is None:
            return "now; or 5m, or T+00:20:00"
        return "as the script has it; or 5m, or T+00:20:00"

    def on_mount(self) -> None:
        """The card, and the time that is left."""
        self._show()
        self.set_interval(0.5, self._show_head)

    # ── what stands in the fields ────────────────────────────────────────────

    @property
    def draft(self) -> Draft:
        """The fields as they are."""
        lines = {name: self.query_one(f"#{name}", Input).value for name in ("title", "via", "from", "to", "at")}
        areas = {name: self.query_one(f"#{name}", CleanArea).text for name in ("text", "notes")}
        return Draft(from_=lines.pop("from"), **lines, **areas)

    @property
    def now(self) -> int:
        """Exercise time, in milliseconds."""
        return self._room.live.now

    def on_input_changed(self) -> None:
        """Look at it anew."""
        self._show()

    def on_input_submitted(self) -> None:
        """Enter: to the next field."""
        self.focus_next()

    def on_text_area_changed(self) -> None:
        """Look at it anew."""
        self._show()

    def _show(self) -> None:
        if not self.is_mounted:
            return
        draft = self.draft
        self.query_one("#card", Static).update(say(preview(draft, self._room.state)))
        self._show_head()
        if draft == self._was:
            self._tell("nothing is changed yet" if self._subject.before else "write a title, and to whom it goes")
            return
        wrong = why_not(draft, self._subject, self._room.state, self.now)
        self._tell(wrong or self._good(draft), bad=wrong is not None)

    def _good(self, draft: Draft) -> str:
        if self._subject.before is not None:
            return "every team gets it so"
        return f"goes to {self._subject.teams}, {'now' if not draft.at.strip() else 'at that time'}"

    def _show_head(self) -> None:
        subject, now = self._subject, self.now
        what = f" edit {subject.inject} " if subject.before else " a new inject "
        if subject.before is None:
            said = f" for {'all teams' if subject.teams == 'all' else subject.teams}"
        elif subject.due is not None:
            due_in = subject.due - now
            said = f" comes at {format_stamp(subject.due // SECOND * SECOND)}, "
            said += f"in {left(due_in)}" if due_in > 0 else "which is now"
        else:
            said = " comes by hand, or when its condition holds"
        clock = f"   it is {format_stamp(now // SECOND * SECOND)}"
        room = max(self.app.size.width - len(what) - len(clock), 10)
        self.query_one("#editor-head", Static).update(
            styled((what, "bold $text-accent"), (cut(said, room), "bold"), (clock, "$text-muted"))
        )

    def _tell(self, text: str, *, bad: bool = False) -> None:
        sign, style = ("✗ ", "bold $text-error") if bad else ("", "$text-muted")
        self.query_one("#said", Static).update(styled((cut(f" {sign}{text}", self.app.size.width - 1), style)))

    # ── keys ─────────────────────────────────────────────────────────────────

    def action_save(self) -> None:
        """Log the line; what is wrong is said, and nothing that was typed is lost."""
        draft, state = self.draft, self._room.state
        wrong = why_not(draft, self._subject, state, self.now)
        if wrong:
            self._tell(wrong, bad=True)
            return
        words = line_of(draft, self._subject, state, self.now)
        if not words or self._take(words):
            self.dismiss(None)
        else:
            self._tell("it was not taken: the session cannot be written", bad=True)

    @work(exclusive=True, group="dialog")
    async def action_leave(self) -> None:
        """Back; asks where something was changed."""
        if self.draft != self._was:
            said = "What was typed here is not saved."
            if not await self.app.push_screen_wait(AskYes("Leave without saving?", said, "leave", "stay")):
                return
        self.dismiss(None)

    def action_card(self) -> None:
        """The card in the place of the fields, and back."""
        self.toggle_class("-show-card")

    def action_copy(self) -> None:
        """Copy the card, marked as an exercise, without the notes."""
        self.app.copy_to_clipboard(preview(self.draft, self._room.state))
        self._tell("copied, marked as an exercise")

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))


def _line(*fields: tuple[str, CleanInput]) -> ComposeResult:
    with Horizontal(classes="form-line"):
        for index, (label, line) in enumerate(fields):
            yield Static(say(label), classes="form-label -second" if index else "form-label")
            line.add_class("form-text")
            yield line
