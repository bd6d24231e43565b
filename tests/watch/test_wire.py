"""The protocol: what is written is read again, in lines of bounded length; what is not a message never becomes one."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.files.times import LONGEST as LATEST
from drill.session.events import Entered, Record
from drill.session.panes.public import Shown
from drill.tui.watch.wire import (
    KINDS,
    LONGEST,
    Correct,
    Face,
    Garbled,
    Goodbye,
    Happened,
    Hello,
    Message,
    Piece,
    Reader,
    Refusal,
    Role,
    Say,
    Slide,
    TakeBack,
    Taken,
    TakeOver,
    Welcome,
    decode,
    encode,
)

TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30)
NUMBER = st.integers(0, LATEST)
MESSAGES = st.one_of(
    st.builds(Hello, st.sampled_from(Role), TEXT, NUMBER),
    st.builds(Say, TEXT, NUMBER, TEXT, st.booleans()),
    st.builds(Correct, TEXT, TEXT, NUMBER, TEXT, st.booleans()),
    st.builds(TakeBack, TEXT, TEXT),
    st.builds(TakeOver, TEXT),
    st.builds(Welcome, TEXT, NUMBER, st.booleans()),
    st.builds(Face, NUMBER, st.booleans(), NUMBER, st.booleans(), st.booleans(), st.booleans(), TEXT),
    st.builds(Happened, NUMBER, NUMBER, TEXT, TEXT),
    st.builds(
        Slide, st.lists(st.builds(Shown, NUMBER, TEXT, TEXT, TEXT, TEXT, st.tuples(TEXT)), max_size=3).map(tuple)
    ),
    st.builds(Taken, TEXT),
    st.builds(Refusal, TEXT, TEXT, st.booleans()),
    st.builds(Goodbye, TEXT),
)


@given(st.lists(MESSAGES, max_size=5), st.integers(1, 40))
def test_what_is_written_is_read_again_however_it_is_cut(messages: list[Message], size: int) -> None:
    data, reader = b"".join(map(encode, messages)), Reader(pieces=True)
    found: list[Message] = []
    for start in range(0, len(data), size):
        found += reader.feed(data[start : start + size])
    assert found == messages


@pytest.mark.parametrize("text", ["x", "é", '"', "\\", "\n", "🙂", "\u200d"], ids=ascii)
def test_no_line_is_longer_than_the_longest(text: str) -> None:
    message = Happened(1, 0, "entered", text * 150_000)
    data = encode(message)
    assert all(len(line) < LONGEST for line in data.split(b"\n"))
    assert list(Reader(pieces=True).feed(data)) == [message]


def test_an_event_of_the_journal_comes_out_as_it_went_in() -> None:
    record = Record(7, 42_000, Entered(41_000, "blue social-lead does freeze : „so“ | 🙂", recalled=True))
    [told] = Reader(pieces=True).feed(encode(Happened.of(record)))
    assert isinstance(told, Happened)
    assert told.record == record


@given(st.binary(max_size=300))
def test_bytes_from_anywhere_are_a_message_or_garbled(data: bytes) -> None:
    with suppress(Garbled):
        list(Reader().feed(data + b"\n"))


@given(
    st.dictionaries(
        st.sampled_from(["v", "is", "role", "name", "after", "id", "of", "at", "text", "recalled", "more"]),
        st.one_of(st.sampled_from([1, *KINDS, *Role]), st.integers(), st.booleans(), st.none(), TEXT, st.lists(TEXT)),
    )
)
def test_an_object_from_anywhere_is_a_message_or_garbled(values: dict[str, object]) -> None:
    with suppress(Garbled):
        decode(json.dumps(values).encode())


def test_an_unfinished_line_is_not_kept_for_ever() -> None:
    reader = Reader()
    with pytest.raises(Garbled, match="longer than"):
        for _ in range(100):
            list(reader.feed(b"x" * 1_000))


def test_pieces_are_put_together_only_by_who_asked_for_them() -> None:
    with pytest.raises(Garbled, match="pieces"):
        list(Reader().feed(encode(Piece("x", True))))


def test_pieces_without_an_end_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.tui.watch.wire.WHOLE", 1_000)
    reader = Reader(pieces=True)
    with pytest.raises(Garbled, match="too long"):
        for _ in range(100):
            list(reader.feed(encode(Piece("x" * 100, True))))


def test_a_piece_within_a_piece_is_garbled() -> None:
    inner = encode(Piece("x", False)).decode().strip()
    outer = Piece(inner, False)
    found = list(Reader(pieces=True).feed(encode(outer)))
    assert found == [Piece("x", False)], "it is no message of a control room, and whoever reads it says so"


@pytest.mark.parametrize("version", [0, 2, "1", None, True])
def test_another_version_is_named(version: object) -> None:
    with pytest.raises(Garbled, match="version 1"):
        decode(json.dumps({"v": version, "is": "taken", "id": "x"}).encode())
