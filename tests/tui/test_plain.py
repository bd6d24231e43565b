"""The plain mode: line by line, without a screen."""

from __future__ import annotations

import os

import pytest

from drill.tui.plain import PlainRoom, run_plain
from drill.tui.plain_pages import PAGES
from tests.building import minutes
from tests.tui.stage import Stage, stage


class Paper:
    """What was printed."""

    def __init__(self, on: Stage) -> None:
        self.printed: list[str] = []
        self.plain = PlainRoom(on.room, lambda text: self.printed.append(text))
        self.on = on

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.printed)

    def wait(self, time: float) -> None:
        """Let so many minutes pass."""
        for _ in range(round(time * 240)):
            self.on.hands.turn(250)
            self.plain.tick()


def test_it_begins_with_the_briefing_and_waits() -> None:
    paper = Paper(stage())
    paper.plain.open()

    assert "Begin every message with EXERCISE" in paper.text
    assert "T+00:00:00 not started. Type start, or help." in paper.text


def test_what_comes_and_what_is_late_is_printed_once_as_it_happens() -> None:
    paper = Paper(stage())
    paper.plain.open()
    paper.plain.take("start")
    paper.wait(11)

    assert paper.text.count("A crypto giveaway appears on the brand account") == 2, "once for each team"
    assert paper.text.count("notes: Read the post aloud") == 1
    assert "T+00:03:00 ask now: Who owns this account?" in paper.text
    assert paper.text.count("late: blue confirm") == 1


def test_a_line_is_logged_and_a_wrong_one_is_explained_under_its_place() -> None:
    paper = Paper(stage().begin(2))
    paper.plain.take("red social-lead? does confirm")
    paper.plain.take("red social-lead does confrim")

    assert "T+00:02:00 red social-lead? does confirm" in paper.text
    assert "\n                       ^ unknown step 'confrim'; did you mean \"confirm\"?" in paper.text


def test_the_clock_turns_by_words() -> None:
    on = stage()
    paper = Paper(on)
    for word in ("start", "pause", "pause", "noduff"):
        paper.plain.take(word)

    assert "no: the clock stands already" in paper.text
    assert on.last == "control no-duff"


def test_the_status_says_what_comes_next() -> None:
    paper = Paper(stage().begin(2))
    paper.plain.take("status")

    assert "   8:00 deadline: confirm" in paper.text


def test_every_pane_of_the_control_room_can_be_asked_for_by_a_word() -> None:
    on = stage(teams=("blue",)).begin(2)
    on.control.say("blue social-lead escalates legal")
    paper = Paper(on)
    for word in ("steps", "script", "roles", "log"):
        paper.plain.take(word)

    assert "due next: blue confirm" in paper.text
    assert "  blue confirm: open 8:00" in paper.text
    assert "  scam-post: A crypto giveaway appears on the brand account. delivered last 00:00" in paper.text
    assert "  legal: called, has not answered, called by social-lead" in paper.text
    assert "  02:00 #1 blue social-lead escalates legal" in paper.text


def test_every_word_of_the_plain_mode_is_in_its_help() -> None:
    on = stage().begin(2)
    paper = Paper(on)
    paper.plain.take("help")
    told = paper.text
    for word in ("start", "pause", "next", "undo", "redo", "noduff", "debrief", "report", "quit", *PAGES):
        assert word in told.replace(",", " ").split(), word


def test_the_debrief_and_the_report_can_be_asked_for_after_the_end() -> None:
    on = stage(teams=("blue",)).begin(12)
    paper = Paper(on)
    paper.plain.take("report")
    assert "no: there is no report before the end" in paper.text

    paper.plain.take("control end")
    paper.plain.take("control missed blue confirm")
    before = len(paper.printed)
    paper.plain.take("debrief")
    assert "open steps: confirm" not in "".join(paper.printed[before:])


def test_the_end_lists_what_is_open() -> None:
    on = stage(teams=("blue",)).begin(12)
    paper = Paper(on)
    paper.plain.take("control end")

    assert "the exercise has ended" in paper.text
    assert "open: blue open steps: confirm" in paper.text


def test_no_escape_is_printed() -> None:
    paper = Paper(stage().begin(2))
    paper.plain.take("\x1b]52;c;eA\x07")

    assert "\x1b" not in paper.text


def test_it_reads_lines_until_they_end_and_says_how_to_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    on = stage()
    read, write = os.pipe()
    os.write(write, b"start\nblue social-lead acks scam-post\ncontrol ma")
    os.write(write, b"rk\n")
    os.close(write)

    assert run_plain(on.room, read) == 0
    assert on.last == "control mark"
    assert "drill resume 2026-11-27-hijacked-account" in capsys.readouterr().err


def test_it_goes_on_quietly_with_a_session_that_ran() -> None:
    paper = Paper(stage().begin(5))
    paper.plain.open()

    assert "crypto giveaway" not in paper.text
    assert paper.on.room.live.now == minutes(5)
