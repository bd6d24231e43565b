"""drill merge: what it shows, when it writes, and the exit code of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drill.cli import invoke
from drill.tui.lock import only_control_room
from tests.building import DATA

SCENARIO = str(DATA / "hijacked.yaml")
NAME = "2026-11-27-hijacked-account"
MADE = ("transcript.txt", "scorecard.json", "report.md")
LINES = "1m blue social-lead acks scam-post\n4m blue social-lead does confirm\n60m control end\n"
NOTES = (
    "4m20s blue social-lead does confirm\n9m blue it-security does lock : fast\n20m blue customer-care does confirm\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A session in an empty folder of work, and an observer's notes."""
    monkeypatch.chdir(tmp_path)
    Path("lines.txt").write_text(LINES, encoding="utf-8")
    Path("kim.txt").write_text(NOTES, encoding="utf-8")
    assert invoke(["play", SCENARIO, "lines.txt"]) == 0
    capsys.readouterr()
    return Path("reports", NAME)


def merge(*options: str) -> int:
    return invoke(["merge", NAME, "kim.txt", "--observer", "kim", *options])


def made(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in MADE}


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_what_the_notes_come_to_is_shown_and_nothing_is_written(
    option: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = made(folder)
    assert merge(*option) == 0
    out, err = capsys.readouterr()
    assert out == (
        f"kim's notes, 3 lines, against {NAME}\n"
        "\n"
        "adds: 1\n"
        "  line 2    T+00:09:00  blue it-security does lock : fast (kim)\n"
        "\n"
        "there already: 1\n"
        "  line 1    T+00:04:20  blue social-lead does confirm : (kim)\n"
        "            └ at T+00:04:00\n"
        "\n"
        "contradicts: 1; left out, for people to settle\n"
        "  line 3    T+00:20:00  blue customer-care does confirm : (kim)\n"
        "            └ the session names social-lead, at T+00:04:00\n"
    )
    assert err == "nothing was written; --yes writes what is added\n"
    assert made(folder) == before


def test_yes_writes_what_is_added_and_makes_the_report_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert merge("--yes", "--offset", "40s") == 0
    assert f"1 line added; the report in reports/{NAME} is made again" in capsys.readouterr().err
    first = made(folder)
    assert b"\n~T+00:09:40 blue it-security does lock : fast (kim)\n" in first["transcript.txt"]
    assert b"customer-care" not in first["transcript.txt"]
    assert b"fast (kim)" in first["report.md"]
    assert invoke(["play", SCENARIO, str(folder / "transcript.txt"), "--out", "again"]) == 0
    assert made(Path("again", NAME)) == first


def test_merging_twice_adds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge("--yes")
    first = made(folder)
    capsys.readouterr()
    assert merge("--yes", "--offset", "-40s") == 0
    out, err = capsys.readouterr()
    assert "adds: 0" in out
    assert "merged before" in out
    assert err == "there is nothing to add\n"
    assert made(folder) == first


def test_artefacts_that_an_interrupted_merge_left_behind_are_made_again(folder: Path) -> None:
    merge("--yes")
    first = made(folder)
    (folder / "report.md").unlink()
    assert merge("--yes") == 0
    assert made(folder) == first


def test_json_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert merge("--json", "--offset", "-10s") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["session"], told["observer"], told["offset"], told["written"]) == (NAME, "kim", -10, False)
    assert told["adds"] == [{"line": 2, "at": 530, "words": "blue it-security does lock : fast (kim)", "why": None}]
    assert [len(told[key]) for key in ("known", "contradicts", "not_theirs", "delivers")] == [1, 1, 0, 0]
    assert merge("--json", "--yes") == 0
    assert json.loads(capsys.readouterr().out)["written"] is True


def test_a_session_that_is_open_in_a_control_room_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_control_room(folder):
        assert merge("--yes") == 3
    assert f"{NAME} is open in another control room" in capsys.readouterr().err


def test_errors_in_the_notes_are_told_with_their_places_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = made(folder)
    Path("kim.txt").write_text(f"{NOTES}5m blue social-lad acks\n70m blue legal acks\n", encoding="utf-8")
    assert merge("--yes") == 1
    assert "kim.txt:4:9: error[transcript]: unknown role 'social-lad'" in capsys.readouterr().err
    Path("kim.txt").write_text(f"{NOTES}70m blue legal acks\n", encoding="utf-8")
    assert merge("--yes") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "kim.txt:4:5: error[transcript]: the exercise ended at T+01:00:00" in err
    assert made(folder) == before


@pytest.mark.parametrize(
    "arguments, code",
    [
        (["merge", NAME, "kim.txt"], 2),
        (["merge", NAME, "kim.txt", "--observer", "kim lee"], 2),
        (["merge", NAME, "kim.txt", "--observer", "control"], 2),
        (["merge", NAME, "kim.txt", "--observer", "kim", "--offset", "soon"], 2),
        (["merge", NAME, "kim.txt", "--observer", "kim", "--yes", "--dry-run"], 2),
        (["merge", NAME, "nowhere.txt", "--observer", "kim"], 3),
        (["merge", "nowhere", "kim.txt", "--observer", "kim"], 3),
    ],
)
def test_what_cannot_be_merged_has_its_exit_code(arguments: list[str], code: int, folder: Path) -> None:
    before = made(folder)
    assert invoke(arguments) == code
    assert made(folder) == before


def test_at_a_terminal_somebody_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = made(folder)
    asked: list[str] = []

    def answer(wanted: bool):
        def confirm(text: str, **_: object) -> bool:
            asked.append(text)
            return wanted

        return confirm

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("drill.commands.merging.click.confirm", answer(False))
    assert merge() == 0
    assert made(folder) == before
    monkeypatch.setattr("drill.commands.merging.click.confirm", answer(True))
    assert merge() == 0
    assert asked == ["Add 1 line to the session?"] * 2
    assert b"fast (kim)" in made(folder)["transcript.txt"]


def test_the_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["merge", "--help"]) == 0
    assert "Example:\n    drill merge " in capsys.readouterr().out
