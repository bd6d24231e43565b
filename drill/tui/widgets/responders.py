"""The roles of one team: who was called by whom, who has answered, who acts, who is away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drill.session.panes.seats import RoleLine, RoleStatus
from drill.tui.figures import due_in
from drill.tui.text import entitle
from drill.tui.widgets.lines import Lines, Unpainted
from drill.tui.widgets.next_panel import urgency
from drill.tui.widgets.painted import Line, Span, spread

SIGNS = {
    RoleStatus.IDLE: "○",
    RoleStatus.CALLED: "◐",
    RoleStatus.ACKNOWLEDGED: "◑",
    RoleStatus.ACTING: "●",
    RoleStatus.ABSENT: "✗",
}
_STYLES = {
    RoleStatus.IDLE: "dim",
    RoleStatus.CALLED: "warn",
    RoleStatus.ACKNOWLEDGED: "accent",
    RoleStatus.ACTING: "good",
    RoleStatus.ABSENT: "bad",
}


class Responders(Lines):
    """A line for each role."""

    EMPTY = "no roles"

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self._rows: dict[object, RoleLine] = {}

    def stands_on(self) -> object:
        """The roles of the team that is shown."""
        return self.seen.roles

    def blocks(self, width: int) -> Iterator[Unpainted]:
        """The roles, the front line first."""
        entitle(self, title=f"Responders: {self.seen.roles_of}")
        self._rows = {role.role: role for role in self.seen.roles}
        return (Unpainted(role.role) for role in self.seen.roles)

    def lines_of(self, key: object, width: int) -> Sequence[Line]:
        """One role."""
        return (_line(self._rows[key], self.seen.now, width),)


def _line(role: RoleLine, now: int, width: int) -> Line:
    idle = role.status in (RoleStatus.IDLE, RoleStatus.ABSENT)
    begins = [Span(f"{SIGNS[role.status]} ", _STYLES[role.status]), Span(role.role, "dim" if idle else "")]
    if role.status is RoleStatus.ABSENT:
        return spread(begins, [Span("nobody there", "bad")], width)
    if role.called_by and role.status is not RoleStatus.IDLE:
        begins.append(Span(f" ◄ {role.called_by}", "dim"))
    if role.until is not None:
        return spread(begins, [Span(due_in(role.until - now), urgency(role.until, now))], width)
    return spread(begins, [Span("you", "dim")] if role.simulated else [], width)
