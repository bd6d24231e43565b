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
from contextlib import suppress
from functools import partial
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
from drill.session.view import View
from drill.session.words import GrammarError
from drill.tui.plain_pages import PAGES, still_open
from drill.tui.room import Room
from drill.tui.watch.window import Window
from drill.tui.words import farewell, pace_words

TICK = 0.25
"""How often the clock is looked at, in seconds."""

HELP = """\
start              start the clock, or go on           pause              stop the clock
next               deliver the next inject now         status             the clock, what comes next, open calls
steps              every step, team by team            script             every inject
roles              who was called, who acts            log                the newest lines, with their numbers
undo, redo         take the last line back, or not     debrief            what is still to settle, after the end
noduff             a real emergency: stop everything   report             write the report anew, after the end
quit               leave; nothing is lost              help               these words
Anything else is a line of the transcript, such as: blue social-lead does freeze
Its time may be left out, or be -2m. Speed, jumps, injects, ratings and the end are lines of control:
control speed 2, control jump 20m, control pause : fire alarm, control inject press-call red, control end"""


class PlainRoom:
    """Reads lines, prints lines."""

    def __init__(self, room: Room, write: Callable[[str], object]) -> None:
        self._room = room
        self._write = write
        self._told: set[object] = set()
        self._lost: OutOfReach | None = None
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
        if self._room.unshared:
            self.say(self._room.unshared)
        self._tell_news(self._room.look(), quietly=True)
        self.say(f"{self._stamp()} {pace_words(self._room.look().clock)}. Type start, or help.")

    def _stamp(self) -> str:
        return format_stamp(self._room.live.now // SECOND * SECOND)

    def tick(self) -> None:
        """Let time pass, and tell what happened."""
        was_running = self._room.live.is_running
        with suppress(OutOfReach):
            self._room.tick()
        self._tend_window()
        if self._room.lost is not None and self._room.lost is not self._lost:
            self.say(
                f"NOT SAVED: {self._room.lost.message}. The clock stands; all that was logged before is safe."
                " start tries again."
            )
        self._lost = self._room.lost
        if self._room.live.slept is not None:
            self._room.submit(lambda: self._room.live.after_sleep(skip=False))
            self.say(f"{self._stamp()} the machine slept; the clock stands where it was. control jump moves it ahead.")
        elif was_running and not self._room.live.is_running:
            self.say(f"{self._stamp()} paused")
        self._tell_news(self._room.look())

    def _tend_window(self) -> None:
        """Serve the other views, and tell who came, who went and what observers said."""
        window = self._room.window
        if window is not None:
            window.tick()
            for words in (*window.arrivals(), *window.heard()):
                self.say(f"{self._stamp()} {words}")

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
        self._print(still_open(self._room.state))
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
            "debrief": lambda: self._print(still_open(self._room.state)),
            "report": self._report,
            "undo": lambda: self._room.submit(self._room.live.undo),
            "redo": lambda: self._room.submit(self._room.live.redo),
            "noduff": lambda: self._room.submit(self._room.live.no_duff),
            "help": lambda: self.say(HELP),
            "quit": self._leave,
        }
        words |= {name: partial(self._page, page) for name, page in PAGES.items()}
        before = self._room.state.seq
        try:
            if text in words:
                words[text]()
            elif text:
                self._log(text)
        except GrammarError as error:
            self.say(f"  {text}\n  {' ' * (error.column - 1)}^ {error.on_one_line}")
        except (Refused, OutOfReach) as error:
            self.say(f"no: {error.on_one_line}")
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

    def _page(self, page: Callable[[View], Iterator[str]]) -> None:
        self.say(self._stamp())
        self._print(page(self._room.look()))

    def _print(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.say(line)

    def _report(self) -> None:
        if self._room.state.ended_at is None:
            raise Refused("there is no report before the end", "control end ends the exercise")
        self.write_report()

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
        lines = TypedLines(handle)
        while not plain.left and not ended_by and not room.taken_over:
            text = lines.next(TICK, room.window)
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


class TypedLines:
    """Whole lines of a stream, without waiting for long."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._rest = b""

    def next(self, seconds: float, window: Window | None = None) -> list[str] | None:
        """The lines that came within so many seconds, or until other views are to be served; None at the end."""
        waiting: list[int | Window] = [self._handle, *([window] if window else [])]
        ready, _, _ = select.select(waiting, [], [], seconds)
        if window is not None and window in ready:
            window.pump()
        if self._handle not in ready:
            return []
        read = os.read(self._handle, 65_536)
        if not read:
            return None
        *lines, self._rest = (self._rest + read).split(b"\n")
        return [line.decode("utf-8", "replace").strip() for line in lines]
