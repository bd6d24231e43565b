"""How sure a counted number is: against figures from the literature, and against counting itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.rehearsal.intervals import Mean, Paired, Share, Verdict, quantile_ranks, wilson


@pytest.mark.parametrize(
    "count, of, low, high",
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_what_newcombe_printed(count: int, of: int, low: float, high: float):
    """R. G. Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_in_its_interval_and_the_interval_among_shares(count: int, of: int):
    share = Share(min(count, of), of)
    low, high = share.interval
    assert share.value is not None
    assert 0 <= low <= share.value <= high <= 1


def test_of_nothing_there_is_no_share_and_no_knowledge():
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, (0.0, 1.0))
    assert (Mean(0, 0, 0).value, Mean(0, 0, 0).interval) == (None, None)


@given(st.integers(1, 20_000), st.sampled_from([0.1, 0.5, 0.9, 0.95]))
def test_a_quantile_stands_between_the_ends_of_its_interval(of: int, quantile: float):
    middle, low, high = quantile_ranks(of, quantile)
    assert 0 <= low <= middle <= high < of


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9, 0.95])
def test_nineteen_intervals_of_a_quantile_in_twenty_hold_it(quantile: float):
    drawn = np.sort(np.random.default_rng(7).random((4_000, 400)), axis=1)
    _, low, high = quantile_ranks(400, quantile)
    held = ((drawn[:, low] <= quantile) & (quantile <= drawn[:, high])).mean()
    assert 0.93 < held < 0.98


def test_the_interval_of_a_mean_is_the_normal_one():
    values = [1.0, 2.0, 3.0, 4.0]
    interval = Mean(4, sum(values), sum(each * each for each in values)).interval
    assert interval == pytest.approx((2.5 - 1.265, 2.5 + 1.265), abs=1e-3)


@pytest.mark.parametrize(
    "gained, lost, verdict",
    [(0, 0, Verdict.SAME), (30, 0, Verdict.BETTER), (0, 30, Verdict.WORSE), (6, 4, Verdict.OPEN), (1, 0, Verdict.OPEN)],
)
def test_what_a_difference_on_the_same_draws_says(gained: int, lost: int, verdict: Verdict):
    assert Paired(gained, lost, 1_000).verdict is verdict


def test_what_no_run_asked_cannot_be_told():
    assert (Paired(0, 0, 0).value, Paired(0, 0, 0).verdict) == (None, Verdict.OPEN)
