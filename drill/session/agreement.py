"""How a line of somebody else's notes stands to what a session holds already: new, known, or against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from drill.files.times import MINUTE, format_duration, format_stamp
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.statements import (
    CALLING,
    Confirmed,
    Entry,
    Gap,
    Observed,
    Rated,
    Response,
    Statement,
    Strength,
    TeamStatement,
    Unseen,
    Verb,
)

S = TypeVar("S", bound=Statement)

SAME_MOMENT = MINUTE
"""Two people who see one thing write it down at most this far apart (milliseconds)."""

_DONE_ONCE = frozenset({Verb.DOES, Verb.STARTS, Verb.APPROVES, Verb.DECIDES})
"""What one role does for the whole team: seen of another role, somebody is mistaken."""


class Standing(StrEnum):
    """How a line stands to the session."""

    ADDS = "adds"
    KNOWN = "there already"
    CONTRADICTS = "contradicts"
    NOT_THEIRS = "control's own"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a line stands to the session, and why, in words."""

    standing: Standing
    why: str = ""


class Agreement:
    """What a session and the notes taken so far hold, to compare further notes with."""

    def __init__(self, exercise: Exercise, entries: Iterable[Entry], observer: str) -> None:
        self._exercise = exercise
        self._observer = observer
        self._by: dict[tuple[type[Statement], str], list[Entry]] = {}
        for entry in entries:
            self._keep(entry)

    def take(self, line: int, at: int, said: Statement) -> None:
        """Hold a line of the notes that will be added: the same again is known then, but nothing contradicts it."""
        self._keep(Entry(-line, at, said))

    def _keep(self, entry: Entry) -> None:
        said = entry.statement
        if isinstance(said, (Response, TeamStatement)):
            self._by.setdefault((type(said), said.team), []).append(entry)

    def verdict(self, at: int, said: Statement) -> Verdict:
        """How a line at an exercise time (milliseconds) stands to what is held."""
        match said:
            case Response():
                return self._of_response(at, said)
            case Unseen():
                return self._of_unseen(said)
            case Rated():
                return self._of_rating(said)
            case Observed():
                return self._of_observation(said)
            case Strength() | Gap():
                alike = self._held(type(said), said.team)
                if any(one.objective == said.objective and self._same_note(one, said) for _, one in alike):
                    return Verdict(Standing.KNOWN, "in the same words")
                return Verdict(Standing.ADDS)
            case _:
                return Verdict(Standing.NOT_THEIRS)

    def _held(self, kind: type[S], team: str) -> Iterator[tuple[Entry, S]]:
        for entry in self._by.get((kind, team), ()):
            if isinstance(entry.statement, kind):
                yield entry, entry.statement

    def _session_s(self, kind: type[S], team: str) -> Iterator[tuple[Entry, S]]:
        """What the session itself holds, without the notes."""
        return ((entry, said) for entry, said in self._held(kind, team) if entry.seq > 0)

    # ── what roles did ───────────────────────────────────────────────────────

    def _of_response(self, at: int, said: Response) -> Verdict:
        alike = [entry for entry, one in self._held(Response, said.team) if self._same_act(one, said)]
        own = sorted((entry for entry in alike if _role(entry) == said.role), key=lambda one: abs(one.at - at))
        for entry in own:
            if abs(entry.at - at) <= SAME_MOMENT:
                return _same_moment(entry, said)
        in_session = [entry for entry in own if entry.seq > 0]
        against = self._against(at, said, in_session, [entry for entry in alike if entry.seq > 0])
        if against:
            return Verdict(Standing.CONTRADICTS, against)
        return Verdict(Standing.ADDS, f"also at {format_stamp(in_session[0].at)}" if in_session else "")

    def _against(self, at: int, said: Response, own: list[Entry], alike: list[Entry]) -> str:
        """What the session says against it; empty text for nothing."""
        if own and self._happens_once(said):
            away = own[0].at - at
            return (
                f"the session has it at {format_stamp(own[0].at)}, "
                f"{format_duration(abs(away))} {'later' if away > 0 else 'earlier'}"
            )
        for entry in alike:
            if _role(entry) != said.role and self._is_for_one(said):
                assumed = isinstance(entry.statement, Response) and entry.statement.assumed
                verb = "assumes that it was" if assumed else "names"
                return f"the session {verb} {_role(entry)}, at {format_stamp(entry.at)}"
        for entry, one in self._session_s(Response, said.team):
            if _is_opposite(one, said) and (said.verb is Verb.DECIDES or abs(entry.at - at) <= SAME_MOMENT):
                what = f"{one.verb} {one.option}" if one.option else one.verb
                return f"the session has: {one.role} {what}, at {format_stamp(entry.at)}"
        meant = self._steps_meant(said)
        for entry, unseen in self._session_s(Unseen, said.team):
            if unseen.step in meant and _may_be_same(unseen.account, said.account):
                return f"the session says, at {format_stamp(entry.at)}, that nobody saw it"
        return ""

    def _same_act(self, one: Response, other: Response) -> bool:
        """Whether two lines say the same, whoever did it. What one of them leaves open may be what the other says."""
        if one.verb is not other.verb:
            return False
        if one.verb is Verb.IMPROVISES:
            return self._same_note(one, other)
        return (
            (set(one.roles), one.step, one.act, one.option) == (set(other.roles), other.step, other.act, other.option)
            and _may_be_same(one.inject, other.inject)
            and _may_be_same(one.from_role, other.from_role)
            and _may_be_same(one.account, other.account)
        )

    def _happens_once(self, said: Response) -> bool:
        """Whether one role does it once in an exercise, as far as the plan goes."""
        if said.verb is Verb.ACKS:
            return said.inject is not None or said.from_role is not None
        if said.verb is Verb.DECIDES:
            return True
        if said.verb in (Verb.REJECTS, Verb.IMPROVISES):
            return False
        meant = self._steps_meant(said)
        return bool(meant) and all(self._exercise.steps[key].step.repeat is None for key in meant)

    def _is_for_one(self, said: Response) -> bool:
        if said.verb not in _DONE_ONCE:
            return False
        return said.step is None or not self._exercise.steps[said.step].step.all_of

    def _steps_meant(self, said: Response) -> frozenset[StepKey]:
        """The steps of the plan that a line does, or begins: acts by their names, calls by whom they call."""
        if said.verb in (Verb.APPROVES, Verb.REJECTS) and said.step is not None:
            approval = self._exercise.approvals.get(said.step)
            return frozenset({approval} if approval else ())
        if said.step is not None:
            return frozenset({said.step})
        return frozenset(
            key
            for key, prepared in self._exercise.steps.items()
            if prepared.step.called
            and CALLING[prepared.kind] is said.verb
            and set(prepared.step.called) == set(said.roles)
        )

    # ── what was judged ──────────────────────────────────────────────────────

    def _of_unseen(self, said: Unseen) -> Verdict:
        for _, one in self._held(Unseen, said.team):
            if (one.step, one.account) == (said.step, said.account):
                return Verdict(Standing.KNOWN, "nobody else saw it either")
        for entry, done in self._session_s(Response, said.team):
            if said.step in self._steps_meant(done) and _may_be_same(said.account, done.account):
                return Verdict(Standing.CONTRADICTS, f"the session has it seen, at {format_stamp(entry.at)}")
        return Verdict(Standing.ADDS)

    def _of_rating(self, said: Rated) -> Verdict:
        alike = [(entry, one) for entry, one in self._held(Rated, said.team) if one.step == said.step]
        own = [(entry, one) for entry, one in alike if one.by == said.by]
        if own and own[-1][1].score == said.score:
            return Verdict(Standing.KNOWN, f"{said.by} gave the same")
        in_session = [one.score for entry, one in own if entry.seq > 0]
        if in_session:
            return Verdict(Standing.CONTRADICTS, f"the session has {in_session[-1]} by {said.by}")
        others = [f"{one.by} gave {one.score}" for _, one in alike if one.by != said.by and one.score != said.score]
        return Verdict(Standing.ADDS, ", ".join(dict.fromkeys(others)))

    def _of_observation(self, said: Observed) -> Verdict:
        alike = [(entry, one) for entry, one in self._held(Observed, said.team) if one.objective == said.objective]
        own = [(entry, one) for entry, one in alike if one.observer == said.observer]
        if any(one.grade == said.grade and self._same_note(one, said) for _, one in own):
            return Verdict(Standing.KNOWN, "in the same words")
        graded = [one.grade for entry, one in own if entry.seq > 0 and one.grade]
        if said.grade and graded and graded[-1] != said.grade:
            return Verdict(Standing.CONTRADICTS, f"the session has {graded[-1]} by {said.observer}")
        if said.grade is None:
            return Verdict(Standing.ADDS)
        others = [f"{one.observer} gave {one.grade}" for _, one in alike if one.grade and one.grade != said.grade]
        confirmed = [
            f"{one.by} confirmed {one.grade}"
            for _, one in self._held(Confirmed, said.team)
            if one.objective == said.objective and one.grade != said.grade
        ]
        return Verdict(Standing.ADDS, ", ".join(dict.fromkeys((*others, *confirmed))))

    def _same_note(self, one: Statement, other: Statement) -> bool:
        return self._bare(one.note) == self._bare(other.note)

    def _bare(self, note: str | None) -> str:
        """A note without the name of who brought it, however it is written."""
        return " ".join((note or "").removesuffix(signature(self._observer)).casefold().split())


def signature(observer: str) -> str:
    """How a note says who brought it."""
    return f"({observer})"


def _role(entry: Entry) -> str:
    return entry.statement.role if isinstance(entry.statement, Response) else ""


def _same_moment(entry: Entry, said: Response) -> Verdict:
    held = entry.statement
    if isinstance(held, Response) and not _may_be_same(held.person, said.person) and entry.seq > 0:
        return Verdict(Standing.CONTRADICTS, f"the session has {held.person} doing it, at {format_stamp(entry.at)}")
    where = f"at {format_stamp(entry.at)}" if entry.seq > 0 else f"line {-entry.seq} of these notes"
    return Verdict(Standing.KNOWN, where)


def _is_opposite(one: Response, other: Response) -> bool:
    """Whether two lines cannot both be: approved and rejected, decided one way and another."""
    if one.verb is Verb.DECIDES and other.verb is Verb.DECIDES:
        return one.inject == other.inject and one.option != other.option
    judged = {one.verb, other.verb} == {Verb.APPROVES, Verb.REJECTS}
    return judged and (one.step, one.role) == (other.step, other.role)


def _may_be_same(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
