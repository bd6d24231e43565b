"""A plan from a file, or from the text that a session kept."""

from __future__ import annotations

import os

from drill.errors import FilesInError
from drill.files.decode import decode
from drill.files.diagnostics import Diagnostic, has_errors
from drill.files.reading import read_text
from drill.files.text import clean
from drill.files.yaml_source import Source, parse_yaml
from drill.plan.model import Plan


def load_plan(path: str | os.PathLike[str]) -> Plan:
    """The plan in a file.

    Raises OutOfReach where the file cannot be opened, FilesInError with all that
    does not fit the schema. What the checks would say is not asked here.
    """
    return plan_from_text(read_text(path), clean(os.fspath(path)))


def plan_from_text(text: str, name: str) -> Plan:
    """The plan that a text holds; `name` stands for the file in messages.

    Raises FilesInError with all that does not fit the schema.
    """
    plan, diagnostics = read_plan(parse_yaml(text, name))
    if plan is None or has_errors(diagnostics):
        raise FilesInError(diagnostics)
    return plan


def read_plan(source: Source) -> tuple[Plan | None, list[Diagnostic]]:
    """The plan as far as one can be made, and all that does not fit the schema."""
    plan, diagnostics = decode(Plan, source)
    if plan is not None:
        plan.attach(source.document)
    return plan, diagnostics
