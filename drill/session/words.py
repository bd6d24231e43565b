"""The words of one line, taken apart: a cursor that knows its columns."""

from __future__ import annotations

import re
from typing import NamedTuple

from drill.errors import with_remedy
from drill.files.text import clean, describe_character, unclean

_WORD = re.compile(r"[^ \t]+")
_BRACE = re.compile(r"[ \t]\{")


class GrammarError(ValueError):
    """A line that cannot be understood: what is wrong, at which column (from 1), and the remedy."""

    def __init__(self, message: str, column: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.hint = hint

    @property
    def on_one_line(self) -> str:
        """What is wrong, and its remedy."""
        return with_remedy(self.message, self.hint)


class Word(NamedTuple):
    """One word and the column at which it begins, from 1."""

    text: str
    column: int


class Words:
    """The words of a line, taken one by one, and its note."""

    def __init__(self, text: str, column: int) -> None:
        """`column` is where the text begins. Raises GrammarError for characters that no line may hold."""
        hidden = unclean(text)
        if hidden is not None:
            raise GrammarError(f"{describe_character(text[hidden])}", column + hidden, "take it out")
        body, note = _split_note(text)
        if "\n" in body:
            raise GrammarError("a line ends here", column + body.index("\n"), "in a note, write \\n")
        self.note = note
        self._body = body
        self._column = column
        self._words = _split(body, column)
        self._next = 0
        self._end = column + len(body.rstrip())

    @property
    def column(self) -> int:
        """The column of the next word, or the end of the line."""
        return self._words[self._next].column if self._next < len(self._words) else self._end

    def peek(self, ahead: int = 0) -> str | None:
        """The word that is `ahead` words after the next one."""
        index = self._next + ahead
        return self._words[index].text if index < len(self._words) else None

    def take(self, wanted: str) -> Word:
        """The next word. Raises GrammarError saying what was wanted."""
        if self._next >= len(self._words):
            raise GrammarError(f"{wanted} is missing", self._end)
        self._next += 1
        return self._words[self._next - 1]

    def take_if(self, text: str) -> bool:
        """Take the next word if it is this one."""
        if self.peek() != text:
            return False
        self._next += 1
        return True

    def take_list(self, wanted: str) -> list[Word]:
        """Words joined by commas."""
        found: list[Word] = []
        while True:
            word = self.take(wanted)
            column = word.column
            for part in word.text.split(","):
                if part:
                    found.append(Word(part, column))
                column += len(part) + 1
            follows = self.peek()
            if not word.text.endswith(",") and not (follows and follows.startswith(",")):
                break
        if not found:
            raise GrammarError(f"{wanted} is missing", self._end)
        return found

    def take_braces(self) -> Word:
        """One line of YAML in braces."""
        if self._next >= len(self._words) or not self._words[self._next].text.startswith("{"):
            raise GrammarError("changes in braces are missing", self.column, "write {title: …}")
        word = self._words[self._next]
        start = word.column - self._column
        stop = _closing_brace(self._body, start)
        if stop is None:
            raise GrammarError("the brace is never closed", word.column)
        self._words = [*self._words[: self._next], *_split(self._body[stop:], self._column + stop)]
        return Word(self._body[start:stop], word.column)

    def finish(self) -> None:
        """Raises GrammarError if a word is left over."""
        if self._next < len(self._words):
            word = self._words[self._next]
            raise GrammarError(f"{word.text!r} is one word too many here", word.column, "a note begins with ' : '")


def _split(body: str, column: int) -> list[Word]:
    return [Word(match[0], column + match.start()) for match in _WORD.finditer(body)]


def _closing_brace(text: str, start: int) -> int | None:
    """Where the brace that opens at `start` has closed, by YAML's rules for quotes; None where it never does."""
    depth, quote, before, index = 0, "", "", start
    while index < len(text):
        char = text[index]
        if quote:
            if (char == "\\" and quote == '"') or (text.startswith("''", index) and quote == "'"):
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'" and before in ("{", "[", ",", ":"):
            quote = char
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return index + 1
        if char not in " \t":
            before = char
        index += 1
    return None


def braces_in(text: str) -> str | None:
    """The first braces of a text, to where they close; None where there are none."""
    start = text.find("{")
    stop = _closing_brace(text, start) if start >= 0 else None
    return None if stop is None else text[start:stop]


def _split_note(text: str) -> tuple[str, str | None]:
    """The line before its note, and the note: what follows the first ``:`` with a space after it."""
    index, brace = 0, None
    while True:
        colon = text.find(":", index)
        if colon < 0:
            return text, None
        if brace is None:
            opening = _BRACE.search(text)
            brace = opening.end() - 1 if opening else -1
        if 0 <= brace < colon:
            closing = _closing_brace(text, brace)
            if closing is not None and closing > colon:
                index, brace = closing, -1
                continue
        if colon + 1 == len(text) or text[colon + 1] in " \t":
            return text[:colon], unescape(text[colon + 1 :].strip())
        index = colon + 1


def unescape(note: str) -> str | None:
    r"""A note as it was meant: ``\n`` is a new line, ``\\`` a backslash. None where it is empty."""
    if "\\" in note:
        parts = note.split("\\\\")
        note = "\\".join(part.replace("\\n", "\n") for part in parts)
    return note or None


def escape(note: str) -> str:
    """A note on one line, as ``unescape`` reads it."""
    return clean(note.replace("\r", "")).replace("\\", "\\\\").replace("\n", "\\n").strip()
