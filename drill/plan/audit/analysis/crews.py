"""Who can act in a role: its own people, and those of the roles that may stand in for it."""

from __future__ import annotations

from collections.abc import Iterable

from drill.plan.model import Plan


def own_people(plan: Plan, role_id: str) -> tuple[str, ...]:
    """The people who fill a role, the primary first, each once."""
    return tuple(dict.fromkeys(plan.roles[role_id].people))


def crew(plan: Plan, roles: Iterable[str]) -> tuple[str, ...]:
    """Everybody who can act for one of the roles: their own people, then those of their delegates."""
    known = [role for role in roles if role in plan.roles]
    own = [person for role in known for person in plan.roles[role].people]
    stand_ins = [person for role in delegates(plan, known) for person in plan.roles[role].people]
    return tuple(dict.fromkeys([*own, *stand_ins]))


def delegates(plan: Plan, roles: Iterable[str]) -> tuple[str, ...]:
    """The roles that may stand in for one of these, each once."""
    named = (delegate for role in roles for delegate in plan.roles[role].delegates)
    return tuple(dict.fromkeys(role for role in named if role in plan.roles))


def always_there(plan: Plan, roles: Iterable[str]) -> bool:
    """Whether one of the roles, or a delegate of theirs, is an outside desk that the plan names nobody of.

    Who sits there is not the plan's to know, so nobody's absence can empty it.
    """
    known = [role for role in roles if role in plan.roles]
    return any(is_desk(plan, role) for role in (*known, *delegates(plan, known)))


def is_desk(plan: Plan, role_id: str) -> bool:
    """Whether a role stands outside the organisation, with nobody named for it."""
    role = plan.roles[role_id]
    return role.external and not role.people


def sole_person(plan: Plan, roles: Iterable[str]) -> str | None:
    """The one person who can act for these roles; None where there are several, or nobody, or a desk."""
    roles = tuple(roles)
    people = crew(plan, roles)
    return people[0] if len(people) == 1 and not always_there(plan, roles) else None
