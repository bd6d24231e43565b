"""The loop that the program is for, through the command line: finding, revision, approval, new version, re-test."""

from __future__ import annotations

import contextlib
import difflib
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


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the poor drill was played, once for all tests that only need to have had it."""
    folder = tmp_path_factory.mktemp("played")
    shutil.copytree(SHIPPED, folder / "scenarios")
    with contextlib.chdir(folder):
        assert invoke(["play", SCENARIO, "scenarios/hijacked-account.poor.txt"]) == 0
    return folder


@pytest.fixture
def poor_drill(run, played: Path) -> None:
    """The poor drill's session lies in its folder."""
    shutil.copytree(played / "reports", "reports")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    shutil.copytree(SHIPPED, tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> str:
        assert invoke(list(arguments)) == code, capsys.readouterr().err
        out: str = capsys.readouterr().out
        return out

    return run


def accept(run, *wanted: str, approve: bool = True) -> None:
    """Make revisions of proposals of the session, and have them approved."""
    run("revise", PLAN, "--from", SESSION, "--accept", ",".join(wanted), *PEOPLE)
    for revision in wanted if approve else ():
        for person in ("eve", "finn"):
            run("approve", PLAN, revision, "--as", person, "--evidence", "minutes of 1 December")


def test_a_poor_drill_changes_the_plan_and_a_good_one_proves_it(run, capsys):
    before = Path(PLAN).read_text()
    run("play", SCENARIO, "scenarios/hijacked-account.poor.txt")
    report = json.loads(run("report", SESSION, "--json"))
    found = {finding["id"]: finding for finding in report["findings"]}
    proposals = json.loads(run("revise", PLAN, "--from", SESSION, "--json"))
    assert {"id", "finding", "clause", "diff"} <= proposals[0].keys()
    assert all(each["finding"] in found or each["finding"].startswith("audit-") for each in proposals)
    wanted = [each["id"] for each in proposals if each["id"].startswith(("sooner-answered", "delegate-dead"))]
    assert len(wanted) >= 2
    accept(run, *wanted, approve=False)
    assert Path(PLAN).read_text() == before, "what is proposed is not in effect"
    version = 3
    for revision in wanted:
        run("approve", PLAN, revision, "--as", "eve", "--evidence", "minutes of 1 December")
        assert f"version: {version}\n" in Path(PLAN).read_text()
        run("approve", PLAN, revision, "--as", "finn", "--recorded-by", "ana")
        version += 1
        assert f"version: {version}\n" in Path(PLAN).read_text()
    after = Path(PLAN).read_text()
    removed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert len(removed) == 2, "the version, and the one value that was changed; everything else is added"
    comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in after.splitlines() if "#" in line] == comments
    assert run("check", PLAN) == ""

    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    told = Path(f"reports/{SESSION}-2/report.md").read_text()
    assert "\n## What earlier drills left\n" in told.split("\n## On one page")[0] + "\n"
    states = {each["id"]: each["state"] for each in json.loads(run("revisions", PLAN, "--json"))}
    assert [states[revision] for revision in wanted].count("verified") >= 2
    assert "every link holds" in run("revisions", PLAN, "--verify")

    trail = Path(PLAN).with_name("northwind.trail.jsonl")
    raw = trail.read_bytes()
    for place in range(0, len(raw) - 1, len(raw) // 7):
        changed = bytearray(raw)
        changed[place] ^= 1
        trail.write_bytes(changed)
        assert invoke(["revisions", PLAN, "--verify"]) == 1
        line = raw[:place].count(b"\n") + 1
        assert f"northwind.trail.jsonl:{line}: " in capsys.readouterr().err, "the first broken link is named"
    trail.write_bytes(raw)
    run("revisions", PLAN, "--verify")


def test_a_session_that_was_written_out_is_re_tested_with_the_same_bytes(run, poor_drill):
    [first, *_] = json.loads(run("revise", PLAN, "--from", SESSION, "--json"))
    accept(run, first["id"])
    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    run("play", SCENARIO, f"reports/{SESSION}-2/transcript.txt")
    for name in ("scorecard.json", "report.md", "transcript.txt"):
        assert Path(f"reports/{SESSION}-2/{name}").read_bytes() == Path(f"reports/{SESSION}-3/{name}").read_bytes()


def test_a_revision_after_a_run_changes_nothing_of_that_run(run, poor_drill):
    folder = Path("reports") / SESSION
    before = {name: (folder / name).read_bytes() for name in ("transcript.txt", "scorecard.json", "report.md")}
    score = run("score", SESSION, "--json")
    proposals = json.loads(run("revise", PLAN, "--from", SESSION, "--json"))
    for proposal in proposals[:3]:
        run("revise", PLAN, "--from", SESSION, "--accept", proposal["id"], *PEOPLE, "--emergency")
    assert "version: 6" in Path(PLAN).read_text()
    Path(SCENARIO).unlink()
    assert run("score", SESSION, "--json") == score
    run("report", SESSION)
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_a_session_of_another_plan_answers_nothing(run, poor_drill):
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


LOCK = "sooner-answered-late-lock"
EXECUTIVE = "sooner-backup-not-called-executive"


def test_what_a_drill_showed_is_noted_once_whether_it_was_played_reported_or_merged(run, poor_drill, capsys):
    accept(run, LOCK)
    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    trail = Path(PLAN).with_name("northwind.trail.jsonl")
    kept = trail.read_bytes()
    lines = kept.splitlines(keepends=True)
    assert json.loads(lines[-1])["verb"] == "retested"
    for arguments in (
        ("report", f"{SESSION}-2"),
        ("merge", f"{SESSION}-2", "notes.txt", "--observer", "kim", "--yes"),
    ):
        trail.write_bytes(b"".join(lines[:-1]))
        Path("notes.txt").write_text("T+00:30:00 red customer-care/ivo acks tills : seen from the shop\n")
        capsys.readouterr()
        assert invoke(list(arguments)) == 0
        assert f"re-tested: {LOCK} is verified" in capsys.readouterr().err
    run("report", f"{SESSION}-2")
    assert len(trail.read_bytes().splitlines()) == len(lines), "once, however often its report is made"


def test_a_change_is_worded_kept_as_a_draft_and_then_put_to_the_approvers(run, poor_drill):
    name = LOCK
    settings = (
        "--set",
        name,
        "to=4m",
        "--set",
        name,
        "proven_when={measure: step-within, subject: lock, at_most: 40m}",
    )
    [worded] = [
        each for each in json.loads(run("revise", PLAN, "--from", SESSION, *settings, "--json")) if each["id"] == name
    ]
    assert "+    ack_within: 4m" in worded["diff"]
    assert worded["criterion"]["at_most"] == 40 * 60_000
    run("revise", PLAN, "--from", SESSION, *settings, "--accept", name, "--draft", *PEOPLE)
    run("approve", PLAN, name, "--as", "eve", code=1)
    run("propose", PLAN, name, "--as", "ben", code=1)
    assert "PROPOSED" in run("propose", PLAN, name, "--as", "ana", "--set", "proven_when.at_most=35m")
    [revision] = json.loads(run("revisions", PLAN, "--json"))
    assert (revision["state"], revision["criterion"]["at_most"]) == ("proposed", 35 * 60_000)


def test_an_editor_words_a_change_and_what_makes_none_is_told(run, poor_drill, monkeypatch, capsys):
    name = LOCK
    editor = Path("editor.sh")
    editor.write_text("#!/bin/sh\nsed -i 's/to: 5m/to: 4m/' \"$1\"\n")
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor.resolve()))
    assert "+    ack_within: 4m" in run("revise", PLAN, "--from", SESSION, "--edit", name)
    editor.write_text("#!/bin/sh\nsed -i 's/changes:/change:/' \"$1\"\n")
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    run("revise", PLAN, "--from", SESSION, "--edit", name, code=1)


