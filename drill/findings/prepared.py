"""What the plan does not have, and prepared texts that were not fit to be used."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.text import listed
from drill.findings.finding import FindingKind, Severity
from drill.findings.inquiry import Inquiry
from drill.findings.rulebook import Found, rule
from drill.scenario.fit import FitLine
from drill.session.statements import Entry
from drill.session.statements import Response as ResponseLine

_LACKS = {
    "workflow": (Severity.MAJOR, FindingKind.PLAN_GAP, ("workflows",)),
    "step": (Severity.MAJOR, FindingKind.PLAN_GAP, ("workflows",)),
    "role": (Severity.MAJOR, FindingKind.PLAN_GAP, ("roles",)),
    "account": (Severity.MINOR, FindingKind.PLAN_GAP, ("accounts",)),
    "person": (Severity.MINOR, FindingKind.CONTACT_DATA, ("people",)),
}


@rule("lacks")
def lacks(inquiry: Inquiry) -> Iterator[Found]:
    """The scenario names a step, a role, a workflow, an account or a person that the plan does not have.

    It was left out of the play, and is held against nobody who played. Major for a
    workflow, a step or a role; minor for an account or a person, which may only be
    called something else here: map it with ``fit:``.
    """
    for line in inquiry.exercise.fit.missing:
        severity, kind, path = _LACKS[line.kind]
        injects = _injects_naming(inquiry, line)
        yield Found(
            subject=f"{line.kind} {line.name}",
            kind=kind,
            severity=severity,
            title=f"The plan has no {line.kind} for {line.name}",
            explanation="The scenario asks for it"
            + (f" in {listed(injects)}" if injects else "")
            + "; it was left out of the play.",
            prompts=(
                "Is it missing, or is it there under another name?",
                "If this happened tomorrow, who would do it without being told?",
            ),
            clause=inquiry.plan.clause(path),
            of_the_plan=True,
        )


def _injects_naming(inquiry: Inquiry, line: FitLine) -> list[str]:
    """The injects that expect a step of this name, or must reach a role of it."""
    return [
        inject.id
        for inject in inquiry.exercise.scenario.injects
        if (line.kind == "step" and any(asked.step == line.name for asked in inject.expect))
        or (line.kind == "role" and line.name in (*inject.to, *(reach.role for reach in inject.must_reach)))
        or (line.kind == "account" and line.name in inject.about)
        or (line.kind == "person" and line.name in (*inject.effects.absent, *inject.effects.back))
    ]


@rule("expired-text")
def expired_text(inquiry: Inquiry) -> Iterator[Found]:
    """A prepared text was used after its approval had ended. Moderate."""
    for name, entries in _used(inquiry).items():
        resource = inquiry.plan.resources[name]
        if resource.expires is not None and resource.expires < inquiry.state.day:
            yield _about_text(
                inquiry,
                name,
                entries,
                FindingKind.PLAN_GAP,
                Severity.MODERATE,
                f"{name} ({resource.title}) had expired on {resource.expires.isoformat()}",
                "It was used, and its approval no longer held, so the sign-off that it saves was due.",
            )


@rule("unapproved-text")
def unapproved_text(inquiry: Inquiry) -> Iterator[Found]:
    """A prepared text was used that nobody had approved, or not yet. Moderate."""
    for name, entries in _used(inquiry).items():
        resource = inquiry.plan.resources[name]
        if resource.approved_by is None or (resource.approved is not None and resource.approved > inquiry.state.day):
            yield _about_text(
                inquiry,
                name,
                entries,
                FindingKind.PLAN_GAP,
                Severity.MODERATE,
                f"{name} ({resource.title}) is not approved",
                "It was used as a prepared text, and the plan does not say who approved it by that day.",
            )


@rule("edited-text")
def edited_text(inquiry: Inquiry) -> Iterator[Found]:
    """A prepared text went out changed, without the sign-off that is then due. Moderate."""
    edited: dict[str, list[Entry]] = {}
    for step, acts in inquiry.play.acts.items():
        approving = inquiry.exercise.approvals.get(step)
        if approving is None:
            continue
        for act in acts:
            approved = any(each.at <= act.at for each in inquiry.play.acts.get(approving, ()))
            if act.edited and act.resource is not None and not approved:
                edited.setdefault(act.resource, []).append(inquiry.state.entries[act.entry])
    for name, entries in edited.items():
        yield _about_text(
            inquiry,
            name,
            entries,
            FindingKind.TRAINING,
            Severity.MODERATE,
            f"{name} ({inquiry.plan.resources[name].title}) was changed and went out without sign-off",
            "What is changed is a new text: the approval of the old one does not cover it.",
        )


def _used(inquiry: Inquiry) -> dict[str, list[Entry]]:
    """The prepared texts that were used, each with the lines that show it."""
    used: dict[str, list[Entry]] = {}
    for entry, said in inquiry.record.statements(ResponseLine):
        if said.resource is not None and entry.seq not in inquiry.play.judgements.set_aside:
            used.setdefault(said.resource, []).append(entry)
    return used


def _about_text(
    inquiry: Inquiry,
    name: str,
    entries: list[Entry],
    kind: FindingKind,
    severity: Severity,
    title: str,
    explanation: str,
) -> Found:
    return Found(
        subject=name,
        kind=kind,
        severity=severity,
        title=title,
        explanation=explanation,
        prompts=(
            "Who looks after this text, and when did they last read it?",
            "What would have shown its state to whoever used it?",
        ),
        clause=inquiry.plan.clause(("resources", name)),
        evidence=inquiry.lines(*entries),
    )
