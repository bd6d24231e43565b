"""What a correction would change in what was delivered: said before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from drill.errors import Refused
from drill.session.checks import checked
from drill.session.conductor import next_owed
from drill.session.decide import Amend, Command, Enter, Redo, Undo, decide
from drill.session.events import Undone
from drill.session.state import State, take
from drill.session.statements import Delivered, Entry, Unmet, before


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


Foresight = Callable[[], tuple[Consequence, ...]]
"""Works out what a correction would change, whoever goes on with the session meanwhile."""


def foresee(state: State, command: Command) -> tuple[Consequence, ...]:
    """What a correction would change in the deliveries. Raises Refused where it cannot be taken at all."""
    return foresight(state, command)()


def foresight(state: State, command: Command) -> Foresight:
    """The same, to be worked out later or elsewhere: what it stands on is taken now. Raises Refused.

    Each team that the line belongs to plays twice from its start: with its lines as they are, and as they would be.
    """
    decide(state, command)
    goes, comes = _changed(state, command)
    teams = dict.fromkeys(team for line in (goes, comes) if line is not None for team in state.teams_of(line.statement))
    lines = {team: list(state.teams[team].lines) for team in teams}
    opened, exercise, key, until = state.opened, state.exercise, state.sort_key, state.reached

    def work_out() -> tuple[Consequence, ...]:
        found: list[Consequence] = []
        for team, mine in lines.items():
            corrected = [line for line in mine if goes is None or line.seq != goes.seq]
            corrected = sorted([*corrected, comes], key=key) if comes is not None else corrected
            alone = replace(opened, teams=(team,))
            had, would_have = (_deliveries(State(alone, exercise), each, until) for each in (mine, corrected))
            found += [
                Consequence(team, inject, had.get(inject), would_have.get(inject))
                for inject in sorted(had.keys() | would_have.keys())
                if had.get(inject) != would_have.get(inject)
            ]
        return tuple(sorted(found, key=lambda one: (one.team, one.inject)))

    return work_out


def lines_to_play(state: State, command: Command) -> int:
    """How many lines a foresight goes through: what it takes grows with them."""
    return sum(
        len(state.teams[team].lines)
        for line in _changed(state, command)
        if line is not None
        for team in state.teams_of(line.statement)
    )


def _changed(state: State, command: Command) -> tuple[Entry | None, Entry | None]:
    """The line that goes, and the line that comes."""
    match command:
        case Undo():
            [event] = decide(state, command)
            return (state.entries[event.entry] if isinstance(event, Undone) else None), None
        case Redo():
            return None, state.undone[-1]
        case Amend():
            changed = Entry(command.entry, command.at, command.statement, command.recalled)
            return state.entries[command.entry], changed
        case Enter():
            return None, Entry(state.seq + 1, command.at, command.statement, command.recalled)
        case _:
            return None, None


def _deliveries(state: State, lines: list[Entry], until: int) -> dict[str, int]:
    """When the one team of a fresh state would have got each inject, had these been its lines.

    Those that could not be are left out.
    """
    [log] = state.teams.values()
    numbers = count(max((line.seq for line in lines), default=0) + 1)

    def conduct(position: tuple[int, int]) -> None:
        while state.ended_at is None and (owed := next_owed(log.play, position, state.reached)) is not None:
            at, said = owed
            take(state, Entry(next(numbers), at, said), at)

    for line in lines:
        said = line.statement
        if isinstance(said, (Delivered, Unmet)):
            continue
        now = max(0 if line.recalled else line.at, state.reached)
        conduct(max(before(now), (line.at, int(said.rank) - 1)))
        try:
            said = checked(state, line.at, said)
        except Refused:
            continue
        take(state, replace(line, statement=said), max(now, state.reached))
        conduct(before(max(now, state.reached)))
    conduct(before(until + 1))
    return {inject: delivery.at for inject, delivery in log.play.delivered.items()}
