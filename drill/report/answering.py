"""What a session's findings would have changed in a plan; and what it showed of changes made before."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from drill.errors import Refused
from drill.findings.finding import Finding
from drill.report.after_action import AfterAction
from drill.report.folder import find_session, open_session
from drill.revision.history import living_plan_of
from drill.revision.living_plan import LivingPlan
from drill.revision.proposals import propose
from drill.revision.retest import digest_of, note
from drill.revision.revisions import Proposal, Revision
from drill.session.state import State


@dataclass(frozen=True, slots=True)
class Offered:
    """What a session's findings would have changed in a plan."""

    session: str
    """The session's name."""
    digest: str
    """What tells its drill from others."""
    proposals: tuple[Proposal, ...]
    findings: Mapping[str, Finding]
    """The findings that they answer, by id."""
    played: State
    """What was played, on what day: proposals are rehearsed in it."""


def proposals_of(name: str | os.PathLike[str], out: str | os.PathLike[str], living: LivingPlan) -> Offered:
    """The proposals of a session for a plan as it is now.

    Raises Refused for a session of another plan, OutOfReach, DamagedSession.
    """
    folder: Path = find_session(name, out)
    session = open_session(folder)
    try:
        return offered(session.state, folder.name, living)
    finally:
        session.close()


def offered(state: State, name: str, living: LivingPlan) -> Offered:
    """The proposals of a session that is at hand, for a plan as it is now. Raises Refused for another plan's."""
    aar, plan = AfterAction.of(state), living.plan
    if plan.plan != aar.plan.plan:
        raise Refused(f"{name} was run on the plan {aar.plan.plan!r}, and this one is {plan.plan!r}")
    findings = {finding.id: finding for finding, _ in aar.to_answer}
    return Offered(name, digest_of(aar.written.text), propose(aar.to_answer, aar.state, plan), findings, state)


def note_retests(aar: AfterAction, session: str, at: datetime) -> list[Revision]:
    """Write what a session showed of earlier revisions into its plan's trail, once.

    Nothing is written while the session still runs, nor where the plan no longer lies where
    the session found it.
    """
    found = aar.retests if aar.state.ended_at is not None else ()
    living = living_plan_of(aar.state.opened.plan_name) if found else None
    return note(living, session, found, aar.written.text, at) if living is not None else []
