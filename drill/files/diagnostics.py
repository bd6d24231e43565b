"""A diagnostic is a value: where, how bad, which rule, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from drill.files.document import Document, Place
from drill.files.secrets import mask_line


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing wrong in a file or a transcript, with its place and, where there is one, a remedy."""

    place: Place
    severity: Severity
    code: str
    message: str
    hint: str | None = None
    source: str | None = field(default=None, compare=False, repr=False)
    """The source line, for the caret to point into; secrets in it are masked."""


MOST = 1_000
"""So many diagnostics of one file are shown; nobody reads more, and a hostile file has a million."""


@dataclass(slots=True)
class Problems:
    """Collects the diagnostics of one document, so that all of them can be shown at once."""

    document: Document
    found: list[Diagnostic] = field(default_factory=list)
    _sources: dict[int, str] = field(default_factory=dict, repr=False)

    def add(self, severity: Severity, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Note one diagnostic, with the line it stands on; beyond the last that is shown, only that there are more."""
        if len(self.found) > MOST:
            return
        if len(self.found) == MOST:
            severity, code, hint = Severity.ERROR, "too-large", None
            message = f"more than {MOST:,} problems; from here on none is shown"
        self.found.append(Diagnostic(place, severity, code, message, hint, self._source(place.line)))

    def error(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Note an error."""
        self.add(Severity.ERROR, code, place, message, hint)

    def warning(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Note a warning."""
        self.add(Severity.WARNING, code, place, message, hint)

    def at(self, line: int, column: int) -> Place:
        """A place in this document."""
        return Place(self.document.name, line, column)

    def _source(self, line: int) -> str | None:
        if not self.document.text:
            return None
        if line not in self._sources:
            self._sources[line] = mask_line(self.document.line(line))
        return self._sources[line]


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by file and place, each once."""
    return sorted(
        dict.fromkeys(diagnostics), key=lambda one: (one.place, one.severity, one.code, one.message, one.hint or "")
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error, not only a warning."""
    return any(one.severity is Severity.ERROR for one in diagnostics)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name that `name` is most likely a slip for, or None; case and ``_`` or ``-`` do not count."""
    folded = {_fold(candidate): candidate for candidate in sorted(names, reverse=True)}
    close = get_close_matches(_fold(name), list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The hint with the nearest known name, or None where none is near."""
    near = nearest(name, names)
    return None if near is None else f'did you mean "{near}"?'


def _fold(name: str) -> str:
    return name.lower().replace("_", "-")
