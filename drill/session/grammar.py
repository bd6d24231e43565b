"""The one grammar: what is typed, written by a scribe, kept in the journal and cited by reports.

    TIME TEAM ROLE[/PERSON] VERB [OBJECT] [on ACCOUNT] [about INJECT] [with RESOURCE [edited]] [: NOTE]
    TIME control VERB …
    TIME NAME observes TEAM OBJECTIVE [RATING] : NOTE

`Grammar.parse` reads the words behind the time, `Grammar.format` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drill.files.diagnostics import did_you_mean
from drill.files.times import parse_stamp
from drill.plan.model import StepKind
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session import control_lines
from drill.session.statements import ALL, CALLS, Grade, Observed, Response, Statement, Verb
from drill.session.words import GrammarError, Word, Words, escape

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
class Grammar:
    """The grammar of one session: its names, and what line ``#N`` of a team is.

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

    # ── reading ──────────────────────────────────────────────────────────────

    def parse(self, text: str, column: int = 1) -> Statement:
        """The statement that the words behind the time say. Raises GrammarError."""
        words = Words(text, column)
        subject = words.take("a team, 'control' or an observer")
        if subject.text == CONTROL:
            statement = control_lines.parse(words, self)
        elif subject.text in self.teams:
            statement = self._response(subject.text, words)
        elif words.peek() == OBSERVES:
            statement = self._observation(subject, words)
        else:
            if self.exercise.role_called(subject.text.partition("/")[0].removesuffix("?")) is not None:
                hint = f"the team comes first: {self.teams[0]} {subject.text} …"
                raise GrammarError(f"the team is missing before {subject.text!r}", subject.column, hint)
            known = (*self.teams, CONTROL)
            hint = did_you_mean(subject.text, known) or f"teams: {', '.join(self.teams)}"
            raise GrammarError(f"unknown team {subject.text!r}", subject.column, hint)
        words.finish()
        return statement

    def _observation(self, subject: Word, words: Words) -> Observed:
        words.take(OBSERVES)
        observer = self.plain_name(subject)
        team = self.team(words)
        objective = self.objective(words)
        grade = self.grade(words) if words.peek() in Grade.__members__ else None
        return Observed(observer=observer, team=team, objective=objective, grade=grade, note=words.note)

    def _response(self, team: str, words: Words) -> Response:
        role, person, assumed = self._actor(words)
        word = words.take("what the role did (acks, escalates, does …)")
        try:
            verb = Verb(word.text)
        except ValueError:
            hint = did_you_mean(word.text, Verb) or f"verbs: {', '.join(Verb)}"
            raise GrammarError(f"unknown verb {word.text!r}", word.column, hint) from None
        said: dict[str, object] = {"team": team, "role": role, "person": person, "assumed": assumed, "verb": verb}
        said |= self._object(verb, words)
        said |= self._modifiers(words)
        return self._understood(Response(note=words.note, **said), word)  # type: ignore[arg-type]

    def _actor(self, words: Words) -> tuple[str, str | None, bool]:
        word = words.take("a role")
        name, slash, person = word.text.partition("/")
        assumed = name.endswith("?")
        role = self.known_role(Word(name.removesuffix("?"), word.column))
        if not slash:
            return role, None, assumed
        return role, self.known_person(Word(person, word.column + len(name) + 1)), assumed

    def _object(self, verb: Verb, words: Words) -> dict[str, object]:
        match verb:
            case Verb.ACKS:
                if words.take_if("from"):
                    return {"from_role": self.role(words)}
                follows = words.peek()
                return {"inject": self.inject(words)} if follows and follows not in PREPOSITIONS else {}
            case Verb.ESCALATES:
                word = words.take("the role that is called")
                name, slash, person = word.text.partition("/")
                if "," in name or (words.peek() and words.peek() not in PREPOSITIONS):
                    column = word.column if "," in name else words.column
                    raise GrammarError("escalates calls one role", column, "convenes calls several at once")
                roles = (self.known_role(Word(name, word.column)),)
                called = self.known_person(Word(person, word.column + len(name) + 1)) if slash else None
                return {"roles": roles, "called_person": called}
            case Verb.CONVENES | Verb.INFORMS:
                return {"roles": tuple(dict.fromkeys(map(self.known_role, words.take_list("a role"))))}
            case Verb.STARTS | Verb.APPROVES | Verb.REJECTS:
                return {"step": self.step(words)}
            case Verb.DOES:
                return self._step_or_act(words)
            case Verb.DECIDES:
                inject = self.inject(words)
                return {"inject": inject, "option": self._option(inject, words)}
            case Verb.IMPROVISES:
                return {}

    def _step_or_act(self, words: Words) -> dict[str, object]:
        follows = words.peek()
        if follows in self.exercise.also_fine or follows in self.exercise.forbidden:
            return {"act": words.take("an act").text}
        return {"step": self.step(words)}

    def _option(self, inject: str, words: Words) -> str:
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

    def _modifiers(self, words: Words) -> dict[str, object]:
        found: dict[str, object] = {}
        while (follows := words.peek()) in ("on", "about", "with"):
            word = words.take("")
            if {"on": "account", "about": "about", "with": "resource"}[word.text] in found:
                raise GrammarError(f"{word.text!r} stands here twice", word.column)
            if follows == "on":
                found["account"] = self.account(words)
            elif follows == "about":
                found["about"] = self.inject(words)
            else:
                prepared = words.take("a prepared text")
                found["resource"] = self._known(prepared, self.exercise.plan.resources, "prepared text")
                found["edited"] = words.take_if("edited")
        return found

    def _understood(self, said: Response, word: Word) -> Response:
        """The same in the words of the step's kind: doing a call is calling, doing an approval approving."""
        if said.step is None:
            return said
        step = self.exercise.steps[said.step].step
        changed: dict[str, object] = {}
        if said.verb in (Verb.APPROVES, Verb.REJECTS):
            if step.kind is StepKind.APPROVE:
                changed = {"step": StepKey(said.step.workflow, step.approve or "")}
        elif step.kind is StepKind.APPROVE:
            changed = {"verb": Verb.APPROVES, "step": StepKey(said.step.workflow, step.approve or "")}
        elif step.called:
            verb = {StepKind.CONTACT: Verb.ESCALATES, StepKind.CONVENE: Verb.CONVENES, StepKind.INFORM: Verb.INFORMS}
            changed = {"verb": verb[step.kind], "step": None, "roles": step.called}
        if not changed:
            return said
        if said.verb is Verb.STARTS:
            raise GrammarError(f"{said.step} is a {step.kind}; it is not started, it is done", word.column)
        return replace(said, **changed)  # type: ignore[arg-type]

    # ── names ────────────────────────────────────────────────────────────────

    def team(self, words: Words, *, or_all: bool = False) -> str:
        """The next word as a team."""
        word = words.take("a team")
        if or_all and word.text == ALL:
            return ALL
        return self._known(word, self.teams, "team")

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
        return role if role is not None else self._known(word, self.exercise.fit.names("role"), "role")

    def known_person(self, word: Word) -> str:
        """A person of the plan, or a walk-in."""
        if self.trusts or word.text in self.exercise.plan.people or word.text in self.walk_ins:
            return word.text
        return self._known(word, (*self.exercise.plan.people, *self.walk_ins), "person")

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
        return self._known(word, (*self.exercise.injects, *self.injects), "inject")

    def objective(self, words: Words) -> str:
        """The next word as an objective of the scenario."""
        return self._known(words.take("an objective"), self.exercise.scenario.objectives, "objective")

    def account(self, words: Words) -> str:
        """The next word as an account: the plan's, or one that an inject is about."""
        word = words.take("an account")
        name = self.exercise.account_called(word.text)
        if self.trusts or name in self.exercise.account_names or name in self.accounts:
            return name
        return self._known(word, (*self.exercise.account_names, *self.accounts), "account")

    def grade(self, words: Words) -> Grade:
        """The next word as a rating."""
        return Grade(self._known(words.take("a rating (P, S, M or U)"), tuple(Grade), "rating"))

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

    def _known(self, word: Word, names: Collection[str], kind: str) -> str:
        if word.text not in names:
            hint = did_you_mean(word.text, names)
            if hint is None and 0 < len(names) <= 8:
                hint = f"known: {', '.join(names)}"
            raise GrammarError(f"unknown {kind} {word.text!r}", word.column, hint)
        return word.text

    # ── writing ──────────────────────────────────────────────────────────────

    def format(self, statement: Statement) -> str:
        """The canonical words of a statement."""
        if isinstance(statement, Response):
            body = self._format_response(statement)
        elif isinstance(statement, Observed):
            grade = f" {statement.grade}" if statement.grade else ""
            body = f"{statement.observer} {OBSERVES} {statement.team} {statement.objective}{grade}"
        else:
            body = f"{CONTROL} {control_lines.format_control(statement, self)}"
        note = escape(statement.note) if statement.note else ""
        return f"{body} : {note}" if note else body

    def _format_response(self, said: Response) -> str:
        person = f"/{said.person}" if said.person else ""
        words = [said.team, f"{said.role}{'?' if said.assumed else ''}{person}", said.verb.value]
        if said.from_role:
            words += ["from", said.from_role]
        if said.verb in CALLS:
            called = f"/{said.called_person}" if said.called_person else ""
            words.append(", ".join(said.roles) + called)
        if said.inject:
            words.append(said.inject)
        if said.option:
            words.append(said.option)
        if said.step:
            words.append(self.exercise.name_of(said.step))
        if said.act:
            words.append(said.act)
        if said.account:
            words += ["on", said.account]
        if said.about:
            words += ["about", said.about]
        if said.resource:
            words += ["with", said.resource, *(["edited"] if said.edited else [])]
        return " ".join(words)

    def format_line(self, entry: int) -> str:
        """``#9`` for an entry of a team."""
        return f"#{self.line_number(entry)}"
