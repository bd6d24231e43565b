"""The control room line by line: for screen readers, for logs, and where no screen can be drawn.

What comes, falls due and goes late is printed as it happens; each line that is
typed is a transcript's line, or one of a few words.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from drill.errors import OutOfReach, Refused
from drill.files.text import clean
from drill.files.times import SECOND, format_stamp
from drill.report.folder import REPORT, write_artefacts
from drill.session.command_line import read_command
from drill.session.panes.ahead import Kind
from drill.session.panes.matrix import CellStatus
from drill.session.panes.script import Sheet, wording
from drill.session.statements import Statement
from drill.session.unsettled import unsettled
from drill.session.view import View
from drill.session.words import GrammarError
from drill.tui.figures import left, speed
from drill.tui.room import Room
from drill.tui.words import farewell, pace_words

TICK = 0.25
"""How often the clock is looked at, in seconds."""

HELP = """\
start              start the clock, or go on           pause              stop the clock
next               deliver the next inject now         status             how things stand
undo, redo         take the last line back, or not     noduff             a real emergency: stop everything
quit               leave; nothing is lost              help               these words
Anything else is a line of the transcript, such as: blue social-lead does freeze
Its time may be left out, or be -2m."""


class PlainRoom:
    """Reads lines, prints lines."""

    def __init__(self, room: Room, write: Callable[[str], object]) -> None:
        self._room = room
        self._write = write
        self._told: set[object] = set()
        self._was_ended = room.state.ended_at is not None
        self.left = False
        """Whether somebody asked to leave."""

    # ── printing ─────────────────────────────────────────────────────────────

    def say(self, text: str = "") -> None:
        """Print a line, cleaned."""
        self._write(f"{clean(text)}\n")

    def open(self) -> None:
        """The briefing, or where a session stands."""
        state = self._room.state
        self.say(f"{state.exercise.scenario.title}: {', '.join(state.opened.teams)}")
        if not state.was_started and state.exercise.scenario.briefing:
            self.say(f"\n{wording(state)(state.exercise.scenario.briefing).strip()}\n")
        self._tell_news(self._room.look(), quietly=True)
        self.say(f"{self._stamp()} {pace_words(self._room.look().clock)}. Type start, or help.")

    def _stamp(self) -> str:
        return format_stamp(self._room.live.now // SECOND * SECOND)

    def tick(self) -> None:
        """Let time pass, and tell what happened."""
        was_running = self._room.live.is_running
        try:
            self._room.tick()
        except OutOfReach as error:
            self.say(
                f"NOT SAVED: {error.message}. The clock stands; all that was logged before is safe. start tries again."
            )
        if self._room.live.slept is not None:
            self._room.submit(lambda: self._room.live.after_sleep(skip=False))
            self.say(f"{self._stamp()} the machine slept; the clock stands where it was. control jump moves it ahead.")
        elif was_running and not self._room.live.is_running:
            self.say(f"{self._stamp()} paused")
        self._tell_news(self._room.look())

    def _tell_news(self, view: View, *, quietly: bool = False) -> None:
        for key, lines in self._news(view):
            if key not in self._told:
                self._told.add(key)
                if not quietly:
                    for line in lines:
                        self.say(line)
        if view.clock.ended and not self._was_ended:
            self._was_ended = True
            self._finish()

    def _news(self, view: View) -> Iterator[tuple[object, list[str]]]:
        for team, log in self._room.state.teams.items():
            for inject, delivery in log.play.delivered.items():
                sheet = self._room.viewer.sheet(inject, team)
                if sheet is not None:
                    said = [f"{format_stamp(delivery.at)} {team} gets {inject}: {sheet.title}"]
                    known = ("text", inject) in self._told
                    yield ("inject", team, inject), said if known else [*said, *_in_full(sheet)]
                    self._told.add(("text", inject))
        for item in view.ahead:
            if item.kind is Kind.PROBE and item.at <= view.now:
                yield ("probe", item.inject, item.words), [f"{self._stamp()} ask now: {item.words}"]
        for row, cells in zip(view.matrix.rows, view.matrix.cells, strict=True):
            for team, cell in zip(view.matrix.teams, cells, strict=True):
                if cell.status(view.now) is CellStatus.LATE:
                    yield ("late", team, row.key, cell.deadline_at), [f"{self._stamp()} late: {team} {row.name}"]
        if view.phase is not None and view.now > 0:
            questions = [f"  {question}" for question in view.phase.questions]
            yield ("phase", view.phase.at), [f"{self._stamp()} phase: {view.phase.title}", *questions]

    def _finish(self) -> None:
        self.say(f"{self._stamp()} the exercise has ended")
        for item in unsettled(self._room.state):
            if item.is_open:
                self.say(f"  open: {item.team or ''} {item.matter.lower()}: {item.title}")
        self.write_report()

    def write_report(self) -> None:
        """Write what the session comes to."""
        if self._room.folder is not None:
            write_artefacts(self._room.state, self._room.folder)
            self.say(f"report: {self._room.folder / REPORT}")

    # ── reading ──────────────────────────────────────────────────────────────

    def take(self, text: str) -> None:
        """Take a typed line."""
        words: dict[str, Callable[[], object]] = {
            "start": self._start,
            "resume": self._start,
            "pause": lambda: self._room.submit(self._room.live.pause),
            "next": self._next,
            "status": self._status,
            "undo": lambda: self._room.submit(self._room.live.undo),
            "redo": lambda: self._room.submit(self._room.live.redo),
            "noduff": lambda: self._room.submit(self._room.live.no_duff),
            "help": lambda: self.say(HELP),
            "quit": self._leave,
        }
        before = self._room.state.seq
        try:
            if text in words:
                words[text]()
            elif text:
                self._log(text)
        except GrammarError as error:
            self.say(
                f"  {text}\n  {' ' * (error.column - 1)}^ {error.message}{f'; {error.hint}' if error.hint else ''}"
            )
        except (Refused, OutOfReach) as error:
            self.say(f"no: {error.message}{f'; {error.hint}' if error.hint else ''}")
        else:
            if self._room.state.seq != before and text in words:
                self.say(f"{self._stamp()} {text}")
        self._tell_news(self._room.look())

    def _start(self) -> None:
        if self._room.lost is not None:
            self._room.take_up_again()
        self._room.submit(self._room.live.start)

    def _log(self, text: str) -> None:
        room = self._room
        line = read_command(clean(text), room.state.grammar, room.live.now, room.team)
        statement: Statement = line.statement
        room.submit(lambda: room.live.log(statement, line.at, recalled=line.recalled))
        at = format_stamp((room.live.now if line.at is None else line.at) // SECOND * SECOND)
        self.say(f"{'~' if line.recalled else ''}{at} {room.state.grammar.format(statement)}")

    def _next(self) -> None:
        row = self._room.look().next_inject()
        if row is None:
            raise Refused("no inject is left")
        self._log(f"control inject {row.inject} all")

    def _status(self) -> None:
        view = self._room.look()
        self.say(f"{self._stamp()} {pace_words(view.clock)}, {speed(view.clock.speed)}")
        for item in view.next(8):
            teams = f"{', '.join(item.teams)} " if item.teams else ""
            self.say(f"  {left(item.at - view.now):>7} {item.kind}: {teams}{item.words}")
        for call in view.calls:
            self.say(f"  open call: {call.team} {call.caller} to {call.to}")

    def _leave(self) -> None:
        self.left = True


def _in_full(sheet: Sheet) -> list[str]:
    lines = [f"  {sheet.via}{f' from {sheet.from_}' if sheet.from_ else ''} to {', '.join(sheet.recipients)}"]
    lines += [f"  | {line}" for line in sheet.text.splitlines()]
    lines += [f"  notes: {line}" for line in sheet.notes.splitlines()]
    if sheet.question:
        lines.append(f"  decision: {sheet.question} ({', '.join(option.option for option in sheet.options)})")
    return lines


def run_plain(room: Room, source: int | None = None) -> int:
    """Run a session line by line over the standard streams; the exit code. Raises DrillError."""
    ended_by: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        ended_by.append(number)

    handle = sys.stdin.fileno() if source is None else source
    before = {ending: signal.signal(ending, note) for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    plain = PlainRoom(room, _write)
    try:
        plain.open()
        lines = _Lines(handle)
        while not plain.left and not ended_by:
            text = lines.next(TICK)
            if text is None:
                break
            plain.tick()
            for line in text:
                plain.take(line)
        if room.state.ended_at is not None:
            plain.write_report()
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
    sys.stderr.write(f"{farewell(room)}\n")
    return 128 + ended_by[0] if ended_by else 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


class _Lines:
    """Whole lines of a stream, without waiting for long."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._rest = b""

    def next(self, seconds: float) -> list[str] | None:
        """The lines that came within so many seconds; None at the stream's end."""
        ready, _, _ = select.select([self._handle], [], [], seconds)
        if not ready:
            return []
        read = os.read(self._handle, 65_536)
        if not read:
            return None
        *lines, self._rest = (self._rest + read).split(b"\n")
        return [line.decode("utf-8", "replace").strip() for line in lines]
