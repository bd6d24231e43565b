"""Participants' feedback: whatever table comes in is counted and quoted, and who answered is not told."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drill.errors import Refused
from drill.report.feedback import QUESTIONS, Question, read_feedback
from drill.report.feedback_section import feedback_form
from drill.session.decide import PutOnRecord
from drill.session.events import FedBack
from tests.building import small_drill
from tests.report.hostile import HOSTILE
from tests.report.markup import READER, body, dangerous
from tests.report.session import report, section


def question(text: str, title: str) -> Question:
    return next(each for each in read_feedback(text).questions if each.title == title)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_marks_are_counted_whatever_separates_the_columns(sign: str) -> None:
    text = "realistic,change\n5,more time\n4,\n5,a map\n".replace(",", sign)
    assert question(text, "realistic").counts == (("4", 1), ("5", 2))
    assert question(text, "change").comments == ("more time", "a map")


def test_choices_are_counted_and_sentences_quoted() -> None:
    text = "would do it again,why\nyes,It was real enough to be frightening\nyes,It was\nno,Too long\n"
    assert question(text, "would do it again").counts == (("yes", 2), ("no", 1))
    assert len(question(text, "why").comments) == 3


@pytest.mark.parametrize("title", ["Name", "E-mail", "email address", "Timestamp", "your name", "Phone", "id"])
def test_columns_that_tell_who_answered_are_left_out(title: str) -> None:
    found = read_feedback(f"{title},realistic\nAnn Lee,5\n")
    assert [each.title for each in found.questions] == ["realistic"]
    assert found.left_out == (title,)


def test_short_lines_empty_lines_and_unnamed_columns_do_no_harm() -> None:
    found = read_feedback("realistic,\n5,a thought\n\n4\n,,,\n")
    assert found.answers == 2
    assert [each.title for each in found.questions] == ["realistic", "column 2"]


@pytest.mark.parametrize("text", ["", "realistic\n", "\n\n", "x" * 1_000_001, '"' + "x" * 200_000])
def test_what_is_no_table_with_an_answer_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_feedback(text)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_feedback(text)
    except Refused:
        return
    assert found.answers >= 1


def told(text: str) -> str:
    session = small_drill("1m blue lead acks news").session
    session.submit(PutOnRecord(FedBack(text)))
    return report(session.state)


def test_the_report_counts_and_quotes_it() -> None:
    said = section(told("name,realistic,change\nAnn,5,More time\nBob,3,A map\n"), "What participants said")
    assert "2 answers came in." in said
    assert "| realistic | 3: 1, 5: 1; half gave 4 or less |" in said
    assert "- More time" in said
    assert "Left out, since it tells who answered: name." in said
    assert "Ann" not in said


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_is_only_ever_text(text: str) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([[text or "x", "change"], [text, text], [text, "y"]])
    assert dangerous(body(told(table.getvalue()))) == []


def test_the_form_asks_what_the_file_holds() -> None:
    form = feedback_form()
    header = ",".join(name for name, _, _ in QUESTIONS)
    assert header in form
    assert [token.type for token in READER.parse(form)].count("tr_open") == len(QUESTIONS) + 1
    found = read_feedback(f"{header}\nlegal,blue,5,4,3,2,1,5,the calls,the list,nothing more\n")
    assert len(found.questions) == len(QUESTIONS)
    assert found.left_out == ()
