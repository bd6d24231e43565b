"""Text from outside: which characters may enter, and how wide it stands on a terminal.

A title can hold an escape that repaints the screen, a bidi override that shows
one order and means another, or a space of no width that makes two names look
alike. None of them is ever let in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but newline and tab, DEL, C1
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers, drawn as nothing
    "\u180e\u200b\u2060-\u2064\ufeff"  # spaces and operators of no width
    "\u2028\u2029"  # line ends that few editors draw
    "\u202a-\u202e\u2066-\u206f"  # bidi embeddings, overrides and isolates; deprecated format controls
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"  # noncharacters, interlinear annotation
    "\U000e0000-\U000e007f"  # tags: invisible ASCII
    "]"
)
"""What is refused. Joiners, direction marks and variation selectors stay: scripts and emoji need them."""

_NAMES = {
    "\x00": "a NUL character",
    "\x07": "a bell character",
    "\x1b": "a terminal escape",
    "\x7f": "a delete character",
    "\x9b": "a terminal escape",
    "\ufeff": "a byte-order mark",
}


def unclean(text: str, start: int = 0) -> int | None:
    """The index of the first character at or after `start` that may not enter, or None."""
    if text.isascii() and text.isprintable():
        return None
    match = _HIDDEN.search(text, start)
    return match.start() if match else None


def clean(text: str) -> str:
    """The text with U+FFFD, one for one, in place of every character that may not enter."""
    return _HIDDEN.sub(REPLACEMENT, text)


def describe_character(character: str) -> str:
    """What an unwelcome character is, with its code point: ``a terminal escape (U+001B)``."""
    code = ord(character)
    if character in _NAMES:
        name = _NAMES[character]
    elif code < 0xA0:
        name = "a control character"
    elif 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        name = "a character that turns the direction of text"
    else:
        name = "an invisible character"
    return f"{name} (U+{code:04X})"


def display_width(text: str) -> int:
    """How many terminal cells the text takes; it holds no tabs and no line ends."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # costs milliseconds, and few lines need it

    return cell_len(text)


def listed(names: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; each name once, in the order given."""
    each = list(dict.fromkeys(names))
    return f" {last} ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)
