"""A banner across the screen, for what nobody may miss."""

from __future__ import annotations

from textual.widgets import Static

from drill.tui.text import say


class Banner(Static):
    """Hidden until something must be said; then it stays until that is over."""

    def show(self, text: str, *, kind: str) -> None:
        """Say it. `kind` is ``no-duff``, ``lost`` or ``paused``, for the stylesheet."""
        self.set_class(kind == "no-duff", "-no-duff")
        self.set_class(kind == "lost", "-lost")
        self.update(say(text))
        self.display = True

    def hide(self) -> None:
        """It is over."""
        self.display = False
