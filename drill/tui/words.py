"""Sentences that the screens and the plain mode share."""

from __future__ import annotations

from pathlib import Path

from drill.errors import DrillError, FilesInError
from drill.files.times import SECOND, format_stamp
from drill.session.view import ClockFace
from drill.tui.figures import speed
from drill.tui.room import Room


def error_words(error: DrillError) -> str:
    """An error on one line: of several mistakes in a file, the first."""
    if not isinstance(error, FilesInError) or not error.diagnostics:
        return error.on_one_line
    first, more = error.diagnostics[0], len(error.diagnostics) - 1
    said = f"{Path(first.place.file).name}:{first.place.line}: {first.message}"
    return f"{said}; and {more} more: drill check shows all" if more else said


def pace_words(clock: ClockFace) -> str:
    """How the clock runs, in words."""
    if clock.no_duff:
        return "NO DUFF"
    if clock.ended:
        return "ended"
    if clock.running:
        return f"runs {speed(clock.speed)}"
    return "paused" if clock.was_started else "not started"


def farewell(room: Room) -> str:
    """Where a session was left, and how to come back to it."""
    state = room.state
    if room.taken_over:
        return f"{room.taken_over} took the session over, and nothing is lost. To look on: drill watch {room.name}"
    if state.ended_at is not None:
        where = f" Everything is in {room.folder}." if room.folder else ""
        return f"The exercise ended at {format_stamp(state.ended_at)}.{where} To debrief it: {room.how_to_resume}"
    at = format_stamp(room.live.now // SECOND * SECOND)
    return f"The clock stands at {at}, and nothing is lost. Go on with: {room.how_to_resume}"
