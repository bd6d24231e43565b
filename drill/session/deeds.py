"""What one team was seen to do, and whom it told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from drill.plan.model import StepKind
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.expectations import Act, Call, Choice, Told
from drill.session.statements import Entry, Response, Verb


class Deeds:
    """Acts by step, calls by role, decisions by inject: each list in the order of time."""

    def __init__(self, exercise: Exercise) -> None:
        self.acts: dict[StepKey, list[Act]] = defaultdict(list)
        self.other_acts: list[tuple[str, Entry]] = []
        self.improvised: list[Entry] = []
        self.rejections: list[Entry] = []
        self.started: dict[StepKey, list[Entry]] = defaultdict(list)
        self.calls: list[Call] = []
        self.calls_to: dict[str, list[Call]] = defaultdict(list)
        self.told: dict[str, list[Told]] = defaultdict(list)
        self.choices: dict[str, list[Choice]] = defaultdict(list)
        self.answers: dict[str, list[Entry]] = defaultdict(list)
        self._stand_ins = exercise.stand_ins
        self._open_asks: dict[str, list[Call]] = defaultdict(list)
        self._told_about: set[tuple[str, str]] = set()

    def add_call(self, call: Call) -> None:
        """One role turned to another."""
        self.calls.append(call)
        self.calls_to[call.to].append(call)
        if call.asks:
            self._open_asks[call.to].append(call)

    def add_answer(self, entry: Entry, said: Response) -> None:
        """A role spoke, which answers what it was asked; an ``acks`` may say whom it answers."""
        self.answers[said.role].append(entry)
        waiting = self._open_asks.get(said.role)
        if not waiting:
            return
        for call in waiting:
            if said.verb is not Verb.ACKS or said.from_role in (None, call.caller):
                call.acked_at, call.acked_entry = entry.at, entry.seq
        waiting[:] = [call for call in waiting if call.acked_at is None]

    def add_told(self, told: Told) -> None:
        """A role came to know of something."""
        self.told[told.role].append(told)
        if told.about is not None:
            self._told_about.add((told.role, told.about))

    def is_told(self, roles: Iterable[str], inject: str) -> bool:
        """Whether one of the roles came to know of the inject."""
        return any((role, inject) in self._told_about for role in roles)

    def is_matched(self, act: Act) -> bool:
        """Whether an act that was begun has been reported done since."""
        return any(
            known.at >= (act.started_at or 0) and known.role == act.role
            for known in self.acts[act.step]
            if known.account == act.account
        )

    def calls_for(self, step: StepKind, role: str, account: str | None, most: int | None = None) -> list[Call]:
        """The first `most` calls that bring a step's call to a role, or to one who may stand in for it."""
        stand_ins = self._stand_ins[role]
        found = [
            call
            for stand_in in stand_ins
            for call in islice(
                (
                    call
                    for call in self.calls_to.get(stand_in, ())
                    if (call.asks or step is StepKind.INFORM) and (account is None or call.account in (None, account))
                ),
                most,
            )
        ]
        return sorted(found, key=lambda call: (call.at, call.entry))[:most] if len(stand_ins) > 1 else found
