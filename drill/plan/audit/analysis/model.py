"""What the analysis of a plan's responder graph holds. Times are whole milliseconds; names are the plan's ids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApprovalPath:
    """One way to an approval, call by call."""

    roles: tuple[str, ...]
    """From the entry role to the one that approves."""
    time: int
    """How long it takes where each called role answers just in time."""


@dataclass(frozen=True, slots=True)
class Route:
    """How an approval is reached from one role at which a crisis enters."""

    entry: str
    approvers: tuple[str, ...]
    """Any of these roles gives the approval."""
    workflows: tuple[str, ...]
    """The workflows that ask for it."""
    review: bool
    """Whether a change of the plan itself asks for it."""
    fastest: ApprovalPath | None
    """None where no path leads there."""
    second: ApprovalPath | None
    """The next fastest; None where there is no other."""
    roles_in_every_path: tuple[str, ...]
    """Those between entry and approver that no path avoids, from the entry on."""
    people_in_every_path: tuple[str, ...]
    """Those without whom the approval cannot be had, the entry's and the approver's own among them."""
    fewest_roles: tuple[str, ...] | None
    """The fewest roles in between whose absence cuts every path: none where there is no path, None where the
    entry calls the approver itself."""
    fewest_people: tuple[str, ...] | None
    """The fewest people whose absence cuts every path; None where a desk outside is always there."""

    @property
    def approver(self) -> str:
        """The approver in words: ``legal``, or ``legal or executive`` where any of them will do."""
        return " or ".join(self.approvers)


@dataclass(frozen=True, slots=True)
class Absence:
    """What the absence of one person breaks while everybody else is there."""

    person: str
    roles: tuple[str, ...]
    """Roles that are left with nobody of their own."""
    steps: tuple[tuple[str, str], ...]
    """Steps that nobody can do, as (workflow, step): neither the roles that the plan wants nor their delegates."""
    routes: tuple[Route, ...]
    """Approvals that cannot be had any more from where they are asked for."""

    @property
    def breaks_nothing(self) -> bool:
        """Whether the plan holds without this person."""
        return not (self.roles or self.steps or self.routes)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The responder graph of a plan: ways to every approval, and what each single absence breaks."""

    routes: tuple[Route, ...]
    """Each entry with each approval that it may need, in the plan's order; one that gives it itself is left out."""
    absences: tuple[Absence, ...]
    """Everybody in the plan, in its order."""

    def route(self, entry: str, approvers: tuple[str, ...]) -> Route | None:
        """The route from an entry to an approval; None where the entry approves itself."""
        return next((one for one in self.routes if (one.entry, one.approvers) == (entry, approvers)), None)
