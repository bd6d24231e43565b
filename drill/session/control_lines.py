"""The lines of the exercise control: one reader and one writer for each verb."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from drill.files.diagnostics import did_you_mean
from drill.files.times import format_stamp
from drill.session.braces import brought_by
from drill.session.names import SessionNames
from drill.session.statements import (
    AdHoc,
    Adjudicated,
    CameBack,
    Confirmed,
    Delayed,
    Delivered,
    DroppedOut,
    Edited,
    Ended,
    Fired,
    Flagged,
    FlagKind,
    Gap,
    Judgement,
    Jumped,
    Marked,
    Missed,
    NoDuff,
    Parked,
    Paused,
    Probed,
    Rated,
    Resumed,
    Seated,
    SetAside,
    Skipped,
    SpeedSet,
    Statement,
    Strength,
    Unmet,
    Unseen,
)
from drill.session.words import GrammarError, Words

UNMET = "unmet"
SLOWEST, FASTEST = 100, 60_000
"""The speeds that the clock takes, in thousandths."""
REACH = "reach"
"""Stands before a role that was to hear of an inject."""

_SPEED = re.compile(r"[×x]?(\d{1,2})(?:\.(\d{1,3}))?")


def parse(words: Words, names: SessionNames) -> Statement:
    """What control does, from the words behind ``control``. Raises GrammarError."""
    word = words.take("what control does")
    read = _READERS.get(word.text)
    if read is None:
        if word.text in HEADER_VERBS:
            raise GrammarError(f"'control {word.text}' stands only at the top of a transcript", word.column)
        raise GrammarError(f"unknown control verb {word.text!r}", word.column, did_you_mean(word.text, _READERS))
    return read(words, names)


def _speed(words: Words, names: SessionNames) -> Statement:
    word = words.take("a speed")
    match = _SPEED.fullmatch(word.text)
    thousandths = int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else 0
    if not SLOWEST <= thousandths <= FASTEST:
        raise GrammarError(f"{word.text!r} is no speed", word.column, "write a number from 0.1 to 60")
    return SpeedSet(thousandths=thousandths, note=words.note)


def format_speed(thousandths: int) -> str:
    """``2`` or ``0.5``."""
    whole, part = divmod(thousandths, 1000)
    return f"{whole}.{part:03d}".rstrip("0") if part else str(whole)


def _jump(words: Words, names: SessionNames) -> Statement:
    return Jumped(to=names.time(words), note=words.note)


def _seat(words: Words, names: SessionNames) -> Statement:
    team = names.team(words, or_all=True)
    role = names.role(words)
    word = words.take("a person")
    if not (names.trusts or word.text in names.exercise.plan.people):
        if word.text not in names.walk_ins and not words.note:
            hint = did_you_mean(word.text, names.exercise.plan.people)
            hint = hint or "to seat a walk-in, say their name behind ' : '"
            raise GrammarError(f"unknown person {word.text!r}", word.column, hint)
        names.plain_name(word)
    return Seated(team=team, role=role, person=word.text, note=words.note)


def _inject(words: Words, names: SessionNames) -> Statement:
    inject = names.inject(words)
    return Fired(inject=inject, team=names.team_or_all(words), note=words.note)


def _delivered(words: Words, names: SessionNames) -> Statement:
    inject = names.inject(words)
    return Delivered(inject=inject, team=names.team(words, or_all=True), note=words.note)


def _adhoc(words: Words, names: SessionNames) -> Statement:
    team = names.team(words, or_all=True) if not (words.peek() or "").startswith("{") else "all"
    braces = words.take_braces()
    inject = brought_by(braces.text).inject
    if inject is None:
        raise GrammarError("the inject has no id", braces.column, "write {id: mayor, via: phone, to: [ROLE], title: …}")
    return AdHoc(team=team, inject=inject, yaml=braces.text, note=words.note)


def _edit(words: Words, names: SessionNames) -> Statement:
    inject = names.inject(words)
    return Edited(inject=inject, yaml=words.take_braces().text, note=words.note)


def _delay(words: Words, names: SessionNames) -> Statement:
    inject = names.inject(words)
    team = names.team_or_all(words)
    column = words.column
    if not words.take_if("to"):
        raise GrammarError("the new time is missing", column, "write: delay INJECT TEAM to 30m")
    return Delayed(inject=inject, team=team, to=names.time(words), note=words.note)


def _skip(words: Words, names: SessionNames) -> Statement:
    inject = names.inject(words)
    team = names.team_or_all(words) if words.peek() != UNMET else "all"
    kind = Unmet if words.take_if(UNMET) else Skipped
    return kind(inject=inject, team=team, note=words.note)


def _people(words: Words, names: SessionNames) -> tuple[str, tuple[str, ...]]:
    team = names.team(words, or_all=True)
    return team, tuple(dict.fromkeys(names.known_person(word) for word in words.take_list("a person")))


def _absent(words: Words, names: SessionNames) -> Statement:
    team, people = _people(words, names)
    return DroppedOut(team=team, people=people, note=words.note)


def _back(words: Words, names: SessionNames) -> Statement:
    team, people = _people(words, names)
    return CameBack(team=team, people=people, note=words.note)


def _probe(words: Words, names: SessionNames) -> Statement:
    team = names.team(words, or_all=True)
    return Probed(team=team, inject=names.inject(words), note=words.note)


def _flag(words: Words, names: SessionNames) -> Statement:
    team = names.team(words)
    word = words.take("forbidden, false or unapproved")
    if word.text not in tuple(FlagKind):
        known = "flags: forbidden ACT, false STEP, unapproved STEP"
        raise GrammarError(f"unknown flag {word.text!r}", word.column, known)
    kind = FlagKind(word.text)
    if kind is not FlagKind.FORBIDDEN:
        return Flagged(team=team, kind=kind, step=names.step(words), note=words.note)
    act = words.take("the forbidden act")
    if act.text not in names.exercise.forbidden:
        hint = did_you_mean(act.text, names.exercise.forbidden)
        raise GrammarError(f"unknown forbidden act {act.text!r}", act.column, hint)
    return Flagged(team=team, kind=kind, act=act.text, note=words.note)


def _rate(words: Words, names: SessionNames) -> Statement:
    team, step = names.team(words), names.step(words)
    word = words.take("a rating from 0 to 4")
    if word.text not in ("0", "1", "2", "3", "4"):
        raise GrammarError(f"{word.text!r} is no rating", word.column, "write a number from 0 to 4")
    return Rated(team=team, step=step, score=int(word.text), by=names.evaluator(words), note=words.note)


def _unseen(words: Words, names: SessionNames) -> Statement:
    team, step = names.team(words), names.step(words)
    account = names.account(words) if words.take_if("on") else None
    return Unseen(team=team, step=step, account=account, note=words.note)


def _missed(words: Words, names: SessionNames) -> Statement:
    team = names.team(words)
    if words.take_if(REACH):
        role, column = names.role(words), words.column
        if not words.take_if("about"):
            raise GrammarError("the inject is missing", column, "write: missed TEAM reach ROLE about INJECT")
        return Missed(team=team, role=role, inject=names.inject(words), note=words.note)
    step = names.step(words)
    account = names.account(words) if words.take_if("on") else None
    return Missed(team=team, step=step, account=account, note=words.note)


def _adjudicate(words: Words, names: SessionNames) -> Statement:
    team = names.team(words)
    entry = names.line(team, words)
    word = words.take("sensible, neutral or harmful")
    if word.text not in tuple(Judgement):
        raise GrammarError(f"unknown judgement {word.text!r}", word.column, "judgements: sensible, neutral, harmful")
    satisfies = names.step(words) if words.take_if("satisfies") else None
    return Adjudicated(team=team, entry=entry, judgement=Judgement(word.text), satisfies=satisfies, note=words.note)


def _set_aside(words: Words, names: SessionNames) -> Statement:
    team = names.team(words)
    return SetAside(team=team, entry=names.line(team, words), note=words.note)


def _confirm(words: Words, names: SessionNames) -> Statement:
    team, objective, grade = names.team(words), names.objective(words), names.grade(words)
    return Confirmed(team=team, objective=objective, grade=grade, by=names.evaluator(words), note=words.note)


def _strength(words: Words, names: SessionNames) -> Statement:
    team = names.team(words)
    return Strength(team=team, objective=names.objective(words) if words.peek() else None, note=words.note)


def _gap(words: Words, names: SessionNames) -> Statement:
    team = names.team(words)
    return Gap(team=team, objective=names.objective(words) if words.peek() else None, note=words.note)


_READERS: dict[str, Callable[[Words, SessionNames], Statement]] = {
    "pause": lambda words, names: Paused(note=words.note),
    "resume": lambda words, names: Resumed(note=words.note),
    "speed": _speed,
    "jump": _jump,
    "no-duff": lambda words, names: NoDuff(note=words.note),
    "end": lambda words, names: Ended(note=words.note),
    "seat": _seat,
    "absent": _absent,
    "back": _back,
    "inject": _inject,
    "delivered": _delivered,
    "adhoc": _adhoc,
    "edit": _edit,
    "delay": _delay,
    "skip": _skip,
    "probe": _probe,
    "mark": lambda words, names: Marked(note=words.note),
    "park": lambda words, names: Parked(note=words.note),
    "flag": _flag,
    "rate": _rate,
    "unseen": _unseen,
    "missed": _missed,
    "adjudicate": _adjudicate,
    "set-aside": _set_aside,
    "confirm": _confirm,
    "strength": _strength,
    "gap": _gap,
}

CONTROL_VERBS = tuple(_READERS)
"""What control can do in a line."""

HEADER_VERBS = ("recorded", "team", "seed", "date", "cast", "mode", "style", "fit", "history")
"""What a transcript says at its top, about what it stands on."""


def format_control(statement: Statement, names: SessionNames) -> str:
    """The words behind ``control``, without the note."""
    return _WRITERS[type(statement)](statement, names)


def _of_objective(verb: str, said: Strength | Gap) -> str:
    return f"{verb} {said.team} {said.objective}" if said.objective else f"{verb} {said.team}"


def _write_flag(said: Flagged, names: SessionNames) -> str:
    return f"flag {said.team} {said.kind} {names.exercise.name_of(said.step) if said.step else said.act}"


def _write_unseen(said: Unseen, names: SessionNames) -> str:
    account = f" on {said.account}" if said.account else ""
    return f"unseen {said.team} {names.exercise.name_of(said.step)}{account}"


def _write_missed(said: Missed, names: SessionNames) -> str:
    if said.step is None:
        return f"missed {said.team} {REACH} {said.role} about {said.inject}"
    account = f" on {said.account}" if said.account else ""
    return f"missed {said.team} {names.exercise.name_of(said.step)}{account}"


def _write_adjudicated(said: Adjudicated, names: SessionNames) -> str:
    satisfies = f" satisfies {names.exercise.name_of(said.satisfies)}" if said.satisfies else ""
    return f"adjudicate {said.team} {names.format_line(said.entry)} {said.judgement}{satisfies}"


_WRITERS: dict[type[Statement], Callable[[Any, SessionNames], str]] = {
    Paused: lambda said, names: "pause",
    Resumed: lambda said, names: "resume",
    SpeedSet: lambda said, names: f"speed {format_speed(said.thousandths)}",
    Jumped: lambda said, names: f"jump {format_stamp(said.to)}",
    NoDuff: lambda said, names: "no-duff",
    Ended: lambda said, names: "end",
    Seated: lambda said, names: f"seat {said.team} {said.role} {said.person}",
    DroppedOut: lambda said, names: f"absent {said.team} {', '.join(said.people)}",
    CameBack: lambda said, names: f"back {said.team} {', '.join(said.people)}",
    Fired: lambda said, names: f"inject {said.inject} {said.team}",
    Delivered: lambda said, names: f"delivered {said.inject} {said.team}",
    AdHoc: lambda said, names: f"adhoc {said.team} {said.yaml}",
    Edited: lambda said, names: f"edit {said.inject} {said.yaml}",
    Delayed: lambda said, names: f"delay {said.inject} {said.team} to {format_stamp(said.to)}",
    Skipped: lambda said, names: f"skip {said.inject} {said.team}",
    Unmet: lambda said, names: f"skip {said.inject} {said.team} {UNMET}",
    Probed: lambda said, names: f"probe {said.team} {said.inject}",
    Marked: lambda said, names: "mark",
    Parked: lambda said, names: "park",
    Flagged: _write_flag,
    Rated: lambda said, names: f"rate {said.team} {names.exercise.name_of(said.step)} {said.score} by {said.by}",
    Unseen: _write_unseen,
    Missed: _write_missed,
    Adjudicated: _write_adjudicated,
    SetAside: lambda said, names: f"set-aside {said.team} {names.format_line(said.entry)}",
    Confirmed: lambda said, names: f"confirm {said.team} {said.objective} {said.grade} by {said.by}",
    Strength: lambda said, names: _of_objective("strength", said),
    Gap: lambda said, names: _of_objective("gap", said),
}
