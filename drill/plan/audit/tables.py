"""The analysis of a plan's responder graph as tables in plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drill.files.text import display_width
from drill.files.times import format_duration
from drill.plan.audit import Audit
from drill.plan.audit.analysis import Absence, ApprovalPath, Route
from drill.plan.audit.words import few, step_name

NONE = "-"
GAP = "  "


def as_text(audit: Audit) -> str:
    """The analysis for people to read, without a final newline."""
    return "\n".join(_lines(audit))


def _lines(audit: Audit) -> Iterator[str]:
    routes = audit.analysis.routes
    yield f"{audit.plan}, version {audit.version}, on {audit.day.isoformat()}"
    yield ""
    if not routes:
        yield "Nothing in the plan asks for an approval from where a crisis enters."
    else:
        yield "Ways to an approval, each role that is called answering just in time"
        yield from _table(("from", "to", "fastest", "second"), map(_ways, routes))
        yield ""
        yield "What no way avoids, and the fewest absences that cut every way"
        yield from _table(
            ("from", "to", "roles in each", "people in each", "fewest roles", "fewest people"), map(_cuts, routes)
        )
    yield ""
    broken = [absence for absence in audit.analysis.absences if not absence.breaks_nothing]
    if not broken:
        yield "No single absence leaves a role empty, stops a step or cuts off an approval."
        return
    yield "What one absence breaks; that of anybody else breaks nothing"
    yield from _table(
        ("without", "roles left empty", "steps nobody can do", "approvals cut off"), map(_absence, broken)
    )


def _ways(route: Route) -> tuple[str, ...]:
    return route.entry, route.approver, _way(route.fastest) or "no way", _way(route.second) or NONE


def _way(path: ApprovalPath | None) -> str | None:
    if path is None:
        return None
    between = path.roles[1:-1]
    return f"{format_duration(path.time)} " + (f"by {' > '.join(between)}" if between else "directly")


def _cuts(route: Route) -> tuple[str, ...]:
    return (
        route.entry,
        route.approver,
        _names(route.roles_in_every_path),
        _names(route.people_in_every_path),
        "none: a direct call" if route.fewest_roles is None else _counted(route.fewest_roles),
        "none: a desk outside" if route.fewest_people is None else _counted(route.fewest_people),
    )


def _absence(absence: Absence) -> tuple[str, ...]:
    return (
        absence.person,
        _names(absence.roles),
        _names([step_name(*step) for step in absence.steps]),
        _names([f"{route.approver} from {route.entry}" for route in absence.routes]),
    )


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)}: {_names(names)}" if names else NONE


def _names(names: Sequence[str]) -> str:
    return few(names) or NONE


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows under their headings, each column as wide as its widest cell."""
    lines = [headings, *rows]
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True))
        yield (GAP + GAP.join(padded)).rstrip()
