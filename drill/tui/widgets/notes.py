"""An observer's own notes: each with a sign that says whether it has arrived."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from textual.reactive import reactive

from drill.tui.figures import stamp
from drill.tui.text import cut
from drill.tui.watch.outbox import Fate, Note
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Line, Span

SIGNS = {Fate.TAKEN: "✓", Fate.WAITS: "…", Fate.REFUSED: "✗"}
"""The sign of what became of a note."""

_STYLES = {Fate.TAKEN: "", Fate.WAITS: "warn", Fate.REFUSED: "bad"}


class Notes(Lines):
    """The notes in the order of time; the newest stay in sight."""

    EMPTY = "nothing noted yet"

    notes: reactive[tuple[Note, ...]] = reactive(())

    @property
    def is_ready(self) -> bool:
        """It needs no view."""
        return True

    def watch_notes(self) -> None:
        """Other notes, or another fate of one."""
        self.lay_out()
        if self.notes and all(note.id != self.cursor for note in self.notes):
            self.put_cursor(self.notes[-1].id)
        if not self.has_focus:
            self.call_after_refresh(self.scroll_end, animate=False, force=True)

    def stands_on(self) -> object:
        """The notes."""
        return self.notes

    def blocks(self, width: int) -> Iterator[Block]:
        """The notes in full, and the reason why one was refused."""
        for note in self.notes:
            yield Block(note.id, tuple(_lines(note, width)))


def _lines(note: Note, width: int) -> Iterator[Line]:
    head = f"{SIGNS[note.fate]} {'~' if note.recalled else ''}{stamp(note.at)} "
    words = note.text.removeprefix("control ").split(" observes ", 1)[-1]
    style, room = _STYLES[note.fate], max(width - len(head), 8)
    for place, line in enumerate(wrap(words, room) or [""]):
        yield Span(head if place == 0 else " " * len(head), "dim"), Span(cut(line, room), style)
    for line in wrap(note.why, max(width - 2, 8)):
        yield Span("  "), Span(cut(line, width - 2), "bad")
