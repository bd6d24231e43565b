"""The screens that are loaded when they are needed, so that the first one is there at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drill.files.reading import read_text
from drill.tui.room import Room
from drill.tui.starting import Wanted

if TYPE_CHECKING:
    from drill.tui.screens.debrief import Debrief
    from drill.tui.screens.home import Home
    from drill.tui.screens.report import Report
    from drill.tui.screens.revise import Revise
    from drill.tui.screens.setup import Setup


def home_screen(scenarios: Path, out: Path, today: date) -> Home:
    """Home; loaded when it is needed: a session that is taken up is not begun there."""
    from drill.tui.screens.home import Home

    return Home(scenarios, out, today)


def setup_screen(wanted: Wanted, today: date) -> Setup:
    """The set-up of a drill; loaded when it is needed."""
    from drill.tui.screens.setup import Setup

    return Setup(wanted, today)


def debrief(room: Room) -> Debrief:
    """The debrief; loaded when it is needed, with the scoring."""
    from drill.tui.screens.debrief import Debrief

    return Debrief(room)


def report(path: Path) -> Report:
    """A report to read; loaded when it is needed, with what draws markdown."""
    from drill.tui.screens.report import Report

    return Report(path, read_text(path))


def changes(folder: Path, room: Room | None = None) -> Revise:
    """What the findings of a session would change in the plan that it was played on."""
    from drill.tui.revising.offer import Offer, offer_of_session, offer_of_state
    from drill.tui.screens.revise import Revise

    def load() -> Offer:
        is_open = room is not None and room.folder == folder
        return offer_of_state(room.state, folder.name) if room is not None and is_open else offer_of_session(folder)

    return Revise(load)
