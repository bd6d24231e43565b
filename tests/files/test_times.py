"""Durations, stamps and periods, as users write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.files.times import (
    LONGEST,
    SECOND,
    Period,
    format_duration,
    format_stamp,
    parse_duration,
    parse_stamp,
)


@given(st.integers(min_value=0, max_value=LONGEST // SECOND))
def test_a_duration_written_out_is_read_as_the_same(seconds: int) -> None:
    assert parse_duration(format_duration(seconds * SECOND)) == seconds * SECOND


@given(st.integers(min_value=0, max_value=LONGEST))
def test_a_stamp_written_out_is_read_as_the_same(ms: int) -> None:
    assert parse_stamp(format_stamp(ms)) == ms


@given(st.text(max_size=20))
def test_any_text_is_a_duration_within_a_year_or_is_refused(text: str) -> None:
    try:
        ms = parse_duration(text)
    except ValueError:
        return
    assert 0 <= ms <= LONGEST


@pytest.mark.parametrize(
    "text, seconds",
    [("90s", 90), ("5m", 300), ("1h30m", 5_400), ("2d", 172_800), ("1d1h1m1s", 90_061), ("0m", 0)],
)
def test_durations_are_units_in_order(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds * SECOND


@pytest.mark.parametrize("text", ["", "5", "1:30", "30m1h", "1.5h", "-5m", "5 m", "5M", "\u0665m", "400d", "5m5m"])
def test_nothing_else_is_a_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|year"):
        parse_duration(text)


@pytest.mark.parametrize(
    "period, day, after",
    [
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("3 months", date(2026, 11, 30), date(2027, 2, 28)),
        ("1 year", date(2028, 2, 29), date(2029, 2, 28)),
        ("2 weeks", date(2026, 12, 25), date(2027, 1, 8)),
    ],
)
def test_a_month_later_is_the_last_of_a_shorter_month(period: str, day: date, after: date) -> None:
    assert Period.parse(period).after(day) == after
