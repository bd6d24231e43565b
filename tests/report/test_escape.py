"""Text from outside stays text, in running prose, in tables, in code, in quotations and in diagrams."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.files.text import clean
from drill.report.escape import cell, code, code_cell, escape, fenced, mermaid_label, quoted
from tests.report.hostile import HOSTILE
from tests.report.markup import READER, dangerous, plain, tokens

ANY_TEXT = st.text(alphabet=st.one_of(st.sampled_from("\\`*_{}[]()<>|~#!&$@.-+=:;%\"' \nabcw1."), st.characters()))


def folded(text: str) -> str:
    return " ".join(clean(text).split())


def one_cell(text: str) -> str:
    """What a reader sees of text in a table's cell."""
    html = READER.render(f"| a | b |\n| --- | --- |\n| {text} | last |")
    assert html.count("<td>") == 2, "the cell was split"
    return re.sub(r".*?<td>(.*?)</td>.*", r"\1", html, flags=re.DOTALL)


@pytest.mark.parametrize("text", HOSTILE)
def test_running_text_reads_as_it_was_written(text: str) -> None:
    assert dangerous(escape(text)) == []
    assert plain(escape(text)) == folded(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_at_the_start_of_a_line_begins_no_block(text: str) -> None:
    assert [token.type for token in READER.parse(escape(text))] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_stays_one_cell(text: str) -> None:
    assert dangerous(f"| a |\n| --- |\n| {cell(text)} |") == []
    assert one_cell(cell(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_quotation_holds_nothing_but_paragraphs(text: str) -> None:
    kinds = {token.type for token in READER.parse(quoted(text))}
    assert kinds == {"blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_ends_a_code_block_but_its_end(text: str) -> None:
    [block] = READER.parse(fenced(["first", text, "last"]))
    assert (block.type, block.content.splitlines()[0], block.content.splitlines()[-1]) == ("fence", "first", "last")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_ends_a_code_span_but_its_end(text: str) -> None:
    [inline] = [token for token in READER.parse(f"before {code(text)} after") if token.type == "inline"]
    assert [child.type for child in inline.children or []] == ["text", "code_inline", "text"]


@given(ANY_TEXT)
def test_whatever_is_written_is_read_and_is_neither_link_nor_image_nor_html(text: str) -> None:
    assert dangerous(f"before {escape(text)} after") == []
    assert plain(escape(text)) == folded(text)


@given(ANY_TEXT)
def test_whatever_is_written_no_table_breaks(text: str) -> None:
    assert dangerous(f"| a |\n| --- |\n| {cell(text)} |") == []
    one_cell(cell(text))
    one_cell(code_cell(text) or "empty")


@given(ANY_TEXT)
def test_a_diagram_s_label_is_letters_and_entities(text: str) -> None:
    label = mermaid_label(text)
    assert re.fullmatch(r"(?:[\w ,\-+'?!…→–]|#\d+;)*", label)
    assert not set(label) & set('"`[]{}<>|:%')


def test_a_long_label_is_cut() -> None:
    assert mermaid_label("a" * 100).endswith("a…")
    assert len(mermaid_label("a" * 100)) == 60


def test_hidden_characters_are_shown_as_what_they_are() -> None:
    assert escape("a\x1b[31mb\u202ec") == "a�\\[31mb�c"


def test_an_address_is_set_as_code_since_some_readers_link_bare_ones() -> None:
    assert escape("see http://evil.example/, now") == "see `http://evil.example/`, now"
    assert escape("ask @ana.") == "ask `@ana`."
    assert escape("e.g. at 19:30, 3.5 of 4") == "e.g. at 19:30, 3.5 of 4"


def test_plain_prose_is_left_as_it_is() -> None:
    words = "We don't know yet, and we say so (at once); next update: within the hour!"
    assert escape(words) == words
    assert len(tokens(words)) == 4
