"""Bytes from a disk to text: bounded, UTF-8, with line ends as one newline."""

from __future__ import annotations

import os

from drill.errors import FilesInError, OutOfReach
from drill.files.diagnostics import Diagnostic, Severity
from drill.files.document import Place
from drill.files.secrets import mask_line
from drill.files.text import clean

MAX_BYTES = 8 * 1024 * 1024
"""No plan, scenario or transcript is larger."""


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file, without a byte-order mark, every line end a newline.

    Raises OutOfReach where the file cannot be opened, and FilesInError where what
    is in it is no text: too large, or not UTF-8.
    """
    name = clean(os.fspath(path))
    try:
        with open(path, "rb", opener=_opened_at_once) as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise OutOfReach(f"{name}: there is no such file") from None
    except IsADirectoryError:
        raise OutOfReach(f"{name} is a folder; a file is wanted") from None
    except PermissionError:
        raise OutOfReach(f"{name}: no permission to read it") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutOfReach(f"{name} cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        raise FilesInError([_at_top(name, "too-large", f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")])
    return _decoded(content, name)


def _opened_at_once(path: str, flags: int) -> int:
    """Open without waiting: a pipe to which nobody writes is empty, and hangs nothing."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind a byte-order mark; the object it names is what it read.
        byte, text = error.object[error.start], error.object.decode("utf-8", "replace")
        before = _newlines(error.object[: error.start].decode("utf-8", "replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        source = mask_line(_newlines(text).split("\n")[line - 1])
        message, hint = f"byte 0x{byte:02X} is not UTF-8 text", "save the file as UTF-8"
        place = Place(name, line, column)
        raise FilesInError([Diagnostic(place, Severity.ERROR, "not-utf8", message, hint, source)]) from None
    return _newlines(text)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _at_top(name: str, code: str, message: str) -> Diagnostic:
    return Diagnostic(Place(name, 1, 1), Severity.ERROR, code, message)
