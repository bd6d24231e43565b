"""The governance audit: how a plan is looked after, on a given day, and what its responder graph hangs on.

`audit` does it all. Each rule is one function in this folder; its docstring is the
page that ``drill audit --explain CODE`` prints. The graph is analysed in `analysis`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date

from drill.errors import FilesInError
from drill.files.diagnostics import Diagnostic, Severity
from drill.plan.audit import (  # noqa: F401  (importing a module enters its rules)
    accounts,
    chains,
    contacts,
    reach,
    separation,
    staffing,
    texts,
    upkeep,
)
from drill.plan.audit.analysis import Analysis
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.check import check_plan
from drill.plan.load import load_plan
from drill.plan.model import Plan

__all__ = ["AUDIT_RULES", "Audit", "audit", "audit_file", "manuals"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found."""

    plan: str
    """The plan's id."""
    version: int
    day: date
    """The day that was asked about."""
    diagnostics: tuple[Diagnostic, ...]
    """Every broken rule, in the order of the plan's file."""
    analysis: Analysis


def audit(plan: Plan, day: date) -> Audit:
    """The audit of a plan on a day. It reads no clock and no file, and takes plans that ``drill check`` finds wrong."""
    audited = PlanOnDay(plan, day)
    found = AUDIT_RULES.check(audited, plan.document)
    return Audit(plan.plan, plan.version, day, tuple(found), audited.analysis)


def audit_file(path: str | os.PathLike[str], day: date) -> Audit:
    """The audit of the plan in a file.

    Raises OutOfReach where the file cannot be opened, FilesInError where its plan has
    errors: names that lead nowhere would be audited as if they were meant.
    """
    plan = load_plan(path)
    if errors := [one for one in check_plan(plan) if one.severity is Severity.ERROR]:
        raise FilesInError(errors)
    return audit(plan, day)


def manuals() -> dict[str, str]:
    """The manual of each rule, by its code in alphabetical order."""
    return {rule.code: rule.manual.replace("``", "`") for rule in sorted(AUDIT_RULES.rules, key=lambda one: one.code)}
