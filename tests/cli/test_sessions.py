"""drill play, score, report and sessions: what they print, what they leave, and the exit code of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drill.cli import invoke
from tests.building import DATA, small_plan, small_scenario

SCENARIO, PLAN = str(DATA / "hijacked.yaml"), str(DATA / "northwind.yaml")
GOLDEN = DATA.parent / "golden" / "report" / "two-teams.txt"
FOLDER = "2026-11-27-hijacked-account"
MADE = ("transcript.txt", "scorecard.json", "report.md", "improvement-plan.csv")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder of work."""
    monkeypatch.chdir(tmp_path)


def lines(text: str = "1m blue social-lead acks scam-post\n60m control end\n") -> str:
    """A transcript's file."""
    Path("lines.txt").write_text(text, encoding="utf-8")
    return "lines.txt"


def made(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in MADE}


# ── drill play ───────────────────────────────────────────────────────────────


def test_a_transcript_is_played_into_a_folder_and_its_parts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["play", SCENARIO, str(GOLDEN)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("blue: U, unable to be performed (suggested)\n  time        0.")
    assert "2 of 4 steps by their deadline" in out
    assert out.endswith(f"\nreports/{FOLDER}\n")
    assert "error" not in err
    assert {path.name for path in Path("reports", FOLDER).iterdir()} == {"session.db", "charts", *MADE}


def test_with_json_the_scorecard_alone_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["play", SCENARIO, str(GOLDEN), "--json"]) == 0
    out, err = capsys.readouterr()
    assert out == Path("reports", FOLDER, "scorecard.json").read_text(encoding="utf-8")
    assert json.loads(out)["schema"] == 1
    assert FOLDER in err


def test_what_was_written_is_played_again_to_the_same_bytes() -> None:
    invoke(["play", SCENARIO, str(GOLDEN)])
    first = Path("reports", FOLDER)
    assert invoke(["play", SCENARIO, str(first / "transcript.txt"), "--out", "again"]) == 0
    assert made(Path("again", FOLDER)) == made(first)


def test_the_day_is_the_option_s_else_the_transcript_s_else_the_scenario_s() -> None:
    dated = "0m control date 2026-12-01\n1m blue social-lead acks scam-post\n60m control end\n"
    invoke(["play", SCENARIO, lines(dated), "--date", "2026-12-24"])
    invoke(["play", SCENARIO, lines(dated)])
    invoke(["play", SCENARIO, lines()])
    assert sorted(path.name[:10] for path in Path("reports").iterdir()) == ["2026-11-27", "2026-12-01", "2026-12-24"]


def test_a_scenario_that_does_not_start_on_a_day_is_dated_today(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("plan.yaml").write_text(small_plan(), encoding="utf-8")
    Path("small.yaml").write_text(small_scenario("[{}]", plan="plan.yaml"), encoding="utf-8")
    assert invoke(["play", "small.yaml", lines("1m blue lead acks news\n60m control end\n")]) == 0
    [folder] = Path("reports").iterdir()
    assert folder.name.endswith("-small")


def test_a_transcript_without_an_end_is_ended_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["play", SCENARIO, lines("1m blue social-lead acks scam-post\n")]) == 0
    assert "lines.txt:1:1: warning[transcript]: there is no 'control end'" in capsys.readouterr().err


def test_every_line_that_cannot_be_taken_is_told_and_nothing_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    bad = lines("1m blue social-lad acks\n2m blue social-lead does fly\n70m red social-lead acks\n60m control end\n")
    assert invoke(["play", SCENARIO, bad]) == 1
    err = capsys.readouterr().err
    assert "lines.txt:1:9: error[transcript]: unknown role 'social-lad'" in err
    assert 'did you mean "social-lead"?' in err
    assert "lines.txt:2:26: error[transcript]: unknown step 'fly'" in err
    assert not Path("reports").exists()


