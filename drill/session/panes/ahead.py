"""What comes next, and what is owed: deadlines, injects, probes, the answers that control gives, open calls."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge, nsmallest
from itertools import chain, islice
from operator import itemgetter

from drill.session.expectations import Call
from drill.session.panes.matrix import Matrix
from drill.session.panes.script import current_inject, probes_of, wording
from drill.session.state import State
from drill.session.team import TeamPlay

FORGET_PROBE_AFTER = 600_000
"""A probe that nobody asked is let go after this time, in milliseconds: its moment has passed."""

SHOWN = 60
"""So many of each kind are looked at: more than any pane has room for."""


class Kind(StrEnum):
    """What comes next."""

    DEADLINE = "deadline"
    INJECT = "inject"
    PROBE = "probe"
    ANSWER = "answer"
    PHASE = "phase"
    END = "planned end"


@dataclass(frozen=True, slots=True)
class Ahead:
    """One thing that comes, or that control owes."""

    at: int
    kind: Kind
    words: str
    teams: tuple[str, ...] = ()
    """The teams that it is about; empty for all of them."""
    inject: str | None = None

    @property
    def is_owed(self) -> bool:
        """Whether control must do it, so that it stays in sight when its time has passed."""
        return self.kind in (Kind.PROBE, Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that nobody has answered."""

    team: str
    caller: str
    to: str
    at: int
    until: int | None
    """When the called role's time to answer is over; None where it has none."""
    simulated: bool
    entry: int


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A part of the exercise and what to ask the room then."""

    at: int
    title: str
    pauses: bool
    questions: tuple[str, ...]


class _TeamAhead:
    """What comes for one team, and its open calls, each as far as anybody looks."""

    def __init__(self) -> None:
        self.seen: Hashable = None
        self.injects: list[tuple[int, str, str]] = []
        """When each comes, its id and its title, which control may have changed."""
        self.calls: list[OpenCall] = []
        self.probing: list[str] = []
        """The injects that came with questions to ask."""
        self._play: TeamPlay | None = None
        self._looked_at = 0

    def look(self, play: TeamPlay) -> None:
        coming = ((at, inject) for inject, at in chain(play.due.items(), play.owed.items()))
        self.injects = [(at, inject, play.injects[inject].inject.title) for at, inject in nsmallest(SHOWN, coming)]
        found = (call for call in play.calls if call.asks and call.acked_at is None and not call.known_away)
        if play is not self._play:
            self._play, self._looked_at, self.probing = play, 0, []
        news = islice(play.delivered.items(), self._looked_at, None)
        self.probing += [inject for inject, delivery in news if delivery.inject.inject.probes]
        self._looked_at = len(play.delivered)
        self.calls = sorted((_open_call(play, call) for call in found), key=_pressing)


class AheadBuilder:
    """Finds what comes next, and keeps of each team what did not change since the last time."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._words = wording(state)
        self._teams = {team: _TeamAhead() for team in state.teams}
        self._coming: list[list[tuple[int, str, str]]] = []
        self._next_injects: tuple[Ahead, ...] = ()

    def look(self, standings: Mapping[str, Hashable]) -> None:
        """Take in how the teams stand, before anything is asked."""
        for name, team in self._teams.items():
            if team.seen != standings[name]:
                team.seen = standings[name]
                team.look(self._state.teams[name].play)

    def build(self, matrix: Matrix) -> tuple[Ahead, ...]:
        """The next that comes for any team, the earliest first."""
        if self._state.ended_at is not None:
            return ()
        found = [
            *_deadlines(matrix, self._state.now),
            *self._injects(),
            *self._probes(),
            *self._answers(),
            *_phases(self._state),
            Ahead(self._state.exercise.scenario.duration, Kind.END, "the planned end"),
        ]
        return tuple(sorted(found, key=lambda item: (item.at, item.kind, item.words)))

    def open_calls(self) -> tuple[OpenCall, ...]:
        """The calls that ask for an answer and have none, the most pressing first."""
        return tuple(islice(merge(*(team.calls for team in self._teams.values()), key=_pressing), SHOWN))

    def _injects(self) -> tuple[Ahead, ...]:
        coming = [team.injects for team in self._teams.values()]
        if coming != self._coming:
            self._coming, self._next_injects = coming, tuple(self._make_injects())
        return self._next_injects

    def _make_injects(self) -> Iterator[Ahead]:
        together: dict[tuple[int, str, str], list[str]] = {}
        for name, team in self._teams.items():
            for item in team.injects:
                together.setdefault(item, []).append(name)
        for (at, inject, title), teams in nsmallest(SHOWN, together.items()):
            yield Ahead(at, Kind.INJECT, self._words(title), _some_of(teams, len(self._teams)), inject)

    def _probes(self) -> Iterator[Ahead]:
        plays = list(self._state.plays())
        current = current_inject(plays)
        for inject in dict.fromkeys(chain.from_iterable(team.probing for team in self._teams.values())):
            for probe in probes_of(self._state, plays, inject):
                if probe.due_at is None or probe.asked:
                    continue
                if inject == current or probe.due_at > self._state.now - FORGET_PROBE_AFTER:
                    yield Ahead(probe.due_at, Kind.PROBE, probe.ask, inject=inject)

    def _answers(self) -> Iterator[Ahead]:
        for call in self.open_calls():
            if call.simulated:
                yield Ahead(call.until or call.at, Kind.ANSWER, f"{call.to} answers {call.caller}", (call.team,))


def _open_call(play: TeamPlay, call: Call) -> OpenCall:
    within = play.exercise.plan.roles[call.to].ack_within
    until = None if within is None else call.at + within
    return OpenCall(play.team, call.caller, call.to, call.at, until, call.simulated, call.entry)


def _pressing(call: OpenCall) -> tuple[bool, int, int]:
    return call.until is None, call.until or call.at, call.entry


def build_phases(state: State) -> tuple[PhaseLine, ...]:
    """The phases in the order of time."""
    phases = sorted(state.exercise.scenario.phases, key=lambda phase: phase.at)
    words = wording(state)
    return tuple(
        PhaseLine(phase.at, words(phase.title), phase.pause, tuple(map(words, phase.questions))) for phase in phases
    )


def _deadlines(matrix: Matrix, now: int) -> Iterator[Ahead]:
    """The deadlines that are still to come; what is past is late, and the matrix says so."""
    first = bisect_left(matrix.due, now, key=itemgetter(0))
    together: dict[tuple[int, int], list[str]] = {}
    for at, spot in matrix.due[first:]:
        if len(together) == SHOWN and (at, spot.row) not in together:
            break
        together.setdefault((at, spot.row), []).append(matrix.teams[spot.column])
    for (at, row), teams in together.items():
        yield Ahead(at, Kind.DEADLINE, matrix.rows[row].name, _some_of(teams, len(matrix.teams)))


def _some_of(teams: list[str], of: int) -> tuple[str, ...]:
    """The teams, or none of them where all are meant."""
    return tuple(teams) if len(teams) < of else ()


def _phases(state: State) -> Iterator[Ahead]:
    words = wording(state)
    for phase in state.exercise.scenario.phases:
        if phase.at > 0:
            yield Ahead(phase.at, Kind.PHASE, words(phase.title))
