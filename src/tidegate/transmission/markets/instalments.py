"""Buying bonds bit by bit, against holding bills: the arithmetic, for any months of returns.

A plan has its whole amount in bills at first, and moves one equal part of it
into bonds at the end of its first month, of the next, and so on. What it earns
over a horizon is held against bills over the same months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidegate.errors import InputError
from tidegate.message import N_, Message

Floats = NDArray[np.float64]
HORIZONS_MONTHS = (6, 12, 24)
PARTS = 6
"""Parts of a plan, one a month."""


def plan_return(bonds: Floats, bills: Floats, parts: int) -> float:
    """Return what a plan earns over the months given, a fraction; NaN where a month is missing.

    Parameters
    ----------
    bonds, bills
        Returns of the months after the first purchase, fractions, shape [horizon].
    parts
        Equal parts; the first is in bonds from the first of these months on, the k-th from the k-th.

    Notes
    -----
    A part that waits earns bills. Nothing is rebalanced. A horizon shorter than
    the plan ends it with the rest still in bills.
    """
    grown_bonds = np.concatenate([np.cumprod((1.0 + bonds)[::-1])[::-1], [1.0]])
    grown_bills = np.concatenate([[1.0], np.cumprod(1.0 + bills)])
    last = len(bonds)
    begun = np.minimum(np.arange(parts), last)
    return float((grown_bills[begun] * grown_bonds[begun]).mean() - 1.0)


@dataclass(frozen=True)
class Plans:
    """What plans begun in each of several months earned over bills.

    Attributes
    ----------
    months
        In which each plan began: its first part was bought at the end of it, shape [n].
    horizons_months
        Shape [h].
    over_bills_pct
        Return of the plan less that of bills over the same months, points, not annualised, shape [n, h];
        NaN where the record ends sooner.
    parts
        Of each plan.
    """

    months: NDArray[np.datetime64]
    horizons_months: tuple[int, ...]
    over_bills_pct: Floats
    parts: int

    def mean(self, chosen: NDArray[np.bool_] | None = None) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """Return the mean over plans, its standard error and the number of plans, each of shape [h].

        Parameters
        ----------
        chosen
            Which plans, shape [n]; None for all.

        Notes
        -----
        Neighbouring plans share most of their months, so the error counts autocovariances up to the horizon
        (Newey and West 1987, Econometrica 55); with two run-offs it is still no more than an indication.
        """
        rows = self.over_bills_pct if chosen is None else self.over_bills_pct[chosen]
        mean, error, count = [], [], []
        for column, horizon in enumerate(self.horizons_months):
            x = rows[np.isfinite(rows[:, column]), column]
            count.append(x.size)
            mean.append(float(x.mean()) if x.size else float("nan"))
            error.append(_hac_error(x, horizon) if x.size > 1 else float("nan"))
        return np.array(mean), np.array(error), np.array(count)


def _hac_error(x: Floats, lags: int) -> float:
    """Return Newey and West's standard error of a mean, with `lags` autocovariances or as many as there are."""
    centred = x - x.mean()
    total = float(centred @ centred) / x.size
    for k in range(1, min(lags, x.size - 1) + 1):
        total += 2.0 * (1.0 - k / (lags + 1.0)) * float(centred[k:] @ centred[:-k]) / x.size
    return float(np.sqrt(max(total, 0.0) / x.size))


def plans(
    months: ArrayLike,
    bonds: ArrayLike,
    bills: ArrayLike,
    first: np.datetime64,
    last: np.datetime64,
    parts: int = PARTS,
    horizons_months: tuple[int, ...] = HORIZONS_MONTHS,
) -> Plans:
    """Return plans begun in every month from `first` to `last`.

    Parameters
    ----------
    months
        ``datetime64[M]`` without gaps, shape [t].
    bonds, bills
        Returns of each month, fractions, shape [t].
    first, last
        Months at whose end the first and the last plan begin.
    parts
        Equal parts, one a month.
    horizons_months
        From the first purchase.

    Raises
    ------
    InputError
        For shapes that do not fit, a month outside, or numbers below 1: all problems at once.
    """
    when = np.asarray(months, dtype="datetime64[M]")
    long, short = np.asarray(bonds, dtype=float), np.asarray(bills, dtype=float)
    found = []
    if not when.shape == long.shape == short.shape or when.ndim != 1:
        text = N_("returns: shapes {months}, {bonds} and {bills}; give one number a month for both")
        found.append(Message(text, {"months": when.shape, "bonds": long.shape, "bills": short.shape}))
    elif not (when.size and when[0] <= first <= last <= when[-1]):
        text = N_("plans from {first} to {last}: the months given reach from {start} to {end}")
        values = {
            "first": first,
            "last": last,
            "start": when[0] if when.size else "—",
            "end": when[-1] if when.size else "—",
        }
        found.append(Message(text, values))
    if min(horizons_months, default=0) < 1:
        text = N_("horizons {horizons}: give whole months of 1 or more")
        found.append(Message(text, {"horizons": horizons_months}))
    elif not 1 <= parts <= max(horizons_months):  # what is bought later than the last look is never seen
        text = N_("parts {parts}: give a whole number from 1 to {most}, one a month")
        found.append(Message(text, {"parts": parts, "most": max(horizons_months)}))
    InputError.check(found)
    begun = np.arange(first, last + 1)
    rows = np.full((len(begun), len(horizons_months)), np.nan)
    for i, month in enumerate(begun):
        at = int((month - when[0]).astype(int)) + 1
        for j, horizon in enumerate(horizons_months):
            span = slice(at, at + horizon)
            if at + horizon > len(when) or not np.isfinite(long[span] + short[span]).all():
                continue
            alone = float(np.prod(1.0 + short[span]) - 1.0)
            rows[i, j] = 100.0 * (plan_return(long[span], short[span], parts) - alone)
    return Plans(begun, tuple(horizons_months), rows, parts)
