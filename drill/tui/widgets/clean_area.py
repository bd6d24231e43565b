"""Several lines of input that take no control characters, however they come."""

from __future__ import annotations

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from drill.files.text import clean


class CleanArea(TextArea):
    """A text area whose text is always clean; Tab leaves it."""

    def __init__(self, text: str = "", *, id: str | None = None, title: str = "") -> None:
        super().__init__(clean(text), id=id, tab_behavior="focus", soft_wrap=True)
        self.border_title = title
        self.highlight_cursor_line = False

    def edit(self, edit: Edit) -> EditResult:
        """Clean what is typed or pasted; terminals paste a new line as a carriage return."""
        edit.text = clean(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        return super().edit(edit)
