"""What is said of a line while it is typed."""

from __future__ import annotations

import pytest

from drill.session.command_line import read_command
from drill.session.completion import Completer
from drill.session.words import GrammarError
from drill.tui.verdict import verdict
from tests.building import room


def said(text: str) -> str:
    state = room(teams=("blue",)).state
    with pytest.raises(GrammarError) as wrong:
        read_command(text, state.grammar, 0, "blue")
    return "".join(
        words for words, _ in verdict(text, Completer(state).complete(text, "blue"), wrong.value, 100)
    ).strip()


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "a team, a role or control"),
        ("social-lead ", "next: what the role did"),
        ("social-lead does ", "next: a step"),
        ("social-lead does fre", "next: a step"),
        ("social-lead", "next: a team, a role or control"),
    ],
)
def test_while_a_word_is_missing_or_begun_it_says_what_comes_next(text: str, words: str) -> None:
    assert said(text) == words


@pytest.mark.parametrize(
    "text, words",
    [
        ("social-leed does freeze", "✗ unknown role 'social-leed'; did you mean \"social-lead\"?  (column 1)"),
        ("social-lead does frezze", "✗ unknown step 'frezze'; did you mean \"freeze\"?  (column 18)"),
    ],
)
def test_a_wrong_word_is_named_with_its_place_and_the_remedy(text: str, words: str) -> None:
    assert said(text) == words
