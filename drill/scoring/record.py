"""One team's play as it is scored: the play, when it ended, and what evaluators said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from drill.plan.model import Plan, ScoringRules, StepKind
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.scenario.model import Style
from drill.session.expectations import Call
from drill.session.state import State, TeamLog
from drill.session.statements import Adjudicated, Confirmed, Entry, Flagged, Judgement, Observed, Rated
from drill.session.team import TeamPlay

S = TypeVar("S")
Share = tuple[Call | None, float]
"""A call that counts for a role, if there is one, and what it is worth in [0, 1]."""


@dataclass(frozen=True)
class TeamRecord:
    """Everything that a team's scorecard is a function of."""

    exercise: Exercise
    log: TeamLog
    end: int
    style: Style
    line_of: Mapping[int, int]
    shares: dict[int, list[Share]] = field(default_factory=dict, repr=False, compare=False)
    """What the calls of an expected step were found to be worth, by its identity: asked for more than once."""

    @classmethod
    def of(cls, state: State, team: str, line_of: Mapping[int, int]) -> TeamRecord:
        """A team's record as of the end, or as of now while the exercise runs."""
        end = state.now if state.ended_at is None else state.ended_at
        return cls(state.exercise, state.teams[team], end, Style(state.opened.style), line_of)

    @property
    def play(self) -> TeamPlay:
        """The team's play."""
        return self.log.play

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.exercise.plan

    @property
    def rules(self) -> ScoringRules:
        """The numbers in force."""
        return self.exercise.plan.scoring

    @property
    def is_timed(self) -> bool:
        """Whether times are scored: not in a discussion."""
        return self.style is Style.LIVE

    def evidence(self, *entries: int | None) -> tuple[int, ...]:
        """The transcript's lines of these entries, in order, each once."""
        return tuple(sorted({self.line_of[entry] for entry in entries if entry is not None and entry in self.line_of}))

    @cached_property
    def _recalled(self) -> frozenset[int]:
        return frozenset(entry.seq for entry in self.log.lines if entry.recalled)

    def was_recalled(self, entry: int) -> bool:
        """Whether a line was told afterwards, not seen as it happened."""
        return entry in self._recalled

    def statements(self, kind: type[S]) -> list[tuple[Entry, S]]:
        """The team's lines of one kind, in order."""
        return [(entry, entry.statement) for entry in self.log.lines if isinstance(entry.statement, kind)]

    @cached_property
    def judged(self) -> dict[int, Judgement]:
        """How evaluators judged single lines."""
        return {said.entry: said.judgement for _, said in self.statements(Adjudicated)}

    @cached_property
    def flags(self) -> list[tuple[Entry, Flagged]]:
        """What evaluators flagged."""
        return self.statements(Flagged)

    @cached_property
    def ratings(self) -> list[tuple[Entry, Rated]]:
        """The ratings of public statements."""
        return self.statements(Rated)

    @cached_property
    def confirmations(self) -> list[tuple[Entry, Confirmed]]:
        """The ratings that a person confirmed."""
        return self.statements(Confirmed)

    @cached_property
    def observations(self) -> list[tuple[Entry, Observed]]:
        """What observers saw."""
        return self.statements(Observed)

    def delegates(self, role: str) -> tuple[str, ...]:
        """The roles that may stand in for one."""
        return self.exercise.plan.roles[role].delegates

    def was_role_absent(self, role: str, at: int) -> bool:
        """Whether nobody who fills the role was there at an instant."""
        people = self.play.seats.get(role, ())
        return bool(people) and all(self._was_absent(person, at) for person in people)

    def _was_absent(self, person: str, at: int) -> bool:
        gone = False
        for moment, who, left in self.play.absences:
            if who == person and moment <= at:
                gone = left
        return gone

    def was_tried(self, role: str, at: int) -> bool:
        """Whether a role had been called before an instant, or was known to be absent then."""
        called = any(call.asks and call.at <= at for call in self.play.calls_to.get(role, ()))
        return called or self.was_role_absent(role, at)

    @cached_property
    def expected_roles(self) -> frozenset[str]:
        """The roles that what was asked for needs: to be called, told, or to act."""
        roles: set[str] = set()
        for expected in self.play.expectations:
            roles.update((*expected.plan_step.called, *expected.plan_step.actors))
        roles.update(reach.role for reach in self.play.reaches)
        return frozenset(roles)

    @cached_property
    def useful_roles(self) -> frozenset[str]:
        """The roles that it made sense to call: expected, acceptable, their delegates and principals."""
        roles = set(self.expected_roles)
        for role in self.expected_roles:
            roles.update(self.delegates(role))
            roles.update(self.exercise.principals.get(role, ()))
        for delivery in self.play.delivered.values():
            roles.update(delivery.inject.acceptable)
        return frozenset(role for role in roles if role in self.plan.roles)

    def objectives_of_role(self, role: str) -> tuple[str, ...]:
        """The objectives for which a role is needed."""
        return tuple(sorted(self._objectives_by_role.get(role, ())))

    @cached_property
    def _objectives_by_role(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for expected in self.play.expectations:
            if expected.objective is not None:
                for role in (*expected.plan_step.called, *expected.plan_step.actors):
                    found.setdefault(role, set()).add(expected.objective)
        for reach in self.play.reaches:
            if reach.objective is not None:
                found.setdefault(reach.role, set()).add(reach.objective)
        return found

    def is_useful(self, call: Call) -> bool:
        """Whether a call was to a role that it made sense to call, or was judged sensible."""
        return call.to in self.useful_roles or self.judged.get(call.entry) is Judgement.SENSIBLE

    def is_counted(self, call: Call) -> bool:
        """Whether a call counts among the roles asked: not heads-ups, simulated roles, and people known away."""
        return call.asks and not call.simulated and not call.known_away

    def done_times(self, step: StepKey) -> dict[str | None, int]:
        """When a step was first done, by account; None where it is not by account. Empty if it was not."""
        plan_step = self.exercise.steps[step].step
        if plan_step.called:
            firsts = [self.play.calls_for(plan_step.kind, role) for role in plan_step.called]
            return {None: max(calls[0].at for calls in firsts)} if all(firsts) else {}
        acts = self.play.acts.get(step, [])
        if plan_step.all_of:
            parts = [[act.at for act in acts if act.role in (role, *self.delegates(role))] for role in plan_step.all_of]
            return {None: max(part[0] for part in parts)} if all(parts) else {}
        times: dict[str | None, int] = {}
        for act in acts:
            times.setdefault(act.account, act.at)
        return times

    def people_who_did(self, step: StepKey) -> list[tuple[str | None, int]]:
        """Who did a step, and the entries that show it; None for a person who was only assumed."""
        plan_step = self.exercise.steps[step].step
        if plan_step.called:
            calls = [call for role in plan_step.called for call in self.play.calls_for(plan_step.kind, role)]
            return [(None if call.assumed else call.caller_person, call.entry) for call in calls]
        return [(None if act.assumed else act.person, act.entry) for act in self.play.acts.get(step, ())]

    def is_called_step(self, kind: StepKind | None) -> bool:
        """Whether a response belongs to the contacts: calls, heads-ups, and news that must reach a role."""
        return kind is None or kind in (StepKind.CONTACT, StepKind.INFORM, StepKind.CONVENE)
