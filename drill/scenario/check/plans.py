"""Which plan a scenario is for."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.scenario.check.book import SCENARIO_RULES, Setting


@SCENARIO_RULES.rule("no-plan", Severity.WARNING)
def no_plan(setting: Setting) -> Iterator[Problem]:
    """The scenario names no plan, and none was given.

    Its roles, steps and accounts cannot be checked. Say `plan: PATH`, relative to the
    scenario's file, or give ``--plan``.
    """
    if setting.fit is None and setting.scenario.plan is None:
        yield Problem(("scenario",), "no plan: roles and steps were not checked", "add plan: PATH, or give --plan")
