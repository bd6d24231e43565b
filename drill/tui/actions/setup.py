"""What a drill is run with, by the keys of the set-up: each asks one thing, and changes what is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from textual import work

from drill.errors import DrillError
from drill.files.writing import write_new
from drill.plan.load import load_plan
from drill.scenario.fit import FitLine
from drill.scenario.load import load_fit
from drill.scenario.model import FitMap, Mode, Style
from drill.session.opening import check_team, seed_of
from drill.session.statements import ALL
from drill.tui.actions.seating import SeatingKeys
from drill.tui.figures import speed as speed_of
from drill.tui.setup.candidates import GROUPS, as_file, candidates, is_by_hand, kept_for, mapped
from drill.tui.setup.reading import Material, teams_of
from drill.tui.setup.seats import Seats
from drill.tui.starting import Wanted
from drill.tui.widgets.dialog import AskChoice, AskText, Choice

MOST_TEAMS = 8
"""So many teams find room on the screen."""

SPEEDS = (500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)


class SetupKeys(SeatingKeys):
    """Plan, teams, style, mode, speed, seed, date, and the fit to the plan."""

    # ── what the drill is run with ───────────────────────────────────────────

    @work(exclusive=True, group="dialog")
    async def action_plan(self) -> None:
        """Another plan."""
        material = self.material
        if material is None or not material.plans:
            self.tell("no plan was found nearby; name one with drill run --plan PLAN", bad=True)
            return
        choices = [Choice(plan.path, plan.title, f"version {plan.version}  {plan.path}") for plan in material.plans]
        path = await self.ask(AskChoice("On which plan is it run?", choices))
        if path is not None:
            self.change(self._on(path, material), reread=True)

    def _on(self, path: Path, material: Material) -> Wanted:
        """What is wanted on another plan: what means nothing there is dropped."""
        own = material.plans[0].path if material.scenario is not None and material.scenario.plan else None
        try:
            plan = load_plan(path)
        except DrillError:  # the reading says why
            return replace(self.wanted, plan=path)
        wanted = self.seats.kept_for(plan).into(self.wanted)
        return replace(wanted, plan=None if path == own else path, mapping=kept_for(self.wanted.mapping, plan))

    @work(exclusive=True, group="dialog")
    async def action_teams(self) -> None:
        """Which teams play."""
        said = f"A word for each, 1 to {MOST_TEAMS} of them. A team that is left out loses its seats."
        value = " ".join(teams_of(self.wanted))
        text = await self.ask(AskText("Which teams play?", said, value=value, check=why_no_teams, mends=True))
        if text:
            teams = team_names(text)
            self.team = self.team if self.team in teams else ALL
            self.change(Seats.of(self.wanted, teams).into(replace(self.wanted, teams=teams)))

    def action_style(self) -> None:
        """Live, or talked through."""
        now = self._style
        self.change(replace(self.wanted, style=Style.DISCUSSION if now is Style.LIVE else Style.LIVE))

    def action_mode(self) -> None:
        """Assessed, or coached."""
        now = self._mode
        self.change(replace(self.wanted, mode=Mode.COACHED if now is Mode.ASSESSED else Mode.ASSESSED))

    @property
    def _style(self) -> Style:
        scenario = self.material.scenario if self.material else None
        return self.wanted.style or (scenario.style if scenario else Style.LIVE)

    @property
    def _mode(self) -> Mode:
        scenario = self.material.scenario if self.material else None
        return self.wanted.mode or (scenario.mode if scenario else Mode.ASSESSED)

    @work(exclusive=True, group="dialog")
    async def action_speed(self) -> None:
        """How fast exercise time runs."""
        meanings = {1_000: "as on the wall", 60_000: "a minute each second"}
        choices = [Choice(each, speed_of(each), meanings.get(each, "")) for each in SPEEDS]
        chosen = await self.ask(AskChoice("How fast does exercise time run?", choices))
        if chosen is not None:
            self.change(replace(self.wanted, speed=chosen))

    @work(exclusive=True, group="dialog")
    async def action_seed(self) -> None:
        """What names are drawn from."""
        scenario = self.material.scenario if self.material else None
        own = seed_of(scenario) if scenario else 0
        value = str(own if self.wanted.seed is None else self.wanted.seed)
        said = f"The same number draws the same names. The scenario's own is {own}."
        text = await self.ask(AskText("What are names drawn from?", said, value=value, check=why_no_seed))
        if text:
            self.change(replace(self.wanted, seed=None if int(text) == own else int(text)))

    @work(exclusive=True, group="dialog")
    async def action_date(self) -> None:
        """The day of the drill."""
        day = self.material.day.isoformat() if self.material else ""
        text = await self.ask(AskText("On which day is the drill?", "As 2026-11-27.", value=day, check=why_no_day))
        if text:
            self.change(replace(self.wanted, day=date.fromisoformat(text)), reread=True)

    # ── the fit to the plan ──────────────────────────────────────────────────

    @work(exclusive=True, group="dialog")
    async def map_name(self, line: FitLine) -> None:
        """What the plan has for a name of the scenario: its own names, the closest first."""
        exercise = self.material.exercise if self.material else None
        if exercise is None:
            return
        if line.kind not in GROUPS:
            self.tell("people belong to one plan, and cannot be mapped; seat them instead", bad=True)
            return
        choices = [Choice(one.name, one.name, one.title) for one in candidates(exercise.fit, line)]
        if not choices:
            self.tell(f"the plan has no {line.kind} at all", bad=True)
            return
        said = f"The scenario's {line.kind} {line.name}. The closest stand first."
        chosen = await self.ask(AskChoice("What does our plan have for it?", choices, said))
        if chosen is not None:
            self._map(line, chosen)

    @work(exclusive=True, group="dialog")
    async def action_keep(self) -> None:
        """Write what was mapped to a file, for other drills."""
        if self.wanted.mapping is None:
            self.tell("nothing was mapped here", bad=True)
            return
        scenario = Path(self.wanted.scenario)
        value = str(scenario.parent / f"{scenario.stem}.fit.yaml")
        said = "For another drill: drill run SCENARIO --plan PLAN --fit FILE."
        path = await self.ask(AskText("Keep the mapping in which file?", said, value=value, check=why_no_yaml))
        if not path:
            return
        try:
            before = [load_fit(self.wanted.fit)] if self.wanted.fit is not None else []
            write_new(path, as_file(*before, self.wanted.mapping))
        except DrillError as error:
            self.tell(error.on_one_line, bad=True)
        else:
            self.tell(f"the mapping is in {path}")

    def unmap(self, line: FitLine) -> None:
        """Take back what was mapped here."""
        if is_by_hand(self.wanted.mapping, line):
            self._map(line, None)
        else:
            self.tell("this was not mapped here", bad=True)

    def _map(self, line: FitLine, to: str | None) -> None:
        mapping = mapped(self.wanted.mapping, line, to)
        self.change(replace(self.wanted, mapping=None if mapping == FitMap() else mapping), reread=True)


# ── what is wrong with what was typed ────────────────────────────────────────


def team_names(text: str) -> tuple[str, ...]:
    """The teams' names, with blanks or commas between them."""
    return tuple(text.replace(",", " ").split())


def why_no_teams(text: str) -> str | None:
    """What is wrong with the teams' names, or nothing."""
    names = team_names(text)
    if len(names) > MOST_TEAMS:
        return f"{len(names)} teams are more than the {MOST_TEAMS} that find room on the screen"
    try:
        for index, name in enumerate(names):
            check_team(name, names[:index])
    except DrillError as error:
        return error.on_one_line
    return None


def why_no_yaml(text: str) -> str | None:
    """What is wrong with the name of a file."""
    return None if text.endswith((".yaml", ".yml")) else "the name should end in .yaml"


def why_no_seed(text: str) -> str | None:
    """What is wrong with a seed."""
    return None if text.isascii() and text.isdigit() and len(text) < 19 else "a whole number is wanted, such as 7"


def why_no_day(text: str) -> str | None:
    """What is wrong with a day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return "a day is written like 2026-11-27"
    return None
