"""The replay, with the players: the drill again, moment by moment. What was meant, what happened; no ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from drill.errors import OutOfReach
from drill.session.answers import About, Answer, Question, answer, answer_line
from drill.session.panes.matrix import Cell, Row, Spot
from drill.session.panes.script import build_sheet
from drill.session.replay import Frame, MomentKind, Replay
from drill.session.statements import Strength
from drill.tui.actions.base import RoomScreen
from drill.tui.figures import stamp
from drill.tui.graphs import graph_screen
from drill.tui.room import Room
from drill.tui.screens.help import Help
from drill.tui.text import cut, say, styled, width_of
from drill.tui.widgets.dialog import AskChoice, AskText, Choice
from drill.tui.widgets.key_line import KeyLine
from drill.tui.widgets.lines import Lines
from drill.tui.widgets.replay import MeantList, Questions, RolesThen

KEYS = [
    Binding("right,space", "step(1)", "on", tooltip="One moment on", id="replay.on", key_display="→"),
    Binding("left,b", "step(-1)", "back", tooltip="One moment back", id="replay.back-up", key_display="←"),
    Binding("n", "inject(1)", "next inject", tooltip="On to the next inject", id="replay.next-inject"),
    Binding("p", "inject(-1)", "previous", tooltip="Back to the inject before", id="replay.previous-inject"),
    Binding("m", "answer('MEANT')", "meant", tooltip="Answer: what was meant to happen?", id="replay.meant"),
    Binding("h", "answer('HAPPENED')", "happened", tooltip="Answer: what happened?", id="replay.happened"),
    Binding("w", "answer('WHY')", "why", tooltip="Answer: why the difference?", id="replay.why"),
    Binding("c", "answer('CHANGE')", "change", tooltip="Answer: what do we change?", id="replay.change"),
    Binding("g", "graph", "graph", tooltip="The responder graph as it was", id="replay.graph"),
    Binding("home", "first", "first", tooltip="To the first moment", id="replay.first"),
    Binding("end", "last", "last", tooltip="To the last moment", id="replay.last"),
    Binding("0", "team(0)", "side by side", tooltip="All teams side by side", id="team.0"),
    *(Binding(str(number), f"team({number})", f"team {number}", show=False, tooltip=f"Team {number} alone",
              id=f"team.{number}") for number in range(1, 10)),
    Binding("escape", "back", "debrief", tooltip="To the debrief", id="replay.leave"),
    Binding("q", "app.leave", "quit", tooltip="Leave; nothing is lost", id="replay.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="replay.help"),
]  # fmt: skip

SIGNS = {
    MomentKind.INJECT: "►",
    MomentKind.LINE: "●",
    MomentKind.PEOPLE: "☺",
    MomentKind.DEADLINE: "✗",
    MomentKind.MARK: "▪",
    MomentKind.END: "■",
}
"""The sign of each kind of moment."""

BETTER = "it went better than it was meant"


class ReplayScreen(RoomScreen):
    """The inject over what was meant and what happened, the roles beside, four questions beneath."""

    CSS_PATH = "replay.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    AUTO_FOCUS = "#meant"

    @dataclass
    class Closed(Message):
        """The replay is over."""

        room: Room

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._team: str | None = room.team
        self._replay = Replay(room.state, self._team)
        self._index = 0

    def compose(self) -> ComposeResult:
        """The moment, its inject, the table, the roles, the questions, the keys."""
        yield Static(id="moment")
        with VerticalScroll(id="inject", can_focus=False):
            yield Static(id="inject-text")
        with Horizontal(id="body"):
            with Vertical(id="table") as table:
                table.border_title = "Meant and happened"
                yield Static(id="meant-head")
                yield MeantList(id="meant")
            with Vertical(id="right"):
                yield RolesThen(id="then", title="Roles then")
        yield Questions(id="questions", title="Four questions")
        yield Static(id="said")
        yield KeyLine([key for key in KEYS if not (key.id or "").startswith("team.")], id="keys")

    def on_mount(self) -> None:
        """The first moment."""
        self.call_after_refresh(self.show)

    def on_resize(self) -> None:
        """The words over the inject hang on the width."""
        if self._replay.moments:
            self.call_after_refresh(self.show)

    # ── what a screen of a session gives ─────────────────────────────────────

    @property
    def frame(self) -> Frame:
        """Everything as it stood."""
        return self._replay.at(self._index)

    def show(self) -> None:
        """The moment, and everything as it stood then."""
        if not self.is_attached:
            return
        if not self._replay.moments:
            self.query_one("#moment", Static).update(say(" Nothing happened in this drill."))
            return
        frame = self.frame
        self.query_one("#moment", Static).update(self._words(frame))
        self._show_inject(frame)
        meant = self.query_one(MeantList)
        meant.put(frame)
        changed = [each.row.key for each in frame.expected if any(each.changed)]
        if changed:
            meant.put_cursor(changed[-1])
        self.query_one(RolesThen).put(frame)
        about = self._about(frame)
        self.query_one(Questions).put(
            {question: answer(self.room.state, about, question) if about else None for question in Question}
        )

    def _words(self, frame: Frame) -> Content:
        moment = frame.moment
        teams = "side by side" if len(frame.teams) > 1 else frame.teams[0]
        place = f"{self._index + 1} of {len(self._replay.moments)}  {teams} "
        who = f"{', '.join(moment.teams)}: " if self._names_teams(frame) else ""
        begins = f" Replay  {stamp(moment.at)}  {SIGNS[moment.kind]} "
        room = max(self.size.width - width_of(begins) - width_of(place) - 1, 8)
        said = cut(f"{who}{moment.words}", room)
        gap = " " * max(room - width_of(said) + 1, 1)
        bad = moment.kind is MomentKind.DEADLINE
        return styled(
            (" Replay  ", "bold $text-primary"),
            (f"{stamp(moment.at)}  {SIGNS[moment.kind]} ", "bold $text-error" if bad else "bold $text-accent"),
            (said, "bold"),
            (f"{gap}{place}", "$text-muted"),
        )

    def _names_teams(self, frame: Frame) -> bool:
        moment = frame.moment
        if moment.kind in (MomentKind.LINE, MomentKind.PEOPLE):
            return False
        return len(frame.teams) > len(moment.teams)

    def _show_inject(self, frame: Frame) -> None:
        box, text = self.query_one("#inject"), self.query_one("#inject-text", Static)
        sheet = build_sheet(self.room.state, self._team, frame.inject) if frame.inject else None
        if sheet is None:
            box.border_title = say("Before the first inject")
            text.update(say("Nothing has come yet."))
            return
        box.border_title = say(f"{sheet.title}  {stamp(sheet.at or 0)}  {sheet.via}")
        sender = f"{sheet.from_} ► " if sheet.from_ else "► "
        text.update(styled((f"{sender}{', '.join(sheet.recipients)}\n", "$text-muted"), (sheet.text, "")))
        box.scroll_home(animate=False)

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it over the keys."""
        self.query_one("#said", Static).update(
            styled((f" {'✗ ' if bad else ''}{text}", "$text-error" if bad else "$text-muted"))
        )

    def show_lost(self, error: OutOfReach) -> None:
        """Nothing can be saved."""
        self.tell(f"NOT SAVED: {error.message}; all that was logged before is safe", bad=True)

    def chosen_cell(self) -> tuple[Spot, Row, Cell, str] | None:
        """There are no cells to act on."""
        return None

    # ── steps ────────────────────────────────────────────────────────────────

    def _go(self, index: int) -> None:
        if 0 <= index < len(self._replay.moments):
            self._index = index
            self.tell("")
            self.show()
        elif self._replay.moments:
            self.tell("that is the first moment" if index < 0 else "that is the last moment")

    def action_step(self, by: int) -> None:
        """One moment on, or back."""
        self._go(self._index + by)

    def action_inject(self, by: int) -> None:
        """To the next inject, or the one before."""
        index = self._replay.next_inject(self._index, by)
        if index is None:
            self.tell("no inject comes after this" if by > 0 else "no inject came before this")
        else:
            self._go(index)

    def action_first(self) -> None:
        """To the first moment."""
        self._go(0)

    def action_last(self) -> None:
        """To the last moment."""
        self._go(len(self._replay.moments) - 1)

    def action_team(self, number: int) -> None:
        """One team, or all of them side by side."""
        teams = self.room.state.opened.teams
        if number > len(teams):
            self.tell(f"there {'is 1 team' if len(teams) == 1 else f'are {len(teams)} teams'}", bad=True)
            return
        here = self._replay.moments[self._index].key if self._replay.moments else None
        self._team = teams[number - 1] if number else None
        self._replay = Replay(self.room.state, self._team)
        self._index = self._replay.nearest(here) if here is not None else 0
        self.show()

    # ── the four questions ───────────────────────────────────────────────────

    def _about(self, frame: Frame) -> About | None:
        if frame.inject is None:
            return None
        came = [
            delivery
            for name in frame.teams
            if (delivery := self.room.state.teams[name].play.delivered.get(frame.inject)) is not None
        ]
        if not came:
            return None
        first = min(came, key=lambda delivery: delivery.at)
        said = first.inject.inject
        title = self.room.state.exercise.words(said.title, self.room.state.cast)
        only = frame.teams[0] if len(frame.teams) == 1 else None
        return About(frame.inject, title, first.at, only, said.objective)

    @work(exclusive=True, group="dialog")
    async def action_answer(self, name: str) -> None:
        """Answer one of the four questions; an answer that was given before is corrected."""
        about = self._about(self.frame) if self._replay.moments else None
        if about is None:
            self.tell("step on to the first inject", bad=True)
            return
        question = Question[name]
        given = answer(self.room.state, about, question)
        text = await self.ask(
            AskText(f"{question}?", f"{about.title}. It stands in the report.", value=given.text if given else "")
        )
        if not text:
            return
        if given is not None:
            self._correct(about, question, given, text)
            return
        better = False
        if question is Question.WHY and about.team is not None:
            choices = [Choice(False, "gap", "something was missing"), Choice(True, "strength", BETTER)]
            kind = await self.ask(AskChoice("What does it show?", choices))
            if kind is None:
                return
            better = kind
        self.log_line(answer_line(about, question, text, better=better))

    def _correct(self, about: About, question: Question, given: Answer, text: str) -> None:
        was = given.entry
        better = isinstance(was.statement, Strength)
        statement = self.room.state.grammar.parse(answer_line(about, question, text, better=better))
        self.attempt(lambda: self.live.amend(was.seq, was.at, statement, recalled=was.recalled), "corrected")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter on a question answers it."""
        if isinstance(event.key, Question):
            self.action_answer(event.key.name)

    # ── the rest ─────────────────────────────────────────────────────────────

    def action_graph(self) -> None:
        """The responder graph as it was."""
        if self._replay.moments:
            frame = self.frame
            self.app.push_screen(graph_screen(self.room, frozen=frame.graphs, at=frame.moment.now))

    def action_back(self) -> None:
        """To the debrief."""
        self.post_message(self.Closed(self.room))

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))
