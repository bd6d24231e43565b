"""The changes that a session asks for, one line each, with a sign for where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drill.tui.revising.offer import Change, Standing
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Span, spread

_STYLES = {
    Standing.OPEN: "warn",
    Standing.ASIDE: "dim",
    Standing.DRAFT: "event",
    Standing.PROPOSED: "event",
    Standing.DONE: "good",
    Standing.ENDED: "dim",
}


class ChangeList(Lines):
    """What could be changed; the cursor says which change is shown."""

    EMPTY = "nothing to change"

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self.changes: Sequence[Change] | None = None

    @property
    def is_ready(self) -> bool:
        """It stands on what was read."""
        return self.changes is not None

    @property
    def chosen(self) -> Change | None:
        """The change under the cursor."""
        return next((each for each in self.changes or () if each.proposal.id == self.cursor), None)

    def put(self, changes: Sequence[Change]) -> None:
        """Show these."""
        self.changes = changes
        self.lay_out()
        if self.chosen is None and changes:
            self.put_cursor(changes[0].proposal.id)

    def blocks(self, width: int) -> Iterator[Block]:
        """A sign, the title, and the word for the sign."""
        for each in self.changes or ():
            standing = each.standing
            style = _STYLES[standing]
            is_over = standing in (Standing.ASIDE, Standing.ENDED)
            begins = [Span(f"{standing.sign} ", style), Span(each.proposal.title, "dim" if is_over else "")]
            ends = [] if standing is Standing.OPEN else [Span(standing.word, style)]
            yield Block(each.proposal.id, (spread(begins, ends, width),))
