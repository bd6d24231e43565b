"""A paper as one HTML page, fit to print: no script, nothing fetched, its style allowed by its hash alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from typing import assert_never

from drill.files.text import clean
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
    Sheet,
)
from drill.paper.style import style_sheet


def as_html(paper: Document) -> str:
    """The paper as a page that needs nothing but itself."""
    style = style_sheet(wide=paper.wide, single=paper.single)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="format-detection" content="telephone=no, email=no, address=no">',
        f"<title>{_text(paper.title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *(line for sheet in paper.sheets for line in _sheet(sheet)),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return escape(clean(text), quote=True)


def _sheet(sheet: Sheet) -> list[str]:
    return [f'<section class="{sheet.kind}">', *map(_block, sheet.blocks), "</section>"]


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{_text(block.text)}</h{block.level}>"
        case Banner():
            return f'<p class="banner">{_text(block.text)}</p>'
        case Para():
            return f"<p>{_text(block.text)}</p>"
        case Said():
            lines = [line for line in block.text.splitlines() if line.strip()]
            return f"<blockquote>{''.join(f'<p>{_text(line)}</p>' for line in lines)}</blockquote>"
        case Bullets():
            return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in block.items)}</ul>"
        case Facts():
            rows = "".join(f"<tr><th>{_text(label)}</th>{_cell(value)}</tr>" for label, value in block.rows)
            return f'<table class="facts"><tbody>{rows}</tbody></table>'
        case Grid():
            return _table(block)
        case Room():
            rows = '<div class="line"></div>' * block.lines
            return f'<div class="room"><span class="label">{_text(block.label)}</span>{rows}</div>'
        case Boxes():
            boxes = "".join(f'<span class="box">☐ {_text(option)}</span>' for option in block.options)
            return f'<p class="boxes"><span class="label">{_text(block.label)}</span>{boxes}</p>'
        case _:
            assert_never(block)


def _table(grid: Grid) -> str:
    head = "".join(f"<th>{_text(header)}</th>" for header in grid.headers)
    rows = "".join(_row(map(_cell, row)) for row in grid.rows)
    return f'<table class="grid {grid.name}">\n<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>\n</table>'


def _row(cells: Iterable[str]) -> str:
    return f"\n<tr>{''.join(cells)}</tr>"


def _cell(value: Cell) -> str:
    pieces = value if isinstance(value, tuple) else (value,)
    return f"<td>{''.join(f'<div>{_piece(piece)}</div>' for piece in pieces if piece)}</td>"


def _piece(piece: Piece) -> str:
    if isinstance(piece, Code):
        return f"<code>{_text(piece.text)}</code>"
    return "<br>".join(_text(line) for line in piece.splitlines())
