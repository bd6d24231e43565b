"""The set-up: everything that a drill is run with, and what is missing or stale, before the clock exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from drill.files.times import format_duration
from drill.findings.words import counted
from drill.scenario.fit import FitLine, Found
from drill.scenario.model import Mode, Style
from drill.session.opening import seed_of
from drill.session.statements import ALL
from drill.tui.actions.setup import MOST_TEAMS, SetupKeys
from drill.tui.figures import speed
from drill.tui.screens.help import Help
from drill.tui.setup.preflight import Weight, notes
from drill.tui.setup.reading import Material, read_material, teams_of
from drill.tui.setup.seats import Seats, people_away, seat_rows
from drill.tui.starting import Wanted
from drill.tui.text import cut, say, styled
from drill.tui.widgets.key_line import KeyLine, key_for
from drill.tui.widgets.lines import Lines
from drill.tui.widgets.setup_panes import START, ChoiceRow, Choices, FitPane, Preflight, SeatsPane

KEYS = [
    Binding("enter", "change", "change", tooltip="Change what is under the cursor", id="setup.change"),
    Binding("s", "start", "start", tooltip="To the briefing, with what is chosen", id="setup.start"),
    Binding("t", "teams", "teams", tooltip="Which teams play", id="setup.teams"),
    Binding("p", "plan", "plan", tooltip="Run it on another plan", id="setup.plan"),
    Binding("f", "pane('fit')", "fit", tooltip="To how the scenario fits the plan; Enter maps a name", id="setup.fit"),
    Binding("w", "pane('seats')", "who", tooltip="To who sits where; Enter fills a seat", id="setup.seats"),
    Binding("a", "walk_in", "walk-in", tooltip="Seat a walk-in in the role under the cursor", id="setup.walk-in"),
    Binding("x", "away", "away", tooltip="Who sits there is away, or is back", id="setup.away"),
    Binding("b", "pane('preflight')", "before", tooltip="To what is missing or stale", id="setup.preflight"),
    Binding("tab", "next_pane(1)", "next pane", tooltip="To the next pane", id="setup.next-pane"),
    Binding("shift+tab", "next_pane(-1)", "pane before", tooltip="To the pane before", id="setup.pane-before"),
    Binding("backspace,delete", "take_back", "take back", tooltip="Take back a mapping, or what a seat was changed to",
            id="setup.take-back"),
    Binding("k", "keep", "keep", tooltip="Keep what was mapped in a file, for other drills", id="setup.keep"),
    Binding("0", "team(0)", "all teams", tooltip="The seats of all teams at once", id="team.all"),
    *(
        Binding(str(number), f"team({number})", f"team {number}", tooltip=f"The seats of team {number}",
                id=f"team.{number}")
        for number in range(1, MOST_TEAMS + 1)
    ),
    Binding("escape", "back", "back", tooltip="Back; what is chosen stays", id="setup.back"),
    Binding("q", "app.leave", "quit", tooltip="Leave", id="setup.quit"),
    Binding("question_mark", "help", "help", tooltip="Every key", id="setup.help"),
]  # fmt: skip

FIRST_SHOWN = ("change", "start", "back", "teams", "fit", "seats", "walk-in", "away", "preflight", "plan", "help")
"""The keys of the bottom line, in its order."""

PANES = ("choices", "fit", "seats", "preflight")
CHANGES = ("plan", "teams", "style", "mode", "speed", "seed", "date")


class Setup(SetupKeys):
    """One scenario, on its way to a briefing."""

    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#choices"

    @dataclass
    class Ready(Message):
        """Everything is chosen."""

        wanted: Wanted

    @dataclass
    class Closed(Message):
        """Back, with what was chosen so far."""

        wanted: Wanted

    def __init__(self, wanted: Wanted, today: date) -> None:
        super().__init__()
        self.wanted = wanted
        self._today = today
        self._material: Material | None = None

    @property
    def material(self) -> Material | None:
        """What was read, once it was."""
        return self._material

    def compose(self) -> ComposeResult:
        """A head, four panes, what was said, the keys."""
        yield Static(id="setup-head")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Choices(id="choices", title="Drill")
                yield FitPane(id="fit", title="Fit to the plan")
            with Vertical(id="right"):
                yield SeatsPane(id="seats", title="Who sits where")
                yield Preflight(id="preflight", title="Before you start")
        yield Static(id="said")
        by_id = {key.id: key for key in KEYS}
        yield KeyLine([by_id[f"setup.{name}"] for name in FIRST_SHOWN], id="keys")

    def on_mount(self) -> None:
        """What was chosen before, and what the files say."""
        self.show()
        self.read(self.wanted)

    def on_screen_resume(self) -> None:
        """Files may have been mended meanwhile."""
        if self._material is not None:
            self.read(self.wanted)

    @work(thread=True, exclusive=True, group="reading")
    def read(self, wanted: Wanted) -> None:
        """Read the files, while the keys still work."""
        worker = get_current_worker()
        material = read_material(wanted, self._today)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, material)

    def _take(self, material: Material) -> None:
        self._material = material
        if self.query("#setup-head"):  # it may have been left meanwhile
            self.show()

    def change(self, wanted: Wanted, *, reread: bool = False) -> None:
        """Take what is wanted now, and show it; `reread` where other files are meant."""
        self.wanted = wanted
        self.tell("")
        self.show()
        if reread:
            self.read(wanted)

    # ── showing ──────────────────────────────────────────────────────────────

    def show(self) -> None:
        """Everything as it stands."""
        material, seats = self._material, self.seats
        self._show_head(material)
        choices = self.query_one(Choices)
        choices.rows = tuple(self._choices(material, seats))
        choices.lay_out()
        self._show_fit(material)
        self._show_seats(material, seats)
        self._show_notes(material, seats)

    def _show_head(self, material: Material | None) -> None:
        scenario = material.scenario if material else None
        title = scenario.title if scenario else Path(self.wanted.scenario).name
        facts = f"{format_duration(scenario.duration)}, {counted(len(scenario.injects), 'inject')}" if scenario else ""
        room = max(self.app.size.width - len(facts) - 14, 10)
        parts = [(" set up ", "bold $text-accent"), (f" {cut(title, room)}", "bold"), (f"  {facts}", "$text-muted")]
        self.query_one("#setup-head", Static).update(styled(*parts))

    def _choices(self, material: Material | None, seats: Seats) -> list[ChoiceRow]:
        wanted, own = self.wanted, "the scenario's own"
        scenario, plan = (material.scenario, material.plan) if material else (None, None)
        unread = "…" if material is None else "none: choose one" if scenario else "–"
        named = f"{plan.title}, version {plan.version}" if plan else unread
        seed = wanted.seed if wanted.seed is not None else seed_of(scenario) if scenario else unread
        untimed, no_trend = "times are shown, not scored", "gives no trend data"
        return [
            ChoiceRow("plan", "plan", named, own if plan and wanted.plan is None else ""),
            ChoiceRow("teams", "teams", ", ".join(seats.teams)),
            ChoiceRow("style", "style", str(self._style), untimed if self._style is Style.DISCUSSION else ""),
            ChoiceRow("mode", "mode", str(self._mode), no_trend if self._mode is Mode.COACHED else ""),
            ChoiceRow("speed", "speed", speed(wanted.speed or 1_000)),
            ChoiceRow("seed", "seed", str(seed), own if wanted.seed is None and scenario else ""),
            ChoiceRow("date", "date", material.day.isoformat() if material else "…"),
        ]

    def _show_fit(self, material: Material | None) -> None:
        pane = self.query_one(FitPane)
        pane.lines_of_fit = material.exercise.fit.lines if material and material.exercise else ()
        counts = {found: sum(line.found is found for line in pane.lines_of_fit) for found in Found}
        matched, mapped, missing = (counts[found] for found in (Found.MATCHED, Found.MAPPED, Found.MISSING))
        counted = f"{matched} matched, {mapped} mapped, {missing} not in our plan"
        pane.border_subtitle = say(counted if pane.lines_of_fit else "")
        pane.lay_out()

    def _show_seats(self, material: Material | None, seats: Seats) -> None:
        pane = self.query_one(SeatsPane)
        exercise = material.exercise if material else None
        pane.rows = seat_rows(exercise, seats, self.team) if exercise else ()
        if pane.cursor is None and pane.rows:
            pane.put_cursor(pane.rows[0].role)
        pane.away = tuple(people_away(seats, exercise.plan, self.team)) if exercise else ()
        pane.border_title = say(f"Who sits where: {self.who}")
        many = len(seats.teams)
        pane.border_subtitle = say(f"0 all teams, 1–{many} one" if many > 1 else "")
        pane.lay_out()

    def _show_notes(self, material: Material | None, seats: Seats) -> None:
        pane = self.query_one(Preflight)
        pane.notes = notes(material, seats) if material else ()
        counts = {weight: sum(note.weight is weight for note in pane.notes) for weight in Weight}
        stops, warns = counts[Weight.STOPS], counts[Weight.WARNS]
        pane.border_subtitle = say(f"✗ {stops} in the way" if stops else f"! {warns} to look at" if warns else "")
        pane.lay_out()

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say it over the keys."""
        style = "$text-error" if bad else "$text-muted"
        self.query_one("#said", Static).update(styled((f" {'✗ ' if bad else ''}{text}", style)))

    # ── moving about ─────────────────────────────────────────────────────────

    def action_pane(self, name: str) -> None:
        """To a pane; where there is no room for it beside the others, in the place of another."""
        self.set_class(name == "fit", "-show-fit")
        self.set_class(name == "seats", "-show-seats")
        self.query_one(f"#{name}").focus()

    def action_next_pane(self, by: int) -> None:
        """To the next pane, round and round."""
        here = self.focused.id if self.focused is not None and self.focused.id in PANES else PANES[0]
        self.action_pane(PANES[(PANES.index(str(here)) + by) % len(PANES)])

    def action_team(self, number: int) -> None:
        """The seats of a team by its digit; 0 is all of them."""
        teams = teams_of(self.wanted)
        if number > len(teams):
            self.tell(f"there {'is 1 team' if len(teams) == 1 else f'are {len(teams)} teams'}", bad=True)
            return
        self.team = teams[number - 1] if number else ALL
        self.show()
        self.action_pane("seats")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter, or a press of the mouse on the row that has the cursor."""
        if event.key == START:
            self.action_start()
        elif event.key in CHANGES:
            getattr(self, f"action_{event.key}")()
        elif isinstance(event.key, FitLine):
            self.map_name(event.key)
        elif isinstance(event.pane, SeatsPane):
            self.fill_seat(str(event.key))

    def _role(self) -> str | None:
        pane = self.query_one(SeatsPane)
        if any(row.role == pane.cursor for row in pane.rows):
            return str(pane.cursor)
        self.tell(f"choose a role first: {key_for('setup.seats', self)}", bad=True)
        return None

    def action_walk_in(self) -> None:
        """A walk-in in the seat under the cursor."""
        if role := self._role():
            self.seat_walk_in(role)

    def action_away(self) -> None:
        """Who sits there is away."""
        if role := self._role():
            self.send_away(role)

    def action_take_back(self) -> None:
        """As it was: the mapping, or the seat, under the cursor."""
        if isinstance(self.focused, FitPane):
            if isinstance(line := self.focused.cursor, FitLine):
                self.unmap(line)
        elif role := self._role():
            self.as_planned(role)

    # ── on, and back ─────────────────────────────────────────────────────────

    def action_start(self) -> None:
        """To the briefing, unless something stands in the way."""
        if self._material is None:
            self.tell("the files are still being read", bad=True)
            return
        in_the_way = [note for note in notes(self._material, self.seats) if note.weight is Weight.STOPS]
        if in_the_way:
            self.action_pane("preflight")
            self.tell(in_the_way[0].said, bad=True)
            return
        self.post_message(self.Ready(self.wanted))

    def action_back(self) -> None:
        """Back; what was chosen is kept."""
        self.post_message(self.Closed(self.wanted))

    def action_change(self) -> None:
        """Change what is under the cursor."""
        pane = self.focused if isinstance(self.focused, Lines) else self.query_one(Choices)
        pane.action_choose()

    def action_help(self) -> None:
        """Every key."""
        self.app.push_screen(Help(KEYS, signs=False))
