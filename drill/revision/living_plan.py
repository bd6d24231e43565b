"""A plan with its paper trail: where changes are proposed, approved and made.

Every command writes the trail first or last, so that a crash between the two files
is seen and mended at the next reading: the plan's history names the entry of the
trail that it stood on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from drill.errors import FilesInError, Refused
from drill.files.atomic import write_whole
from drill.files.diagnostics import Severity, did_you_mean
from drill.files.edits import Conflict, Edit, EditKind, apply_edits
from drill.files.reading import read_text
from drill.plan.check import check_plan
from drill.plan.load import plan_from_text
from drill.plan.model import Plan
from drill.revision.approval import approver_roles, candidates, impossible_roles, missing_roles
from drill.revision.criterion import check_criterion
from drill.revision.plan_text import as_on_disk, bytes_of, diff_of
from drill.revision.revisions import OPEN, UNSETTLED, Proposal, Revision, Revisions, RevisionState, edit_to_dict
from drill.revision.trail import BrokenTrail, Trail, TrailEntry, Verb, trail_path


class LivingPlan:
    """A plan's file and its trail, read together."""

    def __init__(self, path: Path) -> None:
        """Read both. Raises OutOfReach, FilesInError, BrokenTrail."""
        self.path = path
        self.text = read_text(path)
        self._raw = bytes_of(path)
        self.plan: Plan = plan_from_text(self.text, str(path))
        self.trail = Trail.read(trail_path(path))
        self._check_base()
        self.revisions = Revisions.of(self.trail)

    def is_outdated(self) -> bool:
        """Whether somebody else has written the plan or its trail since they were read. Raises BrokenTrail."""
        return bytes_of(self.path) != self._raw or len(Trail.read(self.trail.path)) != len(self.trail)

    def revision(self, name: str) -> Revision:
        """A revision by its id. Raises Refused, with the nearest one."""
        found = self.revisions.by_id.get(name)
        if found is None:
            raise Refused(
                f"there is no revision {name!r}",
                did_you_mean(name, self.revisions.by_id) or "drill revisions PLAN lists them",
            )
        return found

    def made_of(self, proposal: Proposal, session: str) -> Revision | None:
        """The newest revision that was made of a proposal of this session."""
        made = [
            revision
            for revision in self.revisions
            if (revision.session, revision.finding) == (session, proposal.finding)
            and (revision.id == proposal.id or revision.id.rpartition("-")[0] == proposal.id)
        ]
        return made[-1] if made else None

    def diff(self, edits: Sequence[Edit]) -> str:
        """What the edits change, as a diff of the plan's own YAML. Raises Conflict."""
        after = apply_edits(self.text, edits)
        return diff_of(self.path.name, self.text, after)

    # ── commands ─────────────────────────────────────────────────────────────

    def propose(
        self,
        proposal: Proposal,
        *,
        by: str,
        owner: str,
        due: date,
        at: datetime,
        session: str | None = None,
        digest: str | None = None,
        draft: bool = False,
        emergency: bool = False,
        recorded_by: str | None = None,
    ) -> Revision:
        """Make a revision of a proposal. Raises Refused, Conflict, FilesInError; then nothing was written.

        `session` and `digest` say which drill the finding came from. A `draft` is kept, and put
        to nobody yet. With `emergency` the change takes effect at once, and its approval is due
        afterwards.
        """
        self.check_person(owner)
        self._check_proposal(proposal, by)
        data = self._data(proposal, owner, due.isoformat(), session, digest, emergency=emergency and not draft)
        revision_id = self._new_id(proposal.id)
        self._append(Verb.DRAFTED if draft else Verb.PROPOSED, revision_id, by, at, recorded_by, data)
        if emergency and not draft:
            self._take_effect(self.revision(revision_id), at)
        return self.revision(revision_id)

    def put_forward(
        self, name: str, by: str, at: datetime, *, wording: Proposal | None = None, recorded_by: str | None = None
    ) -> Revision:
        """Put a draft to the approvers, in other words where it was edited meanwhile.

        Raises Refused, Conflict, FilesInError; then nothing was written.
        """
        draft = self.revision(name)
        if draft.state is not RevisionState.DRAFT:
            raise Refused(f"{name} is {draft.state}", "only a draft is put to the approvers")
        if by != draft.author:
            raise Refused(f"{name} is a draft of {draft.author}'s, who alone puts it to the approvers")
        proposal = wording or draft.proposal
        self._check_proposal(proposal, by)
        data = self._data(proposal, draft.owner, draft.due, draft.session, draft.digest, emergency=False)
        self._append(Verb.PROPOSED, name, by, at, recorded_by, data)
        return self.revision(name)

    def _check_proposal(self, proposal: Proposal, by: str) -> None:
        """Raises Refused where nobody could agree to it, Conflict or FilesInError where it makes no plan."""
        self.check_person(by)
        if not approver_roles(self.plan):
            raise Refused("nobody approves changes of this plan", "say who under review: approvers")
        stuck = impossible_roles(self.plan, by)
        if stuck:
            raise Refused(
                f"nobody could approve a change by {by} for {', '.join(stuck)}",
                "let somebody else propose it, or give that role another person or a delegate",
            )
        check_criterion(proposal.criterion, self._outcome(proposal.edits))

    def _data(
        self, proposal: Proposal, owner: str, due: str, session: str | None, digest: str | None, *, emergency: bool
    ) -> dict[str, Any]:
        return {
            "finding": proposal.finding,
            "title": proposal.title,
            "clause": proposal.clause,
            "why": proposal.why,
            "edits": [edit_to_dict(edit) for edit in proposal.edits],
            "diff": self.diff(proposal.edits),
            "criterion": proposal.criterion.as_dict() if proposal.criterion else None,
            "owner": owner,
            "due": due,
            "base_version": self.plan.version,
            "base_sha256": self.plan.document.sha256,
            "session": session,
            "digest": digest,
            "emergency": emergency,
        }

    def approve(
        self, name: str, person: str, at: datetime, *, evidence: str | None = None, recorded_by: str | None = None
    ) -> Revision:
        """One person's yes; the last that was missing makes the change effective. Raises Refused, Conflict."""
        revision = self.revision(name)
        self.check_person(person)
        self._check_open(revision, for_approval=True)
        if revision.state is RevisionState.APPROVED:  # the last approval was written, and the plan could not be
            return self._take_effect(revision, at)
        if person == revision.author:
            raise Refused(f"{person} proposed it, and nobody approves a change of their own, through any hat")
        if any(approval.person == person for approval in revision.approvals):
            raise Refused(f"{person} has approved it already", "one person counts for one approver role")
        missing = revision.missing_approvals(self.plan)
        people = [approval.person for approval in revision.approvals]
        after = [role for role in missing if role not in self._missing_with(revision, [*people, person])]
        if not after:
            may = {role: candidates(self.plan, role, revision.author) for role in missing}
            waits = "; ".join(f"{role}: {', '.join(each) or 'nobody'}" for role, each in may.items())
            raise Refused(f"{person} approves for no role that is still missing", f"missing are {waits}")
        complete = not self._missing_with(revision, [*people, person])
        if complete and revision.state is RevisionState.PROPOSED:
            self._outcome(revision.edits)
        data = {"evidence": evidence, "roles": sorted(after), "complete": complete}
        self._append(Verb.APPROVED, name, person, at, recorded_by, data)
        revision = self.revision(name)
        return self._take_effect(revision, at) if revision.state is RevisionState.APPROVED else revision

    def reject(
        self, name: str, person: str, at: datetime, *, why: str | None = None, recorded_by: str | None = None
    ) -> Revision:
        """An approver's no, which ends the revision. Raises Refused."""
        revision = self.revision(name)
        self.check_person(person)
        self._check_open(revision)
        if not any(person in candidates(self.plan, role, revision.author) for role in approver_roles(self.plan)):
            raise Refused(f"{person} approves nothing here, and so rejects nothing")
        self._append(Verb.REJECTED, name, person, at, recorded_by, {"why": why})
        return self.revision(name)

    def withdraw(
        self, name: str, person: str, at: datetime, *, why: str | None = None, recorded_by: str | None = None
    ) -> Revision:
        """The author's or owner's second thought, which ends the revision. Raises Refused."""
        revision = self.revision(name)
        if revision.state not in UNSETTLED:
            raise Refused(f"{revision.id} is {revision.state}")
        if person not in (revision.author, revision.owner):
            raise Refused(f"only {revision.author} or {revision.owner} can withdraw it")
        self._append(Verb.WITHDRAWN, name, person, at, recorded_by, {"why": why})
        return self.revision(name)

    def finish_interrupted(self, at: datetime) -> list[Revision]:
        """Bring to its end what a crash or a full disk left half-done: the plan was rewritten, the trail not told."""
        finished = []
        for revision in list(self.revisions):
            done = [entry for entry in self.plan.history if entry.base == revision.last_hash]
            waits = revision.state is RevisionState.APPROVED or (
                revision.emergency and revision.state is RevisionState.PROPOSED
            )
            if waits and done:
                self._append(Verb.EFFECTIVE, revision.id, revision.author, at, None, {"version": done[-1].version})
                finished.append(self.revision(revision.id))
        return finished

    def retested(
        self, name: str, session: str, outcome: str, fresh: bool, digest: str, by: str, at: datetime
    ) -> Revision | None:
        """What a session showed of a revision, once for each session. None where it was noted already.

        A session that says something else since more was entered into it is noted again.
        """
        noted = [entry.data for entry in self.trail if entry.verb is Verb.RETESTED and entry.subject == name]
        of_session = [(data["outcome"], data["fresh"]) for data in noted if data["session"] == session]
        if any(data["digest"] == digest for data in noted) or of_session[-1:] == [(outcome, fresh)]:
            return None
        data = {"session": session, "outcome": outcome, "fresh": fresh, "digest": digest}
        self._append(Verb.RETESTED, name, by, at, None, data)
        return self.revision(name)

    # ── within ───────────────────────────────────────────────────────────────

    def _append(
        self, verb: Verb, subject: str, by: str, at: datetime, recorded_by: str | None, data: dict[str, Any]
    ) -> TrailEntry:
        entry = self.trail.append(verb, subject, by, at=at, recorded_by=recorded_by, data=data)
        self.revisions = Revisions.of(self.trail)
        return entry

    def _take_effect(self, revision: Revision, at: datetime) -> Revision:
        text = self._revised(revision, at.date())
        if bytes_of(self.path) != self._raw:
            raise Conflict(f"{self.path} was changed by somebody else meanwhile", "look at it, then do this again")
        raw = as_on_disk(text, self._raw)
        write_whole(self.path, raw)
        self.text, self._raw = text, raw
        self.plan = plan_from_text(text, str(self.path))
        data = {"version": self.plan.version, "sha256": sha256(text.encode()).hexdigest()}
        self._append(Verb.EFFECTIVE, revision.id, revision.author, at, None, data)
        return self.revision(revision.id)

    def _revised(self, revision: Revision, day: date) -> str:
        """The plan's text with the change in it, one version up, and a line of history. Raises Conflict."""
        version = self.plan.version
        entry: dict[str, Any] = {"version": version + 1, "date": day.isoformat(), "why": revision.title}
        if revision.approvals:
            entry["approved_by"] = list(revision.approved_by(self.plan))
        entry["base"] = revision.last_hash
        history = (
            Edit(EditKind.APPEND, ("history",), entry)
            if self.plan.history
            else Edit(EditKind.SET, ("history",), [entry], None if "history" not in self.plan.model_fields_set else [])
        )
        edits = (*revision.edits, Edit(EditKind.SET, ("version",), version + 1, version), history)
        return apply_edits(self.text, edits)

    def _outcome(self, edits: Sequence[Edit]) -> Plan:
        """The plan with the edits in it, which must be no worse a plan. Raises Refused, Conflict, FilesInError."""
        if not edits:
            raise Refused("there is no change in it")
        after = plan_from_text(apply_edits(self.text, edits), str(self.path))
        known = {(one.code, one.message) for one in check_plan(self.plan)}
        errors = [one for one in check_plan(after) if one.severity is Severity.ERROR]
        if any((one.code, one.message) not in known for one in errors):
            raise FilesInError(errors)
        return after

    def _missing_with(self, revision: Revision, people: list[str]) -> tuple[str, ...]:
        return missing_roles(self.plan, revision.author, people)

    def check_person(self, person: str) -> None:
        """Raises Refused for somebody whom the plan does not know."""
        if person not in self.plan.people:
            raise Refused(f"{person!r} is nobody in this plan", did_you_mean(person, self.plan.people))

    def _check_open(self, revision: Revision, *, for_approval: bool = False) -> None:
        afterwards = for_approval and revision.emergency and revision.version is not None
        if revision.state not in OPEN and not afterwards:
            is_draft = revision.state is RevisionState.DRAFT
            hint = f"it is put to the approvers with drill propose PLAN {revision.id}" if is_draft else None
            settled = "" if is_draft else ": nothing is left to approve or reject"
            raise Refused(f"{revision.id} is {revision.state}{settled}", hint)

    def _check_base(self) -> None:
        for entry in self.plan.history:
            if entry.base is not None and not self.trail.knows(entry.base):
                raise BrokenTrail(
                    f"{trail_path(self.path)}: version {entry.version} of the plan stood on an entry that is not there",
                    "the end of the trail was cut off, or the trail is another plan's",
                )

    def _new_id(self, wanted: str) -> str:
        number, name = 1, wanted
        while name in self.revisions.by_id:
            number += 1
            name = f"{wanted}-{number}"
        return name
