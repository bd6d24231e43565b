"""A view line by line: what happens is printed as it is told; what an observer types is a line of theirs."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Callable

from drill.errors import OutOfReach, Refused
from drill.files.text import clean
from drill.files.times import SECOND, format_stamp
from drill.session.command_line import read_command
from drill.session.view import ClockFace
from drill.session.words import GrammarError
from drill.tui.plain import TypedLines
from drill.tui.watch.link import Standing
from drill.tui.watch.onlooker import Onlooker
from drill.tui.watch.outbox import Fate
from drill.tui.watch.wire import Role
from drill.tui.words import pace_words

TICK = 0.25
"""How often it is looked at what was told and typed, in seconds."""

LAST_MOMENT = 2.0
"""How long leaving waits for answers, in seconds."""

HELP = """\
undo     take your last note back             notes    your notes, and what became of each
quit     leave; your notes are kept           help     these words
Anything else is a line of yours, such as: kim observes blue contain S : calm
or: control unseen blue freeze     control rate blue statement 3 by kim
Its time may be left out, or be -2m."""

WORDS = ("undo", "notes", "quit", "help")
"""What is no line of the transcript, and needs no session."""

_SIGNS = {Fate.TAKEN: "taken", Fate.WAITS: "waits", Fate.REFUSED: "refused"}


class PlainView:
    """Prints what is new; takes what is typed."""

    def __init__(self, onlooker: Onlooker, write: Callable[[str], object]) -> None:
        self._onlooker = onlooker
        self._write = write
        self._standing: tuple[Standing, str] | None = None
        self._pace = ""
        self._told: set[object] = set()
        self._began = False
        self.left = False
        """Whether somebody asked to leave."""

    def say(self, text: str) -> None:
        """Print a line, cleaned."""
        self._write(f"{clean(text)}\n")

    # ── what is told ─────────────────────────────────────────────────────────

    def look(self) -> None:
        """Print what is new since the last look."""
        onlooker = self._onlooker
        onlooker.hand_over()
        if (onlooker.standing, onlooker.why) != self._standing:
            self._standing = onlooker.standing, onlooker.why
            self.say(onlooker.notice or f"{onlooker.session}: {onlooker.standing}")
        self._tell_clock(onlooker.hands.shown)
        if onlooker.role is Role.PROJECTOR:
            self._tell_public()
        elif onlooker.is_ready:
            self._tell_log()
        for why in onlooker.refusals():
            self.say(f"refused: {why}")

    def _tell_clock(self, clock: ClockFace) -> None:
        pace = pace_words(clock)
        if self._onlooker.standing is Standing.HERE and pace != self._pace:
            self._pace = pace
            self.say(f"{format_stamp(clock.now // SECOND * SECOND)} {pace}")

    def _tell_public(self) -> None:
        for one in self._onlooker.projection().shown:
            if one not in self._told:
                self._told.add(one)
                teams = f" (only {', '.join(one.teams)})" if one.teams else ""
                source = f"{one.via}, {one.from_}" if one.from_ else one.via
                lines = [f"EXERCISE {format_stamp(one.at)} {source}: {one.title}{teams}"]
                for line in [*lines, *(f"  | {line}" for line in one.text.splitlines())]:
                    self.say(line)

    def _tell_log(self) -> None:
        """The lines of the session from the moment on at which this view came."""
        assert self._onlooker.room is not None
        for row in self._onlooker.room.look().log:
            line = f"{'~' if row.recalled else ''}{format_stamp(row.at)} {row.words}"
            if self._began and (row.entry, line) not in self._told:
                self.say(line)
            self._told.add((row.entry, line))
        self._began = True

    # ── what is typed ────────────────────────────────────────────────────────

    def take(self, text: str) -> None:
        """Take a typed line; what is wrong with it is said."""
        try:
            self._take(text)
        except GrammarError as error:
            self.say(f"  {text}\n  {' ' * (error.column - 1)}^ {error.message}")
        except (Refused, OutOfReach) as error:
            self.say(f"no: {error.on_one_line}")

    def _take(self, text: str) -> None:
        room, outbox = self._onlooker.room, self._onlooker.outbox
        if text == "quit":
            self.left = True
        elif outbox is None:
            raise Refused("this is a view: the control room alone acts", "quit leaves")
        elif text == "help":
            self.say(HELP)
        elif text == "notes":
            for note in outbox.notes:
                self.say(f"  {_SIGNS[note.fate]}: {note.line}{f' ({note.why})' if note.why else ''}")
        elif text == "undo":
            newest = outbox.newest
            if newest is None:
                raise Refused("there is nothing of yours to take back")
            outbox.take_back(newest)
            self.say(f"taken back: {newest.line}")
        elif text:
            assert room is not None
            line = read_command(clean(text), room.state.grammar, room.live.now, room.team)
            room.live.log(line.statement, line.at, recalled=line.recalled)
            self.say(f"kept: {room.state.grammar.format(line.statement)}")


def watch_plainly(onlooker: Onlooker, source: int | None = None) -> int:
    """Watch a session line by line over the standard streams, until somebody leaves; the exit code."""
    handle = sys.stdin.fileno() if source is None else source
    asyncio.run(_watch(onlooker, PlainView(onlooker, _write), TypedLines(handle)))
    return 0


async def _watch(onlooker: Onlooker, view: PlainView, lines: TypedLines) -> None:
    link = asyncio.create_task(onlooker.link.run())
    typed: list[str] | None = []
    waiting: deque[str] = deque()
    try:
        while not view.left and not link.done():
            view.look()
            typed = lines.next(0) if typed is not None else None
            waiting.extend(typed or ())
            while waiting and (onlooker.room is not None or waiting[0] in WORDS):
                view.take(waiting.popleft())
            if typed is None and onlooker.outbox is not None and not (waiting or onlooker.outbox.waiting):
                break  # nobody types any more, and everything has arrived
            await asyncio.sleep(TICK)
        await _arrived(onlooker)
    finally:
        link.cancel()
        await asyncio.gather(link, return_exceptions=True)


async def _arrived(onlooker: Onlooker) -> None:
    """Give what was said last a moment to arrive; what does not is kept."""
    for _ in range(int(LAST_MOMENT / TICK)):
        if onlooker.outbox is None or not onlooker.outbox.waiting or onlooker.standing is not Standing.HERE:
            return
        onlooker.hand_over()
        await asyncio.sleep(TICK)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
