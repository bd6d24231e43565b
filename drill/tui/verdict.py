"""What is wrong with a line while it is typed: quiet while a word is missing, with its place where one is wrong."""

from __future__ import annotations

from drill.session.completion import Completion
from drill.session.words import GrammarError
from drill.tui.text import cut, width_of


def verdict(text: str, completion: Completion, error: GrammarError, width: int) -> list[tuple[str, str]]:
    """The words for a line that cannot be taken yet, in `width` cells."""
    is_missing = error.column > len(text.rstrip())
    is_begun = error.column > completion.start and bool(completion.candidates)
    if is_missing or is_begun:
        wanted = completion.wanted or error.message
        return [(f" next: {wanted}" if text.strip() else f" {wanted}", "$text-muted")]
    place = f"  (column {error.column})"
    said = cut(f" ✗ {error.on_one_line}", width - width_of(place) - 1)
    return [(said, "bold $text-error"), (place, "$text-muted")]
