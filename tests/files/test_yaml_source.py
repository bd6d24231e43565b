"""YAML to plain values, with the place of each and every problem at once."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drill.files.document import KEY
from drill.files.yaml_source import MAX_SCALAR, parse_yaml


def value_of(text: str) -> Any:
    source = parse_yaml(text, "file.yaml")
    assert source.diagnostics == ()
    return source.value


def problems_of(text: str) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in parse_yaml(text, "file.yaml").diagnostics]


def hint_of(text: str) -> str:
    [found] = [one for one in parse_yaml(text, "file.yaml").diagnostics if one.code == "syntax"]
    return found.hint or ""


@pytest.mark.parametrize(
    "word",
    ["1:30", "12:30", "00:05", "1:30.5", "on", "off", "yes", "no", "y", "010", "0123", "0x1F", "0o7", "1_000", "+44",
     "2026-08-14", "2026-11-27 18:40", "=", ".inf", ".nan", "True!", "1.2.3", "9" * 30, "1e999"],
)  # fmt: skip
def test_what_yaml_1_1_would_turn_into_something_else_stays_text(word: str) -> None:
    expected: str | int = 44 if word == "+44" else word
    assert value_of(f"a: {word}") == {"a": expected}


@pytest.mark.parametrize(
    "word, value",
    [("5", 5), ("-5", -5), ("0", 0), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0), ("true", True), ("False", False)],
)
def test_numbers_and_truth_are_read(word: str, value: object) -> None:
    assert value_of(f"a: {word}") == {"a": value}
    assert value_of(f'a: "{word}"') == {"a": word}


def test_every_key_and_value_knows_its_place() -> None:
    marks = parse_yaml("plan: a\nroles:\n  legal: {title: Ünïcode, people: [ana, ben]}\n", "f").document.marks

    assert marks[("plan", KEY)] == (1, 1)
    assert marks[("plan",)] == (1, 7)
    assert marks[("roles", "legal", KEY)] == (3, 3)
    assert marks[("roles", "legal")] == (3, 10)
    assert marks[("roles", "legal", "people", KEY)] == (3, 27)
    assert marks[("roles", "legal", "people", 1)] == (3, 41)


def test_columns_count_characters_not_bytes() -> None:
    assert problems_of("é: 👩‍🚒\nü: [漢, &x b]") == [("alias", 2, 8)]


def test_all_problems_are_told_at_once() -> None:
    text = "a: 1\na: 2\n1: x\nb: *c\nd: !e f\n<<: {g: h}\n? [i]\n: j\npassword: k\n"
    assert problems_of(text) == [
        ("duplicate-key", 2, 1),
        ("key-not-text", 3, 1),
        ("alias", 4, 4),
        ("tag", 5, 4),
        ("merge-key", 6, 1),
        ("key-not-text", 7, 3),
        ("secret", 9, 1),
    ]


def test_problems_before_a_syntax_error_are_told_with_it() -> None:
    assert problems_of("a: 1\na: 2\nb: [c\n") == [("duplicate-key", 2, 1), ("syntax", 3, 4)]


def test_the_first_of_two_equal_keys_is_named_and_kept() -> None:
    source = parse_yaml("a: 1\nb: 2\na: {c: 3}\n", "f")
    assert source.value == {"a": 1, "b": 2}
    assert "line 1" in source.diagnostics[0].message


# ── traps of text without quotes ─────────────────────────────────────────────


@pytest.mark.parametrize(
    "line, hint",
    [
        ("title: @northwind is down", "begins with @"),
        ("title: `code`", "begins with `"),
        ("title: %done", "begins with %"),
        ("title: {outlet} calls", "begins with {"),
        ("title: [EXERCISE] read this", "begins with ["),
        ("title: *bold* words", "begins with *"),
        ("title: Update: all clear", "colon"),
        ('title: "Quoted" and more', "whole text in quotes"),
        ("title: 'it's fun'", "whole text in quotes"),
        ("to: [Win a prize #1, b]", "begins a comment"),
    ],
)
def test_a_text_that_needs_quotes_is_recognised_in_the_syntax_error(line: str, hint: str) -> None:
    assert hint in hint_of(f"a: b\n{line}\n")


@pytest.mark.parametrize("text", ["a:\n\tb: c\n", "a: |\n\ttext\n", "a:\n  - b\n\t- c\n"])
def test_a_tab_is_called_a_tab(text: str) -> None:
    [(code, _, column)] = problems_of(text)
    assert (code, column) == ("tab", 1)


@pytest.mark.parametrize(
    "line",
    ["title: Win a prize #brandfail", "from: Brand #1", 'to: [a, Win a prize #x\n  , b]', "title: #brandfail"],
)  # fmt: skip
def test_a_text_that_loses_its_end_to_a_comment_is_warned_of(line: str) -> None:
    assert [code for code, *_ in problems_of(line)] == ["comment-eats-text"]


@pytest.mark.parametrize(
    "line",
    [
        "title: Win a prize  # a comment",
        "title: Win a prize # a comment",
        "title: Win a prize  #aligned",
        "at: 5m #note",
        "plan: plans/northwind.yaml #own",
        "version: 3 #bumped",
        'title: "Win a prize" #x',
        "title: Win#x",
        "text: |\n  Win a prize #brandfail",
    ],
)
def test_what_clearly_stands_as_a_comment_is_not(line: str) -> None:
    assert problems_of(line) == []


# ── hostile files ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "{a: " * 60_000, "- " * 100_000, "? " * 50_000, "".join(f"{' ' * n}a:\n" for n in range(500))],
    ids=["lists", "mappings", "block lists", "keys", "block mappings"],
)
def test_nesting_without_end_is_refused_before_anything_is_built(text: str) -> None:
    codes = [code for code, *_ in problems_of(text)]
    assert codes[-1] == "too-large"


def test_a_million_values_are_enough_for_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.files.yaml_source.MAX_VALUES", 5)
    assert problems_of("[a, b, c, d]") == []
    assert problems_of("[a, b, c, d, e]") == [("too-large", 1, 14)]
    assert problems_of("[[], [], [], [], []]") == [("too-large", 1, 18)]


def test_thirty_two_levels_are_enough_for_anybody() -> None:
    assert problems_of("[" * 32 + "]" * 32) == []


def test_an_alias_bomb_is_refused_at_once() -> None:
    levels = [f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghij")]
    assert {code for code, *_ in problems_of("a: &a [x, x]\n" + "".join(levels))} == {"alias"}
    assert {code for code, *_ in problems_of("a: &a [*a]\n")} == {"alias"}


def test_a_long_text_is_refused() -> None:
    assert problems_of(f"a: {'x' * MAX_SCALAR}") == []
    assert problems_of(f"a: {'x' * (MAX_SCALAR + 1)}") == [("too-large", 1, 4)]


def test_a_python_tag_builds_nothing() -> None:
    assert problems_of("a: !!python/object/apply:os.system [ls]") == [("tag", 1, 4)]


def test_a_second_document_is_refused() -> None:
    assert problems_of("---\na: 1\n---\nb: 2\n") == [("second-document", 3, 1)]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "~"])
def test_a_file_of_nothing_is_empty(text: str) -> None:
    assert problems_of(text) == [("empty", 1, 1)]


@pytest.mark.parametrize(
    "text, place",
    [
        ("a: b\x1b[2Jc", (1, 5)),
        ("a: b  # \u202e", (1, 9)),
        ('a: "\\x1b[2J"', (1, 4)),
        ('a: "\\u202e"', (1, 4)),
        ("a\u200b: b", (1, 2)),
    ],
    ids=ascii,
)
def test_hidden_characters_are_refused_wherever_they_stand(text: str, place: tuple[int, int]) -> None:
    source = parse_yaml(text, "f")
    assert problems_of(text) == [("hidden-character", *place)]
    assert "\x1b" not in repr(source.value)
    assert "\x1b" not in source.document.text


@given(st.text(st.characters(), max_size=200))
def test_any_text_gives_a_source_and_never_an_exception(text: str) -> None:
    source = parse_yaml(text, "f")
    assert source.broken <= bool(source.diagnostics)
    assert all(one.place.line >= 1 and one.place.column >= 1 for one in source.diagnostics)


YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b-c", ": ", "- ", "\n", "\n  ", "{", "}", "[", "]", ", ", "'", '"', "#", " #x", "&", "*", "!", "|", ">",
         "%", "@", "`", "?", "---\n", "\t", "5m", "1", "true", "~", "<<", "password", "\\", "\x1b", "é",
         "\U0001f469\u200d\U0001f692", "\ufeff"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(YAMLISH)
def test_anything_like_yaml_gives_a_source_and_never_an_exception(text: str) -> None:
    parse_yaml(text, "f")


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20)
KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
PLAIN = st.recursive(
    WORDS | st.integers(-999, 999) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["plan", "title", "roles", "x"]), PLAIN, min_size=1))
def test_plain_values_written_by_pyyaml_are_read_as_the_same(value: dict[str, Any]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    source = parse_yaml(text, "f")
    if not source.diagnostics:  # a word may look like a secret, or hide
        assert source.value == value


def test_the_c_parser_is_there() -> None:
    assert yaml.__with_libyaml__, f"{sys.executable} has a PyYAML without libyaml, five times slower"
