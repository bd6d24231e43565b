"""A transcript: the session's canonical form for people, read and written.

A file may hold its lines in any order; at its top it may say what it stands on
(``control team blue``, ``control seed 7``). A written transcript begins with
``control recorded`` and carries every delivery, so that it can be played again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drill.errors import WrongUsage
from drill.files.diagnostics import MOST, Diagnostic, Problems
from drill.files.document import Document
from drill.files.text import describe_character, unclean
from drill.files.times import format_stamp, parse_stamp
from drill.scenario.exercise import Exercise
from drill.scenario.model import FitMap, Mode, Style
from drill.session.braces import brought_by
from drill.session.control_lines import HEADER_VERBS
from drill.session.grammar import Grammar
from drill.session.names import CONTROL, OBSERVES
from drill.session.opening import check_team
from drill.session.state import State
from drill.session.statements import Adjudicated, SetAside, Statement
from drill.session.words import GrammarError, Words, braces_in, escape

CODE = "transcript"
"""The code of every diagnostic about a transcript's line."""

_BRACES = re.compile(r"control\s+(?:adhoc|edit)\s+(?:([^\s{]\S*)\s+)?\{")
_SEAT = re.compile(r"control\s+seat\s+\S+\s+\S+\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number, its time in milliseconds, and the words behind the time."""

    number: int
    at: int
    recalled: bool
    text: str
    column: int


@dataclass
class Header:
    """What a transcript says that it stands on."""

    recorded: bool = False
    teams: list[str] = field(default_factory=list)
    seed: int | None = None
    day: date | None = None
    cast: dict[str, str] = field(default_factory=dict)
    mode: Mode | None = None
    style: Style | None = None
    fit: FitMap | None = None
    history: dict[str, Any] | None = None


@dataclass
class Transcript:
    """A transcript as it was read, before its names are looked up."""

    document: Document
    header: Header = field(default_factory=Header)
    lines: list[Line] = field(default_factory=list)
    problems: Problems = field(init=False)

    def __post_init__(self) -> None:
        self.problems = Problems(self.document)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All that is wrong with it, as far as it was looked at."""
        return self.problems.found

    def complain(self, number: int, column: int, message: str, hint: str | None = None) -> None:
        """Note an error at a line."""
        self.problems.error(CODE, self.problems.at(number, column), message, hint)

    def grammar(self, exercise: Exercise, teams: Sequence[str]) -> Grammar:
        """The grammar of its lines: they may name what another line brings, before it or after it."""
        brought = [
            (match[1], brought_by(braces_in(line.text) or ""))
            for line in self.lines
            if (match := _BRACES.match(line.text))
        ]
        return Grammar(
            exercise,
            teams,
            injects={new.inject for _, new in brought if new.inject is not None},
            walk_ins={match[1] for line in self.lines if (match := _SEAT.match(line.text))},
            accounts={exercise.fit.account(account) for _, new in brought for account in new.accounts},
            options={inject: new.options for word, new in brought if (inject := new.inject or word) and new.options},
        )


def read_transcript(text: str, name: str) -> Transcript:
    """The lines of a transcript. Errors are kept in `diagnostics`, all of them."""
    transcript = Transcript(Document(name, text))
    for number, raw in enumerate(transcript.document.lines, 1):
        if raw.startswith("#") or not raw.strip():
            continue
        _read_line(transcript, number, raw)
    return transcript


def _read_line(transcript: Transcript, number: int, raw: str) -> None:
    hidden = unclean(raw)
    if hidden is not None:
        transcript.complain(number, hidden + 1, describe_character(raw[hidden]), "take it out")
        return
    words = raw.split(maxsplit=1)
    start = raw.index(words[0]) + 1
    recalled = words[0].startswith("~")
    try:
        at = parse_stamp(words[0].removeprefix("~"))
    except ValueError as error:
        transcript.complain(number, start, str(error), "a line begins with its time: 3m30s blue social-lead acks …")
        return
    if len(words) < 2:
        transcript.complain(number, len(raw.rstrip()) + 1, "nothing stands behind the time")
        return
    column = raw.index(words[1], start + len(words[0]) - 1) + 1
    line = Line(number, at, recalled, words[1].rstrip(), column)
    parts = words[1].split(maxsplit=2)
    if parts[0] == CONTROL and len(parts) > 1 and parts[1] in HEADER_VERBS:
        try:
            _read_header(transcript.header, Words(line.text, column))
        except GrammarError as error:
            transcript.complain(number, error.column, error.message, error.hint)
    else:
        transcript.lines.append(line)


def _read_header(header: Header, words: Words) -> None:
    words.take(CONTROL)
    verb = words.take("what the transcript stands on").text
    column = words.column
    try:
        match verb:
            case "recorded":
                header.recorded = True
            case "team":
                header.teams.append(_team(words.take("the team").text, header.teams, column))
            case "seed":
                header.seed = int(words.take("the seed").text)
            case "date":
                header.day = date.fromisoformat(words.take("the date").text)
            case "mode":
                header.mode = Mode(words.take("coached or assessed").text)
            case "style":
                header.style = Style(words.take("live or discussion").text)
            case "cast":
                name = words.take("the cast name").text
                header.cast[name] = words.note or ""
            case "history":
                header.history = json.loads(words.take_braces().text)
            case "fit":
                header.fit = FitMap.model_validate(json.loads(words.take_braces().text))
    except GrammarError:
        raise
    except (ValueError, RecursionError):
        raise GrammarError(f"this {verb} cannot be read", column) from None
    words.finish()


def _team(name: str, taken: Sequence[str], column: int) -> str:
    try:
        return check_team(name, taken)
    except WrongUsage as error:
        raise GrammarError(error.message, column, error.hint) from None


def teams_of(transcript: Transcript, exercise: Exercise) -> tuple[str, ...]:
    """The teams of the header, else those that the lines name, in their order; a role stands for no team.

    A word that can be no team's name is noted in `diagnostics`.
    """
    if transcript.header.teams:
        return tuple(transcript.header.teams)
    found: dict[str, bool] = {}
    for line in transcript.lines:
        words = line.text.split(maxsplit=2)
        name = words[0]
        if name in found or name == CONTROL or words[1:2] == [OBSERVES]:
            continue
        found[name] = exercise.role_called(name.partition("/")[0].removesuffix("?")) is None
        try:
            if found[name]:
                _team(name, (), line.column)
        except GrammarError as error:
            transcript.complain(line.number, error.column, error.message, error.hint)
    return tuple(name for name, is_team in found.items() if is_team)


def parse_lines(transcript: Transcript, grammar: Grammar) -> list[tuple[Line, Statement]]:
    """The statements of the lines, in the order in which they are entered; errors go to `diagnostics`.

    ``#N`` is left as it stands: which line it is can be told only once the lines before it are entered.
    """
    parsed = []
    for line in transcript.lines:
        if len(transcript.diagnostics) > MOST:
            break
        try:
            parsed.append((line, grammar.parse(line.text, line.column)))
        except GrammarError as error:
            transcript.complain(line.number, error.column, error.message, error.hint)
    return sorted(parsed, key=lambda item: (item[0].at, item[1].rank, item[0].number))


@dataclass(frozen=True, slots=True)
class Written:
    """A session's transcript, and at which line of it each entry stands."""

    text: str
    line_of: dict[int, int]


def write_transcript(state: State) -> Written:
    """The session's canonical transcript: no wall-clock time, nothing that was undone."""
    lines = _header_lines(state)
    entries = state.lines()
    numbers = _line_numbers(state)
    grammar = Grammar(state.exercise, state.opened.teams, line_number=lambda entry: numbers.get(entry, 0))
    line_of: dict[int, int] = {}
    for entry in entries:
        said = entry.statement
        if isinstance(said, (Adjudicated, SetAside)) and said.entry not in numbers:
            continue  # it is about a line that was taken back
        recalled = "~" if entry.recalled else ""
        lines.append(f"{recalled}{format_stamp(entry.at)} {grammar.format(said)}")
        line_of[entry.seq] = len(lines)
    return Written("\n".join(lines) + "\n", line_of)


def _line_numbers(state: State) -> dict[int, int]:
    return {entry.seq: number for log in state.teams.values() for number, entry in enumerate(log.responses, 1)}


def _header_lines(state: State) -> list[str]:
    opened, scenario = state.opened, state.exercise.scenario
    said = ["recorded", *(f"team {team}" for team in opened.teams), f"seed {opened.seed}", f"date {opened.date}"]
    if opened.mode != scenario.mode:
        said.append(f"mode {opened.mode}")
    if opened.style != scenario.style:
        said.append(f"style {opened.style}")
    fit = {kind: names for kind, names in opened.fit.items() if names}
    if fit:
        said.append("fit " + json.dumps(fit, ensure_ascii=False, sort_keys=True))
    if opened.history:
        said.append("history " + json.dumps(opened.history, ensure_ascii=False, sort_keys=True))
    said += [f"cast {name} : {escape(opened.cast[name])}" for name in scenario.cast if name in opened.cast]
    return [f"{format_stamp(0)} {CONTROL} {words}" for words in said]
