"""The keys of the matrix: done now, by whom, when, not seen; in capitals for every team at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Target:
    """A cell that a key acts on."""

    row: Row
    cell: Cell
    team: str


class CellKeys(RoomScreen):
    """What is done with the cell under the cursor, or with its whole row."""

    def _targets(self, every_team: bool) -> list[Target]:
        """The cell under the cursor; with `every_team` its row's cells, those that are done left out."""
        chosen = self.chosen_cell()
        if chosen is None:
            return []
        spot, row, cell, team = chosen
        matrix = self.now_shown.matrix
        if not every_team or spot.row >= len(matrix.rows) or matrix.rows[spot.row].key != row.key:
            return [Target(row, cell, team)]
        found = [Target(row, each, name) for name, each in zip(matrix.teams, matrix.cells[spot.row], strict=True)]
        still_open = [each for each in found if row.repeats or not self._is_done(each)]
        if not still_open:
            self.tell(f"every team has done {row.name}", bad=True)
        return still_open

    def _is_done(self, target: Target) -> bool:
        return target.cell.status(self.live.now) in DONE

    def action_done(self, every_team: bool = False) -> None:
        """Done now, by the step's usual role, assumed."""
        targets = self._targets(every_team)
        if len(targets) == 1 and self._is_done(targets[0]) and not targets[0].row.repeats:
            self._say_done(targets[0])
        elif targets and all(self._role(target) is None for target in targets):
            self.action_by_whom(every_team)
        else:
            self._log_usual(targets)

    def _say_done(self, target: Target) -> None:
        at = stamp(target.cell.done_at or 0)
        said = f"{target.team} did {target.row.name} at {at}; r says by whom, t when, u takes it back"
        self.tell(said, bad=True)

    def _role(self, target: Target) -> str | None:
        return usual_role(self.room.state, target.team, target.row, target.cell)

    def _log_usual(self, targets: Sequence[Target], *, at: int | None = None, recalled: bool = False) -> None:
        """The usual line for each cell; several are taken back together."""
        roles = [(target, self._role(target)) for target in targets]
        lines = [usual_line(target.row, target.team, role) for target, role in roles if role is not None]
        self.log_together(lines, at=at, recalled=recalled)

    @work(exclusive=True, group="dialog")
    async def action_by_whom(self, every_team: bool = False) -> None:
        """Say who did it: corrects the cell's last line, or logs a new one."""
        targets = self._targets(every_team)
        if not targets:
            return
        row, team = targets[0].row, targets[0].team
        who = team if len(targets) == 1 else "every team"
        actor = await self.ask(AskChoice(f"{who}: who did {row.name}?", self._actors(team, row)))
        if actor is None:
            return
        role, _, person = actor.partition("/")
        new = [target for target in targets if self._entry(target.cell) is None]
        self.log_together([usual_line(row, target.team, role, person or None, assumed=False) for target in new])
        for target in targets:
            before = self._entry(target.cell)
            if before is not None:
                assert isinstance(before.statement, Response)
                said = replace(before.statement, role=role, person=person or None, assumed=False)
                await self._correct(target, before, replace(before, statement=said), f"by {actor}")

    async def _correct(self, target: Target, before: Entry, after: Entry, said: str) -> None:
        """Put the cell's line right; what that would change is said first."""
        at, statement, recalled = after.at, after.statement, after.recalled
        if await self.confirmed(Amend(before.seq, at, statement, recalled)):
            self.attempt(
                lambda: self.live.amend(before.seq, at, statement, recalled=recalled),
                f"{target.team} {target.row.name}: {said}",
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
    async def action_when(self, every_team: bool = False) -> None:
        """Say when it was done: moves the cell's last line, or logs a new one."""
        targets = self._targets(every_team)
        if not targets:
            return
        who = targets[0].team if len(targets) == 1 else "every team"
        text = await self.ask(
            AskText(
                f"{who}: when was {targets[0].row.name} done?",
                "2m is two minutes ago; or T+00:12:40. Begin with ~ where somebody told you afterwards.",
                placeholder="2m, ~5m, T+00:12:40",
                check=self._why_not_then,
            )
        )
        if not text:
            return
        at, recalled = self._then(text)
        self._log_usual([target for target in targets if self._entry(target.cell) is None], at=at, recalled=recalled)
        for target in targets:
            before = self._entry(target.cell)
            if before is not None:
                after = replace(before, at=at, recalled=recalled or before.recalled)
                await self._correct(target, before, after, f"at {format_stamp(at // 1000 * 1000)}")

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

    def action_unseen(self, every_team: bool = False) -> None:
        """Nobody saw whether it was done."""
        targets = self._targets(every_team)
        if not targets:
            return
        row, now = targets[0].row, self.live.now
        unseen = [target for target in targets if target.cell.status(now) is CellStatus.UNSEEN]
        if row.key.step is None:
            self.tell("only a step can be marked as not seen", bad=True)
        elif len(unseen) == len(targets):
            self.tell(f"{targets[0].team} {row.name} is marked as not seen; u takes it back", bad=True)
        else:
            self.log_together([unseen_line(row, target.team) for target in targets if target not in unseen])

    def _entry(self, cell: Cell) -> Entry | None:
        entry = self.room.state.entries.get(cell.entry) if cell.entry is not None else None
        return entry if entry is not None and isinstance(entry.statement, Response) else None
