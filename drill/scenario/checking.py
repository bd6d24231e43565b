"""Checking files from disk: what kind each is, what belongs to it, and all that is wrong with it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

from drill.errors import FilesInError, OutOfReach
from drill.files.diagnostics import Diagnostic, Problems, Severity, in_order
from drill.files.reading import read_text
from drill.files.text import clean
from drill.files.yaml_source import Source, parse_yaml
from drill.plan.check import check_plan
from drill.plan.load import read_plan
from drill.plan.model import Plan
from drill.scenario.check import check_fit, check_scenario
from drill.scenario.load import plan_path, plan_unusable, read_fit, read_scenario
from drill.scenario.model import FitMap, Scenario

AnyPath = str | os.PathLike[str]


class Kind(StrEnum):
    """What a file is."""

    PLAN = "plan"
    SCENARIO = "scenario"
    FIT = "fit"


def check_file(
    path: AnyPath, plan: AnyPath | None = None, fit: AnyPath | None = None, mapping: FitMap | None = None
) -> list[Diagnostic]:
    """All that is wrong with a plan, a scenario or a fit map, in order.

    A fit map by itself is read, and no more. A scenario is checked on its own plan, or
    on `plan` where one is given, with the fit map in `fit`; errors of these files are
    among the diagnostics. Raises OutOfReach where a file that was asked for cannot be
    opened.
    """
    return check_and_read(path, plan, fit, mapping)[1]


def check_and_read(
    path: AnyPath, plan: AnyPath | None = None, fit: AnyPath | None = None, mapping: FitMap | None = None
) -> tuple[Scenario | None, list[Diagnostic]]:
    """The scenario, where the file is one that can be read, and what `check_file` says of it."""
    try:
        source = _source(path)
    except FilesInError as error:
        return None, list(error.diagnostics)
    if source.broken:
        return None, in_order(source.diagnostics)
    kind = kind_of(source.value)
    if kind is Kind.PLAN:
        return None, _checked_plan(source)[1]
    if kind is Kind.SCENARIO:
        scenario, found = _checked_scenario(source, plan, fit, mapping)
        return scenario, in_order(found)
    if kind is Kind.FIT:
        return None, read_fit(source)[1]
    problems = Problems(source.document, list(source.diagnostics))
    problems.error(
        "unknown-kind",
        source.document.place(()),
        "this is neither a plan nor a scenario",
        "a plan begins with plan: ID, a scenario with scenario: ID",
    )
    return None, in_order(problems.found)


def kind_of(value: Any) -> Kind | None:
    """What a file's values are, by their keys. A scenario has a ``plan`` too: the path of one."""
    if not isinstance(value, dict):
        return None
    keys = set(value)
    if keys & {"scenario", "injects"}:
        return Kind.SCENARIO
    if keys and keys <= set(FitMap.model_fields) and all(_maps_names(group) for group in value.values()):
        return Kind.FIT
    return Kind.PLAN if keys & {"plan", "roles", "workflows"} else None


def _maps_names(group: Any) -> bool:
    return isinstance(group, dict) and all(isinstance(name, str) for name in group.values())


def _source(path: AnyPath) -> Source:
    return parse_yaml(read_text(path), clean(os.fspath(path)))


def _checked_plan(source: Source) -> tuple[Plan | None, list[Diagnostic]]:
    plan, found = read_plan(source)
    return plan, in_order([*found, *(_beside(found, check_plan(plan)) if plan else ())])


def _checked_scenario(
    source: Source, plan_file: AnyPath | None, fit_file: AnyPath | None, mapping: FitMap | None
) -> tuple[Scenario | None, list[Diagnostic]]:
    scenario, found = read_scenario(source)
    if scenario is None:
        return None, found
    plan, own_plan, of_plan = _plan_of(scenario, plan_file)
    fit_map, of_fit = _fit_of(fit_file, scenario, plan)
    fits = (each for each in (fit_map, mapping) if each is not None)
    checked = check_scenario(scenario, plan, *fits, own_plan=own_plan)
    return scenario, [*found, *of_plan, *of_fit, *_beside(found, checked)]


def _plan_of(scenario: Scenario, plan_file: AnyPath | None) -> tuple[Plan | None, bool, list[Diagnostic]]:
    """The plan to check on, whether it is the scenario's own, and what makes it unfit for that."""
    try:
        own = plan_path(scenario)
    except FilesInError as error:
        own = None
        if plan_file is None:
            return None, True, list(error.diagnostics)
    if plan_file is not None:
        asked = Path(plan_file)
        plan, found = _checked_plan(_source(asked))
        return plan, own is not None and own.exists() and own.samefile(asked), _errors(found)
    if own is None:
        return None, False, []
    try:
        plan, found = _checked_plan(_source(own))
    except OutOfReach as error:
        return None, True, [plan_unusable(scenario, error.message)]
    except FilesInError as error:
        return None, True, list(error.diagnostics)
    return plan, True, _errors(found)


def _fit_of(fit_file: AnyPath | None, scenario: Scenario, plan: Plan | None) -> tuple[FitMap | None, list[Diagnostic]]:
    if fit_file is None:
        return None, []
    source = _source(fit_file)
    fit, found = read_fit(source)
    if fit is None or plan is None:
        return fit, found
    return fit, [*found, *check_fit(fit, source.document, scenario, plan)]


def _errors(found: list[Diagnostic]) -> list[Diagnostic]:
    return [one for one in found if one.severity is Severity.ERROR]


def _beside(schema: list[Diagnostic], checked: list[Diagnostic]) -> list[Diagnostic]:
    """What the checks found, without what may only follow from a key that the schema does not know."""
    if not any(one.code == "unknown-key" for one in schema):
        return checked
    return [one for one in checked if one.code.startswith(("unknown-", "duplicate-"))]
