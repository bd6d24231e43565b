"""Conditions asked of many runs at once.

A condition of the play (`drill.scenario.conditions.Check`) is a function of the facts
of one play. Here it is asked once with every answer that it asks for, and so becomes a
tree of questions, which many runs can be asked together. It cannot mean anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from drill.errors import Refused
from drill.rehearsal.draws import Ints
from drill.rehearsal.outcome import Bools
from drill.scenario.conditions import Check
from drill.scenario.fit import StepKey

MOST = 2_000
"""A condition with more ways through it is not rehearsed."""


class Query(NamedTuple):
    """One question about a run: whether a step is done, an inject was decided as an option, and so on."""

    kind: str
    name: object
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what follows from either answer."""

    query: Query
    yes: Tree
    no: Tree


Tree = bool | Question


class _Unanswered(Exception):
    def __init__(self, query: Query) -> None:
        self.query = query


class _Answers:
    """Facts that are as they are assumed to be; one of which nothing is assumed is asked for."""

    def __init__(self, known: Mapping[Query, bool], options: Mapping[str, tuple[str, ...]]) -> None:
        self._known, self._options = known, options

    def _ask(self, query: Query) -> bool:
        if query not in self._known:
            raise _Unanswered(query)
        return self._known[query]

    def is_done(self, step: StepKey) -> bool:
        return self._ask(Query("done", step))

    def is_late(self, step: StepKey) -> bool:
        return self._ask(Query("late", step))

    def is_contacted(self, role: str) -> bool:
        return self._ask(Query("contacted", role))

    def is_delivered(self, inject: str) -> bool:
        return self._ask(Query("delivered", inject))

    def decision_on(self, inject: str) -> str | None:
        options = self._options.get(inject, ())
        return next((option for option in options if self._ask(Query("decided", inject, option))), None)

    def is_absent(self, person: str) -> bool:
        return self._ask(Query("absent", person))

    def is_role_absent(self, role: str) -> bool:
        return self._ask(Query("role-absent", role))

    def is_used(self, resource: str) -> bool:
        return self._ask(Query("used", resource))


def tree_of(check: Check, options: Mapping[str, tuple[str, ...]]) -> Tree:
    """The tree of questions of a condition; `options` are those of each inject's decision."""
    ways = 0

    def grow(known: dict[Query, bool]) -> Tree:
        nonlocal ways
        try:
            holds = check.holds(_Answers(known, options))
        except _Unanswered as unanswered:
            query = unanswered.query
        else:
            ways += 1
            if ways > MOST:
                raise Refused(f"the condition {check.words!r} is too large to be rehearsed")
            return holds
        yes, no = grow({**known, query: True}), grow({**known, query: False})
        return yes if yes == no else Question(query, yes, no)

    return grow({})


def answer(tree: Tree, ask: Callable[[Query, Ints], Bools], runs: Ints) -> Bools:
    """Whether a condition holds in each of these runs; `ask` answers one question for some of them."""
    if isinstance(tree, bool):
        return np.full(len(runs), tree, dtype=np.bool_)
    yes = ask(tree.query, runs)
    if isinstance(tree.yes, bool) and isinstance(tree.no, bool):
        return yes if tree.yes else ~yes
    if isinstance(tree.yes, bool):
        found = np.full(len(runs), tree.yes, dtype=np.bool_)
        found[~yes] = answer(tree.no, ask, runs[~yes])
        return found
    found = np.empty(len(runs), dtype=np.bool_)
    found[yes] = answer(tree.yes, ask, runs[yes])
    found[~yes] = answer(tree.no, ask, runs[~yes])
    return found
