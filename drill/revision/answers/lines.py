"""Who may call whom: a line that the plan lacks."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.edits import added
from drill.findings.finding import FindingKind
from drill.revision.answers.basis import Basis
from drill.revision.criterion import Criterion, Measure
from drill.revision.revisions import Proposal
from drill.scoring.card import ErrorKind


def add_line(basis: Basis) -> Iterator[Proposal]:
    """A call without a line in the plan was judged sensible: draw the line."""
    yield from _drawn(basis, "It was done, and it helped.")


def add_line_asked_for(basis: Basis) -> Iterator[Proposal]:
    """A step asks for a call that the plan has no line for: draw the line."""
    if basis.finding.kind is FindingKind.PLAN_GAP:
        yield from _drawn(basis, "A step of the plan asks for this very call.")


def _drawn(basis: Basis, why: str) -> Iterator[Proposal]:
    for call in basis.card.contacts if basis.card is not None else ():
        shows_it = set(call.evidence) & set(basis.finding.evidence)
        if shows_it and (call.caller, call.to) not in basis.plan.edges:
            criterion = Criterion(Measure.NO_ERROR, f"{ErrorKind.WRONG_PATH} {call.to}")
            yield _line(basis, call.caller, call.to, why, criterion)


def add_way_for_news(basis: Basis) -> Iterator[Proposal]:
    """News could not come to a role by any line from those who had it: draw one from the nearest of them."""
    if basis.finding.kind is not FindingKind.PLAN_GAP:
        return
    match (basis.finding.clause or "").rpartition(":")[0].split("."):
        case ["scenario", "injects", inject, "must_reach", role] if inject in basis.state.exercise.injects:
            wanted = basis.state.exercise.fit.role(role)
            roles = basis.plan.roles
            knew = [
                name
                for name in basis.state.exercise.injects[inject].to
                if name in roles and name != wanted and not roles[name].external
            ]
            if wanted in roles and knew:
                above = roles[wanted].level
                caller = min(knew, key=lambda name: (abs(above - roles[name].level), knew.index(name)))
                why = f"{caller} had the news, and the plan has no way from there to {wanted}."
                yield _line(basis, caller, wanted, why, Criterion(Measure.ROLE_REACHED, wanted))


def _line(basis: Basis, caller: str, to: str, why: str, criterion: Criterion) -> Proposal:
    edge = {"from": caller, "to": to, "why": f"earned in the drill of {basis.state.opened.date}"}
    title = f"Let {basis.plan.roles[caller].title} call {basis.plan.roles[to].title}"
    return basis.proposal(title, why, [added(("escalations",), edge, basis.plan.escalations)], criterion, "line")
