"""Edits of a user's YAML: one value moves, every other byte stays."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.files.edits import Conflict, Edit, EditKind, apply_edits, still_fits
from drill.files.yaml_source import parse_yaml
from tests.building import NORTHWIND


def changed_lines(*edits: Edit) -> list[str]:
    after = apply_edits(NORTHWIND, edits)
    diff = difflib.ndiff(NORTHWIND.splitlines(), after.splitlines())
    return [line for line in diff if line[0] in "+-"]


def test_a_value_is_set_in_a_block_and_its_comment_stays():
    lines = changed_lines(Edit(EditKind.SET, ("roles", "social-lead", "ack_within"), "3m", "5m"))
    assert [line[:20] for line in lines] == ["-     ack_within: 5m", "+     ack_within: 3m"]
    assert all("how long a caller waits" in line for line in lines)


def test_an_item_joins_a_list_in_its_own_style():
    [_, flow] = changed_lines(Edit(EditKind.APPEND, ("roles", "legal", "people"), "eve"))
    assert "people: [finn, eve]" in flow
    [block] = changed_lines(Edit(EditKind.APPEND, ("escalations",), {"from": "legal", "to": "platform"}))
    assert block == "+   - {from: legal, to: platform}"


def test_a_new_key_comes_last_in_its_mapping():
    [_, line] = changed_lines(Edit(EditKind.SET, ("roles", "legal", "delegates"), ["comms-director"]))
    assert line.endswith("ack_within: 10m, delegates: [comms-director]}")


def test_an_entry_is_taken_away_with_its_line():
    before = {"title": "Counsel", "level": 2, "people": ["finn"], "ack_within": "10m"}
    [line] = changed_lines(Edit(EditKind.REMOVE, ("roles", "legal"), None, before))
    assert line.startswith("-   legal:")


def test_what_stands_there_now_is_said_where_an_edit_does_not_fit():
    with pytest.raises(Conflict, match=r"roles\.social-lead\.ack_within is 5m now, not 6m"):
        apply_edits(NORTHWIND, [Edit(EditKind.SET, ("roles", "social-lead", "ack_within"), "3m", "6m")])
    assert not still_fits(NORTHWIND, [Edit(EditKind.APPEND, ("roles", "nobody", "people"), "eve")])


def test_nothing_is_edited_by_halves():
    good = Edit(EditKind.SET, ("version",), 4, 3)
    bad = Edit(EditKind.SET, ("title",), "x", "not the title")
    with pytest.raises(Conflict):
        apply_edits(NORTHWIND, [good, bad])


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=60))
def test_whatever_text_is_set_is_read_again(text):
    path = ("resources", "holding-takeover", "title")
    after = apply_edits(NORTHWIND, [Edit(EditKind.SET, path, text, "Account compromised")])
    assert parse_yaml(after, "").value["resources"]["holding-takeover"]["title"] == text


def test_a_list_of_several_lines_gives_way_to_one_of_one_and_the_comment_behind_its_key_stays():
    path, values = ("after",), (["first"], ["first", "second"])
    for text in ("after:\n- first\n- second\nby: [x]\n", "after:  # for a reason\n  - first\n  - second\nby: [x]\n"):
        after = apply_edits(text, [Edit(EditKind.SET, path, *values)])
        assert parse_yaml(after, "").value == {"after": ["first"], "by": ["x"]}
        assert ("for a reason" in after) is ("for a reason" in text)
