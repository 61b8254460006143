"""Taiwan on monthly figures: the answer to the dollar, leaning, the rate differential, reserves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.evidence.regional.regression import Fit, instrumented, least_squares

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]
HAC_MONTHS = 6


@dataclass(frozen=True)
class Monthly:
    """Figures by month; arrays of shape [n], NaN where not known.

    Attributes
    ----------
    months
        ``datetime64[M]``, every one.
    usdtwd, usdkrw
        Means of the month, local currency per US$.
    dollar
        Broad dollar, mean of the month.
    two_year_pct
        US two-year yield, mean of the month.
    discount_pct
        Taiwan's discount rate at the end of the month.
    funds_pct
        Federal funds rate, mean of the month.
    """

    months: Months
    usdtwd: Floats
    usdkrw: Floats
    dollar: Floats
    two_year_pct: Floats
    discount_pct: Floats
    funds_pct: Floats

    def until(self, last: str) -> Monthly:
        """Return the months up to `last`."""
        keep = self.months <= np.datetime64(last, "M")
        return Monthly(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))


def growth_pct(levels: ArrayLike, months: int = 1) -> Floats:
    """Return log changes over `months`, percent; the first rows are NaN."""
    logs = 100.0 * np.log(np.asarray(levels, dtype=float))
    found = np.full(len(logs), np.nan)
    found[months:] = logs[months:] - logs[:-months]
    return found


def change(levels: ArrayLike, months: int = 1) -> Floats:
    """Return changes over `months`; the first rows are NaN."""
    values = np.asarray(levels, dtype=float)
    found = np.full(len(values), np.nan)
    found[months:] = values[months:] - values[:-months]
    return found


def fit_dollar(currency: ArrayLike, data: Monthly) -> Fit:
    """Regress a currency on the broad dollar, monthly log changes."""
    return least_squares(growth_pct(currency), growth_pct(data.dollar), HAC_MONTHS)


def fit_differential(data: Monthly) -> Fit:
    """Regress USD/TWD on the broad dollar and the change of the two-year less the discount rate."""
    gap = change(data.two_year_pct - data.discount_pct)
    return least_squares(growth_pct(data.usdtwd), np.column_stack([growth_pct(data.dollar), gap]), HAC_MONTHS)


def fit_ratio(data: Monthly) -> Fit:
    """Return the answer of USD/TWD to the dollar over that of USD/KRW: the won, with the dollar as instrument."""
    return instrumented(growth_pct(data.usdtwd), growth_pct(data.usdkrw), growth_pct(data.dollar), HAC_MONTHS)


def fit_rates_alone(data: Monthly) -> Fit:
    """Regress USD/TWD on the change of the two-year less the discount rate alone: what a path of rates says."""
    return least_squares(growth_pct(data.usdtwd), change(data.two_year_pct - data.discount_pct), HAC_MONTHS)


def fit_dollar_on_rates(data: Monthly) -> Fit:
    """Regress the broad dollar on the change of the US two-year yield."""
    return least_squares(growth_pct(data.dollar), change(data.two_year_pct), HAC_MONTHS)


def fit_discount(data: Monthly) -> Fit:
    """Regress the twelve-month change of Taiwan's discount rate on that of the funds rate."""
    return least_squares(change(data.discount_pct, 12), change(data.funds_pct, 12), 18)
