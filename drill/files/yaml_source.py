"""YAML to plain values, with the place of each and every problem at once.

The C parser's events are walked directly, so that no object is built from what
is not allowed: aliases (bombs, cycles), tags, merge keys, nesting without end.
Deeply nested text crashes the C *composer*; its events are safe, and we stop at
the depth limit. The walk is the loader's hot path: a megabyte takes about a
quarter of a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from drill.files.diagnostics import MOST, Diagnostic, Problems
from drill.files.document import KEY, Document, Path
from drill.files.scalars import Scalar, plain_scalar
from drill.files.secrets import is_secret_key, mask, mask_line, secret_spans
from drill.files.text import clean, describe_character, unclean
from drill.files.yaml_syntax import explain_syntax_error

MAX_DEPTH = 32
"""Mappings and lists within each other."""
MAX_VALUES = 1_000_000
"""Keys and values of a file."""
MAX_SCALAR = 20_000
"""Characters of one text."""
MAX_HIDDEN = 50
"""So many unwelcome characters are shown one by one; a binary file has thousands."""

MASKED = "(masked)"
"""What stands for a secret's value from here on."""

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HASH_AFTER_TEXT = re.compile(r"(?<=[^\s#]) #[^\s#!]")
_BARE_TOKEN = re.compile(r"[a-z0-9_./:+-]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's plain values, where they stand, and what was wrong with them."""

    document: Document
    value: Any
    """Mappings, lists and scalars; None where the file has none, or `broken`."""
    diagnostics: tuple[Diagnostic, ...]
    broken: bool
    """Whether the text could not be read to its end, so that `value` says nothing."""


class _Stop(Exception):
    """No use in reading on; the diagnostic has been noted."""


def parse_yaml(text: str, name: str) -> Source:
    """The values of a YAML text. What is wrong stands in the diagnostics; nothing is raised."""
    return _Walk(text, name).source()


class _Walk:
    def __init__(self, text: str, name: str) -> None:
        spans = secret_spans(text)
        text = mask(text, spans)
        self.marks: dict[Path, tuple[int, int]] = {}
        self.problems = Problems(Document(name, clean(text), self.marks))
        self.text = self.problems.document.text
        self._note_hidden(text)
        for start, _ in spans[: MOST + 1]:
            self._secret(*self._line_column(start))
        self.hashes = {match.start() for match in _HASH_AFTER_TEXT.finditer(self.text)}
        self.next = _Parser(self.text).get_event
        self.values = 0
        self.depth = 0
        self.last: Any = None
        self.masked: list[tuple[int, int]] = []

    def source(self) -> Source:
        value, broken = None, False
        try:
            value = self._document()
        except _Stop:
            broken = True
        except yaml.MarkedYAMLError as error:
            broken = True
            problem = explain_syntax_error(error, self.problems.document)
            self.problems.error(problem.code, self.problems.at(*problem.mark), problem.message, problem.hint)
        except yaml.YAMLError as error:
            broken = True
            self.problems.error("syntax", self.problems.at(1, 1), f"this is not YAML: {error}")
        document, found = self.problems.document, self.problems.found
        if self.masked:
            document = Document(document.name, mask(self.text, sorted(self.masked)), self.marks)
            found = [replace(one, source=mask_line(document.line(one.place.line))) for one in found]
        return Source(document, None if broken else value, tuple(found), broken)

    def _document(self) -> Any:
        self.next()  # the stream's start
        event = self.next()
        if type(event) is yaml.StreamEndEvent:
            self.problems.error("empty", self.problems.at(1, 1), "the file is empty")
            raise _Stop
        event = self.next()
        value = self._value(event, ())
        if value is None and type(event) is yaml.ScalarEvent:
            self.problems.error("empty", self.problems.at(1, 1), "the file is empty")
            raise _Stop
        self.next()  # the document's end
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            self._refuse(
                event, "second-document", "a second document begins here; a file holds one",
                "put it into a file of its own, or take the --- line away",
            )  # fmt: skip
        return value

    def _value(self, event: Any, path: Path) -> Any:
        kind = type(event)
        start = event.start_mark
        self.marks[path] = (start.line + 1, start.column + 1)
        if kind is yaml.ScalarEvent:
            if not event.style and event.end_mark.index in self.hashes:
                self._note_eaten(event)
            return self._scalar(event)
        self._count(event)
        if kind is yaml.AliasEvent:
            self._refuse(
                event, "alias", f"*{event.anchor} is an alias; plans and scenarios have none",
                "put it in quotes if it is meant as text",
            )  # fmt: skip
            return None
        if event.anchor is not None:
            self._note_anchor(event)
        if event.tag is not None:
            self._note_tag(event)
        if self.depth == MAX_DEPTH:
            self._refuse(event, "too-large", f"more than {MAX_DEPTH} mappings and lists within each other")
            raise _Stop
        self.depth += 1
        value = self._mapping(path) if kind is yaml.MappingStartEvent else self._list(path)
        self.depth -= 1
        return value

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            items.append(self._value(event, (*path, len(items))))
        self.last = event
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(event)
            if key is None:  # what it is was noted; its value is read, and forgotten
                self._value(self.next(), (*path, KEY, len(self.marks)))
                continue
            key_path = (*path, key, KEY)
            mark = event.start_mark
            if key in mapping:
                first = self.marks[key_path][0]
                self._refuse(event, "duplicate-key", f'"{_short(key)}" stands here twice; it is first at line {first}')
                self._value(self.next(), (*path, KEY, len(self.marks)))
                continue
            self.marks[key_path] = (mark.line + 1, mark.column + 1)
            value_path = (*path, key)
            event = self.next()
            if is_secret_key(key):
                self._secret(mark.line + 1, mark.column + 1)
                self._value(event, value_path)
                self.masked.append((event.start_mark.index, self.last.end_mark.index))
                mapping[key] = MASKED
            else:
                mapping[key] = self._value(event, value_path)
        self.last = event
        return mapping

    def _key(self, event: Any) -> str | None:
        """The key's text; None, and a diagnostic, where it cannot be one."""
        if type(event) is not yaml.ScalarEvent:
            self._refuse(
                event, "key-not-text", "a key is a word, not a mapping or a list",
                "text that begins with { or [ must be in quotes",
            )  # fmt: skip
            self._value(event, (KEY, len(self.marks)))
            return None
        key = self._scalar(event)
        if isinstance(key, str):
            if key == "<<" and not event.style:
                self._refuse(event, "merge-key", "<< would merge another mapping into this one; write the keys out")
                return None
            return key
        word = event.value or "nothing"
        kind = "empty" if key is None else "true or false" if isinstance(key, bool) else "a number"
        self._refuse(event, "key-not-text", f"this key is {kind}, not text", f'write "{_short(word)}"' if key else None)
        return str(event.value)

    def _scalar(self, event: Any) -> Scalar:
        self.last = event
        self._count(event)
        text: str = event.value
        if event.anchor is not None:
            self._note_anchor(event)
        if event.tag is not None:
            self._note_tag(event)
        if len(text) > MAX_SCALAR:
            self._refuse(event, "too-large", f"a text of {len(text):,} characters; {MAX_SCALAR:,} are the most")
            return text[:MAX_SCALAR]
        if not event.style:
            return plain_scalar(text)
        if event.style == '"' and (index := unclean(text)) is not None:
            self._refuse(
                event, "hidden-character", f"this text holds {describe_character(text[index])}, written as an escape",
                "take it out",
            )  # fmt: skip
            return clean(text)
        return text

    def _count(self, event: Any) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            self._refuse(event, "too-large", f"more than {MAX_VALUES:,} keys and values")
            raise _Stop

    def _refuse(self, event: Any, code: str, message: str, hint: str | None = None) -> None:
        self.problems.error(code, self.problems.at(*_mark(event)), message, hint)

    def _note_anchor(self, event: Any) -> None:
        self._refuse(
            event, "alias", f"&{_short(event.anchor)} is an anchor; plans and scenarios have none",
            "put it in quotes if it is meant as text",
        )  # fmt: skip

    def _note_tag(self, event: Any) -> None:
        self._refuse(
            event, "tag", f"{_short(event.tag)} is a YAML tag; plans and scenarios have none",
            "put it in quotes if it is meant as text",
        )  # fmt: skip

    def _note_eaten(self, event: Any) -> None:
        """Warn where ` #word` ends a text that its author meant to go on."""
        if event.value and _BARE_TOKEN.fullmatch(event.value):
            return  # an id, a number or a duration, and then a comment
        end = event.end_mark
        lost = self.problems.document.line(end.line + 1)[end.column + 1 :]
        self.problems.warning(
            "comment-eats-text",
            self.problems.at(end.line + 1, end.column + 2),
            f'from here on this is a comment, not text: "{_short(lost)}"',
            "put the whole text in quotes; or, if it is a comment, a space after the #",
        )

    def _note_hidden(self, text: str) -> None:
        """Note the unwelcome characters of the text as it was, wherever they stand."""
        count, index = 0, unclean(text)
        while index is not None and count < MAX_HIDDEN:
            message = f"{describe_character(text[index])} has no place here"
            place = self.problems.at(*self._line_column(index))
            self.problems.error("hidden-character", place, message, "take it out")
            count, index = count + 1, unclean(text, index + 1)

    def _line_column(self, index: int) -> tuple[int, int]:
        before = self.text.rfind("\n", 0, index)
        return self.text.count("\n", 0, index) + 1, index - before

    def _secret(self, line: int, column: int) -> None:
        self.problems.error(
            "secret",
            self.problems.at(line, column),
            "this looks like a secret; plans and scenarios must not hold any",
            "keep it in a vault and name the vault; if it is real, change it now",
        )


def _mark(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
