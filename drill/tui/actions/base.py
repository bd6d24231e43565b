"""What every group of keys stands on: the room, a way to act and to say what came of it, a way to ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.screen import ModalScreen, Screen

from drill.errors import DrillError, OutOfReach, Refused
from drill.files.times import format_stamp
from drill.session.checks import is_kept
from drill.session.decide import Command
from drill.session.events import Record
from drill.session.foresight import foresight, lines_to_play
from drill.session.live import LiveDrill
from drill.session.panes.matrix import Cell, Row, Spot
from drill.session.statements import Statement
from drill.session.view import View
from drill.session.words import GrammarError
from drill.tui.compositor import SparingCompositor
from drill.tui.room import Room
from drill.tui.widgets.dialog import AskYes

Answer = TypeVar("Answer")

AT_ONCE = 600
"""With more lines than this, what a correction would change is worked out beside the screen, which goes on."""


class RoomScreen(Screen[None]):
    """A screen that acts on a running session."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
        self.room = room

    @property
    def live(self) -> LiveDrill:
        """The live drill."""
        return self.room.live

    @property
    def now_shown(self) -> View:
        """The session as of now."""
        return self.room.look()

    # ── what the screen gives ────────────────────────────────────────────────

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say what was done, or why it was not."""
        raise NotImplementedError

    def show(self) -> None:
        """Show the session as it is now."""
        raise NotImplementedError

    def show_lost(self, error: OutOfReach) -> None:
        """Say unmistakably that nothing can be saved."""
        raise NotImplementedError

    def chosen_cell(self) -> tuple[Spot, Row, Cell, str] | None:
        """The cell under the cursor, its row and its team; None where there is none."""
        raise NotImplementedError

    # ── acting ───────────────────────────────────────────────────────────────

    def attempt(self, command: Callable[[], Sequence[Record]], done: str = "") -> bool:
        """Do something in the session; say what came of it. False where it was refused or could not be saved."""
        try:
            self.room.submit(command)
        except (Refused, GrammarError) as refusal:
            self.tell(refusal.on_one_line, bad=True)
            return False
        except OutOfReach as error:
            self.show_lost(error)
            return False
        if done:
            self.tell(done)
        self.show()
        return True

    def log_line(self, words: str, *, at: int | None = None, recalled: bool = False) -> bool:
        """Log a transcript's line, now or at an earlier time."""
        try:
            statement = self.room.state.grammar.parse(words)
        except GrammarError as error:
            self.tell(error.on_one_line, bad=True)
            return False
        return self.log_statement(statement, at=at, recalled=recalled)

    def log_together(self, lines: Sequence[str], *, at: int | None = None, recalled: bool = False) -> None:
        """Log lines that one key stands for; one key takes them back."""
        before = self.room.state.seq
        logged = [words for words in lines if self.log_line(words, at=at, recalled=recalled)]
        if len(logged) > 1:
            entries = self.room.state.entries
            new = (seq for seq in range(before + 1, self.room.state.seq + 1) if seq in entries)
            self.room.together = frozenset(seq for seq in new if not is_kept(entries[seq].statement))
            self.tell(f"{len(logged)} teams: {logged[0].partition(' ')[2]}; u takes all of them back")

    def log_statement(self, statement: Statement, *, at: int | None = None, recalled: bool = False) -> bool:
        """Log a statement, now or at an earlier time, and say so."""
        when = format_stamp((self.live.now if at is None else at) // 1000 * 1000)
        words = self.room.state.grammar.format(statement)
        return self.attempt(
            lambda: self.live.log(statement, at, recalled=recalled), f"{'~' if recalled else ''}{when} {words}"
        )

    async def confirmed(self, command: Command) -> bool:
        """Whether a correction may go ahead: what it would change in the deliveries is said first."""
        try:
            look = foresight(self.room.state, command)
            if lines_to_play(self.room.state, command) > AT_ONCE:
                self.tell("looking at what this would change …")
                consequences = await asyncio.to_thread(look)
            else:
                consequences = look()
        except DrillError as refusal:
            self.tell(refusal.message, bad=True)
            return False
        if not consequences:
            return True
        said = "\n".join(consequence.words for consequence in consequences)
        answer = await self.ask(AskYes("This would change what was delivered", said, "go ahead", "leave it"))
        return answer is True

    async def ask(self, dialog: ModalScreen[Answer]) -> Answer:
        """The answer to a dialog; None where it was left. Only from a worker."""
        return await self.app.push_screen_wait(dialog)
