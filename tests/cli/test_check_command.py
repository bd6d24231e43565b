"""``drill check``, ``drill schema`` and ``drill new``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.errors import ExitCode
from drill.plan.load import load_plan
from drill.scenario.load import load_scenario

DATA = Path(__file__).parents[1] / "data"
NORTHWIND, HIJACKED = str(DATA / "northwind.yaml"), str(DATA / "hijacked.yaml")
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.yaml"
    path.write_text("plan: bad\ntitel: A plan\nversion: 1\nroles: {lead: {title: Lead}}\n")
    return str(path)


def test_a_file_without_a_fault_prints_nothing_as_data(capsys: Shown) -> None:
    assert invoke(["check", NORTHWIND]) == ExitCode.DONE
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "nothing wrong\n")


def test_errors_are_data_and_their_tally_is_not(bad: str, capsys: Shown) -> None:
    assert invoke(["check", bad]) == ExitCode.FILES_IN_ERROR
    shown = capsys.readouterr()
    assert shown.out == (
        f'{bad}:2:1: error[unknown-key]: "titel" is not a key of the plan\n'
        "    titel: A plan\n"
        "    ^\n"
        '    did you mean "title"?\n'
    )
    assert shown.err == "1 error\n"


def test_warnings_alone_are_well_unless_strict(capsys: Shown) -> None:
    assert invoke(["check", HIJACKED]) == ExitCode.DONE
    assert "warning[step-not-expected]" in capsys.readouterr().out
    assert invoke(["check", HIJACKED, "--strict"]) == ExitCode.FILES_IN_ERROR


def test_all_files_are_checked_and_each_fault_is_told_once(bad: str, capsys: Shown) -> None:
    assert invoke(["check", bad, HIJACKED, bad, NORTHWIND]) == ExitCode.FILES_IN_ERROR
    assert capsys.readouterr().err == "1 error, 1 warning\n"


def test_a_file_out_of_reach_does_not_hide_the_others(bad: str, capsys: Shown) -> None:
    assert invoke(["check", "none.yaml", bad]) == ExitCode.OUT_OF_REACH
    shown = capsys.readouterr()
    assert "unknown-key" in shown.out
    assert "none.yaml: there is no such file" in shown.err


def test_a_file_with_errors_is_json_or_annotations_on_request(bad: str, capsys: Shown) -> None:
    assert invoke(["check", bad, "--format", "json"]) == ExitCode.FILES_IN_ERROR
    [found] = json.loads(capsys.readouterr().out)
    assert (found["file"], found["line"], found["column"], found["code"]) == (bad, 2, 1, "unknown-key")
    invoke(["check", bad, "--format", "github"])
    assert capsys.readouterr().out.startswith(f"::error file={bad},line=2,col=1,title=unknown-key::")
    invoke(["check", NORTHWIND, "--format", "json"])
    assert capsys.readouterr().out == "[]\n"


def test_a_scenario_is_checked_on_another_plan_with_a_fit(tmp_path: Path, capsys: Shown) -> None:
    text = (DATA / "northwind.yaml").read_text()
    other, fit = tmp_path / "other.yaml", tmp_path / "fit.yaml"
    other.write_text(text.replace("social-lead", "community-lead"))
    fit.write_text("roles: {social-lead: community-lead}\n")
    assert invoke(["check", HIJACKED, "--plan", str(other)]) == ExitCode.DONE
    assert "warning[not-in-plan]" in capsys.readouterr().out
    assert invoke(["check", HIJACKED, "--plan", str(other), "--fit", str(fit)]) == ExitCode.DONE
    assert "not-in-plan" not in capsys.readouterr().out


def test_a_code_is_explained_and_all_codes_are_listed(capsys: Shown) -> None:
    assert invoke(["check", "--explain", "no-path"]) == ExitCode.DONE
    assert "who may call whom" in capsys.readouterr().out
    assert invoke(["check", "--codes"]) == ExitCode.DONE
    assert "no-path" in capsys.readouterr().out
    assert invoke(["check", "--explain", "no-pth"]) == ExitCode.WRONG_USAGE
    assert 'did you mean "no-path"?' in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["plan", "scenario", "what-if"])
def test_the_schema_is_printed(kind: str, capsys: Shown) -> None:
    assert invoke(["schema", kind]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["title"] == f"drill {kind}"


# ── new files ────────────────────────────────────────────────────────────────


def test_new_files_pass_every_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke(["new", "plan", "Acme Ltd.yaml"]) == ExitCode.DONE
    assert invoke(["new", "scenario", "first.yaml"]) == ExitCode.DONE
    assert capsys.readouterr().out.split("\n")[:-1] == [
        "Acme Ltd.yaml", "plan.schema.json", "first.yaml", "scenario.schema.json",
    ]  # fmt: skip
    assert invoke(["check", "--strict", "Acme Ltd.yaml", "first.yaml"]) == ExitCode.DONE
    assert load_plan("Acme Ltd.yaml").plan == "acme-ltd"
    assert load_scenario("first.yaml").plan == "Acme Ltd.yaml"


def test_an_editor_finds_the_schema_beside_the_new_file(tmp_path: Path) -> None:
    invoke(["new", "plan", str(tmp_path / "plan.yaml")])
    modeline = (tmp_path / "plan.yaml").read_text().split("\n")[0]
    assert modeline == "# yaml-language-server: $schema=plan.schema.json"
    assert json.loads((tmp_path / "plan.schema.json").read_text())["title"] == "drill plan"


def test_a_new_scenario_plays_the_plan_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    path = tmp_path / "scenarios" / "all.yaml"
    assert invoke(["new", "scenario", str(path), "--plan", NORTHWIND]) == ExitCode.DONE
    assert invoke(["check", "--strict", str(path)]) == ExitCode.DONE


def test_a_new_scenario_finds_a_plan_in_the_folder_of_plans(tmp_path: Path) -> None:
    for folder in ("plans", "scenarios"):
        (tmp_path / folder).mkdir()
    (tmp_path / "plans" / "notes.yaml").write_text("a: [")
    invoke(["new", "plan", str(tmp_path / "plans" / "ours.yaml")])
    assert invoke(["new", "scenario", str(tmp_path / "scenarios" / "first.yaml")]) == ExitCode.DONE
    assert load_scenario(tmp_path / "scenarios" / "first.yaml").plan == "../plans/ours.yaml"


def test_a_new_scenario_needs_a_plan(tmp_path: Path, capsys: Shown) -> None:
    assert invoke(["new", "scenario", str(tmp_path / "first.yaml")]) == ExitCode.WRONG_USAGE
    assert "drill new plan" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["plan", "scenario"])
def test_nothing_is_overwritten(kind: str, tmp_path: Path, capsys: Shown) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine\n")
    assert invoke(["new", kind, str(path), *(["--plan", NORTHWIND] if kind == "scenario" else [])]) == 3
    assert path.read_text() == "mine\n"
    assert "there already" in capsys.readouterr().err


def test_a_new_file_where_there_is_no_folder_is_out_of_reach(tmp_path: Path) -> None:
    assert invoke(["new", "plan", str(tmp_path / "none" / "plan.yaml")]) == ExitCode.OUT_OF_REACH
    assert list(tmp_path.iterdir()) == []
