"""What a correction would change in what was delivered: said before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from drill.errors import Refused
from drill.session.decide import Amend, Command, Enter, Redo, Undo, decide
from drill.session.session import MemoryStore, Session
from drill.session.state import State
from drill.session.statements import Adjudicated, Delivered, Entry, SetAside, Unmet


@dataclass(frozen=True, slots=True)
class Consequence:
    """An inject that a team would have got, or not, had the line been as corrected from the start."""

    team: str
    inject: str
    delivered_at: int | None
    """When it was delivered as things are, in milliseconds; None if it was not."""
    would_be_at: int | None
    """When it would have been; None if it would not."""

    @property
    def words(self) -> str:
        """The consequence in one sentence. What was delivered stays delivered."""
        if self.would_be_at is None:
            return f"{self.team} would not have got {self.inject}; it was delivered and stays so"
        if self.delivered_at is None:
            return f"{self.team} would have got {self.inject}; it will be delivered now"
        return f"{self.team} would have got {self.inject} at another time; it stays where it is"


def foresee(state: State, command: Command) -> tuple[Consequence, ...]:
    """What a correction would change in the deliveries. Raises Refused where it cannot be taken at all.

    The drill is played twice from its start: with its lines as they are, and as they would be.
    """
    decide(state, command)
    before, after = _deliveries(state, state.lines()), _deliveries(state, _corrected(state, command))
    return tuple(
        Consequence(team, inject, before.get((team, inject)), after.get((team, inject)))
        for team, inject in sorted(before.keys() | after.keys())
        if before.get((team, inject)) != after.get((team, inject))
    )


def _corrected(state: State, command: Command) -> list[Entry]:
    lines = state.lines()
    match command:
        case Undo():
            [event] = decide(state, command)
            lines = [line for line in lines if line.seq != getattr(event, "entry", None)]
        case Redo():
            lines = [*lines, state.undone[-1]]
        case Amend():
            changed = Entry(command.entry, command.at, command.statement, command.recalled)
            lines = [changed if line.seq == command.entry else line for line in lines]
        case Enter():
            lines = [*lines, Entry(state.seq + 1, command.at, command.statement, command.recalled)]
        case _:
            pass
    return sorted(lines, key=state.sort_key)


def _deliveries(state: State, lines: list[Entry]) -> dict[tuple[str, str], int]:
    """When each team would have got each inject, had these been the lines; those that could not be are left out."""
    session = Session.open_new(MemoryStore(), state.opened)
    entered: dict[int, int] = {}
    for line in lines:
        said = line.statement
        if isinstance(said, (Delivered, Unmet)):
            continue
        if isinstance(said, (Adjudicated, SetAside)):
            said = replace(said, entry=entered.get(said.entry, 0))
        try:
            [record] = session.submit(Enter(line.at, said, line.recalled))
        except Refused:
            continue
        entered[line.seq] = record.seq
    session.advance(state.reached + 1)
    return {
        (team, inject): delivery.at
        for team, log in session.state.teams.items()
        for inject, delivery in log.play.delivered.items()
    }
