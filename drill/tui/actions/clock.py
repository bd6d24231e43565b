"""The keys of the clock: start, pause, speed, jump, end, and what follows a sleep or a loss."""

from __future__ import annotations

from textual import work

from drill.errors import OutOfReach
from drill.files.times import format_duration, format_stamp
from drill.session.command_line import read_time
from drill.session.panes.matrix import OPEN, CellStatus, Spot
from drill.tui.actions.settling import SettlingKeys
from drill.tui.figures import speed
from drill.tui.widgets.dialog import AskChoice, AskText, AskYes, Choice

SPEEDS = (500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
"""How fast exercise time can run, in thousandths."""


class ClockKeys(SettlingKeys):
    """Time."""

    def action_turn_clock(self) -> None:
        """Start, pause, go on; after a loss, try again."""
        if self.room.lost is not None:
            self._take_up_again()
        elif self.live.is_running:
            self.attempt(self.live.pause, f"paused at {format_stamp(self.live.now // 1000 * 1000)}")
        elif self.room.state.no_duff:
            self.go_on_after_no_duff()
        else:
            word = "goes on" if self.room.state.was_started else "starts"
            self.attempt(self.live.start, f"the clock {word}")

    def _take_up_again(self) -> None:
        try:
            self.room.take_up_again()
        except OutOfReach as error:
            self.show_lost(error)
            return
        self.tell("saving works again; the clock stands where it was last saved, space goes on")
        self.show()

    @work(exclusive=True, group="dialog")
    async def go_on_after_no_duff(self) -> None:
        """Only on purpose."""
        question = AskYes(
            "NO DUFF was called", "Is the real emergency over, and does everybody know that this is the exercise?"
        )
        if await self.ask(question):
            self.attempt(self.live.start, "the exercise goes on")

    def action_speed(self, by: int) -> None:
        """The next speed up or down."""
        wanted = [one for one in SPEEDS if (one > self.live.speed) == (by > 0) and one != self.live.speed]
        if not wanted:
            self.tell(f"that is as {'fast' if by > 0 else 'slow'} as it goes", bad=True)
            return
        thousandths = min(wanted) if by > 0 else max(wanted)
        self.attempt(lambda: self.live.set_speed(thousandths), f"speed {speed(thousandths)}")

    @work(exclusive=True, group="dialog")
    async def action_jump(self) -> None:
        """Move the clock ahead, then settle each open step that fell due meanwhile."""
        began = self.live.now
        text = await self.ask(
            AskText(
                "Jump ahead",
                "By how much, or to which time? What falls due on the way is delivered at its time.",
                placeholder="5m, or T+00:20:00",
                check=self._why_no_jump,
            )
        )
        if text and self.attempt(lambda: self.live.jump(self._jump_to(text))):
            self.tell(f"jumped to {format_stamp(self.live.now // 1000 * 1000)}")
            await self.settle_what_fell_due(began)

    def _jump_to(self, text: str) -> int:
        at, _ = read_time(text.removeprefix("+"), self.live.now)
        return at if text.startswith("T+") else self.live.now + at

    def _why_no_jump(self, text: str) -> str | None:
        try:
            to = self._jump_to(text)
        except ValueError as error:
            return str(error)
        return None if to > self.live.now else "the clock does not run back"

    @work(exclusive=True, group="dialog")
    async def settle_after_jump(self, since: int) -> None:
        """The same after a jump that was typed."""
        await self.settle_what_fell_due(since)

    async def settle_what_fell_due(self, since: int) -> None:
        """Go through the cells whose deadlines passed after `since` and that are open."""
        matrix, now = self.now_shown.matrix, self.live.now
        fell_due = [
            Spot(row, column)
            for row, line in enumerate(matrix.cells)
            for column, cell in enumerate(line)
            if cell.deadline_at is not None and since < cell.deadline_at < now and cell.status(now) is CellStatus.LATE
        ]
        await self.settle(
            [matrix.rows[spot.row].key for spot in fell_due], [matrix.teams[spot.column] for spot in fell_due]
        )

    @work(exclusive=True, group="dialog")
    async def ask_after_sleep(self) -> None:
        """The machine slept: somebody must say what that time was."""
        slept = self.live.slept or 0
        choice = await self.ask(
            AskChoice(
                f"The machine slept for {format_duration(slept)}",
                [
                    Choice(
                        False, "go on", f"from {format_stamp(self.live.now // 1000 * 1000)}, as if nothing had been"
                    ),
                    Choice(True, "jump ahead", "the exercise went on meanwhile"),
                ],
                "The clock stands. How does the exercise go on?",
            )
        )
        began = self.live.now
        if self.attempt(lambda: self.live.after_sleep(skip=bool(choice)), "space starts the clock") and choice:
            await self.settle_what_fell_due(began)

    @work(exclusive=True, group="dialog")
    async def action_end(self) -> None:
        """End the exercise and go to the debrief."""
        view = self.now_shown
        still_open = sum(cell.status(view.now) in OPEN for line in view.matrix.cells for cell in line)
        explain = f"Open steps: {still_open}. Marks to come back to: {len(view.marks)}."
        if await self.ask(AskYes("End the exercise?", explain, "end it", "go on")):
            self.attempt(self.live.end)
