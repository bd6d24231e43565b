"""The names of one session, and how a word of a line is taken for one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from drill.files.diagnostics import did_you_mean
from drill.files.times import parse_stamp
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.statements import ALL, Grade, Verb
from drill.session.words import GrammarError, Word, Words

CONTROL = "control"
OBSERVES = "observes"
PREPOSITIONS = ("on", "about", "with", "from", "to", "by")
RESERVED = frozenset({CONTROL, ALL, OBSERVES, "edited", "satisfies", *PREPOSITIONS, *Verb})
"""Words that no team, role, step or inject may be called."""

_NUMBER = re.compile(r"#([1-9][0-9]{0,6})")
_OBSERVER = re.compile(r"[^\W_][\w.'’-]{0,39}")


def plain_name(name: str) -> str:
    """A person's name as the grammar takes it. Raises ValueError."""
    if not _OBSERVER.fullmatch(name) or name in RESERVED:
        raise ValueError(f"{name!r} cannot be a person's name here; write one word, such as kim")
    return name


@dataclass
class SessionNames:
    """The names that a session knows, and what line ``#N`` of a team is.

    `resolve_line(team, number)` gives the journal's number of a team's Nth line, or
    None; `line_number(entry)` the other way. The journal itself, whose ``#N`` are its
    own numbers, leaves both out; it `trusts` the names of injects, people, accounts and
    options, which were looked up when a line was entered and may stand before the line
    that brought them.
    """

    exercise: Exercise
    teams: Sequence[str]
    injects: Collection[str] = ()
    """The injects that were written ad hoc, besides the scenario's."""
    walk_ins: Collection[str] = ()
    """People who were seated though the plan does not know them."""
    accounts: Collection[str] = ()
    """The accounts that ad-hoc and edited injects are about."""
    options: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The options that ad-hoc and edited injects bring, by inject."""
    trusts: bool = False
    resolve_line: Callable[[str, int], int | None] = field(default=lambda team, number: number)
    line_number: Callable[[int], int] = field(default=lambda entry: entry)

    def team(self, words: Words, *, or_all: bool = False) -> str:
        """The next word as a team."""
        word = words.take("a team")
        if or_all and word.text == ALL:
            return ALL
        return self.known(word, self.teams, "team")

    def team_or_all(self, words: Words) -> str:
        """The next word as a team; every team where the line ends here."""
        follows = words.peek()
        return self.team(words, or_all=True) if follows is not None and follows not in PREPOSITIONS else ALL

    def role(self, words: Words) -> str:
        """The next word as a role of the plan."""
        return self.known_role(words.take("a role"))

    def known_role(self, word: Word) -> str:
        """The plan's role for a word, by id or function."""
        role = self.exercise.role_called(word.text)
        return role if role is not None else self.known(word, self.exercise.fit.names("role"), "role")

    def known_person(self, word: Word) -> str:
        """A person of the plan, or a walk-in."""
        if self.trusts or word.text in self.exercise.plan.people or word.text in self.walk_ins:
            return word.text
        return self.known(word, (*self.exercise.plan.people, *self.walk_ins), "person")

    def step(self, words: Words) -> StepKey:
        """The next word as a step in play."""
        word = words.take("a step")
        key = self.exercise.step_called(word.text)
        if key is not None:
            return key
        names = [self.exercise.name_of(each) for each in self.exercise.steps_called(word.text)]
        if names:
            message = f"several workflows have a step {word.text!r}"
            raise GrammarError(message, word.column, f"write {' or '.join(names)}")
        known = (*self.exercise.step_names, *self.exercise.also_fine, *self.exercise.forbidden)
        raise GrammarError(f"unknown step {word.text!r}", word.column, did_you_mean(word.text, known))

    def inject(self, words: Words) -> str:
        """The next word as an inject."""
        word = words.take("an inject")
        if self.trusts or word.text in self.exercise.injects or word.text in self.injects:
            return word.text
        return self.known(word, (*self.exercise.injects, *self.injects), "inject")

    def option(self, inject: str, words: Words) -> str:
        """The next word as an option of an inject's decision."""
        word = words.take("the option")
        prepared = self.exercise.injects.get(inject)
        decision = prepared.inject.decision if prepared else None
        known = (*(decision.options if decision else ()), *self.options.get(inject, ()))
        if self.trusts or word.text in known:
            return word.text
        if not known:
            raise GrammarError(f"{inject} asks for no decision", word.column)
        hint = did_you_mean(word.text, known) or f"options: {', '.join(known)}"
        raise GrammarError(f"unknown option {word.text!r}", word.column, hint)

    def objective(self, words: Words) -> str:
        """The next word as an objective of the scenario."""
        return self.known(words.take("an objective"), self.exercise.scenario.objectives, "objective")

    def account(self, words: Words) -> str:
        """The next word as an account: the plan's, or one that an inject is about."""
        word = words.take("an account")
        name = self.exercise.account_called(word.text)
        if self.trusts or name in self.exercise.account_names or name in self.accounts:
            return name
        return self.known(word, (*self.exercise.account_names, *self.accounts), "account")

    def grade(self, words: Words) -> Grade:
        """The next word as a rating."""
        return Grade(self.known(words.take("a rating (P, S, M or U)"), tuple(Grade), "rating"))

    def evaluator(self, words: Words) -> str:
        """``by NAME``."""
        column = words.column
        if not words.take_if("by"):
            raise GrammarError("who rated is missing", column, "end with: by NAME")
        return self.plain_name(words.take("the evaluator's name"))

    def plain_name(self, word: Word) -> str:
        """A word as the name of an observer, an evaluator or a walk-in."""
        try:
            return plain_name(word.text)
        except ValueError as error:
            raise GrammarError(str(error), word.column) from None

    def time(self, words: Words) -> int:
        """The next word as an exercise time, in milliseconds."""
        word = words.take("a time")
        try:
            return parse_stamp(word.text)
        except ValueError as error:
            raise GrammarError(str(error), word.column) from None

    def line(self, team: str, words: Words) -> int:
        """``#9``: the journal's number of a team's line."""
        word = words.take("a line of the team, such as #9")
        match = _NUMBER.fullmatch(word.text)
        entry = self.resolve_line(team, int(match[1])) if match else None
        if entry is None:
            raise GrammarError(f"{team} has no line {word.text!r}", word.column, "the log numbers each team's lines")
        return entry

    def known(self, word: Word, names: Collection[str], kind: str) -> str:
        """The word, if it is among the names. Raises GrammarError with the nearest."""
        if word.text not in names:
            hint = did_you_mean(word.text, names)
            if hint is None and 0 < len(names) <= 8:
                hint = f"known: {', '.join(names)}"
            raise GrammarError(f"unknown {kind} {word.text!r}", word.column, hint)
        return word.text

    def format_line(self, entry: int) -> str:
        """``#9`` for an entry of a team."""
        return f"#{self.line_number(entry)}"
