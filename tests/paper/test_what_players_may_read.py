"""What players get holds no answers: no notes, no probes, no expectations, no quality of an option."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drill.paper.as_html import as_html
from drill.paper.as_markdown import as_markdown
from drill.paper.cards import cards
from drill.paper.document import Document, SheetKind
from drill.paper.printing import Paper
from tests.paper.stage import everywhere, html, markdown

PLACES = ("step", "from", "title", "text", "notes", "probe", "question", "option", "reach", "briefing", "phase")
STAGED = everywhere("Somebody", **{place: f"the-{place}-of-it" for place in PLACES})
QUALITIES = ("best", "acceptable", "poor")


def leaked(text: str, places: tuple[str, ...]) -> list[str]:
    """What of these places stands in a text."""
    return [place for place in places if f"the-{place}-of-it" in text]


def of_kind(kind: SheetKind) -> str:
    """The sheets of one kind of the cards, in both forms."""
    made = cards(STAGED)
    only = Document(made.title, tuple(sheet for sheet in made.sheets if sheet.kind is kind))
    assert only.sheets
    return as_markdown(only) + as_html(replace(only, title="")).split("</style>")[1]


@pytest.mark.parametrize("make", [markdown, html], ids=["markdown", "html"])
def test_the_manual_is_made_without_a_look_at_the_injects(make) -> None:
    text = make(Paper.SITMAN, STAGED)
    assert leaked(text, PLACES) == ["briefing", "phase"]
    assert not [word for word in (*QUALITIES, "deadline", "gate") if word in text.split("</style>")[-1]]


def test_a_card_shows_what_is_handed_over_and_no_more() -> None:
    text = of_kind(SheetKind.CARD)
    assert leaked(text, PLACES) == ["from", "title", "text"]
    assert not [word for word in (*QUALITIES, "deadline", "late", "unless", "say", "Ann") if f" {word}" in text]


def test_a_condition_stands_on_the_strip_that_control_keeps() -> None:
    text = of_kind(SheetKind.STUB)
    assert "when lock is late, 3 min after; unless say is done" in text
    assert leaked(text, PLACES) == []


def test_the_back_has_what_the_facilitator_needs() -> None:
    text = of_kind(SheetKind.BACK)
    assert leaked(text, PLACES) == ["step", "title", "notes", "probe", "question", "option"]
    assert "the facilitator's side" in text


def test_without_notes_no_card_has_a_back() -> None:
    made = cards(replace(STAGED, with_notes=False))
    assert {sheet.kind for sheet in made.sheets} == {SheetKind.STUB, SheetKind.CARD}
    assert leaked(as_markdown(made), ("notes", "probe", "option", "step", "question")) == []


def test_every_card_has_the_exercise_header_and_footer() -> None:
    for sheet in cards(STAGED).sheets:
        if sheet.kind is SheetKind.CARD:
            assert sheet.blocks[0] == sheet.blocks[-1]
            assert "EXERCISE EXERCISE EXERCISE" in str(sheet.blocks[0])


@pytest.mark.parametrize("paper", Paper)
def test_how_to_reach_people_stands_on_no_paper(paper: Paper) -> None:
    assert leaked(markdown(paper, STAGED) + html(paper, STAGED), ("reach",)) == []
