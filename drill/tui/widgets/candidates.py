"""The words that can stand next in the line that is typed, each with what it means."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Static

from drill.session.vocabulary import Candidate
from drill.tui.text import cut, fit, styled, width_of

MOST = 8


class Candidates(Static):
    """A short list over the command bar, one of its words marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all: tuple[Candidate, ...] = ()
        self._mark = 0

    @property
    def marked(self) -> Candidate | None:
        """The word that Tab takes."""
        return self._all[self._mark] if self._all else None

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Show these words, the first one marked; nothing where there are none."""
        self._all, self._mark = tuple(candidates), 0
        self.display = bool(self._all)
        self._draw()

    def move(self, by: int) -> None:
        """Mark another word."""
        if self._all:
            self._mark = (self._mark + by) % len(self._all)
            self._draw()

    def _draw(self) -> None:
        if not self._all:
            return
        first = max(0, min(self._mark - MOST + 2, len(self._all) - MOST))
        shown = self._all[first : first + MOST]
        width = max(width_of(one.word) for one in shown) + 2
        parts: list[tuple[str, str]] = []
        for index, one in enumerate(shown, first):
            marked = index == self._mark
            parts.append((f"{'▸' if marked else ' '} {fit(one.word, width)}", "bold $text-accent" if marked else ""))
            parts.append((f"{cut(one.title, max(self.screen.size.width - width - 12, 10))}\n", "$text-muted"))
        left = len(self._all) - first - len(shown)
        parts.append((f"  {left} more", "$text-muted") if left else ("  tab takes the word", "$text-muted"))
        self.update(styled(*parts))
