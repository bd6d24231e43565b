"""The grammar: each verb read and written, and every line that cannot be understood with its column and the nearest name."""

from __future__ import annotations

from functools import cache

import pytest

from drill.scenario.exercise import Exercise
from drill.scenario.fit import StepKey
from drill.session.control_lines import CONTROL_VERBS, HEADER_VERBS
from drill.session.grammar import Grammar
from drill.session.names import RESERVED, plain_name
from drill.session.statements import (
    AdHoc,
    Adjudicated,
    CameBack,
    Delayed,
    DroppedOut,
    Grade,
    Observed,
    Response,
    Seated,
    SpeedSet,
    Statement,
    Unmet,
    Verb,
)
from drill.session.words import GrammarError
from tests.building import NORTHWIND, a_plan, a_scenario, small_plan, small_scenario

TWO_FLOWS = NORTHWIND.replace(
    "history:",
    """  viral-complaint:
    title: A complaint goes round
    steps:
      freeze: {do: Stop the campaign, by: [social-lead]}
      answer: {do: Answer in public, by: [social-lead], is: first-acknowledgement}
history:""",
)


@cache
def northwind() -> Grammar:
    """The grammar of a session on the example plan, where control wrote an inject and seated a walk-in."""
    exercise = Exercise(a_plan(), a_scenario())
    return Grammar(exercise, ("blue", "red"), {"mayor"}, {"zoe"}, {"@new"}, {"mayor": ("go", "wait")})


def said(words: str, grammar: Grammar | None = None) -> Statement:
    """What words say, read, written and read again the same."""
    grammar = grammar or northwind()
    statement = grammar.parse(words)
    canonical = grammar.format(statement)
    assert grammar.parse(canonical) == statement
    assert grammar.format(grammar.parse(canonical)) == canonical
    return statement


# ── every verb ───────────────────────────────────────────────────────────────

LINES = """
blue social-lead acks
blue social-lead acks scam-post
blue social-lead acks mayor
blue social-lead acks from legal
blue social-lead acks : note taken
blue social-lead escalates legal
blue social-lead escalates comms-director/eve
blue social-lead escalates it-security on @northwind about scam-post : access in doubt
blue social-lead convenes it-security, comms-director, legal : access in doubt
blue comms-director informs customer-care about scam-post
blue comms-director informs customer-care, legal
blue it-security starts lock on @northwind
blue it-security starts lock on @new
blue comms-director does statement with holding-takeover : We know that our account was taken over. …
blue comms-director does statement with holding-takeover edited
blue social-lead does pin-warning
blue social-lead does reply-in-anger : all caps
blue social-lead/ben does confirm
blue social-lead/zoe does confirm
blue social-lead? does freeze
blue social-lead?/ana does freeze
blue legal approves statement : fine by me
blue legal rejects statement : says sorry
blue social-lead decides scam-post takeover
red comms-director decides mayor wait
blue social-lead improvises : pinned a warning on the photo network
blue social-lead improvises on @northwind-photo about scam-post : pinned a warning
control pause
control pause : the press room is full
control resume
control speed 2
control speed 0.5
control jump T+00:20:00
control no-duff : the building burns
control end
control seat blue social-lead ben : for Ana, on leave
control seat all legal zoe : Zoe Quinn
control absent all ben, ana
control back blue ben
control inject press-call red
control inject press-call all
control delivered press-call red
control adhoc blue {id: mayor, via: phone, to: [comms-director], title: The mayor's office calls}
control adhoc all {id: mayor, via: phone, to: [comms-director], title: "Braces } and: colons"} : a note
control edit second-network {title: The photo account falls}
control delay second-network blue to T+00:30:00
control delay second-network all to T+00:30:00.250
control skip second-network red : out of time
control skip second-network all
control skip second-network red unmet
control probe red scam-post : asked who owns the account
control mark : good moment, come back to it
control park : who owns the agency's log-ins?
control flag red forbidden reply-in-anger
control flag red false statement : we did not know
control flag red unapproved statement
control rate blue statement 3 by kim : empathy good, no next-update time
control unseen red tell-care : I was not at their table
control unseen red lock on @northwind
control missed red lock on @northwind : they looked for the key
control missed blue reach legal about scam-post
control adjudicate blue #9 sensible satisfies freeze : worked
control adjudicate blue #9 harmful
control set-aside blue #5 : a real phone call
control confirm blue contain S by kim : agreed in the debrief
control strength blue inform : spoke with one voice
control strength blue
control gap red contain
control gap red : nobody kept a log
kim observes blue contain S : legal was called late but well briefed
J.D. observes red inform : hesitant
"""
CANONICAL = [line for line in LINES.splitlines() if line]


