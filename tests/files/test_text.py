"""Which characters may enter, and how wide a text stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.files.text import clean, describe_character, display_width, unclean

HOSTILE = [
    "\x00", "\x07", "\x08", "\x1b", "\r", "\x7f", "\x85", "\x9b",
    "\u200b", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800", "\uffff", "\U000e0041",
]  # fmt: skip
WELCOME = ["\n\t", "é", "e\u0301", "漢", "👩\u200d🚒", "❤\ufe0f", "\u0645\u06cc\u200c\u062e", "\u200f", "–\u00a0•"]


@pytest.mark.parametrize("character", HOSTILE, ids=ascii)
def test_what_could_fool_a_reader_or_a_terminal_is_found_and_replaced(character: str) -> None:
    assert unclean(f"ab{character}c") == 2
    assert clean(f"ab{character}c") == "ab\ufffdc"
    assert f"U+{ord(character):04X}" in describe_character(character)


@pytest.mark.parametrize("text", WELCOME, ids=ascii)
def test_what_scripts_and_emoji_need_may_enter(text: str) -> None:
    assert unclean(text) is None
    assert clean(text) == text


@given(st.text(st.characters()))
def test_cleaned_text_is_clean_and_as_long_as_before(text: str) -> None:
    assert unclean(clean(text)) is None
    assert len(clean(text)) == len(text)
    assert (unclean(text) is None) == (clean(text) == text)


@pytest.mark.parametrize("text, cells", [("abc", 3), ("", 0), ("漢字", 4), ("é", 1), ("e\u0301", 1)])
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    assert display_width(text) == cells
