"""A scenario from a file, or from the text that a session kept; and what belongs to it."""

from __future__ import annotations

import os

from drill.errors import FilesInError
from drill.files.decode import decode
from drill.files.diagnostics import Diagnostic, has_errors
from drill.files.reading import read_text
from drill.files.text import clean
from drill.files.yaml_source import parse_yaml
from drill.scenario.model import FitMap, Scenario


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
    scenario, diagnostics = read_scenario(text, name)
    if scenario is None or has_errors(diagnostics):
        raise FilesInError(diagnostics)
    return scenario


def read_scenario(text: str, name: str) -> tuple[Scenario | None, list[Diagnostic]]:
    """The scenario as far as one can be made, and all that does not fit the schema."""
    source = parse_yaml(text, name)
    scenario, diagnostics = decode(Scenario, source)
    if scenario is not None:
        scenario.attach(source.document)
    return scenario, diagnostics


def load_fit(path: str | os.PathLike[str]) -> FitMap:
    """What a ``--fit`` file maps. Raises OutOfReach, and FilesInError."""
    source = parse_yaml(read_text(path), clean(os.fspath(path)))
    fit, diagnostics = decode(FitMap, source)
    if fit is None or has_errors(diagnostics):
        raise FilesInError(diagnostics)
    fit.settle()
    return fit
