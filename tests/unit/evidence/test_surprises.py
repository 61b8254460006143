"""Three kinds of news told apart: a known truth, and the restrictions themselves."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.errors import InputError
from tidegate.evidence.surprises import RATES, rotate

# What a unit of news does to each of the eight rates, percentage points; rows target, path, balance sheet.
TRUE = np.array(
    [
        [0.10, 0.09, 0.07, 0.06, 0.05, 0.04, 0.02, 0.01],
        [0.00, 0.02, 0.06, 0.08, 0.10, 0.08, 0.07, 0.05],
        [0.00, 0.00, 0.00, 0.01, 0.02, 0.04, 0.08, 0.10],
    ]
)


def news(events=2000, first_purchases=1000, seed=0, noise=0.002):
    rng = np.random.default_rng(seed)
    told = rng.standard_t(4, size=(events, 3)) * [0.4, 0.6, 0.4]
    told[:first_purchases, 2] = 0.0
    moves = told @ TRUE + noise * rng.normal(size=(events, 8))
    return told, dict(zip(RATES, moves.T, strict=True)), np.arange(events) < first_purchases


def test_the_three_kinds_are_found() -> None:
    told, moves, early = news()
    found = rotate(moves, early)
    for k, name in enumerate(("target", "path", "balance_sheet")):
        assert np.corrcoef(found.values[name], told[:, k])[0, 1] > 0.97, name
    # On the scale of 10 basis points of the rate that names each.
    np.testing.assert_allclose(np.diag(found.loadings[:, [0, 4, 7]]), 0.10, rtol=1e-12)
    assert found.values["target"].std() == pytest.approx(told[:, 0].std(), rel=0.1)
    assert found.explained > 0.95


def test_the_restrictions_hold() -> None:
    _, moves, early = news(seed=1)
    found = rotate(moves, early)
    np.testing.assert_allclose(found.loadings[1:, 0], 0.0, atol=1e-12)
    before = {k: v[early].std() for k, v in found.values.items()}
    after = {k: v[~early].std() for k, v in found.values.items()}
    assert before["balance_sheet"] < 0.25 * after["balance_sheet"]
    values = np.column_stack([found.values[k] for k in ("target", "path", "balance_sheet")])
    np.testing.assert_allclose(np.corrcoef(values.T), np.eye(3), atol=1e-10)


def test_every_surprise_tightens_when_positive() -> None:
    _, moves, early = news(seed=2)
    found = rotate({k: -v for k, v in moves.items()}, early)
    same = rotate(moves, early)
    for name in found.values:
        np.testing.assert_allclose(found.values[name], -same.values[name], atol=1e-9)
    for name, rate in (("target", "MP1"), ("path", "ED4"), ("balance_sheet", "UST10Y"), ("policy", "ED4")):
        assert np.corrcoef(same.values[name], moves[rate])[0, 1] > 0, name


def test_the_policy_surprise_moves_the_rate_a_year_ahead_by_its_unit() -> None:
    _, moves, early = news(seed=3)
    policy = rotate(moves, early).values["policy"]
    assert np.polyfit(policy, moves["ED4"], 1)[0] == pytest.approx(0.10, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m, e: ({k: v for k, v in m.items() if k != "ED4"}, e), "no move of"),
        (lambda m, e: (m | {"ED4": m["ED4"][:-1]}, e), "one finite move"),
        (lambda m, e: (m | {"ED4": np.full_like(m["ED4"], np.nan)}, e), "one finite move"),
        (lambda m, e: (m, np.ones_like(e)), "0 after"),
    ],
)
def test_bad_input(change, words) -> None:
    _, moves, early = news(events=100, first_purchases=50)
    with pytest.raises(InputError, match=words):
        rotate(*change(moves, early))
