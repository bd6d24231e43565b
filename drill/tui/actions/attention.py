"""What falls due is heard and seen once, quietly: a bell, and the clock's line reversed for a moment; on a key neither.

It is never more than one flash in two seconds, far below the three a second that can do harm,
and it is told by a sign, words and reversal, so that it needs no colour.
"""

from __future__ import annotations

from textual import work

from drill.files.times import format_stamp
from drill.session.view import View
from drill.tui.actions.base import RoomScreen
from drill.tui.widgets.clock_bar import ClockBar
from drill.tui.widgets.dialog import AskText
from drill.tui.widgets.next_panel import words

FLASH = 2.0
"""How long the clock's line says what fell due, in seconds."""


class AttentionKeys(RoomScreen):
    """The bell, and the pause that says why."""

    _flashing = False

    def notice_due(self, before: View | None, view: View) -> None:
        """Ring and flash for what fell due between two looks."""
        if before is None or self.room.muted:
            return
        due = before.due_by(view.now)
        if not due:
            return
        more = f" and {len(due) - 1} more" if len(due) > 1 else ""
        self.query_one(ClockBar).due = f"due now: {words(due[0])}{more}"
        if not self._flashing:
            self._flashing = True
            self.app.bell()
            self.set_timer(FLASH, self.calm)

    def calm(self) -> None:
        """The flash is over."""
        self._flashing = False
        self.query_one(ClockBar).due = ""

    def action_mute(self) -> None:
        """Neither bell nor flash; or both again."""
        muted = self.room.muted = self.query_one(ClockBar).muted = not self.room.muted
        if muted:
            self.calm()
        self.tell("muted: nothing rings or flashes, b brings it back" if muted else "what falls due rings again")

    @work(exclusive=True, group="dialog")
    async def action_pause_why(self) -> None:
        """Let the clock stand at once, then ask why; without an answer it is a pause like any other."""
        if self.room.lost is not None or not self.live.is_running:
            self.tell("the clock stands already", bad=True)
            return
        if not self.attempt(self.live.hold) or self.live.is_running:
            return
        at = format_stamp(self.live.now // 1000 * 1000)
        why = await self.ask(
            AskText(f"The clock stands at {at}", "Why? The answer goes into the transcript.", may_be_empty=True)
        )
        if self.room.state.running and not self.live.is_running:
            self.attempt(lambda: self.live.pause(why or None), f"paused at {at}{f': {why}' if why else ''}")
