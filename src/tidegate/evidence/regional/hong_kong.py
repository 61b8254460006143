"""Hong Kong on monthly figures: drift in the band, HIBOR by the balance, the depth of the pressure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.evidence.regional.regression import Fit, least_squares
from tidegate.transmission.markets.regional.band import position
from tidegate.transmission.markets.regional.hibor import REFERENCE_BN
from tidegate.transmission.markets.regional.hong_kong import Drift

Floats = NDArray[np.float64]
Months = NDArray[np.datetime64]
HAC_MONTHS = 6
EPISODE_MONTHS = {
    "2018-20": ("2018-01", "2020-01"),
    "2022-23": ("2022-05", "2023-12"),
    "2025-26": ("2025-01", "2026-08"),
}
"""Months with a known balance, by episode."""
UNKNOWN_BALANCE = (("2007-01", "2017-11"), ("2020-02", "2022-03"))
"""Months for which too few days were published to draw a line between them."""
DEFENDED = {
    "2018-20": ("2018-04", "2019-03"),
    "2022-23": ("2022-05", "2023-05"),
    "2025-26": ("2025-06", "2025-08"),
}
"""First and last month with a purchase at 7.85."""
WEAK_MONTHS = (
    "2018-04", "2018-05", "2018-08", "2019-03", "2022-05", "2022-06", "2022-07", "2022-08", "2022-09", "2022-10",
    "2022-11", "2023-02", "2023-04", "2023-05", "2025-06", "2025-07", "2025-08",
)  # fmt: skip
"""Months in which the Monetary Authority bought at 7.85 (its announcements)."""


@dataclass(frozen=True)
class Monthly:
    """Figures by month; arrays of shape [n].

    Attributes
    ----------
    months
        ``datetime64[M]``, every one.
    spot_hkd
        Mean of the month, HK$ per US$.
    hibor_pct, us_rate_pct
        One-month HIBOR and the federal funds rate on the last day.
    balance_bn
        Aggregate balance on the last day, between published days by straight line; NaN where not known.
    """

    months: Months
    spot_hkd: Floats
    hibor_pct: Floats
    us_rate_pct: Floats
    balance_bn: Floats

    def between(self, first: str, last: str) -> Monthly:
        """Return the months from `first` to `last`."""
        keep = (self.months >= np.datetime64(first, "M")) & (self.months <= np.datetime64(last, "M"))
        return Monthly(
            self.months[keep],
            self.spot_hkd[keep],
            self.hibor_pct[keep],
            self.us_rate_pct[keep],
            self.balance_bn[keep],
        )

    def row(self, month: str) -> int:
        """Return the row of a month."""
        return int(np.flatnonzero(self.months == np.datetime64(month, "M"))[0])


def balance_by_month(
    months: Months,
    days: NDArray[np.datetime64],
    balance_bn: ArrayLike,
    unknown: Sequence[tuple[str, str]] = (),
) -> Floats:
    """Return the balance at month-ends from single published days, NaN in the spans of months `unknown`."""
    ends = (months + 1).astype("datetime64[D]").astype(float) - 1.0
    found = np.interp(ends, days.astype("datetime64[D]").astype(float), np.asarray(balance_bn, dtype=float))
    blank = ends < days.astype("datetime64[D]").astype(float)[0]
    for first, last in unknown:
        blank |= (months >= np.datetime64(first, "M")) & (months <= np.datetime64(last, "M"))
    return np.where(blank, np.nan, found)


def drift_rows(data: Monthly) -> tuple[Floats, Floats]:
    """Return the change of place in the band, and (mean carry of the month, place before), from the second month."""
    place = position(data.spot_hkd)
    carry = data.us_rate_pct - data.hibor_pct
    return np.diff(place), np.column_stack([0.5 * (carry[1:] + carry[:-1]), -place[:-1]])


def fit_catching_up(data: Monthly) -> Fit:
    """Regress the change of HIBOR on that of the US rate and on the carry before: constant, impact, correction."""
    carry = data.us_rate_pct - data.hibor_pct
    changes = np.column_stack([np.diff(data.us_rate_pct), carry[:-1]])
    return least_squares(np.diff(data.hibor_pct), changes, HAC_MONTHS)


def fit_drift(data: Monthly) -> tuple[Drift, Fit]:
    """Estimate how carry moves the rate inside the band, and how HIBOR catches up with the US rate."""
    fit, late = least_squares(*drift_rows(data), HAC_MONTHS), fit_catching_up(data)
    impact, correction = zip(late.coefficient[1:].tolist(), late.standard_error[1:].tolist(), strict=True)
    return Drift(fit.coefficient, fit.covariance, fit.residual_sd, impact, correction), fit


def fit_spread(data: Monthly, hac_months: int = HAC_MONTHS) -> Fit:
    """Regress HIBOR less the US rate on minus the log of the balance over HK$50 bn: level, then slope."""
    return least_squares(
        data.hibor_pct - data.us_rate_pct, -np.log(data.balance_bn / REFERENCE_BN), hac_months
    )


def expected_excess(place: ArrayLike, shock_sd: float) -> Floats:
    """Return the mean of what lies beyond the weak side when a normal shock comes on top, band widths."""
    beyond = (np.atleast_1d(np.asarray(place, dtype=float)) - 1.0) / shock_sd
    normal = NormalDist()
    return np.array([shock_sd * (b * normal.cdf(b) + normal.pdf(b)) for b in beyond])


def depth_bn(data: Monthly, found: Drift, first: str, last: str, bought_bn: float) -> float:
    """Return HK$ bn bought for each band width that the drift expected beyond 7.85, from `first` to `last`."""
    window = data.between(str(np.datetime64(first, "M") - 1), last)
    _, rows = drift_rows(window)
    place = position(window.spot_hkd)[:-1] + np.column_stack([np.ones(len(rows)), rows]) @ found.mean
    return float(bought_bn / expected_excess(place, found.shock_sd).sum())
