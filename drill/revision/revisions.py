"""The revisions of a plan, as its trail tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from drill.files.edits import Edit, EditKind
from drill.plan.model import Plan
from drill.revision.approval import assign, missing_roles
from drill.revision.criterion import Criterion, Outcome
from drill.revision.trail import BrokenTrail, Trail, TrailEntry, Verb

APPROVAL_AFTERWARDS = timedelta(hours=72)
"""How soon an emergency change must be approved after it took effect."""


class RevisionState(StrEnum):
    """Where a revision stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    RETEST_DUE = "retest due"
    VERIFIED = "verified"
    FAILED = "failed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangeSize(StrEnum):
    """What kind of change it is; the version is one whole number all the same."""

    SMALL = "small"
    """Contact data and wording."""
    MEDIUM = "medium"
    """Steps and times."""
    LARGE = "large"
    """Roles and authority."""


OPEN = (RevisionState.PROPOSED, RevisionState.APPROVED)
"""An approver's yes or no counts."""

UNSETTLED = (RevisionState.DRAFT, *OPEN)
"""Its author or owner can take it back."""

TO_RETEST = (RevisionState.EFFECTIVE, RevisionState.RETEST_DUE, RevisionState.FAILED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that a finding asks for, before anyone has taken it on."""

    id: str
    finding: str
    title: str
    clause: str
    edits: tuple[Edit, ...]
    criterion: Criterion | None
    why: str


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's yes. What is typed proves order, not consent."""

    person: str
    at: str
    evidence: str | None
    recorded_by: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class Retest:
    """What a later session showed of the revision's criterion."""

    session: str
    outcome: Outcome
    fresh: bool
    at: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the plan: proposed, approved, in effect, re-tested."""

    id: str
    finding: str
    title: str
    clause: str
    edits: tuple[Edit, ...]
    diff: str
    criterion: Criterion | None
    author: str
    owner: str
    due: str
    base_version: int
    session: str | None
    digest: str | None
    """What tells the drill that the finding came from (`drill.revision.retest.digest_of`)."""
    emergency: bool
    proposed_at: str
    """When it was drafted or put to the approvers, whichever came last."""
    why: str = ""
    state: RevisionState = RevisionState.PROPOSED
    approvals: tuple[Approval, ...] = ()
    ended_why: str | None = None
    version: int | None = None
    """The plan's version that it made."""
    retests: tuple[Retest, ...] = ()
    last_hash: str = ""

    @property
    def proposal(self) -> Proposal:
        """The change itself, as it was proposed."""
        return Proposal(self.id, self.finding, self.title, self.clause, self.edits, self.criterion, self.why)

    @property
    def size(self) -> ChangeSize:
        """What kind of change it is."""
        return max((size_of(edit) for edit in self.edits), key=list(ChangeSize).index, default=ChangeSize.SMALL)

    @property
    def approval_due(self) -> str | None:
        """For an emergency change: until when it must be approved."""
        if not self.emergency:
            return None
        return (datetime.fromisoformat(self.proposed_at) + APPROVAL_AFTERWARDS).isoformat(timespec="seconds")

    def missing_approvals(self, plan: Plan) -> tuple[str, ...]:
        """The approver roles that have not approved."""
        return missing_roles(plan, self.author, [approval.person for approval in self.approvals])

    def approved_by(self, plan: Plan) -> tuple[str, ...]:
        """The approver roles that have."""
        return tuple(sorted(assign(plan, self.author, [approval.person for approval in self.approvals])))


def size_of(edit: Edit) -> ChangeSize:
    """What kind of change one edit is, by what it touches."""
    top, leaf = edit.path[0], str(edit.path[-1])
    if top in ("escalations", "review") or (top == "roles" and leaf in ("people", "delegates", "level")):
        return ChangeSize.LARGE
    if top in ("roles", "accounts") and len(edit.path) <= 2:
        return ChangeSize.LARGE
    if leaf in ("owners", "primary", "secondary", "owner", "backup"):
        return ChangeSize.LARGE
    if top == "workflows" or leaf in ("ack_within",):
        return ChangeSize.MEDIUM
    return ChangeSize.SMALL


def edit_to_dict(edit: Edit) -> dict[str, Any]:
    """An edit as the trail keeps it."""
    return {"kind": str(edit.kind), "path": list(edit.path), "value": edit.value, "before": edit.before}


def edit_from_dict(value: Mapping[str, Any]) -> Edit:
    """The edit that a trail's entry holds."""
    return Edit(EditKind(value["kind"]), tuple(value["path"]), value.get("value"), value.get("before"))


@dataclass
class Revisions:
    """A plan's revisions by id, in the order in which they were proposed."""

    by_id: dict[str, Revision] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Revision]:
        return iter(self.by_id.values())

    @classmethod
    def of(cls, trail: Trail) -> Revisions:
        """What the trail says of every revision. Raises BrokenTrail."""
        revisions = cls()
        for entry in trail:
            try:
                revisions._fold(entry)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise BrokenTrail(
                    f"{trail.path}: the entry {entry.verb} {entry.subject} of {entry.at} says what nobody understands",
                    "it may come from another version of drill",
                ) from error
        return revisions

    def _fold(self, entry: TrailEntry) -> None:
        if entry.verb in (Verb.DRAFTED, Verb.PROPOSED):
            self.by_id[entry.subject] = _put_forward(entry)
            return
        revision = self.by_id.get(entry.subject)
        if revision is None:
            return
        revision = replace(revision, last_hash=entry.hash)
        match entry.verb:
            case Verb.APPROVED:
                approval = Approval(entry.by, entry.at, entry.data.get("evidence"), entry.recorded_by, entry.hash)
                revision = replace(revision, approvals=(*revision.approvals, approval))
                if entry.data.get("complete") and revision.state is RevisionState.PROPOSED:
                    revision = replace(revision, state=RevisionState.APPROVED)
            case Verb.REJECTED:
                revision = replace(revision, state=RevisionState.REJECTED, ended_why=entry.data.get("why"))
            case Verb.WITHDRAWN:
                revision = replace(revision, state=RevisionState.WITHDRAWN, ended_why=entry.data.get("why"))
            case Verb.EFFECTIVE:
                state = RevisionState.EFFECTIVE if revision.criterion is None else RevisionState.RETEST_DUE
                revision = replace(revision, state=state, version=entry.data["version"])
            case Verb.RETESTED:
                revision = _retested(revision, entry)
            case _:
                pass
        self.by_id[entry.subject] = revision


