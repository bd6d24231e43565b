"""One team's play: its lines, folded in the order of time.

Lines must come in order (`feed`); a line that belongs before what was folded
already makes the owner fold the team again from the start. Between the lines the
play moves by itself (`run_to`): started acts finish, deadlines pass, steps that
repeat are expected anew, and injects come due.

The play says what a line means; what it comes to is kept in rooms of its own: the
script, the deeds, what is asked, who is present, and the agenda.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from drill.plan.model import StepKind
from drill.scenario.conditions import Check, Fact
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.agenda import Agenda, Due
from drill.session.asked import Asked
from drill.session.deeds import Deeds
from drill.session.expectations import Act, Call, Choice, Expectation, Told
from drill.session.judgements import Judgements
from drill.session.presence import Presence
from drill.session.script import ReadInject, Script
from drill.session.statements import (
    CALLS,
    AdHoc,
    CameBack,
    Delayed,
    Delivered,
    DroppedOut,
    Edited,
    Ended,
    Entry,
    Fired,
    Probed,
    Response,
    Seated,
    Skipped,
    Statement,
    Unmet,
    Verb,
)


class OutOfOrder(Exception):
    """A line that belongs before what the play has folded already."""


class TeamPlay:
    """What one team has been asked, told and seen to do, as of `position`."""

    def __init__(
        self,
        exercise: Exercise,
        team: str,
        day: date,
        *,
        judgements: Judgements | None = None,
        read_inject: ReadInject,
        recorded: bool = False,
    ) -> None:
        """`read_inject` turns the braces of an ad-hoc or edited inject into one; `day` dates the drill.

        In a `recorded` play injects come only from lines: nothing falls due by itself.
        """
        self.exercise = exercise
        self.team = team
        self.day = day
        self.judgements = judgements or Judgements()
        self.ended_at: int | None = None
        self.probes: list[Entry] = []
        self._used: set[str] = set()
        self._agenda = Agenda()
        self._presence = Presence(exercise.plan)
        self._deeds = Deeds(exercise)
        self._script = Script(exercise, self._agenda, self, read_inject, recorded=recorded)
        self._asked = Asked(exercise, self._agenda, self._deeds, self, self.judgements, self._script.changed)
        self._open_doors()
        self._script.begin()

    def _open_doors(self) -> None:
        """What the rooms hold, for whoever reads the play."""
        script, deeds, asked, presence = self._script, self._deeds, self._asked, self._presence
        self.injects, self.delivered, self.skipped = script.injects, script.delivered, script.skipped
        self.due, self.owed = script.due, script.owed
        self.expectations, self.by_step, self.reaches = asked.expectations, asked.by_step, asked.reaches
        self.acts, self.other_acts, self.started = deeds.acts, deeds.other_acts, deeds.started
        self.improvised, self.rejections = deeds.improvised, deeds.rejections
        self.calls, self.calls_to, self.told = deeds.calls, deeds.calls_to, deeds.told
        self.choices, self.answers = deeds.choices, deeds.answers
        self.seats, self.absent, self.absences = presence.seats, presence.absent, presence.absences

    # ── moving on ────────────────────────────────────────────────────────────

    @property
    def position(self) -> tuple[int, int]:
        """How far the play has come: an instant in milliseconds, and a rank on it."""
        return self._agenda.position

    def feed(self, entry: Entry) -> None:
        """Fold one line. Raises OutOfOrder where the play is past its place."""
        position = entry.position
        if position < self.position:
            raise OutOfOrder
        self.run_to(position)
        self._agenda.position = position
        if entry.seq not in self.judgements.set_aside:
            self._record(entry)

    def run_to(self, position: tuple[int, int], *, until_owed: bool = False) -> bool:
        """Let the play move by itself up to and including `position`.

        With `until_owed` it stops as soon as an inject is owed, and returns True.
        """
        agenda = self._agenda
        while (head := agenda.head) is not None and head <= position:
            if until_owed and self.owed:
                return True
            if self.ended_at is not None and head[0] > self.ended_at:
                break
            self._fall_due(*agenda.pop())
        if until_owed and self.owed:
            return True
        agenda.move_to(position)
        return False

    def moves_by(self, position: tuple[int, int]) -> bool:
        """Whether an inject is owed, or anything moves by itself up to and including `position`."""
        head = self._agenda.head
        return bool(self.owed) or (head is not None and head <= position)

    @property
    def next_at(self) -> int | None:
        """When the play next moves by itself, in milliseconds; None if never."""
        head = self._agenda.head
        return None if head is None or (self.ended_at is not None and head[0] > self.ended_at) else head[0]

    def _fall_due(self, at: int, kind: Due, what: object) -> None:
        match what:
            case Act() as act:
                if not self._deeds.is_matched(act):
                    self._act(replace(act, premature=self._is_premature(act.step)))
            case Expectation() as expected if kind is Due.DEADLINE:
                self._asked.pass_deadline(expected)
            case Expectation() as expected:
                self._asked.ask_again(expected, at)
            case str() as inject:
                self._script.come_due(inject, at)

    # ── lines ────────────────────────────────────────────────────────────────

    def _record(self, entry: Entry) -> None:
        match entry.statement:
            case Response() as said:
                self._respond(entry, said)
            case Delivered() as said:
                self._deliver(said.inject, entry)
            case Fired() as said:
                self._deliver(said.inject, entry, by_hand=True)
            case AdHoc() as said:
                prepared = self._script.add(said)
                if prepared.inject.manual:
                    self._deliver(prepared.id, entry, by_hand=True)
            case Edited() as said:
                self._script.edit(said)
            case Unmet() | Skipped() as said:
                self._script.skip(said.inject, entry)
            case Delayed() as said:
                self._script.delay(said.inject, max(said.to, entry.at))
            case DroppedOut() as said:
                self._presence.move(entry.at, said.people, ())
                self._script.changed(Fact("absent", None))
            case CameBack() as said:
                self._presence.move(entry.at, (), said.people)
                self._script.changed(Fact("absent", None))
            case Seated() as said:
                self._presence.seat(said.role, said.person)
            case Probed():
                self.probes.append(entry)
            case Ended():
                self.ended_at = entry.at
            case Statement():
                pass

    def _deliver(self, inject: str, entry: Entry, *, by_hand: bool = False) -> None:
        delivery = self._script.deliver(inject, entry, by_hand=by_hand)
        if delivery is None:
            return
        prepared = delivery.inject
        self._presence.move(entry.at, prepared.inject.effects.absent, prepared.inject.effects.back)
        for role in prepared.to:
            self._tell(Told(role, entry.at, inject, entry.seq))
        self._asked.ask_for(delivery)
        self._script.changed(Fact("absent", None), Fact("delivered", inject))

    def _respond(self, entry: Entry, said: Response) -> None:
        self._deeds.add_answer(entry, said)
        self._asked.clocks.happened("told", said.role, said.inject if said.verb is Verb.ACKS else said.about)
        if said.verb in CALLS:
            self._script.changed(*[fact for role in said.roles for fact in self._call(entry, said, role)])
        elif said.verb is Verb.DECIDES:
            self._decide(entry, said)
        elif said.verb is Verb.IMPROVISES:
            self._improvise(entry, said)
        elif said.verb is Verb.REJECTS:
            self.rejections.append(entry)
        elif said.act is not None:
            self.other_acts.append((said.act, entry))
        elif said.step is not None:
            self._do(entry, said, said.step)

    def _decide(self, entry: Entry, said: Response) -> None:
        assert said.inject is not None and said.option is not None
        self.choices[said.inject].append(Choice(said.inject, said.option, entry.at, entry.seq, said.role))
        self._asked.clocks.happened("decided", said.inject)
        self._script.changed(Fact("decided", said.inject))

    def _do(self, entry: Entry, said: Response, step: StepKey) -> None:
        if said.verb is Verb.APPROVES:
            approving = self.exercise.approvals.get(step)
            if approving is None:
                return
            step = approving
        act = Act(
            step=step,
            at=entry.at,
            entry=entry.seq,
            role=said.role,
            person=self.person_of(said),
            assumed=said.assumed,
            account=said.account,
            resource=said.resource,
            edited=said.edited,
        )
        if said.verb is Verb.STARTS:
            self.started[step].append(entry)
            takes = self.exercise.steps[step].step.takes
            if takes is not None:
                finished = replace(act, at=entry.at + takes, started_at=entry.at)
                self._agenda.put(finished.at, Due.FINISH, finished, order=0)
            return
        begun = [start.at for start in self.started[step]]
        self._act(replace(act, premature=self._is_premature(step), started_at=begun[-1] if begun else None))

    def _improvise(self, entry: Entry, said: Response) -> None:
        self.improvised.append(entry)
        judged = self.judgements.adjudicated.get(entry.seq)
        if judged is not None and judged.satisfies is not None:
            person = self.person_of(said)
            done = Act(judged.satisfies, entry.at, entry.seq, said.role, person, said.assumed, said.account)
            self._act(replace(done, improvised=True))

    def _is_premature(self, step: StepKey) -> bool:
        not_before = self.exercise.steps[step].not_before
        return not_before is not None and not not_before.holds(self)

    def _act(self, act: Act) -> None:
        self.acts[act.step].append(act)
        if act.resource and not act.edited and self.exercise.steps[act.step].step.uses == act.resource:
            self._used.add(act.resource)
        self._asked.take_act(act)
        if self.is_done(act.step):
            self._asked.clocks.happened("done", act.step)
        self._script.changed(Fact("done", act.step), *([Fact("used", act.resource)] if act.resource else []))

    def _call(self, entry: Entry, said: Response, role: str) -> list[Fact]:
        """One role turns to another; the facts that this changes."""
        away = self.is_role_absent(role) or (said.called_person is not None and said.called_person in self.absent)
        call = Call(
            caller=said.role,
            caller_person=self.person_of(said),
            to=role,
            to_person=said.called_person or self.first_present(role),
            at=entry.at,
            entry=entry.seq,
            verb=said.verb,
            about=said.about,
            account=said.account,
            assumed=said.assumed,
            known_away=away and bool(self.exercise.plan.roles[role].people),
            simulated=role in self.exercise.simulated,
        )
        self._deeds.add_call(call)
        self._tell(Told(role, entry.at, said.about, entry.seq))
        self._asked.take_call(call)
        steps = self.exercise.steps_calling.get(role, ())
        for step in steps:
            if self.is_done(step):
                self._asked.clocks.happened("done", step)
        return [Fact("contacted", role), *(Fact("done", step) for step in steps)]

    def _tell(self, told: Told) -> None:
        self._deeds.add_told(told)
        self._asked.clocks.happened("told", told.role, told.about)

    # ── facts ────────────────────────────────────────────────────────────────

    def person_of(self, said: Response) -> str | None:
        """Who acted: the person named, else the role's first present one; None where it is assumed."""
        if said.person is not None:
            return said.person
        return None if said.assumed else self.first_present(said.role)

    def first_present(self, role: str) -> str | None:
        """The first of a role's people who is there."""
        return self._presence.first_present(role)

    def calls_for(self, step: StepKind, role: str, account: str | None = None) -> list[Call]:
        """The calls that bring a step's call to `role`, or to one who may stand in for it."""
        return self._deeds.calls_for(step, role, account)

    def wants(self, inject: str) -> bool:
        """Whether a due inject's ``if`` and ``unless`` let it be delivered now."""
        return self._script.wants(inject)

    def is_done(self, step: StepKey) -> bool:
        """The step was done, on every account that it is asked for."""
        return self._asked.is_done(step)

    def is_late(self, step: StepKey) -> bool:
        """The step was expected, a deadline of it has passed, and it is not done."""
        return self._asked.is_late(step)

    def is_contacted(self, role: str) -> bool:
        """The role was called, convened or told."""
        return bool(self.calls_to.get(role))

    def is_delivered(self, inject: str) -> bool:
        """The inject was delivered to the team."""
        return inject in self.delivered

    def decision_on(self, inject: str) -> str | None:
        """The option chosen last, or None while undecided."""
        choices = self.choices.get(inject)
        return choices[-1].option if choices else None

    def is_absent(self, person: str) -> bool:
        """The person has dropped out."""
        return person in self.absent

    def is_role_absent(self, role: str) -> bool:
        """Nobody who fills the role is there."""
        return self.first_present(role) is None

    def is_used(self, resource: str) -> bool:
        """The prepared text was used as it stands, approved and unexpired on the day."""
        prepared = self.exercise.plan.resources.get(resource)
        if prepared is None or prepared.approved_by is None:
            return False
        if (prepared.approved and prepared.approved > self.day) or (prepared.expires and prepared.expires < self.day):
            return False
        return resource in self._used

    def would_hold(self, check: Check | None) -> bool:
        """Whether a condition holds now; False for none."""
        return check is not None and check.holds(self)
