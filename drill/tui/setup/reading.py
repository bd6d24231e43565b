"""What a set-up stands on, read from the disk: the scenario, the plan, the plans nearby, the folder to write to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from drill.errors import DrillError, FilesInError
from drill.files.diagnostics import Diagnostic, Severity
from drill.plan.load import load_plan
from drill.plan.model import Plan
from drill.report.folder import unfinished
from drill.revision.coming import DueRetest, due_retests
from drill.scenario.beginning import plans_near
from drill.scenario.checking import check_file
from drill.scenario.exercise import Exercise
from drill.scenario.load import load_fit, load_scenario, plan_path
from drill.scenario.model import FitMap, Scenario
from drill.session.opening import DEFAULT_TEAMS
from drill.tui.starting import Wanted


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan that was found."""

    path: Path
    title: str
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """The folder that the session will lie in."""

    out: Path
    is_writable: bool
    free: int
    """Bytes that are free there."""
    unfinished: tuple[str, ...] = ()
    """Sessions of the same scenario that can be gone on with."""


@dataclass(frozen=True)
class Material:
    """All that was read. Where something cannot be read, `wrong` says why, and what hangs on it is None."""

    place: Place
    day: date
    scenario: Scenario | None = None
    plan: Plan | None = None
    plan_file: Path | None = None
    exercise: Exercise | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    wrong: str = ""
    retests: tuple[DueRetest, ...] = ()
    """The changes of the plan that still have to prove themselves."""
    printed: tuple[str, ...] = ()
    """Papers of this scenario that lie beside it or in the session's folder."""
    plans: tuple[PlanFile, ...] = field(default=())

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stands in the way of a start."""
        return tuple(one for one in self.diagnostics if one.severity is Severity.ERROR)


def teams_of(wanted: Wanted) -> tuple[str, ...]:
    """The teams that play."""
    return tuple(wanted.teams) or DEFAULT_TEAMS


def read_material(wanted: Wanted, today: date) -> Material:
    """All that a set-up shows of files and folders. What is wrong with them is told in it, never raised."""
    place = _place(wanted)
    try:
        found = tuple(check_file(wanted.scenario, wanted.plan, wanted.fit, wanted.mapping))
        scenario = load_scenario(wanted.scenario)
    except FilesInError as error:
        return Material(place, today, diagnostics=error.diagnostics)
    except DrillError as error:
        return Material(place, today, wrong=error.message)
    day = wanted.day or (scenario.starts.date() if scenario.starts is not None else today)
    place = _place(wanted, scenario.scenario)
    read = Material(place, day, scenario, diagnostics=found, plans=tuple(_plans(wanted, scenario)))
    try:
        file = Path(wanted.plan) if wanted.plan is not None else plan_path(scenario)
        if file is None:
            return read
        plan = load_plan(file)
        fits = [load_fit(wanted.fit)] if wanted.fit is not None else []
        exercise = Exercise(plan, scenario, *fits, wanted.mapping or FitMap())
        retests = due_retests(file, scenario, *fits, wanted.mapping or FitMap())
    except DrillError as error:
        return read if read.errors else replace(read, wrong=error.message)  # else a diagnostic says it already
    return Material(
        place,
        day,
        scenario,
        plan,
        file,
        exercise,
        found,
        retests=tuple(retests),
        printed=tuple(_printed(Path(wanted.scenario), Path(wanted.out))),
        plans=read.plans,
    )


def _place(wanted: Wanted, scenario: str = "") -> Place:
    out = Path(wanted.out)
    there = next((folder for folder in (out, *out.absolute().parents) if folder.exists()), Path("/"))
    try:
        free = shutil.disk_usage(there).free
        waiting = tuple(info.name for info in unfinished(out) if info.scenario == scenario)
    except (OSError, DrillError):
        return Place(out, is_writable=False, free=0)
    return Place(out, there.is_dir() and os.access(there, os.W_OK | os.X_OK), free, waiting)


def _plans(wanted: Wanted, scenario: Scenario) -> Iterator[PlanFile]:
    """The scenario's own plan first, then those that lie nearby."""
    seen: set[Path] = set()
    for path in (*_own(wanted, scenario), *plans_near(Path(wanted.scenario).parent)):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        try:
            plan = load_plan(path)
        except DrillError:  # drill check says what is wrong with it
            continue
        yield PlanFile(path, plan.title, plan.version)


def _own(wanted: Wanted, scenario: Scenario) -> Iterator[Path]:
    try:
        own = plan_path(scenario)
    except FilesInError:
        own = None
    yield from (path for path in (own, Path(wanted.plan) if wanted.plan is not None else None) if path is not None)


PRINTS = (".md", ".html", ".htm", ".csv", ".pdf")


def _printed(scenario: Path, out: Path) -> Iterator[str]:
    """Files whose names begin as the scenario's does, and that ``drill print`` could have written."""
    for folder in dict.fromkeys((scenario.parent, out, Path())):
        if folder.is_dir():
            names = (path.name for path in folder.glob(f"{scenario.stem}*") if path.suffix in PRINTS)
            yield from sorted(names)