@pytest.mark.parametrize("line", CANONICAL)
def test_what_is_written_is_read_and_written_the_same(line):
    assert northwind().format(said(line)) == line


def test_every_verb_has_its_line():
    statements = [northwind().parse(line) for line in CANONICAL]
    assert {each.verb for each in statements if isinstance(each, Response)} == set(Verb)
    assert {line.split()[1] for line in CANONICAL if line.startswith("control ")} == set(CONTROL_VERBS)
    assert any(isinstance(each, Observed) for each in statements)
    assert {type(each).__name__ for each in statements} == _said_by_lines(Statement)


def _said_by_lines(kind: type[Statement]) -> set[str]:
    """The names of all kinds of statement that are no kind of kinds."""
    below = {name for sub in kind.__subclasses__() for name in _said_by_lines(sub)}
    return (below or {kind.__name__}) - {"TeamStatement", "TeamJudgement"}


@pytest.mark.parametrize(
    "written,canonical",
    [
        ("blue   social-lead\tacks", "blue social-lead acks"),
        ("blue social-lead convenes it-security,legal", "blue social-lead convenes it-security, legal"),
        ("blue social-lead convenes it-security ,legal , platform", "blue social-lead convenes it-security, legal, platform"),
        ("blue social-lead convenes legal, legal", "blue social-lead convenes legal"),
        ("blue social-lead informs legal about scam-post on @northwind", "blue social-lead informs legal on @northwind about scam-post"),
        ("blue social-lead acks: noted", "blue social-lead acks : noted"),
        ("blue social-lead acks :noted", None),
        ("blue social-lead acks :", "blue social-lead acks"),
        ("blue social-lead acks :   ", "blue social-lead acks"),
        ("control inject press-call", "control inject press-call all"),
        ("control skip press-call", "control skip press-call all"),
        ("control skip press-call unmet", "control skip press-call all unmet"),
        ("control delay press-call to 30m", "control delay press-call all to T+00:30:00"),
        ("control adhoc {id: x, via: chat, to: [legal], title: X}", "control adhoc all {id: x, via: chat, to: [legal], title: X}"),
        ("control speed ×2", "control speed 2"),
        ("control speed x0.250", "control speed 0.25"),
        ("control jump 90s", "control jump T+00:01:30"),
    ],
)  # fmt: skip
def test_lines_are_read_leniently_and_written_in_one_way(written, canonical):
    if canonical is None:
        with pytest.raises(GrammarError):
            northwind().parse(written)
    else:
        assert northwind().format(said(written)) == canonical


# ── what the words mean ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words,changed",
    [
        ("does alert", {"verb": Verb.CONVENES, "roles": ("it-security", "comms-director", "legal"), "step": None}),
        ("does ask-platform", {"verb": Verb.ESCALATES, "roles": ("platform",), "step": None}),
        ("does tell-care", {"verb": Verb.INFORMS, "roles": ("customer-care",), "step": None}),
        ("does sign-off", {"verb": Verb.APPROVES, "step": StepKey("account-takeover", "statement")}),
        ("approves sign-off", {"verb": Verb.APPROVES, "step": StepKey("account-takeover", "statement")}),
        ("rejects sign-off", {"verb": Verb.REJECTS, "step": StepKey("account-takeover", "statement")}),
        ("does freeze", {"verb": Verb.DOES, "step": StepKey("account-takeover", "freeze")}),
        ("does pin-warning", {"verb": Verb.DOES, "act": "pin-warning", "step": None}),
    ],
)
def test_doing_a_call_is_calling_and_doing_an_approval_is_approving(words, changed):
    statement = said(f"blue social-lead {words}")
    assert {key: getattr(statement, key) for key in changed} == changed


