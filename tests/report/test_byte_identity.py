"""What is made from a journal is the same each time, and the same when the session was written out and played again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building import DATA, drill, played_again, room, small_drill
from tests.report.session import after, artefacts

TRANSCRIPTS = sorted((DATA.parent / "golden" / "report").glob("*.txt"), key=lambda path: path.name)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_session_played_twice_or_written_out_and_played_again_is_the_same(path: Path) -> None:
    played = drill(path.read_text(encoding="utf-8"), teams=())
    first = artefacts(played.state)
    assert artefacts(played.state) == first
    assert artefacts(drill(path.read_text(encoding="utf-8"), teams=()).state) == first
    assert artefacts(played_again(first.transcript).state) == first


def test_a_live_session_with_undo_a_correction_a_jump_and_an_ad_hoc_inject_is_the_same_played_again() -> None:
    live = room(teams=("blue", "red"))
    live.live.start()
    live.wait(2)
    live.say("blue social-lead acks scam-post")
    wrong = live.say("blue social-lead does freeze")[0].seq
    live.say("red social-lead escalates it-security")
    live.correct(wrong, "blue social-lead does confirm", 1)
    live.say("blue legal acks")
    live.live.undo()
    live.say("control adhoc blue {id: mayor, via: phone, to: [comms-director], title: The mayor calls}")
    live.say("control speed 4")
    live.wait(1)
    live.live.pause()
    live.say("control jump 30m")
    live.live.start()
    live.wait(1)
    live.say("control end")
    live.say("kim observes blue contain S : well done")

    first = artefacts(live.state)
    assert "legal acks" not in first.transcript
    assert artefacts(played_again(first.transcript).state) == first


def test_nothing_of_the_wall_clock_or_of_this_machine_stands_in_it() -> None:
    made = artefacts(small_drill("1m blue lead acks news").state)
    for text in (made.transcript, made.scorecard, made.report):
        assert "plan.yaml" not in text
        assert "scenario.yaml" not in text
        assert str(Path.cwd()) not in text


def test_what_earlier_drills_left_is_carried_by_the_transcript() -> None:
    history = {
        "retests": [
            {
                "id": "delegate-dead-end-legal",
                "title": "Let somebody stand in",
                "clause": "roles.legal:24",
                "criterion": {"measure": "no-stall", "subject": "legal"},
                "digest": "of another drill",
            }
        ],
        "findings": {"dead-end-legal roles.legal": ["2026-05-01-hijacked-account"]},
        "sessions": [
            {
                "session": "2026-05-01-hijacked-account",
                "date": "2026-05-01",
                "scenario": "hijacked-account",
                "plan_version": 2,
                "teams": [{"team": "blue", "composite": 0.5, "parts": {"time": 0.25}}],
            }
        ],
    }
    first = artefacts(after(history, "20m blue comms-director escalates legal about scam-post"))
    assert "trend" in first.charts
    assert artefacts(played_again(first.transcript).state) == first
