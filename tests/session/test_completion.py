"""The next word of a typed line: what is offered is what the grammar takes, and what matters now comes first."""

from __future__ import annotations

import pytest

from drill.session.command_line import read_command
from drill.session.completion import CONTROL_FORMS, Completer, Completion
from drill.session.control_lines import CONTROL_VERBS
from drill.session.statements import Verb
from drill.session.vocabulary import VERB_MEANINGS
from drill.session.words import GrammarError
from tests.building import Room, room


@pytest.fixture(scope="module")
def control() -> Room:
    control = room(teams=("blue", "red"))
    control.live.start()
    control.wait(1)
    control.say("blue social-lead escalates it-security")
    control.say("blue social-lead improvises : sang")
    return control


def complete(control: Room, text: str, team: str | None = "blue") -> Completion:
    return Completer(control.state).complete(text, team)


def words(control: Room, text: str, team: str | None = "blue") -> list[str]:
    return [one.word for one in complete(control, text, team).candidates]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("soc", ["social-lead"]),
        ("social-lead/", ["social-lead/ana", "social-lead/ben"]),
        ("blue social-lead do", ["does"]),
        ("social-lead does fre", ["freeze"]),
        ("social-lead does pin", ["pin-warning"]),
        ("legal approves ", ["statement"]),
        ("social-lead decides ", ["scam-post"]),
        ("social-lead decides scam-post ", ["takeover", "prank"]),
        ("social-lead convenes it-security, leg", ["legal"]),
        ("it-security acks from ", ["social-lead"]),
        ("comms-director does statement with ", ["holding-takeover"]),
        ("control sp", ["speed"]),
        ("control absent blue ana, b", ["ben"]),
        ("control adjudicate blue ", ["#2", "#1"]),
        ("control flag blue forbidden ", ["reply-in-anger"]),
        ("control rate blue ", ["statement"]),
        ("control unseen blue lock ", ["on", ":"]),
        ("kim observes blue contain ", ["P", "S", "M", "U"]),
        ("-2m social-lead does fre", ["freeze"]),
    ],
)
def test_the_next_word_comes_from_the_plan_and_the_script(control: Room, text: str, expected: list[str]) -> None:
    found = words(control, text)

    assert found[: len(expected)] == expected


def test_a_role_that_may_be_called_comes_first_with_the_reason(control: Room) -> None:
    first = complete(control, "social-lead escalates ").candidates[0]

    assert (first.word, first.title) == ("it-security", "IT security: control of an account is in doubt")


def test_the_most_urgent_open_step_comes_first(control: Room) -> None:
    assert words(control, "social-lead does ")[0] == "confirm"


def test_without_a_chosen_team_teams_come_first(control: Room) -> None:
    assert words(control, "", None) == ["blue", "red", "control"]


def test_what_holds_the_letters_comes_behind_what_begins_with_them(control: Room) -> None:
    found = words(control, "social-lead does a")

    assert found.index("alert") < found.index("statement")


def test_a_note_is_never_completed(control: Room) -> None:
    assert complete(control, "social-lead improvises : told soc").candidates == ()


def test_taking_a_word_puts_it_in_the_place_of_what_was_typed(control: Room) -> None:
    text = "social-lead convenes it-security, leg"
    completion = complete(control, text)

    assert completion.accept(text, completion.candidates[0]) == "social-lead convenes it-security, legal "


def test_every_control_verb_and_every_role_verb_can_be_completed() -> None:
    assert set(CONTROL_FORMS) == set(CONTROL_VERBS)
    assert set(VERB_MEANINGS) == set(Verb)


HEADS = [
    "", "blue ", "social-lead ", "social-lead acks ", "social-lead acks from ", "social-lead escalates ",
    "social-lead convenes ", "social-lead convenes legal, ", "social-lead informs ", "it-security starts ",
    "social-lead does ", "legal approves ", "legal rejects ", "social-lead decides ",
    "social-lead decides scam-post ", "social-lead does freeze ", "social-lead does freeze on ",
    "social-lead does freeze about ", "social-lead does statement with ",
    "social-lead does statement with holding-takeover ", "control ",
    *(f"control {verb} " for verb in CONTROL_FORMS),
    *(f"control {verb} press-call " for verb in ("inject", "skip", "delay", "delivered")),
    "control delay press-call blue ", "control seat blue ", "control seat blue legal ", "control absent blue ",
    "control absent blue ana, ", "control probe blue ", "control unseen blue ", "control unseen blue lock on ",
    "control flag blue ", "control flag blue forbidden ", "control flag blue false ", "control rate blue ",
    "control rate blue statement ", "control rate blue statement 3 ", "control adjudicate blue ",
    "control adjudicate blue #1 ", "control adjudicate blue #1 sensible ",
    "control adjudicate blue #1 sensible satisfies ", "control set-aside blue ", "control strength blue ",
    "control confirm blue ", "control confirm blue contain ", "control confirm blue contain S ",
    "kim observes ", "kim observes blue ", "kim observes blue contain ",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_every_offered_word_is_one_that_the_grammar_takes_there(control: Room, head: str) -> None:
    """It may still miss a word behind it; it may not stumble over this one."""
    completion = complete(control, head)
    texts = [completion.accept(head, candidate) for candidate in completion.candidates]

    assert [text for text in texts if stumbles_at(control, text) <= len(text.rstrip())] == []


def stumbles_at(control: Room, text: str) -> int:
    """The column at which the grammar finds something wrong; behind the end where nothing is."""
    try:
        read_command(text, control.state.grammar, control.live.now, "blue")
    except GrammarError as error:
        return error.column
    return len(text) + 1
