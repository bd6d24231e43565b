"""From drill watch to a view on the terminal, and back to the last line on it."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.screen import Screen

from drill.errors import WrongUsage
from drill.session.names import plain_name
from drill.tui.launch import require_terminal, watch
from drill.tui.screens.observer import ObserverScreen
from drill.tui.screens.projector import Projector
from drill.tui.screens.watching import ControlRoomView, Waiting
from drill.tui.settings.model import USUAL, Settings
from drill.tui.watch.onlooker import Onlooker
from drill.tui.watch.outbox import Fate, Outbox, outbox_path
from drill.tui.watch.wire import Role


def watch_session(
    folder: Path, role: Role, name: str = "", *, plain: bool | None = None, settings: Settings = USUAL
) -> int:
    """Watch a session, as what `role` says; the exit code. Without `plain` being said, the settings say it."""
    plain = settings.plain if plain is None else plain
    if not plain:
        require_terminal()
    if role is not Role.OBSERVER:
        return _watch(Onlooker(folder, role, name), settings, plain=plain)
    outbox = Outbox(outbox_path(folder, checked_name(name)))
    onlooker = Onlooker(folder, role, name, outbox)
    try:
        code = _watch(onlooker, settings, plain=plain)
        sys.stderr.write(f"{farewell(outbox, folder.name, name)}\n")
    finally:
        outbox.close(over=onlooker.hands.face.ended)
    return code


def checked_name(name: str) -> str:
    """An observer's name. Raises WrongUsage."""
    try:
        return plain_name(name)
    except ValueError as error:
        raise WrongUsage(str(error)) from None


def screen_of(onlooker: Onlooker) -> Screen[None]:
    """The screen of a view that has something to show."""
    if onlooker.role is Role.PROJECTOR:
        return Projector(onlooker.projection, leave="app.leave")
    assert onlooker.room is not None
    if onlooker.role is Role.OBSERVER:
        return ObserverScreen(onlooker.room, onlooker)
    return ControlRoomView(onlooker.room, onlooker)


def farewell(outbox: Outbox, session: str, name: str) -> str:
    """What became of an observer's notes, and what is still to be done about them."""
    notes, waiting = outbox.notes, len(outbox.waiting)
    refused = sum(note.fate is Fate.REFUSED for note in notes)
    said = [f"{len(notes)} of {name}'s notes, {waiting} not handed over yet, {refused} refused."]
    if waiting:
        said.append(f"They are kept, and handed over by: drill watch {session} --observer {name}")
    return " ".join(said)


def _watch(onlooker: Onlooker, settings: Settings, *, plain: bool) -> int:
    if plain:
        from drill.tui.plain_watching import watch_plainly

        return watch_plainly(onlooker)
    return watch(lambda: Waiting(onlooker, screen_of), settings)
