"""Injects on one line, in braces, as control writes them while people play."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.scenario.inline import inject_changes_from_yaml, inject_from_yaml
from drill.scenario.model import Inject, Method

MAYOR = "{id: mayor, via: phone, to: [comms-director], title: The mayor's office calls}"


def test_an_inject_without_a_time_is_one_that_control_delivers() -> None:
    inject = inject_from_yaml(MAYOR)
    assert (inject.id, inject.via, inject.manual, inject.at) == ("mayor", Method.PHONE, True, None)
    assert inject.title == "The mayor's office calls"


def test_an_inject_may_have_a_time_or_wait() -> None:
    assert inject_from_yaml(MAYOR.replace("{id", "{at: 5m, id")).at == 300_000
    assert inject_from_yaml(MAYOR.replace("{id", "{when: {done: freeze}, id")).when is not None


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("{id: mayor, via: phne, to: [a], title: T}", 'did you mean "phone"'),
        ("{id: mayor, via: phone, to: a, title: T}", r"write \[a\]"),
        ("{id: mayor, via: phone, to: [a]}", 'the inject has no "title"'),
        ("{id: Mayor, via: phone, to: [a], title: T}", "is not an id"),
        ("{id: all, via: phone, to: [a], title: T}", "cannot be an id"),
        ("{id: mayor, via: phone, to: [a], title: One, two}", "in quotes"),
        ("{id: mayor, via: phone, to: [a], title: @x}", "begins with @"),
        ("{id: mayor", "never closed"),
        ("{id: mayor, via: phone, to: [a], title: T, at: 1m, manual: true}", "exactly one of"),
        ('{id: mayor, via: phone, to: [a], title: "\\x1b[2J"}', "terminal escape"),
        ("mayor", "in braces"),
        ("", "empty"),
        ("[a]", "in braces"),
    ],
)
def test_what_is_no_inject_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        inject_from_yaml(text)


def test_an_edit_changes_what_it_names_and_nothing_else() -> None:
    before = inject_from_yaml(MAYOR)
    after = before.model_copy(update=inject_changes_from_yaml("{title: The mayor himself, from: City hall}"))
    assert (after.title, after.from_) == ("The mayor himself", "City hall")
    assert after.model_copy(update={"title": before.title, "from_": None}) == before


def test_a_new_trigger_takes_the_old_ones_place() -> None:
    before = inject_from_yaml(MAYOR.replace("{id", "{when: {done: freeze}, delay: 5m, id"))
    after = before.model_copy(update=inject_changes_from_yaml("{at: 30m}"))
    assert (after.at, after.when, after.delay, after.manual) == (1_800_000, None, None, False)
    assert Inject.model_validate(after) == after


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("{titel: x}", 'did you mean "title"'),
        ("{id: other}", "keeps its id"),
        ("{delay: 5m}", "control delay"),
        ("{to: []}", "empty"),
        ("{}", "nothing is changed"),
        ("{title: }", "no value"),
    ],
)
def test_what_is_no_change_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        inject_changes_from_yaml(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_an_inject_or_refused(text: str) -> None:
    for read in (inject_from_yaml, inject_changes_from_yaml):
        try:
            read(f"{{{text}}}")
        except ValueError as refused:
            told = str(refused)
        else:
            told = "read"
        assert told
