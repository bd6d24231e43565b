"""The command line: what is printed where, and what a shell is told."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from drill import __version__
from drill.cli import drill_command, invoke
from drill.errors import DrillError, ExitCode

DATA = Path(__file__).parents[1] / "data"
NORTHWIND, HIJACKED = str(DATA / "northwind.yaml"), str(DATA / "hijacked.yaml")


@pytest.fixture
def a_command_that(monkeypatch: pytest.MonkeyPatch):
    """Adds a command ``drill fail`` that does what it is told."""

    def add(does) -> None:
        command = click.Command("fail", callback=does)
        monkeypatch.setitem(drill_command.commands, "fail", command)

    return add


@pytest.mark.parametrize("words", [(), *((name,) for name in sorted(drill_command.commands))], ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke([*words, "--help"]) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert "Example" in shown
    assert f"  drill {' '.join(words)}" in shown


def test_without_a_terminal_drill_alone_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke([]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("Usage: drill")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out == f"drill {__version__}\n"


@pytest.mark.parametrize(
    "words, meant",
    [
        (["chekc"], "check"),
        (["check", "--strct", "x"], "--strict"),
        (["new", "plann", "x"], "plan"),
        (["check"], "FILE"),
    ],
)
def test_a_slip_of_the_fingers_is_wrong_usage_and_told_what_was_meant(
    words: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke(words) == ExitCode.WRONG_USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert meant in shown.err


def test_a_mistake_is_told_in_a_sentence_with_its_hint_and_code(
    a_command_that, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise DrillError("no such \x1b[2Jthing", "try another")

    a_command_that(fail)
    assert invoke(["fail"]) == ExitCode.FILES_IN_ERROR
    assert capsys.readouterr().err == "drill: no such \ufffd[2Jthing\n  try another\n"


def test_a_fault_of_ours_leaves_a_log_that_only_its_user_can_read(
    a_command_that, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("we did not think of this")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    a_command_that(fail)
    assert invoke(["fail"]) == ExitCode.OUR_FAULT
    shown = capsys.readouterr().err
    [log] = (tmp_path / "drill").iterdir()
    assert str(log) in shown
    assert "Traceback" not in shown
    assert "we did not think of this" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_fault_where_no_log_can_be_written_is_still_told_without_a_traceback(
    a_command_that, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    a_command_that(fail)
    assert invoke(["fail"]) == ExitCode.OUR_FAULT
    shown = capsys.readouterr().err
    assert "could not be written" in shown
    assert "Traceback" not in shown


def test_an_interrupt_is_quiet(a_command_that, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    a_command_that(fail)
    assert invoke(["fail"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err.strip() == "drill: interrupted"


def in_a_shell(command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **more}
    return subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)


def test_a_reader_that_goes_away_is_no_fault() -> None:
    result = in_a_shell(f"set -o pipefail; {sys.executable} -m drill schema scenario | head -c 10")
    assert (result.returncode, result.stderr) == (0, "")


def test_a_terminal_that_knows_only_ascii_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("plan: “a”\n", encoding="utf-8")
    result = in_a_shell(f"{sys.executable} -m drill check {tmp_path / 'a.yaml'}", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.returncode == ExitCode.FILES_IN_ERROR
    assert "Traceback" not in result.stderr


def test_control_c_is_told_to_the_shell(tmp_path: Path) -> None:
    fifo = tmp_path / "never-written.yaml"
    os.mkfifo(fifo)
    writer = os.open(fifo, os.O_RDWR)  # somebody who writes, but not yet: without one the pipe is an empty file
    process = subprocess.Popen(
        [sys.executable, "-m", "drill", "check", str(fifo)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=10)
    os.close(writer)
    assert process.returncode == ExitCode.INTERRUPTED
    assert b"Traceback" not in told
