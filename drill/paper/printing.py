"""From files to a paper: checked first, staged, and written in the form that was asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from drill.errors import FilesInError, WrongUsage
from drill.files.atomic import write_whole
from drill.files.diagnostics import Diagnostic, Severity, has_errors
from drill.files.text import clean
from drill.paper.as_html import as_html
from drill.paper.as_markdown import as_markdown
from drill.paper.cards import cards
from drill.paper.document import Document
from drill.paper.eeg import eeg
from drill.paper.msel import COLUMNS, msel, rows
from drill.paper.sitman import sitman
from drill.paper.spreadsheet import as_csv
from drill.paper.staging import Staging
from drill.plan.load import load_plan
from drill.scenario.checking import check_file
from drill.scenario.exercise import Exercise
from drill.scenario.fit import FitLine
from drill.scenario.load import load_fit, load_scenario, plan_path
from drill.session.opening import check_team, draw_cast, seed_of

AnyPath = str | os.PathLike[str]


class Paper(StrEnum):
    """What can be printed."""

    CARDS = "cards"
    MSEL = "msel"
    SITMAN = "sitman"
    EEG = "eeg"


class Form(StrEnum):
    """How it is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"


_MAKERS: Mapping[Paper, Callable[[Staging], Document]] = {
    Paper.CARDS: cards,
    Paper.MSEL: msel,
    Paper.SITMAN: sitman,
    Paper.EEG: eeg,
}

_FORMS: Mapping[str, Form] = {".html": Form.HTML, ".htm": Form.HTML, ".csv": Form.CSV}


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper's text, and what the user should be told beside it."""

    text: str
    warnings: tuple[Diagnostic, ...]
    lacking: tuple[FitLine, ...]
    """What the scenario names and the plan does not have; it stands on no paper."""
    sources: tuple[AnyPath, ...]
    """The files that it was made from."""


def form_for(paper: Paper, asked: str | None, target: AnyPath | None) -> Form:
    """The form that was asked for, else the one that the file's name says, else markdown. Raises WrongUsage."""
    form = Form(asked) if asked else _FORMS.get(Path(target).suffix.lower(), Form.MARKDOWN) if target else Form.MARKDOWN
    if form is Form.CSV and paper is not Paper.MSEL:
        raise WrongUsage(f"{paper} cannot be printed as CSV", "the MSEL can: --as msel --format csv")
    return form


def print_files(
    scenario_file: AnyPath,
    paper: Paper,
    form: Form = Form.MARKDOWN,
    *,
    plan_file: AnyPath | None = None,
    fit_file: AnyPath | None = None,
    teams: Sequence[str] = (),
    seed: int | None = None,
    day: date | None = None,
    with_notes: bool = False,
) -> Printed:
    """A paper about a scenario. The same files and options give the same bytes.

    Without a seed the names are those of a session without one; without a `day` it is
    the one on which the scenario starts, else it is left to be filled in. Raises
    FilesInError where the scenario, the plan or the fit map have errors, WrongUsage, OutOfReach.
    """
    for index, team in enumerate(teams):
        check_team(team, teams[:index])
    found = check_file(scenario_file, plan_file, fit_file)
    if has_errors(found):
        raise FilesInError(found)
    scenario = load_scenario(scenario_file)
    plan_at = plan_file if plan_file is not None else plan_path(scenario)
    if plan_at is None:
        raise WrongUsage("the scenario names no plan", "say for which plan it is printed: --plan PLAN")
    fits = (load_fit(fit_file),) if fit_file is not None else ()
    exercise = Exercise(load_plan(plan_at), scenario, *fits)
    staging = Staging(
        exercise,
        draw_cast(scenario, seed_of(scenario) if seed is None else seed),
        tuple(teams),
        day or (scenario.starts.date() if scenario.starts is not None else None),
        with_notes,
    )
    warnings = tuple(each for each in found if each.severity is Severity.WARNING)
    sources = (scenario_file, plan_at, *((fit_file,) if fit_file is not None else ()))
    return Printed(written(staging, paper, form), warnings, exercise.fit.missing, sources)


def written(staging: Staging, paper: Paper, form: Form) -> str:
    """A paper in one of its forms."""
    if form is Form.CSV:
        return as_csv(COLUMNS, rows(staging))
    made = _MAKERS[paper](staging)
    return as_html(made) if form is Form.HTML else as_markdown(made)


def write_paper(target: AnyPath, printed: Printed) -> None:
    """Write a paper to a file, whole or not at all. Raises WrongUsage for a file that it is made from, OutOfReach."""
    path = Path(target)
    if any(path.exists() and path.samefile(source) for source in printed.sources):
        raise WrongUsage(f"{clean(os.fspath(target))} is what the paper is made from", "write to another file")
    write_whole(path, printed.text.encode())
