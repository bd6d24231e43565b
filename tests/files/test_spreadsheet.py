"""Tables for a spreadsheet: nothing of ours is calculated, whichever file it stands in."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.files.spreadsheet import as_csv, as_written, from_csv, harmless
from drill.report.feedback import feedback_csv, read_feedback

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\n-2", "＝1"])
def test_what_a_spreadsheet_would_calculate_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize("text", ["a-b", "lock on @northwind", "3 min", "", "it's", "“=”", "'quoted'"])
def test_what_it_would_not_stays_as_it_is(text: str) -> None:
    assert harmless(text) == as_written(text) == text


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), max_size=4))
def test_no_cell_of_any_table_begins_like_a_formula(rows: list[list[str]]) -> None:
    for row in csv.reader(io.StringIO(as_csv(rows), newline="")):
        assert not any(cell.lstrip().startswith(SIGNS) for cell in row)


def test_a_table_that_comes_back_says_what_it_said() -> None:
    rows = [["realistic", "change"], ["5", "- more time\n- a map"], ["4", "=HYPERLINK(1)"]]
    assert from_csv(as_csv(rows)) == rows


def test_the_copy_of_the_feedback_is_safe_to_open_and_can_be_taken_in_again() -> None:
    text = "role;change\nlead;=cmd|'/C calc'!A0\npress;- more time\nlegal;@home\n"
    kept = feedback_csv(text)
    assert [row[1] for row in csv.reader(io.StringIO(kept))][1:] == ["'=cmd|'/C calc'!A0", "'- more time", "'@home"]
    assert read_feedback(kept) == read_feedback(text)