def test_a_plan_edited_by_hand_meanwhile_keeps_both_or_shows_the_conflict(run, poor_drill, capsys):
    accept(run, LOCK, EXECUTIVE, approve=False)
    text = Path(PLAN).read_text()
    edited = text.replace("title: Counsel", "title: General counsel").replace("ack_within: 15m", "ack_within: 20m")
    Path(PLAN).write_text(edited)
    for person in ("eve", "finn"):
        run("approve", PLAN, LOCK, "--as", person)
    assert "title: General counsel" in Path(PLAN).read_text()
    assert "version: 4\n" in Path(PLAN).read_text()
    run("approve", PLAN, EXECUTIVE, "--as", "eve")
    capsys.readouterr()
    before = Path(PLAN).read_bytes()
    assert invoke(["approve", PLAN, EXECUTIVE, "--as", "finn"]) == 1
    assert "is 20m now, not 15m" in capsys.readouterr().err
    assert Path(PLAN).read_bytes() == before
    states = {each["id"]: each["state"] for each in json.loads(run("revisions", PLAN, "--json"))}
    assert states == {LOCK: "retest due", EXECUTIVE: "proposed"}


def test_a_trail_whose_end_was_cut_off_is_told_and_nothing_more_is_written(run, poor_drill, capsys):
    accept(run, LOCK)
    trail = Path(PLAN).with_name("northwind.trail.jsonl")
    trail.write_bytes(trail.read_bytes().splitlines(keepends=True)[0])
    plan, kept = Path(PLAN).read_bytes(), trail.read_bytes()
    for arguments in (
        ("revisions", PLAN, "--verify"),
        ("approve", PLAN, LOCK, "--as", "eve"),
        ("revise", PLAN, "--from", SESSION, "--accept", EXECUTIVE, *PEOPLE),
    ):
        assert invoke(list(arguments)) == 1
        assert "stood on an entry that is not there" in capsys.readouterr().err
    assert (Path(PLAN).read_bytes(), trail.read_bytes()) == (plan, kept)


