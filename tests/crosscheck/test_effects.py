"""Regressions and adjusted p-values against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.evidence.local_projections import regressions
from tidegate.evidence.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from tidegate.evidence.robust import fit


def test_coefficients_and_errors() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(1)
    x = rng.standard_t(3, size=(80, 3))
    y = x @ [1.0, 2.0, 3.0] + rng.standard_t(4, size=80)
    other = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC2")
    found = fit(y, x)
    np.testing.assert_allclose(found.coefficient, other.params[1:], rtol=1e-11)
    np.testing.assert_allclose(found.se, other.bse[1:], rtol=1e-11)


@pytest.mark.parametrize(
    ("rule", "name"), [(holm, "holm"), (benjamini_hochberg, "fdr_bh"), (benjamini_yekutieli, "fdr_by")]
)
def test_adjusted_p_values(rule, name) -> None:
    from statsmodels.stats.multitest import multipletests

    rng = np.random.default_rng(2)
    for p in (rng.uniform(size=37), rng.uniform(size=200) ** 4, np.repeat([0.01, 0.2], 5)):
        np.testing.assert_allclose(rule(p), multipletests(p, method=name)[1], rtol=1e-12)


def test_the_regressions_behind_the_projections() -> None:
    import statsmodels.api as sm

    from tidegate.evidence.local_projections import local_projections

    rng = np.random.default_rng(3)
    shock, control = rng.normal(size=200), rng.normal(size=200)
    level = np.cumsum(rng.normal(size=200) + shock)
    level[:7] = np.nan
    first, design, target = regressions(level, shock, 6, lags=2, controls=control, cumulative=True)
    assert first == 9
    found = local_projections(level, shock, 6, lags=2, shock_lags=0, controls=control, cumulative=True)
    for h in range(7):
        rows = np.isfinite(target[h])
        assert rows.sum() == found.observations[0, 0, h]
        assert sm.OLS(target[h][rows], design[rows]).fit().params[-1] == pytest.approx(
            found.coefficient[0, 0, h], rel=1e-10
        )
