"""The report, written and read from the debrief."""

from __future__ import annotations

from pathlib import Path

from drill.report.folder import REPORT, SCORECARD, TRANSCRIPT
from drill.tui.screens.debrief import Debrief
from drill.tui.screens.report import Report, sections_of
from tests.tui.stage import stage


def test_a_report_is_read_section_by_section_without_its_front_matter() -> None:
    front = "---\ntitle: x\n---\n\n# After-action report\n\nwords\n\n"
    text = f"{front}## One\n\na\n\n```\n## no heading\n```\n\n## Two\n\nb\n"

    assert [section.title for section in sections_of(text)] == ["One", "Two"]
    assert sections_of(text)[0].text.startswith("# After-action report")
    assert "## no heading" in sections_of(text)[0].text


async def test_the_end_writes_everything_and_w_shows_the_report(tmp_path: Path) -> None:
    on = stage(folder=tmp_path).begin(2)
    async with on.open() as pilot:
        await pilot.press("E", "y")
        await pilot.pause()
        assert {REPORT, SCORECARD, TRANSCRIPT} <= {path.name for path in tmp_path.iterdir()}

        (tmp_path / REPORT).unlink()
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(on.app.screen, Report)
        assert str(tmp_path) in on.text

        first = on.text
        await pilot.press("down", "down")
        await pilot.pause()
        assert on.text != first

        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(on.app.screen, Debrief)
