"""What stands on the terminal while the control room loads: its shape, at once; and nothing of it afterwards."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from drill.tui.curtain import frame
from tests.tui.terminal import Terminal
from tests.tui.test_terminal import NAME, run


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (72, 20), (30, 8)])
def test_it_fills_the_terminal_and_no_more(size: tuple[int, int]) -> None:
    width, height = size
    lines = frame(width, height)
    assert len(lines) == height
    assert all(len(line) <= width for line in lines)


def test_it_has_the_panes_of_the_control_room_in_their_places() -> None:
    wide = "\n".join(frame(120, 36))
    assert [title for title in ("Injects", "Inject", "Next", "Expected", "Log") if f"─ {title} ─" not in wide] == []


def test_nothing_slow_is_loaded_to_draw_it() -> None:
    import subprocess

    code = "import sys, drill.tui.curtain; print([each for each in ('textual', 'pydantic', 'rich') if each in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_what_cannot_be_opened_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with Terminal("resume", "nothing", "--out", str(tmp_path)) as terminal:
        assert terminal.ended() == 3
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
        assert "nothing" in terminal.last_words


def test_ended_while_it_hangs_it_is_taken_away(tmp_path: Path) -> None:
    code = (
        "import sys, time; import drill.tui.launch as launch\n"
        "launch.resume = lambda *a, **k: (print('here', flush=True), time.sleep(30))\n"
        "from drill.cli import main; sys.argv[0] = 'drill'; main()"
    )
    with Terminal("resume", "--out", str(tmp_path), python=("-c", code)) as terminal:
        terminal.see("here")
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")


def test_where_the_settings_speak_of_the_plain_mode_it_does_not_hang(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("plain: true\n", encoding="utf-8")
    with run(tmp_path) as terminal:
        terminal.see("Read aloud")
        terminal.press("q")
        terminal.ended()
    with Terminal("resume", NAME, "--out", str(tmp_path), "--settings", str(settings)) as terminal:
        terminal.see("Type start")
        assert b"\x1b[?1049h" not in terminal.raw
