"""Times: go on to the backup sooner, give a step longer."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.edits import Edit, EditKind
from drill.files.times import MINUTE, format_duration
from drill.revision.answers.basis import Basis
from drill.revision.criterion import Criterion, Measure
from drill.revision.revisions import Proposal

SLACK = 0.25
"""A deadline that nobody kept is proposed anew with this much more than what was seen."""

MOST_TIME = 2
"""Beyond so many times its deadline a late step is a matter of training, not of the plan."""


def go_on_sooner(basis: Basis) -> Iterator[Proposal]:
    """A role answered late: let its callers go on to the backup sooner."""
    roles, criterion = basis.plan.roles, None
    if basis.step is not None:
        _, step_id, step = basis.step
        names = [name for name in step.actors if len(roles[name].people) > 1 or roles[name].delegates]
        criterion = Criterion(Measure.STEP_IN_TIME, step_id)
    else:
        names = [basis.role] if basis.role else []
    for name in names[:1]:
        before = basis.plan.roles[name].ack_within
        if before is None or before < 2 * MINUTE:
            continue
        after = format_duration(max(MINUTE, before // 2 // MINUTE * MINUTE))
        edit = Edit(EditKind.SET, ("roles", name, "ack_within"), after, format_duration(before))
        title = f"Go on to the backup of {basis.plan.roles[name].title} after {after}"
        why = f"Callers waited {format_duration(before)} and longer for {name}."
        yield basis.proposal(title, why, [edit], criterion or Criterion(Measure.NO_STALL, name), "sooner")


def allow_more_time(basis: Basis) -> Iterator[Proposal]:
    """A step was late though nothing else held it up: ask whether its deadline can be kept at all.

    Never for a gate or a legal limit: what must not happen twice is trained, not allowed.
    """
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    rows = basis.rows(step_id)
    if step.deadline is None or step.hard or step.gate or not rows:
        return
    took = max((row.done_at or 0) - (row.deadline_at or 0) + step.deadline for row in rows)
    if took > MOST_TIME * step.deadline:
        return
    wanted = int(took * (1 + SLACK)) // (5 * MINUTE) * (5 * MINUTE) + 5 * MINUTE
    path = ("workflows", workflow, "steps", step_id, "deadline")
    edit = Edit(EditKind.SET, path, format_duration(wanted), format_duration(step.deadline))
    title = f"Give {step_id} {format_duration(wanted)} instead of {format_duration(step.deadline)}"
    why = f"It took {format_duration(took)}. If that is the best this team can do, the plan should say so."
    yield basis.proposal(title, why, [edit], Criterion(Measure.STEP_WITHIN, step_id, wanted), "more-time")
