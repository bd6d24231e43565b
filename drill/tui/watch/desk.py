"""What the control room answers to another view, and what it tells it: by the role it has, and no more than that."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from drill.errors import OutOfReach, Refused
from drill.files.times import SECOND
from drill.session.events import Entered
from drill.session.names import plain_name
from drill.session.observing import allowed
from drill.session.panes.public import public_injects
from drill.session.state import State
from drill.session.statements import Statement
from drill.session.words import GrammarError
from drill.tui.room import Room
from drill.tui.watch.wire import (
    Correct,
    Face,
    Garbled,
    Happened,
    Hello,
    Message,
    Refusal,
    Role,
    Say,
    Slide,
    TakeBack,
    Taken,
    TakeOver,
    Told,
    Welcome,
)

AT_ONCE = 64
"""So many events are told before the other views have their turn."""

_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 60
_SPEAKS = {Role.OBSERVER: (Say, Correct, TakeBack), Role.CONTROL: (TakeOver,)}
"""What each role may ask for besides saying hello; those that are not here may ask for nothing."""


def command_of(observer: str, id: str) -> str:
    """The id of an observer's command in the journal: no other observer's, and no other command's."""
    return f"observer-{observer}-{id}"


class Visit:
    """One view that is connected: who it is, and how much of the session it knows."""

    def __init__(self) -> None:
        self.role: Role | None = None
        """None until it said hello."""
        self.name = ""
        self.knows = 0
        """The number of the newest event that it was told."""
        self.face: Face | None = None
        """The clock that it was told, to the second."""
        self.slide: Slide | None = None

    @property
    def words(self) -> str:
        """Who it is, for people."""
        return f"{self.name} ({self.role})" if self.name else f"a {self.role}"


class Desk:
    """One session's answers. It acts on the room as a key of the control room does."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._slide: tuple[int, Slide] = (-1, Slide(()))
        self.news: deque[str] = deque(maxlen=100)
        """What observers said, for whoever reads along line by line."""

    # ── answers ──────────────────────────────────────────────────────────────

    def answer(self, visit: Visit, asked: Message) -> Told:
        """The answer to what a view asks. Raises Garbled where it has no right to ask that at all."""
        if visit.role is None:
            if not isinstance(asked, Hello):
                raise Garbled("the first message is a hello")
            return self._welcome(visit, asked)
        if not isinstance(asked, _SPEAKS.get(visit.role, ())):
            raise Garbled(f"a {visit.role} says no {type(asked).__name__.lower()}")
        assert isinstance(asked, (Say, Correct, TakeBack, TakeOver))
        if not _ID.fullmatch(asked.id):
            raise Garbled("an id is 32 hexadecimal figures")
        if isinstance(asked, TakeOver):
            self._room.taken_over = visit.name or "another process"
            return Taken(asked.id)
        return self._obeyed(visit.name, asked)

    def _welcome(self, visit: Visit, hello: Hello) -> Welcome:
        if len(hello.name) > _LONGEST_NAME or "\n" in hello.name or "\t" in hello.name:
            raise Garbled("a name is one short line")
        if hello.role is Role.OBSERVER:
            try:
                plain_name(hello.name)
            except ValueError as error:
                raise Garbled(str(error)) from None
            if hello.name in self._state.opened.teams:
                raise Garbled(f"{hello.name} is a team's name here: observe under another")
        last = self._room.state.seq
        visit.role, visit.name = hello.role, hello.name
        visit.knows = hello.after if hello.after <= last else 0
        return Welcome(self._room.name, last, anew=visit.knows == 0)

    def _obeyed(self, observer: str, asked: Say | Correct | TakeBack) -> Taken | Refusal:
        command = command_of(observer, asked.id)
        try:
            if not self._room.live.session.taken(command):
                self._obey(observer, command, asked)
        except (Refused, GrammarError) as refusal:
            return Refusal(asked.id, refusal.on_one_line)
        except OutOfReach as error:
            return Refusal(asked.id, error.message, final=False)
        return Taken(asked.id)

    def _obey(self, observer: str, command: str, asked: Say | Correct | TakeBack) -> None:
        live = self._room.live
        self._room.submit(lambda: ())  # where nothing can be saved, nothing is refused for good
        if isinstance(asked, TakeBack):
            entry = self._entry(observer, asked.of)
            self._room.submit(lambda: live.undo(entry, command_id=command))
            self.news.append(f"{observer} took a line back")
            return
        said, at = self._read(observer, asked.text), min(asked.at, live.now)
        if isinstance(asked, Correct):
            entry = self._entry(observer, asked.of)
            self._room.submit(lambda: live.amend(entry, at, said, recalled=asked.recalled, command_id=command))
        else:
            self._room.submit(lambda: live.log(said, at, recalled=asked.recalled, command_id=command))
        self.news.append(self._state.grammar.format(said))

    def _read(self, observer: str, text: str) -> Statement:
        if "\n" in text:
            raise Refused("a line is one line")
        return allowed(self._state.grammar.parse(text), observer)

    def _entry(self, observer: str, of: str) -> int:
        """The entry that an observer made with an id: nobody reaches another's."""
        for record in self._room.live.session.taken(command_of(observer, of)):
            if isinstance(record.event, Entered):
                return record.seq
        raise Refused("there is no such line of yours")

    # ── what is told without being asked ─────────────────────────────────────

    def tell(self, visit: Visit) -> Iterator[Told]:
        """What a view does not know yet, a few events at a time; nothing where it is up to date."""
        if visit.role in (Role.VIEWER, Role.OBSERVER):
            if visit.knows < self._state.seq:
                for record in islice(self._room.live.session.follow(visit.knows), AT_ONCE):
                    yield Happened.of(record)
                    visit.knows = record.seq
            if visit.knows < self._state.seq:
                return
        elif visit.role is Role.PROJECTOR:
            if visit.slide != self._public():
                visit.slide = self._public()
                yield visit.slide
        else:
            return
        face = self._face()
        to_the_second = replace(face, now=face.now // SECOND)
        if visit.face != to_the_second:
            visit.face = to_the_second
            yield face

    def _face(self) -> Face:
        live, state, starts = self._room.live, self._state, self._state.exercise.scenario.starts
        return Face(
            live.now,
            live.is_running and self._room.lost is None,
            live.speed,
            state.was_started,
            state.ended_at is not None,
            state.no_duff,
            starts.isoformat() if starts else "",
        )

    def _public(self) -> Slide:
        if self._slide[0] != self._state.seq:
            self._slide = self._state.seq, Slide(public_injects(self._state))
        return self._slide[1]

    @property
    def _state(self) -> State:
        return self._room.state
