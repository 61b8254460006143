"""Local projections against statsmodels, regression by regression."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.evidence.local_projections import local_projections

HORIZONS, LAGS = 19, 4


def data(seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    shocks = rng.normal(size=(420, 3))
    noise = rng.normal(size=(420, 8)).cumsum(axis=0) + 100.0
    return noise + shocks @ rng.normal(size=(3, 8)), shocks, rng.normal(size=(420, 2))


def one_by_one(y, s, x, horizon, lags, hac, cumulative=False):
    import statsmodels.api as sm

    t = np.arange(lags, len(y) - horizon)
    columns = [np.ones(len(t)), s[t], *(v[t - k] for k in range(1, lags + 1) for v in (y, s))]
    if x is not None:
        columns += list(x[t].T)
    target = y[t + horizon] - (y[t - 1] if cumulative else 0.0)
    model = sm.OLS(target, np.column_stack(columns))
    with_hac = model.fit(cov_type="HAC", cov_kwds={"maxlags": hac})
    return with_hac.params[1], with_hac.bse[1], model.fit(cov_type="HC0").bse[1], with_hac.nobs


@pytest.mark.parametrize(("with_controls", "cumulative"), [(False, False), (True, False), (False, True)])
def test_every_regression_agrees(with_controls: bool, cumulative: bool) -> None:
    y, s, x = data()
    controls = x if with_controls else None
    found = local_projections(y, s, HORIZONS, lags=LAGS, controls=controls, cumulative=cumulative)
    for i in range(y.shape[1]):
        for j in range(s.shape[1]):
            for h in range(HORIZONS + 1):
                b, hac, ehw, n = one_by_one(y[:, i], s[:, j], controls, h, LAGS, h, cumulative)
                assert found.coefficient[i, j, h] == pytest.approx(b, abs=1e-10, rel=1e-10)
                assert found.se_hac[i, j, h] == pytest.approx(hac, abs=1e-10, rel=1e-10)
                assert found.se_ehw[i, j, h] == pytest.approx(ehw, abs=1e-10, rel=1e-10)
                assert found.observations[i, j, h] == n


def test_lag_augmentation_is_one_more_lag() -> None:
    y, s, _ = data(4)
    found = local_projections(y[:, 0], s[:, 0], 6, lags=2, lag_augmented=True)
    for h in range(7):
        b, _, ehw, _ = one_by_one(y[:, 0], s[:, 0], None, h, 3, h)
        assert found.coefficient[0, 0, h] == pytest.approx(b, abs=1e-10)
        assert found.standard_error[0, 0, h] == pytest.approx(ehw, abs=1e-10)
