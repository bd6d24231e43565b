"""From an exercise to the numbers that a rehearsal plays: every name looked up once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from drill.errors import Refused
from drill.rehearsal.asking import Asking
from drill.rehearsal.draws import Draw, Fixed, OneOf
from drill.rehearsal.model import Hearing, Inject, Model, Race, Role, Task, TaskKind
from drill.rehearsal.numbered import Cast
from drill.rehearsal.responders import Doing, Pace
from drill.rehearsal.tasking import Draft, Tasking, TaskKey
from drill.scenario.exercise import Exercise, PreparedInject
from drill.scenario.fit import StepKey

_DOING = {TaskKind.ACT: Doing.ACT, TaskKind.DECIDE: Doing.ACT, TaskKind.CALL: Doing.CALL, TaskKind.TELL: Doing.CALL}


def compiled(exercise: Exercise, pace: Pace, day: date, *, one_at_a_time: bool = True) -> Model:
    """An exercise as it is rehearsed on a day, at a pace.

    Raises Refused where nobody could do anything, or the steps repeat beyond counting.
    """
    return _Compiler(exercise, pace, day).model(one_at_a_time)


class _Compiler:
    def __init__(self, exercise: Exercise, pace: Pace, day: date) -> None:
        self.exercise, self.pace, self.day = exercise, pace, day
        self.end = exercise.scenario.duration
        self.cast = Cast(exercise)
        self.asking = Asking(exercise, self.cast, self.end)
        self.tasking = Tasking(exercise, self.cast, self.asking)
        self.numbers: dict[TaskKey, int] = {key: number for number, key in enumerate(self.tasking.drafts)}
        self.draws: list[Draw] = []
        self.races: list[Race] = []
        self.usable = frozenset(name for name in exercise.plan.resources if self._is_usable(name))
        hearers = self.tasking.hearers(self.tasking.drafts)
        self.hearing = {place: number for number, place in enumerate(hearers)}
        self.hearings = tuple(
            Hearing(role, inject, tuple(self.numbers[key] for key in keys)) for (role, inject), keys in hearers.items()
        )

    def model(self, one_at_a_time: bool) -> Model:
        """All of it, put together."""
        exercise = self.exercise
        steps = self.asking.steps()
        tasks = {place: tuple(self.tasking.keys(place[1], place[2], place[3])) for place in self.asking}
        expected = self.asking.expected({place: self._numbers(keys) for place, keys in tasks.items()})
        done = tuple(self._task(key, draft) for key, draft in self.tasking.drafts.items())
        injects = tuple(self._inject(prepared) for prepared in exercise.injects.values())
        away = [self._draw(f"away {person}", self._is_away(person)) for person in self.cast.people]
        model = Model(
            exercise=exercise,
            day=self.day,
            end=self.end,
            people=self.cast.people,
            roles=tuple(self._role(number) for number in range(len(self.cast.roles))),
            injects=injects,
            hearings=self.hearings,
            tasks=done,
            races=tuple(self.races),
            expected=expected,
            reaches=tuple(self.asking.reaches),
            tallies=tuple(self.asking.tallies.tallies),
            steps=steps,
            draws=tuple(self.draws),
            away=tuple(away),
            one_at_a_time=one_at_a_time,
        )
        _check_something_to_do(model)
        return model

    def _draw(self, what: str, distribution: object) -> int:
        self.draws.append(Draw(what, distribution))  # type: ignore[arg-type]
        return len(self.draws) - 1

    def _is_away(self, person: str) -> OneOf:
        share = self.pace.away(person)
        return OneOf((1.0 - share, share))

    def _numbers(self, keys: Iterable[TaskKey]) -> tuple[int, ...]:
        return tuple(self.numbers[key] for key in keys)

    # ── roles ────────────────────────────────────────────────────────────────

    def _role(self, number: int) -> Role:
        called = {kind: tuple(self._tallies_of_call(kind, number)) for kind in ("asks", "tells", "asked")}
        return Role(
            id=self.cast.roles[number],
            people=self.cast.fills[number],
            ack_within=self.cast.ack_within[number],
            stand_ins=self.cast.stand_ins[number],
            candidates=self.cast.candidates(number),
            hearings=tuple(hearing for (role, _), hearing in self.hearing.items() if role == number),
            asked_tallies=called["asks"] + called["tells"] + called["asked"],
            told_tallies=called["tells"],
            own_tally=next(iter(called["asked"]), None),
        )

    def _tallies_of_call(self, kind: str, called: int) -> Iterable[int]:
        """The counts of a kind that a call to a role adds to: its own, and those of whom it may stand in for."""
        for (what, role, _, _), number in self.asking.tallies.numbers.items():
            if what == kind and isinstance(role, int):
                counts = role == called if kind == "asked" else called in self.cast.stand_ins[role]
                if counts:
                    yield number

    # ── tasks ────────────────────────────────────────────────────────────────

    def _task(self, key: TaskKey, draft: Draft) -> Task:
        number, step = self.numbers[key], self.exercise.steps[draft.step] if draft.step is not None else None
        what = self._words(draft)
        uses = self._uses(draft)
        text = uses if uses in self.usable else None
        options, choice = self._options(draft)
        counts_as = self._counts_as(draft)
        role = key[4]
        return Task(
            index=number,
            kind=draft.kind,
            place=draft.place,
            step=draft.step,
            account=draft.account,
            occurrence=draft.occurrence,
            actors=draft.actors,
            hearings=tuple(tuple(self.hearing[role, inject] for inject in draft.injects) for role in draft.actors),
            waits_for=self._numbers(draft.waits_for),
            durations=tuple(self._duration(what, draft, role) for role in draft.actors),
            guard=step.unless if step is not None else None,
            not_before=step.not_before if step is not None else None,
            is_dropped=self._is_dropped(draft),
            text=text,
            counts_as=counts_as,
            adds_to=self._adds_to(draft, counts_as),
            needless_with=None
            if counts_as is None
            else self.asking.tallies.numbers.get(("acts", counts_as, draft.account, role)),
            calls=draft.calls,
            asks=draft.asks,
            about=draft.about,
            races=tuple(self._race(what, role, number, draft.about, draft.asks) for role in draft.calls),
            told=self.hearing.get((draft.calls[0], draft.place)) if draft.kind is TaskKind.TELL else None,
            for_tasks=self._numbers(draft.for_tasks),
            for_reaches=tuple(draft.for_reaches),
            options=options,
            option_draw=choice,
        )

    def _words(self, draft: Draft) -> str:
        """What a task is, by names and never by numbers: its draws hang on it."""
        if draft.step is None:
            inject = list(self.exercise.injects)[draft.place]
            whom = "".join(f" {self.cast.roles[role]}" for role in draft.calls)
            return f"{draft.kind.name.lower()}{whom} {inject}"
        on = f" on {draft.account}" if draft.account is not None else ""
        return f"do {draft.step.workflow}/{draft.step.step}{on} {draft.occurrence}"

    def _duration(self, what: str, draft: Draft, role: int) -> int:
        name = self.cast.roles[role]
        takes = self.exercise.steps[draft.step].step.takes if draft.step is not None else None
        if takes is not None and draft.kind is TaskKind.ACT:
            return self._draw(f"{what} by {name}", Fixed(takes))
        return self._draw(f"{what} by {name}", self.pace.time(name, _DOING[draft.kind]))

    def _options(self, draft: Draft) -> tuple[tuple[str, ...], int]:
        if draft.kind is not TaskKind.DECIDE or draft.about is None:
            return (), -1
        inject = list(self.exercise.injects.values())[draft.about].inject
        assert inject.decision is not None
        weights = [getattr(self.pace.options, option.is_.value) for option in inject.decision.options.values()]
        if not any(weights):
            weights = [1.0] * len(weights)
        return tuple(inject.decision.options), self._draw(f"option of {inject.id}", OneOf(tuple(weights)))

    def _counts_as(self, draft: Draft) -> StepKey | None:
        """The step that an act is recorded for: of two that approve the same, the later one."""
        if draft.kind is not TaskKind.ACT or draft.step is None:
            return None
        approved = self.exercise.steps[draft.step].step.approve
        return draft.step if approved is None else self.exercise.approvals[StepKey(draft.step.workflow, approved)]

    def _adds_to(self, draft: Draft, step: StepKey | None) -> tuple[tuple[int, tuple[int, ...] | None], ...]:
        if step is None:
            return ()
        return tuple(
            (number, None if role is None else self.cast.stand_ins[role])
            for account, role, number in self.asking.tallies.acts(step)
            if account is None or draft.account in (None, account)
        )

    def _is_dropped(self, draft: Draft) -> bool:
        """Whether the step drops out with the use of a prepared text that somebody is asked to use, and that may be."""
        if draft.step is None:
            return False
        guard = self.exercise.steps[draft.step].step.unless
        return guard is not None and guard.used in self.usable and guard.used in self._used

    def _uses(self, draft: Draft) -> str | None:
        """The prepared text of an act; calls and approvals carry none."""
        step = self.exercise.steps[draft.step].step if draft.step is not None else None
        return step.uses if step is not None and step.do is not None else None

    @cached_property
    def _used(self) -> set[str | None]:
        return {self._uses(draft) for draft in self.tasking.drafts.values()}

    def _is_usable(self, name: str) -> bool:
        text = self.exercise.plan.resources[name]
        if text.approved_by is None:
            return False
        return not (text.approved and text.approved > self.day) and not (text.expires and text.expires < self.day)

    # ── calls and deliveries ─────────────────────────────────────────────────

    def _race(self, what: str, role: int, task: int | None, about: int | None, asks: bool) -> int:
        candidates = self.cast.candidates(role)
        answers = tuple(
            self._draw(
                f"{what}: {self.cast.people[each.person]} answers for {self.cast.roles[role]}",
                self.pace.time(self.cast.roles[each.seat], Doing.ANSWER),
            )
            for each in candidates
        )
        self.races.append(Race(len(self.races), role, task, about, not asks, answers))
        return len(self.races) - 1

    def _inject(self, prepared: PreparedInject) -> Inject:
        inject, number = prepared.inject, prepared.index
        to = self.cast.numbers(prepared.to)
        decide: TaskKey = ("decide", prepared.id, None, 1, None)
        first = (place for place in self.asking if place[0] == number and place[3] == 1)
        return Inject(
            index=number,
            id=prepared.id,
            at=inject.at,
            when=prepared.when,
            delay=inject.delay or 0,
            if_=prepared.if_,
            unless=prepared.unless,
            to=to,
            gone=tuple(self.cast.person[person] for person in inject.effects.absent),
            back=tuple(self.cast.person[person] for person in inject.effects.back),
            expected=tuple(self.asking.places[place] for place in first),
            reaches=tuple(reach.index for reach in self.asking.reaches if reach.inject == number),
            races=tuple(self._race(f"inject {prepared.id}", role, None, number, True) for role in to),
            tasks=tuple(
                self.numbers[key] for key in self.tasking.of_inject[number] if self.tasking.drafts[key].occurrence == 1
            ),
            decision=self.numbers.get(decide),
        )


def _check_something_to_do(model: Model) -> None:
    """Refuse a plan in which nothing can be done."""
    if not model.expected:
        missing = ", ".join(line.name for line in model.exercise.fit.missing)
        hint = f"this plan has nothing for: {missing}" if missing else "let an inject expect a step"
        raise Refused("there is nothing to rehearse: the scenario expects no step of this plan", hint)
    if not any(model.roles[role].candidates for task in model.tasks for role in task.actors):
        raise Refused("nothing can be done: nobody fills a role that has something to do", "name people for the roles")
