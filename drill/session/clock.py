"""Exercise time out of real time: stopped in a pause, at the chosen speed, in whole milliseconds.

Pure arithmetic over readings that the driver brings; nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Clock:
    """Where exercise time stood at a reading of real time, and how it goes on from there."""

    exercise: int
    """Milliseconds of exercise time at the reading."""
    real: int
    """The reading, in milliseconds of a clock that never runs back."""
    speed: int = 1_000
    """Thousandths: 2000 is twice as fast as real time."""
    running: bool = False

    def at(self, real: int) -> int:
        """Exercise time at another reading, never earlier than at the first."""
        if not self.running:
            return self.exercise
        return self.exercise + max(0, real - self.real) * self.speed // 1_000

    def anchored(self, real: int) -> Clock:
        """The same clock, counted from another reading."""
        return replace(self, exercise=self.at(real), real=real)

    def started(self, real: int) -> Clock:
        """The clock, running from this reading on."""
        return replace(self.anchored(real), running=True)

    def stopped(self, real: int) -> Clock:
        """The clock, standing from this reading on."""
        return replace(self.anchored(real), running=False)

    def at_speed(self, speed: int, real: int) -> Clock:
        """The clock at another speed from this reading on, in thousandths."""
        return replace(self.anchored(real), speed=speed)

    def moved(self, exercise: int, real: int) -> Clock:
        """The clock, ahead at `exercise` at this reading."""
        return replace(self, exercise=max(exercise, self.at(real)), real=real)