def _put_forward(entry: TrailEntry) -> Revision:
    data = entry.data
    return Revision(
        id=entry.subject,
        finding=data["finding"],
        title=data["title"],
        clause=data["clause"],
        edits=tuple(edit_from_dict(edit) for edit in data["edits"]),
        diff=data["diff"],
        criterion=Criterion.from_dict(data["criterion"]) if data.get("criterion") else None,
        author=entry.by,
        owner=data["owner"],
        due=data["due"],
        base_version=data["base_version"],
        session=data.get("session"),
        digest=data.get("digest"),
        emergency=bool(data.get("emergency")),
        proposed_at=entry.at,
        state=RevisionState.DRAFT if entry.verb is Verb.DRAFTED else RevisionState.PROPOSED,
        why=data.get("why") or "",
        last_hash=entry.hash,
    )


def _retested(revision: Revision, entry: TrailEntry) -> Revision:
    retest = Retest(entry.data["session"], Outcome(entry.data["outcome"]), bool(entry.data["fresh"]), entry.at)
    state = revision.state
    if state in TO_RETEST or state is RevisionState.VERIFIED:
        if retest.outcome is Outcome.FAIL:
            state = RevisionState.FAILED
        elif retest.outcome is Outcome.PASS and retest.fresh:
            state = RevisionState.VERIFIED
    return replace(revision, retests=(*revision.retests, retest), state=state)