@pytest.mark.parametrize("step", ["alert", "ask-platform", "tell-care", "sign-off"])
def test_a_call_is_not_started(step):
    with pytest.raises(GrammarError, match="is not started, it is done") as error:
        northwind().parse(f"blue social-lead starts {step}")
    assert error.value.column == 18


def test_roles_and_steps_are_found_by_function_and_milestone_and_written_by_id():
    assert northwind().format(said("blue communications does posts-stopped")) == "blue comms-director does freeze"
    assert (
        northwind().format(said("blue social-lead escalates platform-support")) == "blue social-lead escalates platform"
    )
    assert (
        northwind().format(said("control rate blue holding-statement 3 by kim"))
        == "control rate blue statement 3 by kim"
    )


def test_a_person_an_assumption_and_a_called_person_are_told_apart():
    statement = said("blue social-lead?/ben escalates legal/finn")
    assert isinstance(statement, Response)
    assert (statement.role, statement.assumed, statement.person) == ("social-lead", True, "ben")
    assert (statement.roles, statement.called_person) == (("legal",), "finn")


def test_numbers_of_lines_are_the_teams_own():
    grammar = Grammar(
        northwind().exercise,
        ("blue",),
        resolve_line=lambda team, number: {1: 17, 2: 40}.get(number),
        line_number=lambda entry: {17: 1, 40: 2}[entry],
    )
    statement = grammar.parse("control adjudicate blue #2 harmful")
    assert isinstance(statement, Adjudicated)
    assert statement.entry == 40
    assert grammar.format(statement) == "control adjudicate blue #2 harmful"
    with pytest.raises(GrammarError, match="blue has no line '#3'"):
        grammar.parse("control set-aside blue #3")


def test_speeds_grades_times_and_people_are_values():
    assert said("control speed 1.5") == SpeedSet(thousandths=1_500)
    assert said("control delay scam-post red to 1h30m") == Delayed(inject="scam-post", team="red", to=5_400_000)
    assert said("control absent all ana,ben") == DroppedOut(team="all", people=("ana", "ben"))
    assert said("control back blue ana") == CameBack(team="blue", people=("ana",))
    assert said("control skip scam-post red unmet") == Unmet(inject="scam-post", team="red")
    assert said("control seat blue legal yan : Yan Li") == Seated(
        team="blue", role="legal", person="yan", note="Yan Li"
    )
    assert said("kim observes blue contain P") == Observed(
        observer="kim", team="blue", objective="contain", grade=Grade.P
    )


# ── notes and braces ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written,note",
    [
        (": so", "so"),
        (": at 18:40: the account", "at 18:40: the account"),
        (": a\\nb", "a\nb"),
        (": C:\\\\temp", "C:\\temp"),
        (": C:\\temp", "C:\\temp"),
        (": a\\\\nb", "a\\nb"),
        (": {a: b} and { alone", "{a: b} and { alone"),
        (": # no comment", "# no comment"),
        (":  spaces  ", "spaces"),
        (": \\n", "\n"),
        (": “quotes” 'and' \"more\"", "“quotes” 'and' \"more\""),
    ],
)
def test_a_note_is_what_stands_behind_the_first_colon_with_a_space(written, note):
    assert said(f"blue social-lead improvises {written}").note == note


def test_a_colon_within_a_word_is_no_note():
    with pytest.raises(GrammarError, match="unknown account 'a:b'"):
        northwind().parse("blue social-lead improvises on a:b")


@pytest.mark.parametrize(
    "yaml",
    [
        "{id: a, via: chat, to: [legal], title: plain}",
        '{id: a, via: chat, to: [legal], title: "a } brace, a { and a : colon"}',
        "{id: a, via: chat, to: [legal], title: 'it''s } quoted'}",
        '{id: a, via: chat, to: [legal], title: "a \\" quote }"}',
        "{id: a, via: chat, to: [legal], title: rock 'n roll}",
        "{id: a, via: chat, to: [legal], title: don't}",
        "{id: a, via: chat, to: [legal], title: x, decision: {question: y, options: {b: {says: c, is: best}, d: {says: e, is: poor}}}}",
        "{ id : a, via: chat, to: [ legal ], title: x }",
    ],
)  # fmt: skip
@pytest.mark.parametrize("note", [None, "why: because {of} it"])
def test_braces_hold_one_line_of_yaml(yaml, note):
    statement = said(f"control adhoc blue {yaml}{f' : {note}' if note else ''}")
    assert statement == AdHoc(team="blue", inject="a", yaml=yaml, note=note)


