"""Putting a text into a file's place: whole or not at all, for its owner's eyes alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.text import clean


def write_whole(path: Path, text: str) -> None:
    """Put a text in a file's place in one move, readable by its owner alone. Raises OutOfReach."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutOfReach(f"{clean(str(path))} cannot be written: {reason_of(error)}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise OutOfReach(f"{clean(str(path))} cannot be written: {reason_of(error)}") from None


def reason_of(error: OSError | ValueError) -> str:
    """What went wrong, in the system's words."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
