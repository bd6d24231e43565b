"""Text to a file that was not there: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.text import clean


def write_new(path: str | os.PathLike[str], text: str) -> None:
    """Write a new file. Raises OutOfReach where it is there already or cannot be written."""
    target, name = Path(path), clean(os.fspath(path))
    try:
        file = target.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise OutOfReach(f"{name} is there already; nothing was overwritten", "choose another name") from None
    except FileNotFoundError:
        raise OutOfReach(f"{name}: there is no folder {clean(str(target.parent))}", "make the folder first") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutOfReach(f"{name} cannot be written: {reason}") from None
    try:
        with file:
            file.write(text)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise OutOfReach(f"{name} cannot be written: {error.strerror}") from None
