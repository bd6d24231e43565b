"""The report as a page: nothing in it runs, nothing in it is fetched, and it says what the report says."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import pytest

from drill.report.after_action import AfterAction
from drill.report.page import POLICY, report_page
from tests.building import DATA, drill
from tests.report.hostile import HARMLESS, HOSTILE, a_drill_full_of

TWO_TEAMS = (DATA.parent / "golden" / "report" / "two-teams.txt").read_text(encoding="utf-8")
FRAME = {"html", "head", "meta", "title", "style", "body", "main", "div"}
PROSE = {"h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
PICTURES = {"svg", "desc", "defs", "pattern", "path", "rect", "circle", "line", "polygon", "text"}
VOID = {"meta", "hr", "br"}


class Reader(HTMLParser):
    """What a browser would find in a page: its elements, their attributes, and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


@cache
def page(text: str) -> str:
    return report_page(AfterAction.of(a_drill_full_of(text).state))


@cache
def two_teams() -> str:
    return report_page(AfterAction.of(drill(TWO_TEAMS, teams=()).state))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_it_runs_or_is_fetched(text: str) -> None:
    read = Reader(page(text))
    assert set(read.tags) <= FRAME | PROSE | TABLES | PICTURES
    for _, attributes in read.elements:
        assert not any(name.startswith("on") or name.endswith(("href", "src", "action")) for name in attributes)
    assert "@import" not in page(text)
    assert "url(http" not in page(text)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text])
def test_a_hostile_text_changes_no_element(text: str) -> None:
    def frame(markup: str) -> list[str]:
        return [tag for tag in Reader(markup).tags if tag not in PROSE | PICTURES or tag in ("h1", "h2", "h3", "li")]

    assert frame(page(text)) == frame(page(HARMLESS))


def test_a_browser_is_told_to_fetch_nothing() -> None:
    metas = [attributes for tag, attributes in Reader(two_teams()).elements if tag == "meta"]
    assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in metas
    assert POLICY.startswith("default-src 'none'")
    assert "script" not in POLICY


def test_it_fits_a_phone_and_prints() -> None:
    metas = [attributes for tag, attributes in Reader(two_teams()).elements if tag == "meta"]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in metas
    assert "@media print" in two_teams()
    assert two_teams().count('<div class="wide">') == two_teams().count("<table>")


def test_the_charts_stand_in_it_and_no_diagram_s_source_does() -> None:
    read = Reader(two_teams())
    assert read.tags.count("svg") == 4
    words = "".join(read.words)
    assert "flowchart LR" not in words
    assert "gantt" not in words
    assert "An arrow: called." not in words
    assert "The chart of time" not in words


def test_no_two_elements_have_one_id() -> None:
    ids = [attributes["id"] for _, attributes in Reader(two_teams()).elements if "id" in attributes]
    assert ids
    assert len(ids) == len(set(ids))


def test_its_headings_are_the_report_s() -> None:
    words = "".join(Reader(two_teams()).words)
    for heading in ("On one page", "Strengths and gaps", "Findings", "Improvement plan", "The log"):
        assert heading in words
    assert "sha256:" not in words.split("On one page")[0], "the front matter is for programs"
