"""The tables of a rehearsal: gates, waiting, absences, injects, paths, what is compared, response times."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drill.files.text import listed
from drill.plan.audit.analysis import Absence, analyse
from drill.rehearsal.costs import Cost
from drill.rehearsal.forecast import Load
from drill.rehearsal.intervals import Verdict
from drill.rehearsal.marks import names
from drill.rehearsal.rehearsed import Rehearsed
from drill.rehearsal.responders import Doing, Figure
from drill.report.blocks import Blocks, heading, table
from drill.report.escape import cell, code_cell, escape
from drill.report.rehearsal.numbers import bare_percent, change, mean_minutes, minutes, percent

MOST_ROWS = 20
"""So many rows of what is ordered by size are shown."""


def ratings(rehearsed: Rehearsed) -> Blocks:
    """Gates, ratings and the time part."""
    forecast = rehearsed.forecast
    gates = sorted(forecast.gates, key=lambda gate: -gate.share.count)
    time = forecast.time
    told = ""
    if time.value is not None and time.interval is not None:
        low, high = time.interval
        told = f"The time part of the score is {time.value:.3f} on average ({low:.3f}–{high:.3f})."
    return [
        heading(2, "Gates and ratings"),
        table(
            ("Gate", "Trips in", "Of these left to the evaluator", "Caps"),
            [
                (
                    cell(gate.name),
                    percent(gate.share),
                    bare_percent(gate.borderline),
                    listed(map(code_cell, gate.objectives)),
                )
                for gate in gates
                if gate.share.count
            ],
        )
        or "No gate trips in any drill.",
        table(
            ("Objective", "P", "S", "M", "U", "Not rated"),
            [(code_cell(name), *map(percent, shares)) for name, shares in forecast.ratings.items()],
        ),
        told,
    ]


def waiting(rehearsed: Rehearsed) -> Blocks:
    """For whom the others wait, and what it would bring if they were instant."""
    costs = rehearsed.costs
    people = {cost.names[0]: cost for cost in costs.instant_people} if costs else {}
    roles = {cost.names[0]: cost for cost in costs.instant_roles} if costs else {}
    headers = ("Waits for", "Roles", "To answer", "While busy", "Works", "If instant: in time", "Change")
    return [
        heading(2, "Waiting"),
        "Minutes in each drill. A person is instant in the roles that they fill first; what a step itself takes stays. "
        f"Changes are those of the same {costs.runs:,} drills."
        if costs
        else "Minutes in each drill.",
        table(
            headers,
            [_load(each, people, lambda name: _person(rehearsed, name)) for each in _most(rehearsed.forecast.people)],
        ),
        table(headers, [_load(each, roles, code_cell) for each in _most(rehearsed.forecast.roles)]),
    ]


def _most(loads: Sequence[Load]) -> list[Load]:
    here = [load for load in loads if load.waiting or load.work.value]
    return sorted(here, key=lambda load: (-load.waiting, load.name))[:MOST_ROWS]


def _load(load: Load, instant: dict[str, Cost], name: Callable[[str], str]) -> Sequence[str]:
    cost = instant.get(load.name)
    return (
        name(load.name),
        listed(map(code_cell, load.roles)),
        mean_minutes(load.answer),
        mean_minutes(load.queue),
        minutes(load.work.value),
        bare_percent(cost.headline) if cost else "",
        change(cost.in_time) if cost else "",
    )


def absences(rehearsed: Rehearsed) -> Blocks:
    """What each single absence and the worst pairs cost, beside what the audit says of it."""
    costs = rehearsed.costs
    if costs is None or not costs.absences:
        return []
    audit = {absence.person: absence for absence in analyse(rehearsed.stage.plan).absences}
    rows = [_absence(rehearsed, cost, _cut(audit.get(cost.names[0]))) for cost in costs.absences[:MOST_ROWS]]
    rows += [_absence(rehearsed, cost, "") for cost in costs.pairs]
    return [
        heading(2, "Absences"),
        f"Each away for the whole drill, in the same {costs.runs:,} drills with the same draws, so that a change is "
        "that absence's doing; and the worst pairs. The audit looks at the plan alone, not at the clock.",
        table(("Away", "In time", "Change", "Gates held: change", "The audit says"), rows),
    ]


def _absence(rehearsed: Rehearsed, cost: Cost, audit: str) -> Sequence[str]:
    who = " and ".join(_person(rehearsed, name) for name in cost.names)
    return who, percent(cost.headline), change(cost.in_time), change(cost.gates), audit


def _person(rehearsed: Rehearsed, name: str) -> str:
    known = rehearsed.stage.plan.people.get(name)
    return f"{code_cell(name)} ({cell(known.name)})" if known is not None else code_cell(name)


def _cut(absence: Absence | None) -> str:
    if absence is None or absence.breaks_nothing:
        return "nothing breaks"
    parts = []
    if absence.roles:
        parts.append(f"nobody is left as {listed(map(code_cell, absence.roles))}")
    if absence.steps:
        parts.append(f"nobody can do {listed(code_cell(step) for _, step in absence.steps)}")
    if absence.routes:
        parts.append(f"no approval by {listed(code_cell(route.approver) for route in absence.routes)}")
    return "; ".join(parts)


def injects(rehearsed: Rehearsed) -> Blocks:
    """How often each inject comes."""
    rows = [
        (
            code_cell(each.inject),
            "by hand" if each.by_hand else "on what the team does" if each.is_conditional else "at its time",
            "not rehearsed"
            if each.by_hand
            else percent(each.share)
            if each.is_conditional
            else bare_percent(each.share),
        )
        for each in rehearsed.forecast.firings
    ]
    return [heading(2, "Injects"), table(("Inject", "Comes", "In"), rows)]


def ways(rehearsed: Rehearsed) -> Blocks:
    """Who calls whom, as shares of the drills."""
    rows = [
        (
            code_cell(way.caller),
            code_cell(way.called),
            percent(way.share),
            bare_percent(way.answered),
            "" if way.in_plan or way.caller == way.called else "not in the plan",
        )
        for way in rehearsed.forecast.ways[: 2 * MOST_ROWS]
    ]
    return [heading(2, "Paths"), table(("From", "To", "Drills", "Answered", "Line"), rows) or "Nobody calls anybody."]


def comparison(rehearsed: Rehearsed) -> Blocks:
    """What got better, what worse, and what can't be told."""
    compared = rehearsed.comparison
    if compared is None:
        return []
    known = [name for name in names(rehearsed.stage.model) if name in compared.changes and compared.changes[name].of]
    same = [name for name in known if compared.changes[name].verdict is Verdict.SAME]
    rows = [
        (
            code_cell(name),
            percent(compared.before.metrics[name]),
            percent(compared.after.metrics[name]),
            change(compared.changes[name]),
            compared.changes[name].verdict.value,
        )
        for name in known
        if name not in same
    ]
    return [
        heading(2, "Compared"),
        f"Against {escape(rehearsed.against)}, drill by drill on the same draws. What can't be told may be chance.",
        table(("Metric", "There", "Here", "Change", ""), rows),
        f"The same in every drill: {listed(map(code_cell, same))}." if same else "",
    ]


def responders(rehearsed: Rehearsed) -> Blocks:
    """How fast people were taken to be, and what that rests on."""
    alike: dict[tuple[Doing, Figure], list[str]] = {}
    for role, doing, figure in rehearsed.figures:
        alike.setdefault((doing, figure), []).append(code_cell(role))
    rows = [
        (doing.value, minutes(figure.median), f"{figure.spread:.1f}", cell(figure.words), listed(roles))
        for (doing, figure), roles in sorted(alike.items(), key=lambda item: (item[0][0], -len(item[1])))
    ]
    note = ""
    if rehearsed.defaults:
        note = (
            f"{100 * rehearsed.defaults:.0f} % of these are published defaults: this project's own judgement, measured "
            "by nobody. A `responders:` block in the plan, or `--fit-from` earlier sessions, says how fast your people "
            "are."
        )
    return [
        heading(2, "How fast people were taken to be"),
        table(("To", "Median", "Spread", "From", "Roles"), rows),
        note,
    ]
