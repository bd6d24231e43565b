"""Whatever is typed is understood or refused in one sentence, and whatever can be said can be written and read again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drill.plan.model import StepKind
from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.command_line import read_command
from drill.session.grammar import Grammar
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
    Grade,
    Judgement,
    Jumped,
    Marked,
    Missed,
    NoDuff,
    Observed,
    Parked,
    Paused,
    Probed,
    Rated,
    Response,
    Resumed,
    Seated,
    SetAside,
    Skipped,
    SpeedSet,
    Statement,
    Strength,
    Unmet,
    Unseen,
    Verb,
)
from drill.session.transcript import read_transcript
from drill.session.words import GrammarError, escape, unescape
from tests.building import a_plan, a_scenario

EXERCISE = Exercise(a_plan(), a_scenario())
TEAMS = ("blue", "red")


@cache
def grammar() -> Grammar:
    """The grammar of a session on the example plan."""
    return Grammar(EXERCISE, TEAMS, {"mayor"}, {"zoe"}, {"@new"}, {"mayor": ("go", "wait")})


# ── whatever is typed ────────────────────────────────────────────────────────

TYPED = st.text(max_size=60)
VOCABULARY = (
    *TEAMS, "control", "observes", "kim", "all", "3m", "T+00:01:00", "#3", "P", "{id: x}", "{", "}", "{a: 'b", ":", ",", "?", "/", "~",
    *("on", "about", "with", "from", "to", "by", "edited", "satisfies", "unmet", "harmful", "false", "forbidden"),
    *Verb, "pause", "speed", "2", "jump", "seat", "absent", "inject", "adhoc", "edit", "delay", "skip", "probe", "flag", "rate",
    *("adjudicate", "set-aside", "confirm", "strength", "delivered", "mark", "end", "resume", "team", "fit"),
    *("social-lead", "legal", "social-lead/ben", "legal?", "it-security,", "communications", "ben", "zoe"),
    *("confirm", "alert", "lock", "sign-off", "statement", "posts-stopped", "pin-warning", "account-takeover/freeze"),
    *("scam-post", "mayor", "takeover", "go", "@northwind", "@new", "holding-takeover", "contain", ": a note", ":a", "\\n", "\\", "''", '"'),
)  # fmt: skip
WORDY = st.lists(st.sampled_from(VOCABULARY) | st.text(max_size=4), max_size=9).map(" ".join)


@settings(max_examples=300)
@given(TYPED | WORDY)
def test_any_text_is_a_statement_or_an_error_with_its_column(text):
    try:
        statement = grammar().parse(text, 10)
    except GrammarError as error:
        assert 10 <= error.column <= 10 + len(text)
        assert error.message
    else:
        assert grammar().parse(grammar().format(statement)) == statement


@settings(max_examples=100)
@given(TYPED | WORDY, st.sampled_from([None, "blue"]))
def test_any_typed_line_is_a_statement_or_an_error_with_its_column(text, team):
    try:
        line = read_command(text, grammar(), 600_000, team)
    except GrammarError as error:
        assert 1 <= error.column <= len(text) + 1
    else:
        assert isinstance(line.statement, Statement)


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)
    | st.lists(WORDY, max_size=5).map("\n".join)
)
def test_any_file_is_read_to_its_end(text):
    transcript = read_transcript(text, "any.txt")
    lines = text.split("\n")
    for diagnostic in transcript.diagnostics:
        assert 1 <= diagnostic.place.line <= len(lines)
        assert 1 <= diagnostic.place.column <= len(lines[diagnostic.place.line - 1]) + 1


# ── whatever can be said ─────────────────────────────────────────────────────


def one_of(names: object) -> st.SearchStrategy[Any]:
    """One of these names."""
    return st.sampled_from(sorted(names))  # type: ignore[call-overload]


def a_note(text: str) -> str | None:
    """A note as a line can hold it."""
    return unescape(escape(text)) if text else None


NOTE = st.none() | st.text(max_size=30).map(a_note) | st.sampled_from(["a\nb", "\\n", "c:\\", "{a: b}", ": x", "# y"])
TEAM, TEAM_OR_ALL = st.sampled_from(TEAMS), st.sampled_from((*TEAMS, "all"))
ROLE = one_of(EXERCISE.plan.roles)
PERSON = one_of({*EXERCISE.plan.people, "zoe"})
STEP = one_of(EXERCISE.steps)
ACT_STEP = one_of(key for key, step in EXERCISE.steps.items() if step.kind is StepKind.DO)
INJECT = one_of({*EXERCISE.injects, "mayor"})
ACCOUNT = one_of({*EXERCISE.plan.accounts, "@new"})
OBJECTIVE = one_of(EXERCISE.scenario.objectives)
NAME = st.sampled_from(["kim", "J.D.", "o’neill", "Ana-Lena", "渡辺"])
TIME = st.integers(0, 366 * 24 * 3_600_000)
ENTRY = st.integers(1, 9_999_999)
YAML = st.sampled_from(["{id: mayor, via: phone, to: [legal], title: X}", '{id: mayor, title: "} : {"}'])


def response(verb: Verb, **said: st.SearchStrategy[Any]) -> st.SearchStrategy[Response]:
    """Responses of one verb, with whatever else a line may say."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "team": TEAM,
        "role": ROLE,
        "verb": st.just(verb),
        "person": st.none() | PERSON,
        "assumed": st.booleans(),
        "account": st.none() | ACCOUNT,
        "about": st.none() | INJECT,
        "note": NOTE,
    }
    return st.builds(Response, **fields | said)


