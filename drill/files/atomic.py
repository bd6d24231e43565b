"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from drill.errors import OutOfReach


def write_whole(path: Path, data: bytes, *, mode: int | None = None, through_links: bool = True) -> None:
    """Put `data` in the place of what `path` held, durably, in one step.

    A file that is there keeps its mode; a new one gets `mode` (0600 where none is
    given). Through a symbolic link the file behind it is replaced; without
    `through_links` the link itself. Raises OutOfReach; then the file is as it was.
    """
    target = path.resolve() if through_links else path
    temporary: str | None = None
    try:
        if target.exists() and not target.is_symlink():
            mode = target.stat().st_mode & 0o777
        descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o600 if mode is None else mode)
        Path(temporary).replace(target)
        sync_folder(target.parent)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise OutOfReach(f"{path} cannot be written: {error.strerror}", "nothing was changed") from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