def test_braces_may_stand_behind_a_tab():
    assert said("control edit scam-post\t{title: x} : y").note == "y"


# ── names that two things have ───────────────────────────────────────────────


def two_flows() -> Grammar:
    """A plan of two workflows that both have a step called freeze."""
    scenario = a_scenario(
        a_scenario().document.text.replace("- id: press-call", "- id: press-call\n    workflow: viral-complaint")
    )
    return Grammar(Exercise(a_plan(TWO_FLOWS), scenario), ("blue",))


def test_a_step_that_two_workflows_have_is_written_with_its_workflow():
    with pytest.raises(GrammarError, match="several workflows have a step 'freeze'") as error:
        two_flows().parse("blue social-lead does freeze")
    assert (error.value.column, error.value.hint) == (23, "write account-takeover/freeze or viral-complaint/freeze")
    line = "blue social-lead does viral-complaint/freeze"
    assert two_flows().format(said(line, two_flows())) == line
    assert (
        two_flows().format(said("blue social-lead does account-takeover/confirm", two_flows())).endswith("does confirm")
    )


def test_a_step_that_is_called_like_an_act_is_written_with_its_workflow():
    plan = small_plan("pin: {do: Pin it, by: [lead]}", also_fine="{pin: Pin something}")
    grammar = Grammar(Exercise(a_plan(plan), a_scenario(small_scenario("[{expect: [pin]}]"))), ("blue",))
    act, step = said("blue lead does pin", grammar), said("blue lead does crisis/pin", grammar)
    assert isinstance(act, Response)
    assert isinstance(step, Response)
    assert (act.act, step.step) == ("pin", StepKey("crisis", "pin"))


def test_a_name_that_a_fit_map_gives_away_still_means_the_plans_own_where_the_plan_has_one():
    plan = small_plan("halt: {do: Halt, by: [lead], is: all-clear}\nfreeze: {do: Freeze, by: [lead]}")
    scenario = small_scenario(
        "[{expect: [freeze], about: ['@ours']}]",
        fit={
            "roles": {"legal": "boss", "counsel": "legal"},
            "steps": {"freeze": "halt", "stop": "halt"},
            "accounts": {"@ours": "@x"},
        },
    )
    grammar = Grammar(Exercise(a_plan(plan), a_scenario(scenario)), ("blue",))
    assert grammar.format(said("blue legal does freeze", grammar)) == "blue legal does freeze"
    assert grammar.format(said("blue counsel does stop on @ours", grammar)) == "blue legal does halt on @x"


# ── errors ───────────────────────────────────────────────────────────────────

