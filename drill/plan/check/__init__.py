"""Checks of a plan beyond its schema: what would make a drill impossible or unfair.

`check_plan` runs them all. Each rule is one function in this folder; its
docstring is the page that ``drill check --explain CODE`` prints.
"""

from __future__ import annotations

from drill.files.diagnostics import Diagnostic
from drill.plan.check import ids, names, order, people, times  # noqa: F401  (importing a module enters its rules)
from drill.plan.check.book import PLAN_RULES
from drill.plan.model import Plan

__all__ = ["PLAN_RULES", "check_plan"]


def check_plan(plan: Plan) -> list[Diagnostic]:
    """All that the rules find wrong with a plan, in the order of its file."""
    return PLAN_RULES.check(plan, plan.document)
