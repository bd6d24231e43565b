"""What the screen of changes works on: a session's proposals for a plan, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.diagnostics import did_you_mean
from drill.files.edits import Conflict
from drill.findings.finding import Finding
from drill.report.answering import Offered, offered, proposals_of
from drill.report.folder import REPORTS, open_session
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import Proposal, Revision, RevisionState
from drill.session.state import State

FOUR_WEEKS = timedelta(weeks=4)
"""When a change is due, unless somebody says otherwise."""


class Standing(Enum):
    """Where a proposal stands: its sign, and the word for it."""

    OPEN = ("○", "to decide")
    ASIDE = ("–", "set aside")
    DRAFT = ("◐", "draft")
    PROPOSED = ("◕", "proposed")
    DONE = ("✓", "in the plan")
    ENDED = ("✗", "ended")

    @property
    def sign(self) -> str:
        """One cell that says the same as the colour."""
        return self.value[0]

    @property
    def word(self) -> str:
        """The word for it."""
        return self.value[1]


_OF_STATE = {
    RevisionState.DRAFT: Standing.DRAFT,
    RevisionState.PROPOSED: Standing.PROPOSED,
    RevisionState.APPROVED: Standing.PROPOSED,
    RevisionState.REJECTED: Standing.ENDED,
    RevisionState.WITHDRAWN: Standing.ENDED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal, the finding that it answers, and the revision that was made of it, if one was."""

    proposal: Proposal
    finding: Finding | None
    revision: Revision | None
    is_aside: bool

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.revision is not None:
            return _OF_STATE.get(self.revision.state, Standing.DONE)
        return Standing.ASIDE if self.is_aside else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan with its trail, and what a session would have changed in it."""

    living: LivingPlan
    offered: Offered

    def changes(self, worded: Mapping[str, Proposal], aside: frozenset[str]) -> tuple[Change, ...]:
        """Every proposal, as somebody worded it, with where it stands."""
        proposals = self.offered.proposals
        return tuple(self._change(each, worded.get(each.id, each), each.id in aside) for each in proposals)

    def _change(self, proposal: Proposal, worded: Proposal, is_aside: bool) -> Change:
        """What was made of a proposal keeps its own words: the plan has moved on, and with it what is proposed."""
        revision = self.living.made_of(proposal, self.offered.session)
        change = Change(worded, self.offered.findings.get(proposal.finding), revision, is_aside)
        if change.revision is None or change.standing is Standing.ENDED:
            return change
        return replace(change, proposal=replace(change.revision.proposal, id=proposal.id))

    def diff(self, proposal: Proposal) -> str:
        """What it changes, as a diff of the plan's own text; where it fits no more, why not."""
        try:
            return self.living.diff(proposal.edits)
        except Conflict as conflict:
            return f"It does not fit the plan any more: {conflict.message}\n"

    def why_nobody(self, name: str) -> str | None:
        """What is wrong with a person's id, or nothing."""
        people = self.living.plan.people
        if name in people:
            return None
        return did_you_mean(name, people) or f"one of {', '.join(people)}"


Load = Callable[[], Offer]


def offer_of(plan: Path, folder: Path) -> Offer:
    """A plan's file, and what the session in a folder would change in it. Raises DrillError."""
    living = LivingPlan(plan)
    return Offer(living, proposals_of(folder, REPORTS, living))


def offer_of_session(folder: Path) -> Offer:
    """What the session in a folder would change in the plan that it was played on. Raises DrillError."""
    session = open_session(folder)
    try:
        return offer_of_state(session.state, folder.name)
    finally:
        session.close()


def offer_of_state(state: State, name: str) -> Offer:
    """What a session that is at hand would change in the plan that it was played on. Raises DrillError."""
    path = Path(state.opened.plan_name)
    if not path.is_file():
        raise OutOfReach(
            f"the plan lies no more where this was played: {path}", "drill revise PLAN --from SESSION names another"
        )
    living = LivingPlan(path)
    return Offer(living, offered(state, name, living))


def why_no_day(text: str, today: date) -> str | None:
    """What is wrong with a due date, or nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return f"write the day like {today.isoformat()}"
    return None if day >= today else f"{text} is over; today is {today.isoformat()}"
