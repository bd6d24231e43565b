"""Settling a cell afterwards: it was done then, it was not done, or nobody saw it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from drill.files.times import format_stamp
from drill.session.command_line import read_time
from drill.session.panes.matrix import Cell, Row, RowKey
from drill.session.usual import usual_line, usual_role
from drill.tui.actions.base import RoomScreen
from drill.tui.widgets.dialog import AskChoice, AskText, Choice


class Settled(StrEnum):
    """How a cell was settled."""

    DONE = "done"
    NOT_DONE = "not done"
    NOT_SEEN = "not seen"


class SettlingKeys(RoomScreen):
    """Asks how open cells ended."""

    async def settle(self, keys: Sequence[RowKey], teams: Sequence[str]) -> None:
        """Go through cells one by one; leaving a dialog leaves the rest open."""
        for place, (key, team) in enumerate(zip(keys, teams, strict=True), 1):
            if await self.settle_one(key, team, f"{place} of {len(keys)}") is None:
                return

    async def settle_one(self, key: RowKey, team: str, place: str = "") -> Settled | None:
        """How one cell was settled; None where it was left."""
        matrix = self.now_shown.matrix
        row_index = matrix.find(key)
        if row_index is None:
            return Settled.NOT_DONE
        row, cell = matrix.rows[row_index], matrix.cells[row_index][matrix.teams.index(team)]
        due = f", due {format_stamp(cell.deadline_at // 1000 * 1000)}" if cell.deadline_at is not None else ""
        choices = [
            Choice(Settled.DONE, "done", "and I can say when"),
            Choice(Settled.NOT_DONE, "not done", "it stays open"),
        ]
        if key.step is not None:
            choices.append(
                Choice(Settled.NOT_SEEN, "not seen", "not played, or nobody watched: not held against the team")
            )
        title = f"{team}: {row.name}{f'  ({place})' if place else ''}"
        answer = await self.ask(AskChoice(title, choices, f"{row.title}{due}"))
        if answer is Settled.DONE:
            return Settled.DONE if await self._done_when(row, cell, team) else None
        if answer is Settled.NOT_SEEN:
            self.log_line(unseen_line(row, team))
        if answer is Settled.NOT_DONE and self.room.state.ended_at is not None:
            self.log_line(missed_line(row, team))
        return answer

    async def _done_when(self, row: Row, cell: Cell, team: str) -> bool:
        role = usual_role(self.room.state, team, row, cell)
        if role is None:
            self.tell(f"the plan says nobody who does {row.name}: type the line with :", bad=True)
            return False
        default = min(cell.target_at or cell.deadline_at or self.live.now, self.live.now)
        text = await self.ask(
            AskText(
                f"{team}: {row.name} was done",
                "When? -2m is two minutes ago. It is logged as recalled, by the step's usual role.",
                value=format_stamp(default // 1000 * 1000),
                check=self.why_no_time,
            )
        )
        if not text:
            return False
        at, _ = read_time(text, self.live.now)
        return self.log_line(usual_line(row, team, role), at=at, recalled=True)

    def why_no_time(self, text: str) -> str | None:
        """What is wrong with a typed time, or nothing."""
        try:
            at, _ = read_time(text, self.live.now)
        except ValueError as error:
            return str(error)
        return None if at <= self.live.now else "that is still to come"


def unseen_line(row: Row, team: str) -> str:
    """The line that says that nobody saw a row's step."""
    account = f" on {row.key.account}" if row.key.account else ""
    return f"control unseen {team} {row.step_name}{account}"


def missed_line(row: Row, team: str) -> str:
    """The line that says that somebody made sure: it was not done."""
    if row.key.reach is not None:
        return f"control missed {team} reach {row.key.reach} about {row.key.inject}"
    account = f" on {row.key.account}" if row.key.account else ""
    return f"control missed {team} {row.step_name}{account}"
