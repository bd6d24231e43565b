"""Prepared texts: words to be ready, and approved words that need no further sign-off."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.edits import Edit, EditKind
from drill.plan.model import Step, StepKind
from drill.revision.answers.basis import Basis
from drill.revision.criterion import Criterion, Measure
from drill.revision.revisions import Proposal

TO_BE_WRITTEN = "To be written, and approved."


def prepare_text(basis: Basis) -> Iterator[Proposal]:
    """A public step waited for approval: prepare its words, so that approved ones need no sign-off."""
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    if step.uses is None:
        yield _prepared(basis, workflow, step_id, "Writing from scratch and having it approved took the time.")
        return
    for other_id, other in basis.plan.workflows[workflow].steps.items():
        if other.kind is StepKind.APPROVE and other.approve == step_id and other.unless is None:
            edit = Edit(EditKind.SET, ("workflows", workflow, "steps", other_id, "unless"), {"used": step.uses})
            title = f"Let {step.uses} go out without another sign-off"
            why = f"{step_id} waited for {other_id}, though its words were approved before."
            yield basis.proposal(title, why, [edit], Criterion(Measure.STEP_IN_TIME, step_id), "text")


def prepare_first_words(basis: Basis) -> Iterator[Proposal]:
    """A workflow speaks in public and has no prepared text: prepare the words of its first public step."""
    path = basis.clause
    workflow = basis.plan.workflows.get(path[1]) if path[:1] == ("workflows",) and len(path) == 2 else None
    steps: dict[str, Step] = workflow.steps if workflow is not None else {}
    first = next((name for name, step in steps.items() if step.public and step.uses is None), None)
    if first is not None:
        yield _prepared(basis, path[1], first, "The first words of a crisis are written by tired people.")


def _prepared(basis: Basis, workflow: str, step: str, why: str) -> Proposal:
    name = f"{step}-text"
    text = {"kind": "template", "title": f"Prepared words for {step}", "text": TO_BE_WRITTEN}
    edits = [
        Edit(EditKind.SET, ("resources", name), text)
        if basis.plan.resources
        else Edit(EditKind.SET, ("resources",), {name: text}),
        Edit(EditKind.SET, ("workflows", workflow, "steps", step, "uses"), name),
    ]
    return basis.proposal(f"Prepare the words of {step}", why, edits, Criterion(Measure.STEP_IN_TIME, step), "text")
