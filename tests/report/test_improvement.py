"""The improvement plan: HSEEP's columns in the report, and a file that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io

import pytest

from drill.findings.finding import FindingKind
from drill.report.after_action import AfterAction
from drill.report.improvement import COLUMNS, ELEMENTS, improvements
from drill.report.improvement_csv import improvement_csv
from tests.building import drill
from tests.report.hostile import HOSTILE, a_drill_full_of
from tests.report.session import report, section

UNANSWERED = "20m blue comms-director escalates legal about scam-post"


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_each_finding_has_a_row_with_its_capability_element_and_role() -> None:
    made = improvements(AfterAction.of(drill(UNANSWERED).state))
    row = next(row for row in made if row.issue.startswith("legal did not answer"))
    assert row.capability == "Cybersecurity"
    assert row.element == "Organisation"
    assert row.role == "Counsel"
    assert row.action.startswith("Let Director of communications stand in for Counsel; or ")
    assert (row.poc, row.start, row.completion) == ("to be agreed",) * 3


def test_every_kind_of_finding_has_an_element() -> None:
    assert set(ELEMENTS) == set(FindingKind)


def test_a_person_is_named_only_where_names_are_asked_for() -> None:
    state = drill(UNANSWERED).state
    named = improvements(AfterAction.of(state, names=True))
    assert {row.poc for row in named} & {person.name for person in AfterAction.of(state).plan.people.values()}
    assert {row.poc for row in improvements(AfterAction.of(state))} == {"to be agreed"}


def test_the_report_has_hseep_s_columns() -> None:
    text = section(report(drill(UNANSWERED).state), "Improvement plan")
    assert f"| {' | '.join(COLUMNS)} |" in text


def test_the_file_has_the_same_rows() -> None:
    aar = AfterAction.of(drill(UNANSWERED).state)
    header, *body = rows(improvement_csv(aar))
    assert tuple(header) == COLUMNS
    assert len(body) == len(improvements(aar))


@pytest.mark.parametrize("text", [*HOSTILE, "=HYPERLINK(1)", "+cmd|' /C calc'!A0", "@x"])
def test_no_hostile_text_makes_a_formula_or_another_row(text: str) -> None:
    aar = AfterAction.of(a_drill_full_of(text).state)
    made = rows(improvement_csv(aar))
    assert {len(row) for row in made} == {len(COLUMNS)}
    assert len(made) == len(improvements(aar)) + 1
    assert not any(cell[:1] in tuple("=+-@\t\r") and cell for row in made for cell in row)


def test_every_cell_is_quoted() -> None:
    for line in improvement_csv(AfterAction.of(drill(UNANSWERED).state)).split("\r\n")[:-1]:
        assert line.startswith('"')
        assert line.endswith('"')
