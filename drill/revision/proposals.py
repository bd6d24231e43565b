"""From a finding to a change of the plan: one small function for each finding that a change can answer.

A proposal is where a discussion starts, not where it ends: it names a concrete edit,
so that people have something to say no to. What no edit of the plan can answer is
left to actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from drill.files.edits import Edit, EditKind, still_fits
from drill.files.times import MINUTE, format_duration
from drill.findings.finding import Finding
from drill.plan.model import Plan, Role, Step, StepKind
from drill.revision.criterion import Criterion, Measure
from drill.revision.living_plan import Proposal
from drill.scoring.card import ErrorKind, Response, TeamCard
from drill.session.state import State

SLACK = 0.25
"""A deadline that nobody kept is proposed anew with this much more than what was seen."""

MOST_TIME = 2
"""Beyond so many times its deadline a late step is a matter of training, not of the plan."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a proposal is made from: a finding, the card that it came from, the session, and the plan as it is now."""

    finding: Finding
    card: TeamCard
    state: State
    plan: Plan

    @property
    def clause(self) -> tuple[str, ...]:
        """The path of the finding's clause; empty where it cites none of the plan."""
        path = (self.finding.clause or "").rpartition(":")[0]
        return () if path.startswith("scenario.") else tuple(part for part in path.split(".") if part)

    @property
    def role(self) -> str | None:
        """The role that the clause is about."""
        path = self.clause
        return path[1] if path[:1] == ("roles",) and len(path) > 1 and path[1] in self.plan.roles else None

    @property
    def step(self) -> tuple[str, str, Step] | None:
        """The workflow, the id and the step that the clause is about."""
        path = self.clause
        if path[:1] != ("workflows",) or len(path) < 4 or path[2] != "steps":
            return None
        workflow = self.plan.workflows.get(path[1])
        step = workflow.steps.get(path[3]) if workflow else None
        return (path[1], path[3], step) if step is not None else None

    def rows(self, step: str) -> list[Response]:
        """The team's responses to a step that were done."""
        return [row for row in self.card.responses if row.name == step and row.done_at is not None]

    def proposal(self, title: str, why: str, edits: Iterable[Edit], criterion: Criterion | None, kind: str) -> Proposal:
        """A proposal that answers the finding."""
        return Proposal(
            id=f"{kind}-{self.finding.id}",
            finding=self.finding.id,
            title=title,
            clause=self.finding.clause or "",
            edits=tuple(edits),
            criterion=criterion,
            why=why,
        )


Propose = Callable[[Basis], Iterator[Proposal]]


def propose(findings: Iterable[tuple[Finding, TeamCard]], state: State, plan: Plan) -> tuple[Proposal, ...]:
    """What the findings of a session would have changed in the plan as it is now, each change once.

    What cannot be edited as the plan is written is left out.
    """
    found: dict[tuple[tuple[str, ...], ...], Proposal] = {}
    text = plan.document.text
    for finding, card in findings:
        for answer in ANSWERS.get(finding.rule, ()):
            for proposal in answer(Basis(finding, card, state, plan)):
                touches = tuple((str(edit.kind), *map(str, edit.path)) for edit in proposal.edits)
                if touches not in found and still_fits(text, proposal.edits):
                    found[touches] = proposal
    return tuple(found.values())


# ── who stands in ────────────────────────────────────────────────────────────


def _stand_in(plan: Plan, name: str) -> str | None:
    """A role that could stand in: inside, with people of its own, the nearest above it if there is one."""
    role = plan.roles[name]

    def fits(other_name: str, other: Role) -> bool:
        own = set(other.people) - set(role.people)
        return other_name != name and not other.external and bool(own) and other_name not in role.delegates

    candidates = [
        (other.level <= role.level, abs(other.level - role.level), order, other_name)
        for order, (other_name, other) in enumerate(plan.roles.items())
        if fits(other_name, other)
    ]
    return min(candidates)[-1] if candidates else None


def _backup(plan: Plan, name: str) -> str | None:
    """A person who could be a role's backup: one of another inside role of its level, with the fewest hats."""
    role = plan.roles[name]
    hats = {person: sum(person in other.people for other in plan.roles.values()) for person in plan.people}
    near = [
        (abs(other.level - role.level), hats[person], order, person)
        for order, other in enumerate(plan.roles.values())
        if not other.external and other is not role
        for person in other.people
        if person not in role.people
    ]
    return min(near)[3] if near else None


def add_delegate(basis: Basis) -> Iterator[Proposal]:
    """Nobody else could be called: let another role stand in."""
    name = basis.role
    stand_in = _stand_in(basis.plan, name) if name else None
    if name is None or stand_in is None:
        return
    role = basis.plan.roles[name]
    path = ("roles", name, "delegates")
    edit = Edit(EditKind.APPEND, path, stand_in) if role.delegates else Edit(EditKind.SET, path, [stand_in])
    title = f"Let {basis.plan.roles[stand_in].title} stand in for {role.title}"
    why = f"When {name} did not answer, the plan named nobody else."
    yield basis.proposal(title, why, [edit], Criterion(Measure.NO_STALL, name), "delegate")


