"""A file as it was read: its name, its text, and the place of every value in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; lines and columns count from 1, columns in characters."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """A file's text and the marks of its keys and values.

    `marks` maps a path to the (line, column) of its value; the key of a mapping
    entry stands under the path with ``KEY`` appended.
    """

    name: str
    text: str
    marks: Mapping[Path, tuple[int, int]] = field(default_factory=dict, repr=False)

    @classmethod
    def nowhere(cls) -> Document:
        """The document of a value that no file holds."""
        return cls("", "")

    def place(self, path: Path) -> Place:
        """The place of the value at `path`, or of the nearest value around it."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Place(self.name, line, column)

    def key_place(self, path: Path) -> Place:
        """The place of the key at `path`, or of the nearest value around it."""
        mark = self.marks.get((*path, KEY))
        return Place(self.name, *mark) if mark else self.place(path)

    def place_within(self, path: Path, words: str) -> Place:
        """The place of the first of these words in the text at `path`; of the text where they cannot be seen."""
        start = self.place(path)
        column = start.column
        for number in range(start.line, min(start.line + MOST_LINES, len(self.lines)) + 1):
            index = self.line(number).find(words, column - 1)
            if index >= 0:
                return Place(self.name, number, index + 1)
            column = 1
        return start

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """The line of that number, counted from 1; empty where the text has none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def sha256(self) -> str:
        """The hash of the file's text."""
        return sha256(self.text.encode()).hexdigest()


MOST_LINES = 400
"""A text is searched no further."""

KEY = "~key"
"""Appended to a path, the path of the key itself."""
