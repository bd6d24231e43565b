"""What comes next, and what is owed: deadlines, injects, probes, the answers that control gives, open calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drill.session.panes.matrix import Matrix
from drill.session.panes.script import current_inject, probes_of, wording
from drill.session.state import State
from drill.session.team import TeamPlay

FORGET_PROBE_AFTER = 600_000
"""A probe that nobody asked is let go after this time, in milliseconds: its moment has passed."""


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


def build_ahead(state: State, matrix: Matrix) -> tuple[Ahead, ...]:
    """All that comes for any team, the earliest first."""
    if state.ended_at is not None:
        return ()
    found = [
        *_deadlines(matrix),
        *_injects(state),
        *_probes(state),
        *_answers(state),
        *_phases(state),
        Ahead(state.exercise.scenario.duration, Kind.END, "the planned end"),
    ]
    return tuple(sorted(found, key=lambda item: (item.at, item.kind, item.words)))


def open_calls(state: State) -> tuple[OpenCall, ...]:
    """The calls that ask for an answer and have none, the most pressing first."""
    roles = state.exercise.plan.roles
    found = []
    for play in state.plays():
        for call in play.calls:
            if call.asks and call.acked_at is None and not call.known_away:
                within = roles[call.to].ack_within
                until = None if within is None else call.at + within
                found.append(OpenCall(play.team, call.caller, call.to, call.at, until, call.simulated, call.entry))
    return tuple(sorted(found, key=lambda call: (call.until is None, call.until or call.at, call.entry)))


def build_phases(state: State) -> tuple[PhaseLine, ...]:
    """The phases in the order of time."""
    phases = sorted(state.exercise.scenario.phases, key=lambda phase: phase.at)
    words = wording(state)
    return tuple(
        PhaseLine(phase.at, words(phase.title), phase.pause, tuple(map(words, phase.questions))) for phase in phases
    )


def _deadlines(matrix: Matrix) -> Iterator[Ahead]:
    together: dict[tuple[int, int], list[str]] = {}
    for at, spot in matrix.due:
        together.setdefault((at, spot.row), []).append(matrix.teams[spot.column])
    for (at, row), teams in together.items():
        yield Ahead(at, Kind.DEADLINE, matrix.rows[row].name, _some_of(teams, len(matrix.teams)))


def _injects(state: State) -> Iterator[Ahead]:
    together: dict[tuple[int, str], list[TeamPlay]] = {}
    for play in state.plays():
        for inject, at in (*play.due.items(), *play.owed.items()):
            together.setdefault((at, inject), []).append(play)
    words = wording(state)
    for (at, inject), plays in together.items():
        title = words(plays[0].injects[inject].inject.title)
        yield Ahead(at, Kind.INJECT, title, _some_of([play.team for play in plays], len(state.teams)), inject)


def _some_of(teams: list[str], of: int) -> tuple[str, ...]:
    """The teams, or none of them where all are meant."""
    return tuple(teams) if len(teams) < of else ()


def _probes(state: State) -> Iterator[Ahead]:
    plays = list(state.plays())
    current = current_inject(plays)
    for inject in dict.fromkeys(inject for play in plays for inject in play.delivered):
        for probe in probes_of(state, plays, inject):
            if probe.due_at is None or probe.asked:
                continue
            if inject == current or probe.due_at > state.now - FORGET_PROBE_AFTER:
                yield Ahead(probe.due_at, Kind.PROBE, probe.ask, inject=inject)


def _answers(state: State) -> Iterator[Ahead]:
    for call in open_calls(state):
        if call.simulated:
            yield Ahead(call.until or call.at, Kind.ANSWER, f"{call.to} answers {call.caller}", (call.team,))


def _phases(state: State) -> Iterator[Ahead]:
    words = wording(state)
    for phase in state.exercise.scenario.phases:
        if phase.at > 0:
            yield Ahead(phase.at, Kind.PHASE, words(phase.title))
