"""Whether an approval is somebody else's: two hats on one head, and approvers whom nobody stands apart from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drill.files.diagnostics import Severity
from drill.files.document import Path
from drill.files.rulebook import Problem
from drill.files.text import listed
from drill.plan.audit.analysis.approvals import approver_roles, seats
from drill.plan.audit.analysis.crews import always_there, crew, is_desk, own_people
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.audit.words import few, hats
from drill.plan.model import Plan


@AUDIT_RULES.rule("no-review-approvers", Severity.ERROR)
def no_review_approvers(audited: PlanOnDay) -> Iterator[Problem]:
    """Nobody has to approve a change of the plan.

    A change would be in force as soon as somebody proposes it, and the paper trail would show
    nobody's consent. Name at least one role in `review.approvers`; better two, with people of
    their own.

    Practice: changes of a procedure are approved by those who answer for it, security and
    counsel among them (GSA, Social Media Cyber-Vandalism Toolkit, readiness 5; NIST SP 800-53,
    CP-2).
    """
    review = audited.plan.review
    if review is None:
        yield Problem(
            ("plan",),
            "nobody approves a change of this plan",
            "add review: {every: 3 months, approvers: [ROLE]}",
            on_key=True,
        )
    elif not review.approvers:
        yield Problem(review.path, "nobody approves a change of this plan", "add approvers: [ROLE]", on_key=True)


@AUDIT_RULES.rule("nobody-to-approve", Severity.ERROR)
def nobody_to_approve(audited: PlanOnDay) -> Iterator[Problem]:
    """An approval could be given by nobody but the one who asks for it, or by too few people.

    Whoever does the step is the only one who may approve it, delegates counted. Or a change of
    the plan needs several roles to approve it, and fewer people fill them than there are roles:
    one person counts for one role. Nobody could give this approval honestly. Name another
    person for one of the roles, or let another role approve.

    Practice: separation of duties (NIST SP 800-53, AC-5): no person checks their own work.
    """
    for pair in _approved_steps(audited.plan):
        if not pair.can_be_another:
            yield Problem(
                pair.path,
                f'whoever does "{pair.done}" is the only one who could approve it: {listed(pair.doers, "or")}',
                "name another person for the approving role",
            )
    review = audited.plan.review
    if review is None:
        return
    roles = [role for role in dict.fromkeys(review.approvers) if role in audited.plan.roles]
    people = _most_served(audited.plan, roles)
    if people < len(roles):
        yield Problem(
            (*review.path, "approvers"),
            f"a change of the plan needs {len(roles)} approvers, and {people} different "
            f"{'person fills' if people == 1 else 'people fill'} these roles",
            "one person counts for one role: name others",
        )


@AUDIT_RULES.rule("self-approval", Severity.WARNING)
def self_approval(audited: PlanOnDay) -> Iterator[Problem]:
    """The same person may do a step and approve it, in one hat or in two, and no rule forbids it.

    At two in the morning whoever is awake does both, and nobody has looked at the words but
    their author. Say in the workflow's `rules` that these are `different_people`: then it is
    asked of the team, and scored. Or keep the roles' people apart.

    Practice: separation of duties (NIST SP 800-53, AC-5), the two-person rule for what is
    published.
    """
    for pair in _approved_steps(audited.plan):
        if pair.both and pair.can_be_another and not pair.forbidden:
            who = [hats(audited.plan, person, pair.roles) for person in pair.both]
            yield Problem(
                pair.path,
                f'the same person may do "{pair.done}" and approve it: {few(who)}',
                f"add {{id: four-eyes, different_people: [{pair.done}, {pair.approving}]}} to the workflow's rules",
            )


@AUDIT_RULES.rule("no-independent-person", Severity.WARNING)
def no_independent_person(audited: PlanOnDay) -> Iterator[Problem]:
    """Everybody who fills a role also fills a role that approves.

    On paper the approver is told, asked or opposed by somebody else; in the room the same
    people sit on both chairs, and nobody in that role is independent. Give it at least one
    person who does not approve. A role for which the approver stands in anyway (`delegates`)
    claims no independence and is left out.

    Practice: separation of duties (NIST SP 800-53, AC-5), applied to people instead of titles.
    """
    plan = audited.plan
    approving = [role for role in approver_roles(plan) if not plan.roles[role].external]
    for role_id, role in plan.roles.items():
        people = set(role.people)
        if role.external or not people:
            continue
        over = [
            approver
            for approver in approving
            if approver != role_id
            and people <= set(plan.roles[approver].people)
            and approver not in role.delegates
            and not (people == set(plan.roles[approver].people) and _told(role_id, approver, approving, people))
        ]
        if over:
            yield Problem(
                (*role.path, "people"),
                f'everybody who fills "{role_id}" also fills {listed(over)}, which approves',
                "name somebody for it who does not approve",
            )


@dataclass(frozen=True, slots=True)
class _ApprovedStep:
    """A step and the step that approves it."""

    done: str
    approving: str
    path: Path
    doers: tuple[str, ...]
    """Everybody who may do it."""
    both: tuple[str, ...]
    """Those of them who may approve it too."""
    roles: tuple[str, ...]
    """The roles that do it, then those that approve it."""
    can_be_another: bool
    """Whether, for one doer at least, each approval can be somebody else's."""
    forbidden: bool
    """Whether a rule of the workflow asks for different people."""


def _approved_steps(plan: Plan) -> Iterator[_ApprovedStep]:
    for workflow in plan.workflows.values():
        for step_id, step in workflow.steps.items():
            if step.approve is None or step.approve == step_id or step.approve not in workflow.steps:
                continue
            doing = tuple(role for role in workflow.steps[step.approve].actors if role in plan.roles)
            doers = _people(plan, doing)
            needed = [roles for roles in seats(plan, step) if crew(plan, roles) or always_there(plan, roles)]
            if not doers or not needed:
                continue
            approving = tuple(role for roles in needed for role in roles)
            approvers = _people(plan, approving)
            yield _ApprovedStep(
                done=step.approve,
                approving=step_id,
                path=(*step.path, "approve"),
                doers=doers,
                both=tuple(person for person in doers if person in approvers),
                roles=(*doing, *approving),
                can_be_another=always_there(plan, doing)
                or any(all(_somebody_else(plan, roles, doer) for roles in needed) for doer in doers),
                forbidden=any({step.approve, step_id} <= set(rule.different_people or ()) for rule in workflow.rules),
            )


def _people(plan: Plan, roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for role in roles for person in own_people(plan, role)))


def _somebody_else(plan: Plan, roles: tuple[str, ...], doer: str) -> bool:
    return always_there(plan, roles) or any(person != doer for person in crew(plan, roles))


def _told(role: str, other: str, approving: list[str], people: set[str]) -> bool:
    """Whether two roles of the same people are told elsewhere: with that one person, or with the other role."""
    return len(people) == 1 or (role in approving and approving.index(role) < approving.index(other))


def _most_served(plan: Plan, roles: list[str]) -> int:
    """How many of the roles can have a person each; a desk, or a role that nobody fills, counts as served.

    As a change is approved (`drill.revision.approval`): by a role's own people, and by
    its delegates' only where it has none.
    """
    import networkx as nx

    able = {role: own_people(plan, role) or crew(plan, (role,)) for role in roles}
    choosing = [role for role in roles if able[role] and not is_desk(plan, role)]
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_edges_from((("role", role), ("person", person)) for role in choosing for person in able[role])
    matched = nx.bipartite.maximum_matching(graph, top_nodes=[("role", role) for role in choosing])
    return len(roles) - len(choosing) + len(matched) // 2
