"""Whole reports, word for word: what a change of the code does to them is seen and meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.building import DATA, drill
from tests.report.session import artefacts

FOLDER = DATA.parent / "golden" / "report"
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"), key=lambda path: path.name)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_comes_to_exactly_this_report_and_scorecard(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.session.opening.__version__", "0")
    made = artefacts(drill(path.read_text(encoding="utf-8"), teams=()).state)
    for suffix, text in ((".md", made.report), (".json", made.scorecard)):
        golden = path.with_suffix(suffix)
        if os.environ.get("GOLDEN") == "write":
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")
