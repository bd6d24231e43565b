"""The keys of the script: deliver now, skip, delay, reword, write, probe, copy."""

from __future__ import annotations

from textual import work

from drill.files.times import format_stamp
from drill.session.command_line import read_time
from drill.session.panes.script import CAME, Sheet
from drill.session.statements import ALL
from drill.tui.actions.base import RoomScreen
from drill.tui.drafts import Subject, subject_of
from drill.tui.widgets.dialog import AskChoice, AskText, Choice


class InjectKeys(RoomScreen):
    """What is done with the inject that is chosen, or that is next."""

    def chosen_inject(self) -> str | None:
        """The inject that was chosen from the script, or None."""
        raise NotImplementedError

    @property
    def _teams(self) -> str:
        return self.room.team or ALL

    def _to_come(self) -> str | None:
        """The inject to act on before it comes: the chosen one, else the next."""
        chosen = self.chosen_inject()
        if chosen is not None:
            return chosen
        row = self.now_shown.next_inject()
        if row is None:
            self.tell("no inject is left", bad=True)
        return row.inject if row else None

    def _shown(self) -> Sheet | None:
        """The inject that is read out: the chosen one, else the current."""
        inject = self.chosen_inject() or self.now_shown.current
        if inject is None:
            self.tell("no inject has come yet", bad=True)
        return self.room.viewer.sheet(inject, self.room.team) if inject else None

    def _title(self, inject: str) -> str:
        sheet = self.room.viewer.sheet(inject, self.room.team)
        return sheet.title if sheet else inject

    def action_deliver(self) -> None:
        """Deliver it now, whatever it waits for."""
        inject = self._to_come()
        if inject is not None:
            self.log_line(f"control inject {inject} {self._teams}")

    @work(exclusive=True, group="dialog")
    async def action_skip(self) -> None:
        """Leave it out, with the reason."""
        inject = self._to_come()
        if inject is None:
            return
        reason = await self.ask(
            AskText(f"Skip: {self._title(inject)}", f"For {self._teams}. Why?", placeholder="out of time")
        )
        if reason:
            self.log_line(f"control skip {inject} {self._teams} : {reason}")

    @work(exclusive=True, group="dialog")
    async def action_delay(self) -> None:
        """Deliver it at another time."""
        inject = self._to_come()
        if inject is None:
            return
        text = await self.ask(
            AskText(
                f"Delay: {self._title(inject)}",
                f"For {self._teams}. By how much from now, or to which time?",
                placeholder="5m, or T+00:20:00",
                check=self._why_not_until,
            )
        )
        if text:
            self.log_line(f"control delay {inject} {self._teams} to {format_stamp(self._until(text))}")

    def _until(self, text: str) -> int:
        at, _ = read_time(text.removeprefix("+"), self.live.now)
        return at if text.startswith("T+") else self.live.now + at

    def _why_not_until(self, text: str) -> str | None:
        try:
            return None if self._until(text) >= self.live.now else "that is over"
        except ValueError as error:
            return str(error)

    def action_wording(self) -> None:
        """Change it before it comes: its words, its way, its recipients, its time."""
        inject = self._to_come()
        subject = subject_of(self.room.state, inject) if inject else None
        if subject is not None:
            self._edit(subject)
        elif inject is not None:
            self.tell(f"{self._title(inject)} came already", bad=True)

    def action_adhoc(self) -> None:
        """Write an inject, and deliver it or put it on the script."""
        self._edit(Subject(self._teams))

    def _edit(self, subject: Subject) -> None:
        from drill.tui.screens.inject import InjectEditor  # loaded when it is needed

        self.app.push_screen(InjectEditor(self.room, subject, self.log_line))

    @work(exclusive=True, group="dialog")
    async def action_probe(self) -> None:
        """A question was put to the team: the next one, or one of several."""
        sheet = self._shown()
        if sheet is None:
            return
        if sheet.status not in CAME:
            self.tell(f"{sheet.title} has not come yet", bad=True)
            return
        waiting = [probe for probe in sheet.probes if not probe.asked]
        if not waiting:
            self.tell(f"{sheet.title} has no question left to ask", bad=True)
            return
        choices = [Choice(probe.ask, probe.ask) for probe in waiting]
        ask = waiting[0].ask if len(waiting) == 1 else await self.ask(AskChoice("Which question did you ask?", choices))
        if ask:
            self.log_line(f"control probe {self._teams} {sheet.inject} : {ask}")

    def action_copy(self) -> None:
        """Copy it for a chat, marked as an exercise, without the notes."""
        sheet = self._shown()
        if sheet is not None:
            self.app.copy_to_clipboard(sheet.for_players)
            self.tell(f"copied, marked as an exercise: {sheet.title}")
