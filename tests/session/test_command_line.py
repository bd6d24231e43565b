"""Typed lines: the time and the team may be left out, and what is wrong is said with its place."""

from __future__ import annotations

import pytest

from drill.session.command_line import CommandLine, read_command
from drill.session.statements import Marked, Response
from drill.session.words import GrammarError
from tests.building import minutes, room

NOW = minutes(10)


def read(text: str, team: str | None = "blue", teams: tuple[str, ...] = ("blue", "red")) -> CommandLine:
    return read_command(text, room(teams=teams).state.grammar, NOW, team)


def test_without_a_time_it_is_now() -> None:
    assert read("blue social-lead does freeze").at is None


@pytest.mark.parametrize(
    "time, at, recalled",
    [
        ("-2m", minutes(8), False),
        ("~-2m", minutes(8), True),
        ("3m30s", minutes(3.5), False),
        ("T+00:04:00", minutes(4), False),
        ("~T+00:04:00", minutes(4), True),
    ],
)
def test_a_time_can_be_ago_or_since_the_start(time: str, at: int, recalled: bool) -> None:
    line = read(f"{time} blue social-lead does freeze")

    assert (line.at, line.recalled) == (at, recalled)


def test_the_team_may_be_left_out_where_one_is_chosen() -> None:
    statement = read("-1m social-lead does freeze", "red").statement

    assert isinstance(statement, Response)
    assert statement.team == "red"


def test_the_only_team_need_not_be_chosen() -> None:
    statement = read("social-lead does freeze", None, ("blue",)).statement

    assert isinstance(statement, Response)
    assert statement.team == "blue"


def test_control_and_observers_need_no_team() -> None:
    assert isinstance(read("control mark").statement, Marked)
    assert read("kim observes red contain S : late").at is None


@pytest.mark.parametrize(
    "text, column, message",
    [
        ("social-leed does freeze", 1, "unknown role 'social-leed'"),
        ("-2m social-lead does freze", 22, "unknown step 'freze'"),
        ("blue social-lead dos freeze", 18, "unknown verb 'dos'"),
        ("social-lead", 12, "what the role did"),
        ("-20m social-lead acks", 1, "the exercise began 10m ago"),
        ("5x social-lead acks", 1, "is not a time"),
        ("~ social-lead acks", 1, "the time is missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_in_what_was_typed(text: str, column: int, message: str) -> None:
    with pytest.raises(GrammarError) as wrong:
        read(text)

    assert wrong.value.column == column
    assert message in wrong.value.message


def test_without_a_chosen_team_it_says_so() -> None:
    with pytest.raises(GrammarError, match="names no team") as wrong:
        read("social-lead does freeze", None)

    assert wrong.value.hint is not None
    assert "blue or red" in wrong.value.hint
