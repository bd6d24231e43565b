"""The lines of the teams: who did what, to whom, about what."""

from __future__ import annotations

from dataclasses import replace

from drill.files.diagnostics import did_you_mean
from drill.plan.model import StepKind
from drill.scenario.fit import StepKey
from drill.session.names import PREPOSITIONS, SessionNames
from drill.session.statements import CALLING, CALLS, Response, Verb
from drill.session.words import GrammarError, Word, Words


def parse(team: str, words: Words, names: SessionNames) -> Response:
    """What a team did, from the words behind its name. Raises GrammarError."""
    role, person, assumed = _actor(words, names)
    word = words.take("what the role did (acks, escalates, does …)")
    try:
        verb = Verb(word.text)
    except ValueError:
        hint = did_you_mean(word.text, Verb) or f"verbs: {', '.join(Verb)}"
        raise GrammarError(f"unknown verb {word.text!r}", word.column, hint) from None
    said: dict[str, object] = {"team": team, "role": role, "person": person, "assumed": assumed, "verb": verb}
    said |= _object(verb, words, names)
    said |= _modifiers(words, names)
    return _understood(Response(note=words.note, **said), word, names)  # type: ignore[arg-type]


def _actor(words: Words, names: SessionNames) -> tuple[str, str | None, bool]:
    word = words.take("a role")
    name, slash, person = word.text.partition("/")
    assumed = name.endswith("?")
    role = names.known_role(Word(name.removesuffix("?"), word.column))
    if not slash:
        return role, None, assumed
    return role, names.known_person(Word(person, word.column + len(name) + 1)), assumed


def _object(verb: Verb, words: Words, names: SessionNames) -> dict[str, object]:
    match verb:
        case Verb.ACKS:
            if words.take_if("from"):
                return {"from_role": names.role(words)}
            follows = words.peek()
            return {"inject": names.inject(words)} if follows and follows not in PREPOSITIONS else {}
        case Verb.ESCALATES:
            word = words.take("the role that is called")
            name, slash, person = word.text.partition("/")
            if "," in name or (words.peek() and words.peek() not in PREPOSITIONS):
                column = word.column if "," in name else words.column
                raise GrammarError("escalates calls one role", column, "convenes calls several at once")
            roles = (names.known_role(Word(name, word.column)),)
            called = names.known_person(Word(person, word.column + len(name) + 1)) if slash else None
            return {"roles": roles, "called_person": called}
        case Verb.CONVENES | Verb.INFORMS:
            return {"roles": tuple(dict.fromkeys(map(names.known_role, words.take_list("a role"))))}
        case Verb.STARTS | Verb.APPROVES | Verb.REJECTS:
            return {"step": names.step(words)}
        case Verb.DOES:
            return _step_or_act(words, names)
        case Verb.DECIDES:
            inject = names.inject(words)
            return {"inject": inject, "option": names.option(inject, words)}
        case Verb.IMPROVISES:
            return {}


def _step_or_act(words: Words, names: SessionNames) -> dict[str, object]:
    follows = words.peek()
    if follows in names.exercise.also_fine or follows in names.exercise.forbidden:
        return {"act": words.take("an act").text}
    return {"step": names.step(words)}


def _modifiers(words: Words, names: SessionNames) -> dict[str, object]:
    found: dict[str, object] = {}
    while (follows := words.peek()) in ("on", "about", "with"):
        word = words.take("")
        if {"on": "account", "about": "about", "with": "resource"}[word.text] in found:
            raise GrammarError(f"{word.text!r} stands here twice", word.column)
        if follows == "on":
            found["account"] = names.account(words)
        elif follows == "about":
            found["about"] = names.inject(words)
        else:
            prepared = words.take("a prepared text")
            found["resource"] = names.known(prepared, names.exercise.plan.resources, "prepared text")
            found["edited"] = words.take_if("edited")
    return found


def _understood(said: Response, word: Word, names: SessionNames) -> Response:
    """The same in the words of the step's kind: doing a call is calling, doing an approval approving."""
    if said.step is None:
        return said
    step = names.exercise.steps[said.step].step
    changed: dict[str, object] = {}
    if said.verb in (Verb.APPROVES, Verb.REJECTS):
        if step.kind is StepKind.APPROVE:
            changed = {"step": StepKey(said.step.workflow, step.approve or "")}
    elif step.kind is StepKind.APPROVE:
        changed = {"verb": Verb.APPROVES, "step": StepKey(said.step.workflow, step.approve or "")}
    elif step.called:
        changed = {"verb": CALLING[step.kind], "step": None, "roles": step.called}
    if not changed:
        return said
    if said.verb is Verb.STARTS:
        raise GrammarError(f"{said.step} is a {step.kind}; it is not started, it is done", word.column)
    return replace(said, **changed)  # type: ignore[arg-type]


def format_response(said: Response, names: SessionNames) -> str:
    """The canonical words of a response, without its note."""
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
        words.append(names.exercise.name_of(said.step))
    if said.act:
        words.append(said.act)
    if said.account:
        words += ["on", said.account]
    if said.about:
        words += ["about", said.about]
    if said.resource:
        words += ["with", said.resource, *(["edited"] if said.edited else [])]
    return " ".join(words)