ERRORS = [
    # (line, message, column, hint)
    ("", "a team, 'control' or an observer is missing", 1, None),
    ("   ", "a team, 'control' or an observer is missing", 1, None),
    ("bleu social-lead acks", "unknown team 'bleu'", 1, 'did you mean "blue"?'),
    ("green social-lead acks", "unknown team 'green'", 1, "teams: blue, red"),
    ("social-lead acks", "the team is missing before 'social-lead'", 1, "the team comes first: blue social-lead …"),
    ("social-lead/ben acks", "the team is missing before 'social-lead/ben'", 1, None),
    ("blue", "a role is missing", 5, None),
    ("blue social-led acks", "unknown role 'social-led'", 6, 'did you mean "social-lead"?'),
    ("blue zzz acks", "unknown role 'zzz'", 6, None),
    ("blue social-lead/bem acks", "unknown person 'bem'", 18, 'did you mean "ben"?'),
    ("blue social-lead/ acks", "unknown person ''", 18, None),
    ("blue social-lead", "what the role did (acks, escalates, does …) is missing", 17, None),
    ("blue social-lead ack", "unknown verb 'ack'", 18, 'did you mean "acks"?'),
    ("blue social-lead sings", "unknown verb 'sings'", 18, None),
    ("blue social-lead acks scam-pots", "unknown inject 'scam-pots'", 23, 'did you mean "scam-post"?'),
    ("blue social-lead acks from", "a role is missing", 27, None),
    ("blue social-lead acks from legl", "unknown role 'legl'", 28, 'did you mean "legal"?'),
    ("blue social-lead acks scam-post now", "'now' is one word too many here", 33, "a note begins with ' : '"),
    ("blue social-lead escalates", "the role that is called is missing", 27, None),
    ("blue social-lead escalates legal platform", "escalates calls one role", 34, "convenes calls several at once"),
    ("blue social-lead escalates legal, platform", "escalates calls one role", 28, "convenes calls several at once"),
    ("blue social-lead convenes", "a role is missing", 26, None),
    ("blue social-lead convenes legal,", "a role is missing", 33, None),
    ("blue social-lead convenes legal, platfrom", "unknown role 'platfrom'", 34, 'did you mean "platform"?'),
    ("blue social-lead convenes legal,platfrom", "unknown role 'platfrom'", 33, 'did you mean "platform"?'),
    ("blue social-lead starts", "a step is missing", 24, None),
    ("blue social-lead does frezee", "unknown step 'frezee'", 23, 'did you mean "freeze"?'),
    ("blue social-lead does pin-warnin", "unknown step 'pin-warnin'", 23, 'did you mean "pin-warning"?'),
    ("blue social-lead does viral/freeze", "unknown step 'viral/freeze'", 23, None),
    ("blue social-lead decides scam-post", "the option is missing", 35, None),
    ("blue social-lead decides scam-post takover", "unknown option 'takover'", 36, 'did you mean "takeover"?'),
    ("blue social-lead decides scam-post zzz", "unknown option 'zzz'", 36, "options: takeover, prank"),
    ("blue social-lead decides mayor zzz", "unknown option 'zzz'", 32, "options: go, wait"),
    ("blue social-lead decides press-call go", "press-call asks for no decision", 37, None),
    ("blue it-security does lock on @northwnd", "unknown account '@northwnd'", 31, 'did you mean "@northwind"?'),
    ("blue it-security does lock on", "an account is missing", 30, None),
    ("blue it-security does lock on @new on @new", "'on' stands here twice", 36, None),
    ("blue legal informs platform about scam-pots", "unknown inject 'scam-pots'", 35, 'did you mean "scam-post"?'),
    ("blue legal does statement with holding", "unknown prepared text 'holding'", 32, 'did you mean "holding-takeover"?'),
    ("blue legal does statement with", "a prepared text is missing", 31, None),
    ("control", "what control does is missing", 8, None),
    ("control paus", "unknown control verb 'paus'", 9, 'did you mean "pause"?'),
    ("control team green", "'control team' stands only at the top of a transcript", 9, None),
    ("control pause now", "'now' is one word too many here", 15, "a note begins with ' : '"),
    ("control speed", "a speed is missing", 14, None),
    ("control speed fast", "'fast' is no speed", 15, "write a number from 0.1 to 60"),
    ("control speed 0", "'0' is no speed", 15, "write a number from 0.1 to 60"),
    ("control speed 61", "'61' is no speed", 15, "write a number from 0.1 to 60"),
    ("control jump", "a time is missing", 13, None),
    ("control jump soon", "'soon' is not a time; write it like T+00:12:40, or 12m40s", 14, None),
    ("control seat green legal ben", "unknown team 'green'", 14, "known: blue, red"),
    ("control seat blue legal stranger", "unknown person 'stranger'", 25, "to seat a walk-in, say their name behind ' : '"),
    ("control seat blue legal a/b : A B", "'a/b' cannot be a person's name here; write one word, such as kim", 25, None),
    ("control seat blue legal edited : Ed", "'edited' cannot be a person's name here; write one word, such as kim", 25, None),
    ("control absent blue", "a person is missing", 20, None),
    ("control absent blue anna", "unknown person 'anna'", 21, 'did you mean "ana"?'),
    ("control inject", "an inject is missing", 15, None),
    ("control inject press-call green", "unknown team 'green'", 27, "known: blue, red"),
    ("control delivered press-call", "a team is missing", 29, None),
    ("control adhoc blue", "changes in braces are missing", 19, "write {title: …}"),
    ("control adhoc blue {title: x}", "the inject has no id", 20, "write {id: mayor, via: phone, to: [ROLE], title: …}"),
    ("control adhoc blue {id: x", "the brace is never closed", 20, None),
    ("control adhoc blue {id: x} y", "'y' is one word too many here", 28, "a note begins with ' : '"),
    ("control edit mayer {title: x}", "unknown inject 'mayer'", 14, 'did you mean "mayor"?'),
    ("control edit mayor title", "changes in braces are missing", 20, "write {title: …}"),
    ("control delay press-call blue", "the new time is missing", 30, "write: delay INJECT TEAM to 30m"),
    ("control delay press-call 30m", "unknown team '30m'", 26, "known: blue, red"),
    ("control skip press-call blue umnet", "'umnet' is one word too many here", 30, "a note begins with ' : '"),
    ("control probe scam-post", "unknown team 'scam-post'", 15, "known: blue, red"),
    ("control flag blue", "forbidden, false or unapproved is missing", 18, None),
    ("control flag blue rude x", "unknown flag 'rude'", 19, "flags: forbidden ACT, false STEP, unapproved STEP"),
    ("control flag blue forbidden reply-in-angr", "unknown forbidden act 'reply-in-angr'", 29, 'did you mean "reply-in-anger"?'),
    ("control rate blue statement", "a rating from 0 to 4 is missing", 28, None),
    ("control rate blue statement 5 by kim", "'5' is no rating", 29, "write a number from 0 to 4"),
    ("control rate blue statement 3", "who rated is missing", 30, "end with: by NAME"),
    ("control rate blue statement 3 by", "the evaluator's name is missing", 33, None),
    ("control rate blue statement 3 by control", "'control' cannot be a person's name here; write one word, such as kim", 34, None),
    ("control adjudicate blue 9 harmful", "blue has no line '9'", 25, "the log numbers each team's lines"),
    ("control adjudicate blue #0 harmful", "blue has no line '#0'", 25, "the log numbers each team's lines"),
    ("control adjudicate blue #9 bad", "unknown judgement 'bad'", 28, "judgements: sensible, neutral, harmful"),
    ("control confirm blue contian S by kim", "unknown objective 'contian'", 22, 'did you mean "contain"?'),
    ("control confirm blue contain X by kim", "unknown rating 'X'", 30, "known: P, S, M, U"),
    ("control strength blue contian", "unknown objective 'contian'", 23, 'did you mean "contain"?'),
    ("kim observes", "a team is missing", 13, None),
    ("kim observes blue contian S", "unknown objective 'contian'", 19, 'did you mean "contain"?'),
    ("kim observes blue contain X", "'X' is one word too many here", 27, "a note begins with ' : '"),
    ("control observes blue contain", "unknown control verb 'observes'", 9, None),
    ("-kim observes blue contain", "'-kim' cannot be a person's name here; write one word, such as kim", 1, None),
    ("blue social-lead acks : a\x1b[31mb", "a terminal escape (U+001B)", 26, "take it out"),
    ("blue social-lead acks \u202etsop", "a character that turns the direction of text (U+202E)", 23, "take it out"),
    ("blue social-lead acks\nred legal acks", "a line ends here", 22, "in a note, write \\n"),
]  # fmt: skip


@pytest.mark.parametrize("line,message,column,hint", ERRORS, ids=[repr(line) for line, *_ in ERRORS])
def test_what_is_wrong_is_said_with_its_column_and_the_nearest_name(line, message, column, hint):
    with pytest.raises(GrammarError) as error:
        northwind().parse(line)
    assert (error.value.message, error.value.column) == (message, column)
    if hint is not None:
        assert error.value.hint == hint


def test_columns_count_from_where_the_words_stand_in_their_line():
    with pytest.raises(GrammarError) as error:
        northwind().parse("blue social-led acks", 6)
    assert error.value.column == 11


def test_no_word_of_the_grammar_is_a_name():
    for word in RESERVED:
        with pytest.raises(ValueError, match="cannot be a person's name"):
            plain_name(word)
    assert set(Verb) <= RESERVED
    assert not set(CONTROL_VERBS) & set(HEADER_VERBS)
