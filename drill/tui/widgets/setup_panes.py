"""The four panes of the set-up: what is chosen, how the scenario fits the plan, who sits where, what to mend first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from drill.scenario.fit import FitLine, Found
from drill.tui.setup.preflight import Note, Weight
from drill.tui.setup.seats import Seating, SeatRow
from drill.tui.text import fit
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Line, Span, spread

START = "start"
"""The key of the row that begins the drill."""


class SetupPane(Lines):
    """A pane whose rows are handed to it."""

    BEGINS_AT: ClassVar[str | None] = None
    """The row that the cursor is on at first, where that is not the first one."""

    @property
    def is_ready(self) -> bool:
        """It stands on what it was given."""
        return True

    def lay_out(self) -> None:
        """A pane that had no rows when it got the keys has its cursor on one of them now."""
        super().lay_out()
        keys = [block.key for block in self._blocks if block.can_choose]
        if keys and self.cursor not in keys and (self.has_focus or self.BEGINS_AT is not None):
            self.put_cursor(self.BEGINS_AT if self.BEGINS_AT in keys else keys[0])


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One thing that can be chosen, as it stands."""

    key: str
    label: str
    value: str
    aside: str = ""


class Choices(SetupPane):
    """What the drill is run with; the last row begins it."""

    BEGINS_AT = START
    rows: tuple[ChoiceRow, ...] = ()

    def blocks(self, width: int) -> Iterator[Block]:
        """A row each."""
        for row in self.rows:
            begins = [Span(fit(row.label, 8), "dim"), Span(row.value, "strong"), Span(f"  {row.aside}", "dim")]
            yield Block(row.key, (spread(begins, (), width),))
        yield Block(START, (spread([Span("▶ Start: to the briefing", "accent")], (), width),))


_FIT_SIGNS = {Found.MISSING: ("✗", "bad"), Found.MAPPED: ("≈", "accent"), Found.MATCHED: ("✓", "good")}
_FIT_WORDS = {
    Found.MISSING: "Not in our plan: left out, unless it is mapped",
    Found.MAPPED: "Mapped",
    Found.MATCHED: "Matched",
}


class FitPane(SetupPane):
    """What the scenario names: not in our plan, mapped, matched."""

    EMPTY = "nothing to compare yet"
    lines_of_fit: tuple[FitLine, ...] = ()

    def blocks(self, width: int) -> Iterator[Block]:
        """Three lists, what needs a hand first."""
        for found, (sign, style) in _FIT_SIGNS.items():
            mine = [line for line in self.lines_of_fit if line.found is found]
            if self.lines_of_fit:
                head = [Span(f"{sign} {_FIT_WORDS[found]}", "head")]
                yield Block(("head", found), (spread(head, [Span(str(len(mine)), "dim")], width),), can_choose=False)
            for line in mine:
                yield Block(line, (_name(line, sign, style, width),))


def _name(line: FitLine, sign: str, style: str, width: int) -> Line:
    begins = [Span(f"  {sign} ", style), Span(fit(line.kind, 9), "dim"), Span(line.name)]
    if line.plan_name is not None and line.plan_name != line.name:
        begins.append(Span(f" → {line.plan_name}", style))
    return spread(begins, (), width)


_SEAT_STYLES = {
    Seating.PLANNED: ("●", ""),
    Seating.BACKUP: ("◐", "warn"),
    Seating.INSTEAD: ("⇄", "accent"),
    Seating.WALK_IN: ("+", "accent"),
    Seating.NOBODY: ("✗", "bad"),
    Seating.DIFFERS: ("≠", "accent"),
}


class SeatsPane(SetupPane):
    """The roles, and who sits there."""

    EMPTY = "nobody to seat yet"
    rows: tuple[SeatRow, ...] = ()
    away: tuple[str, ...] = ()
    """The names of who is not there."""

    def blocks(self, width: int) -> Iterator[Block]:
        """The roles that the scenario needs, then the others, then who is away."""
        before = True
        for row in self.rows:
            if before and not row.needed:
                others = Span("Other roles of the plan", "head")
                yield Block("others", (spread([others], (), width),), can_choose=False)
            before = row.needed
            yield Block(row.role, (_seat(row, width),))
        if self.away:
            said = f"away: {', '.join(self.away)}"
            yield Block("away", tuple((Span(line, "warn"),) for line in wrap(said, max(width, 10))), can_choose=False)


def _seat(row: SeatRow, width: int) -> Line:
    sign, style = _SEAT_STYLES[row.seating]
    title = fit(row.title, max(min(30, width // 2 - 4), 10))
    begins = [Span(f"{sign} ", style or "good"), Span(f"{title} ", "" if row.needed else "dim")]
    if row.seating is Seating.NOBODY:
        return spread([*begins, Span("nobody", "bad")], (), width)
    aside = "" if row.seating in (Seating.PLANNED, Seating.DIFFERS) else f"  {row.seating}"
    return spread([*begins, Span(row.who, style), Span(aside, "dim")], (), width)


_WEIGHTS = {
    Weight.STOPS: ("✗", "bad"),
    Weight.WARNS: ("!", "warn"),
    Weight.TO_KNOW: ("○", ""),
    Weight.FINE: ("✓", "good"),
}


class Preflight(SetupPane):
    """What is missing or stale, the gravest first."""

    EMPTY = "looking …"
    notes: tuple[Note, ...] = ()

    def blocks(self, width: int) -> Iterator[Block]:
        """A note each, with its remedy under it."""
        for note in self.notes:
            sign, style = _WEIGHTS[note.weight]
            said = wrap(note.said, max(width - 2, 10))
            lines: list[Line] = [
                (Span(f"{sign if index == 0 else ' '} ", style), Span(text, style if note.weight <= 1 else ""))
                for index, text in enumerate(said)
            ]
            remedy = wrap(note.remedy, max(width - 4, 10))
            lines += [(Span("  → " if index == 0 else "    ", "dim"), Span(text, "dim"))
                      for index, text in enumerate(remedy)]  # fmt: skip
            yield Block(note, tuple(lines))
