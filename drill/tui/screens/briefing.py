"""The briefing: what is read aloud before the clock starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from drill.files.times import format_duration
from drill.session.panes.script import wording
from drill.tui.room import Room
from drill.tui.text import say, styled
from drill.tui.widgets.clock_bar import ClockBar
from drill.tui.widgets.key_line import KeyLine

KEYS = [
    Binding("space", "start", "start the clock", tooltip="Start the exercise", id="briefing.start"),
    Binding(
        "enter", "go_in", "go in, clock stopped", tooltip="To the control room, the clock stopped", id="briefing.go-in"
    ),
    Binding("q", "app.leave", "quit", tooltip="Leave; nothing is lost", id="briefing.quit"),
]


class Briefing(Screen[None]):
    """Read aloud, with the clock at T+00:00:00."""

    CSS_PATH = "briefing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    @dataclass
    class Read(Message):
        """The briefing was read; the clock is to start, or not yet."""

        room: Room
        start: bool

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room

    def compose(self) -> ComposeResult:
        """The clock, the words, who plays, the keys."""
        yield ClockBar(id="clock")
        with Vertical(id="briefing") as box:
            box.border_title = "Read aloud"
            with VerticalScroll(id="briefing-text"):
                yield Static(say(self._words()), id="briefing-words")
                yield Static(self._facts(), id="briefing-facts")
        yield KeyLine(KEYS, id="keys")

    def on_mount(self) -> None:
        """The clock stands."""
        self.query_one(ClockBar).view = self.room.look()
        self.query_one("#briefing-text").focus()

    def _words(self) -> str:
        briefing = self.room.state.exercise.scenario.briefing
        said = briefing or "This is an exercise. If something real happens, say NO DUFF: everything stops at once."
        return wording(self.room.state)(said).strip()

    def _facts(self) -> Content:
        state, scenario = self.room.state, self.room.state.exercise.scenario
        plan = state.exercise.plan
        starts = scenario.starts.strftime("%A %-d %B %Y, %H:%M") if scenario.starts else "no time of day"
        facts = [
            ("teams", ", ".join(state.opened.teams)),
            ("plan", f"{plan.title}, version {plan.version}"),
            ("begins", starts),
            ("takes", f"about {format_duration(scenario.duration)}, {len(state.exercise.injects)} injects"),
            ("played", f"{state.opened.style}, {state.opened.mode}"),
        ]
        simulated = [plan.roles[role].title for role in sorted(state.exercise.simulated)]
        if simulated:
            facts.append(("by you", ", ".join(simulated)))
        missing = state.exercise.fit.missing
        if missing:
            names = ", ".join(f"{line.kind} {line.name}" for line in missing)
            facts.append(("left out", f"{names}: the plan has nothing of that name"))
        parts: list[tuple[str, str]] = []
        for name, said in facts:
            parts += [(f"\n{name:<9}", "$text-muted"), (said, "")]
        return styled(*parts)

    def action_start(self) -> None:
        """Start the clock, in the control room."""
        self.post_message(self.Read(self.room, start=True))

    def action_go_in(self) -> None:
        """To the control room, the clock stopped."""
        self.post_message(self.Read(self.room, start=False))
