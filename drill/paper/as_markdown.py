"""A paper as markdown: readable as it stands, and harmless in every reader of markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from drill.paper.document import (
    Banner,
    Block,
    Boxes,
    Bullets,
    Cell,
    Code,
    Document,
    Facts,
    Grid,
    Heading,
    Para,
    Piece,
    Room,
    Said,
)
from drill.report.blocks import bullets, document, heading
from drill.report.escape import cell, code, code_cell, escape, quoted

WRITE_HERE = "……………………"
"""Room to write, where a reader would see nothing."""


def as_markdown(paper: Document) -> str:
    """The paper as markdown; a rule stands between two of its sheets."""
    blocks: list[str] = []
    for sheet in paper.sheets:
        blocks += ["---"] if blocks else []
        blocks += (text for block in sheet.blocks for text in _block(block))
    return document(blocks)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield heading(block.level, escape(block.text))
        case Banner():
            yield f"**{escape(block.text)}**"
        case Para():
            yield escape(block.text)
        case Said():
            yield quoted(block.text)
        case Bullets():
            yield bullets(map(escape, block.items))
        case Facts():
            yield bullets(f"**{label}:** {_running(value) or WRITE_HERE}" for label, value in block.rows)
        case Grid():
            yield _table(block)
        case Room():
            yield "\n\n".join([f"**{escape(block.label)}:** {WRITE_HERE}", *[WRITE_HERE * 4] * (block.lines - 1)])
        case Boxes():
            yield f"**{escape(block.label)}:** " + " ".join(f"☐ {escape(option)}" for option in block.options)
        case _:
            assert_never(block)


def _table(grid: Grid) -> str:
    """A table that keeps its empty columns: they are there to be filled."""
    rows = [[_in_cell(value) for value in row] for row in grid.rows]
    lines = [[*map(cell, grid.headers)], ["---"] * len(grid.headers), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _pieces(value: Cell) -> tuple[Piece, ...]:
    return value if isinstance(value, tuple) else (value,)


def _in_cell(value: Cell) -> str:
    texts = (code_cell(piece.text) if isinstance(piece, Code) else cell(piece) for piece in _pieces(value))
    return "; ".join(text for text in texts if text)


def _running(value: Cell) -> str:
    texts = (code(piece.text) if isinstance(piece, Code) else escape(piece) for piece in _pieces(value))
    return "; ".join(text for text in texts if text)
