"""What is said about a team's lines from outside the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from drill.scenario.fit import StepKey
from drill.session.statements import Adjudicated, Entry, SetAside, Statement, Unseen


@dataclass(frozen=True, slots=True)
class Judgements:
    """The lines that do not count, what others come to, and the steps that nobody saw."""

    set_aside: frozenset[int] = frozenset()
    adjudicated: Mapping[int, Adjudicated] = field(default_factory=dict)
    unseen: frozenset[tuple[StepKey, str | None]] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Judgements:
        """The judgements among a team's lines; of several on one line the last holds."""
        set_aside, adjudicated, unseen = set(), {}, set()
        for entry in entries:
            match entry.statement:
                case SetAside() as said:
                    set_aside.add(said.entry)
                case Adjudicated() as said:
                    adjudicated[said.entry] = said
                case Unseen() as said:
                    unseen.add((said.step, said.account))
        return cls(frozenset(set_aside), adjudicated, frozenset(unseen))

    def is_unseen(self, step: StepKey, account: str | None) -> bool:
        """Whether nobody could see if the step was done, on this account or at all."""
        return (step, None) in self.unseen or (step, account) in self.unseen

    def change_by(self, said: Statement) -> bool:
        """Whether a judgement that comes or goes changes what the play is."""
        match said:
            case SetAside() | Unseen():
                return True
            case Adjudicated():
                return said.satisfies is not None or said.entry in self.adjudicated
            case _:
                return False
