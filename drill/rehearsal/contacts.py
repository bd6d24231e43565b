"""What calls are worth, for many runs at once: `drill.scoring.responses`, its part on contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from drill.plan.model import StepKind
from drill.rehearsal.draws import Ints
from drill.rehearsal.model import Expected, Model, Race, Reach
from drill.rehearsal.outcome import NEVER, NOBODY, Bools, Outcome
from drill.rehearsal.presence import is_role_away
from drill.rehearsal.standing import Floats, is_timed, time_credit


@dataclass(frozen=True, slots=True)
class Call:
    """One call or heads-up that may have been made: when in each run, and by whom."""

    task: int
    to: int
    at: Ints
    asks: bool
    about: int | None
    caller: Ints
    """The role that called; NOBODY where nobody did."""
    person: Ints


class Calls:
    """Every call of some runs."""

    def __init__(self, model: Model, outcome: Outcome) -> None:
        self.model, self.outcome = model, outcome
        self._first_try = np.cumsum([0, *(len(race.answers) for race in model.races)])
        self._called: dict[int, list[Ints]] = {}
        self.calls = [call for race in model.races if race.task is not None for call in self._of(race, race.task)]
        self._first_asked = {
            role: np.minimum.reduce([call.at for call in self.calls if call.to == role and call.asks])
            for role in {call.to for call in self.calls if call.asks}
        }

    def _of(self, race: Race, task: int) -> Iterable[Call]:
        """A race's calls: one for each candidate who was tried, or one to the role where nobody was there."""
        outcome, role = self.outcome, self.model.roles[race.role]
        caller, person = outcome.seat[task], outcome.person[task]
        tried = outcome.tried_at[self._first_try[race.index] : self._first_try[race.index + 1]]
        first = tried.argmin(axis=0) if len(tried) else np.zeros(outcome.runs, dtype=np.int64)
        nobody: Bools = np.asarray((tried == NEVER).all(axis=0))
        seats = np.array([*(candidate.seat for candidate in role.candidates), race.role])
        again = self._is_called_already(task, seats[np.where(nobody, NOBODY, first)])
        for number, (candidate, at) in enumerate(zip(role.candidates, tried, strict=True)):
            made = np.where(again & (first == number), NEVER, at)
            yield Call(task, candidate.seat, made, not race.is_patient, race.about, caller, person)
        at = np.where(nobody & ~again, outcome.called_at[race.index], NEVER)
        yield Call(task, race.role, at, not race.is_patient, race.about, caller, person)

    def _is_called_already(self, task: int, seats: Ints) -> Bools:
        """Whether a step's call of several went to a role already, for another whose delegate it is."""
        known = self._called.setdefault(task, [])
        again = np.logical_or.reduce([np.zeros(seats.shape, dtype=np.bool_), *(each == seats for each in known)])
        known.append(seats)
        return np.asarray(again)

    # ── who was there, and who was tried ─────────────────────────────────────

    def was_tried(self, role: int, at: Ints) -> Bools:
        """Whether a role had been called by a time of each run, or was known to be away then."""
        away = is_role_away(self.model, self.outcome, role, at)
        return np.asarray(away | (self._first_asked[role] <= at) if role in self._first_asked else away)

    def _worth_of_role(self, role: int, call: Call) -> Floats:
        """1 for the role itself, and for a delegate after that role was tried or known absent; less otherwise."""
        if call.to == role:
            return np.ones(call.at.shape)
        return np.where(self.was_tried(role, call.at), 1.0, self.model.exercise.plan.scoring.delegate_untried)

    # ── credit ───────────────────────────────────────────────────────────────

    def suitable(self, role: int, kind: StepKind) -> list[Call]:
        """The calls that count for a step of this kind that calls a role."""
        stand_ins = self.model.roles[role].stand_ins
        return [call for call in self.calls if call.to in stand_ins and (call.asks or kind is StepKind.INFORM)]

    def step_credit(self, expected: Expected) -> Floats:
        """What a step's calls are worth in each run: the mean over the roles that it calls, each by its best call."""
        step = self.model.exercise.steps[expected.step].step
        shares = [self._share(expected, self.model.role_number(role), step.kind) for role in step.called]
        return np.asarray(sum(shares[1:], start=shares[0]) / len(shares), dtype=np.float64)

    def _share(self, expected: Expected, role: int, kind: StepKind) -> Floats:
        suitable = self.suitable(role, kind)
        share = np.zeros(self.outcome.runs)
        if len(suitable) < expected.occurrence:
            return share
        earliest = np.sort([call.at for call in suitable], axis=0)[expected.occurrence - 1]
        for call in suitable:
            made = (call.at < NEVER) & (call.at >= earliest)
            worth = self._worth(expected, role, call)
            share = np.where(made, np.maximum(share, worth), share)
        return share

    def _worth(self, expected: Expected, role: int, call: Call) -> Floats:
        """What one call is worth for a step: by when, to whom and by whom."""
        by_time = self._by_time(expected, call.at)
        return by_time * self._worth_of_role(role, call) * self._worth_of_caller(expected, call)

    def _by_time(self, expected: Expected, at: Ints) -> Floats:
        if not is_timed(self.model) or expected.deadline is None or expected.target is None:
            return np.ones(at.shape)
        clock, asked = self.outcome.clock_at[expected.index], self.outcome.expected_at[expected.index]
        start = np.where(clock == NEVER, asked, clock)
        elapsed = np.where(at < NEVER, np.maximum(0, at - start), 0)
        hard = self.model.exercise.steps[expected.step].step.hard
        return time_credit(elapsed, expected.target, expected.deadline, self.model.exercise.plan.scoring, hard=hard)

    def _worth_of_caller(self, expected: Expected, call: Call) -> Floats:
        listed = self.listed(expected)
        return np.where(listed[call.caller], 1.0, self.model.exercise.plan.scoring.wrong_role)

    def listed(self, expected: Expected) -> Bools:
        """Whether each role may make the calls of a step: one that it lists, or a delegate; anybody where none is."""
        found = np.zeros(len(self.model.roles) + 1, dtype=np.bool_)
        actors = self.model.exercise.steps[expected.step].step.actors
        found[list(expected.listeners)] = True
        return found if actors else ~found

    def reach_credit(self, reach: Reach) -> Floats:
        """What it is worth that an inject's news came to a role: all for a recipient, else by its best call."""
        delivered = self.outcome.delivered_at[reach.inject]
        told = self.outcome.told_at[reach.index]
        recipients = set(self.model.injects[reach.inject].to)
        if recipients & set(reach.stand_ins):
            return np.where(told < NEVER, 1.0, 0.0)
        best = np.zeros(self.outcome.runs)
        for call in self.calls:
            if call.to in reach.stand_ins and call.about in (None, reach.inject):
                worth = self._worth_of_role(reach.role, call)
                if is_timed(self.model) and reach.deadline is not None and reach.target is not None:
                    elapsed = np.where(call.at < NEVER, np.maximum(0, call.at - delivered), 0)
                    worth = worth * time_credit(elapsed, reach.target, reach.deadline, self.model.exercise.plan.scoring)
                counts = (call.at < NEVER) & (call.at >= delivered) & (delivered < NEVER)
                best = np.where(counts, np.maximum(best, worth), best)
        return best

    # ── errors ───────────────────────────────────────────────────────────────

    def by_an_unlisted_role(self, expected: Expected) -> Bools:
        """Whether the best call of a step was made by a role that it does not list."""
        listed = self.listed(expected)
        made = {seat for call in self._calls_of(expected) for seat in np.unique(call.caller).tolist() if seat != NOBODY}
        if listed[list(made)].all():
            return np.zeros(self.outcome.runs, dtype=np.bool_)
        asked = self.outcome.expected_at[expected.index] < NEVER
        return self._any_best(expected, lambda at, caller: asked & (at < NEVER) & ~listed[caller])

    def comes_late(self, expected: Expected) -> Bools:
        """Whether the best call of a step came after its deadline, though an earlier one may have been in time."""
        no = np.zeros(self.outcome.runs, dtype=np.bool_)
        if not is_timed(self.model) or expected.deadline is None:
            return no
        deadline_at = self.outcome.clock_at[expected.index] + expected.deadline
        if not any(((call.at > deadline_at) & (call.at < NEVER)).any() for call in self._calls_of(expected)):
            return no
        counts = ~self.outcome.excused[expected.index] & (self.outcome.expected_at[expected.index] < NEVER)
        return self._any_best(expected, lambda at, _: counts & (at > deadline_at) & (at < NEVER))

    def _calls_of(self, expected: Expected) -> Iterable[Call]:
        step = self.model.exercise.steps[expected.step].step
        for name in step.called:
            yield from self.suitable(self.model.role_number(name), step.kind)

    def _any_best(self, expected: Expected, holds: Callable[[Ints, Ints], Bools]) -> Bools:
        """Where something holds of the best call, by when it came and who made it, to any of the roles called."""
        step = self.model.exercise.steps[expected.step].step
        called = [self.model.role_number(name) for name in step.called]
        found = [holds(*self._best(expected, role, step.kind)) for role in called]
        return np.asarray(np.logical_or.reduce(found))

    def _best(self, expected: Expected, role: int, kind: StepKind) -> tuple[Ints, Ints]:
        """When the call that is worth most came, the first of equals, and which role made it."""
        suitable = self.suitable(role, kind)
        at, caller = np.full(self.outcome.runs, NEVER), np.full(self.outcome.runs, NOBODY)
        if len(suitable) < expected.occurrence:
            return at, caller
        best = np.full(self.outcome.runs, -1.0)
        earliest = np.sort([call.at for call in suitable], axis=0)[expected.occurrence - 1]
        for call in suitable:
            worth = self._worth(expected, role, call)
            counts = (call.at < NEVER) & (call.at >= earliest)
            better = counts & ((worth > best) | ((worth == best) & (call.at < at)))
            best, at = np.where(better, worth, best), np.where(better, call.at, at)
            caller = np.where(better, call.caller, caller)
        return at, caller
