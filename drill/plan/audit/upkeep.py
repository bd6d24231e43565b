"""Whether the plan is looked after: its review, the way it is changed, and the one place that is always right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.text import listed
from drill.plan.audit.analysis.crews import own_people, sole_person
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.model import Plan, Workflow

_PLAN = re.compile(r"(?<![a-z])(plans?|sops?|procedures?|playbooks?|runbooks?)(?![a-z])", re.IGNORECASE)
_CHANGE = re.compile(r"(?<![a-z])(chang|updat|revis|amend|edit|review|maint|adapt|improv)", re.IGNORECASE)


@AUDIT_RULES.rule("review-overdue", Severity.WARNING)
def review_overdue(audited: PlanOnDay) -> Iterator[Problem]:
    """The whole plan was not read again within its own period, or never.

    People, numbers, platforms and the law change without asking the plan. Read it through,
    change what no longer holds, and write the day as `review.last`. On the day it is due it is
    not overdue yet.

    Practice: plans are reviewed at a set interval, quarterly or yearly, and after each drill
    and each real event (NIST SP 800-53, CP-2; NIST SP 800-34, plan maintenance; HSEEP,
    improvement planning).
    """
    review = audited.plan.review
    if review is None:
        yield Problem(
            ("plan",),
            "the plan has no review: nobody is to read it again",
            "add review: {every: 3 months, approvers: [ROLE]}",
            on_key=True,
        )
    elif review.last is None:
        yield Problem(
            review.path,
            f"the plan was never reviewed; due every {review.every}",
            "read it, then add last:",
            on_key=True,
        )
    elif audited.is_over(review.last, review.every):
        yield Problem(
            (*review.path, "last"),
            f"the plan was last reviewed on {review.last}; due every {review.every}",
            "read it through, change what no longer holds, then write the day",
        )


@AUDIT_RULES.rule("no-change-workflow", Severity.WARNING)
def no_change_workflow(audited: PlanOnDay) -> Iterator[Problem]:
    """The plan has no workflow for changing the plan itself.

    Who may propose, who agrees, how fast, who is told: without it a change is made by whoever
    has the file open, and half the people act on the old one. Add a workflow; it can be drilled
    like any other.

    It is found by its name (plan, procedure, playbook and the like, with change, update, revise
    and the like), or as a workflow without a public step in which every one of
    `review.approvers` approves.

    Practice: an operating procedure for updating operating procedures; changes of a contingency
    plan are communicated to those named in it (NIST SP 800-53, CP-2; NIST SP 800-34, plan
    maintenance).
    """
    plan = audited.plan
    if not any(_changes_the_plan(plan, name, workflow) for name, workflow in plan.workflows.items()):
        path = ("workflows",) if plan.workflows else ("plan",)
        yield Problem(
            path,
            "the plan has no workflow for changing the plan itself",
            "add one: who proposes, who agrees, who is told, when it is drilled again",
            on_key=True,
        )


def _changes_the_plan(plan: Plan, name: str, workflow: Workflow) -> bool:
    words = f"{name} {workflow.title}"
    if _PLAN.search(words) and _CHANGE.search(words):
        return True
    wanted = set(plan.review.approvers) if plan.review else set()
    approving = {role for step in workflow.steps.values() if step.approve is not None for role in step.actors}
    return bool(wanted) and wanted <= approving and not any(step.public for step in workflow.steps.values())


@AUDIT_RULES.rule("no-single-source", Severity.WARNING)
def no_single_source(audited: PlanOnDay) -> Iterator[Problem]:
    """The plan names no single source of truth.

    People forgive a late answer more easily than two different ones. One page on a server of
    your own that every post points to stays when the accounts are gone. Name it, with the role
    that keeps it and a backup.

    Practice: the first source of information often becomes the preferred one, and accuracy makes
    it credible (CDC, Crisis and Emergency Risk Communication: be first, be right, be credible).
    """
    if audited.plan.single_source_of_truth is None:
        yield Problem(
            ("plan",),
            "the plan names no single source of truth",
            "add single_source_of_truth: {title: ADDRESS, owner: ROLE, backup: ROLE}",
            on_key=True,
        )


@AUDIT_RULES.rule("single-source-one-owner", Severity.WARNING)
def single_source_one_owner(audited: PlanOnDay) -> Iterator[Problem]:
    """The single source of truth has one owner.

    It is no source of truth while the one who can write it sleeps. Name a `backup` role whose
    people are others, and see that they have tried it.

    Practice: an alternative is designated for what matters (GSA, Social Media Cyber-Vandalism
    Toolkit, readiness 5).
    """
    plan, source = audited.plan, audited.plan.single_source_of_truth
    if source is None:
        return
    if source.backup is None:
        yield Problem((*source.path, "owner"), f"{source.owner} alone keeps the single source of truth", "add backup:")
    elif source.backup == source.owner:
        yield Problem((*source.path, "backup"), f"{source.owner} is its own backup", "name another role")
    else:
        roles = [role for role in (source.owner, source.backup) if role in plan.roles]
        person = sole_person(plan, roles)
        if person is not None and all(own_people(plan, role) for role in roles):
            yield Problem(
                (*source.path, "backup"),
                f"only {person} keeps the single source of truth: nobody else fills {listed(roles, 'or')}",
                "name a role with other people",
            )
