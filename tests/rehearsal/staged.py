"""Small drills, ready to be rehearsed: who is how fast is said by the test, exactly or with a spread."""

from __future__ import annotations

from drill.rehearsal.forecast import Asked, Forecast
from drill.rehearsal.rehearse import rehearse
from drill.rehearsal.staging import Stage, stage
from drill.rehearsal.what_if import WhatIf
from tests.building import DAY, a_plan, a_scenario, small_plan, small_scenario

EXACT = """
everyone:
  answer: {median: 2m, spread: 1}
  act: {median: 4m, spread: 1}
  call: {median: 1m, spread: 1}
"""
"""Everybody answers after two minutes, acts in four, calls in one."""

SPREAD = """
everyone:
  answer: {median: 2m, spread: 2.2}
  act: {median: 4m, spread: 2.2}
  call: {median: 1m, spread: 1.8}
"""


def small_stage(
    steps: str,
    *,
    injects: str,
    responders: str = EXACT,
    roles: str = "",
    absent: tuple[str, ...] = (),
    what_if: WhatIf | None = None,
) -> Stage:
    """A small drill with these steps."""
    plan = a_plan(small_plan(steps, roles=roles, responders=responders))
    return stage(plan, a_scenario(small_scenario(injects)), DAY, absent=absent, what_if=what_if)


def forecast(staged: Stage, runs: int = 200, seed: int = 1) -> Forecast:
    """What comes of so many runs."""
    return rehearse(staged.model, seed, runs)


def asked(found: Forecast, name: str) -> Asked:
    """The one thing of this name that is asked for."""
    (one,) = (each for each in found.asked if each.name == name)
    return one
