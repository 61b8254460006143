"""Adjusted p-values: worked cases, order, bad input."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm

RULES = (holm, benjamini_hochberg, benjamini_yekutieli)


def test_worked_cases() -> None:
    p = [0.01, 0.04, 0.03]
    np.testing.assert_allclose(holm(p), [0.03, 0.06, 0.06])
    np.testing.assert_allclose(benjamini_hochberg(p), [0.03, 0.04, 0.04])
    np.testing.assert_allclose(benjamini_yekutieli(p), np.array([0.03, 0.04, 0.04]) * (1 + 1 / 2 + 1 / 3))


@pytest.mark.parametrize("rule", RULES)
def test_a_test_that_was_not_made_does_not_count(rule) -> None:
    with_gap = rule([0.01, np.nan, 0.04])
    assert np.isnan(with_gap[1])
    np.testing.assert_allclose(with_gap[[0, 2]], rule([0.01, 0.04]))
    assert rule([]).shape == (0,)


@pytest.mark.parametrize("rule", RULES)
def test_never_below_the_single_test_and_never_above_one(rule) -> None:
    p = np.random.default_rng(1).uniform(size=50)
    assert (rule(p) >= p - 1e-15).all()
    assert (rule(p) <= 1.0).all()
    assert (np.diff(rule(np.sort(p))) >= -1e-15).all()


def test_false_findings_stay_rare() -> None:
    rng = np.random.default_rng(2)
    any_false = np.mean([(holm(rng.uniform(size=40)) <= 0.1).any() for _ in range(2000)])
    assert any_false < 0.12


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("bad", [[1.2], [-0.1, 0.5], [[0.1], [0.2]]])
def test_bad_input(rule, bad) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        rule(bad)
