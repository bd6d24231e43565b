"""Who may approve a change of the plan, and whether enough people have.

Every approver role must approve. One person counts for one role, and nobody
approves a change of their own, through whatever hat: another person of that role
does, or, where there is none, one of its delegates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from drill.plan.model import Plan


def candidates(plan: Plan, role: str, author: str) -> tuple[str, ...]:
    """The people who may approve for a role: its own but the author, else its delegates' people."""
    seat = plan.roles.get(role)
    if seat is None:
        return ()
    own = tuple(person for person in seat.people if person != author)
    if own:
        return own
    delegated = (person for delegate in seat.delegates for person in plan.roles[delegate].people if person != author)
    return tuple(dict.fromkeys(delegated))


def approver_roles(plan: Plan) -> tuple[str, ...]:
    """The roles that approve a change of this plan."""
    return plan.review.approvers if plan.review is not None else ()


def assign(plan: Plan, author: str, people: Iterable[str]) -> dict[str, str]:
    """Which approver role each of these people stands for, covering as many roles as can be.

    A maximum bipartite matching by augmenting paths; the result is {role: person}.
    """
    people = tuple(dict.fromkeys(people))
    may = {
        role: [person for person in candidates(plan, role, author) if person in people] for role in approver_roles(plan)
    }
    taken: dict[str, str] = {}
    for role in may:
        _augment(role, may, taken, set())
    return {role: person for person, role in taken.items()}


def _augment(role: str, may: Mapping[str, list[str]], taken: dict[str, str], visited: set[str]) -> bool:
    for person in may[role]:
        if person in visited:
            continue
        visited.add(person)
        if person not in taken or _augment(taken[person], may, taken, visited):
            taken[person] = role
            return True
    return False


def missing_roles(plan: Plan, author: str, people: Collection[str]) -> tuple[str, ...]:
    """The approver roles that nobody of these people stands for yet."""
    covered = assign(plan, author, people)
    return tuple(role for role in approver_roles(plan) if role not in covered)


def impossible_roles(plan: Plan, author: str) -> tuple[str, ...]:
    """The approver roles for which nobody could approve this author's changes, whoever else did."""
    everyone = [person for role in approver_roles(plan) for person in candidates(plan, role, author)]
    return missing_roles(plan, author, everyone)
