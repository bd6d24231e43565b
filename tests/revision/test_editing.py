"""A proposal that people word before it is put to anybody."""

from __future__ import annotations

import pytest

from drill.errors import FilesInError, Refused
from drill.files.edits import Edit, EditKind
from drill.revision.criterion import Criterion, Measure
from drill.revision.editing import reworded, with_value, worded
from drill.revision.revisions import Proposal
from tests.building import NORTHWIND, minutes

DEADLINE = ("workflows", "account-takeover", "steps", "statement", "deadline")
PROPOSAL = Proposal(
    id="more-time-late-statement",
    finding="late-statement",
    title="Give statement 50m instead of 30m",
    clause="workflows.account-takeover.steps.statement:90",
    edits=(Edit(EditKind.SET, DEADLINE, "50m", "30m"),),
    criterion=Criterion(Measure.STEP_WITHIN, "statement", minutes(50)),
    why="It took 40m: that is the best this team can do.",
)


def test_a_proposal_that_nobody_changed_reads_back_as_it_was() -> None:
    assert reworded(PROPOSAL, worded(PROPOSAL), NORTHWIND) == PROPOSAL


def test_a_value_is_changed_and_what_named_it_follows() -> None:
    changed = with_value(PROPOSAL, "to=40m", NORTHWIND)
    assert changed.edits == (Edit(EditKind.SET, DEADLINE, "40m", "30m"),)
    assert changed.title == "Give statement 40m instead of 30m"
    assert changed.criterion == Criterion(Measure.STEP_WITHIN, "statement", minutes(40))


def test_the_bound_and_the_family_of_injects_are_changed_by_themselves() -> None:
    changed = with_value(PROPOSAL, "proven_when.at_most=35m", NORTHWIND)
    changed = with_value(changed, "proven_when.injects=press-*", NORTHWIND)
    assert changed.criterion == Criterion(Measure.STEP_WITHIN, "statement", minutes(35), "press-*")
    assert changed.criterion is not None
    assert changed.criterion.words() == "statement is done within 35m when press-* asks for it"
    assert changed.edits == PROPOSAL.edits


def test_words_are_taken_as_they_are_typed() -> None:
    assert with_value(PROPOSAL, "title=Less: 40m", NORTHWIND).title == "Less: 40m"


def test_a_change_may_be_put_in_the_place_of_another() -> None:
    text = worded(PROPOSAL).replace("50m}\n", "50m}\n- {append: [roles, legal, people], to: ben}\n", 1)
    added = reworded(PROPOSAL, text, NORTHWIND).edits[1]
    assert added == Edit(EditKind.APPEND, ("roles", "legal", "people"), "ben")


@pytest.mark.parametrize(
    "assignment, why",
    [
        ("to", "sets nothing"),
        ("changes.7.to=1m", "there is no"),
        ("proven_when.measure=luck", "proven_when: 'luck'"),
        ("proven_when.at_most=soon", "proven_when: 'soon'"),
        ("proven_when.at_most=", "step-within with at_most"),
        ("proven_when.bound=3", "no criterion"),
        ("changes=none", "there is no change in it"),
        ("changes.1=none", "change 1 is none"),
        ("changes.1.set=legal", "says of no clause"),
    ],
)
def test_what_makes_no_proposal_is_refused_in_words(assignment: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        with_value(PROPOSAL, assignment, NORTHWIND)


def test_text_that_is_no_yaml_is_told_with_its_line() -> None:
    with pytest.raises(FilesInError) as error:
        reworded(PROPOSAL, worded(PROPOSAL) + "why: [\n", NORTHWIND)
    assert error.value.diagnostics[0].place.file == "proposal"
