"""Prepared texts: whether they may be used on the day, and whether each workflow has one."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.text import listed
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.model import Plan, ResourceKind

SOON = 30
"""Days before its last that a text is due to be approved again."""


@AUDIT_RULES.rule("text-expired", Severity.ERROR)
def text_expired(audited: PlanOnDay) -> Iterator[Problem]:
    """The approval of a prepared text has ended.

    It counts as any other draft now: whoever uses it word for word still needs the sign-off
    that it was to save, and few will know. Read it again, have it approved, and move `expires`.
    On the day it names, a text still holds.

    Practice: messages are prepared and approved before they are needed (GSA, Social Media
    Cyber-Vandalism Toolkit, readiness 4 and recovery 3). That an approval ends is this program's
    own rule, so that nobody uses words that nobody has read for a year.
    """
    for resource_id, resource in audited.plan.resources.items():
        if resource.expires is not None and resource.expires < audited.day:
            yield Problem(
                (*resource.path, "expires"),
                f'"{resource_id}" ({resource.title}) expired on {resource.expires}',
                _users(audited.plan, resource_id) or "have it approved again, or take it out",
            )


@AUDIT_RULES.rule("text-expires-soon", Severity.WARNING)
def text_expires_soon(audited: PlanOnDay) -> Iterator[Problem]:
    """The approval of a prepared text ends within 30 days.

    Counsel needs time, and the day after is the day on which it will be wanted. Have it read
    and approved now.

    Practice: messages are prepared and approved before they are needed (GSA, Social Media
    Cyber-Vandalism Toolkit, readiness 4); what has a last day is looked at before it, as any
    part of a plan is at a set interval (NIST SP 800-53, CP-2).
    """
    for resource_id, resource in audited.plan.resources.items():
        if resource.expires is not None and 0 <= (resource.expires - audited.day).days <= SOON:
            days = (resource.expires - audited.day).days
            when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days, on {resource.expires}")
            yield Problem(
                (*resource.path, "expires"),
                f'"{resource_id}" ({resource.title}) expires {when}',
                "have it approved again",
            )


@AUDIT_RULES.rule("text-unapproved", Severity.ERROR)
def text_unapproved(audited: PlanOnDay) -> Iterator[Problem]:
    """Nobody has approved a prepared text, or not yet on the day.

    The approval is what makes a text worth preparing: with it, the words can go out in minutes;
    without it they are a draft that looks like more. Have it approved, and say by which role
    (`approved_by`) and when (`approved`).

    Practice: the first messages that go out are pre-approved (GSA, Social Media Cyber-Vandalism
    Toolkit, recovery 3).
    """
    for resource_id, resource in audited.plan.resources.items():
        if resource.approved_by is None:
            yield Problem(
                resource.path,
                f'nobody has approved "{resource_id}" ({resource.title})',
                "add approved_by: and approved:",
                on_key=True,
            )
        elif resource.approved is not None and resource.approved > audited.day:
            yield Problem(
                (*resource.path, "approved"),
                f'"{resource_id}" ({resource.title}) is approved only from {resource.approved}',
            )


@AUDIT_RULES.rule("text-without-expiry", Severity.WARNING)
def text_without_expiry(audited: PlanOnDay) -> Iterator[Problem]:
    """A prepared text says of no day that its approval ends then.

    It will be approved for ever: with the old address, the old product, the name of somebody
    who has left. Half a year is usual. Lists of contacts are looked at by another rule.

    Practice: what is prepared is read again at a set interval (NIST SP 800-53, CP-2; NIST SP
    800-34, plan maintenance).
    """
    for resource_id, resource in audited.plan.resources.items():
        approved = resource.approved_by is not None and resource.kind is not ResourceKind.CONTACT_LIST
        if approved and resource.expires is None:
            yield Problem(
                resource.path, f'"{resource_id}" ({resource.title}) never expires', "add expires:", on_key=True
            )


@AUDIT_RULES.rule("text-missing", Severity.WARNING)
def text_missing(audited: PlanOnDay) -> Iterator[Problem]:
    """A workflow speaks in public and has no prepared text for it, or one without words.

    The first words of a crisis are written by tired people whom many watch. One prepared text
    for each kind of crisis is enough: later words, a correction for instance, depend on what
    happened, and no workflow is faulted for a public step without one if another has it. Write
    the text, have it approved, and name it in the step's `uses`.

    Practice: templates for each kind of incident (GSA, Social Media Cyber-Vandalism Toolkit,
    readiness 4); first words that say what is known, what is not, and what is being done to find
    out (CDC, Crisis and Emergency Risk Communication: be right).
    """
    plan = audited.plan
    for workflow_id, workflow in plan.workflows.items():
        public = {step_id: step for step_id, step in workflow.steps.items() if step.public}
        using = {step_id: step for step_id, step in public.items() if step.uses in plan.resources}
        if public and not using:
            yield Problem(
                workflow.path,
                f'"{workflow_id}" speaks in public ({listed(public)}) and has no prepared text',
                "write one, and name it in uses:",
                on_key=True,
            )
        for step_id, step in using.items():
            if step.uses is not None and plan.resources[step.uses].text is None:
                yield Problem((*step.path, "uses"), f'"{step_id}" uses "{step.uses}", which has no words')


def _users(plan: Plan, resource_id: str) -> str | None:
    """Which workflows stand without the text."""
    names = [
        name
        for name, workflow in plan.workflows.items()
        if any(step.uses == resource_id for step in workflow.steps.values())
    ]
    return f"{listed(names)} {'uses' if len(names) == 1 else 'use'} it: have it approved again" if names else None
