"""Newey and West's errors are worked out in three places, each in the shape of its question: the mean of overlapping
plans agrees with statsmodels and with the regression of the regional room, as local projections do elsewhere here."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from tidegate.evidence.regional.regression import least_squares
from tidegate.transmission.markets.instalments import Plans, plans


def overlapping(horizon: int) -> Plans:
    months = np.arange("2000-01", "2012-01", dtype="datetime64[M]")
    rng = np.random.default_rng(2)
    bonds, bills = 0.01 * rng.standard_normal(months.size), np.full(months.size, 0.002)
    return plans(months, bonds, bills, months[0], months[100], parts=3, horizons_months=(horizon,))


@pytest.mark.parametrize("horizon", [3, 6, 24])
def test_the_error_of_a_mean_of_plans_is_that_of_a_regression_on_a_constant(horizon: int) -> None:
    found = overlapping(horizon)
    earned = found.over_bills_pct[:, 0]
    mean, error, count = found.mean()
    fit = sm.OLS(earned, np.ones(earned.size)).fit(
        cov_type="HAC", cov_kwds={"maxlags": horizon, "use_correction": False}
    )
    assert count[0] == earned.size
    assert mean[0] == pytest.approx(fit.params[0])
    assert error[0] == pytest.approx(fit.bse[0])


def test_the_regression_of_the_regional_room_has_the_same_errors() -> None:
    earned = overlapping(6).over_bills_pct[:, 0]
    steps = np.arange(earned.size, dtype=float)
    ours = least_squares(earned, steps, hac_lags=6)
    theirs = sm.OLS(earned, sm.add_constant(steps)).fit(
        cov_type="HAC", cov_kwds={"maxlags": 6, "use_correction": False}
    )
    assert ours.standard_error == pytest.approx(theirs.bse)
