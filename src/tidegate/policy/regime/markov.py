"""Markov-switching regressions: what a model that knows no names finds in the same figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidegate.errors import InputError
from tidegate.message import N_
from tidegate.policy.regime.flows import Holdings
from tidegate.policy.regime.labels import Floats
from tidegate.policy.regime.rates import RateRecord
from tidegate.units import month_end

LEAST_MONTHS = 60
SEED = 2008
SCALE_BP = 5.0
_STAY = 0.95


@dataclass(frozen=True)
class MarkovFit:
    """A fitted Markov-switching regression with its own mean and variance by regime.

    Attributes
    ----------
    months
        ``datetime64[M]``, shape [t].
    centres, low, high
        By regime, in the unit of the values, ascending, shape [k]: the middle, and one
        standard deviation (of the compressed values) to either side.
    filtered, smoothed
        Probabilities with what was known then, and with all months; shape [t, k].
        Parameters are those of the whole sample in both.
    stay
        Chance that a regime goes on for a month, shape [k].
    log_likelihood
        At the best of the starts.
    starts
        How many starting points were searched.
    """

    months: NDArray[np.datetime64]
    centres: Floats
    low: Floats
    high: Floats
    filtered: Floats
    smoothed: Floats
    stay: Floats
    log_likelihood: float
    starts: int


def monthly_growth(holdings: Holdings) -> tuple[NDArray[np.datetime64], Floats]:
    """Return the monthly change of securities, basis points of GDP, over months with both ends."""
    first, last = holdings.dates[0].astype("datetime64[M]"), holdings.dates[-1].astype("datetime64[M]")
    if holdings.dates[-1] + 7 <= month_end(last):
        last = last - 1
    months = np.arange(first, last + 1)
    rows = np.searchsorted(holdings.dates, month_end(months), side="right") - 1
    change = np.diff(holdings.total_bn[rows]) / holdings.gdp_bn[rows][1:]
    return months[1:], 1e4 * change


def monthly_moves(record: RateRecord, first: np.datetime64) -> tuple[NDArray[np.datetime64], Floats]:
    """Return the monthly change of the policy rate, basis points, from a month on."""
    months = np.arange(first, record.dates[-1].astype("datetime64[M]") + 1)
    rows = np.searchsorted(record.dates, month_end(months), side="right") - 1
    return months[1:], 100.0 * np.diff(record.level_pct[rows])


def _start(names: list[str], values: Floats, regimes: int, chance: np.random.Generator) -> Floats:
    """Return a starting point: the values in order, cut at random places, give means and variances."""
    cuts = np.cumsum(chance.dirichlet(np.full(regimes, 2.0)))[:-1]
    parts = np.split(np.sort(values), np.clip((cuts * len(values)).astype(int), 2, len(values) - 2))
    found = dict.fromkeys(names, 0.0)
    whole = float(values.var())
    for k, part in enumerate(parts):
        found[f"const[{k}]"] = float(part.mean()) if part.size else float(values.mean())
        found[f"sigma2[{k}]"] = max(float(part.var()) if part.size else whole, 1e-3 * whole)
    found["sigma2"] = whole / regimes
    for name in names:
        if name.startswith("p["):
            before, after = name[2:-1].split("->")
            found[name] = _STAY if before == after else (1.0 - _STAY) / (regimes - 1)
    return np.array([found[name] for name in names])


def fit_markov(
    months: NDArray[np.datetime64],
    values: Floats,
    regimes: int = 3,
    starts: int = 6,
    own_variance: bool = True,
) -> MarkovFit:
    """Fit means and variances that switch between regimes, from many starting points.

    Values are compressed first, ``asinh(x / 5)``: to the size of a usual change they
    count as they are, beyond it as logarithms. Else a single month of a crisis would
    claim a regime for itself.

    Parameters
    ----------
    months, values
        Shape [t], no gaps.
    regimes
        2 to 5.
    starts
        Random starting points; the seed is fixed, so that the same figures
        give the same fit.
    own_variance
        Each regime has its own variance; without it they share one, as a rate
        needs that does not move at all in most months.

    Raises
    ------
    InputError
        For fewer than 60 months, gaps, or figures in which no start finds the regimes.
    """
    if len(values) < LEAST_MONTHS or not np.isfinite(values).all():
        raise InputError.of(
            N_("Markov switching needs {least} months without gaps; there are {found}"),
            least=LEAST_MONTHS,
            found=int(np.isfinite(values).sum()),
        )
    import warnings

    from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression  # type: ignore[import-untyped]

    compressed = np.arcsinh(values / SCALE_BP)
    model = MarkovRegression(compressed, k_regimes=regimes, switching_variance=own_variance)
    chance = np.random.default_rng(SEED)
    result = None
    for _ in range(starts):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                first = _start(model.param_names, compressed, regimes, chance)
                tried = model.fit(start_params=first, disp=False, cov_type="none")
            except (np.linalg.LinAlgError, ValueError):
                continue  # this start runs into a regime without months
        if np.isfinite(tried.llf) and (result is None or tried.llf > result.llf):
            result = tried
    if result is None:
        raise InputError.of(
            N_("Markov switching: none of {starts} starts led to a fit; try fewer regimes"), starts=starts
        )
    names = model.param_names
    means = np.array([result.params[names.index(f"const[{k}]")] for k in range(regimes)])
    sigma = [f"sigma2[{k}]" if own_variance else "sigma2" for k in range(regimes)]
    variance = np.array([result.params[names.index(name)] for name in sigma])
    order = np.argsort(means)
    stay = np.diag(result.regime_transition[:, :, 0])
    return MarkovFit(
        months,
        SCALE_BP * np.sinh(means)[order],
        SCALE_BP * np.sinh(means - np.sqrt(variance))[order],
        SCALE_BP * np.sinh(means + np.sqrt(variance))[order],
        np.asarray(result.filtered_marginal_probabilities)[:, order],
        np.asarray(result.smoothed_marginal_probabilities)[:, order],
        stay[order],
        float(result.llf),
        starts,
    )


def agreement(fit: MarkovFit, groups: NDArray[np.intp]) -> float:
    """Return the share of months in which the most probable regime is the group given (-1: left out)."""
    used = groups >= 0
    return float((fit.smoothed.argmax(axis=1)[used] == groups[used]).mean())
