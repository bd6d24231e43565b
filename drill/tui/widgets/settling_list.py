"""What a debrief goes through: what is open, and what was settled and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from drill.session.unsettled import Item, Matter
from drill.tui.figures import stamp
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Line, Span, spread


class SettlingList(Lines):
    """Matter by matter, each with the count of what is open."""

    EMPTY = "there is nothing to settle"

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self.items: tuple[Item, ...] = ()

    @property
    def is_ready(self) -> bool:
        """It stands on its items."""
        return True

    def put(self, items: Sequence[Item]) -> None:
        """Show these items."""
        self.items = tuple(items)
        self.lay_out()

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return next((item for item in self.items if key_of(item) == self.cursor), None)

    def blocks(self, width: int) -> Iterator[Block]:
        """A head for each matter, and its items."""
        for matter, group in groupby(self.items, key=lambda item: item.matter):
            items = list(group)
            still_open = sum(item.is_open for item in items)
            state = f"{still_open} open" if still_open else "settled"
            head = spread([Span(str(matter), "head")], [Span(state, "warn" if still_open else "good")], width)
            yield Block(("head", matter), (head,), can_choose=False)
            for item in items:
                yield Block(key_of(item), (_line(item, width),))


def key_of(item: Item) -> tuple[object, ...]:
    """What an item is known by, however it was settled."""
    return item.matter, item.team, item.row, item.entry, item.title if item.matter is Matter.GATE else item.name


def _line(item: Item, width: int) -> Line:
    sign, style = ("□", "") if item.is_open else ("✓", "dim")
    begins = [Span(f" {sign} ", "accent" if item.is_open else "good")]
    if item.team:
        begins.append(Span(f"{item.team} ", style))
    if item.at is not None:
        begins.append(Span(f"{stamp(item.at)} ", "dim"))
    begins.append(Span(item.title, style))
    return spread(begins, [Span(item.settled, "dim")] if item.settled else [], width)
