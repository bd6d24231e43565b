"""Part 6: the words that were published, as evaluators rated them."""

from __future__ import annotations

from tests.building import rounded, small_drill

STEPS = """
statement: {do: Publish a statement, by: [press], public: true, uses: holding}
update: {do: Publish an update, by: [press], public: true}
"""
TEXTS = "holding: {kind: template, title: Holding, text: We know., approved_by: legal, approved: 2026-08-14}"


def _content(lines: str) -> float | None:
    return rounded(small_drill(lines, STEPS, resources=TEXTS).card().parts.content)


def test_a_rating_is_worth_its_share_of_four():
    assert _content("5m blue press does statement\n50m control rate blue statement 3 by kim") == 0.75


def test_the_newest_rating_of_an_evaluator_counts():
    assert _content("50m control rate blue statement 1 by kim\n55m control rate blue statement 4 by kim") == 1.0


def test_the_newest_rating_is_the_one_that_was_given_last():
    assert _content("55m control rate blue statement 4 by kim\n50m control rate blue statement 1 by kim") == 1.0


def test_the_evaluators_of_a_statement_are_averaged():
    assert _content("50m control rate blue statement 2 by kim\n50m control rate blue statement 3 by lou") == 0.625


def test_statements_are_averaged_however_many_rated_each():
    lines = """
    50m control rate blue statement 4 by kim
    50m control rate blue statement 4 by lou
    50m control rate blue update 0 by kim
    """
    assert _content(lines) == 0.5


def test_unrated_is_null():
    assert _content("5m blue press does statement") is None


def test_a_statement_rated_zero_is_worth_nothing():
    assert _content("50m control rate blue statement 0 by kim") == 0.0


def test_what_was_published_is_shown_with_its_rating():
    lines = "5m blue press does statement : We are on it.\n50m control rate blue statement 3 by kim"
    [rating] = small_drill(lines, STEPS, resources=TEXTS).card().ratings
    assert (rating.step.step, rating.score, rating.by, rating.text) == ("statement", 3.0, ("kim",), "We are on it.")


def test_a_prepared_text_that_was_used_as_it_stands_is_shown():
    lines = "5m blue press does statement with holding\n50m control rate blue statement 3 by kim"
    [rating] = small_drill(lines, STEPS, resources=TEXTS).card().ratings
    assert rating.text == "We know."


def test_an_edited_text_without_its_words_is_not_shown_as_the_prepared_one():
    lines = "5m blue press does statement with holding edited\n50m control rate blue statement 3 by kim"
    [rating] = small_drill(lines, STEPS, resources=TEXTS).card().ratings
    assert rating.text is None
