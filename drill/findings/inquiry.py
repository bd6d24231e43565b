"""One team's drill, put so that a rule can ask about it: the scorecard, and the play that it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from drill.files.text import listed
from drill.plan.model import Plan, StepKind
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.scoring.card import Evidence, Response, TeamCard
from drill.scoring.record import TeamRecord
from drill.scoring.responses import call_shares, reached_role
from drill.session.expectations import Call, Expectation
from drill.session.state import State
from drill.session.statements import Entry
from drill.session.team import TeamPlay
from drill.session.transcript import Written

CALLING = frozenset({StepKind.CONTACT, StepKind.CONVENE, StepKind.INFORM})
"""The steps by which one role turns to others; the rest are acts and approvals."""


@dataclass(frozen=True)
class Inquiry:
    """A team's scorecard, and what happened behind it."""

    card: TeamCard
    record: TeamRecord
    state: State

    @classmethod
    def of(cls, card: TeamCard, state: State, written: Written) -> Inquiry:
        """The inquiry into one team; `written` numbers the lines that are cited."""
        return cls(card, TeamRecord.of(state, card.team, written.line_of), state)

    @property
    def exercise(self) -> Exercise:
        """The scenario on the plan."""
        return self.record.exercise

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.record.plan

    @property
    def play(self) -> TeamPlay:
        """The team's play."""
        return self.record.play

    def words(self, text: str) -> str:
        """A text of the scenario with its drawn names and role titles in it."""
        return self.exercise.words(text, self.state.opened.cast)

    # ── what was asked ───────────────────────────────────────────────────────

    @cached_property
    def acts(self) -> tuple[Response, ...]:
        """The responses that are acts or approvals."""
        return tuple(each for each in self.card.responses if each.kind is not None and each.kind not in CALLING)

    @cached_property
    def calls(self) -> tuple[Response, ...]:
        """The responses that are calls or heads-ups."""
        return tuple(each for each in self.card.responses if each.kind in CALLING)

    @cached_property
    def reaches(self) -> tuple[tuple[str, Response], ...]:
        """The roles that news must come to, each with its response."""
        return tuple((reached_role(each), each) for each in self.card.responses if each.step is None)

    def by_step(self, responses: Iterable[Response]) -> Iterator[tuple[StepKey, tuple[Response, ...]]]:
        """The responses of each step, in the order in which the steps were first asked for."""
        order: dict[StepKey, int] = {}
        for each in self.card.responses:
            if each.step is not None:
                order.setdefault(each.step, len(order))
        keyed = [(each.step, each) for each in responses if each.step is not None]
        keyed.sort(key=lambda pair: order[pair[0]])
        for step, group in groupby(keyed, key=lambda pair: pair[0]):
            yield step, tuple(each for _, each in group)

    def expectation_of(self, row: Response) -> Expectation:
        """The expectation that a response to a step answers."""
        assert row.step is not None
        return next(
            each
            for each in self.play.by_step[row.step]
            if (each.inject, each.account, each.occurrence) == (row.inject, row.on, row.occurrence)
        )

    def calls_for(self, row: Response) -> tuple[tuple[str, Call | None], ...]:
        """The roles that a call step turns to, each with the call that counts for it, or None."""
        expected = self.expectation_of(row)
        shares = call_shares(self.record, expected)
        return tuple((role, call) for role, (call, _) in zip(expected.plan_step.called, shares, strict=True))

    def name(self, step: StepKey) -> str:
        """A step as the transcript names it."""
        return self.exercise.name_of(step)

    def step_words(self, responses: tuple[Response, ...]) -> str:
        """A step in words: its id, what was asked for, and the accounts."""
        first = responses[0]
        assert first.step is not None
        accounts = listed(each.on for each in responses if each.on)
        return f"{self.name(first.step)} ({first.title}{f', on {accounts}' if accounts else ''})"

    def actors(self, step: StepKey) -> tuple[str, ...]:
        """The roles that the plan wants to do a step."""
        return self.exercise.steps[step].step.actors

    # ── who was there ────────────────────────────────────────────────────────

    def people_there(self, role: str, at: int) -> int:
        """How many of the people who fill a role were there at an instant."""
        gone: set[str] = set()
        for moment, person, left in self.play.absences:
            if moment <= at:
                (gone.add if left else gone.discard)(person)
        return sum(person not in gone for person in self.play.seats.get(role, ()))

    def nobody_there(self, roles: Iterable[str], since: int) -> bool:
        """Whether nobody who fills one of the roles was there at any moment from `since` to the end."""
        moments = [since, *(at for at, _, _ in self.play.absences if at > since)]
        roles = tuple(roles)
        return bool(roles) and not any(self.people_there(role, at) for role in roles for at in moments)

    def somebody_else(self, role: str, at: int) -> str | None:
        """Whom a caller could have gone to after `role` did not answer: a backup, a delegate, or nobody.

        The first person of the role is the one who did not answer.
        """
        if self.people_there(role, at) > 1:
            return f"another person of {role}"
        return next((delegate for delegate in self.record.delegates(role) if self.people_there(delegate, at)), None)

    def leads_to(self, callers: Iterable[str], role: str) -> bool:
        """Whether the plan's lines lead from one of the callers to a role or to one who may stand in for it."""
        goals = {role, *self.record.delegates(role)}
        paths = self.record.exercise.paths
        return any(caller in goals or paths.shortest(caller, goal) for caller in callers for goal in goals)

    def was_told(self, roles: Iterable[str], about: str) -> bool:
        """Whether one of the roles came to know of an inject."""
        return any(told.about in (None, about) for role in roles for told in self.play.told.get(role, ()))

    # ── evidence ─────────────────────────────────────────────────────────────

    def lines(self, *entries: Entry | Call | int) -> Evidence:
        """The transcript's lines of entries and calls."""
        numbers = (
            each if isinstance(each, int) else each.seq if isinstance(each, Entry) else each.entry for each in entries
        )
        return self.record.evidence(*numbers)

    def asked_at(self, responses: Iterable[Response]) -> Evidence:
        """The lines of the deliveries that asked for these responses."""
        return self.lines(
            *(self.play.delivered[each.inject].entry for each in responses if each.inject in self.play.delivered)
        )


def merged(*evidence: Evidence) -> Evidence:
    """Line numbers of several pieces of evidence, in order, each once."""
    return tuple(sorted({line for each in evidence for line in each}))


def objective_of(responses: Iterable[Response]) -> str | None:
    """The first objective that one of the responses serves."""
    return next((each.objective for each in responses if each.objective), None)
