"""A line as it is typed while people play.

It is a transcript's line, but the time may be left out or be ``-2m`` (two minutes
ago), and the team may be left out where one is chosen: ``-2m social-lead does freeze``.
"""

from __future__ import annotations

from dataclasses import dataclass

from drill.files.times import format_duration, parse_duration, parse_stamp
from drill.session.grammar import Grammar
from drill.session.names import CONTROL, OBSERVES
from drill.session.statements import Statement
from drill.session.words import GrammarError


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A typed line, understood."""

    statement: Statement
    at: int | None
    """Exercise time in milliseconds; None is now."""
    recalled: bool = False
    """It was told afterwards, not seen as it happened."""


@dataclass(frozen=True, slots=True)
class TypedTime:
    """The time at the head of a line, and where the words behind it begin."""

    word: str
    start: int
    rest: int


def typed_time(text: str) -> TypedTime | None:
    """The time that a line begins with, or None where it begins with a word."""
    start = len(text) - len(text.lstrip())
    word = text[start:].split(maxsplit=1)[0] if text[start:].strip() else ""
    if not (word.startswith(("~", "-", "T+")) or word[:1].isdigit()):
        return None
    end = start + len(word)
    return TypedTime(word, start, end + len(text[end:]) - len(text[end:].lstrip()))


def read_time(word: str, now: int) -> tuple[int, bool]:
    """The exercise time (milliseconds) that a typed word means at `now`, and whether it is recalled.

    Raises ValueError with a sentence for the user.
    """
    recalled = word.startswith("~")
    plain = word.removeprefix("~")
    if not plain:
        raise ValueError("the time is missing behind '~'")
    if not plain.startswith("-"):
        return parse_stamp(plain), recalled
    at = now - parse_duration(plain.removeprefix("-"))
    if at < 0:
        raise ValueError(f"the exercise began {format_duration(now)} ago")
    return at, recalled


def read_command(text: str, grammar: Grammar, now: int, team: str | None) -> CommandLine:
    """What a typed line means at an exercise time, with a team chosen or none. Raises GrammarError."""
    at, recalled, rest = None, False, len(text) - len(text.lstrip())
    time = typed_time(text)
    if time is not None:
        try:
            at, recalled = read_time(time.word, now)
        except ValueError as error:
            hint = "leave the time out to log it now, or write -2m, 12m or T+00:12:40"
            raise GrammarError(str(error), time.start + 1, hint) from None
        rest = time.rest
    body = text[rest:]
    lead = "" if names_its_subject(body, grammar) else _team_left_out(body, grammar, team, rest)
    try:
        return CommandLine(grammar.parse(lead + body, rest + 1 - len(lead)), at, recalled)
    except GrammarError as error:
        raise GrammarError(error.message, max(error.column, rest + 1), error.hint) from None


def names_its_subject(body: str, grammar: Grammar) -> bool:
    """Whether the words begin with a team, with control, or with an observer."""
    words = body.split(maxsplit=2)
    return not words or words[0] in (CONTROL, *grammar.teams) or words[1:2] == [OBSERVES]


def _team_left_out(body: str, grammar: Grammar, team: str | None, column: int) -> str:
    chosen = team or (grammar.teams[0] if len(grammar.teams) == 1 else None)
    if chosen is None:
        raise GrammarError(
            "this names no team", column + 1, f"choose one by its digit, or begin with {' or '.join(grammar.teams[:6])}"
        )
    return f"{chosen} "
