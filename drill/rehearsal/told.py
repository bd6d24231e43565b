"""One run, minute by minute: its lines, written from the same draws and played by the real engine."""

from __future__ import annotations

from dataclasses import dataclass

from drill.rehearsal.draws import Chance
from drill.rehearsal.lines import TEAM
from drill.rehearsal.model import Model
from drill.rehearsal.reference import Run
from drill.session.play import look_up, play
from drill.session.state import State
from drill.session.transcript import read_transcript


@dataclass(frozen=True)
class ToldRun:
    """A run as a session of its own."""

    number: int
    transcript: str
    state: State
    """The engine's state at its end: scores and reports are made from it as from any session's."""


def tell(model: Model, seed: int, number: int) -> ToldRun:
    """Run `number` of a rehearsal with this seed, from 0, through the engine."""
    drawn = Chance(seed, model.draws).runs(number, 1)[:, 0].tolist()
    run = Run(model, drawn)
    run.play()
    exercise = model.exercise
    reading = look_up(
        read_transcript(run.scribe.text, f"run-{number}.txt"),
        exercise.plan,
        exercise.scenario,
        day=model.day,
        teams=(TEAM,),
        fit=exercise.fit.maps,
    )
    session, _ = play(reading)
    return ToldRun(number, run.scribe.text, session.state)
