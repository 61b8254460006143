"""Regressions on few events: known truth, honest intervals, bad input."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.measure import LEAST_EVENTS, measure
from tidegate.evidence.robust import fit, partial_out
from tidegate.evidence.wild_bootstrap import wild_p_value


def sample(rng, events, tails, unequal):
    surprises = rng.standard_t(tails, size=(events, 3))
    size = np.sqrt(1.0 + unequal * surprises[:, 0] ** 2 / surprises[:, 0].var())
    return surprises, 0.2 + surprises @ [1.0, -2.0, 0.5] + size * rng.standard_t(4, size=events)


def test_a_known_truth_is_found() -> None:
    surprises, outcome = sample(np.random.default_rng(1), 20_000, 4, 1.0)
    found = fit(outcome, surprises)
    np.testing.assert_allclose(found.coefficient, [1.0, -2.0, 0.5], atol=0.05)
    assert (np.abs(found.coefficient - [1.0, -2.0, 0.5]) < 4 * found.se).all()


@pytest.mark.parametrize(
    ("events", "tails", "unequal"),
    # As many events as the samples have; tails as fat as those of surprises; errors larger on larger days.
    [(50, 2.5, 0.0), (50, 2.5, 1.0), (100, 2.5, 1.0), (270, 2.5, 0.0), (270, 3.0, 1.0)],
)
def test_intervals_cover_as_often_as_they_say(events, tails, unequal) -> None:
    rng = np.random.default_rng(events)
    hits, plain = [], []
    for _ in range(1500):
        surprises, outcome = sample(rng, events, tails, unequal)
        found = fit(outcome, surprises)
        low, high = found.interval(0.9)
        hits.append(low[0] <= 1.0 <= high[0])
        plain.append(abs(found.coefficient[0] - 1.0) <= 1.645 * found.se[0])
    assert 0.85 < np.mean(hits) < 0.95
    assert np.mean(plain) < np.mean(hits)


def test_degrees_of_freedom_count_the_events_that_carry() -> None:
    rng = np.random.default_rng(2)
    even = np.tile([-1.0, 1.0], 50)
    assert fit(rng.normal(size=100), even).dof[0] == pytest.approx(98, abs=1)
    alone = np.concatenate([rng.normal(size=98) * 0.01, [3.0, -3.0]])
    assert fit(rng.normal(size=100), alone).dof[0] < 3


def test_degrees_of_freedom_are_those_of_the_whole_quadratic_form() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.standard_t(3, size=(40, 2)), rng.normal(size=40)
    design = np.column_stack([np.ones(40), x])
    inverse = np.linalg.inv(design.T @ design)
    maker = np.eye(40) - design @ inverse @ design.T
    for k in (1, 2):
        scaled = (design @ inverse)[:, k] / np.sqrt(np.diag(maker))
        form = scaled[:, None] * maker * scaled[None, :]
        assert fit(y, x).dof[k - 1] == pytest.approx(np.trace(form) ** 2 / (form**2).sum(), rel=1e-10)


def test_the_normal_with_the_same_interval() -> None:
    surprises, outcome = sample(np.random.default_rng(4), 30, 3, 0.0)
    found = fit(outcome, surprises)
    low, high = found.interval(0.9)
    np.testing.assert_allclose(high - low, 2 * 1.6448536 * found.normal_se, rtol=1e-6)
    assert (found.normal_se > found.se).all()


def test_the_wild_bootstrap_rejects_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    signs = rng.choice([-1.0, 1.0], size=(199, 20))
    rejected = []
    for _ in range(600):
        surprises = rng.standard_t(2.5, size=(20, 2))
        outcome = surprises[:, 1] + rng.standard_t(4, size=20)
        rejected.append(wild_p_value(outcome, surprises, 0, signs) <= 0.1)
    assert 0.06 < np.mean(rejected) < 0.15
    assert wild_p_value(5.0 * surprises[:, 0] + outcome, surprises, 0, signs) < 0.1


def test_a_draw_of_the_wild_bootstrap_is_a_regression() -> None:
    rng = np.random.default_rng(10)
    surprises, outcome = rng.standard_t(3, size=(25, 2)), rng.standard_t(4, size=25)
    signs = rng.choice([-1.0, 1.0], size=(50, 25))
    rest = np.column_stack([np.ones(25), surprises[:, 1]])
    explained = rest @ np.linalg.lstsq(rest, outcome, rcond=None)[0]
    sizes = []
    for row in np.vstack([np.ones(25), signs]):
        found = fit(explained + row * (outcome - explained), surprises)
        sizes.append(abs(found.coefficient[0] / found.se[0]))
    share = np.mean(np.array(sizes) >= sizes[0] * (1 - 1e-9))
    assert wild_p_value(outcome, surprises, 0, signs) == pytest.approx(share)


def test_a_surprise_that_a_sample_does_not_have_is_left_out() -> None:
    rng = np.random.default_rng(6)
    surprises = np.column_stack([0.05 * rng.uniform(-1, 1, 40), rng.normal(size=40)])
    days = list(range(40))
    found = measure(surprises[:, 1], surprises, ("target", "path"), days, np.ones((1, 40)))
    assert [m.surprise for m in found] == ["path"]
    assert measure(surprises[:5, 1], surprises[:5], ("target", "path"), days[:5], np.ones((1, 40))) == ()


def test_only_events_with_a_surprise_are_counted() -> None:
    rng = np.random.default_rng(7)
    surprises = np.column_stack([rng.normal(size=60), np.where(np.arange(60) < 40, 0.0, rng.normal(size=60))])
    outcome = surprises.sum(axis=1) + rng.normal(size=60)
    outcome[59] = np.nan
    path, sheet = measure(outcome, surprises, ("path", "balance_sheet"), list(range(60)), np.ones((1, 60)))
    assert (path.n, sheet.n, sheet.first, sheet.last) == (59, 19, 40, 58)
    assert path.low < path.mean < path.high
    assert LEAST_EVENTS <= 19


def test_what_controls_leave() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(50, 2)), rng.normal(size=50)
    left = partial_out(y, x)
    np.testing.assert_allclose(np.column_stack([np.ones(50), x]).T @ left, 0.0, atol=1e-10)


@pytest.mark.parametrize(
    ("outcome", "regressors", "words"),
    [
        (np.ones(5), np.ones(6), "same number"),
        (np.array([1.0, np.nan, 3, 4, 5]), np.arange(5.0), "no NaN"),
        (np.ones(3), np.arange(3.0), "at least 4"),
        (np.arange(8.0), np.ones(8), "depend on each other"),
        (np.arange(8.0), np.array([0, 0, 0, 0, 0, 0, 0, 1.0]), "alone decides"),
    ],
)
def test_bad_input(outcome, regressors, words) -> None:
    with pytest.raises(InputError, match=words):
        fit(outcome, regressors)


def test_bad_confidence_and_signs() -> None:
    rng = np.random.default_rng(9)
    with pytest.raises(InputError, match="between 0 and 1"):
        fit(rng.normal(size=9), rng.normal(size=9)).interval(1.0)
    with pytest.raises(InputError, match="one row a draw"):
        wild_p_value(rng.normal(size=9), rng.normal(size=9), 0, np.ones((3, 8)))
