"""YAML's syntax errors in words that say what to do: mostly, to put a text in quotes."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from drill.files.document import Document


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A syntax error, said for people."""

    code: str
    mark: tuple[int, int]
    """Line and column, from 1."""
    message: str
    hint: str | None


_STARTERS = {
    "@": "text that begins with @ must be in quotes",
    "`": "text that begins with ` must be in quotes",
    "%": "text that begins with % must be in quotes",
}
_COLON = "text with a colon and a space in it must be in quotes"


def explain_syntax_error(error: yaml.MarkedYAMLError, document: Document) -> SyntaxProblem:
    """What the parser stumbled over, where, and the likely remedy."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    source = document.line(line)
    character = source[column - 1 : column]
    problem = error.problem or "it cannot be read"
    if character == "\t" or "tab character" in problem:
        return SyntaxProblem("tab", (line, column), "a tab stands here; YAML is indented with spaces", "use spaces")
    if character in _STARTERS and "cannot start any token" in problem:
        return SyntaxProblem("syntax", (line, column), f"a text cannot begin with {character}", _STARTERS[character])
    if "mapping values are not allowed" in problem:
        return SyntaxProblem("syntax", (line, column), "a second colon in one entry", _colon_hint(source, column))
    if "alphabetic or numeric" in problem or "alias" in (error.context or "") or "anchor" in (error.context or ""):
        where = error.context_mark or error.problem_mark
        line, column = (where.line + 1, where.column + 1) if where is not None else (line, column)
        what = document.line(line)[column - 1 : column] or "* or &"
        hint = f"text that begins with {what} must be in quotes"
        return SyntaxProblem("syntax", (line, column), f"a text cannot begin with {what}", hint)
    if "unexpected end of stream" in problem and error.context_mark is not None:
        start = (error.context_mark.line + 1, error.context_mark.column + 1)
        return SyntaxProblem("syntax", start, "the quote that opens here is never closed", "close it")
    if "expected ',' or" in problem and error.context_mark is not None:
        start = (error.context_mark.line + 1, error.context_mark.column + 1)
        return _unclosed(start, document, (line, column))
    if "did not find expected key" in problem or "'-' indicator" in problem:
        return _misplaced(source, (line, column))
    return SyntaxProblem("syntax", (line, column), f"this is not YAML: {problem}", None)


def _colon_hint(source: str, column: int) -> str:
    if source[: column - 1].strip().count(":") == 0:
        return "is the line before complete, and this one indented like its neighbours?"
    return _COLON


def _unclosed(start: tuple[int, int], document: Document, at: tuple[int, int]) -> SyntaxProblem:
    bracket = document.line(start[0])[start[1] - 1 : start[1]]
    closing = {"[": "]", "{": "}"}.get(bracket, "bracket")
    hint = f"text that begins with {bracket} must be in quotes"
    if " #" in document.line(start[0])[start[1] :]:
        hint = "a # after a space begins a comment: put the text in quotes"
    if at[0] == start[0]:
        return SyntaxProblem("syntax", at, f"a comma or {closing} is missing here", hint)
    return SyntaxProblem("syntax", start, f"the {bracket} that opens here is never closed with {closing}", hint)


def _misplaced(source: str, mark: tuple[int, int]) -> SyntaxProblem:
    before = source[: mark[1] - 1].rstrip()
    if before.endswith(("}", "]")):
        hint = f"text that begins with {'{' if before.endswith('}') else '['} must be in quotes"
        return SyntaxProblem("syntax", mark, "more text after the closing bracket", hint)
    if before.endswith(('"', "'")):
        hint = "put the whole text in quotes, and double those (or escape them) that belong to it"
        return SyntaxProblem("syntax", mark, "more text after the closing quote", hint)
    return SyntaxProblem(
        "syntax", mark, "this line does not fit in here", "indent it like its neighbours and give it a key"
    )
