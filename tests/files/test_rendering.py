"""Diagnostics as text, as JSON, as annotations."""

from __future__ import annotations

import json

import pytest

from drill.files.diagnostics import MOST, Diagnostic, Problems, Severity, in_order, nearest
from drill.files.document import Document, Place
from drill.files.rendering import Format, render, tally


def a_diagnostic(
    source: str | None = "    to: [comms-led]", column: int = 10, hint: str | None = 'did you mean "comms"?'
) -> Diagnostic:
    place = Place("scenarios/a.yaml", 41, column)
    return Diagnostic(place, Severity.ERROR, "unknown-role", 'no role "comms-led"', hint, source)


def test_a_diagnostic_has_its_place_its_line_a_caret_and_a_hint() -> None:
    assert render([a_diagnostic()]) == (
        'scenarios/a.yaml:41:10: error[unknown-role]: no role "comms-led"\n'
        "        to: [comms-led]\n"
        "             ^\n"
        '    did you mean "comms"?'
    )


@pytest.mark.parametrize(
    "source, column", [("漢字: x", 5), ("\t\tto: x", 7), ("é" * 30 + "x", 31), ("👩‍🚒: x", 6)], ids=ascii
)
def test_the_caret_stands_under_the_place_however_wide_the_line_is(source: str, column: int) -> None:
    from rich.cells import cell_len

    _, shown, caret, _ = render([a_diagnostic(source, column)]).split("\n")
    assert shown[-1] == "x"
    assert cell_len(shown[:-1]) == len(caret) - 1


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    source = "a" * 5_000 + "X" + "b" * 5_000
    _, shown, caret, _ = render([a_diagnostic(source, 5_001)]).split("\n")
    assert len(shown) < 120
    assert shown[len(caret) - 1] == "X"
    assert shown.strip().startswith("…")
    assert shown.endswith("…")


def test_nothing_that_is_printed_can_reach_the_terminal() -> None:
    evil = "\x1b]52;c;aGk=\x07\u202e"
    bad = Diagnostic(Place(f"{evil}.yaml", 1, 1), Severity.ERROR, "x", f"message {evil}\nmore", evil, f"a: {evil}")
    for form in Format:
        text = render([bad], form)
        assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert len(render([bad]).split("\n")) == 4


def test_json_is_an_array_of_records_and_empty_where_all_is_well() -> None:
    assert json.loads(render([], Format.JSON)) == []
    assert json.loads(render([a_diagnostic()], Format.JSON)) == [
        {
            "file": "scenarios/a.yaml",
            "line": 41,
            "column": 10,
            "severity": "error",
            "code": "unknown-role",
            "message": 'no role "comms-led"',
            "hint": 'did you mean "comms"?',
        }
    ]


def test_an_annotation_escapes_what_github_takes_for_its_own() -> None:
    bad = Diagnostic(Place("a,b:c.yaml", 1, 2), Severity.WARNING, "x", "100% sure\nreally", "try: that")
    assert render([bad], Format.GITHUB) == (
        "::warning file=a%2Cb%3Ac.yaml,line=1,col=2,title=x::100%25 sure%0Areally%0Atry: that"
    )


def test_diagnostics_are_sorted_by_place_and_told_once() -> None:
    first, second = a_diagnostic(column=2), a_diagnostic(column=10)
    assert in_order([second, first, second]) == [first, second]


def test_errors_and_warnings_are_counted_in_words() -> None:
    warning = Diagnostic(Place("a", 1, 1), Severity.WARNING, "x", "y")
    assert tally([]) == "nothing wrong"
    assert tally([warning, a_diagnostic(), warning]) == "1 error, 2 warnings"


def test_a_file_full_of_problems_shows_the_first_thousand_and_says_so() -> None:
    problems = Problems(Document("a.yaml", "x"))
    for line in range(1, MOST + 100):
        problems.warning("x", problems.at(line, 1), "y")
    assert len(problems.found) == MOST + 1
    assert problems.found[-1].severity is Severity.ERROR
    assert problems.found[-1].code == "too-large"


@pytest.mark.parametrize(
    "name, near",
    [("leagl", "legal"), ("Legal", "legal"), ("social_lead", "social-lead"), ("zebra", None), ("", None)],
)
def test_the_nearest_name_is_found_whatever_its_case_or_hyphens(name: str, near: str | None) -> None:
    assert nearest(name, ["legal", "social-lead", "it-security"]) == near
