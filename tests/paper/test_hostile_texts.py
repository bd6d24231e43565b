"""Texts that want to be more than text stay text: in markdown, on a page and in a spreadsheet."""

from __future__ import annotations

import csv
from base64 import b64encode
from hashlib import sha256

import pytest

from drill.files.spreadsheet import harmless
from drill.paper.printing import Form, Paper, written
from drill.paper.spreadsheet import as_csv
from tests.paper.stage import Page, everywhere, html, markdown, staging
from tests.report.hostile import HARMLESS, HOSTILE
from tests.report.markup import dangerous, structure

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "\N{FULLWIDTH EQUALS SIGN}1",
    "\N{FULLWIDTH COMMERCIAL AT}x",
]
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH COMMERCIAL AT}")
ALLOWED = {("html", "lang"), ("meta", "charset"), ("meta", "http-equiv"), ("meta", "content"), ("meta", "name")}
CLASSES = {(tag, "class") for tag in ("section", "p", "table", "div", "span")}


def one_line(text: str) -> str:
    """What takes several lines has more paragraphs, and is meant to."""
    return " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup_in_markdown(text: str) -> None:
    staged, plain = everywhere(one_line(text)), everywhere(HARMLESS)
    for paper in Paper:
        made = markdown(paper, staged)
        assert dangerous(made) == []
        assert structure(made) == structure(markdown(paper, plain))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup_on_a_page(text: str) -> None:
    staged, plain = everywhere(one_line(text)), everywhere(HARMLESS)
    for paper in Paper:
        page = Page(html(paper, staged))
        assert page.tags == Page(html(paper, plain)).tags
        assert page.attributes <= ALLOWED | CLASSES
        assert page.open == []
        assert any(one_line(text) in shown for shown in page.shown)


@pytest.mark.parametrize("text", HOSTILE)
def test_several_lines_are_no_markup_either(text: str) -> None:
    staged = everywhere(text)
    for paper in Paper:
        assert dangerous(markdown(paper, staged)) == []
        assert Page(html(paper, staged)).attributes <= ALLOWED | CLASSES


@pytest.mark.parametrize("paper", Paper)
def test_a_page_needs_nothing_but_itself_and_allows_nothing_else(paper: Paper) -> None:
    text = html(paper, staging())
    page = Page(text)
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert not {"script", "link", "img", "iframe", "a", "form"} & set(page.tags)
    assert not [word for word in ("http:", "https:", "url(", "@import", "style=") if word in text]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    for row in csv.reader(written(everywhere(text), Paper.MSEL, Form.CSV).splitlines(keepends=True)):
        assert not [value for value in row if value.lstrip(" ").startswith(SIGNS)]


def test_every_cell_is_quoted_and_holds_what_was_meant() -> None:
    text = as_csv(("a", "b"), [('say "no"', ("one", "", "two")), ("x, y", "T+00:01:00")])
    assert text == '"a","b"\r\n"say ""no""","one\ntwo"\r\n"x, y","T+00:01:00"\r\n'
