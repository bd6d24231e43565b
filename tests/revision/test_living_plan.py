"""Changes of a plan: who may propose, who must approve, and when they take effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from drill.errors import FilesInError, Refused
from drill.files.edits import Conflict, Edit, EditKind
from drill.revision.approval import assign, impossible_roles
from drill.revision.criterion import Criterion, Measure
from drill.revision.living_plan import LivingPlan
from drill.revision.revisions import ChangeSize, Proposal, Revision, RevisionState
from drill.revision.trail import BrokenTrail, Verb
from tests.building import NORTHWIND, a_plan

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DUE = date(2026, 12, 20)
DELEGATE = Proposal(
    id="delegate-legal",
    finding="dead-end-legal",
    title="Let the director stand in for counsel",
    clause="roles.legal:24",
    edits=(Edit(EditKind.SET, ("roles", "legal", "delegates"), ["comms-director"]),),
    criterion=Criterion(Measure.NO_STALL, "legal"),
    why="Nobody else could be called.",
)


@pytest.fixture
def living(tmp_path: Path) -> LivingPlan:
    path = tmp_path / "northwind.yaml"
    path.write_text(NORTHWIND)
    return LivingPlan(path)


def proposed(living: LivingPlan, **changed: object) -> Revision:
    said = {"by": "ana", "owner": "ben", "due": DUE, "at": NOW} | changed
    return living.propose(DELEGATE, **said)  # type: ignore[arg-type]


def test_a_change_takes_effect_with_the_last_approval_and_not_before(living):
    proposed(living)
    assert living.approve("delegate-legal", "eve", NOW).state is RevisionState.PROPOSED
    assert living.path.read_text() == NORTHWIND
    revision = living.approve("delegate-legal", "finn", NOW, evidence="mail")
    assert (revision.state, revision.version, revision.size) == (RevisionState.RETEST_DUE, 4, ChangeSize.LARGE)
    again = LivingPlan(living.path)
    assert again.plan.version == 4
    assert again.plan.roles["legal"].delegates == ("comms-director",)
    assert again.plan.history[-1].approved_by == ("comms-director", "legal")


def test_the_plan_keeps_its_comments_and_its_order(living):
    proposed(living)
    living.approve("delegate-legal", "eve", NOW)
    living.approve("delegate-legal", "finn", NOW)
    before, after = NORTHWIND.splitlines(), living.path.read_text().splitlines()
    assert len(after) == len(before) + 1
    assert sum(line not in before for line in after) == 3


def test_nobody_approves_a_change_of_their_own_through_any_hat(living):
    proposed(living, by="ana")
    with pytest.raises(Refused, match="nobody approves a change of their own"):
        living.approve("delegate-legal", "ana", NOW)


def test_one_person_counts_for_one_approver_role(living):
    proposed(living)
    living.approve("delegate-legal", "eve", NOW)
    with pytest.raises(Refused, match="has approved it already"):
        living.approve("delegate-legal", "eve", NOW)


def test_somebody_who_approves_nothing_is_told_who_does(living):
    proposed(living)
    with pytest.raises(Refused) as refusal:
        living.approve("delegate-legal", "ben", NOW)
    assert refusal.value.hint == "missing are comms-director: eve; legal: finn"


def test_a_change_that_nobody_could_approve_is_refused_when_it_is_proposed(living):
    with pytest.raises(Refused, match="nobody could approve a change by finn for legal"):
        proposed(living, by="finn")


def test_where_the_author_is_all_of_a_role_its_delegate_approves():
    plan = a_plan(NORTHWIND.replace("people: [finn], ack_within: 10m", "people: [finn], delegates: [it-security]"))
    assert impossible_roles(plan, "finn") == ()
    assert assign(plan, "finn", ["dev", "eve"]) == {"comms-director": "eve", "legal": "dev"}


def test_one_person_of_two_approver_roles_stands_for_the_one_that_needs_them():
    plan = a_plan(NORTHWIND.replace("level: 2, people: [finn]", "level: 2, people: [eve, finn]"))
    assert assign(plan, "ben", ["eve"]) in ({"comms-director": "eve"}, {"legal": "eve"})
    assert assign(plan, "ana", ["eve", "finn"]) == {"comms-director": "eve", "legal": "finn"}


def test_a_rejected_and_a_withdrawn_change_are_over(living):
    proposed(living)
    assert living.reject("delegate-legal", "finn", NOW, why="not yet").state is RevisionState.REJECTED
    second = proposed(living)
    assert second.id == "delegate-legal-2"
    assert living.withdraw(second.id, "ana", NOW).state is RevisionState.WITHDRAWN
    with pytest.raises(Refused, match="is withdrawn"):
        living.approve(second.id, "eve", NOW)


def test_a_plan_edited_by_hand_meanwhile_keeps_both_where_they_fit(living):
    proposed(living)
    living.path.write_text(NORTHWIND.replace("title: Counsel", "title: General counsel"))
    again = LivingPlan(living.path)
    again.approve("delegate-legal", "eve", NOW)
    again.approve("delegate-legal", "finn", NOW)
    role = LivingPlan(living.path).plan.roles["legal"]
    assert (role.title, role.delegates) == ("General counsel", ("comms-director",))


def test_a_plan_edited_by_hand_at_the_same_place_shows_the_conflict(living):
    proposed(living)
    living.path.write_text(NORTHWIND.replace("people: [finn],", "people: [finn], delegates: [it-security],"))
    again = LivingPlan(living.path)
    again.approve("delegate-legal", "eve", NOW)
    with pytest.raises(Conflict, match=r"roles\.legal\.delegates is .*it-security.* now"):
        again.approve("delegate-legal", "finn", NOW)
    assert again.revision("delegate-legal").state is RevisionState.PROPOSED


def test_an_emergency_change_is_in_effect_at_once_and_its_approval_is_due(living):
    revision = proposed(living, emergency=True)
    assert revision.version == 4
    assert revision.approval_due == "2026-12-04T09:00:00+00:00"
    living.approve(revision.id, "eve", NOW)
    assert living.approve(revision.id, "finn", NOW).missing_approvals(living.plan) == ()
    assert living.plan.version == 4


def test_a_crash_between_the_plan_and_its_trail_is_mended_at_the_next_reading(living):
    proposed(living)
    living.approve("delegate-legal", "eve", NOW)
    living.approve("delegate-legal", "finn", NOW)
    lines = living.trail.path.read_text().splitlines(keepends=True)
    living.trail.path.write_text("".join(lines[:-1]))
    again = LivingPlan(living.path)
    assert again.revision("delegate-legal").state is RevisionState.APPROVED
    assert [revision.state for revision in again.finish_interrupted(NOW)] == [RevisionState.RETEST_DUE]
    assert again.plan.version == 4


def test_the_plan_shows_that_the_end_of_its_trail_was_cut_off(living):
    proposed(living)
    living.approve("delegate-legal", "eve", NOW)
    living.approve("delegate-legal", "finn", NOW)
    lines = living.trail.path.read_text().splitlines(keepends=True)
    living.trail.path.write_text("".join(lines[:1]))
    with pytest.raises(BrokenTrail, match="version 4 of the plan stood on an entry that is not there"):
        LivingPlan(living.path)


def test_a_full_disk_leaves_the_plan_whole_and_the_change_approved(living, monkeypatch):
    proposed(living)
    living.approve("delegate-legal", "eve", NOW)

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(Exception, match="No space left"):
            living.approve("delegate-legal", "finn", NOW)
    assert living.path.read_text() == NORTHWIND
    assert [path.name for path in living.path.parent.iterdir() if path.name.startswith(".")] == []
    again = LivingPlan(living.path)
    assert again.revision("delegate-legal").state is RevisionState.APPROVED
    assert again.approve("delegate-legal", "finn", NOW).state is RevisionState.RETEST_DUE


def test_a_draft_is_put_to_nobody_until_its_author_proposes_it(living):
    draft = proposed(living, draft=True)
    assert draft.state is RevisionState.DRAFT
    with pytest.raises(Refused, match="is draft"):
        living.approve(draft.id, "eve", NOW)
    with pytest.raises(Refused, match="a draft of ana's"):
        living.put_forward(draft.id, "ben", NOW)
    worded = replace(draft.proposal, title="Let the director stand in for counsel at night")
    revision = living.put_forward(draft.id, "ana", NOW, wording=worded)
    assert (revision.state, revision.title) == (RevisionState.PROPOSED, worded.title)
    assert (revision.author, revision.owner, revision.due) == (draft.author, draft.owner, draft.due)
    living.approve(draft.id, "eve", NOW)
    assert living.approve(draft.id, "finn", NOW).version == 4
    assert [entry.verb for entry in LivingPlan(living.path).trail][:2] == [Verb.DRAFTED, Verb.PROPOSED]


def test_a_draft_can_be_taken_back(living):
    draft = proposed(living, draft=True)
    assert living.withdraw(draft.id, "ben", NOW).state is RevisionState.WITHDRAWN


def test_a_change_that_would_break_the_plan_is_refused_when_it_is_proposed(living):
    edits = (Edit(EditKind.SET, ("roles", "legal", "delegates"), ["nobody"]),)
    with pytest.raises(FilesInError, match="nobody"):
        living.propose(replace(DELEGATE, edits=edits), by="ana", owner="ben", due=DUE, at=NOW)
    assert len(living.trail) == 0


def test_what_is_to_prove_it_must_be_in_the_plan(living):
    criterion = Criterion(Measure.NO_STALL, "leggal")
    with pytest.raises(Refused, match="role 'leggal', which the plan has not") as refusal:
        living.propose(replace(DELEGATE, criterion=criterion), by="ana", owner="ben", due=DUE, at=NOW)
    assert refusal.value.hint == 'did you mean "legal"?'


def test_an_entry_that_a_newer_drill_wrote_is_told_as_such(living):
    proposed(living)
    data = {"session": "s", "outcome": "doubtful", "fresh": True, "digest": "d"}
    living.trail.append(Verb.RETESTED, "delegate-legal", "drill", at=NOW, data=data)
    with pytest.raises(BrokenTrail, match="says what nobody understands"):
        LivingPlan(living.path)


def test_a_plan_keeps_the_line_ends_and_the_mark_that_its_file_had(living):
    before = b"\xef\xbb\xbf" + NORTHWIND.replace("\n", "\r\n").encode()
    living.path.write_bytes(before)
    again = LivingPlan(living.path)
    proposed(again, emergency=True)
    after = living.path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert len(set(after.split(b"\r\n")) - set(before.split(b"\r\n"))) == 3


def test_a_plan_that_somebody_else_writes_meanwhile_is_not_written_over(living):
    proposed(living)
    living.approve("delegate-legal", "eve", NOW)
    theirs = NORTHWIND.replace("title: Counsel", "title: General counsel")
    living.path.write_text(theirs)
    assert living.is_outdated()
    with pytest.raises(Conflict, match="was changed by somebody else meanwhile"):
        living.approve("delegate-legal", "finn", NOW)
    assert living.path.read_text() == theirs
    again = LivingPlan(living.path)
    again.approve("delegate-legal", "finn", NOW)
    assert again.plan.roles["legal"].title == "General counsel"
    assert again.plan.roles["legal"].delegates == ("comms-director",)
