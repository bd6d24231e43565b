"""The keys of the matrix: done now, by whom, when, not seen."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from drill.files.times import format_stamp
from drill.session.command_line import read_time
from drill.session.decide import Amend
from drill.session.panes.matrix import DONE, Cell, CellStatus, Row
from drill.session.statements import Entry, Response
from drill.session.usual import usual_line, usual_role
from drill.session.vocabulary import Vocabulary
from drill.tui.actions.base import RoomScreen
from drill.tui.actions.settling import unseen_line
from drill.tui.figures import stamp
from drill.tui.widgets.dialog import AskChoice, AskText, Choice


class CellKeys(RoomScreen):
    """What is done with the cell under the cursor."""

    def action_done(self) -> None:
        """Done now, by the step's usual role, assumed."""
        chosen = self.chosen_cell()
        if chosen is None:
            return
        _, row, cell, team = chosen
        if cell.status(self.live.now) in DONE and not row.repeats:
            self.tell(
                f"{team} did {row.name} at {stamp(cell.done_at or 0)}; r says by whom, t when, u takes it back",
                bad=True,
            )
            return
        role = usual_role(self.room.state, team, row, cell)
        if role is None:
            self.action_by_whom()
        else:
            self.log_line(usual_line(row, team, role))

    @work(exclusive=True, group="dialog")
    async def action_by_whom(self) -> None:
        """Say who did it: corrects the cell's last line, or logs a new one."""
        chosen = self.chosen_cell()
        if chosen is None:
            return
        _, row, cell, team = chosen
        actor = await self.ask(AskChoice(f"{team}: who did {row.name}?", self._actors(team, row)))
        if actor is None:
            return
        role, _, person = actor.partition("/")
        before = self._entry(cell)
        if before is None:
            self.log_line(usual_line(row, team, role, person or None, assumed=False))
            return
        assert isinstance(before.statement, Response)
        said = replace(before.statement, role=role, person=person or None, assumed=False)
        if await self.confirmed(Amend(before.seq, before.at, said, before.recalled)):
            self.attempt(
                lambda: self.live.amend(before.seq, before.at, said, recalled=before.recalled),
                f"{team} {row.name}: by {actor}",
            )

    def _actors(self, team: str, row: Row) -> list[Choice[str]]:
        """The step's roles with their people first, then the others."""
        words, play = Vocabulary(self.room.state), self.room.state.teams[team].play
        found = []
        order = dict.fromkeys((*row.by, *self.room.state.exercise.plan.roles))
        for one in words.roles(order):
            found.append(Choice(one.word, one.word, one.title))
            found += [Choice(seat.word, seat.word, seat.title) for seat in words.seats(play, one.word)]
        return found

    @work(exclusive=True, group="dialog")
    async def action_when(self) -> None:
        """Say when it was done: moves the cell's last line, or logs a new one."""
        chosen = self.chosen_cell()
        if chosen is None:
            return
        _, row, cell, team = chosen
        text = await self.ask(
            AskText(
                f"{team}: when was {row.name} done?",
                "2m is two minutes ago; or T+00:12:40. Begin with ~ where somebody told you afterwards.",
                placeholder="2m, ~5m, T+00:12:40",
                check=self._why_not_then,
            )
        )
        if not text:
            return
        at, recalled = self._then(text)
        before = self._entry(cell)
        if before is None:
            role = usual_role(self.room.state, team, row, cell)
            if role is not None:
                self.log_line(usual_line(row, team, role), at=at, recalled=recalled)
        elif await self.confirmed(Amend(before.seq, at, before.statement, recalled or before.recalled)):
            self.attempt(
                lambda: self.live.amend(before.seq, at, before.statement, recalled=recalled or before.recalled),
                f"{team} {row.name}: at {format_stamp(at // 1000 * 1000)}",
            )

    def _then(self, text: str) -> tuple[int, bool]:
        """A typed time: a bare duration means so long ago."""
        recalled, plain = text.startswith("~"), text.removeprefix("~").removeprefix("-").strip()
        at, _ = read_time(plain if plain.startswith("T+") else f"-{plain}", self.live.now)
        return at, recalled

    def _why_not_then(self, text: str) -> str | None:
        try:
            at, _ = self._then(text)
        except ValueError as error:
            return str(error)
        return None if at <= self.live.now else "that is still to come"

    def action_unseen(self) -> None:
        """Nobody saw whether it was done."""
        chosen = self.chosen_cell()
        if chosen is None:
            return
        _, row, cell, team = chosen
        if row.key.step is None:
            self.tell("only a step can be marked as not seen", bad=True)
        elif cell.status(self.live.now) is CellStatus.UNSEEN:
            self.tell(f"{team} {row.name} is marked as not seen; u takes it back", bad=True)
        else:
            self.log_line(unseen_line(row, team))

    def _entry(self, cell: Cell) -> Entry | None:
        entry = self.room.state.entries.get(cell.entry) if cell.entry is not None else None
        return entry if entry is not None and isinstance(entry.statement, Response) else None
