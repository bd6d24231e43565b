"""The headings of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drill.tui.text import cut
from drill.tui.widgets.lines import Block, Lines
from drill.tui.widgets.painted import Span


class Headings(Lines):
    """One line for each section; the cursor says which is shown."""

    def __init__(self, titles: Sequence[str], *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id, title=title)
        self._titles = list(titles)

    @property
    def is_ready(self) -> bool:
        """It stands on its titles."""
        return True

    def blocks(self, width: int) -> Iterator[Block]:
        """The titles."""
        for index, title in enumerate(self._titles):
            yield Block(index, ((Span(cut(f" {title}", width)),),))
