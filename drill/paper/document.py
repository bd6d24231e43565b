"""What a printed paper is built of. All text in it is plain: what writes it down makes it safe for its form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Code:
    """An id or a clause, set as code."""

    text: str


Piece = str | Code
Cell = Piece | tuple[Piece, ...]
"""What stands in one cell; several pieces stand one under the other."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Banner:
    """What no reader may overlook, such as EXERCISE."""

    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words that are read out or handed over, of one or more lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with what it says; room to write where it says nothing."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Its empty cells are room to write."""

    name: str
    """Which table it is: a style sheet gives its columns their widths by it."""
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Room:
    """Room to write, of so many lines."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick."""

    label: str
    options: tuple[str, ...]


Block = Heading | Banner | Para | Said | Bullets | Facts | Grid | Room | Boxes


class SheetKind(StrEnum):
    """How a sheet is laid out on paper."""

    PAGE = "page"
    """It begins a page."""
    STUB = "stub"
    """What control keeps when the card below it is cut off."""
    CARD = "card"
    """It is cut out."""
    BACK = "back"
    """It is printed on the other side of the card before it, on a page of its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of a paper that stays together."""

    kind: SheetKind
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper."""

    title: str
    sheets: tuple[Sheet, ...]
    wide: bool = False
    """Whether it is printed across the page."""
    single: bool = False
    """Whether each card has a page of its own, so that its back can be printed behind it."""
