"""A control room, an observer and a projector on terminals of their own: seen, killed, resumed, connected again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from drill.tui.starting import Wanted, begin, prepare
from tests.building import DAY
from tests.tui.terminal import PATIENCE, ROOT, Terminal

SCENARIO = "tests/data/hijacked.yaml"
NAME = "2026-11-27-hijacked-account"


def see(terminals: Sequence[Terminal], one: Terminal, words: str) -> None:
    """Wait until one screen shows these words; the others draw meanwhile, for a full pipe would hold them up."""
    end = time.monotonic() + PATIENCE
    while words not in one.said:
        assert time.monotonic() < end, f"{words!r} did not appear:\n{one.text}"
        for terminal in terminals:
            terminal._read(0.02)


def test_three_terminals_on_one_session(tmp_path: Path) -> None:
    wanted = Wanted(ROOT / SCENARIO, teams=("blue", "red"), out=tmp_path)
    with ExitStack() as stack:
        begin(stack, prepare(wanted, DAY), wanted)
    out = ("--out", str(tmp_path))
    room, kim = Terminal("resume", NAME, *out), Terminal("watch", NAME, "--observer", "kim", *out)
    wall = Terminal("watch", "--projector", *out, size=(80, 24))
    with kim, wall:
        with room:
            all_three = (room, kim, wall)
            see(all_three, kim, "with the control room")
            see(all_three, wall, "not started")
            see(all_three, room, "Read aloud")
            room.press(" ")
            see(all_three, wall, "A crypto giveaway appears on the brand account")
            see(all_three, kim, "confirm")
            kim.press("o")
            see(all_three, kim, "what did you see?")
            kim.press("asked who owns it", "enter")
            see(all_three, kim, "✓ 00:0")
            room.press("l")
            see(all_three, room, "kim observes blue contain : confirm: asked who owns it")
            assert room.kill(signal.SIGKILL) == -signal.SIGKILL
        see((kim, wall), wall, "the control room is away")
        see((kim, wall), kim, "notes are kept and handed over later")
        kim.press("down", "x")
        see((kim, wall), kim, "1 waits")
        with Terminal("resume", *out) as again:
            both = (again, kim, wall)
            see(both, kim, "all have arrived")
            see(both, wall, "A crypto giveaway appears on the brand account")
            again.press("l")
            see(both, again, "unseen blue alert : (kim)")
            assert "the control room is away" not in wall.said
            again.press("q")
            assert again.ended() == 0
        kim.press("q")
        assert kim.ended() == 0
        assert "2 of kim's notes, 0 not handed over yet, 0 refused." in kim.last_words
        wall.press("q")
        assert wall.ended() == 0
    left = [path.name for path in (tmp_path / NAME).iterdir() if path.name.startswith(".")]
    assert left == [], "neither a lock nor a socket's place is left"


def test_two_views_of_one_plain_control_room(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "drill", "run", SCENARIO, "--team", "blue", "--plain", "--out", str(tmp_path)]
    plain = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with plain:
        assert plain.stdin is not None
        assert plain.stdout is not None
        while "Type start" not in plain.stdout.readline():
            assert plain.poll() is None
        with Terminal("watch", NAME, "--observer", "kim", "--out", str(tmp_path)) as kim:
            kim.see("with the control room")
            plain.stdin.write("start\n")
            plain.stdin.flush()
            kim.see("confirm")
            kim.press("x")
            kim.see("✓ 00:0")
            plain.stdin.write("quit\n")
            plain.stdin.flush()
            kim.see("the control room is away")
        told, _ = plain.communicate(timeout=PATIENCE)
    assert "kim (observer) looks in" in told
    assert "control unseen blue confirm : (kim)" in told
    assert plain.returncode == 0


@pytest.mark.parametrize(
    "words, code, said",
    [
        (("watch",), 2, "there is no unfinished session"),
        (("watch", "nowhere"), 3, "there is no session 'nowhere'"),
        (("watch", "x", "--projector", "--observer", "kim"), 2, "choose one"),
    ],
)
def test_what_cannot_be_watched_has_its_exit_code(words: Sequence[str], code: int, said: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "drill", *words, "--out", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert result.returncode == code
    assert said in result.stderr
