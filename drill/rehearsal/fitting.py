"""How fast people were in earlier drills: response times fitted from scorecards, with how many each rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from drill.files.times import SECOND
from drill.plan.model import Plan, Responder, Responders, ResponseTime
from drill.rehearsal.responders import Doing
from drill.scoring.card import Scorecard
from drill.session.statements import Verb

LEAST = 2
"""Of fewer observations no spread can be told."""

_WIDEST = 20.0
"""The widest spread that a plan may say."""


@dataclass(frozen=True)
class Fitted:
    """What earlier drills say of response times."""

    responders: Responders
    """The plan's block, with what was fitted in it."""
    counts: dict[tuple[str, Doing], int]
    """How many observations there were of each role, also where they were too few."""

    @property
    def too_few(self) -> tuple[tuple[str, Doing], ...]:
        """What was seen too seldom to be fitted: the plan's figure, or the published default, stays."""
        return tuple(key for key, count in self.counts.items() if count < LEAST)


def fitted(plan: Plan, cards: Iterable[Scorecard]) -> Fitted:
    """The plan's responders, with the response times of its roles as these drills showed them.

    A lognormal by its maximum likelihood: the median is the geometric mean, and the
    spread the exponential of the standard deviation of the logarithms. Only what was
    seen counts: a call that was never answered, and a stamp that somebody recalled
    later, say nothing. An act counts from when it could be begun, so that doing
    something else first is in it; how long it takes to make a call is not seen.
    """
    seen: dict[tuple[str, Doing], list[int]] = {}
    for card in cards:
        for role, doing, time in _observations(card):
            if role in plan.roles and time > 0:
                seen.setdefault((role, doing), []).append(time)
    roles = dict(plan.responders.roles)
    for (role, doing), times in sorted(seen.items()):
        if len(times) >= LEAST:
            known = roles.get(role, Responder())
            roles[role] = known.model_copy(update={doing.value: _fit(times)})
    responders = plan.responders.model_copy(update={"roles": roles})
    return Fitted(responders, {key: len(times) for key, times in sorted(seen.items())})


def _observations(card: Scorecard) -> Iterable[tuple[str, Doing, int]]:
    for team in card.teams:
        for contact in team.contacts:
            if contact.acked_at is not None and contact.verb is not Verb.INFORMS:
                yield contact.to, Doing.ANSWER, contact.acked_at - contact.at
        for row in team.responses:
            if row.by is not None and row.waits.doing is not None and not row.recalled and not row.assumed:
                yield row.by, Doing.ACT, row.waits.doing


def _fit(times: list[int]) -> ResponseTime:
    logs = [math.log(time) for time in times]
    mean = math.fsum(logs) / len(logs)
    deviation = math.sqrt(math.fsum((each - mean) ** 2 for each in logs) / (len(logs) - 1))
    median = max(SECOND, round(math.exp(mean)))
    return ResponseTime.model_construct(
        median=median, spread=min(_WIDEST, max(1.0, math.exp(deviation))), observations=len(times)
    )
