"""Rules beyond the schema: each one small function with a code, whose docstring is its manual.

A rule looks at one plan or scenario and yields what breaks it, by path; the
book turns that into diagnostics with places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Generic, TypeVar

from drill.files.diagnostics import Diagnostic, Problems, Severity, in_order, nearest
from drill.files.document import Document, Path, Place

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found, by the path of the clause at fault."""

    path: Path
    message: str
    hint: str | None = None
    on_key: bool = False
    """Whether the caret stands under the clause's key rather than its value."""
    within: str | None = None
    """The caret stands under the first of these words inside the value."""


@dataclass(frozen=True, slots=True)
class CheckRule(Generic[S]):
    """One rule: its code, how bad it is to break it, and the search for what breaks it."""

    code: str
    severity: Severity
    find: Callable[[S], Iterable[Problem]]

    @property
    def manual(self) -> str:
        """What the rule looks for, why, and what to do."""
        return cleandoc(self.find.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Rulebook(Generic[S]):
    """The rules for one kind of file."""

    rules: list[CheckRule[S]] = field(default_factory=list)

    def rule(
        self, code: str, severity: Severity
    ) -> Callable[[Callable[[S], Iterator[Problem]]], Callable[[S], Iterator[Problem]]]:
        """Enter a function into the book."""

        def enter(find: Callable[[S], Iterator[Problem]]) -> Callable[[S], Iterator[Problem]]:
            self.rules.append(CheckRule(code, severity, find))
            return find

        return enter

    def check(self, subject: S, document: Document) -> list[Diagnostic]:
        """All that breaks a rule, at its place in the document, in order."""
        problems = Problems(document)
        for rule in self.rules:
            for found in rule.find(subject):
                problems.add(rule.severity, rule.code, _place(found, document), found.message, found.hint)
        return in_order(problems.found)


def _place(found: Problem, document: Document) -> Place:
    if found.within is not None:
        return document.place_within(found.path, found.within)
    return document.key_place(found.path) if found.on_key else document.place(found.path)


def meant(name: str, known: Iterable[tuple[str, Path]], document: Document, *, elsewhere: bool = False) -> str | None:
    """The hint with the nearest known name and where it is defined: ``did you mean "legal"? (line 31)``."""
    places = dict(known)
    near = nearest(name, places)
    if near is None:
        return None
    place = document.key_place(places[near])
    where = f"{place.file}:{place.line}" if elsewhere else f"line {place.line}"
    return f'did you mean "{near}"? ({where})'


def repeated_ids(entries: Iterable[tuple[str, Path]], kind: str, document: Document) -> Iterator[Problem]:
    """Each id of a list that an earlier entry of it has already."""
    first: dict[str, int] = {}
    for name, path in entries:
        if name in first:
            yield Problem(path, f'"{name}" is the id of another {kind} already, at line {first[name]}')
        else:
            first[name] = document.place(path).line