def test_a_line_after_the_end_is_told_and_nothing_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["play", SCENARIO, lines("60m control end\n70m blue social-lead acks\n")]) == 1
    assert "lines.txt:2:5: error[transcript]: the exercise ended at T+01:00:00" in capsys.readouterr().err
    assert not Path("reports").exists()


def test_a_scenario_with_errors_is_refused_with_its_diagnostics(capsys: pytest.CaptureFixture[str]) -> None:
    broken = Path(SCENARIO).read_text(encoding="utf-8").replace("takeover-confirmed", "takeover-confirmd")
    Path("broken.yaml").write_text(broken, encoding="utf-8")
    assert invoke(["play", "broken.yaml", lines(), "--plan", PLAN]) == 0, "another plan may lack a step"
    Path("northwind.yaml").write_text(Path(PLAN).read_text(encoding="utf-8"), encoding="utf-8")
    capsys.readouterr()
    assert invoke(["play", "broken.yaml", lines()]) == 1
    assert "broken.yaml:" in capsys.readouterr().err


def test_what_the_plan_lacks_is_listed_before_anything_else(capsys: pytest.CaptureFixture[str]) -> None:
    other = Path(PLAN).read_text(encoding="utf-8").replace("is: team-alerted, ", "")
    Path("other.yaml").write_text(other, encoding="utf-8")
    assert invoke(["play", SCENARIO, lines(), "--plan", "other.yaml"]) == 0
    assert "left out of the play, since the plan does not have it: team-alerted (step)" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_out_of_reach_and_nothing_is_left(
    out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("a file", encoding="utf-8")
    assert invoke(["play", SCENARIO, lines(), "--out", out]) == 3
    assert "cannot be used" in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["file", "lines.txt"]


@pytest.mark.parametrize(
    "arguments, code",
    [
        (["play", SCENARIO], 2),
        (["play", SCENARIO, "nowhere.txt"], 3),
        (["play", "nowhere.yaml", "nowhere.txt"], 3),
        (["play", SCENARIO, "lines.txt", "--date", "tomorrow"], 2),
        (["play", SCENARIO, "lines.txt", "--team", "all"], 2),
        (["score", "nowhere"], 3),
        (["report", ".."], 3),
    ],
)
def test_what_cannot_be_done_has_its_exit_code_and_leaves_nothing(arguments: list[str], code: int) -> None:
    lines()
    assert invoke(arguments) == code
    assert not Path("reports").exists()


# ── drill score, report and sessions ─────────────────────────────────────────


def test_scores_and_reports_are_made_again_byte_for_byte(capsys: pytest.CaptureFixture[str]) -> None:
    invoke(["play", SCENARIO, str(GOLDEN)])
    folder = Path("reports", FOLDER)
    first = made(folder)
    for name in MADE:
        (folder / name).unlink()
    capsys.readouterr()
    assert invoke(["score", FOLDER, "--json"]) == 0
    assert capsys.readouterr().out.encode() == first["scorecard.json"]
    assert invoke(["report", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}/report.md\n"
    assert made(folder) == first


def test_a_damaged_session_is_out_of_reach(capsys: pytest.CaptureFixture[str]) -> None:
    invoke(["play", SCENARIO, lines()])
    Path("reports", FOLDER, "session.db").write_bytes(b"rubbish")
    assert invoke(["report", FOLDER]) == 3
    assert "session.db" in capsys.readouterr().err


def test_what_was_run_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["sessions"]) == 0
    assert capsys.readouterr() == ("", "nothing has been run in reports yet\n")
    invoke(["play", SCENARIO, str(GOLDEN)])
    capsys.readouterr()
    assert invoke(["sessions"]) == 0
    assert capsys.readouterr().out == f"{FOLDER}  ended  T+01:00:00  blue red\n"
    assert invoke(["sessions", "--json"]) == 0
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["session"], listed["state"], listed["at"]) == (FOLDER, "ended", 3600)


def test_a_list_of_nothing_is_an_empty_list_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["sessions", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("command", ["play", "score", "report", "sessions"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke([command, "--help"]) == 0
    assert f"Example:\n    drill {command} " in capsys.readouterr().out
