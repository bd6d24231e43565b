"""A scenario from a file, or from the text that a session kept; and what belongs to it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from drill.errors import FilesInError
from drill.files.decode import decode
from drill.files.diagnostics import Diagnostic, Problems, has_errors
from drill.files.reading import read_text
from drill.files.text import clean
from drill.files.yaml_source import Source, parse_yaml
from drill.scenario.model import FitMap, Scenario

_ELSEWHERE = re.compile(r"[/\\~]|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://|.*\\", re.DOTALL)
"""Absolute, in a home folder, on a drive, on another machine, or in another system's spelling."""


def load_scenario(path: str | os.PathLike[str]) -> Scenario:
    """The scenario in a file.

    Raises OutOfReach where the file cannot be opened, FilesInError with all that
    does not fit the schema. What the checks would say is not asked here.
    """
    return scenario_from_text(read_text(path), clean(os.fspath(path)))


def scenario_from_text(text: str, name: str) -> Scenario:
    """The scenario that a text holds; `name` stands for the file in messages.

    Raises FilesInError with all that does not fit the schema.
    """
    scenario, diagnostics = read_scenario(parse_yaml(text, name))
    if scenario is None or has_errors(diagnostics):
        raise FilesInError(diagnostics)
    return scenario


def read_scenario(source: Source) -> tuple[Scenario | None, list[Diagnostic]]:
    """The scenario as far as one can be made, and all that does not fit the schema."""
    scenario, diagnostics = decode(Scenario, source)
    if scenario is not None:
        scenario.attach(source.document)
    return scenario, diagnostics


def load_fit(path: str | os.PathLike[str]) -> FitMap:
    """What a ``--fit`` file maps. Raises OutOfReach, and FilesInError."""
    fit, diagnostics = read_fit(parse_yaml(read_text(path), clean(os.fspath(path))))
    if fit is None or has_errors(diagnostics):
        raise FilesInError(diagnostics)
    return fit


def read_fit(source: Source) -> tuple[FitMap | None, list[Diagnostic]]:
    """The fit map as far as one can be made, and all that does not fit the schema."""
    fit, diagnostics = decode(FitMap, source)
    if fit is not None:
        fit.settle()
    return fit, diagnostics


def plan_path(scenario: Scenario) -> Path | None:
    """The file of the plan that a scenario names, found from the scenario's own file; None where it names none.

    Paths are relative and end in ``.yaml`` or ``.yml``; ``..`` is allowed, since
    plans and scenarios often lie in folders beside each other. A path from the top of
    the disk, from a home folder or to another machine is not: a scenario travels, and
    must not open what only its author has. Raises FilesInError.
    """
    if scenario.plan is None:
        return None
    if _ELSEWHERE.match(scenario.plan) or not scenario.plan.endswith((".yaml", ".yml")):
        raise FilesInError([plan_unusable(scenario, f'"{scenario.plan}" is not a relative path to a .yaml file')])
    return Path(scenario.document.name).parent / scenario.plan


def plan_unusable(scenario: Scenario, message: str) -> Diagnostic:
    """The diagnostic for a plan that cannot be opened where the scenario says."""
    problems = Problems(scenario.document)
    hint = "write it relative to this file, like plans/northwind.yaml, or give --plan"
    problems.error("plan-path", scenario.document.place(("plan",)), message, hint)
    return problems.found[0]
