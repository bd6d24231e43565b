"""Whether the people of the plan can be reached: what is missing, shared, old or left over in the contact data."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity
from drill.files.rulebook import Problem
from drill.files.text import listed
from drill.plan.audit.book import AUDIT_RULES, PlanOnDay
from drill.plan.model import ResourceKind


@AUDIT_RULES.rule("no-reach", Severity.WARNING)
def no_reach(audited: PlanOnDay) -> Iterator[Problem]:
    """The plan says of somebody who fills a role neither how to reach them nor where that stands.

    A backup whose number nobody has is no backup. Write `reach`, or keep the numbers in a list
    and name it among the resources (`kind: contact-list`): then nobody's is asked for here.
    Where the plan says it of nobody, that is told once.

    Practice: contact data of everybody on the team are collected before they are needed and
    kept up to date (GSA, Social Media Cyber-Vandalism Toolkit, readiness 3 and 7).
    """
    plan = audited.plan
    if any(resource.kind is ResourceKind.CONTACT_LIST for resource in plan.resources.values()):
        return
    hats: dict[str, list[str]] = {}
    for role_id, role in plan.roles.items():
        for person_id in dict.fromkeys(role.people):
            hats.setdefault(person_id, []).append(role_id)
    people = [(person_id, plan.people[person_id], hats[person_id]) for person_id in plan.people if person_id in hats]
    if people and all(person.reach is None for _, person, _ in people):
        message = "the plan says of nobody how to reach them"
        yield Problem(("people",), message, "add reach:, or a resource of kind contact-list", on_key=True)
        return
    for person_id, person, roles in people:
        if person.reach is None:
            message = f"{person_id} fills {listed(roles)}, and the plan does not say how to reach them"
            yield Problem(person.path, message, "add reach:, or a resource of kind contact-list", on_key=True)


@AUDIT_RULES.rule("same-reach", Severity.WARNING)
def same_reach(audited: PlanOnDay) -> Iterator[Problem]:
    """Two people of one role are reached by the same number or address.

    Where the first does not answer, the second is called on the same telephone. Most often a
    line was copied and one number left as it was. Roles outside the organisation are left out:
    a desk has one number.

    Practice: the team is connected by every means there is, each member by their own (GSA, Social
    Media Cyber-Vandalism Toolkit, readiness 1 and 3).
    """
    plan = audited.plan
    told: set[str] = set()
    for role_id, role in plan.roles.items():
        first: dict[str, str] = {}
        for person_id in () if role.external else role.people:
            reach = plan.people[person_id].reach if person_id in plan.people else None
            other = first.setdefault("".join(reach.split()).lower(), person_id) if reach else person_id
            if other != person_id and person_id not in told:
                told.add(person_id)
                message = f'{person_id} is reached as {other} is, and both fill "{role_id}"'
                yield Problem((*plan.people[person_id].path, "reach"), message, "one of them is likely a copy")


@AUDIT_RULES.rule("person-without-role", Severity.WARNING)
def person_without_role(audited: PlanOnDay) -> Iterator[Problem]:
    """Somebody stands among the people, and fills no role and owns no account.

    Who has left stays in lists for years, is called at night, and keeps what access they had.
    Or a newcomer was added and given nothing to do. Give them a role, or take them out.

    Practice: the lists of account holders and contacts are pruned when people leave (GSA, Social
    Media Cyber-Vandalism Toolkit, readiness 7 and recovery 2; NIST SP 800-53, AC-2).
    """
    plan = audited.plan
    needed = {person for role in plan.roles.values() for person in role.people}
    for account in plan.accounts.values():
        needed |= {account.owners.primary, account.owners.secondary or account.owners.primary}
    for person_id, person in plan.people.items():
        if person_id not in needed:
            message = f"{person_id} fills no role and owns no account"
            yield Problem(person.path, message, "give them a role, or take them out", on_key=True)


@AUDIT_RULES.rule("contact-list-old", Severity.WARNING)
def contact_list_old(audited: PlanOnDay) -> Iterator[Problem]:
    """A list of contacts was approved longer ago than the review period, and names no last day.

    Numbers change faster than anything else in a plan. Call each number on the list once, then
    write the day as `approved`; or give the list an `expires`, which is looked at instead. The
    period is the plan's own `review.every`, or a quarter.

    Practice: contact lists are kept up to date; calling finds what is not (GSA, Social
    Media Cyber-Vandalism Toolkit, readiness 7; NIST SP 800-34, plan maintenance).
    """
    period, whose = audited.review_period
    for resource_id, resource in audited.plan.resources.items():
        if resource.kind is not ResourceKind.CONTACT_LIST or resource.expires is not None:
            continue
        if resource.approved is None:
            message = f'how old "{resource_id}" ({resource.title}) is cannot be told; due every {period}: {whose}'
            yield Problem(resource.path, message, "call each number, then add approved:", on_key=True)
        elif audited.is_over(resource.approved, period):
            message = f'"{resource_id}" ({resource.title}) is of {resource.approved}; due every {period}: {whose}'
            yield Problem((*resource.path, "approved"), message, "call each number, then write the day")
