"""Playing a transcript: the same engine as a live drill, without a screen and without waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from drill.errors import FilesInError, Refused
from drill.files.diagnostics import Diagnostic, Problems, in_order
from drill.plan.model import Plan
from drill.scenario.exercise import Exercise
from drill.scenario.fit import merge_fits
from drill.scenario.model import FitMap, Scenario
from drill.session.decide import Enter
from drill.session.events import Opened
from drill.session.opening import DEFAULT_TEAMS, open_session
from drill.session.session import MemoryStore, Session, Store
from drill.session.statements import Adjudicated, Ended, SetAside, Statement
from drill.session.transcript import CODE, Line, Transcript, parse_lines, teams_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A transcript whose names are all known: what the session stands on, and its lines in order."""

    opened: Opened
    lines: tuple[tuple[Line, Statement], ...]
    transcript: Transcript


def look_up(
    transcript: Transcript,
    plan: Plan,
    scenario: Scenario,
    *,
    day: date,
    teams: Sequence[str] = (),
    seed: int | None = None,
    fit: FitMap | None = None,
    history: Mapping[str, Any] | None = None,
) -> Reading:
    """A transcript's lines with their names looked up; options win over what its header says.

    Raises FilesInError with every line that cannot be understood.
    """
    header = transcript.header
    fits = merge_fits(*(each for each in (header.fit, fit) if each is not None))
    exercise = Exercise(plan, scenario, fits)
    playing = tuple(teams) or teams_of(transcript, exercise) or DEFAULT_TEAMS
    lines = parse_lines(transcript, transcript.grammar(exercise, playing))
    if transcript.diagnostics:
        raise FilesInError(in_order(transcript.diagnostics))
    opened = open_session(
        plan,
        scenario,
        teams=playing,
        day=day,
        seed=header.seed if seed is None else seed,
        fit=fits,
        cast=header.cast,
        mode=header.mode,
        style=header.style,
        recorded=header.recorded,
        history=header.history if header.recorded else history,
    )
    return Reading(opened, tuple(lines), transcript)


def play(reading: Reading, store: Store | None = None) -> tuple[Session, list[Diagnostic]]:
    """Play a transcript to its end into a store, and return the session with warnings.

    Raises FilesInError with every line that the session could not take.
    """
    session = Session.open_new(store or MemoryStore(), reading.opened, _Counter())
    problems = Problems(reading.transcript.document)
    for line, statement in reading.lines:
        try:
            session.submit(Enter(line.at, _resolved(session, statement, line), line.recalled), f"line-{line.number}")
        except Refused as refusal:
            problems.error(CODE, problems.at(line.number, line.column), refusal.message, refusal.hint)
    if problems.found:
        raise FilesInError(in_order(problems.found))
    return session, _end(session, reading)


def _resolved(session: Session, statement: Statement, line: Line) -> Statement:
    if isinstance(statement, (Adjudicated, SetAside)):
        entry = session.state.entry_of_line(statement.team, statement.entry)
        if entry is None:
            raise Refused(f"{statement.team} has no line #{statement.entry} by then")
        return replace(statement, entry=entry)
    return statement


def _end(session: Session, reading: Reading) -> list[Diagnostic]:
    if session.state.ended_at is not None:
        return []
    last = max((line.at for line, _ in reading.lines), default=0)
    at = max(last, session.state.exercise.scenario.duration)
    session.submit(Enter(at, Ended()), "end")
    problems = Problems(reading.transcript.document)
    place = problems.at(max((line.number for line, _ in reading.lines), default=1), 1)
    message = "there is no 'control end'; the exercise was ended at its planned end, or its last line"
    problems.warning(CODE, place, message, "add a last line: 60m control end")
    return problems.found


class _Counter:
    """Command ids for what the engine itself enters, the same at every playing."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> str:
        self._count += 1
        return f"due-{self._count}"
