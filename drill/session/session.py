"""A session at work: a journal, the state folded over it, and one door for commands."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from drill.errors import DamagedSession, OutOfReach
from drill.session.collector import collector_at_rest
from drill.session.conductor import due
from drill.session.decide import Command, Enter, Tick, decide
from drill.session.events import Event, Opened, OutOfDate, Record
from drill.session.state import State, evolve
from drill.session.statements import Rank, before
from drill.session.words import GrammarError


class Store(Protocol):
    """The few verbs of a journal that a session needs."""

    def append(self, events: Sequence[Event], now: int, expected_seq: int, command_id: str) -> tuple[Record, ...]:
        """Make events durable, all or none, once for each command."""

    def taken(self, command_id: str) -> tuple[Record, ...]:
        """The events of a command that was taken already."""

    def follow(self, after_seq: int) -> Iterator[Record]:
        """What was appended after `after_seq`, so far."""

    def close(self) -> None:
        """Let the store go."""


class MemoryStore:
    """A journal that is kept nowhere: for rehearsals, previews and tests."""

    def __init__(self, records: Sequence[Record] = ()) -> None:
        self.records: list[Record] = list(records)
        self._commands: dict[str, tuple[Record, ...]] = {}

    def append(self, events: Sequence[Event], now: int, expected_seq: int, command_id: str) -> tuple[Record, ...]:
        """Keep the events for as long as the store lives."""
        if known := self.taken(command_id):
            return known
        if expected_seq != len(self.records):
            raise OutOfDate
        records = tuple(Record(seq, now, event) for seq, event in enumerate(events, expected_seq + 1))
        self.records += records
        self._commands[command_id] = records
        return records

    def taken(self, command_id: str) -> tuple[Record, ...]:
        """The events of a command that was taken already."""
        return self._commands.get(command_id, ())

    def follow(self, after_seq: int) -> Iterator[Record]:
        """What was appended after `after_seq`, so far."""
        return iter(self.records[after_seq:])

    def close(self) -> None:
        """There is nothing to let go."""


def new_command_id() -> str:
    """An id that no other command of any session has."""
    return uuid.uuid4().hex


def followed(state: State | None, record: Record) -> State:
    """The state after one more record of a journal, which may come from anywhere. Raises DamagedSession.

    What a drill wrote itself can always be followed; whatever a forged event leads to is damage,
    and no fault of ours.
    """
    try:
        return evolve(state, record)
    except GrammarError as error:
        message = f"event {record.seq} of the journal says what nobody understands: {error.message}"
        raise DamagedSession(message, "it may come from another version of drill") from error
    except (AssertionError, AttributeError, LookupError, StopIteration, TypeError, ValueError) as error:
        raise DamagedSession(f"event {record.seq} of the journal cannot follow on those before it") from error


class Session:
    """The only writer of its journal. What it acknowledges is durable."""

    def __init__(self, store: Store, records: Sequence[Record], new_id: Callable[[], str] = new_command_id) -> None:
        if not records:
            raise DamagedSession("the journal is empty", "nothing was run in it yet")
        if not isinstance(records[0].event, Opened):
            raise DamagedSession("the journal does not begin with what its session stands on")
        state: State | None = None
        with collector_at_rest():
            for record in records:
                state = followed(state, record)
        assert state is not None
        self._store = store
        self._new_id = new_id
        self.state = state

    @classmethod
    def open_new(cls, store: Store, opened: Opened, new_id: Callable[[], str] = new_command_id) -> Session:
        """A session that begins."""
        return cls(store, store.append((opened,), 0, 0, "open"), new_id)

    def submit(self, command: Command, command_id: str | None = None, *, now: int = 0) -> tuple[Record, ...]:
        """Take a command, once: what it came to is durable when this returns.

        `now` is where the clock stands (milliseconds), for a command about the past; what it
        makes due in the past is delivered at once. A command that was taken already returns
        its events again. Raises Refused, OutOfReach.
        """
        known = self.taken(command_id)
        if known:
            return known
        if isinstance(command, Tick) or (isinstance(command, Enter) and not command.recalled):
            now = max(now, command.at)
        now = max(now, self.state.reached)
        position = before(now)
        if isinstance(command, Enter):
            position = max(position, (command.at, int(command.statement.rank) - 1))
        self._conduct(position)
        events = decide(self.state, command)
        now = max(now, self.state.reached)
        records = self._commit(events, now, command_id or self._new_id())
        if not isinstance(command, Tick) and not (isinstance(command, Enter) and _is_news(command, now)):
            self._conduct(before(now))
        return records

    def taken(self, command_id: str | None) -> tuple[Record, ...]:
        """The events of a command that was taken already; none otherwise."""
        return self._store.taken(command_id) if command_id else ()

    def follow(self, after_seq: int) -> Iterator[Record]:
        """What was appended after `after_seq`, so far; call again for more. Raises DamagedSession."""
        return self._store.follow(after_seq)

    def advance(self, now: int) -> tuple[Record, ...]:
        """Let exercise time come to `now`: what fell due before it is delivered, stamped when it was due."""
        return self._conduct(before(now))

    def preview(self, command: Command) -> tuple[Event, ...]:
        """What a command would come to, without taking it. Raises Refused."""
        return decide(self.state, command)

    def close(self) -> None:
        """Let the journal go."""
        self._store.close()

    def _conduct(self, position: tuple[int, int]) -> tuple[Record, ...]:
        done: list[Record] = []
        while events := due(self.state, position):
            done += self._commit(events, events[0].at, self._new_id())
        return tuple(done)

    def _commit(self, events: Sequence[Event], now: int, command_id: str) -> tuple[Record, ...]:
        try:
            records = self._store.append(events, now, self.state.seq, command_id)
        except OutOfDate:
            message = "somebody else has written to this session; nothing was saved here"
            raise OutOfReach(message, "leave it here, and resume it") from None
        for record in records:
            evolve(self.state, record)
        return records


def _is_news(command: Enter, now: int) -> bool:
    """Whether a line says something new at the end of what is known, and so corrects nothing."""
    return command.at >= now and command.statement.rank is not Rank.JUDGEMENT
