"""What can go wrong, one class per condition, and the exit code each becomes.

DrillError
├── FilesInError         the user's files or lines have errors, each a diagnostic    exit 1
├── WrongUsage           a command that cannot be meant as typed                    exit 2
│   └── NoTerminal       a screen was asked for where none can be drawn              exit 2
├── OutOfReach           a file or folder that cannot be opened or written           exit 3
│   └── DamagedSession   a journal that is not what was written                      exit 3
└── Refused              a command that the session cannot take as things stand      exit 1

Anything else that escapes is a fault of ours: exit 4, with the place of its log.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, unique
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.files.diagnostics import Diagnostic


@unique
class ExitCode(IntEnum):
    """What the program's exit tells a shell."""

    DONE = 0
    """All went well; there may have been warnings."""
    FILES_IN_ERROR = 1
    """The user's files have errors, each printed as a diagnostic; or a rehearsal came to less than `--fail-under`."""
    WRONG_USAGE = 2
    """The command was wrong, or there is no terminal to draw on."""
    OUT_OF_REACH = 3
    """A file or folder cannot be opened or written, or a session is damaged."""
    OUR_FAULT = 4
    """A fault of drill's own; the message says where its log is."""
    INTERRUPTED = 130
    """Ctrl-C."""


def with_remedy(message: str, hint: str | None) -> str:
    """What is wrong and its remedy, as far as there is one, on one line."""
    return f"{message}; {hint}" if hint else message


class DrillError(Exception):
    """A mistake of the user's or a fault of the world's, told in one sentence."""

    exit_code = ExitCode.FILES_IN_ERROR

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def on_one_line(self) -> str:
        """What is wrong, and its remedy."""
        return with_remedy(self.message, self.hint)


class FilesInError(DrillError):
    """Files or transcript lines with errors, all of them at once."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        first = diagnostics[0].message if diagnostics else "nothing wrong"
        more = f" (and {len(diagnostics) - 1} more)" if len(diagnostics) > 1 else ""
        super().__init__(first + more)
        self.diagnostics = tuple(diagnostics)


class WrongUsage(DrillError):
    """The command line, or an option's value, cannot be meant as typed."""

    exit_code = ExitCode.WRONG_USAGE


class NoTerminal(WrongUsage):
    """A screen was asked for where there is no terminal to draw it on."""


class OutOfReach(DrillError):
    """A file or folder that cannot be opened or written."""

    exit_code = ExitCode.OUT_OF_REACH


class DamagedSession(OutOfReach):
    """A session's journal does not hold what was written to it."""

    def __init__(self, message: str, hint: str | None = "drill salvage SESSION saves what can still be read") -> None:
        super().__init__(message, hint)


class Refused(DrillError):
    """A command that the session cannot take as things stand; nothing was changed."""
