"""The loop that the program is for, through the command line: finding, revision, approval, new version, re-test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from drill.cli import invoke

SHIPPED = Path(__file__).parent.parent.parent / "scenarios"
PLAN = "scenarios/plans/northwind.yaml"
SCENARIO = "scenarios/hijacked-account.yaml"
SESSION = "2026-11-27-hijacked-account"
PEOPLE = ("--by", "ana", "--owner", "ben", "--due", "2026-12-20")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    shutil.copytree(SHIPPED, tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> str:
        assert invoke(list(arguments)) == code, capsys.readouterr().err
        out: str = capsys.readouterr().out
        return out

    return run


def test_a_poor_drill_changes_the_plan_and_a_good_one_proves_it(run, capsys):
    before = Path(PLAN).read_text()
    run("play", SCENARIO, "scenarios/hijacked-account.poor.txt")
    proposals = json.loads(run("revise", PLAN, "--from", SESSION, "--json"))
    assert {"id", "finding", "clause", "diff"} <= proposals[0].keys()
    wanted = [each["id"] for each in proposals if each["id"].startswith(("sooner-answered", "delegate-dead"))]
    assert len(wanted) >= 2
    run(
        "revise",
        PLAN,
        "--from",
        SESSION,
        "--accept",
        ",".join(wanted),
        "--by",
        "ana",
        "--owner",
        "ben",
        "--due",
        "2026-12-20",
    )
    for revision in wanted:
        for person in ("eve", "finn"):
            run("approve", PLAN, revision, "--as", person, "--evidence", "minutes of 1 December")
    after = Path(PLAN).read_text()
    comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in after.splitlines() if "#" in line] == comments
    assert f"version: {3 + len(wanted)}" in after
    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    states = {each["id"]: each["state"] for each in json.loads(run("revisions", PLAN, "--json"))}
    assert [states[revision] for revision in wanted].count("verified") >= 2
    assert "every link holds" in run("revisions", PLAN, "--verify")
    trail = Path(PLAN).with_name("northwind.trail.jsonl")
    raw = bytearray(trail.read_bytes())
    raw[len(raw) // 2] ^= 1
    trail.write_bytes(raw)
    run("revisions", PLAN, "--verify", code=1)


def test_a_session_that_was_written_out_is_re_tested_with_the_same_bytes(run):
    run("play", SCENARIO, "scenarios/hijacked-account.poor.txt")
    [first, *_] = json.loads(run("revise", PLAN, "--from", SESSION, "--json"))
    run(
        "revise",
        PLAN,
        "--from",
        SESSION,
        "--accept",
        first["id"],
        "--by",
        "ana",
        "--owner",
        "ben",
        "--due",
        "2026-12-20",
    )
    for person in ("eve", "finn"):
        run("approve", PLAN, first["id"], "--as", person)
    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    run("play", SCENARIO, f"reports/{SESSION}-2/transcript.txt")
    for name in ("scorecard.json", "report.md", "transcript.txt"):
        assert Path(f"reports/{SESSION}-2/{name}").read_bytes() == Path(f"reports/{SESSION}-3/{name}").read_bytes()


def test_a_session_of_another_plan_answers_nothing(run):
    run("play", SCENARIO, "scenarios/hijacked-account.poor.txt")
    run("revise", "scenarios/plans/agency.yaml", "--from", SESSION, code=1)


def test_the_programme_says_what_was_never_drilled(run):
    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    found = json.loads(run("programme", PLAN, "--json", "--on", "2026-12-01"))
    steps = next(each for each in found["coverage"] if each["kind"] == "steps")
    assert "account-takeover/lock" in steps["exercised"]
    assert "viral-complaint/triage" in steps["never"]
    assert found["suggestions"][0]["scenario"] == "scenarios/viral-complaint.yaml"


def test_an_action_is_carried_until_it_is_done_or_its_risk_accepted(run):
    run("action", "open", PLAN, "Hardware keys", "--by", "ana", "--owner", "dev", "--due", "2026-12-31")
    run("action", "open", PLAN, "Weekend cover", "--by", "ana", "--owner", "eve", "--due", "2026-12-31")
    run("action", "done", PLAN, "action-1", "--as", "dev")
    run("action", "accept-risk", PLAN, "action-2", "--as", "eve", code=1)
    run("action", "accept-risk", PLAN, "action-2", "--as", "eve", "--why", "two weekends a year")
    states = [each["state"] for each in json.loads(run("action", "list", PLAN, "--json"))]
    assert states == ["done", "risk accepted"]
