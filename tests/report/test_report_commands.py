"""The report on the command line: every form of it, signing, feedback, and what is refused."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.session.events import OutOfDate
from drill.session.journal import Journal
from drill.tui.lock import only_control_room
from tests.building import DATA

SCENARIO = str(DATA / "hijacked.yaml")
LINES = str(DATA.parent / "golden" / "report" / "two-teams.txt")
NAME = "2026-11-27-hijacked-account"


@pytest.fixture
def out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A folder with one session in it."""
    assert invoke(["play", SCENARIO, LINES, "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    return str(tmp_path)


def test_html_makes_a_page_beside_the_report(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["report", NAME, "--html", "--out", out]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == Path(out, NAME, "report.html")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    assert invoke(["report", NAME, "--html", "--out", out]) == 0
    assert path.read_bytes() == first


def test_names_go_into_a_copy_of_their_own(out: str) -> None:
    assert invoke(["report", NAME, "--names", "--out", out]) == 0
    assert invoke(["report", NAME, "--names", "--html", "--out", out]) == 0
    folder = Path(out, NAME)
    for copy in ("report-names.md", "report-names.html"):
        assert "Cai Morgan" in (folder / copy).read_text(encoding="utf-8")
        assert "People are named in this copy." in (folder / copy).read_text(encoding="utf-8")
    for name in ("report.md", "improvement-plan.csv"):
        assert "Cai Morgan" not in (folder / name).read_text(encoding="utf-8")


def test_json_is_the_whole_report_as_data(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["report", NAME, "--json", "--out", out]) == 0
    text = capsys.readouterr().out
    data = json.loads(text)
    assert data["status"] == "draft"
    assert data["scorecard"] == json.loads(Path(out, NAME, "scorecard.json").read_text(encoding="utf-8"))
    assert {"id", "seen_before", "proposals", "prompts"} <= set(data["findings"][0])
    assert data["improvement_plan"]
    assert "Cai Morgan" not in text


def test_interim_prints_a_notice(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["report", NAME, "--interim", "--out", out]) == 0
    assert capsys.readouterr().out.startswith("# Interim notice: ")


def test_against_prints_both_beside_each_other(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["play", SCENARIO, LINES, "--out", out]) == 0
    capsys.readouterr()
    assert invoke(["report", NAME, "--against", f"{NAME}-2", "--out", out]) == 0
    assert "| A blue | A red | B blue | B red |" in capsys.readouterr().out
    assert invoke(["report", NAME, "--against", f"{NAME}-2", "--json", "--out", out]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == [NAME, f"{NAME}-2"]


def test_a_classification_stays_with_the_session(out: str) -> None:
    assert invoke(["report", NAME, "--classification", "internal", "--counsel", "For counsel", "--out", out]) == 0
    assert invoke(["score", NAME, "--out", out]) == 0
    text = Path(out, NAME, "report.md").read_text(encoding="utf-8")
    assert "| Classification | internal |" in text
    assert "**For counsel**" in text


def test_a_meeting_makes_it_final(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = ["--by", "eve", "--participants", "eve, legal", "--comment", "one", "--comment", "two", "--dissent", "three"]
    assert invoke(["finalise", NAME, *said, "--date", "2026-12-03", "--out", out]) == 0
    text = Path(capsys.readouterr().out.strip()).read_text(encoding="utf-8")
    assert "**FINAL.**" in text
    assert "- one\n- two" in text
    assert "- three" in text


@pytest.mark.parametrize(
    "said", [["--participants", " , "], ["--participants", "legal", "--date", "2026-11-01"]], ids=["nobody", "before"]
)
def test_a_meeting_of_nobody_or_before_the_drill_is_refused(out: str, said: list[str]) -> None:
    assert invoke(["finalise", NAME, "--by", "eve", *said, "--out", out]) == 2
    assert "**DRAFT.**" in Path(out, NAME, "report.md").read_text(encoding="utf-8")


def test_feedback_is_kept_with_the_session_and_told_in_the_report(out: str, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("realistic;change\n5;A map\n", encoding="utf-8")
    assert invoke(["feedback", NAME, str(answers), "--out", out]) == 0
    kept = Path(out, NAME, "feedback.csv")
    assert kept.read_text(encoding="utf-8").splitlines() == ['"realistic","change"', '"5","A map"']
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "- A map" in Path(out, NAME, "report.md").read_text(encoding="utf-8")


def test_feedback_that_is_none_changes_nothing(out: str, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("realistic\n", encoding="utf-8")
    before = Path(out, NAME, "report.md").read_bytes()
    assert invoke(["feedback", NAME, str(tmp_path / "answers.csv"), "--out", out]) == 1
    assert Path(out, NAME, "report.md").read_bytes() == before
    assert not Path(out, NAME, "feedback.csv").exists()


def test_the_form_is_printed_without_a_session(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["feedback", "--form"]) == 0
    assert "Please leave your name out." in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", NAME, "--html", "--json"],
        ["report", NAME, "--interim", "--against", NAME],
        ["feedback", NAME],
        ["feedback", NAME, "--form"],
        ["feedback"],
        ["finalise", NAME, "--by", "eve"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_wrong_usage(arguments: list[str]) -> None:
    assert invoke(arguments) == 2


@pytest.mark.parametrize(
    "command",
    [
        ("finalise", NAME, "--by", "eve", "--participants", "eve", "--date", "2026-12-01"),
        ("feedback", NAME, "answers.csv"),
        ("report", NAME, "--classification", "internal"),
    ],
)
def test_nothing_is_put_on_record_beside_an_open_control_room(
    out: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(out)
    Path("answers.csv").write_text("realistic\n5\n", encoding="utf-8")
    with only_control_room(Path(out, NAME)):
        assert invoke([*command, "--out", out]) == 3
    assert "is open in another control room" in capsys.readouterr().err
    assert invoke([*command, "--out", out]) == 0


def test_a_journal_that_somebody_else_wrote_meanwhile_is_told_and_nothing_is_saved(
    out: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def outdated(*_: object, **__: object) -> None:
        raise OutOfDate

    monkeypatch.setattr(Journal, "append", outdated)
    assert invoke(["finalise", NAME, "--by", "eve", "--participants", "eve", "--date", "2026-12-01", "--out", out]) == 3
    assert "somebody else has written to this session" in capsys.readouterr().err
