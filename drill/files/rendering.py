"""Diagnostics as text for people, as JSON for tools, as annotations for GitHub.

Whatever a file held, what is printed is clean: no escape, no override.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from drill.files.diagnostics import Diagnostic, Severity
from drill.files.text import clean, display_width

TAB = "    "
INDENT = "    "
WIDEST = 100
"""Characters of a source line that are shown; of a longer one, those around the place."""


class Format(StrEnum):
    """How diagnostics are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def render(diagnostics: Iterable[Diagnostic], form: Format = Format.TEXT) -> str:
    """All of them, in the order given; without a final newline, empty text where there are none (``[]`` in JSON)."""
    return _FORMS[form](list(diagnostics))


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning``, or ``nothing wrong``."""
    severities = [one.severity for one in diagnostics]
    counts = [(severities.count(severity), severity.value) for severity in Severity]
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count) or "nothing wrong"


def _text(diagnostics: list[Diagnostic]) -> str:
    return "\n".join(_paragraph(one) for one in diagnostics)


def _paragraph(one: Diagnostic) -> str:
    place = one.place
    lines = [f"{_line(place.file)}:{place.line}:{place.column}: {one.severity}[{one.code}]: {_line(one.message)}"]
    if one.source and not one.source.isspace():
        shown, caret = _window(one.source, place.column - 1)
        lines += [INDENT + shown, INDENT + " " * caret + "^"]
    if one.hint:
        lines.append(INDENT + _line(one.hint))
    return "\n".join(lines)


def _window(source: str, index: int) -> tuple[str, int]:
    """The part of the line that is shown, and how many cells stand before the character at `index`."""
    start = 0
    if len(source) > WIDEST:
        start = max(0, min(index - WIDEST // 2, len(source) - WIDEST))
    part = clean(source[start : start + WIDEST])
    before = ("…" if start else "") + part[: max(0, index - start)]
    after = part[max(0, index - start) :] + ("…" if start + WIDEST < len(source) else "")
    before, after = before.replace("\t", TAB), after.replace("\t", TAB).rstrip()
    return before + after, display_width(before)


def _line(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")


def _json(diagnostics: list[Diagnostic]) -> str:
    return json.dumps([_record(one) for one in diagnostics], ensure_ascii=False, indent=2)


def _record(one: Diagnostic) -> Mapping[str, str | int | None]:
    return {
        "file": clean(one.place.file),
        "line": one.place.line,
        "column": one.place.column,
        "severity": one.severity.value,
        "code": one.code,
        "message": clean(one.message),
        "hint": None if one.hint is None else clean(one.hint),
    }


def _github(diagnostics: list[Diagnostic]) -> str:
    return "\n".join(_annotation(one) for one in diagnostics)


def _annotation(one: Diagnostic) -> str:
    """A workflow command; see GitHub's "Workflow commands for GitHub Actions", setting an error message."""
    place = one.place
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": one.code}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = one.message if one.hint is None else f"{one.message}\n{one.hint}"
    return f"::{one.severity} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


_FORMS: Mapping[Format, Callable[[list[Diagnostic]], str]] = {
    Format.TEXT: _text,
    Format.JSON: _json,
    Format.GITHUB: _github,
}
