"""What a session's findings would have changed in a plan; and what it showed of changes made before."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from drill.errors import Refused
from drill.report.after_action import AfterAction
from drill.report.folder import REPORTS, find_session, open_session
from drill.revision.history import living_plan_of
from drill.revision.living_plan import LivingPlan, Proposal
from drill.revision.proposals import propose
from drill.revision.retest import digest_of, note, results
from drill.revision.revisions import Revision


def proposals_of(
    name: str | os.PathLike[str], out: str | os.PathLike[str] = REPORTS, living: LivingPlan | None = None
) -> tuple[tuple[Proposal, ...], str, str]:
    """The proposals of a session, what tells its drill from others, and its name.

    Raises Refused for a session of another plan, OutOfReach, DamagedSession.
    """
    folder: Path = find_session(name, out)
    session = open_session(folder)
    try:
        aar = AfterAction.of(session.state)
    finally:
        session.close()
    plan = living.plan if living is not None else aar.plan
    if plan.plan != aar.plan.plan:
        raise Refused(f"{folder.name} was run on the plan {aar.plan.plan!r}, and this one is {plan.plan!r}")
    findings = ((finding, team.inquiry.card) for team in aar.teams for finding in team.findings)
    return propose(findings, aar.state, plan), digest_of(aar.written.text), folder.name


def note_retests(aar: AfterAction, session: str, at: datetime) -> list[Revision]:
    """Write what a session showed of earlier revisions into its plan's trail, once.

    Nothing is written where the plan no longer lies where the session found it.
    """
    found = results(aar.state, aar.scorecard, aar.written.text)
    living = living_plan_of(aar.state.opened.plan_name) if found else None
    return note(living, session, found, aar.written.text, at) if living is not None else []
