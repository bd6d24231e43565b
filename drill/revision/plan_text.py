"""A plan's text on its way from the disk and back, and what changed in it."""

from __future__ import annotations

import difflib
from codecs import BOM_UTF8
from pathlib import Path

from drill.errors import OutOfReach


def bytes_of(path: Path) -> bytes:
    """What a file holds, byte for byte. Raises OutOfReach."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutOfReach(f"{path} cannot be read: {error.strerror}") from error


def as_on_disk(text: str, before: bytes) -> bytes:
    """A text with the line ends and the byte-order mark that its file had."""
    raw = text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()
    return BOM_UTF8 + raw if before.startswith(BOM_UTF8) else raw


def diff_of(name: str, before: str, after: str) -> str:
    """What changed from one text to another, as a unified diff with two lines around each change."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}", n=2
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
