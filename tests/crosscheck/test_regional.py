"""The regressions of the regional estimates against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.sandbox.regression.gmm import IV2SLS

from tidegate.evidence.regional.regression import instrumented, least_squares


def data(seed: int = 0, n: int = 150) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, 2)).cumsum(axis=0) * 0.3
    noise = rng.standard_normal(n)
    y = 0.5 + x @ np.array([1.0, -0.4]) + noise + 0.5 * np.roll(noise, 1)
    return y, x


@pytest.mark.parametrize("lags", [0, 1, 6, 18])
def test_least_squares_with_newey_west_errors(lags: int) -> None:
    y, x = data()
    found = least_squares(y, x, lags)
    fit = sm.OLS(y, sm.add_constant(x)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False}
    )
    assert found.coefficient == pytest.approx(fit.params, rel=1e-10)
    assert found.standard_error == pytest.approx(fit.bse, rel=1e-10)
    assert found.r_squared == pytest.approx(fit.rsquared, rel=1e-10)
    assert found.residual_sd == pytest.approx(float(np.sqrt(fit.mse_resid)), rel=1e-10)


def test_one_instrument() -> None:
    rng = np.random.default_rng(1)
    z = rng.standard_normal(300)
    common = rng.standard_normal(300)
    x = z + common
    y = 0.5 * x - common + 0.3 * rng.standard_normal(300)
    found = instrumented(y, x, z, 0)
    fit = IV2SLS(y, sm.add_constant(x), sm.add_constant(z)).fit()
    assert found.coefficient == pytest.approx(fit.params, rel=1e-10)
    assert found.coefficient[1] == pytest.approx(0.5, abs=3 * found.standard_error[1])
