"""Steps and their order: one that was earned, one that nobody uses, an order that never mattered, one that did harm."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.edits import Edit, EditKind, present
from drill.findings.finding import slug
from drill.plan.model import Step
from drill.revision.answers.basis import Basis
from drill.revision.criterion import Criterion, Measure
from drill.revision.revisions import Proposal
from drill.session.statements import Adjudicated, Entry, Judgement
from drill.session.statements import Response as Said
from drill.session.transcript import write_transcript


def add_step(basis: Basis) -> Iterator[Proposal]:
    """An improvisation was judged sensible: make it a step, without a clock until it is known how long it takes.

    Where it stood for a step of the plan, let the role that did it do that step.
    """
    for said in _improvised(basis):
        if basis.step is not None:
            workflow, step_id, step = basis.step
            if step.by and said.role not in step.by:
                edit = Edit(EditKind.APPEND, ("workflows", workflow, "steps", step_id, "by"), said.role)
                title = f"Let {basis.plan.roles[said.role].title} do {step_id} as well"
                criterion = Criterion(Measure.STEP_IN_TIME if step.deadline else Measure.STEP_DONE, step_id)
                yield basis.proposal(title, "It was done that way, and it helped.", [edit], criterion, "step")
            return
        in_play = next(iter(basis.state.exercise.fit.workflows), None)
        if said.note and in_play in basis.plan.workflows:
            name = basis.finding.id.removeprefix("improvised-")[:40].strip("-")
            new = {"do": said.note[:1].upper() + said.note[1:], "by": [said.role]}
            edit = Edit(EditKind.SET, ("workflows", in_play, "steps", name), new)
            title, why = f"Make it a step: {said.note}", "It was not in the plan, and it helped."
            yield basis.proposal(title, why, [edit], Criterion(Measure.STEP_DONE, name), "step")
            return


def _improvised(basis: Basis) -> Iterator[Said]:
    """What the finding's lines say was improvised."""
    for entry in _shown(basis):
        if isinstance(entry.statement, Said):
            yield entry.statement


def _shown(basis: Basis) -> Iterator[Entry]:
    line_of = write_transcript(basis.state).line_of
    for entry in basis.state.lines():
        if line_of.get(entry.seq) in basis.finding.evidence:
            yield entry


def drop_step(basis: Basis) -> Iterator[Proposal]:
    """In many drills nobody did a step that was asked for: take it out, and hand its place to what comes before it."""
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    path = ("workflows", workflow, "steps", step_id)
    edits = [Edit(EditKind.REMOVE, path, before=present(basis.plan.document.text, path))]
    for other_id, other in basis.plan.workflows[workflow].steps.items():
        if step_id in other.after:
            put = [name for each in other.after for name in (step.after if each == step_id else (each,))]
            edits.insert(0, _after(workflow, other_id, other, list(dict.fromkeys(put))))
    if basis.stands(edits):
        why = f"{basis.finding.explanation} What nobody uses hides what is needed."
        yield basis.proposal(f"Take {step_id} out of {workflow}", why, edits, None, "drop")


def _after(workflow: str, step_id: str, step: Step, names: list[str]) -> Edit:
    path = ("workflows", workflow, "steps", step_id, "after")
    before = list(step.after)
    return Edit(EditKind.SET, path, names, before) if names else Edit(EditKind.REMOVE, path, before=before)


def drop_order(basis: Basis) -> Iterator[Proposal]:
    """An order that never mattered: let both steps go on at once."""
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    earlier = next((name for name in step.after if basis.finding.id.endswith(slug(f"{step_id}-after-{name}"))), None)
    if earlier is None:
        return
    edits = [_after(workflow, step_id, step, [name for name in step.after if name != earlier])]
    if basis.stands(edits):
        title = f"Let {step_id} begin without waiting for {earlier}"
        criterion = Criterion(Measure.STEP_IN_TIME if step.deadline else Measure.STEP_DONE, step_id)
        yield basis.proposal(title, basis.finding.explanation, edits, criterion, "order")


def reword_step(basis: Basis) -> Iterator[Proposal]:
    """The plan was followed and it did harm: put what the evaluator said beside the step, for people to word."""
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    shown = set(basis.finding.evidence)
    line_of = write_transcript(basis.state).line_of
    notes = [
        entry.statement.note
        for entry in basis.state.lines()
        if isinstance(entry.statement, Adjudicated)
        and entry.statement.judgement is Judgement.HARMFUL
        and entry.statement.note
        and line_of.get(entry.statement.entry) in shown
    ]
    if step.do is None or not notes:
        return
    edit = Edit(EditKind.SET, ("workflows", workflow, "steps", step_id, "do"), f"{step.do} (but: {notes[0]})", step.do)
    title = f"Word {step_id} so that it does no harm"
    why = f"It was done as the plan has it, and it did harm: {notes[0]}"
    yield basis.proposal(title, why, [edit], Criterion(Measure.NO_HARM, step_id), "word")
