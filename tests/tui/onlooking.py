"""Views of a session on a stage: fed as the control room feeds them, without a socket, and with a clock that stands."""

from __future__ import annotations

from pathlib import Path

from drill.tui.app import DrillApp
from drill.tui.watch.desk import Desk, Visit
from drill.tui.watch.link import Standing
from drill.tui.watch.mirror import Hands
from drill.tui.watch.onlooker import Onlooker
from drill.tui.watch.outbox import Outbox
from drill.tui.watch.wire import Hello, Role
from drill.tui.watching import screen_of
from tests.tui.stage import Stage


class Onlooking:
    """One view of a stage's session, and the program that shows it."""

    def __init__(self, on: Stage, role: Role, outbox: Outbox | None = None) -> None:
        self.on = on
        self.view = Onlooker(Path("2026-11-27-hijacked-account"), role, "kim" if outbox else "", outbox)
        self.view.hands = Hands(lambda: 0.0)
        self._desk, self._visit = Desk(on.room), Visit()
        self.view.take(self._desk.answer(self._visit, Hello(role, self.view.name)))
        self.view.stand(Standing.HERE, "")
        self.tell()
        self.app = DrillApp(opening=lambda: screen_of(self.view))

    def tell(self) -> None:
        """What happened since it was told last."""
        while told := list(self._desk.tell(self._visit)):
            for message in told:
                self.view.take(message)

    def hand_over(self) -> None:
        """The control room takes what waits."""
        assert self.view.outbox is not None
        for command in self.view.outbox.waiting:
            self.view.take(self._desk.answer(self._visit, command))
        self.tell()

    def go_away(self, why: str = "the control room was cut short") -> None:
        """The control room is gone."""
        self.view.stand(Standing.AWAY, why)
