"""Names and counts in the audit's sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drill.files.text import listed
from drill.plan.audit.analysis.model import Absence
from drill.plan.model import Plan

FEW = 3
"""So many names are read in a sentence; of more, these and how many more there are."""


def few(names: Sequence[str], last: str = "and") -> str:
    """The names where they are few; else the first of them and how many more: ``a, b, c and 4 more``."""
    if len(names) <= FEW + 1:
        return listed(names, last)
    return f"{', '.join(names[:FEW])} {last} {len(names) - FEW} more"


def step_name(workflow: str, step: str) -> str:
    """A step as a transcript names it where its id alone may be ambiguous."""
    return f"{workflow}/{step}"


def hats(plan: Plan, person: str, roles: Iterable[str]) -> str:
    """A person with those of the roles that they fill: ``ana (social-lead, comms-director)``."""
    worn = [role for role in dict.fromkeys(roles) if person in plan.roles[role].people]
    return f"{person} ({', '.join(worn)})"


def consequences(absence: Absence) -> str | None:
    """What nobody can do without somebody, as the end of a sentence; None where the others can do it all."""
    parts = []
    if absence.steps:
        parts.append(f"nobody can do {few([step_name(*step) for step in absence.steps])}")
    by_approver: dict[str, list[str]] = {}
    for route in absence.routes:
        by_approver.setdefault(route.approver, []).append(route.entry)
    by_entries: dict[tuple[str, ...], list[str]] = {}
    for approver, entries in by_approver.items():
        by_entries.setdefault(tuple(entries), []).append(approver)
    for begins, approvers in by_entries.items():
        parts.append(f"nothing that begins at {few(begins)} is approved by {few(approvers, 'or')}")
    return f"without them {'; '.join(parts)}" if parts else None
