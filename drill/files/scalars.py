"""Plain scalars as YAML 1.2 reads them, and no more: what looks like text stays text.

YAML 1.1 makes 12:30 a number, no a boolean and 2026-08-14 a date. Here only
true, false, null, whole numbers and decimal fractions are anything but text;
numbers with a leading zero stay text too, since they are codes or telephone numbers.
"""

from __future__ import annotations

import re

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER = re.compile(
    r"[-+]?(?:(?P<whole>0|[1-9][0-9]{0,17})|(?:(?:0|[1-9][0-9]{0,17})?\.[0-9]{1,18}|[1-9][0-9]{0,17}\.)"
    r"(?:[eE][-+]?[0-9]{1,2})?|[1-9][0-9]{0,17}[eE][-+]?[0-9]{1,2})"
)
_FIRST = frozenset("+-.0123456789")

Scalar = str | int | float | bool | None


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _FIRST:
        match = _NUMBER.fullmatch(text)
        if match:
            return int(text) if match["whole"] else float(text)
    return text
