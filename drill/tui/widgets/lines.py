"""A pane of lines with a cursor: only what is in sight is drawn, and only what changed is drawn again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Unpainted:
    """A block whose lines are made only while it is in sight: for panes of thousands."""

    key: object
    height: int = 1
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

    view: reactive[View | None] = reactive(None, repaint=False)

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
        self._blocks: list[Block | Unpainted] = []
        self._block_at: list[int] = []
        self._stand_on: object = None
        self._laid_out: object = None
        self._in_sight: dict[int, Line] = {}
        self._width = 0
        self._cursor: object = None

    # ── what it shows ────────────────────────────────────────────────────────

    def blocks(self, width: int) -> Iterable[Block | Unpainted]:
        """The blocks of the pane, in `width` cells; asked for only when there is something to show."""
        raise NotImplementedError

    def lines_of(self, key: object, width: int) -> Sequence[Line]:
        """The lines of a block that was left unpainted."""
        raise NotImplementedError

    def stands_on(self) -> object:
        """What the blocks hang on, but for the lines of the unpainted: while it is the same thing, so are they."""
        return object()

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
        """Make the blocks from the view, where they are not the same, and draw the lines that changed."""
        width = self.scrollable_content_region.width
        if not self.is_ready or width <= 0:
            return
        stands_on, self._width = (self.stands_on(), width), width
        as_laid_out = (self.view and self.view.now, self.scroll_offset.y, self.scrollable_content_region.height)
        if stands_on == self._stand_on and as_laid_out == self._laid_out:
            return
        self._laid_out = as_laid_out
        if stands_on != self._stand_on:
            self._stand_on = stands_on
            self._blocks = list(self.blocks(width)) or [self._empty()]
            self._block_at = [index for index, block in enumerate(self._blocks) for _ in range(block.height)]
            if self.virtual_size.height != len(self._block_at):
                self._in_sight = {}
                self._grow(len(self._block_at))
                self.refresh()
                return
        before, self._in_sight = self._in_sight, {}
        top = self.scroll_offset.y
        for row in range(top, min(top + self.scrollable_content_region.height, len(self._block_at))):
            if self._line_at(row) != before.get(row):
                self.refresh_line(row)

    def _grow(self, height: int) -> None:
        """Take another height. The screen is laid out anew only where that shows, not for a line beyond the edge."""
        room = self.scrollable_content_region.height
        if self.styles.is_auto_height or (self.virtual_size.height > room) != (height > room):
            self.virtual_size = Size(0, height)
            return
        self.set_reactive(Lines.virtual_size, Size(0, height))
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = height

    def _empty(self) -> Block:
        return Block(None, ((Span(self.EMPTY, "dim"),),), can_choose=False)

    def _line_at(self, row: int) -> Line:
        """A line of the pane; made when it comes into sight."""
        if row not in self._in_sight:
            block = self._blocks[self._block_at[row]]
            if isinstance(block, Block):
                lines: Sequence[Line] = block.lines
            else:
                lines = self.lines_of(block.key, self._width)
            first = bisect_left(self._block_at, self._block_at[row])
            self._in_sight |= {first + place: line for place, line in enumerate(lines)}
        return self._in_sight[row]

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
        width, base = self.scrollable_content_region.width, self.base
        row = self.scroll_offset.y + y
        if row >= len(self._block_at):
            return Strip.blank(width, base)
        key = self._blocks[self._block_at[row]].key
        line = self._line_at(row)
        if self.has_focus and key is not None and key == self._cursor:
            line = tuple(Span(span.text, "cursor") for span in line)
            base += self.style_of("cursor")
        return self.paint(line, width, base)
