"""A whole drill on a real terminal, by keys alone: run, killed, resumed with nothing lost, ended, rated, reported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from drill.report.folder import REPORT, SCORECARD, TRANSCRIPT
from tests.tui.terminal import ROOT, Terminal

SCENARIO = "tests/data/hijacked.yaml"
NAME = "2026-11-27-hijacked-account"


def run(out: Path, *more: str, size: tuple[int, int] = (120, 36)) -> Terminal:
    return Terminal("run", SCENARIO, "--team", "blue", "--team", "red", "--out", str(out), *more, size=size)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
def test_a_whole_drill_by_keys_alone(size: tuple[int, int], tmp_path: Path) -> None:
    with run(tmp_path, size=size) as terminal:
        terminal.see("Begin every message with EXERCISE")
        terminal.press(" ")
        terminal.see("the clock starts")
        terminal.press("enter")
        terminal.see("blue social-lead? does confirm")
        terminal.press(":", "red social-lead does freeze : by phone", "enter")
        terminal.see("red social-lead does freeze : by phone")
        terminal.press("m")
        terminal.see("control mark")
        assert terminal.kill(signal.SIGKILL) == -signal.SIGKILL

    with Terminal("resume", "--out", str(tmp_path), size=size) as terminal:
        terminal.see("paused")
        terminal.press("l")
        terminal.see("red social-lead does freeze : by phone")
        terminal.press("escape", " ")
        terminal.see("▶ ×1")
        terminal.press("+", "+", "+", "+", "+")
        terminal.see("▶ ×60")
        terminal.press("j")
        terminal.see("Jump ahead")
        terminal.press("15m", "enter")
        terminal.see("(1 of")
        terminal.press("escape")
        terminal.miss("(1 of")
        terminal.see("jumped to T+00:")
        terminal.press("E")
        terminal.see("End the exercise?")
        terminal.press("y")
        terminal.see("are open")
        terminal.press("s")
        terminal.see("A strength of which team?")
        terminal.press("blue", "enter")
        terminal.see("in which objective?")
        terminal.press("enter")
        terminal.see("In one sentence")
        terminal.press("spoke with one voice", "enter")
        terminal.see("control strength blue")
        terminal.press("w")
        terminal.see("After-action report")
        terminal.press("q")
        assert terminal.ended() == 0
        assert "Everything is in" in terminal.last_words

    folder = tmp_path / NAME
    assert {REPORT, SCORECARD, TRANSCRIPT} <= {path.name for path in folder.iterdir()}
    transcript = (folder / TRANSCRIPT).read_text(encoding="utf-8")
    for line in ("blue social-lead? does confirm", "red social-lead does freeze : by phone", "control mark"):
        assert line in transcript


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda ending: ending.name)
def test_ended_from_outside_it_leaves_the_terminal_clean_and_says_how_to_go_on(
    ending: signal.Signals, tmp_path: Path
) -> None:
    with run(tmp_path) as terminal:
        terminal.see("Read aloud")
        terminal.press(" ")
        terminal.see("the clock starts")
        assert terminal.kill(ending) == 128 + ending

        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h"), "the screen is given back"
        assert terminal.raw.rindex(b"\x1b[?1000l") > terminal.raw.rindex(b"\x1b[?1000h"), "the mouse is given back"
        assert f"drill resume {NAME}" in terminal.last_words


def test_a_closed_terminal_ends_it_and_nothing_is_lost(tmp_path: Path) -> None:
    with run(tmp_path) as terminal:
        terminal.see("Read aloud")
        terminal.press(" ")
        terminal.see("the clock starts")
        terminal.press("m")
        terminal.see("control mark")
        assert terminal.hang_up() == 128 + signal.SIGHUP

    with Terminal("resume", "--out", str(tmp_path)) as again:
        again.see("⚑ 1")


def test_a_resize_redraws_the_screen(tmp_path: Path) -> None:
    with run(tmp_path) as terminal:
        terminal.see("Read aloud")
        terminal.press("enter")
        terminal.see("Log")
        terminal.resize((80, 24))
        terminal.see("t when ? help")
        terminal.press("l")
        terminal.see("nothing is logged yet")


def test_a_terminal_of_twenty_by_five_is_said_to_be_too_small_and_the_room_comes_back(tmp_path: Path) -> None:
    with run(tmp_path) as terminal:
        terminal.see("Read aloud")
        terminal.press("enter")
        terminal.see("Log")
        terminal.resize((20, 5))
        terminal.see("needs 72 × 20 cells")
        terminal.resize((120, 36))
        terminal.see("nothing is logged yet")


def test_a_second_control_room_is_refused_and_names_the_process(tmp_path: Path) -> None:
    with run(tmp_path) as terminal:
        terminal.see("Read aloud")
        with Terminal("resume", NAME, "--out", str(tmp_path)) as second:
            assert second.ended() == 3
            assert f"another control room (process {terminal.pid})" in second.said
            assert f"drillresume{NAME}--take-over" in "".join(second.said.split()), "it is wrapped at the edge"


def test_a_second_control_room_takes_the_session_over_on_purpose_and_the_first_says_so(tmp_path: Path) -> None:
    with Terminal("run", SCENARIO, "--team", "blue", "--out", str(tmp_path)) as first:
        first.see("Read aloud")
        first.press(" ")
        first.see("the clock starts")
        first.press("m")
        with Terminal("resume", NAME, "--take-over", "--out", str(tmp_path)) as second:
            assert first.ended() == 0
            assert f"process {second.pid} took the session over" in first.last_words
            second.see("⚑ 1")


def test_a_fault_of_ours_shows_no_traceback(tmp_path: Path) -> None:
    """The screen is taken away, the exit code says whose fault it was, and the log is named."""
    code = (
        "import sys; from drill.tui.screens.control_room import ControlRoom as C\n"
        "def fail(self): raise ZeroDivisionError('planted')\n"
        "C.action_mark = fail\n"
        "from drill.cli import main; sys.argv[0] = 'drill'; main()"
    )
    with Terminal("run", SCENARIO, "--team", "blue", "--out", str(tmp_path), python=("-c", code)) as terminal:
        terminal.see("Read aloud")
        terminal.press(" ")
        terminal.see("the clock starts")
        terminal.press("m")
        assert terminal.ended() == 4
        assert "Traceback" not in terminal.text
        assert "a fault of drill's own" in terminal.last_words


@pytest.mark.parametrize("words", [("run", SCENARIO), ("resume",)], ids=" ".join)
def test_without_a_terminal_it_names_what_works_without_one(words: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "drill", *words, "--out", str(tmp_path)]
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )

    assert result.returncode == 2
    assert "--plain" in result.stderr
    assert "drill play" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_plain_mode_needs_no_terminal(tmp_path: Path) -> None:
    lines = "start\nblue social-lead? does confirm\nstatus\ncontrol end\n"
    command = [sys.executable, "-m", "drill", "run", SCENARIO, "--plain", "--out", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    assert "Begin every message with EXERCISE" in result.stdout
    assert "blue social-lead? does confirm" in result.stdout
    assert (tmp_path / NAME / REPORT).is_file()


def test_the_plain_mode_ended_from_outside_says_how_to_go_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "drill", "run", SCENARIO, "--plain", "--out", str(tmp_path)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        while "Type start" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)

    assert process.returncode == 128 + signal.SIGTERM
    assert f"drill resume {NAME}" in told
