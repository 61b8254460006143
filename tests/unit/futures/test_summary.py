"""Quantiles of many paths, counted in classes: what stopped, and rows of which nothing is left."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.futures.summary import CLASSES, Classes, exact_quantiles

LEVELS = (0.1, 0.5, 0.9)


def values(paths: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((2, 3, paths))


def test_classes_are_right_to_a_class() -> None:
    blocks = [values(400, seed) for seed in (1, 2)]
    counted = Classes(2, 3)
    for block in blocks:
        counted.add(block)
    found, mean = counted.quantiles(LEVELS)
    exact, exact_mean = exact_quantiles(np.concatenate(blocks, axis=2), LEVELS)
    ranges = np.ptp(blocks[0], axis=2)[:, None, :]
    # Two order statistics that are neighbours may lie further apart than a class: a gap of 800 normal values.
    assert (np.abs(found - exact) <= 2.0 * ranges / CLASSES + 0.02).all()
    assert mean == pytest.approx(exact_mean)


def test_a_month_in_which_no_path_of_the_first_block_is_left_is_counted_from_the_next_one() -> None:
    first, second = values(200, 1), values(200, 2)
    first[1, 2] = np.nan
    counted = Classes(2, 3)
    counted.add(first)
    later = counted.fresh()
    later.add(second)
    counted.merge(later.content())
    found, mean = counted.quantiles(LEVELS)
    alone, alone_mean = exact_quantiles(second, LEVELS)
    assert mean[1, 2] == pytest.approx(alone_mean[1, 2])
    assert found[1, :, 2] == pytest.approx(alone[1, :, 2], abs=0.05)


def test_where_nothing_is_left_quantiles_are_not_a_number() -> None:
    block = values(50, 1)
    block[0, 1] = np.nan
    counted = Classes(2, 3)
    counted.add(block)
    found, mean = counted.quantiles(LEVELS)
    assert np.isnan(found[0, :, 1]).all()
    assert np.isnan(mean[0, 1])
    assert np.isfinite(np.delete(found[0], 1, axis=1)).all()
