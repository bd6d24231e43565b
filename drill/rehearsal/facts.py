"""What has happened in one run so far, and what is true of it: the facts that conditions ask for.

Beside `drill.session.team`, which folds the lines of real people by the same rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import Enum, auto

from drill.rehearsal.model import Expected, Inject, Model, TaskKind
from drill.rehearsal.outcome import NEVER, NOBODY, Outcome
from drill.scenario.conditions import Fact
from drill.scenario.fit import StepKey

PutDeadline = Callable[[int, int], None]
"""What is called with an expected step and its deadline, once its clock runs."""


class Waiting(Enum):
    """How a task stands."""

    UNASKED = auto()
    ASKED = auto()
    BUSY = auto()
    OVER = auto()
    """It was done, or has dropped out."""


class Happened:
    """One run so far."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.away: set[int] = set()
        self.away_from_start: frozenset[int] = frozenset()
        self.delivered: dict[int, int] = {}
        self.triggered: set[int] = set()
        self.heard: set[int] = set()
        self.holders: dict[tuple[int, int], int] = {}
        """For a task and a role that may do it: who does it for the role."""
        self.told_about: set[tuple[int, int]] = set()
        self.contacted: set[str] = set()
        self.used: set[str] = set()
        self.moments: list[list[int]] = [[] for _ in model.tallies]
        """For each tally, the moments at which it grew."""
        self.seats: list[list[int]] = [[] for _ in model.tallies]
        """The role that made each of them grow, for acts."""
        self.absences: list[tuple[int, int, bool]] = []
        """When who dropped out (True) or came back."""
        self.expected_at = [NEVER] * len(model.expected)
        self.clock_at = [NEVER] * len(model.expected)
        self.excused = [False] * len(model.expected)
        self.late: set[int] = set()
        self.told_at = [NEVER] * len(model.reaches)
        self.decided: dict[int, tuple[int, int]] = {}
        self.waiting = [Waiting.UNASKED] * len(model.tasks)
        self.ready_at = [NEVER] * len(model.tasks)
        self.work: dict[int, tuple[int, int, int, int]] = {}
        """Of each task that was taken up: start, finish, person, and the role as which they act."""
        self.finished_at = [NEVER] * len(model.tasks)
        self.free: dict[int, int] = {}
        """When each person is free again."""
        self.turn = [0] * len(model.races)
        self.next_try = [NEVER] * len(model.races)
        self.called_at = [NEVER] * len(model.races)
        self.tried: list[dict[int, int]] = [{} for _ in model.races]
        self.answers: list[dict[int, int]] = [{} for _ in model.races]
        self.answered: dict[int, tuple[int, int]] = {}
        self.watchers: dict[Fact, list[int]] = defaultdict(list)
        for inject in model.injects:
            for fact in inject.when.facts if inject.when is not None else ():
                self.watchers[fact].append(inject.index)
        self._roles = {role.id: number for number, role in enumerate(model.roles)}
        self._people = {person: number for number, person in enumerate(model.people)}
        self._injects = {inject.id: inject.index for inject in model.injects}

    # ── what happens ─────────────────────────────────────────────────────────

    def count(self, tally: int, at: int, seat: int = NOBODY) -> None:
        """Let a tally grow."""
        self.moments[tally].append(at)
        self.seats[tally].append(seat)

    def factor(self, tally: int, which: int) -> float:
        """What an act is worth: whole by whom it is expected of, and by a delegate after trying them."""
        at, seat = self.moments[tally][which], self.seats[tally][which]
        rules, actors = self.model.exercise.plan.scoring, self.model.tallies[tally].actors
        if not actors or seat in actors:
            return 1.0
        principals = [role for role in actors if seat in self.model.roles[role].stand_ins]
        if not principals:
            return rules.wrong_role
        return 1.0 if any(self._was_tried(role, at) for role in principals) else rules.delegate_untried

    def _was_tried(self, role: int, at: int) -> bool:
        """Whether a role had been called by then, or everybody who fills it was away; that instant included."""
        people, asked = self.model.roles[role].people, self.model.roles[role].own_tally
        if asked is not None and self.moments[asked] and self.moments[asked][0] <= at:
            return True
        gone = {person: left for moment, person, left in self.absences if moment <= at}
        return bool(people) and all(gone.get(person, False) for person in people)

    def ask_for(self, task: int) -> None:
        """Somebody should do a task."""
        if self.waiting[task] is Waiting.UNASKED:
            self.waiting[task] = Waiting.ASKED

    def decide(self, number: int, option: int, at: int, put_deadline: PutDeadline) -> None:
        """An inject's decision is made; the clocks that wait for it start."""
        self.decided[number] = (at, option)
        self.start_clocks("decided", self.model.injects[number].id, at, put_deadline)

    def reach_recipients(self, inject: Inject, at: int) -> None:
        """The roles that an inject goes to, and whom they stand in for, know of it."""
        for number in inject.reaches:
            if set(self.model.reaches[number].stand_ins) & set(inject.to):
                self.told_at[number] = at

    def reach(self, role: int, about: int | None, at: int) -> None:
        """A role is told of an inject, or of all that is open."""
        for each in self.model.reaches:
            told = each.inject in self.delivered and about in (None, each.inject) and role in each.stand_ins
            if told and self.told_at[each.index] == NEVER:
                self.told_at[each.index] = at

    def expect(self, expected: Expected, at: int, put_deadline: PutDeadline) -> None:
        """A step comes to be expected."""
        number = expected.index
        self.expected_at[number] = at
        if expected.guard is not None and expected.guard.holds(self):
            self.excused[number] = True
        starts = {
            "expected": True,
            "reached": any((role, expected.inject) in self.told_about for role in expected.listeners),
            "done": expected.clock_step is not None and self.is_done(expected.clock_step),
            "decided": expected.clock_inject in self._injects and self._injects[expected.clock_inject] in self.decided,
        }
        if starts[expected.clock]:
            self.start_clock(expected, at, put_deadline)

    def start_clock(self, expected: Expected, at: int, put_deadline: PutDeadline) -> None:
        """Start the clock of an expected step, if it is expected and its clock stands."""
        number = expected.index
        if self.expected_at[number] == NEVER or self.clock_at[number] != NEVER:
            return
        self.clock_at[number] = at
        if expected.deadline is not None:
            put_deadline(number, at + expected.deadline)

    def start_clocks(self, kind: str, name: object, at: int, put_deadline: PutDeadline) -> None:
        """Start the clocks that wait for a step to be done, or for a decision."""
        for expected in self.model.expected:
            if expected.clock == kind and name in (expected.clock_step, expected.clock_inject):
                self.start_clock(expected, at, put_deadline)

    def done_at(self, expected: Expected) -> int:
        """When an expected step was done; NEVER if it is not yet."""
        which = expected.occurrence - 1
        counted = [self.moments[tally] for tally in expected.tallies]
        return max(each[which] for each in counted) if all(len(each) > which for each in counted) else NEVER

    # ── what is true ─────────────────────────────────────────────────────────

    def is_done(self, step: StepKey) -> bool:
        """The step was done, on every account that it is asked for."""
        known = self.model.steps[step]
        asked = [number for number in known.first if self.expected_at[number] != NEVER]
        if asked:
            return all(self.done_at(self.model.expected[number]) != NEVER for number in asked)
        return all(self.moments[tally] for tally in known.tallies)

    def is_late(self, step: StepKey) -> bool:
        """The step was expected, a deadline of it has passed, and it is not done."""
        return any(
            number in self.late and self.done_at(self.model.expected[number]) == NEVER
            for number in self.model.steps[step].expected
        )

    def is_contacted(self, role: str) -> bool:
        """The role was called, convened or told."""
        return role in self.contacted

    def is_delivered(self, inject: str) -> bool:
        """The inject was delivered."""
        return inject in self._injects and self._injects[inject] in self.delivered

    def decision_on(self, inject: str) -> str | None:
        """The option chosen, or None while undecided."""
        if inject not in self._injects or self._injects[inject] not in self.decided:
            return None
        number = self._injects[inject]
        task = self.model.injects[number].decision
        assert task is not None
        return self.model.tasks[task].options[self.decided[number][1]]

    def is_absent(self, person: str) -> bool:
        """The person is away."""
        return person in self._people and self._people[person] in self.away

    def is_role_absent(self, role: str) -> bool:
        """Nobody who fills the role is there."""
        return self.away.issuperset(self.model.roles[self._roles[role]].people)

    def is_used(self, resource: str) -> bool:
        """The prepared text was used as it stands, approved and in date."""
        return resource in self.used

    # ── what came of it ──────────────────────────────────────────────────────

    def outcome(self) -> Outcome:
        """The run as an outcome of one column."""
        found = Outcome.blank(self.model, 1)
        for expected in self.model.expected:
            self._note_expected(found, expected)
        for row, step in enumerate(self.model.steps):
            guard = self.model.exercise.steps[step].unless
            found.guarded[row, 0] = guard is not None and guard.holds(self)
        found.told_at[:, 0] = self.told_at
        for number, at in self.delivered.items():
            found.delivered_at[number, 0] = at
        for number, (at, option) in self.decided.items():
            found.decided_at[number, 0], found.option[number, 0] = at, option
        for number, (start, _, person, seat) in self.work.items():
            found.ready_at[number, 0] = self.ready_at[number]
            if start <= self.model.end:
                found.started_at[number, 0] = start
                found.person[number, 0], found.seat[number, 0] = person, seat
        found.finished_at[:, 0] = self.finished_at
        self._note_races(found)
        found.away[list(self.away_from_start), 0] = True
        return found

    def _note_expected(self, found: Outcome, expected: Expected) -> None:
        number, done_at = expected.index, self.done_at(expected)
        if self.expected_at[number] == NEVER:
            return
        found.expected_at[number, 0], found.done_at[number, 0] = self.expected_at[number], done_at
        found.clock_at[number, 0] = min(self.clock_at[number], max(done_at, self.expected_at[number]))
        undone = done_at == NEVER and expected.guard is not None and expected.guard.holds(self)
        found.excused[number, 0] = self.excused[number] or undone
        if done_at != NEVER and self.model.tasks[expected.tasks[0]].kind is TaskKind.ACT:
            worth = [self.factor(tally, expected.occurrence - 1) for tally in expected.tallies]
            found.factor[number, 0] = sum(worth) / len(worth)

    def _note_races(self, found: Outcome) -> None:
        place = 0
        for race in self.model.races:
            found.called_at[race.index, 0] = self.called_at[race.index]
            for number, at in self.tried[race.index].items():
                found.tried_at[place + number, 0] = at
            place += len(race.answers)
            if race.index in self.answered:
                found.answered_at[race.index, 0], found.answerer[race.index, 0] = self.answered[race.index]
