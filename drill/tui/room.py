"""The running session as the screens share it: the live drill, its views, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drill.errors import OutOfReach
from drill.session.completion import Completer
from drill.session.events import Record
from drill.session.live import LiveDrill
from drill.session.state import State
from drill.session.view import View, Viewer

if TYPE_CHECKING:
    from drill.tui.watch.window import Window


class Room:
    """One session, its clock and its folder. It alone hands commands to the live drill."""

    def __init__(self, live: LiveDrill, *, name: str = "", folder: Path | None = None) -> None:
        self.live = live
        self.name = name
        self.folder = folder
        self.team: str | None = live.state.opened.teams[0] if len(live.state.opened.teams) == 1 else None
        """The chosen team; None is all of them."""
        self.evaluator = ""
        """Who judges, once they said their name."""
        self.lost: OutOfReach | None = None
        """Why nothing can be saved, from the moment it could not; the clock stands until `take_up_again`."""
        self.window: Window | None = None
        """Where other views look in; None while they cannot."""
        self.unshared = ""
        """Why no other view can look in, where that went wrong."""
        self.taken_over = ""
        """Who asked for the session and gets it, once this control room has let go."""
        self.muted = False
        """Whether nothing rings or flashes when something falls due."""
        self.together: frozenset[int] = frozenset()
        """The lines that one key logged last for several teams: they are taken back, and count again, together."""
        self.viewer = Viewer(live.state)
        self.completer = Completer(live.state)

    @property
    def state(self) -> State:
        """The session's state."""
        return self.live.state

    def look(self) -> View:
        """The session as of now."""
        running = self.live.is_running and self.lost is None
        return self.viewer.look(self.live.now, running=running, speed=self.live.speed, team=self.team)

    def submit(self, command: Callable[[], Sequence[Record]]) -> tuple[Record, ...]:
        """Do something in the live drill. Raises Refused; and OutOfReach, after which nothing moves.

        Once the exercise has ended there is no clock that could run on, so it is simply tried again.
        """
        if self.lost is not None:
            if self.state.ended_at is None:
                raise self.lost
            self.take_up_again()
        try:
            return tuple(command())
        except OutOfReach as error:
            self.live.stand()
            self.lost = error
            raise

    def tick(self) -> tuple[Record, ...]:
        """Let time pass. Raises OutOfReach once, when nothing can be saved."""
        return () if self.lost is not None else self.submit(self.live.tick)

    def take_up_again(self) -> None:
        """After a loss: the clock stands where it stood when saving failed. Raises OutOfReach while it is lost."""
        self.live.go_on_standing()
        self.lost = None

    def close(self) -> None:
        """Pause and let the journal go. What cannot be saved any more is no reason not to close."""
        if self.lost is not None:
            self.live.session.close()
            return
        try:
            self.live.close()
        except OutOfReach:
            self.live.session.close()

    @property
    def how_to_resume(self) -> str:
        """The command that goes on with this session."""
        return f"drill resume {self.name}" if self.name else "drill resume"
