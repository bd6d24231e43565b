"""Text from files and people on its way to the screen: never markup, never an escape, cut by cell width.

Every widget takes its words from here. A plain `str` given to a widget would be
read as markup, where ``[/]`` ends the program and ``[@click=…]`` becomes a button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text as TableText
from textual.content import Content

from drill.files.text import clean

if TYPE_CHECKING:
    from textual.widget import Widget

ELLIPSIS = "…"


def say(text: str) -> Content:
    """The text as it stands, for a widget; several lines stay several lines."""
    return Content(clean(text))


def tabled(text: str) -> TableText:
    """The text on one line as it stands, for a cell of a table, which knows no other kind."""
    return TableText(one_line(text), no_wrap=True, end="")


def styled(*parts: tuple[str, str] | str) -> Content:
    """Texts with a style each, such as ``$text-muted``, one behind the other."""
    return Content.assemble(
        *((clean(part), "") if isinstance(part, str) else (clean(part[0]), part[1]) for part in parts)
    )


def one_line(text: str) -> str:
    """The text on one line; its spaces stay."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def width_of(text: str) -> int:
    """How many cells the text takes."""
    return cell_len(text)


def cut(text: str, width: int) -> str:
    """The text on one line, in at most `width` cells; what is cut away is marked."""
    text = one_line(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def cut_front(text: str, width: int) -> str:
    """The end of a text, such as a path, in at most `width` cells."""
    text = one_line(text)
    while cell_len(text) > max(width, 1):
        text = ELLIPSIS + text.removeprefix(ELLIPSIS)[1:]
    return text


def fit(text: str, width: int) -> str:
    """The text on one line, in exactly `width` cells."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def entitle(widget: Widget, *, title: str | None = None, subtitle: str | None = None) -> None:
    """Put words into a pane's frame where they are others than before: the whole pane is drawn anew for them."""
    if title is not None and say(title).markup != widget.border_title:
        widget.border_title = say(title)
    if subtitle is not None and say(subtitle).markup != widget.border_subtitle:
        widget.border_subtitle = say(subtitle)
