"""Putting a text into a session's folder: whole or not at all, for its owner's eyes alone."""

from __future__ import annotations

from pathlib import Path

from drill.files.atomic import write_whole


def write_text(path: Path, text: str) -> None:
    """Put a text in a file's place in one move. A link to elsewhere is replaced, never followed. Raises OutOfReach."""
    write_whole(path, text.encode(), mode=0o600, through_links=False)


def reason_of(error: OSError | ValueError) -> str:
    """What went wrong, in the system's words."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
