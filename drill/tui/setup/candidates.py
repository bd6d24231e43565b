"""What a plan may call a thing that a scenario names: its own names, the closest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from drill.files.dumping import dump_yaml
from drill.plan.model import Plan, Step
from drill.scenario.fit import Fit, FitLine, merge_fits
from drill.scenario.model import FitMap

GROUPS = {"role": "roles", "step": "steps", "workflow": "workflows", "account": "accounts"}
"""Where a fit map keeps each kind of name. People are not among them: they belong to one plan."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of the plan, and what stands behind it."""

    name: str
    title: str


def candidates(fit: Fit, line: FitLine) -> tuple[Candidate, ...]:
    """The plan's names of the same kind, the closest first; none for what cannot be mapped."""
    known = dict.fromkeys(_known(fit, line.kind)) if line.kind in GROUPS else {}
    return tuple(sorted(known, key=lambda one: (-_closeness(line.name, one), one.name)))


def _known(fit: Fit, kind: str) -> Iterator[Candidate]:
    plan = fit.plan
    if kind == "role":
        yield from (Candidate(name, role.title) for name, role in plan.roles.items())
    elif kind == "step":
        for workflow in fit.workflows:
            steps = plan.workflows[workflow].steps
            yield from (Candidate(name, _said(plan, step)) for name, step in steps.items())
    elif kind == "workflow":
        yield from (Candidate(name, workflow.title) for name, workflow in plan.workflows.items())
    else:
        yield from (Candidate(name, account.platform) for name, account in plan.accounts.items())


def _said(plan: Plan, step: Step) -> str:
    titles = ", ".join(plan.roles[role].title if role in plan.roles else role for role in step.called)
    return step.do or f"{step.kind} {titles or step.approve}"


def _closeness(name: str, candidate: Candidate) -> float:
    """How near a candidate comes to a name, from 0 to 2: letters in a row, and words in common."""
    wanted, offered = _words(name), _words(candidate.name) | _words(candidate.title)
    letters = SequenceMatcher(None, name.lower(), candidate.name.lower()).ratio()
    return letters + len(wanted & offered) / len(wanted or {""})


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def mapped(mapping: FitMap | None, line: FitLine, to: str | None) -> FitMap:
    """The mapping with a line's name standing for the plan's `to`; with None, no longer for anything."""
    groups: dict[str, dict[str, str]] = {
        group: dict(getattr(mapping, group)) if mapping else {} for group in GROUPS.values()
    }
    group = groups[GROUPS[line.kind]]
    if to is None:
        group.pop(line.name, None)
    else:
        group[line.name] = to
    return FitMap(**groups)


def is_by_hand(mapping: FitMap | None, line: FitLine) -> bool:
    """Whether a line of the fit was mapped here, and can be taken back here."""
    return mapping is not None and line.kind in GROUPS and line.name in getattr(mapping, GROUPS[line.kind])


def as_file(*maps: FitMap) -> str:
    """What was mapped as the text of a file for ``--fit``; of several maps the later ones win."""
    merged = merge_fits(*maps)
    groups = {group: dict(getattr(merged, group)) for group in GROUPS.values()}
    head = "# Left: what the scenario says. Right: what our plan calls it.\n"
    return head + dump_yaml({group: names for group, names in groups.items() if names})


def kept_for(mapping: FitMap | None, plan: Plan) -> FitMap | None:
    """What of a mapping means something on another plan."""
    if mapping is None:
        return None
    steps = {step for workflow in plan.workflows.values() for step in workflow.steps}
    known = {"roles": plan.roles, "steps": steps, "workflows": plan.workflows, "accounts": plan.accounts}
    return FitMap(
        **{
            group: {name: to for name, to in getattr(mapping, group).items() if to in names}
            for group, names in known.items()
        }
    )
