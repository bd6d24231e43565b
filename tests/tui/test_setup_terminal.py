"""The set-up, the inject editor and the settings on a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.report.folder import open_session
from drill.session.transcript import write_transcript
from tests.tui.terminal import Terminal

SCENARIO = "tests/data/hijacked.yaml"
NAME = "2026-11-27-hijacked-account"
CTRL_S = "\x13"


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
def test_without_a_team_a_drill_is_set_up_begun_edited_and_left_by_keys_alone(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Terminal("run", SCENARIO, "--out", str(tmp_path), size=size) as terminal:
        terminal.see("to look at")
        terminal.press("t")
        terminal.see("Which teams play?")
        terminal.press(" red", "enter")
        terminal.see("blue, red")
        terminal.press("w", "a")
        terminal.see("a walk-in as Social media lead")
        terminal.press("Kim Ode", "enter")
        terminal.see("Kim Ode a walk-in")
        terminal.press("s")
        terminal.see("Read aloud")
        terminal.press("enter")
        terminal.see("Expected")
        terminal.press("a")
        terminal.see("a new inject")
        terminal.press("Mayor calls", "\t", "\t", "\t", "\t", "legal", "\t", "Why?", "enter", "Why now?")
        terminal.see("goes to all, now")
        terminal.press(CTRL_S)
        terminal.see("control adhoc all")
        terminal.press("q")
        terminal.see(f"drill resume {NAME}")
        terminal.press("q")
        assert terminal.ended() == 0

    session = open_session(tmp_path / NAME)
    session.close()
    transcript = write_transcript(session.state).text
    assert "T+00:00:00 control seat all social-lead kim-ode : Kim Ode\n" in transcript
    assert 'title: "Mayor calls", via: phone, text: "Why?\\nWhy now?", to: [legal]}' in transcript


def test_a_scenario_that_cannot_be_read_is_told_without_a_screen(tmp_path: Path) -> None:
    with Terminal("run", str(tmp_path / "gone.yaml")) as terminal:
        assert terminal.ended() == 3
        assert b"\x1b[?1049h" not in terminal.raw


def test_wrong_settings_are_told_before_a_screen_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("keys: {line.mark: shift+enter}\n", encoding="utf-8")
    monkeypatch.setenv("DRILL_SETTINGS", str(settings))
    with Terminal("run", SCENARIO, "--out", str(tmp_path)) as terminal:
        assert terminal.ended() == 1
        assert "settings.yaml:1:19: error[impossible-key]" in terminal.said
        assert b"\x1b[?1049h" not in terminal.raw


def test_a_key_of_the_settings_works_on_a_terminal(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("keys: {line.mark: [v, f7]}\ntheme: ansi-dark\n", encoding="utf-8")
    words = ("run", SCENARIO, "--team", "blue", "--out", str(tmp_path / "reports"), "--settings", str(settings))
    with Terminal(*words) as terminal:
        terminal.see("Read aloud")
        terminal.press("enter")
        terminal.see("v mark")
        terminal.press("\x1b[18~")
        terminal.see("control mark")
