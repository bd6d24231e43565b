"""A plan of five hundred roles is audited while its author waits."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from drill.plan.audit import Audit, audit
from drill.plan.load import plan_from_text

ROOT = Path(__file__).parents[3]
ROLES, PEOPLE, WORKFLOWS = 500, 900, 30
SECONDS = 30
"""It takes five on a small machine; three quarters of a minute before cuts had a search of their own."""

HASHES = """
import hashlib
from tests.plan.audit.test_large_plan import large_plan
from datetime import date
from drill.plan.audit import audit
from drill.plan.audit.record import as_json
from drill.plan.load import plan_from_text
made = audit(plan_from_text(large_plan(60, 100, 6), "large.yaml"), date(2026, 11, 27))
print(hashlib.sha256(as_json(made).encode()).hexdigest())
"""


def large_plan(roles: int = ROLES, people: int = PEOPLE, workflows: int = WORKFLOWS) -> str:
    """A plan of that size: three people to a role, five calls from each, ten entries and one approver to a workflow."""
    lines = ["plan: large", "title: A large plan", "version: 1", "people:"]
    lines += [f"  p{number}: {{name: Person {number}}}" for number in range(people)]
    lines.append("roles:")
    for number in range(roles):
        three = ", ".join(f"p{(number * step + step) % people}" for step in (1, 7, 31))
        level, within = 1 + number * 4 // roles, number * 13 % 19 + 1
        lines.append(f"  r{number}: {{title: R, level: {level}, people: [{three}], ack_within: {within}m}}")
    lines.append("escalations:")
    for number in range(roles):
        called = sorted({(number + step) % roles for step in (1, 3, 8, 21, 55)} - {number})
        lines += [f"  - {{from: r{number}, to: r{other}}}" for other in called]
    lines.append("workflows:")
    for number in range(workflows):
        entries = ", ".join(f"r{(number * 17 + step * 5) % (roles // 2)}" for step in range(10))
        boss = roles - 1 - number * 2 % (roles // 8)
        lines += [
            f"  w{number}:",
            "    title: W",
            "    steps:",
            f"      see: {{do: See it, by: [{entries}], deadline: 10m}}",
            f"      ok:  {{approve: say, by: [r{boss}], after: [see], deadline: 20m}}",
            f"      say: {{do: Say it, by: [r{roles // 2}], after: [ok], public: true, deadline: 30m}}",
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def timed() -> tuple[Audit, float]:
    """The audit of the large plan, and the seconds it took."""
    plan = plan_from_text(large_plan(), "large.yaml")
    begun = perf_counter()
    made = audit(plan, date(2026, 11, 27))
    return made, perf_counter() - begun


def test_five_hundred_roles_are_audited_in_reasonable_time(timed: tuple[Audit, float]) -> None:
    made, seconds = timed

    assert len(made.analysis.routes) > 200
    assert all(route.fastest and route.second and route.fewest_people for route in made.analysis.routes)
    assert seconds < SECONDS


def test_its_answer_does_not_hang_on_how_python_hashes() -> None:
    def hashed(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", HASHES]
        return subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT, text=True).stdout

    assert len({hashed(seed) for seed in ("0", "1", "2")}) == 1
