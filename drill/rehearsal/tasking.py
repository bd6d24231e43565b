"""What synthetic responders do about what is asked: each step once, its forerunners too, decisions, news to pass on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drill.plan.model import StepKind
from drill.rehearsal.asking import Asking
from drill.rehearsal.model import TaskKind
from drill.rehearsal.numbered import Cast
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.fit import StepKey

TaskKey = tuple[str, object, str | None, int, int | None]
"""What a task is: do, tell or decide; the step, inject or role; the account, the occurrence, who of all."""


@dataclass
class Draft:
    """A task in the making."""

    kind: TaskKind
    place: int
    actors: tuple[int, ...]
    step: StepKey | None = None
    account: str | None = None
    occurrence: int = 1
    about: int | None = None
    calls: tuple[int, ...] = ()
    asks: bool = True
    injects: list[int] = field(default_factory=list)
    """The injects of which one must have heard to know of it."""
    waits_for: tuple[TaskKey, ...] = ()
    for_tasks: list[TaskKey] = field(default_factory=list)
    for_reaches: list[int] = field(default_factory=list)


class Tasking:
    """The tasks of an exercise, in the order of the scenario: what an inject brings stands together."""

    def __init__(self, exercise: Exercise, cast: Cast, asking: Asking) -> None:
        self.exercise, self.cast, self.asking = exercise, cast, asking
        self.drafts: dict[TaskKey, Draft] = {}
        self.of_inject: dict[int, list[TaskKey]] = {}
        self._injects = tuple(exercise.injects.values())
        self._coming_first: dict[StepKey, tuple[StepKey, ...]] = {}
        for prepared in exercise.injects.values():
            self._take_up(prepared)
        for inject, step, account, occurrence in asking:
            if occurrence > 1:
                for key in self.keys(step, account, occurrence):
                    self._want(inject, key)
        self._by_step: dict[StepKey, list[TaskKey]] = {}
        for key, draft in self.drafts.items():
            if draft.step is not None and draft.occurrence == 1:
                self._by_step.setdefault(draft.step, []).append(key)
        for key, draft in self.drafts.items():
            draft.waits_for = tuple(self._forerunners(key, draft))

    # ── what an inject brings ────────────────────────────────────────────────

    def _take_up(self, prepared: PreparedInject) -> None:
        """A decision first, then the calls that pass the news on, then the steps, each after its forerunners."""
        inject = prepared.index
        self.of_inject[inject] = []
        decide: list[TaskKey] = []
        if prepared.inject.decision is not None:
            decide.append(("decide", prepared.id, None, 1, None))
        steps: dict[TaskKey, None] = {}
        for asked in prepared.expect:
            for step in self._with_forerunners(asked.step):
                for account in self._accounts(step, prepared):
                    steps.update(dict.fromkeys(self.keys(step, account, 1)))
        needed = {key: self._actors(key, prepared) for key in (*decide, *steps)}
        for key in decide:
            self._want(inject, key)
        for key in self._pass_on(prepared, needed):
            self._want(inject, key)
        for key in steps:
            self._want(inject, key)

    def _want(self, inject: int, key: TaskKey) -> None:
        """Note that an inject asks for a task; it is made where nothing asked for it before."""
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = self._draft(inject, key)
        if inject not in draft.injects:
            draft.injects.append(inject)
        if key not in self.of_inject[inject]:
            self.of_inject[inject].append(key)

    def _draft(self, inject: int, key: TaskKey) -> Draft:
        kind, what, account, occurrence, role = key
        if kind == "decide":
            return Draft(TaskKind.DECIDE, inject, self._actors(key, self._injects[inject]), about=inject)
        assert isinstance(what, StepKey)
        step = self.exercise.steps[what].step
        calls = self.cast.numbers(step.called)
        return Draft(
            kind=TaskKind.CALL if calls else TaskKind.ACT,
            place=inject,
            actors=self.cast.numbers(step.actors) if role is None else (role,),
            step=what,
            account=account,
            occurrence=occurrence,
            calls=calls,
            asks=step.kind is not StepKind.INFORM,
        )

    def _actors(self, key: TaskKey, prepared: PreparedInject) -> tuple[int, ...]:
        kind, what, _, _, role = key
        if kind == "decide":
            return self.cast.numbers(prepared.deciders or prepared.to)
        assert isinstance(what, StepKey)
        return self.cast.numbers(self.exercise.steps[what].step.actors) if role is None else (role,)

    def keys(self, step: StepKey, account: str | None, occurrence: int) -> Iterator[TaskKey]:
        """The tasks of a step: one, or one for each of the roles that all have to do it."""
        prepared = self.exercise.steps[step].step
        if prepared.called:
            yield ("do", step, None, occurrence, None)
        elif prepared.all_of:
            yield from (("do", step, account, occurrence, role) for role in self.cast.numbers(prepared.all_of))
        else:
            yield ("do", step, account, occurrence, None)

    def _accounts(self, step: StepKey, prepared: PreparedInject) -> tuple[str | None, ...]:
        by_account = self.exercise.steps[step].step.per == "account" and prepared.about
        return prepared.about if by_account else (None,)

    # ── what comes first ─────────────────────────────────────────────────────

    def _with_forerunners(self, step: StepKey) -> tuple[StepKey, ...]:
        """The step and all that comes before it by `after`, near and far, forerunners first."""
        if step not in self._coming_first:
            self._coming_first[step] = (step,)  # a circle ends here
            found: dict[StepKey, None] = {}
            for name in self.exercise.steps[step].step.after:
                before = StepKey(step.workflow, name)
                if before in self.exercise.steps:
                    found.update(dict.fromkeys(self._with_forerunners(before)))
            self._coming_first[step] = tuple(dict.fromkeys((*found, step)))
        return self._coming_first[step]

    def _steps_before(self, step: StepKey, seen: set[StepKey]) -> Iterator[StepKey]:
        """The steps right before one, by `after` and its workflow's rules; also those before one that may drop out."""
        rules = [
            prepared.rule.first
            for prepared in self.exercise.rules
            if prepared.workflow == step.workflow
            and prepared.rule.then == step.step
            and prepared.rule.first is not None
        ]
        for name in (*self.exercise.steps[step].step.after, *rules):
            before = StepKey(step.workflow, name)
            if before in self.exercise.steps and before not in seen:
                seen.add(before)
                yield before
                if self.exercise.steps[before].unless is not None:
                    yield from self._steps_before(before, seen)

    def _forerunners(self, key: TaskKey, draft: Draft) -> Iterator[TaskKey]:
        """The tasks that come first: of the same account, where there is one; or the occurrence before."""
        if draft.step is None:
            return
        if draft.occurrence > 1:
            before = ("do", draft.step, draft.account, draft.occurrence - 1, key[4])
            yield from (before,) if before in self.drafts else ()
            return
        for step in self._steps_before(draft.step, {draft.step}):
            tasks = self._by_step.get(step, [])
            own = [other for other in tasks if self.drafts[other].account in (None, draft.account)]
            yield from own if draft.account is not None and own else tasks

    # ── passing on ───────────────────────────────────────────────────────────

    def _pass_on(self, prepared: PreparedInject, needed: dict[TaskKey, tuple[int, ...]]) -> Iterator[TaskKey]:
        """The calls by which an inject's news comes to those who must know, or must act and would not hear of it.

        They go by the shortest way that the plan's escalations allow, from its recipients on.
        """
        inject, start = prepared.index, self.cast.numbers(prepared.to)
        will_hear = set(start)
        for kind, step, *_ in needed:
            if kind == "do" and isinstance(step, StepKey):
                will_hear.update(self.cast.numbers(self.exercise.steps[step].step.called))
        told: dict[int, tuple[Draft, ...]] = {}
        for reach in self.asking.reaches:
            if reach.inject == inject and not set(reach.stand_ins) & set(start):
                for draft in self._way(inject, start, (reach.role,), told):
                    draft.for_reaches.append(reach.index)
        for key, actors in needed.items():
            if actors and not will_hear.intersection(actors):
                for draft in self._way(inject, start, actors, told):
                    draft.for_tasks.append(key)
        yield from [key for key in self.drafts if key[0] == "tell" and key[3] == inject]

    def _way(
        self, inject: int, start: tuple[int, ...], goals: tuple[int, ...], told: dict[int, tuple[Draft, ...]]
    ) -> tuple[Draft, ...]:
        """The calls that lead to one of the goals; `told` are the ways that lead somewhere already."""
        for goal in goals:
            if goal in told:
                return told[goal]
        drafts: list[Draft] = []
        way = self.cast.path(start, goals)
        for number, role in enumerate(way[1:]):
            key: TaskKey = ("tell", role, None, inject, None)
            if key not in self.drafts:
                callers = start if number == 0 else (way[number],)
                actors = tuple(each for each in callers if role in self.cast.may_call.get(each, ()))
                self.drafts[key] = Draft(TaskKind.TELL, inject, actors, about=inject, calls=(role,))
            drafts.append(self.drafts[key])
            told.setdefault(role, tuple(drafts))
        return tuple(drafts)

    # ── what hangs on it ─────────────────────────────────────────────────────

    def hearers(self, keys: Iterable[TaskKey]) -> dict[tuple[int, int], list[TaskKey]]:
        """For each role and inject of which it must hear: the tasks that it may then do."""
        found: dict[tuple[int, int], list[TaskKey]] = {}
        for key in keys:
            draft = self.drafts[key]
            for role in draft.actors:
                for inject in draft.injects:
                    found.setdefault((role, inject), []).append(key)
        return found
