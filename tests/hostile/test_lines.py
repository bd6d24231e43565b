"""Every word of every line, and the command bar, with every hostile text: understood, or refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from drill.errors import Refused
from drill.files.dumping import dump_yaml
from drill.files.text import clean, unclean
from drill.session.command_line import read_command
from drill.session.completion import Completer
from drill.session.decide import Enter
from drill.session.session import Session
from drill.session.state import State
from drill.session.statements import Statement
from drill.session.words import GrammarError
from tests.building import room
from tests.hostile.corpus import SHAPES, TEXTS
from tests.hostile.sample import LINES, PLAN, SCENARIO

WORDS = {name: text for name, text in TEXTS.items() if len(text) < 3_000}


@cache
def session() -> Session:
    """A session of the sample, before anything was said."""
    return room(dump_yaml(PLAN), dump_yaml(SCENARIO)).live.session


def state() -> State:
    return session().state


def understood(text: str) -> Statement | None:
    """What a line says, or None where it is refused in a sentence."""
    try:
        return state().grammar.parse(text)
    except GrammarError as error:
        assert 0 < error.column <= len(text) + 1
        assert error.message
        return None


@pytest.mark.parametrize("line", LINES)
def test_any_word_of_a_line_may_be_anything(line: str) -> None:
    words = line.split(" ")[1:]
    for name, text in WORDS.items():
        for place in range(len(words) + 1):
            for said in ([*words[:place], text, *words[place + 1 :]], [*words[:place], text, *words[place:]]):
                statement = understood(" ".join(said))
                if statement is not None:
                    written = state().grammar.format(statement)
                    assert unclean(written) is None, name
                    assert "\n" not in written, name
                    assert understood(written) == statement, name


@pytest.mark.parametrize("name", TEXTS)
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(name: str) -> None:
    text = TEXTS[name]
    for typed in (
        text,
        f"-2m {text}",
        f"~{text}",
        f"T+{text}",
        f"lead {text}",
        f"lead does stop : {text}",
        f"control {text}",
    ):
        try:
            read_command(typed, state().grammar, 600_000, "blue")
        except GrammarError as error:
            assert unclean(clean(f"{error.message} {error.hint}")) is None
        Completer(state()).complete(typed, "blue")


@pytest.mark.parametrize("name", TEXTS)
def test_whatever_a_statement_holds_the_journal_keeps_what_can_be_read_again(name: str) -> None:
    """Screens make statements without the grammar; what they hold is made fit to keep all the same."""
    parsed = state().grammar.parse("blue lead improvises : words")
    try:
        events = session().preview(Enter(0, replace(parsed, note=TEXTS[name])))
    except Refused:
        return
    [event] = events
    text = event.text  # type: ignore[attr-defined]
    assert unclean(text) is None
    again = state().journal_grammar.parse(text)
    assert state().journal_grammar.format(again) == text
    assert name in SHAPES or len(again.note or "") <= len(TEXTS[name])
