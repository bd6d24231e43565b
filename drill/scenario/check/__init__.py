"""Checks of a scenario beyond its schema: on its own plan, on another, or on none.

`check_scenario` runs them all. Each rule is one function in this folder; its
docstring is the page that ``drill check --explain CODE`` prints.
"""

from __future__ import annotations

from drill.files.diagnostics import Diagnostic, Problems, in_order
from drill.files.document import Document
from drill.plan.model import Plan
from drill.scenario.check import expectations, names, plans, schedule, texts  # noqa: F401  (entered on import)
from drill.scenario.check.book import SCENARIO_RULES, Setting
from drill.scenario.check.names import bad_target, unused_lines
from drill.scenario.fit import Fit
from drill.scenario.model import FitMap, Scenario
from drill.scenario.references import mapped_names

__all__ = ["SCENARIO_RULES", "check_fit", "check_scenario"]


def check_scenario(
    scenario: Scenario, plan: Plan | None = None, *fits: FitMap, own_plan: bool = False
) -> list[Diagnostic]:
    """All that the rules find wrong with a scenario on a plan, in the order of its file.

    With `own_plan`, the plan is the one that the scenario names, and a name that it
    lacks is an error; on another plan it is a warning, and is left out of the play.
    """
    fit = None if plan is None else Fit(plan, scenario, *fits)
    return SCENARIO_RULES.check(Setting(scenario, fit, own_plan), scenario.document)


def check_fit(fit_map: FitMap, document: Document, scenario: Scenario, plan: Plan) -> list[Diagnostic]:
    """What is wrong with a ``--fit`` file: lines that the plan, or the scenario, knows nothing of."""
    problems = Problems(document)
    fit = Fit(plan, scenario, fit_map)
    for reference, target in mapped_names(fit_map):
        for found in bad_target(fit, reference, target):
            problems.error(f"unknown-{reference.kind}", document.place(found.path), found.message, found.hint)
    for found in unused_lines(scenario, fit_map):
        problems.warning("unused-fit", document.key_place(found.path), found.message, found.hint)
    return in_order(problems.found)
