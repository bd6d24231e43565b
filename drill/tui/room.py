"""The running session as the screens share it: the live drill, its views, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from drill.errors import OutOfReach
from drill.session.completion import Completer
from drill.session.events import Record
from drill.session.live import LiveDrill, Reading, read_time
from drill.session.panes.matrix import RowKey
from drill.session.state import State
from drill.session.view import View, Viewer


class Room:
    """One session, its clock and its folder. It alone hands commands to the live drill."""

    def __init__(
        self, live: LiveDrill, *, name: str = "", folder: Path | None = None, read: Callable[[], Reading] = read_time
    ) -> None:
        self.live = live
        self.name = name
        self.folder = folder
        self.team: str | None = live.state.opened.teams[0] if len(live.state.opened.teams) == 1 else None
        """The chosen team; None is all of them."""
        self.evaluator = ""
        """Who judges, once they said their name."""
        self.lost: OutOfReach | None = None
        """Why nothing can be saved, from the moment it could not; the clock stands until `take_up_again`."""
        self.not_done: set[tuple[str | None, RowKey | None]] = set()
        """Steps that evaluators said were really not done: no line of a session says that."""
        self._read = read
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
            self.lost = error
            raise

    def tick(self) -> tuple[Record, ...]:
        """Let time pass. Raises OutOfReach once, when nothing can be saved."""
        return () if self.lost is not None else self.submit(self.live.tick)

    def take_up_again(self) -> None:
        """After a loss: open the session anew, paused where it was last saved. Raises OutOfReach while it is lost."""
        self.live = LiveDrill(self.live.session, self._read)
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
