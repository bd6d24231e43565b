"""Who sits where, by the keys of the set-up: a seat is filled, emptied, given to a walk-in, or as the plan has it."""

from __future__ import annotations

from typing import TypeVar

from textual import work
from textual.screen import ModalScreen, Screen

from drill.plan.model import Plan
from drill.session.statements import ALL
from drill.tui.setup.reading import Material, teams_of
from drill.tui.setup.seats import Seats, Sitter
from drill.tui.starting import Wanted
from drill.tui.widgets.dialog import AskChoice, AskText, Choice
from drill.tui.widgets.key_line import key_for

Answer = TypeVar("Answer")

_NOBODY, _WALK_IN, _PLANNED = ":nobody", ":walk-in", ":planned"


class SeatingKeys(Screen[None]):
    """What every key of the set-up stands on, and the keys of the seats. The screen shows what is wanted."""

    wanted: Wanted
    team: str = ALL

    # ── what the screen gives ────────────────────────────────────────────────

    @property
    def material(self) -> Material | None:
        """What was read, once it was."""
        raise NotImplementedError

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say what was done, or why it was not."""
        raise NotImplementedError

    def change(self, wanted: Wanted, *, reread: bool = False) -> None:
        """Take what is wanted now, and show it; `reread` where other files are meant."""
        raise NotImplementedError

    async def ask(self, dialog: ModalScreen[Answer]) -> Answer:
        """The answer to a dialog; None where it was left. Only from a worker."""
        return await self.app.push_screen_wait(dialog)

    @property
    def seats(self) -> Seats:
        """Who sits where."""
        return Seats.of(self.wanted, teams_of(self.wanted))

    def seat_now(self, changed: Seats) -> None:
        """Take a change of the seats."""
        self.change(changed.into(self.wanted))

    # ── who sits where ───────────────────────────────────────────────────────

    @work(exclusive=True, group="dialog")
    async def fill_seat(self, role: str) -> None:
        """Somebody of the plan, a walk-in, or nobody."""
        plan = self.material.plan if self.material else None
        if plan is None:
            return
        title, choices = plan.roles[role].title, _choices(plan, role)
        chosen = await self.ask(AskChoice(f"{self.who}: who sits in {title}?", choices))
        if chosen == _WALK_IN:
            await self._seat_walk_in(plan, role)
        elif chosen == _NOBODY:
            self.seat_now(self.seats.emptied(self.team, role, plan))
        elif chosen == _PLANNED:
            self.seat_now(self.seats.as_planned(self.team, role, plan))
        elif chosen is not None:
            self.seat_now(self.seats.seated(self.team, role, Sitter(chosen)))

    @work(exclusive=True, group="dialog")
    async def seat_walk_in(self, role: str) -> None:
        """Somebody whom the plan does not know."""
        plan = self.material.plan if self.material else None
        if plan is not None:
            await self._seat_walk_in(plan, role)

    async def _seat_walk_in(self, plan: Plan, role: str) -> None:
        said = "Their name, as the room knows them. The report names roles, and people only where it is asked to."
        name = await self.ask(AskText(f"{self.who}: a walk-in as {plan.roles[role].title}", said))
        if name:
            self.seat_now(self.seats.seated(self.team, role, self.seats.walk_in(name, plan)))

    def send_away(self, role: str) -> None:
        """Who sits there is not there, or is back."""
        plan = self.material.plan if self.material else None
        if plan is None:
            return
        seats = self.seats
        teams = teams_of(self.wanted) if self.team == ALL else (self.team,)
        person = next((one for one in (seats.sitting(team, role, plan) for team in teams) if one is not None), None)
        if person is None:
            self.tell("nobody sits there", bad=True)
            return
        self.seat_now(seats.toggled(self.team, person))
        back = key_for("setup.take-back", self)
        self.tell(f"{seats.name_of(person, plan)} is away, from every seat; {back} brings a seat back to the plan")

    def as_planned(self, role: str) -> None:
        """The seat as the plan has it."""
        plan = self.material.plan if self.material else None
        if plan is not None:
            self.seat_now(self.seats.as_planned(self.team, role, plan))

    @property
    def who(self) -> str:
        """Whose seats are shown, in words."""
        teams = teams_of(self.wanted)
        return self.team if self.team != ALL else "all teams" if len(teams) > 1 else teams[0]


def _choices(plan: Plan, role: str) -> list[Choice[str]]:
    own = [person for person in plan.roles[role].people if person in plan.people]
    hats = {person: [each.title for each in plan.roles.values() if person in each.people] for person in plan.people}
    return [
        Choice(_PLANNED, "as the plan has it", ", ".join(plan.people[person].name for person in own)),
        *(
            Choice(person, plan.people[person].name, "a backup" if index else "first in the plan")
            for index, person in enumerate(own)
        ),
        Choice(_WALK_IN, "a walk-in …", "somebody whom the plan does not know"),
        Choice(_NOBODY, "nobody", "who could sit there is away, from every seat"),
        *(
            Choice(person, plan.people[person].name, ", ".join(hats[person]) or "no role")
            for person in plan.people
            if person not in own
        ),
    ]
