"""A pane of lines with a cursor: only what is in sight is drawn, and only what changed is drawn again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from drill.session.view import View
from drill.tui.widgets.painted import Line, Painted, Span


@dataclass(frozen=True, slots=True)
class Block:
    """One thing of the pane: the key that it is known by, and the lines that it takes."""

    key: object
    lines: tuple[Line, ...]
    can_choose: bool = True


class Lines(Painted):
    """A scrolling pane of blocks of lines, made from a view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("enter", "choose", show=False),
    ]
    EMPTY: ClassVar[str] = ""
    """What the pane says when it has nothing to show."""

    view: reactive[View | None] = reactive(None)

    @dataclass
    class Chosen(Message):
        """Enter was pressed on a block, or it was clicked."""

        pane: Lines
        key: object

    @dataclass
    class Moved(Message):
        """The cursor came to another block."""

        pane: Lines
        key: object

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id)
        self.border_title = title
        self._blocks: list[Block] = []
        self._lines: list[Line] = []
        self._block_at: list[int] = []
        self._cursor: object = None

    # ── what it shows ────────────────────────────────────────────────────────

    def blocks(self, width: int) -> Iterable[Block]:
        """The blocks of the pane, in `width` cells; asked for only when there is something to show."""
        raise NotImplementedError

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show."""
        return self.view is not None

    @property
    def seen(self) -> View:
        """The view, where there is one."""
        assert self.view is not None
        return self.view

    def watch_view(self) -> None:
        """Lay the pane out anew; only lines that changed are drawn."""
        self.lay_out()

    def on_resize(self) -> None:
        """The lines hang on the width."""
        self.lay_out()

    def lay_out(self) -> None:
        """Make the lines from the view."""
        width = self.scrollable_content_region.width
        if not self.is_ready or width <= 0:
            return
        blocks = list(self.blocks(width)) or [Block(None, ((Span(self.EMPTY, "dim"),),), can_choose=False)]
        lines = [line for block in blocks for line in block.lines]
        before, self._lines = self._lines, lines
        self._blocks = blocks
        self._block_at = [index for index, block in enumerate(blocks) for _ in block.lines]
        if len(before) != len(lines) or self.virtual_size.height != len(lines):
            self.virtual_size = Size(0, len(lines))
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.refresh_line(y)

    # ── the cursor ───────────────────────────────────────────────────────────

    @property
    def cursor(self) -> object:
        """The key of the block under the cursor, or None."""
        return self._cursor

    def put_cursor(self, key: object) -> None:
        """Move the cursor to a block without telling anyone."""
        self._cursor = key
        self._show_cursor()

    def action_move(self, by: int) -> None:
        """Move the cursor by so many blocks."""
        choices = [index for index, block in enumerate(self._blocks) if block.can_choose]
        if not choices:
            return
        here = next((place for place, index in enumerate(choices) if self._blocks[index].key == self._cursor), None)
        there = 0 if here is None and by > 0 else max(0, min(len(choices) - 1, (here or 0) + by))
        self._cursor = self._blocks[choices[there]].key
        self._show_cursor()
        self.post_message(self.Moved(self, self._cursor))

    def action_choose(self) -> None:
        """Tell that the block under the cursor was chosen."""
        if self._cursor is not None:
            self.post_message(self.Chosen(self, self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; twice chooses."""
        offset = event.get_content_offset(self)
        y = self.scroll_offset.y + offset.y if offset else -1
        if 0 <= y < len(self._block_at) and self._blocks[self._block_at[y]].can_choose:
            self._cursor = self._blocks[self._block_at[y]].key
            self.refresh()
            self.post_message((self.Chosen if event.chain > 1 else self.Moved)(self, self._cursor))

    def on_focus(self) -> None:
        """The cursor shows while the pane has the keys."""
        if self._cursor is None or all(block.key != self._cursor for block in self._blocks):
            self._cursor = next((block.key for block in self._blocks if block.can_choose), None)
        self._show_cursor()

    def on_blur(self) -> None:
        """The cursor hides."""
        self.refresh()

    def _show_cursor(self) -> None:
        rows = [y for y, index in enumerate(self._block_at) if self._blocks[index].key == self._cursor]
        height = self.scrollable_content_region.height
        if rows and height > 0:
            if rows[0] < self.scroll_offset.y:
                self.scroll_to(y=rows[0], animate=False, force=True)
            elif rows[-1] >= self.scroll_offset.y + height:
                self.scroll_to(y=rows[-1] - height + 1, animate=False, force=True)
        self.refresh()

    # ── drawing ──────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """One line of the pane."""
        width, base = self.scrollable_content_region.width, self.rich_style
        row = self.scroll_offset.y + y
        if row >= len(self._lines):
            return Strip.blank(width, base)
        key = self._blocks[self._block_at[row]].key
        line = self._lines[row]
        if self.has_focus and key is not None and key == self._cursor:
            line = tuple(Span(span.text, "cursor") for span in line)
            base += self.style_of("cursor")
        return self.paint(line, width, base)
