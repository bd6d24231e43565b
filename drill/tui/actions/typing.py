"""The command bar and the log's lines: what is typed, offered, corrected and taken back."""

from __future__ import annotations

from textual import work

from drill.files.times import format_stamp
from drill.session.command_line import read_command
from drill.session.panes.log import LogRow
from drill.session.words import GrammarError
from drill.tui.actions.clock import ClockKeys
from drill.tui.actions.lines import LineKeys
from drill.tui.verdict import verdict
from drill.tui.widgets.command_bar import CommandBar
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.log import Log
from drill.tui.widgets.matrix import MatrixGrid

JUMPED = 1_000
"""A typed line after which the clock is so much further on, in milliseconds, was a jump."""


class TypingKeys(ClockKeys, LineKeys):
    """Lines as words."""

    def action_type_line(self) -> None:
        """To the command bar."""
        self.query_one(CommandBar).open()

    def on_command_bar_typed(self, event: CommandBar.Typed) -> None:
        """Offer the next word, and say what is wrong before Enter."""
        bar, line = self.query_one(CommandBar), self.query_one(KeyLine)
        completion = self.room.completer.complete(event.text, self.room.team)
        bar.offer(completion)
        try:
            read = read_command(event.text, self.room.state.grammar, self.live.now, self.room.team)
        except GrammarError as error:
            line.notice(verdict(event.text, completion, error, self.size.width))
        else:
            words = self.room.state.grammar.format(read.statement)
            line.notice([(" enter logs ", "bold $text-success"), (words, "$text-muted")])

    def on_command_bar_entered(self, event: CommandBar.Entered) -> None:
        """Take the line; one that cannot be taken stays to be mended."""
        bar, began = self.query_one(CommandBar), self.live.now
        if event.correcting is not None:
            if self.can_be_read(event.text):
                bar.taken("")
                self.correct(event.correcting, event.text)
        elif self.take_typed(event.text):
            bar.taken(event.text)
            if self.live.now > began + JUMPED:
                self.settle_after_jump(began)

    def on_command_bar_left(self) -> None:
        """The keys come back, and the matrix has them."""
        self.query_one(KeyLine).notice(None)
        self.query_one(MatrixGrid).focus()

    # ── the log's lines ──────────────────────────────────────────────────────

    def logged_line(self) -> LogRow | None:
        """The line under the log's cursor."""
        entry = self.query_one(Log).cursor
        return next((row for row in self.now_shown.log if row.entry == entry), None)

    def open_to_correct(self) -> None:
        """Put the line under the log's cursor into the command bar."""
        row = self.logged_line()
        if row is None:
            return
        if row.fixed:
            self.tell("what was delivered, and what the clock did, cannot be changed", bad=True)
            return
        self.query_one(CommandBar).open(f"{'~' if row.recalled else ''}{format_stamp(row.at)} {row.words}", row.entry)

    @work(exclusive=True, group="dialog")
    async def action_take_back_line(self) -> None:
        """Take the line under the log's cursor back."""
        row = self.logged_line()
        if row is not None:
            await self.take_back(row.entry)
