"""A transcript: the session's canonical form for people, read and written.

A file may hold its lines in any order; at its top it may say what it stands on
(``control team blue``, ``control seed 7``). A written transcript begins with
``control recorded`` and carries every delivery, so that it can be played again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drill.files.diagnostics import Diagnostic, Severity
from drill.files.document import Place
from drill.files.text import clean
from drill.files.times import format_stamp, parse_stamp
from drill.scenario.model import FitMap, Mode, Style
from drill.session.control_lines import HEADER_VERBS, adhoc_id
from drill.session.grammar import CONTROL, OBSERVES, Grammar
from drill.session.state import State
from drill.session.statements import Statement
from drill.session.words import GrammarError, Words, escape

CODE = "transcript"
"""The code of every diagnostic about a transcript's line."""

_ADHOC = re.compile(r"control\s+adhoc\s+(?:\S+\s+)?(\{.*)")
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

    name: str
    text: str
    header: Header = field(default_factory=Header)
    lines: list[Line] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def complain(self, number: int, column: int, message: str, hint: str | None = None) -> None:
        """Note an error at a line."""
        self.diagnostics.append(Diagnostic(Place(self.name, number, column), Severity.ERROR, CODE, message, hint))

    @property
    def teams(self) -> list[str]:
        """The teams of the header, else those that the lines name, in their order."""
        if self.header.teams:
            return self.header.teams
        found: dict[str, None] = {}
        for line in self.lines:
            words = line.text.split(maxsplit=2)
            if words[0] != CONTROL and words[1:2] != [OBSERVES]:
                found[words[0]] = None
        return list(found)

    @property
    def adhoc(self) -> list[str]:
        """The injects that the lines write."""
        found = (match for line in self.lines if (match := _ADHOC.match(line.text)))
        return [inject for match in found if (inject := adhoc_id(match[1])) is not None]

    @property
    def seated(self) -> list[str]:
        """The people whom the lines seat."""
        return [match[1] for line in self.lines if (match := _SEAT.match(line.text))]


def read_transcript(text: str, name: str) -> Transcript:
    """The lines of a transcript. Errors are kept in `diagnostics`, all of them."""
    transcript = Transcript(name, text)
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.startswith("#") or not raw.strip():
            continue
        _read_line(transcript, number, raw)
    return transcript


def _read_line(transcript: Transcript, number: int, raw: str) -> None:
    cleaned = clean(raw)
    if cleaned != raw:
        column = next(index for index, (one, other) in enumerate(zip(raw, cleaned, strict=True), 1) if one != other)
        transcript.complain(number, column, "a control character that no one can see", "take it out")
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
                header.teams.append(words.take("the team").text)
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
    except ValueError:
        raise GrammarError(f"this {verb} cannot be read", column) from None
    words.finish()


def parse_lines(transcript: Transcript, grammar: Grammar) -> list[tuple[Line, Statement]]:
    """The statements of the lines, in the order in which they are entered; errors go to `diagnostics`.

    ``#N`` is left as it stands: which line it is can be told only once the lines before it are entered.
    """
    parsed = []
    for line in transcript.lines:
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
    line_of = {}
    for entry in entries:
        recalled = "~" if entry.recalled else ""
        lines.append(f"{recalled}{format_stamp(entry.at)} {grammar.format(entry.statement)}")
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
    said += [f"cast {name} : {escape(value)}" for name, value in opened.cast.items()]
    return [f"{format_stamp(0)} {CONTROL} {words}" for words in said]
