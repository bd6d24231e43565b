"""What if: a change of a plan that a rehearsal tries out, from a file of its own. The plan stays as it is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field, model_validator

from drill.errors import FilesInError
from drill.files.decode import decode
from drill.files.diagnostics import Problems, did_you_mean, has_errors
from drill.files.document import Path
from drill.files.nodes import Duration, Id, Ids, Node, Text
from drill.files.reading import read_text
from drill.files.root import Root
from drill.files.schema import json_schema
from drill.files.text import clean
from drill.files.times import format_duration
from drill.files.yaml_source import parse_yaml
from drill.plan.model import Plan, Responders, Step

CODE = "what-if"
"""The code of what contradicts the plan."""

MANUALS = {
    CODE: """A what-if contradicts the plan that it would change.

It names somebody or something that the plan does not have, or asks for what cannot be: a
deadline before its target, a step that waits for itself, one who is absent and away at once.
Nothing was rehearsed. Correct the name, or give the whole of what belongs together."""
}


class RoleChange(Node):
    """How a role would be filled and answered for; what is left out stays."""

    people: Ids | None = Field(default=None, min_length=1)
    """Who fills it: the primary first, then backups in order."""
    ack_within: Duration | None = None
    """How long a caller waits for an answer before going to the backup."""
    delegates: Ids | None = None
    """Roles that may stand in for this one."""


class StepChange(Node):
    """How a step would be asked for; what is left out stays."""

    by: Ids | None = Field(default=None, min_length=1)
    """Any of these roles does it."""
    after: Ids | None = None
    """Steps that come first."""
    target: Duration | None = None
    """When it should be done."""
    deadline: Duration | None = None
    """When it must be done."""
    takes: Duration | None = None
    """How long the act needs, once started."""


class WhatIf(Root):
    """What would be different."""

    title: Text | None = None
    """What the change is called in the report."""
    absent: Ids = ()
    """People who are away in every run."""
    roles: dict[Id, RoleChange] = {}
    """Roles that would be filled or answered for otherwise."""
    steps: dict[Id, dict[Id, StepChange]] = {}
    """Steps that would be asked for otherwise, by workflow."""
    responders: Responders = Responders()
    """How fast and how often people would be there; as in a plan, and what is left out stays as the plan has it."""

    @model_validator(mode="after")
    def _something(self) -> WhatIf:
        if not self.model_fields_set - {"title"}:
            raise ValueError("a what-if changes something: absent, roles, steps or responders")
        return self


def load_what_if(path: str | os.PathLike[str], plan: Plan) -> WhatIf:
    """The what-if of a file, for this plan.

    Raises OutOfReach, and FilesInError with all that does not fit the schema or contradicts the plan.
    """
    source = parse_yaml(read_text(path), clean(os.fspath(path)))
    what_if, found = decode(WhatIf, source)
    if what_if is None or has_errors(found):
        raise FilesInError(found)
    what_if.attach(source.document)
    problems = Problems(source.document)
    for at, message, hint in _contradictions(what_if, plan):
        problems.error(CODE, source.document.place(at), message, hint)
    if problems.found:
        raise FilesInError(problems.found)
    return what_if


def schema_text() -> str:
    """The JSON Schema of what-ifs, as text."""
    return json.dumps(json_schema(WhatIf), ensure_ascii=False, indent=2)


def changed(plan: Plan, what_if: WhatIf) -> Plan:
    """The plan as it would be; it keeps its document, and so its places."""
    roles = {
        name: role.model_copy(update=_given(what_if.roles[name])) if name in what_if.roles else role
        for name, role in plan.roles.items()
    }
    workflows = {
        name: workflow.model_copy(update={"steps": _steps(workflow.steps, what_if.steps.get(name, {}))})
        for name, workflow in plan.workflows.items()
    }
    update = {"roles": roles, "workflows": workflows, "responders": _responders(plan.responders, what_if.responders)}
    return plan.model_copy(update=update)


def _steps(steps: dict[str, Step], changes: dict[str, StepChange]) -> dict[str, Step]:
    return {
        name: step.model_copy(update=_given(changes[name]) | ({"all_of": ()} if changes[name].by else {}))
        if name in changes
        else step
        for name, step in steps.items()
    }


def _given(node: Node) -> dict[str, Any]:
    """What a file says, by the names of the fields."""
    return {name: getattr(node, name) for name in type(node).model_fields if name in node.model_fields_set}


def _responders(known: Responders, new: Responders) -> Responders:
    roles = dict(known.roles)
    for name, responder in new.roles.items():
        roles[name] = roles[name].model_copy(update=_given(responder)) if name in roles else responder
    given = _given(new)
    everyone = known.everyone.model_copy(update=_given(new.everyone))
    options = new.options if "options" in given else known.options
    return Responders(everyone=everyone, roles=roles, away={**known.away, **new.away}, options=options)


# ── what contradicts the plan ────────────────────────────────────────────────

_Said = tuple[Path, str, str | None]


def _contradictions(what_if: WhatIf, plan: Plan) -> Iterator[_Said]:
    yield from _unknown("person", ((each, ("absent", place)) for place, each in enumerate(what_if.absent)), plan.people)
    for person in what_if.responders.away:
        yield from _unknown("person", [(person, ("responders", "away", person))], plan.people)
        if person in what_if.absent:
            yield ("responders", "away", person), f'"{person}" is absent in every run here, and away in some', None
    for role in what_if.responders.roles:
        yield from _unknown("role", [(role, ("responders", "roles", role))], plan.roles)
    for name, change in what_if.roles.items():
        yield from _of_role(name, change, plan)
    for workflow, steps in what_if.steps.items():
        if workflow not in plan.workflows:
            yield from _unknown("workflow", [(workflow, ("steps", workflow))], plan.workflows)
            continue
        for name, step in steps.items():
            yield from _of_step(workflow, name, step, plan)


def _of_role(name: str, change: RoleChange, plan: Plan) -> Iterator[_Said]:
    at = ("roles", name)
    if name not in plan.roles:
        yield from _unknown("role", [(name, at)], plan.roles)
        return
    yield from _unknown("person", _places(change.people, (*at, "people")), plan.people)
    yield from _unknown("role", _places(change.delegates, (*at, "delegates")), plan.roles)
    if change.delegates and name in change.delegates:
        yield (*at, "delegates"), f'"{name}" cannot stand in for itself', None


def _of_step(workflow: str, name: str, change: StepChange, plan: Plan) -> Iterator[_Said]:
    at, steps = ("steps", workflow, name), plan.workflows[workflow].steps
    if name not in steps:
        yield from _unknown(f'step of "{workflow}"', [(name, at)], steps)
        return
    step = steps[name].model_copy(update=_given(change))
    yield from _unknown("role", _places(change.by, (*at, "by")), plan.roles)
    yield from _unknown(f'step of "{workflow}"', _places(change.after, (*at, "after")), steps)
    if change.after and _leads_back(name, change.after, steps):
        yield (*at, "after"), f'"{name}" would have to wait for itself', None
    if change.takes is not None and step.called:
        yield (
            (*at, "takes"),
            f'"{name}" is a call, which takes no time of its own',
            "responders say how long a call takes",
        )
    if step.deadline is not None and step.deadline <= (step.target or 0):
        when = f"its deadline ({format_duration(step.deadline)}) would not be after its target"
        yield at, f'"{name}": {when} ({format_duration(step.target or 0)})', "give both"
    if change.target is not None and step.deadline is None:
        yield (*at, "target"), f'"{name}" has no deadline, so that its target counts for nothing', "give both"


def _leads_back(name: str, after: Iterable[str], steps: dict[str, Step]) -> bool:
    waiting, seen = list(after), set[str]()
    while waiting:
        step = waiting.pop()
        if step == name:
            return True
        if step in steps and step not in seen:
            seen.add(step)
            waiting += steps[step].after
    return False


def _places(names: Ids | None, at: Path) -> Iterator[tuple[str, Path]]:
    yield from ((name, (*at, place)) for place, name in enumerate(names or ()))


def _unknown(what: str, named: Iterable[tuple[str, Path]], known: Iterable[str]) -> Iterator[_Said]:
    for name, at in named:
        if name not in known:
            yield at, f'the plan has no {what} "{name}"', did_you_mean(name, known)
