"""Correlations: known truth, honest intervals, bad input."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.correlation import correlation


@pytest.mark.parametrize("truth", [0.0, 0.4])
def test_intervals_cover_as_often_as_they_say(truth) -> None:
    rng = np.random.default_rng(1)
    hits = []
    for _ in range(1500):
        # Common scale in both: large weeks are large for both, as in markets.
        scale = np.sqrt(5 / rng.chisquare(5, size=270))[:, None]
        z = rng.normal(size=(270, 2)) * scale
        found = correlation(z[:, 0], truth * z[:, 0] + np.sqrt(1 - truth**2) * z[:, 1])
        hits.append(found.low <= truth <= found.high)
    assert 0.85 < np.mean(hits) < 0.95


def test_pairs_with_gaps_are_left_out() -> None:
    x = np.arange(20.0)
    y = np.where(x == 3, np.nan, x + np.sin(x))
    found = correlation(x, y)
    assert found.n == 19
    assert found.value == pytest.approx(np.corrcoef(x[x != 3], y[x != 3])[0, 1])
    assert found.low < found.value < found.high < 1


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (np.ones(12), np.ones(11), "same number"),
        (np.arange(9.0), np.arange(9.0), "at least 10"),
        (np.ones(12), np.arange(12.0), "must vary"),
    ],
)
def test_bad_input(one, other, words) -> None:
    with pytest.raises(InputError, match=words):
        correlation(one, other)
