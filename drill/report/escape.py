"""Text from outside, made safe for each place of a report that it may stand in.

Nothing that a plan, a scenario, a note or a name says becomes markup: no link, no
image, no HTML, no heading, no list, no diagram. What looks like an address or a
handle is set as code, since some readers turn bare ones into links or mentions.
"""

from __future__ import annotations

import re

from drill.files.text import clean

_MARKUP = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=#?\w+;)")
"""What may begin or end inline markup anywhere in a line."""

_BLOCK = re.compile(r"(?=[-+=:])|\d{1,9}(?=[.)])")
"""What stands before the sign that begins a block at the start of a line: a list, a rule, a heading's underline."""

_ADDRESS = re.compile(r"://|@\w|\bwww\.|\bmailto:|\w\.[^\W\d_]{2}", re.IGNORECASE)
_AROUND = "\"'“”‘’()[]{}<>.,;:!?…*_~`|"


def escape(text: str) -> str:
    """Running text on one line, as it was meant to be read."""
    return _running(text, in_cell=False)


def cell(text: str) -> str:
    """Text for a cell of a table."""
    return _running(text, in_cell=True)


def code(text: str) -> str:
    """An id, a clause or an address as a code span; empty text stays empty."""
    folded = _fold(text)
    if not folded:
        return ""
    fence = "`" * (_longest_run(folded) + 1)
    pad = " " if folded[0] == "`" or folded[-1] == "`" else ""
    return f"{fence}{pad}{folded}{pad}{fence}"


def code_cell(text: str) -> str:
    """A code span for a cell of a table, where a bar would end the cell."""
    return code(re.sub(r"\\+(?=\|)", "/", text)).replace("|", "\\|")


def quoted(text: str) -> str:
    """Text of several lines as a quotation; each of its lines is a paragraph of it."""
    lines = [escape(line) for line in clean(text).splitlines() if line.strip()]
    return "\n>\n".join(f"> {line}" for line in lines)


def fenced(lines: list[str], language: str = "text") -> str:
    """Lines as they stand, in a code block that nothing in them can end."""
    body = "\n".join(clean(line).replace("\n", " ") for line in lines)
    fence = "`" * max(3, _longest_run(body) + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def mermaid_label(text: str, most: int = 60) -> str:
    """A label of a Mermaid diagram, at most `most` characters; everything that Mermaid could read is an entity."""
    folded = _fold(text)
    if len(folded) > most:
        folded = folded[: most - 1] + "…"
    return "".join(char if char.isalnum() or char in " ,-+'?!…→–" else f"#{ord(char)};" for char in folded)


def _fold(text: str) -> str:
    return " ".join(clean(text).split())


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _running(text: str, *, in_cell: bool) -> str:
    line = " ".join(_word(word, in_cell=in_cell) for word in _fold(text).split(" "))
    first = _BLOCK.match(line)
    return line if first is None else f"{first[0]}\\{line[first.end() :]}"


def _word(word: str, *, in_cell: bool) -> str:
    core = word.strip(_AROUND)
    if core and _ADDRESS.search(core):
        before, _, after = word.partition(core)
        return _escaped(before) + (code_cell(core) if in_cell else code(core)) + _escaped(after)
    return _escaped(word)


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda match: "\\" + match[0], text)
