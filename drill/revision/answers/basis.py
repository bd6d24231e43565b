"""What a proposal is made from, and how it is put."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from drill.errors import FilesInError
from drill.files.diagnostics import has_errors
from drill.files.edits import Conflict, Edit, apply_edits
from drill.findings.finding import Finding
from drill.plan.check import check_plan
from drill.plan.load import plan_from_text
from drill.plan.model import Plan, Step
from drill.revision.criterion import Criterion
from drill.revision.revisions import Proposal
from drill.scoring.card import Response, TeamCard
from drill.session.state import State


@dataclass(frozen=True, slots=True)
class Basis:
    """A finding, the card that it came from, the session, and the plan as it is now."""

    finding: Finding
    card: TeamCard | None
    """None for a finding of the audit, which no play is behind."""
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
        responses = self.card.responses if self.card is not None else ()
        return [row for row in responses if row.name == step and row.done_at is not None]

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

    def stands(self, edits: Iterable[Edit]) -> bool:
        """Whether the plan is still a plan with these edits in it: nothing in it points to what they took away."""
        document = self.plan.document
        try:
            return not has_errors(check_plan(plan_from_text(apply_edits(document.text, edits), document.name)))
        except (Conflict, FilesInError):
            return False


Propose = Callable[[Basis], Iterator[Proposal]]
