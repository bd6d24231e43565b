"""From a command to the program on the terminal and back: the right screen first, and the last line on it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drill.errors import NoTerminal, WrongUsage
from drill.report.folder import REPORTS
from drill.scenario.load import load_scenario
from drill.tui.curtain import hand_over
from drill.tui.endings import terminal_is_there
from drill.tui.room import Room
from drill.tui.settings.model import USUAL, Settings
from drill.tui.starting import AnyPath, Wanted, begin, prepare, take_up
from drill.tui.words import farewell

if TYPE_CHECKING:
    from textual.screen import Screen

    from drill.tui.app import DrillApp

HUNG_UP = 128 + signal.SIGHUP
"""The exit code where the terminal has gone, whether or not a signal said so."""


def run(
    wanted: Wanted,
    *,
    today: date,
    plain: bool | None = None,
    setup: bool = False,
    settings: Settings = USUAL,
) -> int:
    """Run a scenario in the control room; the exit code. Raises DrillError.

    With `setup`, or where nobody said which teams play, what it is run with is chosen on a screen first.
    Without `plain` being said, the settings say it.
    """
    plain = settings.plain if plain is None else plain
    if plain and setup:
        raise WrongUsage("--setup needs a screen", "add --no-plain, or say it by --team, --seat and their like")
    asks = setup or not wanted.teams
    wanted = wanted if wanted.teams else replace(wanted, teams=settings.teams)
    if not plain:
        require_terminal()
        if asks:
            load_scenario(wanted.scenario)
            return _show(today=today, wanted=wanted, out=Path(wanted.out), settings=settings)
    opened = prepare(wanted, today)
    with ExitStack() as stack:
        room = begin(stack, opened, wanted)
        return _drive(room, plain=plain, settings=settings)


def resume(
    session: AnyPath | None,
    *,
    out: AnyPath = REPORTS,
    plain: bool | None = None,
    take_over: bool = False,
    settings: Settings = USUAL,
) -> int:
    """Go on with a session, the newest unfinished one where none is named; the exit code. Raises DrillError.

    With `take_over`, the control room that has it open is asked to let it go.
    """
    plain = settings.plain if plain is None else plain
    if not plain:
        require_terminal()
    with ExitStack() as stack:
        return _drive(take_up(stack, session, out, take_over=take_over), plain=plain, settings=settings)


def revise(plan: Path, session: Path, settings: Settings = USUAL) -> int:
    """Show on the terminal what a session's findings would change in a plan; the exit code. Raises NoTerminal."""
    from drill.tui.revising.offer import offer_of
    from drill.tui.screens.revise import Revise

    require_terminal()
    return _show(opening=lambda: Revise(lambda: offer_of(plan, session)), settings=settings)


def watch(opening: Callable[[], Screen[None]], settings: Settings = USUAL) -> int:
    """Watch a session of another process on the terminal; the exit code. Raises NoTerminal."""
    require_terminal()
    return _show(opening=opening, settings=settings)


def open_home(today: date, *, settings: Settings = USUAL) -> int:
    """Open home on the terminal; the exit code. Raises NoTerminal."""
    require_terminal()
    return _show(today=today, settings=settings)


def _drive(room: Room, *, plain: bool, settings: Settings) -> int:
    if plain:
        from drill.tui.plain import run_plain

        return run_plain(room)
    return _show(room, settings=settings)


def _show(room: Room | None = None, **chosen: Any) -> int:
    """Run the program on the terminal (`DrillApp`); the exit code."""
    from drill.tui.app import DrillApp

    return _run(DrillApp(room, **chosen))


def _run(app: DrillApp) -> int:
    hand_over()
    with app.held:
        try:
            app.run()
        except OSError:
            if terminal_is_there():
                raise
        if not terminal_is_there():
            return HUNG_UP
        if app.fault is not None:
            raise app.fault
        if app.room is not None:
            sys.stderr.write(f"{farewell(app.room)}\n")
    return app.return_code or 0


def require_terminal() -> None:
    """Raises NoTerminal where no screen can be drawn."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NoTerminal(
            "there is no terminal to draw on",
            "add --plain to run it line by line, or play a transcript: drill play SCENARIO TRANSCRIPT",
        )
