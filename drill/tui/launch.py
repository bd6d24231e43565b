"""From a command to a running control room and back: files, folder, lock, terminal, and the last line on it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drill.errors import FilesInError, NoTerminal, WrongUsage
from drill.files.diagnostics import has_errors
from drill.plan.load import load_plan
from drill.report.folder import REPORTS, create_journal, discard, find_session, new_folder, unfinished
from drill.report.folder import open_session as read_session
from drill.revision.history import gather
from drill.scenario.checking import check_file
from drill.scenario.load import load_fit, load_scenario, plan_path
from drill.session.events import Opened
from drill.session.live import LiveDrill
from drill.session.opening import DEFAULT_TEAMS, open_session
from drill.session.session import Session
from drill.tui.lock import only_control_room
from drill.tui.room import Room

AnyPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``drill run`` was asked for."""

    scenario: AnyPath
    plan: AnyPath | None = None
    fit: AnyPath | None = None
    teams: Sequence[str] = ()
    speed: int | None = None
    """Thousandths."""
    seed: int | None = None
    day: date | None = None
    out: AnyPath = REPORTS


def run(wanted: Wanted, *, today: date, plain: bool = False) -> int:
    """Run a scenario in the control room; the exit code. Raises DrillError."""
    if not plain:
        require_terminal()
    opened = prepare(wanted, today)
    with ExitStack() as stack:
        room = begin(stack, opened, wanted)
        return _drive(room, plain=plain)


def resume(session: AnyPath | None, *, out: AnyPath = REPORTS, plain: bool = False) -> int:
    """Go on with a session, the newest unfinished one where none is named; the exit code. Raises DrillError."""
    if not plain:
        require_terminal()
    with ExitStack() as stack:
        return _drive(take_up(stack, session, out), plain=plain)


def require_terminal() -> None:
    """Raises NoTerminal where no screen can be drawn."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NoTerminal(
            "there is no terminal to draw on",
            "add --plain to run it line by line, or play a transcript: drill play SCENARIO TRANSCRIPT",
        )


def prepare(wanted: Wanted, today: date) -> Opened:
    """What a new session stands on; nothing is written yet. Raises FilesInError, WrongUsage, OutOfReach."""
    found = check_file(wanted.scenario, wanted.plan, wanted.fit)
    if has_errors(found):
        raise FilesInError(found)
    scenario = load_scenario(wanted.scenario)
    plan_at = wanted.plan if wanted.plan is not None else plan_path(scenario)
    if plan_at is None:
        raise WrongUsage("the scenario names no plan", "say on which plan it is run: --plan PLAN")
    plan = load_plan(plan_at)
    day = wanted.day or (scenario.starts.date() if scenario.starts is not None else today)
    return open_session(
        plan,
        scenario,
        teams=tuple(wanted.teams) or DEFAULT_TEAMS,
        day=day,
        seed=wanted.seed,
        fit=load_fit(wanted.fit) if wanted.fit is not None else None,
        history=gather(plan, Path(wanted.out), day),
    )


def begin(stack: ExitStack, opened: Opened, wanted: Wanted) -> Room:
    """A new session in a folder of its own. Raises OutOfReach; then no folder is left."""
    folder = new_folder(wanted.out, opened.date, opened.session.removeprefix(f"{opened.date}-"))
    try:
        session = Session.open_new(create_journal(folder), opened)
    except BaseException:
        discard(folder)
        raise
    room = _room(stack, session, folder)
    if wanted.speed is not None and wanted.speed != room.live.speed:
        speed = wanted.speed
        room.submit(lambda: room.live.set_speed(speed))
    return room


def take_up(stack: ExitStack, session: AnyPath | None, out: AnyPath) -> Room:
    """A session that was run before, paused at its last mark. Raises WrongUsage, OutOfReach."""
    if session is None:
        waiting = unfinished(out)
        if not waiting:
            raise WrongUsage(
                f"there is no unfinished session in {os.fspath(out)}", "drill sessions lists what has been run"
            )
        folder = waiting[0].folder
    else:
        folder = find_session(session, out)
    stack.enter_context(only_control_room(folder))
    room = Room(LiveDrill(read_session(folder)), name=folder.name, folder=folder)
    stack.callback(room.close)
    return room


def _room(stack: ExitStack, session: Session, folder: Path) -> Room:
    stack.enter_context(only_control_room(folder))
    room = Room(LiveDrill(session), name=folder.name, folder=folder)
    stack.callback(room.close)
    return room


def _drive(room: Room, *, plain: bool) -> int:
    if plain:
        from drill.tui.plain import run_plain

        return run_plain(room)
    from drill.tui.app import run_control_room

    return run_control_room(room)
