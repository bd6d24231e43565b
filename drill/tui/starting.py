"""From a command to a session that can be driven: files, folder, lock, journal. No screen is loaded here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drill.errors import FilesInError, WrongUsage
from drill.files.diagnostics import has_errors
from drill.plan.load import load_plan
from drill.report.folder import REPORTS, create_journal, discard, find_session, new_folder, unfinished
from drill.report.folder import open_session as read_session
from drill.scenario.fit import merge_fits
from drill.scenario.load import load_fit, load_scenario, plan_path
from drill.scenario.model import FitMap, Mode, Style
from drill.session.decide import Enter
from drill.session.events import Opened
from drill.session.live import LiveDrill
from drill.session.opening import DEFAULT_TEAMS, open_session
from drill.session.session import MemoryStore, Session
from drill.session.words import GrammarError
from drill.tui.lock import only_control_room
from drill.tui.room import Room
from drill.tui.watch.handover import ask_for_session
from drill.tui.watch.window import sharing

AnyPath = str | os.PathLike[str]

TO_LET_GO = 5.0
"""How long a control room that was asked for its session may still hold its folder, in seconds."""


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
    mode: Mode | None = None
    style: Style | None = None
    mapping: FitMap | None = None
    """Names found by hand, beyond what the file of `fit` says."""
    seats: tuple[str, ...] = ()
    """Who sits where from the start, in the words behind ``control seat``: ``blue legal ines``."""
    away: tuple[str, ...] = ()
    """Who is not there, in the words behind ``control absent``: ``blue ines, liz``."""

    @property
    def lines(self) -> list[str]:
        """What control says before the clock starts."""
        return [*(f"control seat {words}" for words in self.seats), *(f"control absent {words}" for words in self.away)]


def prepare(wanted: Wanted, today: date) -> Opened:
    """What a new session stands on; nothing is written yet. Raises FilesInError, WrongUsage, OutOfReach."""
    from drill.revision.history import gather
    from drill.scenario.checking import check_file

    found = check_file(wanted.scenario, wanted.plan, wanted.fit, wanted.mapping)
    if has_errors(found):
        raise FilesInError(found)
    scenario = load_scenario(wanted.scenario)
    plan_at = wanted.plan if wanted.plan is not None else plan_path(scenario)
    if plan_at is None:
        raise WrongUsage("the scenario names no plan", "say on which plan it is run: --plan PLAN")
    plan = load_plan(plan_at)
    day = wanted.day or (scenario.starts.date() if scenario.starts is not None else today)
    fits = [load_fit(wanted.fit)] if wanted.fit is not None else []
    opened = open_session(
        plan,
        scenario,
        teams=tuple(wanted.teams) or DEFAULT_TEAMS,
        day=day,
        seed=wanted.seed,
        fit=merge_fits(*fits, wanted.mapping or FitMap()),
        mode=wanted.mode,
        style=wanted.style,
        history=gather(plan, Path(wanted.out), day),
    )
    if wanted.lines:
        _seat_people(Session.open_new(MemoryStore(), opened), wanted)
    return opened


def _seat_people(session: Session, wanted: Wanted) -> None:
    """Say who sits where, before the clock starts. Raises WrongUsage for names that nobody has."""
    for words in wanted.lines:
        try:
            session.submit(Enter(0, session.state.grammar.parse(words)))
        except GrammarError as error:
            raise WrongUsage(f"{words.removeprefix('control ')}: {error.message}", error.hint) from None


def begin(stack: ExitStack, opened: Opened, wanted: Wanted) -> Room:
    """A new session in a folder of its own. Raises OutOfReach; then no folder is left."""
    folder = new_folder(wanted.out, opened.date, opened.session.removeprefix(f"{opened.date}-"))
    try:
        session = Session.open_new(create_journal(folder), opened)
        _seat_people(session, wanted)
    except BaseException:
        discard(folder)
        raise
    stack.enter_context(only_control_room(folder))
    room = _room(stack, session, folder)
    if wanted.speed is not None and wanted.speed != room.live.speed:
        speed = wanted.speed
        room.submit(lambda: room.live.set_speed(speed))
    return room


def take_up(stack: ExitStack, session: AnyPath | None, out: AnyPath, *, take_over: bool = False) -> Room:
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
    if take_over:
        ask_for_session(folder, f"process {os.getpid()}")
    stack.enter_context(only_control_room(folder, patience=TO_LET_GO if take_over else 0.0))
    return _room(stack, read_session(folder), folder)


def _room(stack: ExitStack, session: Session, folder: Path) -> Room:
    room = Room(LiveDrill(session), name=folder.name, folder=folder)
    stack.callback(room.close)
    stack.enter_context(sharing(room))
    return room