RESOURCE = st.tuples(one_of(EXERCISE.plan.resources), st.booleans()) | st.just((None, False))
DONE = st.builds(
    lambda said, resource: _with(said, resource=resource[0], edited=resource[1]),
    response(Verb.DOES, step=ACT_STEP) | response(Verb.DOES, act=one_of({*EXERCISE.also_fine, *EXERCISE.forbidden})),
    RESOURCE,
)


def _with(said: Response, **changes: object) -> Response:
    from dataclasses import replace

    return replace(said, **changes)  # type: ignore[arg-type]


RESPONSES = st.one_of(
    response(Verb.ACKS, inject=st.none() | INJECT),
    response(Verb.ACKS, from_role=ROLE),
    response(Verb.ESCALATES, roles=st.tuples(ROLE), called_person=st.none() | PERSON),
    response(Verb.CONVENES, roles=st.lists(ROLE, min_size=1, unique=True).map(tuple)),
    response(Verb.INFORMS, roles=st.lists(ROLE, min_size=1, unique=True).map(tuple)),
    response(Verb.STARTS, step=ACT_STEP),
    DONE,
    response(Verb.APPROVES, step=ACT_STEP),
    response(Verb.REJECTS, step=ACT_STEP),
    response(Verb.DECIDES, inject=st.just("scam-post"), option=st.sampled_from(["takeover", "prank"])),
    response(Verb.DECIDES, inject=st.just("mayor"), option=st.sampled_from(["go", "wait"])),
    response(Verb.IMPROVISES),
)


def of(kind: Callable[..., Statement], /, **said: st.SearchStrategy[Any]) -> st.SearchStrategy[Statement]:
    """Statements of one kind."""
    return st.builds(kind, note=NOTE, **said)


CONTROL = st.one_of(
    *(of(kind) for kind in (Paused, Resumed, NoDuff, Ended, Marked, Parked)),
    of(SpeedSet, thousandths=st.integers(100, 60_000)),
    of(Jumped, to=TIME),
    of(Seated, team=TEAM_OR_ALL, role=ROLE, person=PERSON),
    *(
        of(kind, team=TEAM_OR_ALL, people=st.lists(PERSON, min_size=1, unique=True).map(tuple))
        for kind in (DroppedOut, CameBack)
    ),
    *(of(kind, team=TEAM_OR_ALL, inject=INJECT) for kind in (Fired, Delivered, Skipped, Unmet, Probed)),
    of(AdHoc, team=TEAM_OR_ALL, inject=st.just("mayor"), yaml=YAML),
    of(Edited, inject=INJECT, yaml=YAML),
    of(Delayed, team=TEAM_OR_ALL, inject=INJECT, to=TIME),
    of(Flagged, team=TEAM, kind=st.just(FlagKind.FORBIDDEN), act=one_of(EXERCISE.forbidden)),
    of(Flagged, team=TEAM, kind=st.sampled_from([FlagKind.FALSE, FlagKind.UNAPPROVED]), step=STEP),
    of(Rated, team=TEAM, step=STEP, score=st.integers(0, 4), by=NAME),
    of(Unseen, team=TEAM, step=STEP, account=st.none() | ACCOUNT),
    of(Missed, team=TEAM, step=STEP, account=st.none() | ACCOUNT),
    of(Missed, team=TEAM, role=ROLE, inject=INJECT),
    of(Adjudicated, team=TEAM, entry=ENTRY, judgement=st.sampled_from(Judgement), satisfies=st.none() | STEP),
    of(SetAside, team=TEAM, entry=ENTRY),
    of(Confirmed, team=TEAM, objective=OBJECTIVE, grade=st.sampled_from(Grade), by=NAME),
    *(of(kind, team=TEAM, objective=st.none() | OBJECTIVE) for kind in (Strength, Gap)),
    of(Observed, observer=NAME, team=TEAM, objective=OBJECTIVE, grade=st.none() | st.sampled_from(Grade)),
)


@settings(max_examples=400)
@given(RESPONSES | CONTROL)
def test_whatever_can_be_said_is_written_and_read_again(statement):
    words = grammar().format(statement)
    assert "\n" not in words
    assert grammar().parse(words) == statement
    assert grammar().format(grammar().parse(words)) == words


@given(RESPONSES | CONTROL)
def test_the_journal_and_the_screen_say_the_same(statement):
    journal = Grammar(EXERCISE, TEAMS, trusts=True)
    assert journal.parse(grammar().format(statement)) == statement


@given(st.text(max_size=60))
def test_a_note_is_one_line_and_comes_back(text):
    line = escape(text)
    assert "\n" not in line
    again = unescape(line)
    assert again is None or unescape(escape(again)) == again


def test_every_step_has_a_name_of_its_own():
    names = {EXERCISE.name_of(key): key for key in EXERCISE.steps}
    assert len(names) == len(EXERCISE.steps)
    assert all(EXERCISE.step_called(name) == key for name, key in names.items())
    assert EXERCISE.step_called("freeze") == StepKey("account-takeover", "freeze")
