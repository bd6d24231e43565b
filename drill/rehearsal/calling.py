"""Calls and answers of one run: who is tried, who answers first, and who knows of what from then on."""

from __future__ import annotations

from drill.rehearsal.facts import Happened
from drill.rehearsal.lines import Scribe
from drill.rehearsal.model import Candidate, Model, Race, Rank, Role
from drill.rehearsal.outcome import NEVER, NOBODY
from drill.scenario.conditions import Fact


class Calling(Happened):
    """One run: its calls, and the moments that things have to come."""

    def __init__(self, model: Model, drawn: list[int]) -> None:
        super().__init__(model)
        self.drawn = drawn
        self.scribe = Scribe(model)
        self.first_race = len(model.tasks)
        self.first_deadline = self.first_race + len(model.races)
        self.first_inject = self.first_deadline + 2 * len(model.expected)

    def set_moment(self, column: int, at: int, rank: Rank) -> None:
        """Let a thing have its next moment."""
        raise NotImplementedError

    # ── calls ────────────────────────────────────────────────────────────────

    def call(self, roles: tuple[int, ...], asks: bool, about: int | None, at: int) -> None:
        """Roles are called, or told, at once."""
        self.changed(at, *[fact for role in roles for fact in self._call(role, asks, about, at)])

    def _call(self, role: int, asks: bool, about: int | None, at: int) -> list[Fact]:
        called = self.model.roles[role]
        for tally in called.asked_tallies if asks else called.told_tallies:
            self.count(tally, at)
        self.contacted.add(called.id)
        if about is not None:
            self.told_about.add((role, about))
        self.speak(role, about, at)
        self.reach(role, about, at)
        calling = self.model.exercise.steps_calling.get(called.id, ())
        steps = [step for step in calling if step in self.model.steps]
        for step in steps:
            if self.is_done(step):
                self.start_clocks("done", step, at, self.put_deadline)
        return [Fact("contacted", called.id), *(Fact("done", step) for step in steps)]

    def speak(self, role: int, about: int | None, at: int) -> None:
        """A role speaks or is spoken to: the clocks of what waits for that start."""
        for each in self.model.expected:
            if role in each.listeners and about in (None, each.inject) and each.clock == "reached":
                self.start_clock(each, at, self.put_deadline)

    def put_deadline(self, number: int, at: int) -> None:
        """A clock runs; its deadline comes, where something hangs on it."""
        if self.model.expected[number].is_watched:
            self.set_moment(self.first_deadline + 2 * number, at, Rank.LATENESS)

    def changed(self, at: int, *facts: Fact) -> None:
        """Facts have changed: what waits for them may come."""
        for fact in facts:
            for inject in self.watchers.get(fact, ()):
                self.look_at(inject, at)

    def look_at(self, number: int, at: int) -> None:
        """An inject whose `when` holds for the first time is due after its delay."""
        inject = self.model.injects[number]
        if number not in self.triggered and inject.when is not None and inject.when.holds(self):
            self.triggered.add(number)
            self.set_moment(self.first_inject + number, at + inject.delay, Rank.DELIVERY)

    # ── races ────────────────────────────────────────────────────────────────

    def whom_to_call(self, role: int) -> int:
        """The role itself; its delegate where it is known that nobody else of it is there."""
        candidates = self.model.roles[role].candidates
        return next((each.seat for each in candidates if each.person not in self.away), role)

    def begin(self, race: Race, at: int) -> None:
        """A call, a heads-up or a delivery to one role."""
        self.called_at[race.index] = at
        if race.task is None:
            self._send(race, at)
        else:
            self.try_next(race, at)

    def _send(self, race: Race, at: int) -> None:
        """What comes from outside goes to one after the other of those who are there when it comes."""
        role = self.model.roles[race.role]
        turns: list[int] = []
        for number, candidate in enumerate(role.candidates):
            if candidate.person not in self.away and candidate.turn not in turns:
                wait = len(turns) * (role.ack_within or 0)
                if turns and role.ack_within is None:
                    break
                turns.append(candidate.turn)
                self._try(race, number, at + wait)
        self._set_race(race)

    def try_next(self, race: Race, at: int) -> None:
        """Try the next who is there; after the first, that is a call of its own."""
        role, is_first = self.model.roles[race.role], self.turn[race.index] == 0
        there = [
            (number, each)
            for number, each in enumerate(role.candidates)
            if each.turn >= self.turn[race.index] and each.person not in self.away
        ]
        self.next_try[race.index] = NEVER
        if there:
            number, candidate = there[0]
            self._try(race, number, at)
            self.turn[race.index] = candidate.turn + 1
            is_last = all(each.turn <= candidate.turn for each in role.candidates)
            if role.ack_within is not None and not is_last and not race.is_patient:
                self.next_try[race.index] = at + role.ack_within
            if not race.is_patient and not is_first:
                self._call_again(race, candidate, at)
        self._set_race(race)

    def _try(self, race: Race, number: int, at: int) -> None:
        self.tried[race.index][number] = at
        self.answers[race.index][number] = at + self.drawn[race.answers[number]]

    def _call_again(self, race: Race, candidate: Candidate, at: int) -> None:
        assert race.task is not None
        _, _, person, seat = self.work[race.task]
        self.scribe.called_again(at, race, person, seat, candidate)
        self.speak(seat, race.about, at)
        self.call((candidate.seat,), True, race.about, at)

    def _set_race(self, race: Race) -> None:
        """A race goes on with its first answer, or the next try, if nobody has answered by then."""
        answer, again = min(self.answers[race.index].values(), default=NEVER), self.next_try[race.index]
        if min(answer, again) < NEVER:
            column = self.first_race + race.index
            self.set_moment(column, *((answer, Rank.ANSWER) if answer <= again else (again, Rank.WORK)))

    def answer(self, race: Race, at: int) -> None:
        """The first answer wins. Whoever has dropped out gives none."""
        role, answers = self.model.roles[race.role], self.answers[race.index]
        number = min(answers, key=lambda each: (answers[each], each))
        candidate = role.candidates[number]
        if candidate.person in self.away:
            del answers[number]
            self._set_race(race)
            return
        self.answered[race.index] = (at, number)
        if not race.is_patient:
            caller = self.work[race.task][3] if race.task is not None else NOBODY
            self.scribe.answered(at, race, candidate, caller)
            self.speak(candidate.seat, race.about, at)
        self._hear(role, candidate.person, race.about)
        if candidate.seat != race.role:
            self._hear(self.model.roles[candidate.seat], candidate.person, race.about)

    def _hear(self, role: Role, person: int, about: int | None) -> None:
        """A role knows of an inject, or of all that came; who brings it first to a task, does it for the role."""
        for number in role.hearings:
            hearing = self.model.hearings[number]
            if number not in self.heard and hearing.inject in self.delivered and about in (None, hearing.inject):
                self.heard.add(number)
                for task in hearing.tasks:
                    self.holders.setdefault((task, hearing.role), person)
