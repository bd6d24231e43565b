"""Who stands in: a delegate, a backup."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.edits import added
from drill.plan.model import Plan, Role
from drill.revision.answers.basis import Basis
from drill.revision.criterion import Criterion, Measure
from drill.revision.revisions import Proposal


def _stand_in(plan: Plan, name: str) -> str | None:
    """A role that could stand in: inside, with people of its own, the nearest above it if there is one."""
    role = plan.roles[name]

    def fits(other_name: str, other: Role) -> bool:
        own = set(other.people) - set(role.people)
        return other_name != name and not other.external and bool(own) and other_name not in role.delegates

    candidates = [
        (other.level <= role.level, abs(other.level - role.level), order, other_name)
        for order, (other_name, other) in enumerate(plan.roles.items())
        if fits(other_name, other)
    ]
    return min(candidates)[-1] if candidates else None


def _backup(plan: Plan, name: str) -> str | None:
    """A person who could be a role's backup: one of another inside role of its level, with the fewest hats."""
    role = plan.roles[name]
    hats = {person: sum(person in other.people for other in plan.roles.values()) for person in plan.people}
    near = [
        (abs(other.level - role.level), hats[person], order, person)
        for order, other in enumerate(plan.roles.values())
        if not other.external and other is not role
        for person in other.people
        if person not in role.people
    ]
    return min(near)[3] if near else None


def add_delegate(basis: Basis) -> Iterator[Proposal]:
    """Nobody else could be called: let another role stand in."""
    name = basis.role
    stand_in = _stand_in(basis.plan, name) if name else None
    if name is None or stand_in is None:
        return
    role = basis.plan.roles[name]
    edit = added(("roles", name, "delegates"), stand_in, role.delegates)
    title = f"Let {basis.plan.roles[stand_in].title} stand in for {role.title}"
    why = f"When {name} did not answer, the plan named nobody else."
    yield basis.proposal(title, why, [edit], Criterion(Measure.NO_STALL, name), "delegate")


def add_backup(basis: Basis) -> Iterator[Proposal]:
    """One person fills the role: name a backup."""
    name = basis.role
    if name is None and basis.step is not None:
        actors = basis.step[2].actors
        name = actors[0] if actors else None
    if name is None or len(basis.plan.roles[name].people) > 1 or basis.plan.roles[name].external:
        return
    person = _backup(basis.plan, name)
    if person is not None:
        edit = added(("roles", name, "people"), person, basis.plan.roles[name].people)
        title = f"Name {basis.plan.people[person].name} as the backup of {basis.plan.roles[name].title}"
        criterion = Criterion(Measure.NO_STALL, name)
        yield basis.proposal(title, f"{name} hangs on one person.", [edit], criterion, "backup")
