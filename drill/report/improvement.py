"""The improvement plan, in HSEEP's columns: what is to be put right, in which respect, and by which role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from drill.findings.audited import PREFIX
from drill.findings.finding import Finding, FindingKind
from drill.plan.model import Plan
from drill.report.after_action import AfterAction
from drill.report.blocks import Blocks, heading, table
from drill.report.escape import cell

COLUMNS = (
    "Core capability",
    "Issue / area for improvement",
    "Corrective action",
    "Capability element",
    "Primary responsible organisation",
    "Organisation POC",
    "Start date",
    "Completion date",
)
"""The columns of HSEEP's improvement plan; the organisation is a role of the plan."""

ELEMENTS: Mapping[FindingKind, str] = {
    FindingKind.PLAN_GAP: "Planning",
    FindingKind.CONTACT_DATA: "Planning",
    FindingKind.STAFFING: "Organisation",
    FindingKind.TOOLING: "Equipment",
    FindingKind.TRAINING: "Training",
}
"""The capability element of each kind of finding, of HSEEP's five: planning, organisation, equipment, training,
exercises. No finding is of the fifth: that a drill is held again is said by the re-test of a change."""

OF_THE_PLAN = frozenset({FindingKind.PLAN_GAP, FindingKind.CONTACT_DATA})
"""What whoever approves the plan puts right, not the role that the plan let down."""

TO_BE_AGREED = "to be agreed"


@dataclass(frozen=True, slots=True)
class Improvement:
    """One row of the plan, its cells in the order of `COLUMNS`, as text that is not escaped yet."""

    capability: str
    issue: str
    action: str
    element: str
    role: str
    poc: str
    start: str = TO_BE_AGREED
    completion: str = TO_BE_AGREED

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in their order."""
        return astuple(self)


def improvements(aar: AfterAction) -> tuple[Improvement, ...]:
    """A row for each finding that asks for something, the gravest first; one issue comes once for all teams."""
    capabilities = {name: each.capability or "" for name, each in aar.scenario.objectives.items()}
    rows: dict[tuple[str, str], Improvement] = {}
    for finding in (*aar.findings, *aar.audited.findings):
        role = responsible(finding, aar.plan)
        proposed = [aar.proposal_title(proposal) for proposal in aar.proposals_for(finding)]
        row = Improvement(
            capability=capabilities.get(finding.objective or "", ""),
            issue=finding.title,
            action="; or ".join(proposed) or usual_action(finding, aar.plan.roles[role].title if role else None),
            element=ELEMENTS[finding.kind],
            role=aar.plan.roles[role].title if role else TO_BE_AGREED,
            poc=_first_person(aar, role) if aar.names and role else TO_BE_AGREED,
        )
        rows.setdefault((finding.id, finding.title), row)
    return tuple(rows.values())


def usual_action(finding: Finding, role: str | None) -> str:
    """What is usually done about a finding of its kind that no change of the plan answers, for people to agree on."""
    if finding.rule.startswith(PREFIX):
        return finding.explanation.rstrip(".")
    who = role or "those whose part it is"
    return {
        FindingKind.TRAINING: f"Brief {who}, and drill it again",
        FindingKind.STAFFING: "Name who stands in, and tell them",
        FindingKind.TOOLING: "Put it right, and write down the day",
        FindingKind.CONTACT_DATA: "Correct the list, and call each number",
        FindingKind.PLAN_GAP: "Agree on how the plan should word it",
    }[finding.kind]


def responsible(finding: Finding, plan: Plan) -> str | None:
    """The role that a finding is suggested to: who approves the plan for what is wrong in it, else who it is about.

    Nobody outside the organisation is given anything to do.
    """
    approver = next(iter(plan.review.approvers), None) if plan.review is not None else None
    about = _role_of_clause(finding.clause or "", plan)
    first, second = (approver, about) if finding.kind in OF_THE_PLAN else (about, approver)
    return first or second


def _role_of_clause(clause: str, plan: Plan) -> str | None:
    path = clause.rpartition(":")[0].split(".")
    named: tuple[str, ...] = ()
    match path:
        case ["roles", role, *_]:
            named = (role,)
        case ["workflows", workflow, "steps", step, *_] if workflow in plan.workflows:
            found = plan.workflows[workflow].steps.get(step)
            named = found.actors if found is not None else ()
    return next((role for role in named if role in plan.roles and not plan.roles[role].external), None)


def _first_person(aar: AfterAction, role: str) -> str:
    people = aar.plan.roles[role].people
    return aar.plan.people[people[0]].name if people else TO_BE_AGREED


def improvement_plan(aar: AfterAction) -> Blocks:
    """The section; nothing where nothing was found."""
    rows = [tuple(cell(text) for text in row.cells) for row in improvements(aar)]
    if not rows:
        return []
    return [
        heading(2, "Improvement plan"),
        "Suggested, for the after-action meeting to agree on: changes of the plan are taken on with `drill revise`, "
        "everything else with `drill action`; both want an owner and a day, and are carried on until they are done. "
        "The same table lies beside this report as `improvement-plan.csv`.",
        table(COLUMNS, rows),
    ]
