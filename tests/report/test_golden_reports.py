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
    texts = {f"{path.stem}.md": made.report, f"{path.stem}.json": made.scorecard, f"{path.stem}.csv": made.improvements}
    texts |= {f"{path.stem}-{name}.svg": svg for name, svg in made.charts.items()}
    for name, text in texts.items():
        golden = path.with_name(name)
        if os.environ.get("GOLDEN") == "write":
            golden.write_text(text, encoding="utf-8", newline="")
        assert text.encode() == golden.read_bytes()
