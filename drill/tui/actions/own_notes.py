"""The keys of an observer's own notes: take back, correct, write to a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import work

from drill.errors import DrillError, Refused
from drill.files.atomic import write_whole
from drill.session.command_line import read_command
from drill.session.events import Record
from drill.session.statements import TeamStatement
from drill.session.words import GrammarError
from drill.tui.actions.base import RoomScreen
from drill.tui.watch.onlooker import Notebook
from drill.tui.watch.outbox import Note, Outbox
from drill.tui.widgets.dialog import AskText
from drill.tui.widgets.lines import Lines
from drill.tui.widgets.notes import Notes


class OwnNotesKeys(RoomScreen):
    """A screen with an observer's notes. Nobody else's can be reached from it."""

    @property
    def notebook(self) -> Notebook:
        """The session as this observer sees it."""
        assert isinstance(self.live, Notebook)
        return self.live

    @property
    def outbox(self) -> Outbox:
        """The notes."""
        return self.notebook.outbox

    def _chosen_note(self) -> Note | None:
        key = self.query_one(Notes).cursor
        return next((note for note in self.outbox.notes if note.id == key), None)

    def _take_back(self, note: Note) -> None:
        def take() -> Sequence[Record]:
            self.outbox.take_back(note)
            return ()

        self.attempt(take, f"taken back: {note.line}")

    @work(exclusive=True, group="dialog")
    async def action_undo(self) -> None:
        """Take one's own last note back."""
        note = self.outbox.newest
        if note is None:
            self.tell("there is nothing of yours to take back", bad=True)
        else:
            self._take_back(note)

    def action_withdraw(self) -> None:
        """Take the note under the cursor back."""
        note = self._chosen_note() if self.query_one(Notes).has_focus else None
        if note is not None:
            self._take_back(note)

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter on a note corrects it."""
        note = self._chosen_note()
        if isinstance(event.pane, Notes) and note is not None:
            self.correct_note(note)

    @work(exclusive=True, group="dialog")
    async def correct_note(self, note: Note) -> None:
        """Put other words, or another time, in the place of a note."""
        explain = "The line as a transcript has it; ~ before the time: told afterwards."
        check = partial(self._why_not, note)
        text = await self.ask(AskText("Correct a note", explain, value=note.line, check=check, mends=True))
        if not text:
            return
        at, words, recalled = self._read(text)

        def correct() -> Sequence[Record]:
            self.outbox.correct(note, at, words, recalled=recalled)
            return ()

        self.attempt(correct, f"corrected: {words}")

    def _read(self, text: str) -> tuple[int, str, bool]:
        """A typed line as it is sent. Raises GrammarError, Refused."""
        line = read_command(text, self.room.state.grammar, self.live.now, self.room.team)
        at = self.live.now if line.at is None else line.at
        return at, self.notebook.words(line.statement, at), line.recalled

    def _why_not(self, note: Note, text: str) -> str | None:
        """What is wrong with a correction, or nothing."""
        grammar = self.room.state.grammar
        try:
            at, words, _ = self._read(text)
            before, after = grammar.parse(note.text), grammar.parse(words)
        except (GrammarError, Refused) as error:
            return error.on_one_line
        if at > self.live.now:
            return "that is still to come"
        assert isinstance(before, TeamStatement)
        assert isinstance(after, TeamStatement)
        if type(before) is not type(after) or before.team != after.team:
            return "a correction stays the same kind of note, of the same team; take it back and note another"
        return None

    def action_write(self) -> None:
        """Write the notes to a file in the folder where this was started."""
        text = self.outbox.transcript
        if not text:
            self.tell("there are no notes to write", bad=True)
            return
        path = Path(f"{self.room.name}.{self.notebook.observer}.txt")
        try:
            write_whole(path, text.encode())
        except DrillError as error:
            self.tell(error.message, bad=True)
            return
        self.tell(f"written to {path}; drill merge takes it, with --observer {self.notebook.observer}")
