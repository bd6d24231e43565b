"""Whole papers, word for word: what a change of the code does to them is seen and meant."""

from __future__ import annotations

import os

import pytest

from drill.paper.printing import Form, Paper, written
from tests.building import DATA
from tests.paper.stage import staging

FOLDER = DATA.parent / "golden" / "paper"


@pytest.mark.parametrize(
    "name, paper, form",
    [
        ("cards.md", Paper.CARDS, Form.MARKDOWN),
        ("cards-with-notes.md", Paper.CARDS, Form.MARKDOWN),
        ("cards-with-notes.html", Paper.CARDS, Form.HTML),
        ("msel.md", Paper.MSEL, Form.MARKDOWN),
        ("msel.csv", Paper.MSEL, Form.CSV),
        ("msel.html", Paper.MSEL, Form.HTML),
        ("sitman.md", Paper.SITMAN, Form.MARKDOWN),
        ("sitman.html", Paper.SITMAN, Form.HTML),
        ("eeg.md", Paper.EEG, Form.MARKDOWN),
        ("eeg.html", Paper.EEG, Form.HTML),
    ],
)
def test_an_exercise_is_printed_as_exactly_this_paper(name: str, paper: Paper, form: Form) -> None:
    text = written(staging(teams=("blue",), notes="notes" in name), paper, form)
    golden = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()