def add_backup(basis: Basis) -> Iterator[Proposal]:
    """One person fills the role: name a backup."""
    name = basis.role
    if name is None and basis.step is not None:
        actors = basis.step[2].actors
        name = actors[0] if actors else None
    if name is None or len(basis.plan.roles[name].people) > 1 or basis.plan.roles[name].external:
        return
    person = _backup(basis.plan, name)
    if person is not None:
        edit = Edit(EditKind.APPEND, ("roles", name, "people"), person)
        title = f"Name {basis.plan.people[person].name} as the backup of {basis.plan.roles[name].title}"
        criterion = Criterion(Measure.NO_STALL, name)
        yield basis.proposal(title, f"{name} hangs on one person.", [edit], criterion, "backup")


# ── times ────────────────────────────────────────────────────────────────────


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
    """A step was late though nothing else held it up: ask whether its deadline can be kept at all."""
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    rows = basis.rows(step_id)
    if step.deadline is None or step.hard or not rows:
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


# ── lines, texts, steps ──────────────────────────────────────────────────────


def add_line(basis: Basis) -> Iterator[Proposal]:
    """A call without a line in the plan was judged sensible: draw the line."""
    for error in basis.card.contacts:
        pair = (error.caller, error.to)
        if pair in basis.plan.edges or not set(error.evidence) & set(basis.finding.evidence):
            continue
        edge = {"from": error.caller, "to": error.to, "why": f"earned in the drill of {basis.state.opened.date}"}
        title = f"Let {basis.plan.roles[error.caller].title} call {basis.plan.roles[error.to].title}"
        criterion = Criterion(Measure.NO_ERROR, f"{ErrorKind.WRONG_PATH} {error.to}")
        why = "It was done, and it helped."
        yield basis.proposal(title, why, [Edit(EditKind.APPEND, ("escalations",), edge)], criterion, "line")


def prepare_text(basis: Basis) -> Iterator[Proposal]:
    """A public step waited for approval: prepare its words, so that approved ones need no sign-off."""
    if basis.step is None:
        return
    workflow, step_id, step = basis.step
    criterion = Criterion(Measure.STEP_IN_TIME, step_id)
    if step.uses is None:
        name = f"{step_id}-text"
        text = {"kind": "template", "title": f"Prepared words for {step_id}", "text": "To be written, and approved."}
        edits = [
            Edit(EditKind.SET, ("resources", name), text),
            Edit(EditKind.SET, ("workflows", workflow, "steps", step_id, "uses"), name),
        ]
        why = "Writing from scratch and having it approved took the time."
        yield basis.proposal(f"Prepare the words of {step_id}", why, edits, criterion, "text")
        return
    for other_id, other in basis.plan.workflows[workflow].steps.items():
        if other.kind is StepKind.APPROVE and other.approve == step_id and other.unless is None:
            edit = Edit(EditKind.SET, ("workflows", workflow, "steps", other_id, "unless"), {"used": step.uses})
            title = f"Let {step.uses} go out without another sign-off"
            why = f"{step_id} waited for {other_id}, though its words were approved before."
            yield basis.proposal(title, why, [edit], criterion, "text")


def add_step(basis: Basis) -> Iterator[Proposal]:
    """An improvisation was judged sensible: make it a step, without a clock until it is known how long it takes."""
    workflow = basis.state.exercise.fit.workflows[0] if basis.state.exercise.fit.workflows else None
    lines = {number: entry for entry, number in _numbered(basis)}
    for number in basis.finding.evidence:
        entry = lines.get(number)
        said = getattr(entry, "statement", None)
        if workflow is None or said is None or not said.note or workflow not in basis.plan.workflows:
            continue
        name = basis.finding.id.removeprefix("improvised-")[:40].strip("-")
        step = {"do": said.note[:1].upper() + said.note[1:], "by": [said.role]}
        edit = Edit(EditKind.SET, ("workflows", workflow, "steps", name), step)
        yield basis.proposal(
            f"Make it a step: {said.note}", "It was not in the plan, and it helped.", [edit], None, "step"
        )
        return


def _numbered(basis: Basis) -> Iterator[tuple[object, int]]:
    from drill.session.transcript import write_transcript

    line_of = write_transcript(basis.state).line_of
    for entry in basis.state.teams[basis.card.team].play.improvised:
        if entry.seq in line_of:
            yield entry, line_of[entry.seq]


ANSWERS: dict[str, tuple[Propose, ...]] = {
    "dead-end": (add_delegate, add_backup),
    "absent-contact": (add_delegate, add_backup),
    "backup-not-called": (go_on_sooner,),
    "answered-late": (go_on_sooner, add_backup),
    "approved-late": (prepare_text,),
    "late": (allow_more_time,),
    "missing-line": (add_line,),
    "improvised": (add_step,),
}
"""What may answer the findings of each rule."""
