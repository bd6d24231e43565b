"""An audit as JSON, for other programs.

``{"schema": 1, "plan", "version", "on", "diagnostics": [DIAGNOSTIC], "analysis": {…}}``: the
diagnostics as ``drill check --format json`` writes them, the analysis as

- ``"approval_paths": [{"entry", "approvers", "workflows", "review", "fastest": PATH, "second": PATH}]``, PATH
  ``{"roles", "minutes"}`` or null,
- ``"dominators": [{"entry", "approvers", "roles", "people"}]``: who is in every path,
- ``"cuts": [{"entry", "approvers", "roles", "people"}]``: the fewest whose absence cuts every path; empty where
  there is no path, null where no absence can cut it,
- ``"absences": [{"person", "roles", "steps": [{"workflow", "step"}], "approvals": [{"entry", "approvers"}]}]``: what
  the absence of each person breaks.

``approvers`` are roles any of which gives the approval; the other lists are the plan's ids, in its order.
"""

from __future__ import annotations

import json
from typing import Any

from drill.files.rendering import Format, render
from drill.files.times import MINUTE
from drill.plan.audit import Audit
from drill.plan.audit.analysis import Absence, ApprovalPath, Route

SCHEMA = 1


def as_json(audit: Audit) -> str:
    """The audit as JSON, without a final newline; the same bytes for the same plan and day."""
    routes = audit.analysis.routes
    record = {
        "schema": SCHEMA,
        "plan": audit.plan,
        "version": audit.version,
        "on": audit.day.isoformat(),
        "diagnostics": json.loads(render(audit.diagnostics, Format.JSON)),
        "analysis": {
            "approval_paths": [_paths(route) for route in routes],
            "dominators": [
                _ends(route) | {"roles": route.roles_in_every_path, "people": route.people_in_every_path}
                for route in routes
            ],
            "cuts": [_ends(route) | {"roles": route.fewest_roles, "people": route.fewest_people} for route in routes],
            "absences": [_absence(absence) for absence in audit.analysis.absences],
        },
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _paths(route: Route) -> dict[str, Any]:
    return _ends(route) | {
        "workflows": route.workflows,
        "review": route.review,
        "fastest": _path(route.fastest),
        "second": _path(route.second),
    }


def _ends(route: Route) -> dict[str, Any]:
    return {"entry": route.entry, "approvers": route.approvers}


def _path(path: ApprovalPath | None) -> dict[str, Any] | None:
    return None if path is None else {"roles": path.roles, "minutes": _minutes(path.time)}


def _minutes(ms: int) -> float:
    """Whole where they are whole, else to the second."""
    return ms // MINUTE if ms % MINUTE == 0 else round(ms / MINUTE, 2)


def _absence(absence: Absence) -> dict[str, Any]:
    return {
        "person": absence.person,
        "roles": absence.roles,
        "steps": [{"workflow": workflow, "step": step} for workflow, step in absence.steps],
        "approvals": [_ends(route) for route in absence.routes],
    }
