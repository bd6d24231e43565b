"""drill print: what it prints, where to, and the exit code of each."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from drill.cli import invoke
from tests.building import DATA, small_plan, small_scenario

SCENARIO, PLAN = str(DATA / "hijacked.yaml"), str(DATA / "northwind.yaml")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder of work."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "paper, begins",
    [
        ("cards", "- **Control keeps:** inject 1, scam-post"),
        ("msel", "**EXERCISE · for control and evaluators"),
        ("sitman", "**EXERCISE · for players**"),
        ("eeg", "**EXERCISE · for evaluators"),
    ],
)
def test_a_paper_is_printed_to_standard_output(paper: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["print", SCENARIO, "--as", paper]) == 0
    first, err = capsys.readouterr()
    assert first.startswith(begins)
    assert "error" not in err
    assert invoke(["print", SCENARIO, "--as", paper]) == 0
    assert capsys.readouterr().out == first, "the same files give the same bytes"


def test_the_seed_draws_the_names_and_the_date_dates_it(capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for seed in ("1", "2", "1"):
        assert invoke(["print", SCENARIO, "--as", "msel", "--seed", seed, "--date", "2027-01-02"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[2] != printed[1]
    assert "**Date:** 2027-01-02" in printed[0]


def test_a_file_s_name_says_its_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["print", SCENARIO, "--as", "sitman", "-o", "sitman.html"]) == 0
    assert invoke(["print", SCENARIO, "--as", "msel", "-o", "msel.csv"]) == 0
    assert invoke(["print", SCENARIO, "--as", "eeg", "-o", "eeg.md"]) == 0
    assert invoke(["print", SCENARIO, "--as", "eeg", "--format", "html", "-o", "eeg.txt"]) == 0
    assert capsys.readouterr().out == ""
    assert Path("sitman.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert Path("eeg.md").read_text(encoding="utf-8").startswith("**EXERCISE")
    assert Path("eeg.txt").read_text(encoding="utf-8").startswith("<!doctype html>")
    with Path("msel.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["No.", "1", "2", "3", "4", "5"]
    assert {len(row) for row in rows} == {14}


def test_another_plan_is_printed_with_what_it_lacks_said(capsys: pytest.CaptureFixture[str]) -> None:
    other = Path(PLAN).read_text(encoding="utf-8").replace("is: team-alerted, ", "")
    Path("other.yaml").write_text(other, encoding="utf-8")
    assert invoke(["print", SCENARIO, "--as", "eeg", "--plan", "other.yaml"]) == 0
    assert "the plan does not have it: team-alerted (step)" in capsys.readouterr().err
    Path("fit.yaml").write_text("steps: {team-alerted: alert}\n", encoding="utf-8")
    assert invoke(["print", SCENARIO, "--as", "eeg", "--plan", "other.yaml", "--fit", "fit.yaml"]) == 0
    out, err = capsys.readouterr()
    assert "Call together" in out
    assert "does not have" not in err


def test_a_scenario_with_errors_is_refused_with_its_diagnostics(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan.yaml").write_text(small_plan(), encoding="utf-8")
    Path("bad.yaml").write_text(small_scenario("[{to: [nobody]}]", plan="plan.yaml"), encoding="utf-8")
    assert invoke(["print", "bad.yaml", "--as", "cards", "-o", "cards.md"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "bad.yaml:" in err
    assert not Path("cards.md").exists()


@pytest.mark.parametrize(
    "arguments, code",
    [
        (["print", SCENARIO], 2),
        (["print", SCENARIO, "--as", "poster"], 2),
        (["print", SCENARIO, "--as", "cards", "--format", "csv"], 2),
        (["print", SCENARIO, "--as", "eeg", "-o", "eeg.csv"], 2),
        (["print", SCENARIO, "--as", "msel", "--notes"], 2),
        (["print", SCENARIO, "--as", "eeg", "--team", "all"], 2),
        (["print", SCENARIO, "--as", "eeg", "--team", "blue", "--team", "blue"], 2),
        (["print", "nowhere.yaml", "--as", "eeg"], 3),
        (["print", SCENARIO, "--as", "eeg", "-o", "nowhere/eeg.md"], 3),
    ],
)
def test_what_cannot_be_printed_has_its_exit_code_and_leaves_nothing(arguments: list[str], code: int) -> None:
    assert invoke(arguments) == code
    assert list(Path().iterdir()) == []


def test_a_paper_never_takes_the_place_of_what_it_is_made_from(capsys: pytest.CaptureFixture[str]) -> None:
    for name, source in (("hijacked.yaml", SCENARIO), ("northwind.yaml", PLAN)):
        Path(name).write_text(Path(source).read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("hijacked.yaml", "northwind.yaml"):
        before = Path(name).read_bytes()
        assert invoke(["print", "hijacked.yaml", "--as", "eeg", "-o", name]) == 2
        assert "is what the paper is made from" in capsys.readouterr().err
        assert Path(name).read_bytes() == before


def test_the_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["print", "--help"]) == 0
    out = capsys.readouterr().out
    assert "Example:\n    drill print " in out
    assert "sitman  the players' situation manual, without answers\n" in out
