"""``drill check`` on a scenario whose plan has a paper trail: does it come to what still has to be proven?"""

from __future__ import annotations

import os
from pathlib import Path

from drill.files.diagnostics import Diagnostic, Problems, has_errors, in_order
from drill.revision.trail import trail_path
from drill.scenario import codes
from drill.scenario.checking import AnyPath, check_and_read
from drill.scenario.load import load_fit, plan_path
from drill.scenario.model import Scenario

RETEST_UNTOUCHED = "retest-untouched"

_MANUAL = """A change of the plan still has to be proven, and nothing in the scenario comes to it.

An approved change is a hope until a drill has shown that it works. The plan's paper trail says
which changes are due for a re-test and what each has to show; this scenario asks for none of it,
so that a drill of it proves nothing there.

Expect the step in an inject, let news reach the role, or run another scenario: `drill programme`
says which one covers most. A scenario that is about something else is right to leave it out.
"""


def check_with_trail(path: AnyPath, plan: AnyPath | None = None, fit: AnyPath | None = None) -> list[Diagnostic]:
    """All that is wrong with a file, as `check_file` finds it, and the re-tests that a scenario never comes to.

    Raises OutOfReach where a file that was asked for cannot be opened, BrokenTrail.
    """
    scenario, found = check_and_read(path, plan, fit)
    if scenario is None or has_errors(found):
        return found
    return in_order([*found, *_untouched(scenario, plan, fit)])


def _untouched(scenario: Scenario, plan: AnyPath | None, fit: AnyPath | None) -> list[Diagnostic]:
    on = plan if plan is not None else plan_path(scenario)
    if on is None or not trail_path(Path(on)).is_file():
        return []
    from drill.revision.coming import due_retests  # slow to load, and most plans have no trail

    fits = (load_fit(fit),) if fit is not None else ()
    problems = Problems(scenario.document)
    place = scenario.document.place(("plan",) if scenario.plan else ())
    for due in due_retests(on, scenario, *fits):
        if not due.touched:
            message = f'nothing here comes to "{due.revision}", which is due for a re-test: {due.criterion.words()}'
            hint = f"ask for it in an inject, or see drill programme {os.fspath(on)}"
            problems.warning(RETEST_UNTOUCHED, place, message, hint)
    return problems.found


def manuals() -> dict[str, str]:
    """The manual of each code that ``drill check`` prints, by code in alphabetical order."""
    return dict(sorted({**codes.manuals(), RETEST_UNTOUCHED: _MANUAL.strip()}.items()))
