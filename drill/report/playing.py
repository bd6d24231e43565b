"""Playing a transcript from files: checked first, played, and put into a session's folder with all that it comes to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drill.errors import FilesInError, WrongUsage
from drill.files.diagnostics import Diagnostic, Severity, has_errors
from drill.files.reading import read_text
from drill.files.text import clean
from drill.plan.load import load_plan
from drill.report.after_action import AfterAction
from drill.report.folder import REPORTS, create_journal, discard, new_folder, write_artefacts
from drill.revision.history import gather
from drill.scenario.checking import check_file
from drill.scenario.fit import FitLine
from drill.scenario.load import load_fit, load_scenario, plan_path
from drill.scenario.model import FitMap, Scenario
from drill.session.opening import check_team
from drill.session.play import Reading, look_up, play
from drill.session.transcript import Transcript, read_transcript

AnyPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a transcript: its folder, what the report is written from, and what the user should be told."""

    folder: Path
    aar: AfterAction
    warnings: tuple[Diagnostic, ...]
    lacking: tuple[FitLine, ...]
    """What the scenario names and the plan does not have; it was left out of the play."""


def play_files(
    scenario_file: AnyPath,
    transcript_file: AnyPath,
    *,
    plan_file: AnyPath | None = None,
    fit_file: AnyPath | None = None,
    teams: Sequence[str] = (),
    seed: int | None = None,
    day: date | None = None,
    today: date,
    out: AnyPath = REPORTS,
) -> Played:
    """Play a transcript and write its session's folder.

    `day` dates the drill; without it the transcript's header does, else the day on
    which the scenario starts, else `today`. Raises FilesInError where the scenario, the
    plan or the transcript have errors, WrongUsage, and OutOfReach; then no folder is left.
    """
    found = check_file(scenario_file, plan_file, fit_file)
    if has_errors(found):
        raise FilesInError(found)
    reading = _look_up(
        load_scenario(scenario_file),
        read_transcript(read_text(transcript_file), clean(os.fspath(transcript_file))),
        plan_file=plan_file,
        fit=load_fit(fit_file) if fit_file is not None else None,
        teams=teams,
        seed=seed,
        day=day,
        today=today,
        out=out,
    )
    rehearsed, warnings = play(reading)  # in memory first: an error in a line leaves nothing behind
    rehearsed.close()
    folder = new_folder(out, reading.opened.date, rehearsed.state.exercise.scenario.scenario)
    return Played(
        folder=folder,
        aar=_written(reading, folder),
        warnings=(*(each for each in found if each.severity is Severity.WARNING), *warnings),
        lacking=rehearsed.state.exercise.fit.missing,
    )


def _look_up(
    scenario: Scenario,
    transcript: Transcript,
    *,
    plan_file: AnyPath | None,
    fit: FitMap | None,
    teams: Sequence[str],
    seed: int | None,
    day: date | None,
    today: date,
    out: AnyPath,
) -> Reading:
    for index, team in enumerate(teams):
        check_team(team, teams[:index])
    plan_at = plan_file if plan_file is not None else plan_path(scenario)
    if plan_at is None:
        raise WrongUsage("the scenario names no plan", "say on which plan it is played: --plan PLAN")
    starts = scenario.starts.date() if scenario.starts is not None else None
    dated = day or transcript.header.day or starts or today
    plan = load_plan(plan_at)
    history = {} if transcript.header.recorded else gather(plan, Path(out), dated)
    return look_up(transcript, plan, scenario, day=dated, teams=teams, seed=seed, fit=fit, history=history)


def _written(reading: Reading, folder: Path) -> AfterAction:
    try:
        journal = create_journal(folder)
        try:
            session, _ = play(reading, journal)
            return write_artefacts(session.state, folder)
        finally:
            journal.close()
    except BaseException:
        discard(folder)
        raise