def test_a_disk_that_fills_up_in_the_middle_of_a_rewrite_loses_nothing(run, poor_drill, monkeypatch, capsys):
    accept(run, LOCK, approve=False)
    run("approve", PLAN, LOCK, "--as", "eve")
    before = Path(PLAN).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("drill.files.atomic.os.fsync", full)
        assert invoke(["approve", PLAN, LOCK, "--as", "finn"]) == 3
    assert "No space left on device" in capsys.readouterr().err
    assert Path(PLAN).read_bytes() == before
    assert [path.name for path in Path(PLAN).parent.iterdir() if path.name.startswith(".")] == []
    run("approve", PLAN, LOCK, "--as", "finn")
    assert "version: 4\n" in Path(PLAN).read_text()
    assert "every link holds" in run("revisions", PLAN, "--verify")


def test_actions_stand_in_the_next_report_until_they_are_done(run):
    run("action", "open", PLAN, "Hardware keys", "--by", "ana", "--owner", "dev", "--due", "2026-11-01")
    run("play", SCENARIO, "scenarios/hijacked-account.poor.txt")
    told = Path(f"reports/{SESSION}/report.md").read_text()
    assert "| Hardware keys | IT security | 2026-11-01 (**overdue**) |" in told
    run("action", "done", PLAN, "action-1", "--as", "dev")
    run("play", SCENARIO, "scenarios/hijacked-account.good.txt")
    assert "Hardware keys" not in Path(f"reports/{SESSION}-2/report.md").read_text()


def test_the_programme_tells_two_workflows_apart_and_what_a_re_test_needs(run, poor_drill):
    run("play", "scenarios/viral-complaint.yaml", "scenarios/viral-complaint.poor.txt")
    accept(run, LOCK)
    found = json.loads(run("programme", PLAN, "--json", "--on", "2026-12-20"))
    times = [each["times"] for each in found["open_findings"] if each["id"] == "missed-sign-off"]
    assert times == [1, 1], "a sign-off of the statement, and one of the answer: neither is a repetition"
    assert "answered-late-lock" not in [each["id"] for each in found["open_findings"]], "a change in effect answers it"
    assert found["open_findings"][0]["age_days"] == 23
    assert found["verified_share"] == 0
    assert found["next_review"] == "2027-01-06"
    first = found["suggestions"][0]
    assert first["scenario"] == "scenarios/hijacked-account.yaml"
    assert first["retests"] == [LOCK]
    assert {"impersonation/disown"} <= set(found["suggestions"][1]["steps"])
    page = run("programme", PLAN, "--on", "2027-02-01")
    assert "2027-01-06 (OVERDUE)" in page
    assert f"re-tests {LOCK}" in page
    assert "0% of those in effect are verified by a re-test" in page
