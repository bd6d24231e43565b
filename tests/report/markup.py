"""How readers of markdown see a report: with tables, raw HTML and bare addresses all turned on."""

from __future__ import annotations

from html import unescape
from re import fullmatch, sub

from markdown_it import MarkdownIt
from markdown_it.token import Token

READER = MarkdownIt("gfm-like", {"html": True, "linkify": True})
"""The most eager of readers: what it does not turn into a link, an image or HTML, none does."""

DANGEROUS = {"link_open", "image", "html_block", "html_inline"}


def tokens(markdown: str) -> list[Token]:
    """Every token of a text, inline ones after their block."""
    found = []
    for token in READER.parse(markdown):
        found.append(token)
        found += token.children or []
    return found


def dangerous(markdown: str) -> list[str]:
    """What became a link, an image or HTML."""
    return [token.type for token in tokens(markdown) if token.type in DANGEROUS and not is_chart(token)]


def is_chart(token: Token) -> bool:
    """Whether it is one of the report's own images, from the folder beside it."""
    return token.type == "image" and fullmatch(r"charts/[a-z0-9-]+\.svg", str(token.attrs["src"])) is not None


def structure(markdown: str) -> list[str]:
    """The blocks of a text, in order: headings with their level, tables, lists, code blocks."""
    return [f"{token.type}{token.tag}" for token in READER.parse(markdown) if token.type != "inline"]


def plain(markdown: str) -> str:
    """What a reader sees of a text on one line."""
    return unescape(sub(r"</?(?:code|p|s|em|strong)>", "", READER.renderInline(markdown)))


def body(report: str) -> str:
    """A report without its front matter."""
    return report.split("\n---\n", 1)[1]
