"""A live drill: a session driven by real time. It only waits, stamps and marks; the rules are below.

Real time comes in through `read_time`, so that a test turns the hands itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from drill.errors import OutOfReach, Refused
from drill.files.times import format_duration
from drill.session.clock import Clock
from drill.session.decide import Amend, Command, Enter, Redo, Tick, Undo
from drill.session.events import Record
from drill.session.session import Session
from drill.session.state import State
from drill.session.statements import AdHoc, Ended, Fired, Jumped, NoDuff, Paused, Resumed, SpeedSet, Statement

MARK_EVERY = 5_000
"""How often a running session's clock is marked in the journal, in real milliseconds."""

LONGEST_GAP = 15_000
"""A gap between two ticks that is longer than this, in real milliseconds, is a machine that slept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Two clocks read together, in milliseconds; they part when the machine sleeps."""

    monotonic: int
    boot: int


def read_time() -> Reading:
    """The machine's clocks."""
    monotonic = time.monotonic_ns() // 1_000_000
    if hasattr(time, "CLOCK_BOOTTIME"):
        return Reading(monotonic, time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000)
    return Reading(monotonic, monotonic)


def wall_time() -> datetime:
    """The time on the wall, for records that people date; no drill runs by it."""
    return datetime.now(UTC)


class LiveDrill:
    """One session and its clock. It opens paused; `start` begins, and goes on after every pause."""

    def __init__(self, session: Session, read: Callable[[], Reading] = read_time) -> None:
        self.session = session
        self._read = read
        reading = read()
        state = session.state
        if state.running:
            session.submit(Enter(state.now, Paused(note="the session was interrupted and taken up again")))
        self._clock = Clock(state.now, reading.monotonic, state.speed)
        self._last = reading
        self._marked = reading.monotonic
        self.slept: int | None = None
        """How long the machine slept, in milliseconds, until somebody answers `after_sleep`."""

    # ── reading ──────────────────────────────────────────────────────────────

    @property
    def state(self) -> State:
        """The session's state."""
        return self.session.state

    @property
    def now(self) -> int:
        """Exercise time, in milliseconds."""
        if self.state.ended_at is not None:
            return self.state.ended_at
        return max(self._clock.at(self._last.monotonic), self.state.now)

    @property
    def is_running(self) -> bool:
        """Whether exercise time runs."""
        return self._clock.running

    @property
    def speed(self) -> int:
        """How fast exercise time runs, in thousandths."""
        return self._clock.speed

    # ── time ─────────────────────────────────────────────────────────────────

    def tick(self) -> tuple[Record, ...]:
        """Let time pass: deliver what fell due, mark the clock. Call it a few times a second.

        Raises OutOfReach where the journal cannot be written; then the clock stands, so that
        nothing happens that is not kept.
        """
        reading, last = self._read(), self._last
        self._last = reading
        if not self._clock.running:
            return ()
        slept = max((reading.boot - last.boot) - (reading.monotonic - last.monotonic), 0)
        gap = reading.monotonic - last.monotonic
        if slept > 2_000 or gap > LONGEST_GAP:
            return self._wake(last, slept + (gap if gap > LONGEST_GAP else 0))
        before, now = self._clock.at(last.monotonic), self._clock.at(reading.monotonic)
        try:
            return self._pass(before, now, reading)
        except OutOfReach:
            self._clock = Clock(before, reading.monotonic, self._clock.speed)
            raise

    def _pass(self, before: int, now: int, reading: Reading) -> tuple[Record, ...]:
        stop = self._phase_that_pauses(before, now)
        if stop is not None:
            return self._pause_for(stop)
        records = self.session.advance(now)
        if reading.monotonic - self._marked >= MARK_EVERY:
            self._marked = reading.monotonic
            records += self.session.submit(Tick(now))
        return records

    def start(self, note: str | None = None, *, command_id: str | None = None) -> tuple[Record, ...]:
        """Begin, or go on. Raises Refused when it runs already or has ended."""
        if known := self.session.taken(command_id):
            return known
        if self.state.ended_at is not None:
            raise Refused("the exercise has ended")
        if self._clock.running:
            raise Refused("the clock runs already")
        if self.state.running:
            self.pause()
        records = self.session.submit(Enter(self.now, Resumed(note=note)), command_id)
        self._last = self._read()
        self._clock = self._clock.started(self._last.monotonic)
        return records

    def pause(self, note: str | None = None, *, command_id: str | None = None) -> tuple[Record, ...]:
        """Stop the clock, at this very millisecond. Raises Refused when it stands already."""
        if known := self.session.taken(command_id):
            return known
        if not self._clock.running and not self.state.running:
            raise Refused("the clock stands already")
        records = self.tick()
        if not self.state.running:
            return records
        now = self.now
        self.stand()
        return records + self.session.submit(Enter(now, Paused(note=note)), command_id)

    def set_speed(
        self, thousandths: int, note: str | None = None, *, command_id: str | None = None
    ) -> tuple[Record, ...]:
        """Let exercise time run faster or slower, from now on. Raises Refused after the end."""
        if known := self.session.taken(command_id):
            return known
        records = self.tick()
        records += self.session.submit(Enter(self.now, SpeedSet(thousandths=thousandths, note=note)), command_id)
        self._clock = self._clock.at_speed(thousandths, self._last.monotonic)
        return records

    def jump(self, to: int, note: str | None = None, *, command_id: str | None = None) -> tuple[Record, ...]:
        """Move the clock ahead to `to`; what falls due on the way is delivered at its time. Raises Refused."""
        if known := self.session.taken(command_id):
            return known
        records = self.tick()
        records += self.session.submit(Enter(self.now, Jumped(to=to, note=note)), command_id)
        self._clock = self._clock.moved(to, self._last.monotonic)
        return records + self.session.advance(to)

    def hold(self) -> tuple[Record, ...]:
        """Let the clock stand here while somebody says why; `pause` then writes it down, as of this millisecond.

        Where the time is kept meanwhile: a session that is killed resumes here. Raises Refused, OutOfReach.
        """
        if not self._clock.running:
            raise Refused("the clock stands already")
        records = self.tick()
        if not self._clock.running:
            return records
        self.stand()
        return records + self.session.submit(Tick(self.now))

    def stand(self) -> None:
        """Let the clock stand without a word in the journal: nothing can be written to it."""
        self._clock = self._clock.stopped(self._last.monotonic)

    def go_on_standing(self) -> tuple[Record, ...]:
        """After a loss: write down that the clock stands, and where. Raises OutOfReach while nothing can be written."""
        self.stand()
        return self.session.submit(Enter(self.now, Paused(note="nothing could be saved"))) if self.state.running else ()

    def no_duff(self, note: str | None = None, *, command_id: str | None = None) -> tuple[Record, ...]:
        """Stop the exercise for a real emergency."""
        if known := self.session.taken(command_id):
            return known
        records = self.tick()
        now = self.now
        self._clock = self._clock.stopped(self._last.monotonic)
        return records + self.session.submit(Enter(now, NoDuff(note=note)), command_id)

    def end(self, note: str | None = None, *, command_id: str | None = None) -> tuple[Record, ...]:
        """End the exercise now. Raises Refused when it has ended."""
        if known := self.session.taken(command_id):
            return known
        records = self.tick()
        return records + self._submit(Enter(self.now, Ended(note=note)), command_id)

    def after_sleep(self, *, skip: bool) -> tuple[Record, ...]:
        """Answer for a machine that slept: jump ahead by that time (`skip`), or go on from where it was."""
        slept, self.slept = self.slept or 0, None
        if skip:
            return self.jump(self.now + slept * self._clock.speed // 1_000, note="the machine slept")
        return ()

    def close(self) -> None:
        """Pause if it runs, and let the journal go. Nothing is lost."""
        if self._clock.running or self.state.running:
            self.pause(note="the control room was closed")
        self.session.close()

    def _wake(self, last: Reading, slept: int) -> tuple[Record, ...]:
        self._clock = Clock(self._clock.at(last.monotonic), self._last.monotonic, self._clock.speed)
        self.slept = slept
        note = f"the machine slept for {format_duration(slept)}"
        return self.session.submit(Enter(self.now, Paused(note=note)))

    def _phase_that_pauses(self, before: int, now: int) -> int | None:
        phases = self.state.exercise.scenario.phases
        due = [phase.at for phase in phases if phase.pause and before < phase.at <= now]
        return min(due, default=None)

    def _pause_for(self, at: int) -> tuple[Record, ...]:
        titles = [phase.title for phase in self.state.exercise.scenario.phases if phase.pause and phase.at == at]
        records = self.session.advance(at)
        self._clock = Clock(at, self._last.monotonic, self._clock.speed)
        return records + self.session.submit(Enter(at, Paused(note=titles[0])))

    # ── lines ────────────────────────────────────────────────────────────────

    def log(
        self, statement: Statement, at: int | None = None, *, recalled: bool = False, command_id: str | None = None
    ) -> tuple[Record, ...]:
        """Log a line, now or at an earlier time. Raises Refused for the future, and for what cannot be."""
        if isinstance(statement, (Paused, Resumed, SpeedSet, Jumped, NoDuff, Ended)):
            return self._turn(statement, command_id)
        if at is None and self.state.no_duff and isinstance(statement, (AdHoc, Fired)):
            raise Refused("NO DUFF was called: no inject comes until the exercise goes on", "resume it first")
        records = self.tick()
        now = self.now
        if at is not None and at > now and self.state.ended_at is None:
            raise Refused("that is still to come", "leave the time out to log it now")
        return records + self._submit(Enter(now if at is None else at, statement, recalled), command_id)

    def amend(
        self, entry: int, at: int, statement: Statement, *, recalled: bool = False, command_id: str | None = None
    ) -> tuple[Record, ...]:
        """Correct a line, or move it in time. Raises Refused."""
        records = self.tick()
        if at > self.now and self.state.ended_at is None:
            raise Refused("that is still to come")
        return records + self._submit(Amend(entry, at, statement, recalled), command_id)

    def undo(self, entry: int | None = None, *, command_id: str | None = None) -> tuple[Record, ...]:
        """Take a line back, the newest where none is named. Raises Refused."""
        return self.tick() + self._submit(Undo(entry), command_id)

    def redo(self, *, command_id: str | None = None) -> tuple[Record, ...]:
        """Let the line count again that was taken back last; an end stops the clock again. Raises Refused."""
        return self.tick() + self._submit(Redo(), command_id)

    def _submit(self, command: Command, command_id: str | None) -> tuple[Record, ...]:
        """Have it done; whatever ends the exercise stops the clock."""
        records = self.session.submit(command, command_id, now=self.now)
        if self.state.ended_at is not None:
            self._clock = self._clock.stopped(self._last.monotonic)
        return records

    def _turn(self, statement: Statement, command_id: str | None) -> tuple[Record, ...]:
        match statement:
            case Paused():
                return self.pause(statement.note, command_id=command_id)
            case Resumed():
                return self.start(statement.note, command_id=command_id)
            case SpeedSet():
                return self.set_speed(statement.thousandths, statement.note, command_id=command_id)
            case Jumped():
                return self.jump(statement.to, statement.note, command_id=command_id)
            case NoDuff():
                return self.no_duff(statement.note, command_id=command_id)
            case _:
                return self.end(statement.note, command_id=command_id)
