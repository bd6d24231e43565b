"""``drill rehearse``."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.errors import ExitCode
from drill.report.rehearsal.playing import _Going

ROOT = Path(__file__).parents[2]
MICRO = str(ROOT / "scenarios" / "micro-drill.yaml")
NORTHWIND = ROOT / "scenarios" / "plans" / "northwind.yaml"
QUICK = ["--runs", "200", "--side-runs", "0"]
Shown = pytest.CaptureFixture[str]


def rehearse(*options: str) -> int:
    return invoke(["rehearse", MICRO, *QUICK, *options])


def test_it_prints_the_answer_first_and_the_same_bytes_again(capsys: Shown):
    assert rehearse("--seed", "4") == ExitCode.DONE
    first = capsys.readouterr().out
    assert rehearse("--seed", "4") == ExitCode.DONE
    assert capsys.readouterr().out == first
    assert first.startswith("# Rehearsal: ")
    assert "of 200 drills.**" in first


def test_another_seed_draws_otherwise(capsys: Shown):
    rehearse("--json")
    one = json.loads(capsys.readouterr().out)
    rehearse("--json", "--seed", "5")
    assert json.loads(capsys.readouterr().out)["metrics"] != one["metrics"]


def test_absences_and_pairs_are_played_beside_it(capsys: Shown):
    assert invoke(["rehearse", MICRO, "--runs", "100", "--side-runs", "50", "--json"]) == ExitCode.DONE
    costs = json.loads(capsys.readouterr().out)["costs"]
    assert costs["runs"] == 50
    assert costs["absences"]
    assert len(costs["worst_pairs"][0]["names"]) == 2


def test_it_is_written_to_a_file(tmp_path: Path, capsys: Shown):
    out = tmp_path / "rehearsal.md"
    assert rehearse("--out", str(out)) == ExitCode.DONE
    assert capsys.readouterr().out == f"{out}\n"
    assert out.read_text().startswith("# Rehearsal: ")


@pytest.mark.parametrize(
    "options, message",
    [
        (["--runs", "0"], "0 runs tell nothing"),
        (["--runs", "1000000000"], "1,000,000,000 runs are too many"),
        (["--side-runs", "-1"], "-1 runs tell nothing"),
        (["--absent", "evee"], 'the plan has nobody called "evee"\n  did you mean "eve"?'),
        (["--tell", "200"], "there is no run '200'"),
        (["--tell", "best"], "there is no run 'best'"),
        (["--fail-under", "in-time"], "'in-time' is no METRIC=VALUE"),
        (["--fail-under", "in-tme=80%"], 'there is no metric "in-tme"\n  did you mean "in-time"?'),
        (["--fail-under", "in-time=80"], "'80' is no share"),
        (["--fail-under", "change:in-time=0"], "change:in-time wants something to compare with"),
        (["--precision", "0"], "no number of drills makes an interval 0 wide"),
        (
            ["--against", "a.yaml", "--what-if", "b.yaml"],
            "--against, --what-if and --revision each say what to compare",
        ),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(options: list[str], message: str, capsys: Shown):
    assert rehearse(*options) == ExitCode.WRONG_USAGE
    assert message in capsys.readouterr().err


def test_a_bar_that_is_missed_is_the_exit_code_of_a_failed_check(capsys: Shown):
    assert rehearse("--fail-under", "deadlines=100%", "--fail-under", "gates=0") == ExitCode.FILES_IN_ERROR
    assert "deadlines is " in capsys.readouterr().err
    assert rehearse("--fail-under", "gates=0") == ExitCode.DONE


def test_a_plan_is_compared_with_another_version_of_itself(tmp_path: Path, capsys: Shown):
    other = tmp_path / "older.yaml"
    other.write_text(NORTHWIND.read_text().replace("people: [ana, ben]", "people: [ben]"))
    assert rehearse("--against", str(other), "--json") == ExitCode.DONE
    compared = json.loads(capsys.readouterr().out)["comparison"]
    assert compared["against"] == str(other)
    assert set(compared["changes"]["in-time"]) >= {"gained", "lost", "verdict"}


def test_an_absence_is_compared_with_the_team_complete(capsys: Shown):
    assert rehearse("--absent", "ana", "--json", "--fail-under", "change:in-time=-100%") == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["comparison"]["against"] == "the same team, complete"
    assert (
        rehearse("--absent", "ana", "--absent", "ben", "--fail-under", "change:done:look=0") == ExitCode.FILES_IN_ERROR
    )


def test_a_what_if_that_contradicts_the_plan_is_an_error_at_its_place(tmp_path: Path, capsys: Shown):
    path = tmp_path / "what-if.yaml"
    path.write_text("absent: [anna]\n")
    assert rehearse("--what-if", str(path)) == ExitCode.FILES_IN_ERROR
    assert f'{path}:1:10: error[what-if]: the plan has no person "anna"' in capsys.readouterr().err


def test_a_what_if_is_compared_with_the_plan_as_it_is(tmp_path: Path, capsys: Shown):
    path = tmp_path / "what-if.yaml"
    path.write_text("title: Everybody is quicker\nresponders: {everyone: {act: {median: 1m}, answer: {median: 30s}}}\n")
    assert rehearse("--what-if", str(path), "--fail-under", "change:in-time:look=10%") == ExitCode.DONE
    shown = capsys.readouterr().out
    assert "That is better than the plan as it is" in shown
    assert "Tried out: Everybody is quicker." in shown


def test_it_stops_when_it_is_sure_enough(capsys: Shown, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drill.rehearsal.chunks.TOGETHER", 100)
    command = ["rehearse", MICRO, "--side-runs", "0", "--precision", "in-time:look=4%", "--json"]
    assert invoke(command) == ExitCode.DONE
    data = json.loads(capsys.readouterr().out)
    assert 500 <= data["runs"] < 2_000
    assert data["partial"] is False


def test_one_run_is_told_minute_by_minute(capsys: Shown):
    assert rehearse("--tell", "7") == ExitCode.DONE
    told = capsys.readouterr().out
    assert told.startswith("# Run 7 of a rehearsal: ")
    assert "## Timeline" in told
    assert "T+00:00:00" in told
    assert rehearse("--tell", "p95", "--json") == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["teams"]


def test_a_told_transcript_can_be_played(tmp_path: Path, capsys: Shown):
    rehearse("--tell", "3")
    told = capsys.readouterr().out
    lines = told.partition("## Transcript")[2].strip().strip("`").removeprefix("text\n")
    transcript = tmp_path / "run.txt"
    transcript.write_text(lines)
    assert invoke(["play", MICRO, str(transcript), "--out", str(tmp_path / "reports")]) == ExitCode.DONE


def test_response_times_are_fitted_from_a_session(tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    good = MICRO.replace(".yaml", ".good.txt")
    assert invoke(["play", MICRO, good, "--out", str(tmp_path / "reports")]) == ExitCode.DONE
    (session,) = (tmp_path / "reports").iterdir()
    capsys.readouterr()
    assert rehearse("--fit-from", str(session), "--json") == ExitCode.DONE
    data = json.loads(capsys.readouterr().out)
    assert any(each["source"] == "fitted from sessions" and each["observations"] >= 2 for each in data["responders"])


def test_a_plan_in_which_nothing_can_be_done_is_an_error(tmp_path: Path, capsys: Shown):
    empty = tmp_path / "plan.yaml"
    empty.write_text("plan: empty\ntitle: Empty\nversion: 1\nroles: {lead: {title: Lead}}\nworkflows: {}\n")
    assert rehearse("--plan", str(empty)) == ExitCode.FILES_IN_ERROR
    assert capsys.readouterr().err


def test_ctrl_c_prints_what_was_learnt_so_far_as_partial(capsys: Shown, monkeypatch: pytest.MonkeyPatch):
    def interrupted(going: _Going, played: int, wanted: int) -> bool:
        signal.raise_signal(signal.SIGINT)
        return going._ask(f"{played} of {wanted}")

    monkeypatch.setattr("drill.rehearsal.chunks.TOGETHER", 50)
    monkeypatch.setattr(_Going, "runs", interrupted)
    assert invoke(["rehearse", MICRO, "--runs", "9000000"]) == ExitCode.INTERRUPTED
    assert "**Partial:** it was interrupted after 50 of 9,000,000 drills." in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_proposed_change_is_rehearsed_before_it_is_approved(
    tmp_path: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
):
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("drill.report.rehearsal.effects.RUNS", 100)
    scenario, plan = "scenarios/micro-drill.yaml", "scenarios/plans/northwind.yaml"
    assert invoke(["play", scenario, "scenarios/micro-drill.poor.txt"]) == ExitCode.DONE
    (session,) = (path.name for path in (tmp_path / "reports").iterdir())
    capsys.readouterr()

    assert invoke(["revise", plan, "--from", session, "--rehearse"]) == ExitCode.DONE
    assert "\n  expected     reply in time in " in capsys.readouterr().out
    assert invoke(["revise", plan, "--from", session, "--rehearse", "--json"]) == ExitCode.DONE
    proposals = json.loads(capsys.readouterr().out)
    assert all(each["effect"]["headline"] == "reply" for each in proposals)

    name = proposals[0]["id"]
    accepted = ["--accept", name, "--by", "ana", "--owner", "eve", "--due", "2027-12-20"]
    assert invoke(["revise", plan, "--from", session, *accepted]) == ExitCode.DONE
    capsys.readouterr()
    assert invoke(["rehearse", scenario, *QUICK, "--revision", name, "--json"]) == ExitCode.DONE
    data = json.loads(capsys.readouterr().out)
    assert data["changes"] == [f"the revision {name}"]
    assert data["comparison"]["against"] == "the plan as it is"
    assert invoke(["rehearse", scenario, *QUICK, "--revision", "nothing"]) == ExitCode.FILES_IN_ERROR
    assert "there is no revision 'nothing'" in capsys.readouterr().err


def test_a_session_is_laid_over_the_forecast(tmp_path: Path, capsys: Shown):
    good = MICRO.replace(".yaml", ".good.txt")
    assert invoke(["play", MICRO, good, "--out", str(tmp_path)]) == ExitCode.DONE
    (session,) = tmp_path.iterdir()
    capsys.readouterr()
    assert rehearse("--overlay", str(session)) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert "## Sessions laid over it" in shown
    assert " lie between the forecast's p10 and p90, where four in five should; " in shown
